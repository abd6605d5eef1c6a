package com.getdefacto.tests

import com.fasterxml.jackson.databind.JsonNode
import com.getdefacto.sdk.BusinessIdentifier
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.DataRequestType
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewOwner
import com.getdefacto.sdk.NewRepaymentMethod
import com.getdefacto.sdk.PaymentMethod
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.parallel.Execution
import org.junit.jupiter.api.parallel.ExecutionMode
import java.time.Duration

/** Creates a client of a canned server. */
fun clientOf(server: Canned, options: ClientOptions = ClientOptions()) =
    Client("key-of-the-tests", Environment.of(server.url), options)

private val IN_LISTS = setOf(
    "AccountingEvent",
    "Bill",
    "BorrowerFinancialProduct",
    "CreditLine",
    "Installment",
    "LoanEvent",
    "Payment",
    "Webhook",
)

/** The client reads a number for text, and the reverse; a class is stricter with a text that it is given. */
private val LENIENT =
    setOf("a number where text belongs reads as text", "an id as a number", "a rate as text")

/** The vectors that need a server: reading answers, errors, and retries. */
@Execution(ExecutionMode.CONCURRENT)
class AnswerVectorsTest {
    @TestFactory
    fun decoding(): List<DynamicTest> =
        tests(cases("decoding")) { case ->
            val model = case.text("model")
            val text = if (model in IN_LISTS) """{"count":1,"page_size":1,"data":[${case.body()}]}""" else case.body()
            Canned(Reply(200, text)).use { server ->
                clientOf(server).use { client ->
                    if (case["problems"] != null) {
                        val error = assertThrows<DefactoException.Decode> { answer(client, model) }
                        val problems = error.problems.map { listOf(it.pointer.removePrefix("/data/0"), it.code) }
                        case.expect("problems" to problems)
                    } else if (model == "Page") {
                        val page = client.creditLines.list().page()
                        val data = page.data.map { json(it.toJson()) }
                        val shown = mapOf("data" to data, "next_page" to page.nextPage, "total" to page.total)
                        // Kotlin shows only those members of a page that are needed to read on.
                        case.expectFields(shown) { it.split('/')[1] in shown }
                    } else {
                        case.check(answer(client, model))
                    }
                }
            }
        }

    @TestFactory
    fun `the class reads what the client reads`(): List<DynamicTest> =
        tests(cases("decoding").filter { it.text("model") != "Page" && it.name !in LENIENT }) { case ->
            if (case["problems"] == null) {
                case.check(read(case.text("model"), case.body()))
            } else {
                val error = assertThrows<DefactoException.Validation> { read(case.text("model"), case.body()) }
                case.expect("problems" to error.problems.map { listOf(it.pointer, it.code) })
            }
        }

    @TestFactory
    fun errors(): List<DynamicTest> =
        tests(cases("errors.json")) { case ->
            val headers = case["headers"]?.properties()?.associate { (name, value) -> name to value.asText() }.orEmpty()
            val reply = Reply(case["status"]!!.asInt(), case.body(), headers, case.flag("cut") ?: false)
            Canned(reply).use { server ->
                clientOf(server, ClientOptions(maxRetries = 0)).use { client ->
                    val reading = assertThrows<DefactoException> { client.borrowers.get(NOBODY) }
                    assertFalse(reading.outcomeUnknown, "a read changes nothing")
                    case.expect("text" to reading.message)
                    val writing = assertThrows<DefactoException> { client.borrowers.deactivate(NOBODY) }
                    case.expect("outcome_unknown" to writing.outcomeUnknown)
                    check(case, reading)
                    check(case, writing)
                }
            }
        }

    @TestFactory
    fun retry(): List<DynamicTest> =
        tests(cases("retry.json")) { case ->
            val attempts = case["attempts"]!!.toList()
            val retries = case["max_retries"]!!.asInt()
            val total = case["total_timeout"]?.let { Duration.ofSeconds(it.asLong()) }
            val options =
                ClientOptions(readTimeout = Duration.ofMillis(1200), totalTimeout = total, maxRetries = retries)
            Canned(*attempts.map(::answer).toTypedArray()).use { server ->
                val nobody = attempts.first().asText() == "refused"
                val url = if (nobody) "http://127.0.0.1:${closedPort()}" else server.url
                val error = Client("key", Environment.of(url), options).use { failure(it, case.text("method")) }
                case.expect("requests" to server.requests.size, "result" to (error?.kind?.value ?: "ok"))
                if (error != null) {
                    case.expect("status" to error.status, "tries" to error.attempts)
                    case.expect("outcome_unknown" to error.outcomeUnknown, "retryable" to error.retryable)
                    case.expect("retry_after" to error.retryAfter)
                }
            }
        }

    private fun check(case: Case, error: DefactoException) {
        case.expect(
            "kind" to error.kind.value,
            "status" to error.status,
            "title" to error.title,
            "detail" to error.detail,
            "instance" to error.details.instance,
            "missing_fields" to error.missingFields,
            "denial_reason" to error.details.denialReason,
            "problems" to error.problems.map { listOf(it.pointer, it.code, it.detail) },
            "request_id" to error.requestId,
            "retryable" to error.retryable,
            "retry_after" to error.retryAfter,
        )
        assertTrue(error.problems.size >= (case["problems_count_at_least"]?.asInt() ?: 0))
        val kinds = mapOf(
            "configuration" to DefactoException.Configuration::class,
            "validation" to DefactoException.Validation::class,
            "authentication" to DefactoException.Authentication::class,
            "not_found" to DefactoException.NotFound::class,
            "api" to DefactoException.Api::class,
            "timeout" to DefactoException.Timeout::class,
            "transport" to DefactoException.Transport::class,
            "decode" to DefactoException.Decode::class,
            "interrupted" to DefactoException.Interrupted::class,
            "store" to DefactoException.Store::class,
        )
        assertEquals(kinds[error.kind.value], error::class, "the class is the kind")
    }

    private fun Case.check(model: Any) {
        val written = toJson(model)
        expectFields(json(written))
        get("written")?.forEach { assertTrue(it.asText() in written, "${it.asText()} is not in $written") }
        assertEquals(model, read(text("model"), written), "it is the same when it is read again")
    }

    private fun Case.expectFields(found: Any, which: (String) -> Boolean = { true }) {
        val node = found as? JsonNode ?: tree(found)
        get("fields")?.properties()?.filter { which(it.key) }?.forEach { (pointer, wanted) ->
            assertTrue(same(wanted, node.pointer(pointer)), "$pointer is ${node.pointer(pointer)}, not $wanted")
        }
    }

    /** Reads a model with an operation that returns it. */
    private fun answer(client: Client, model: String): Any {
        val company = BusinessIdentifier("472618354", IdentifierType.Siren)
        return when (model) {
            "Batch" -> client.businessData.closeBatch(NOBODY)
            "Borrower" -> client.borrowers.get(NOBODY)
            "BusinessSegment" -> client.businesses.getSegment(NOBODY)
            "Card" -> client.cards.get(NOBODY)
            "Counterparty" -> client.counterparties.get(NOBODY)
            "DataRequestInfo" -> client.translations.getDataType(DataRequestType.TaxReturn)
            "InstallmentPlan" -> client.installments.getPlan(NOBODY)
            "Invoice" -> client.invoices.get(NOBODY)
            "Loan" -> client.loans.get(NOBODY)
            "Onboarding" -> client.onboardings.get(NOBODY)
            "RecollectionCase" -> client.recollection.getCase(NOBODY)
            "Referrer" -> client.billing.getReferrer(NOBODY)
            "TranslatedText" -> client.translations.getDenialCode("KYB_PENDING")
            "Owner" -> client.borrowers.addOwner(NOBODY, NewOwner("A", "B"))
            "RepaymentMethod" ->
                client.repaymentMethods.add(NOBODY, NewRepaymentMethod(PaymentMethod.CreditTransfer, true, false))
            "EligibilityAnswer" -> client.eligibility.borrower(company)
            "GeneratedIban" -> client.testing.generateIban()
            "AccountingEvent" -> client.accounting.listEvents().first()
            "Bill" -> client.billing.listBills().first()
            "BorrowerFinancialProduct" -> client.financialProducts.list(NOBODY).first()
            "CreditLine" -> client.creditLines.list().first()
            "Installment" -> client.installments.list().first()
            "LoanEvent" -> client.loans.listEvents(NOBODY).first()
            "Payment" -> client.payments.list().first()
            "Webhook" -> client.webhooks.list().first()
            "Page" -> client.creditLines.list().page()
            else -> error("no model is called $model")
        }
    }

    private fun failure(client: Client, method: String): DefactoException? =
        try {
            if (method == "GET") client.borrowers.get(NOBODY) else client.borrowers.deactivate(NOBODY)
            null
        } catch (error: DefactoException) {
            error
        }

    private fun answer(attempt: JsonNode): Answer {
        val company = """{"identifier": "472618354"}"""
        return when {
            attempt.isInt && attempt.asInt() == 204 -> Reply(204)
            attempt.isInt -> Reply(attempt.asInt(), company)
            attempt.isObject ->
                Reply(attempt["status"].asInt(), company, mapOf("retry-after" to attempt["retry_after"].asText()))
            attempt.asText() == "reset" || attempt.asText() == "refused" -> Reset
            attempt.asText() == "timeout" -> Silence
            attempt.asText() == "cut" -> Reply(200, company, cut = true)
            else -> error("no attempt looks like $attempt")
        }
    }
}
