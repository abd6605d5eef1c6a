package com.getdefacto.tests

import com.getdefacto.sdk.CreditLines
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Invoice
import com.getdefacto.sdk.Language
import com.getdefacto.sdk.Loan
import com.getdefacto.sdk.LoanOutcome
import com.getdefacto.sdk.LoanStatus
import com.getdefacto.sdk.NewInvoice
import com.getdefacto.sdk.NewWebhook
import com.getdefacto.sdk.Pdf
import com.getdefacto.sdk.SandboxScenario
import com.getdefacto.sdk.TradeParty
import com.getdefacto.sdk.WebhookEventType
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.parallel.Execution
import org.junit.jupiter.api.parallel.ExecutionMode
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit

/** A loan is requested, decided, and followed to its end. */
@Execution(ExecutionMode.CONCURRENT)
class LendingTest {
    @Test
    fun `a loan lives from the request to the last cent`() =
        withBorrower { sandbox, client ->
            val receiver = Canned(Reply(200))
            val hook =
                NewWebhook("tests", receiver.url, listOf(WebhookEventType.LoanValidated, WebhookEventType.LoanClosed))
            client.webhooks.create(hook)
            val before = lineOf(client).balanceAvailable!!
            val expected = { loan: Loan, status: LoanStatus -> assertEquals(status, client.loans.get(loan.id).status) }

            val offer = assertInstanceOf(LoanOutcome.Offered::class.java, client.requestLoan(newLoan(), DECIDED)).loan
            assertEquals(before - AMOUNT, lineOf(client).balanceAvailable)
            assertEquals(AMOUNT, lineOf(client).balancePendingValidation)

            client.loans.validate(offer.id)
            assertEquals(AMOUNT, lineOf(client).balancePending)
            assertEquals(0, lineOf(client).balancePendingValidation)

            sandbox.freeze()
            sandbox.setTime(offer.toPayAt.minus(25, ChronoUnit.HOURS))
            expected(offer, LoanStatus.Initiated)
            sandbox.setTime(offer.toPayAt)
            expected(offer, LoanStatus.ToRepay)
            assertEquals(before - AMOUNT, lineOf(client).balanceAvailable)
            assertEquals(0, lineOf(client).balancePending)

            sandbox.setTime(offer.toRepayAt)
            expected(offer, LoanStatus.ToRepayFees)
            assertEquals(before, lineOf(client).balanceAvailable)
            val now = sandbox.advance(Duration.ofDays(1))
            assertEquals(offer.toRepayAt.plus(1, ChronoUnit.DAYS), now)
            assertEquals(now, sandbox.now())
            expected(offer, LoanStatus.Closed)

            val steps = client.loans.listEvents(offer.id).map { it.status }
            assertEquals(LoanStatus.Closed, steps.last())
            assertTrue(steps.containsAll(listOf(LoanStatus.Validated, LoanStatus.Scheduled, LoanStatus.ToRepay)))
            eventually("both webhooks") { sandbox.deliveries().size == 2 }
            val told = sandbox.deliveries().map { (it["body"] as Map<*, *>)["event_type"] }
            assertEquals(hook.eventTypes.map { it.value }, told)
            assertTrue(sandbox.deliveries().all { it["status"] == 200L })
            receiver.close()
        }

    @Test
    fun `a tracker tells every change and ends with the last`() =
        withBorrower { sandbox, client ->
            val loan = accepted(client)
            sandbox.freeze()
            val tracker = client.track(loan.id, WATCHING).iterator()
            val first = tracker.next()
            assertTrue(first.status in listOf(LoanStatus.Validated, LoanStatus.Scheduled), "${first.status}")
            sandbox.setTime(loan.toPayAt)
            assertEquals(LoanStatus.ToRepay, tracker.next().status)
            sandbox.setTime(loan.toRepayAt)
            assertEquals(LoanStatus.ToRepayFees, tracker.next().status)
            sandbox.advance(Duration.ofDays(1))
            assertEquals(LoanStatus.Closed, tracker.next().status)
            assertFalse(tracker.hasNext())

            assertEquals(listOf(LoanStatus.Closed), client.track(loan.id).map { it.status }, "it begins anew")
            assertEquals(1, client.track(loan.id).stream().count())
            val flow = client.async.track(loan.id).map { it.status }
            assertEquals(listOf(LoanStatus.Closed), runBlocking { flow.toList() })
        }

    @Test
    fun `following ends when the time is over, and reads nothing before it is asked`() =
        withBorrower { sandbox, client ->
            val loan = accepted(client)
            sandbox.freeze()
            sandbox.clearLog()
            val tracker = client.track(loan.id, WATCHING.copy(wait = Duration.ofMillis(300)))
            assertEquals(0, sandbox.log().size)
            assertEquals(1, tracker.toList().size)
            assertTrue(requests(sandbox, "GET /loan/{loan_id}").size > 1)
            val flow = client.async.track(loan.id, WATCHING)
            assertEquals(loan.id, runBlocking { flow.first() }.id)
            assertThrows<DefactoException.NotFound> { client.track(NOBODY).first() }
        }

    @Test
    fun `every outcome is a value that survives being stored`() =
        withBorrower { sandbox, client ->
            val refused = client.testing.generateIban(scenario = SandboxScenario.Reject).iban
            val outcomes = mapOf(
                "accepted" to client.requestLoan(newLoan(), ACCEPTED),
                "offered" to runBlocking { client.async.requestLoan(newLoan(), DECIDED) },
                "pending" to client.requestLoan(newLoan()),
                "declined" to client.requestLoan(newLoan(refused), DECIDED),
                "invoice refused" to LoanOutcome.InvoiceRefused(Invoice("F-1", 1200)),
                "canceled" to LoanOutcome.Canceled(client.loans.cancel(accepted(client).id)),
            )
            for ((wanted, outcome) in outcomes) {
                assertEquals(wanted, name(outcome))
                assertEquals(outcome, LoanOutcome.fromJson(outcome.toJson()))
                assertFalse(PAID_OUT.filter { it != ' ' } in "$outcome", "no account is shown: $outcome")
            }
            val declined = outcomes["declined"] as LoanOutcome.Declined
            assertNotNull(declined.reason)
            assertEquals(declined.reason, declined.loan?.denialReason)
            assertThrows<DefactoException.Validation> { LoanOutcome.fromJson("{}") }
            assertEquals(0, requests(sandbox, "POST /invoices").size)
        }

    private fun name(outcome: LoanOutcome): String =
        when (outcome) {
            is LoanOutcome.Accepted -> "accepted"
            is LoanOutcome.Offered -> "offered"
            is LoanOutcome.Pending -> "pending"
            is LoanOutcome.Declined -> "declined"
            is LoanOutcome.InvoiceRefused -> "invoice refused"
            is LoanOutcome.Canceled -> "canceled"
        }

    @Test
    fun `the same salt gives the same loan`() =
        withBorrower { sandbox, client ->
            val request = newLoan()
            val first = assertInstanceOf(LoanOutcome.Pending::class.java, client.requestLoan(request))
            assertEquals(request.saltId, first.saltId)
            val later = assertInstanceOf(LoanOutcome.Offered::class.java, client.requestLoan(request, DECIDED))
            assertEquals(first.loan!!.id, later.loan.id)
            assertEquals(1, (sandbox.state()["loans"] as List<*>).size)
        }

    @Test
    fun `an answer that is lost leads to no second loan`() =
        withBorrower { sandbox, client ->
            sandbox.fault("timeout_after_commit", "POST /loans")
            assertInstanceOf(LoanOutcome.Offered::class.java, client.requestLoan(newLoan(), DECIDED))
            assertEquals(1, (sandbox.state()["loans"] as List<*>).size)
        }

    @Test
    fun `an invoice of the options comes first`() =
        withBorrower { _, client ->
            val pdf = Pdf.fromBytes("%PDF-1.7 ...".toByteArray(), "invoice.pdf")
            val seller = TradeParty(identifier = COMPANY.identifier, identifierType = COMPANY.identifierType)
            val buyer = TradeParty(identifier = french(2).identifier, identifierType = COMPANY.identifierType)
            val invoice = NewInvoice(
                pdf.base64(),
                isDraft = false,
                invoiceNumber = "F-2026-0417",
                seller = seller,
                buyer = buyer,
                netAmount = 20_000,
                taxAmount = 0,
                totalAmount = 20_000,
                issuedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS),
                dueAt = Instant.now().plus(60, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS),
            )
            val outcome = client.requestLoan(newLoan(), ACCEPTED.copy(invoice = invoice))
            val loan = assertInstanceOf(LoanOutcome.Accepted::class.java, outcome).loan
            assertEquals(1, loan.invoiceIds.size)
            assertEquals("F-2026-0417", client.invoices.get(loan.invoiceIds.single()).invoiceNumber)
        }

    @Test
    fun `what cannot pass is refused before anything is sent`() =
        withBorrower { sandbox, client ->
            val wrong = newLoan("FR88 1111").copy(amount = 0)
            val pointers = wrong.validate().map { it.pointer }
            assertTrue(pointers.containsAll(listOf("/amount", "/loan_to/account_number")), "$pointers")
            val error = assertThrows<DefactoException.Validation> { client.requestLoan(wrong) }
            assertEquals(pointers, error.problems.map { it.pointer })
            assertNull(error.details.saltId)
            assertEquals(0, sandbox.log().size)

            val normal = newLoan().normalized()
            assertEquals(PAID_OUT.filter { it != ' ' }, normal.loanTo.accountNumber)
            assertEquals(listOf<Any>(), normal.validate())
        }

    @Test
    fun `a denial code is explained in several languages`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val code = client.eligibility.listReasons().first().denialCodeName
                sandbox.clearLog()
                val texts = listOf(Language.En, Language.Fr).map { client.explain(code, it) }
                assertTrue(texts.all { !it.isNullOrEmpty() }, "$texts")
                assertNotEquals(texts[0], texts[1])
                assertEquals(texts[1], runBlocking { client.async.explain(code, Language.Fr) })
                assertNull(client.explain(null, Language.Fr))
                assertEquals(1, sandbox.log().size, "the list is read once")
                val error = assertThrows<DefactoException.Validation> { client.explain(code, Language.of("it")) }
                assertEquals(listOf("/language"), error.details.problems.map { it.pointer })
            }
        }

    @Test
    fun `deprecated operations are marked with what replaces them`() {
        val marked = CreditLines::class.members.filter { it.name in listOf("get", "getOwn") }
        val messages = marked.map { it.annotations.filterIsInstance<Deprecated>().single().message }
        assertEquals(List(2) { "use creditLines.list or financialProducts.list" }, messages)
    }
}
