package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ColumnUse
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.IntakeDateOrder
import com.getdefacto.sdk.IntakeEncoding
import com.getdefacto.sdk.IntakeEncodingUse
import com.getdefacto.sdk.IntakeFormat
import com.getdefacto.sdk.IntakeOptions
import com.getdefacto.sdk.PortfolioOptions
import com.getdefacto.sdk.PortfolioOutcome
import com.getdefacto.sdk.PortfolioRows
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.nio.charset.Charset
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.createFile
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText

private val RUN = PortfolioOptions(pollInterval = Duration.ofMillis(20), wait = Duration.ofSeconds(30))

/** Files with many companies. */
class IntakeTest {
    @TempDir
    private lateinit var folder: Path

    private fun file(name: String, text: String, charset: Charset = Charsets.UTF_8) =
        folder.resolve(name).apply { writeBytes(text.toByteArray(charset)) }

    private fun test(run: (Sandbox, Client) -> Unit) =
        Sandbox().use { sandbox -> sandbox.client().use { client -> run(sandbox, client) } }

    private val number = { company: Int -> french(company).identifier }

    @Test
    fun `how a text is decoded is told, and dates need an order`() {
        val path = file("dates.csv", "siren;Raison sociale;Date de naissance\n${number(1)};Forêt;03/09/1971\n")
        PortfolioRows.open(path).use { rows ->
            assertEquals(IntakeEncodingUse(IntakeEncoding.UTF8, isGuessed = false), rows.encoding)
            assertNull(rows.sheet)
            assertEquals("ambiguous_date", rows.single().problems.single().problem.code)
        }
        PortfolioRows.open(path, IntakeOptions(dates = IntakeDateOrder.DAY_FIRST)).use { rows ->
            assertTrue(rows.single().problems.isEmpty())
        }
        val old = file("old.csv", "siren;name\n${number(1)};Forêt\n", charset("windows-1252"))
        PortfolioRows.open(old).use { rows -> assertEquals(true, rows.encoding?.isGuessed) }
    }

    @Test
    fun `a spreadsheet is checked and enrolled`() =
        test { sandbox, client ->
            val text = "SIREN;Raison sociale;IBAN\n${number(1)};Forêt SA;\n${number(2)};Étang SA;FR76 hidden\n"
            val path = file("customers.csv", text, charset("windows-1252"))
            val options = IntakeOptions(columns = mapOf("Raison sociale" to "/name", "IBAN" to "/account_number"))
            PortfolioRows.open(path, options).use { rows ->
                val places = listOf("SIREN" to "/identifier", "Raison sociale" to "/name", "IBAN" to "/account_number")
                assertEquals(places.map { (name, place) -> ColumnUse(name, place) }, rows.columns)
                val (good, bad) = rows.toList()
                assertEquals(2L to false, good.number to good.isInvalid)
                assertEquals("Forêt SA", good.request?.name)
                assertEquals(3L to true, bad.number to bad.isInvalid)
                assertEquals("IBAN", bad.problems.first().column)
                assertFalse("hidden" in bad.problems.toString(), "what is wrong is said without the value")
                assertFalse(rows.iterator().hasNext(), "it is gone through once")
            }
            assertTrue(sandbox.log().isEmpty(), "nothing was sent")

            val rows = PortfolioRows.open(path.toFile(), options)
            val results = client.enrollMany(rows, Store.inMemory(), RUN).use { run -> run.associateBy { it.row } }
            assertEquals(PortfolioOutcome.Ready, results[2]?.outcome)
            assertEquals(PortfolioOutcome.Invalid, results[3]?.outcome)
            assertEquals(2, results.size)
            val sent = requests(sandbox, "POST /borrowers").map { (it["body"] as Map<*, *>)["name"] }
            assertEquals(listOf("Forêt SA"), sent)
        }

    @Test
    fun `what the options say goes before what the file shows`() {
        val text = "siren,name,city\n${number(1)},Forêt SA,Lyon\n"
        val path = file("customers.dat", text.replace(",", "|"), Charsets.UTF_16LE)
        val options = IntakeOptions(
            format = IntakeFormat.CSV,
            separator = "|",
            encoding = IntakeEncoding.UTF16_LE,
            columns = mapOf("city" to ""),
            constants = mapOf("metadata.crm" to "T-77"),
            directDebit = true,
        )
        PortfolioRows.open(path, options).use { rows ->
            assertEquals(listOf("/identifier", "/name", null), rows.columns.map { it.pointer })
            val row = rows.single()
            assertEquals("Forêt SA" to "T-77", row.request?.name to row.request?.metadata?.get("crm"))
            assertTrue(row.isInvalid, "direct debit needs an account")
        }
        assertFalse("hidden" in "${IntakeOptions(constants = mapOf("/name" to "hidden"))}")
    }

    @Test
    fun `json lines are read and a flow enrols them`() =
        test { sandbox, client ->
            val lines = listOf(french(1).toJson(), """{"siren":"${number(2)}","name":"Étang SA"}""", "nonsense")
            val rows = PortfolioRows.open(file("customers.jsonl", lines.joinToString("\n")))
            val flow = client.async.enrollMany(rows, Store.inMemory(), RUN)
            val results = runBlocking { flow.toList() }.associate { it.row to it.outcome }
            val ready = PortfolioOutcome.Ready
            assertEquals(mapOf(1L to ready, 2L to ready, 3L to PortfolioOutcome.Invalid), results)
            assertEquals(2, requests(sandbox, "POST /borrowers").size)

            val again = assertThrows<DefactoException.Configuration> { runBlocking { flow.toList() } }
            assertTrue("Open the file again" in again.message, again.message)
        }

    @Test
    fun `a run takes all rows or none`() =
        test { _, client ->
            val lines = listOf("siren") + (1..4).map(number)
            val customers = file("customers.csv", lines.joinToString("\n"))
            val begun = PortfolioRows.open(customers)
            val iterator = begun.iterator()
            assertEquals(2L, iterator.next().number)
            val refused =
                assertThrows<DefactoException.Configuration> { client.enrollMany(begun, Store.inMemory(), RUN) }
            assertTrue("Open the file again" in refused.message, refused.message)
            assertEquals(3L, begun.iterator().next().number)

            val rows = PortfolioRows.open(customers)
            assertTrue(rows.iterator().hasNext(), "asking takes nothing away")
            val results = client.enrollMany(rows, Store.inMemory(), RUN).use { run -> run.map { it.row } }
            assertEquals(listOf(2L, 3L, 4L, 5L), results.sorted())
            assertFalse(rows.iterator().hasNext())
            assertThrows<NoSuchElementException> { rows.iterator().next() }
            assertEquals(listOf("siren"), rows.columns.map { it.column })
        }

    @Test
    fun `a file that is closed has no rows`() =
        test { _, client ->
            val rows = PortfolioRows.open(file("customers.csv", "siren\n${number(1)}\n"))
            rows.close()
            rows.close()
            assertTrue(rows.toList().isEmpty())
            assertThrows<DefactoException.Configuration> { client.enrollMany(rows, Store.inMemory(), RUN) }
        }

    @Test
    fun `what is no portfolio is refused`() {
        val refused = { path: Path -> assertThrows<DefactoException> { PortfolioRows.open(path) } }
        assertEquals("configuration", refused(folder.resolve("nowhere.csv")).kind.value)
        assertEquals("configuration", refused(file("customers.pdf", "siren\n")).kind.value)
        assertEquals("validation", refused(folder.resolve("empty.csv").createFile()).kind.value)
        val nameless = refused(folder.resolve("nameless.csv").apply { writeText("name;city\nTilleuls;Lyon\n") })
        assertTrue("identifier" in nameless.message, nameless.message)
        assertNull(nameless.status)

        val path = file("customers.csv", "siren\n${number(1)}\n")
        for (separator in listOf("", ";;", "é")) {
            val options = IntakeOptions(separator = separator)
            val wrong = assertThrows<DefactoException.Configuration> { PortfolioRows.open(path, options) }
            assertTrue("separator" in wrong.message, wrong.message)
        }
        val nowhere = IntakeOptions(columns = mapOf("siren" to "/no/such/place"))
        assertThrows<DefactoException.Configuration> { PortfolioRows.open(path, nowhere) }
    }
}
