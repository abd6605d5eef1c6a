package com.getdefacto.tests

import com.getdefacto.sdk.Address
import com.getdefacto.sdk.BorrowerCandidate
import com.getdefacto.sdk.BusinessAddress
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.CompanyMatch
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Director
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.PaymentMethod
import com.getdefacto.sdk.PortfolioOptions
import com.getdefacto.sdk.PortfolioOutcome
import com.getdefacto.sdk.PortfolioReport
import com.getdefacto.sdk.PortfolioRows
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.api.parallel.Execution
import org.junit.jupiter.api.parallel.ExecutionMode
import java.nio.file.Path
import java.time.Duration
import java.time.LocalDate
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.io.path.writeText

private const val CLIENTS = 8

/** A company has one borrower, whatever the spelling of its number and whichever client enrols it. */
@Execution(ExecutionMode.CONCURRENT)
class IdentityTest {
    private fun test(run: (Sandbox, Client) -> Unit) =
        Sandbox().use { sandbox -> sandbox.client().use { client -> run(sandbox, client) } }

    private fun sent(sandbox: Sandbox) = requests(sandbox, "POST /borrowers").size

    private fun Client.ready(company: NewBorrower, options: EnrollOptions = WAITING): Enrollment.Ready =
        assertInstanceOf(Enrollment.Ready::class.java, enroll(company, options))

    private fun director(country: String) =
        Director(
            firstName = "Käthe",
            lastName = "Böhm",
            birthDate = LocalDate.of(1971, 3, 9),
            nationality = country,
            businessEmail = "director@example.org",
            address = Address(country = country),
        )

    private fun french(number: String, type: IdentifierType) =
        NewBorrower(number, type, name = "Fonderie des Tilleuls SAS")

    /** Returns a company of one of two courts that have the same number. */
    private fun atCourt(town: String, name: String, account: String) =
        NewBorrower(
            "HRB 22222",
            IdentifierType.HrNummer,
            name = name,
            address = BusinessAddress("Weg 1", town, "DEU", "80331"),
            directors = listOf(director("DEU")),
            accountNumber = account,
        )

    private val munich = atCourt("München", "Alpha Bau GmbH", "DE97500105170000000001")
    private val hamburg = atCourt("Hamburg", "Beta Logistik GmbH", "DE70500105170000000002")
    private val numberAlone = NewBorrower("hrb 22222", IdentifierType.HrNummer)

    @TestFactory
    fun `companies are compared as in every language`(): List<DynamicTest> =
        tests(cases("identity.json")) { case ->
            val (one, other) = listOf("one", "other").map { NewBorrower.fromJson(case.body(it)) }
            case.expect("answer" to one.compareCompany(other).value)
            case.expect("answer" to other.compareCompany(one).value)
        }

    @Test
    fun `a company of France has one number in every spelling`() =
        test { sandbox, client ->
            val id = client.ready(french("913572467", IdentifierType.Siren)).borrower.id
            val others = listOf(
                "91357246700018" to IdentifierType.Siret,
                "FR67913572467" to IdentifierType.VatNumber,
                "fr 67 913 572 467" to IdentifierType.VatNumber,
                "913.572.467" to IdentifierType.Siren,
            )
            for ((number, type) in others) {
                sandbox.client().use { assertEquals(id, it.ready(french(number, type)).borrower.id, number) }
            }
            assertEquals(1, sent(sandbox))
        }

    @Test
    fun `a company of Spain has one number whatever it is called`() =
        test { sandbox, client ->
            fun spanish(number: String, type: String) =
                NewBorrower(
                    number,
                    IdentifierType.of(type),
                    name = "Fundición del Tilo SL",
                    accountNumber = "ES9121000418450200051332",
                    directors = listOf(director("ESP")),
                )
            val id = client.ready(spanish("B73160459", "nif")).borrower.id
            for ((number, type) in listOf("B73160459" to "cif", "b-73160459" to "cif", "ESB73160459" to "vat_number")) {
                assertEquals(id, client.ready(spanish(number, type)).borrower.id, number)
            }
            assertEquals(1, sent(sandbox))
        }

    @Test
    fun `two companies with one number have a line each`() =
        test { sandbox, client ->
            val (alpha, beta) = client.ready(munich) to client.ready(hamburg)
            assertNotEquals(alpha.borrower.id, beta.borrower.id)
            assertNotEquals(alpha.creditLine.id, beta.creditLine.id)
            assertEquals("Beta Logistik GmbH", beta.creditLine.defaultBorrower?.name)
            assertEquals(alpha.borrower.id, client.ready(munich).borrower.id)
            assertEquals(2, sent(sandbox))
        }

    @Test
    fun `nothing but a number that others have is ambiguous and can be decided`() =
        test { sandbox, client ->
            val alpha = client.ready(munich).borrower
            val ambiguous = assertInstanceOf(Enrollment.Ambiguous::class.java, client.enroll(numberAlone, WAITING))
            val candidate: BorrowerCandidate = ambiguous.candidates.single()
            assertEquals(listOf(alpha.id, "München"), listOf(candidate.borrowerId, candidate.city))
            assertEquals(ambiguous, Enrollment.fromJson(ambiguous.toJson()))
            assertEquals(1, sent(sandbox), "nothing was sent")

            val chosen = WAITING.copy(borrowerId = candidate.borrowerId)
            assertEquals(alpha.id, client.ready(numberAlone, chosen).borrower.id)
            assertThrows<DefactoException.Configuration> { client.enroll(hamburg, chosen) }
            assertEquals(1, sent(sandbox), "nothing was sent")
            client.enroll(numberAlone.copy(directors = listOf(director("DEU"))), WAITING.copy(createNew = true))
            assertEquals(2, sent(sandbox), "another company was wanted")
        }

    @Test
    fun `a file with two companies of one number enrols both`(@TempDir folder: Path) =
        test { sandbox, client ->
            val customers = folder.resolve("customers.csv")
            customers.writeText(
                """
                hr_nummer,name,address.city,address.country,address.address_line_1,address.postal_code,account_number
                HRB 22222,Alpha Bau GmbH,München,DEU,Weg 1,80331,DE97500105170000000001
                HRB 22222,Beta Logistik GmbH,Hamburg,DEU,Weg 2,20095,DE70500105170000000002
                hrb 22222,,,,,,
                """.trimIndent() + "\n",
            )
            // One at a time: the last row finds the borrowers of the others.
            val options = PortfolioOptions(
                maxInFlight = 1,
                settleTime = Duration.ofMillis(400),
                pollInterval = Duration.ofMillis(20),
                wait = Duration.ofSeconds(30),
            )
            val store = Store.inMemory()
            // Without a director the API must know the companies.
            client.ready(munich)
            client.ready(hamburg)
            client.enrollMany(PortfolioRows.open(customers), store, options).use { run ->
                val results = run.sortedBy { it.row }
                val wanted = listOf(PortfolioOutcome.Ready, PortfolioOutcome.Ready, PortfolioOutcome.Ambiguous)
                assertEquals(wanted, results.map { it.outcome })
                assertNotEquals(results[0].borrowerId, results[1].borrowerId)
                assertEquals(setOf("München", "Hamburg"), results[2].candidates.map { it.city }.toSet())
                assertEquals(1, run.progress().ambiguous)
            }
            assertEquals(1, PortfolioReport(store).summary().ambiguous)
            assertEquals(2, sent(sandbox))
        }

    @Test
    fun `clients in threads enrol a company once`() =
        // Slow enough that all calls begin before the first answer.
        Sandbox(speed = 20.0).use { sandbox ->
            val spellings = listOf(
                french("913572467", IdentifierType.Siren),
                french("91357246700018", IdentifierType.Siret),
                french("FR67913572467", IdentifierType.VatNumber),
            )
            val pool = Executors.newFixedThreadPool(CLIENTS)
            val jobs = (0 until CLIENTS).map { number ->
                Callable { sandbox.client().use { it.ready(spellings[number % spellings.size]).borrower.id } }
            }
            val ids = pool.invokeAll(jobs).map { it.get() }
            pool.shutdown()
            assertEquals(1, ids.toSet().size)
            assertEquals(1, sent(sandbox))
        }

    @Test
    fun `clients in coroutines enrol a company once`() =
        Sandbox(speed = 20.0).use { sandbox ->
            val outcomes = runBlocking(Dispatchers.Default) {
                (1..CLIENTS).map { async { sandbox.client().use { it.async.enroll(french(7), WAITING) } } }.awaitAll()
            }
            assertEquals(1, outcomes.map { (it as Enrollment.Ready).borrower.id }.toSet().size)
            assertEquals(1, sent(sandbox))
        }

    @Test
    fun `a line by another method than is expected comes with a warning`() =
        test { _, client ->
            val transfer = WAITING.copy(expectRepaymentMethod = PaymentMethod.of("SCT"))
            val warning = client.ready(munich, transfer).warnings.single()
            val found = listOf(warning.pointer, warning.code)
            assertEquals(listOf("/credit_line/default_repayment_method", "repayment_method_differs"), found)
            val debit = WAITING.copy(expectRepaymentMethod = PaymentMethod.of("DIRECT_DEBIT"))
            assertTrue(client.ready(munich, debit).warnings.isEmpty())
            assertEquals(CompanyMatch.CannotTell, munich.compareCompany(numberAlone))
        }
}
