package com.getdefacto.tests

import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.IntakeOptions
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.PortfolioOptions
import com.getdefacto.sdk.PortfolioOutcome
import com.getdefacto.sdk.PortfolioReport
import com.getdefacto.sdk.PortfolioResult
import com.getdefacto.sdk.PortfolioRows
import com.getdefacto.sdk.ReportLanguage
import com.getdefacto.sdk.ReportOptions
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.testing.Sandbox
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeText

private val RUN = PortfolioOptions(
    name = "customers",
    settleTime = Duration.ofMillis(400),
    pollInterval = Duration.ofMillis(20),
    wait = Duration.ofSeconds(30),
)

/** The results of a portfolio, read from its store. */
class ReportTest {
    @Test
    fun `a report for programs and spreadsheets and people`(@TempDir folder: Path) {
        val store = Store.inMemory()
        val german = NewBorrower(
            "HRB 3 B",
            IdentifierType.HrNummer,
            name = "Lindenhof Werkzeugbau GmbH",
            accountNumber = "DE43500105170000000003",
        )
        val companies = listOf(french(1), german, NewBorrower(""), french(1))
        Sandbox().use { sandbox ->
            sandbox.client().use { client -> client.enrollMany(companies, store, RUN).use { run -> run.forEach {} } }
        }
        val report = PortfolioReport(store, "customers")
        store.close()

        val summary = report.summary()
        val counts = listOf(summary.rows, summary.ready, summary.missingData, summary.invalid, summary.duplicate)
        assertEquals(listOf(4L, 1L, 1L, 1L, 1L), counts)
        val others = listOf(summary.declined, summary.pending, summary.failed, summary.unfinished)
        assertEquals(listOf(0L, 0L, 0L, 0L), others)
        val reasons = summary.reasons.map { it.outcome }.toSet()
        assertTrue(reasons.containsAll(setOf(PortfolioOutcome.MissingData, PortfolioOutcome.Invalid)), "$reasons")
        assertEquals(listOf(1L, 2L, 3L, 4L), report.results().map { it.row })
        assertEquals(PortfolioOutcome.Ready, report.results().first().outcome)
        assertEquals(4, report.results().stream().count())

        val files = listOf("report.csv", "report.html", "report.jsonl").map(folder::resolve)
        report.save(files[0])
        report.save(files[1].toFile())
        report.save(files[2])
        assertEquals(files.map { it.name }, folder.listDirectoryEntries().map { it.name }.sorted())
        assertEquals(5, files[0].readLines().size)
        assertTrue(files[1].readText().startsWith("<!doctype html>"))
        assertEquals(report.results().toList(), files[2].readLines().map(PortfolioResult::fromJson))
    }

    @Test
    fun `a report speaks the language of its reader and repeats your reference`(@TempDir folder: Path) {
        val store = Store.inMemory()
        val file = folder.resolve("kunden.csv")
        file.writeText("siren;name;Ref\n${french(1).identifier};Moulin;C-1\n;Forge;C-2\n")
        val results = Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                PortfolioRows.open(file, IntakeOptions(reference = "Ref")).use { rows ->
                    client.enrollMany(rows, store, RUN).use { run -> run.sortedBy { it.row } }
                }
            }
        }
        assertEquals(listOf("C-1" to "Moulin", "C-2" to "Forge"), results.map { it.reference to it.name })
        val page = folder.resolve("bericht.html")
        PortfolioReport(store, "customers", ReportOptions(language = ReportLanguage.De)).save(page)
        for (words in listOf("lang=\"de\"", "Zeilen ohne Kreditlinie", "Unternehmensnummer", "C-2", "Forge")) {
            assertTrue(words in page.readText(), words)
        }
        val italian = ReportOptions(language = ReportLanguage.of("it"))
        assertThrows<DefactoException.Configuration> { PortfolioReport(store, "customers", italian) }
    }

    @Test
    fun `results are read page by page`() {
        val store = Store.inMemory()
        val companies = generateSequence { NewBorrower("") }.take(1200)
        Sandbox().use { sandbox ->
            sandbox.client().use { client -> client.enrollMany(companies, store, RUN).use { run -> run.forEach {} } }
        }
        val report = PortfolioReport(store, "customers")
        assertEquals((1L..1200L).toList(), report.results().map { it.row })
        assertEquals(1200, report.summary().rows)
        assertEquals(2, report.results().take(2).size, "one who wants no more leaves early")
    }

    @Test
    fun `a report that cannot be written says why and leaves nothing`(@TempDir folder: Path) {
        val report = PortfolioReport(Store.inMemory())
        assertEquals("PortfolioReport(portfolio)", "$report")
        assertEquals(0, report.summary().rows)
        assertFalse(report.results().iterator().hasNext())
        val ending = assertThrows<DefactoException.Configuration> { report.save(folder.resolve("report.pdf")) }
        assertTrue(".csv, .jsonl or .html" in ending.message, ending.message)
        val nowhere = assertThrows<DefactoException.Store> { report.save(folder.resolve("nowhere/report.csv")) }
        assertTrue("there is no such folder" in nowhere.message, nowhere.message)
        assertTrue(folder.listDirectoryEntries().isEmpty())
    }
}
