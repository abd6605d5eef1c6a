package com.getdefacto.tests

import com.getdefacto.sdk.BusinessEligibility
import com.getdefacto.sdk.BusinessIdentifier
import com.getdefacto.sdk.CancelToken
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EligibilityScenario
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.NewLoan
import com.getdefacto.sdk.ProgressListener
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.time.Duration
import kotlin.concurrent.thread

/** The stories that every language runs, and the requests that every language rejects before sending. */
class StoriesTest {
    /** One way to call an enrolment: a request or a token, the options, a listener. */
    private interface Enrolling {
        fun enroll(request: NewBorrower, options: EnrollOptions, hear: ProgressListener): Enrollment

        fun resume(token: String, options: EnrollOptions, hear: ProgressListener): Enrollment
    }

    private class Blocking(private val client: Client) : Enrolling {
        override fun enroll(request: NewBorrower, options: EnrollOptions, hear: ProgressListener) =
            client.enroll(request, options, hear)

        override fun resume(token: String, options: EnrollOptions, hear: ProgressListener) =
            client.resumeEnrollment(token, options, hear)
    }

    private class Suspending(client: Client) : Enrolling {
        private val client = client.async

        override fun enroll(request: NewBorrower, options: EnrollOptions, hear: ProgressListener) =
            runBlocking { client.enroll(request, options, hear) }

        override fun resume(token: String, options: EnrollOptions, hear: ProgressListener) =
            runBlocking { client.resumeEnrollment(token, options, hear) }
    }

    @TestFactory
    fun stories(): List<DynamicTest> = tests(cases("stories.json")) { tell(it, ::Blocking) }

    @TestFactory
    fun `stories with coroutines`(): List<DynamicTest> = tests(cases("stories.json")) { tell(it, ::Suspending) }

    private fun tell(case: Case, way: (Client) -> Enrolling) =
        Sandbox().use { sandbox ->
            prepare(sandbox, case)
            Client(case.optional("api_key") ?: sandbox.apiKey, sandbox.environment).use { client ->
                val request = NewBorrower.fromJson(case.body("request"))
                case["steps"]!!.map(::Case).fold(null as String?) { token, step ->
                    val cancel = CancelToken()
                    val enrolling = way(client.withOptions(cancel = cancel))
                    perform(step, request, enrolling, cancel, sandbox, token)
                }
            }
            sendsNothingMore(sandbox, 100)
            val borrowers = sandbox.state()["borrowers"] as List<*>
            case.expect("log" to folded(sandbox.log()), "borrowers" to borrowers.size)
            case.expect("sent" to requests(sandbox, "POST /borrowers").firstOrNull()?.get("body"))
        }

    @TestFactory
    fun refusals(): List<DynamicTest> =
        tests(cases("refusals.json")) { case ->
            val error = assertThrows<DefactoException> { refuse(case) }
            case.expect(
                "kind" to error.kind.value,
                "problems" to error.problems.map { listOf(it.pointer, it.code, "${it.severity}") },
                "text" to error.message,
            )
            assertNull(error.status)
        }

    private fun prepare(sandbox: Sandbox, story: Case) {
        story["settings"]?.let { sandbox.settings(members(it.toString())) }
        if (story.flag("ineligible") == true) {
            val business = BusinessIdentifier(story["request"]!!["identifier"].asText(), IdentifierType.Siren)
            sandbox.client().use {
                it.testing.setEligibility(BusinessEligibility(business, EligibilityScenario.NotEligible))
            }
            sandbox.clearLog()
        }
        story["faults"]?.map { members(it.toString()) }?.forEach { fault ->
            sandbox.fault(fault["kind"] as String, fault["operation"] as String, fault)
        }
    }

    /** Does one step, compares its outcome and returns the token to continue with. */
    private fun perform(
        step: Case,
        request: NewBorrower,
        enrolling: Enrolling,
        cancel: CancelToken,
        sandbox: Sandbox,
        token: String?,
    ): String? {
        val stages = mutableListOf<String>()
        val hear = ProgressListener { stages += it.stage.value }
        val options = QUICK.copy(
            wait = step["options"]!!["wait"]?.let { Duration.ofSeconds(it.asLong()) },
            synchronous = step["options"]!!["synchronous"]?.asBoolean(),
        )
        val canceller = step.optional("cancel_once_logged")?.let { operation ->
            thread {
                eventually(operation) { requests(sandbox, operation).any { it["committed"] == true } }
                cancel.cancel()
            }
        }
        val outcome = try {
            when (step.text("call")) {
                "enroll" -> enrolling.enroll(request, options, hear)
                else -> enrolling.resume(token!!, options, hear)
            }
        } catch (error: DefactoException) {
            step.expect(
                "outcome" to "error",
                "kind" to error.kind.value,
                "outcome_unknown" to error.outcomeUnknown,
                "pointers" to error.problems.map { it.pointer },
            )
            return error.details.resumeToken
        } finally {
            canceller?.join()
        }
        step.expect("stages" to stages.filterIndexed { at, stage -> at == 0 || stages[at - 1] != stage })
        return check(step, outcome)
    }

    private fun check(step: Case, outcome: Enrollment): String? {
        assertEquals(outcome, Enrollment.fromJson(outcome.toJson()), "an outcome survives being stored")
        when (outcome) {
            is Enrollment.Ready -> step.expect(
                "outcome" to "ready",
                "borrower_status" to outcome.borrower.status?.value,
                "line_identifier" to outcome.creditLine.defaultBorrower?.identifier,
            )
            is Enrollment.Pending -> step.expect("outcome" to "pending")
            is Enrollment.Declined -> step.expect(
                "outcome" to "declined",
                "borrower_status" to outcome.borrower?.status?.value,
                "reason" to outcome.reason,
            )
            is Enrollment.MissingData -> step.expect("outcome" to "missing_data", "fields" to outcome.fields)
            is Enrollment.Ambiguous -> step.expect("outcome" to "ambiguous")
        }
        return (outcome as? Enrollment.Pending)?.resume
    }

    /** Returns operation and status. Equal reads between two writes count once, since their number depends on time. */
    private fun folded(log: List<Map<String, Any?>>): List<String> {
        val reads = mutableSetOf<String>()
        return log.mapNotNull { entry ->
            val line = "${entry["operation"]} ${entry["status"]}"
            if (entry["method"] != "GET") reads.clear()
            line.takeIf { entry["method"] != "GET" || reads.add(line) }
        }
    }

    private fun refuse(case: Case) {
        val environment = Environment.of(case.optional("environment") ?: "http://127.0.0.1:9")
        val client = Client(case.optional("api_key") ?: "a-key-for-tests", environment)
        when {
            case["resume"] != null -> client.resumeEnrollment(case.text("resume"))
            case["raw_path"] != null -> client.request("GET", case.text("raw_path"))
            case["loan"] != null -> client.requestLoan(NewLoan.fromJson(case.body("loan")))
            else -> {
                val options = EnrollOptions(directDebit = case.flag("direct_debit"))
                client.enroll(NewBorrower.fromJson(case.body("request")), options)
            }
        }
    }
}
