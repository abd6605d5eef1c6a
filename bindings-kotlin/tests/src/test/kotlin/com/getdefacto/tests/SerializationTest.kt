package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.ErrorDetails
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.Problem
import com.getdefacto.sdk.Severity
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import kotlin.reflect.full.primaryConstructor

/** Exceptions and values pass through Java's serialisation, as in Spark, in sessions and in caches. */
class SerializationTest {
    private fun written(value: Any): ByteArray =
        ByteArrayOutputStream().also { bytes -> ObjectOutputStream(bytes).use { it.writeObject(value) } }.toByteArray()

    @Suppress("UNCHECKED_CAST")
    private fun <T : Any> copied(value: T): T =
        ObjectInputStream(ByteArrayInputStream(written(value))).use { it.readObject() } as T

    private val details = ErrorDetails(
        operation = "POST /borrowers",
        status = 422,
        title = "Unprocessable Entity",
        problems = listOf(Problem("/identifier", "siren_checksum", Severity.Warning, "has wrong digits")),
        missingFields = listOf("/name"),
        requestId = "request-7",
        retryAfter = 30,
        attempts = 2,
        retryable = true,
        outcomeUnknown = true,
        extra = mapOf("planet" to "Earth"),
    )

    @Test
    fun `each exception keeps what it knows`() {
        val kinds = DefactoException::class.sealedSubclasses
        assertTrue(kinds.size > 5)
        for (kind in kinds) {
            val thrown = kind.primaryConstructor!!.call(details)
            thrown.initCause(IllegalStateException("the reason"))
            val copy = copied(thrown)
            assertSame(kind, copy::class)
            assertEquals(thrown.kind, copy.kind)
            assertEquals(422, copy.status)
            assertEquals(details.problems, copy.problems)
            assertEquals(listOf("/name"), copy.missingFields)
            assertEquals(30L, copy.retryAfter)
            assertTrue(copy.retryable && copy.outcomeUnknown)
            assertEquals(details, copy.details)
            assertEquals(thrown.message, copy.message)
            assertEquals("the reason", copy.cause!!.message)
            assertEquals(thrown.stackTrace.toList(), copy.stackTrace.toList())
        }
    }

    @Test
    fun `an exception of a call is copied without the body of the answer`() {
        val body = """{"title":"Bad Request","status":400,"odd":"value-of-a-person"}"""
        Canned(Reply(400, body, mapOf("content-type" to "application/json"))).use { server ->
            Client("test-key", Environment.of(server.url)).use { client ->
                val thrown = assertThrows<DefactoException.Validation> { client.borrowers.list().first() }
                assertTrue("value-of-a-person" in thrown.details.body!!)
                val copy = copied(thrown)
                assertEquals(
                    listOf<Any?>(400, "Bad Request", "GET /borrowers"),
                    copy.run {
                        listOf(status, title, details.operation)
                    },
                )
                assertEquals(null, copy.details.body)
                assertFalse("value-of-a-person" in written(thrown).decodeToString())
            }
        }
    }

    @Test
    fun `an exception of a check is copied with every problem`() {
        Client("test-key", Environment.of("http://127.0.0.1:1")).use { client ->
            val company = NewBorrower("899021021", accountNumber = "FR00")
            val thrown = assertThrows<DefactoException.Validation> { client.enroll(company) }
            assertTrue(thrown.problems.isNotEmpty())
            assertEquals(thrown.problems, copied(thrown).problems)
        }
    }

    @Test
    fun `every model and outcome is copied with what this version does not know`() {
        assertTrue(Samples.objects.size > 150)
        for (sample in Samples.objects) {
            assertEquals(sample, copied(sample))
            assertEquals(Samples.json(sample), Samples.json(copied(sample)))
        }
    }

    @Test
    fun `an enum's value is the same object again`() {
        for (value in Samples.values) {
            val copy = copied(value)
            assertEquals(value, copy)
            if (value.javaClass.simpleName != "Unknown") assertSame(value, copy)
        }
    }
}
