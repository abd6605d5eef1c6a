package com.getdefacto.tests

import com.fasterxml.jackson.databind.JsonNode
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.parallel.Execution
import org.junit.jupiter.api.parallel.ExecutionMode
import java.net.URLDecoder

/** A server to call instead of the sandbox; it invents its answers from the contract. */
private val MOCK: String? = System.getenv("DEFACTO_MOCK_URL")

/**
 * The vectors of all operations: the requests and the answers.
 *
 * With `DEFACTO_MOCK_URL` in the environment the same calls go to that server. Then the test checks that a call is
 * accepted and that its answer can be read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class OperationVectorsTest {
    private val sandbox = Sandbox()
    private val client =
        if (MOCK == null) sandbox.client() else Client("key-of-the-tests", Environment.of(MOCK))

    @AfterAll
    fun close() {
        client.close()
        sandbox.close()
    }

    @TestFactory
    fun operations(): List<DynamicTest> =
        tests(cases("operations")) { case ->
            check(case) { operation, arguments -> call(client, operation, arguments) }
        }

    @TestFactory
    fun `operations with coroutines`(): List<DynamicTest> =
        tests(cases("operations")) { case ->
            check(case) { operation, arguments -> runBlocking { call(client.async, operation, arguments) } }
        }

    private fun check(case: Case, perform: (String, Arguments) -> String) {
        val arguments = Arguments(case["arguments"]!!)
        if (MOCK != null) {
            json(named { perform(case.text("operation"), arguments) })
            return
        }
        sandbox.reset()
        sandbox.fault("answer", more = answer(case["answer"]!!))
        val found = json(named { perform(case.text("operation"), arguments) })
        assertTrue(same(wanted(case), found), "it gave $found, not ${wanted(case)}")
        val sent = sandbox.log().single().let(::sent)
        for ((member, value) in case["request"]!!.properties().filter { (name, _) -> name != "content_type" }) {
            assertTrue(same(value, sent[member]), "$member is ${sent[member]}, not $value")
        }
        assertEquals(case["request"]!!.has("body"), !sent["body"].isNull, "a body")
    }

    private fun answer(answer: JsonNode): Map<String, Any?> {
        val plain = answer["text"]?.let { mapOf("content_type" to "text/plain; charset=utf-8") }.orEmpty()
        return members(answer.toString()) + plain
    }

    /** The expected result of the operation: usually the whole answer, of a page its items. */
    private fun wanted(case: Case): JsonNode {
        val answer = case["answer"]!!
        val body = answer["body"] ?: answer["text"] ?: json("null")
        return case["result"] ?: if (body.has("page_size")) body["data"] else body
    }

    /** A request in the form of the vectors. */
    private fun sent(entry: Map<String, Any?>): JsonNode {
        val pairs = (entry["query"] as String?).orEmpty().split('&').filter { it.isNotEmpty() }
        val query = pairs.map { pair -> pair.split('=').map { URLDecoder.decode(it, Charsets.UTF_8) } }
        val sorted = query.sortedWith(compareBy({ it[0] }, { it[1] }))
        return tree(entry.filterKeys { it in setOf("method", "path", "body") } + ("query" to sorted))
    }

    /** Returns the result, or a failure with the places of its problems. */
    private fun named(perform: () -> String): String =
        try {
            perform()
        } catch (error: DefactoException) {
            throw AssertionError("${error.message} ${error.problems.map { it.pointer to it.code }}", error)
        }
}
