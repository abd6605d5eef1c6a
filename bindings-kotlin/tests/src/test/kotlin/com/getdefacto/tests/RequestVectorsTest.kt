package com.getdefacto.tests

import com.fasterxml.jackson.databind.node.JsonNodeFactory
import com.fasterxml.jackson.databind.node.ObjectNode
import com.getdefacto.sdk.BusinessIdentifier
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.NewOwner
import com.getdefacto.sdk.NewRepaymentMethod
import com.getdefacto.sdk.Problem
import com.getdefacto.sdk.Signature
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import java.util.UUID

val NOBODY: UUID = UUID(0, 0)

/**
 * The places in an enrolment where single values are checked. Two checks are left to the core's own tests: `bic`, since
 * no request of an enrolment has one, and `birth_date`, since its cases fix the current day.
 */
private val PLACES = mapOf(
    "identifier" to "/identifier",
    "vat_number" to "/vat_number",
    "iban" to "/account_number",
    "language" to "/preferred_language",
    "postal_code" to "/address/postal_code",
    "country" to "/directors/0/nationality",
    "email" to "/directors/0/business_email",
    "phone" to "/directors/0/business_phone_number",
)

/** The vectors about requests: their problems and their JSON. */
class RequestVectorsTest {
    @TestFactory
    fun identifiers(): List<DynamicTest> =
        tests(cases("identifiers.json").filter { it.text("check") in PLACES }) { case ->
            val (borrower, problems) = NewBorrower.checkJson(enrolmentWith(case), directDebit = false)
            val place = PLACES.getValue(case.text("check"))
            val found = problems.filter { it.pointer == place }.map { it.code to "${it.severity}" }
            assertEquals(case["findings"]!!.map { it["code"].asText() to it["severity"].asText() }, found)
            assertNotNull(borrower)
            val normal = borrower!!.normalized()
            when (case.text("check")) {
                "identifier" -> case.expect("normalized" to normal.identifier)
                "iban" -> case.expect("normalized" to normal.accountNumber)
            }
            val value = case.text("value")
            if (value.length > 3) assertFalse(problems.any { value in it.detail }, "no text holds the value")
        }

    @TestFactory
    fun validation(): List<DynamicTest> =
        tests(cases("validation.json")) { case ->
            val (borrower, problems) = NewBorrower.checkJson(case.body(), case.flag("direct_debit"))
            val wanted = case["problems"]!!.map { problem -> problem.map { it.asText() } }
            assertEquals(wanted, problems.map(::describe).sortedWith(compareBy({ it[0] }, { it[1] }, { it[2] })))

            val unreadable = setOf("type", "required", "invalid_json", "date_format", "timestamp_format")
            assertEquals(problems.any { it.code in unreadable }, borrower == null)
            val again = borrower?.validate(case.flag("direct_debit")).orEmpty().map(::describe)
            assertTrue(problems.map(::describe).containsAll(again), "a request that was read has the same problems")
        }

    @TestFactory
    fun encoding(): List<DynamicTest> =
        tests(cases("encoding.json")) { case ->
            Canned(Reply(200, "{}")).use { server ->
                Client("key", Environment.of(server.url)).use { client ->
                    try {
                        send(client, case.text("model"), case.body("request"))
                    } catch (_: DefactoException.Decode) {
                        // The answer does not matter: most models cannot be read from it.
                    }
                }
                assertEquals(case.text("sent"), server.requests.first().body)
            }
            if (case.text("model") == "NewBorrower") {
                val request = NewBorrower.fromJson(case.body("request"))
                assertEquals(case.text("sent"), request.normalized().toJson())
            }
        }

    private fun describe(problem: Problem) = listOf(problem.pointer, problem.code, "${problem.severity}")

    /** Returns an enrolment with the value at the place of its check. */
    private fun enrolmentWith(case: Case): String {
        val place = PLACES.getValue(case.text("check"))
        val name = place.substringAfterLast('/')
        val json = JsonNodeFactory.instance
        val request: ObjectNode = json.objectNode().put("identifier", "472618354").put("identifier_type", "siren")
        when {
            case.text("check") == "identifier" ->
                request.put("identifier", case.text("value")).put("identifier_type", case.optional("type"))
            place.startsWith("/directors") -> request.putArray("directors").addObject().put(name, case.text("value"))
            place.startsWith("/address") ->
                request.putObject("address").put("address_line_1", "8 quai").put("city", "Lille").put("country", "FRA")
                    .put(name, case.text("value"))
            else -> request.put(name, case.text("value"))
        }
        return request.toString()
    }

    /** Sends a request with the operation that takes it. */
    private fun send(client: Client, model: String, request: String) {
        when (model) {
            "NewBorrower" -> client.borrowers.enroll(NewBorrower.fromJson(request))
            "Signature" -> client.borrowers.sign(NOBODY, Signature.fromJson(request))
            "NewOwner" -> client.borrowers.addOwner(NOBODY, NewOwner.fromJson(request))
            "NewRepaymentMethod" -> client.repaymentMethods.add(NOBODY, NewRepaymentMethod.fromJson(request))
            "BusinessIdentifier" -> client.eligibility.borrower(BusinessIdentifier.fromJson(request))
            else -> error("no request is called $model")
        }
    }
}
