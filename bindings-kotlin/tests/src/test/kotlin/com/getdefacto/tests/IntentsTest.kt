package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.LoanOutcome
import com.getdefacto.sdk.NewLoan
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.parallel.Execution
import org.junit.jupiter.api.parallel.ExecutionMode
import java.time.Instant
import kotlin.concurrent.thread

/** An intent is carried out once, and every interruption says how to continue. */
@Execution(ExecutionMode.CONCURRENT)
class IntentsTest {
    private val now = Instant.now()

    private fun loans(sandbox: Sandbox) = (sandbox.state()["loans"] as List<*>).size

    /** Loses the answers to the next requests for a loan, after they took effect. */
    private fun lose(sandbox: Sandbox) = sandbox.fault("timeout_after_commit", "POST /loans", mapOf("times" to 3))

    private fun keyed(key: String, amount: Long = AMOUNT): NewLoan =
        newLoan(now = now).let { NewLoan.forKey(key, amount, it.loanTo, it.toPayAt, it.toRepayAt, it.borrower) }

    @Test
    fun `a loan whose answers are lost is requested again by the same object`() =
        withBorrower { sandbox, client ->
            val request = newLoan()
            lose(sandbox)
            val error = assertThrows<DefactoException> { client.requestLoan(request) }
            assertTrue(error.outcomeUnknown)
            assertEquals(request.saltId, error.details.saltId)
            assertTrue("send the same request again" in error.message!!, error.message)
            client.requestLoan(request)
            client.loans.request(request)
            assertEquals(1, loans(sandbox))
        }

    @Test
    fun `an equal request is the one that is in doubt`() =
        withBorrower { sandbox, client ->
            lose(sandbox)
            assertThrows<DefactoException> { client.loans.request(newLoan(now = now)) }
            sandbox.client().use { another: Client -> another.requestLoan(newLoan(now = now)) }
            assertEquals(1, loans(sandbox))
        }

    @Test
    fun `a salt is there from the start`() {
        val (one, other) = newLoan(now = now) to newLoan(now = now)
        assertNotNull(one.saltId)
        assertNotEquals(one.saltId, other.saltId)
        assertEquals(one, NewLoan.fromJson(one.toJson()))
        assertEquals(one, other.copy(saltId = one.saltId))
        val built = NewLoan.builder(one.amount, one.loanTo, one.toPayAt, one.toRepayAt)
        assertNotNull(built.build().saltId)
        assertNotEquals(built.build().saltId, built.build().saltId, "each object is an intent of its own")
        assertEquals("order 17", built.saltId("order 17").build().saltId)
    }

    @TestFactory
    fun `a key gives the same salt in every language`(): List<DynamicTest> =
        tests(cases("salts.json")) { case ->
            val key = case.text("key")
            val builder = newLoan().let { NewLoan.builder(it.amount, it.loanTo, it.toPayAt, it.toRepayAt) }
            if (case["salt_id"]!!.isNull) {
                val refused = listOf(
                    assertThrows<DefactoException.Validation> { keyed(key) },
                    assertThrows<DefactoException.Validation> { builder.forKey(key) },
                )
                refused.forEach { assertEquals(listOf("salt_blank"), it.problems.map { problem -> problem.code }) }
            } else {
                case.expect("salt_id" to keyed(key).saltId)
                case.expect("salt_id" to builder.forKey(key).build().saltId)
            }
        }

    @Test
    fun `a changed request needs a salt of its own`() =
        withBorrower { sandbox, client ->
            listOf("order-4711", "order-4711", "order-4712").forEach { client.requestLoan(keyed(it)) }
            assertEquals(2, loans(sandbox))
            val sent = sandbox.log().size
            val error = assertThrows<DefactoException.Validation> { client.requestLoan(keyed("order-4711", 5)) }
            assertEquals(listOf("/salt_id" to "salt_reused"), error.problems.map { it.pointer to it.code })
            val blank = assertThrows<DefactoException.Validation> { client.requestLoan(newLoan().copy(saltId = " ")) }
            assertEquals(listOf("/salt_id"), blank.problems.map { it.pointer })
            assertEquals(sent, sandbox.log().size)
        }

    @Test
    fun `an interrupted thread and a cancelled coroutine name the salt`() =
        withBorrower { sandbox, client ->
            val slow = mapOf("delay_ms" to 5_000, "times" to 2)
            sandbox.fault("latency", "POST /loans", slow)
            val request = newLoan()
            var interrupted: DefactoException.Interrupted? = null
            val waiting = thread {
                interrupted = assertThrows<DefactoException.Interrupted> { client.requestLoan(request) }
            }
            Thread.sleep(300)
            waiting.interrupt()
            waiting.join(5_000)
            assertEquals(request.saltId, interrupted!!.details.saltId)

            var cause: Throwable? = null
            runBlocking {
                val requesting = launch(Dispatchers.Default) {
                    try {
                        client.async.loans.request(request)
                    } catch (cancelled: CancellationException) {
                        cause = generateSequence<Throwable>(cancelled) { it.cause }.last()
                        throw cancelled
                    }
                }
                kotlinx.coroutines.delay(300)
                requesting.cancel()
                requesting.join()
            }
            val stopped = assertInstanceOf(DefactoException.Interrupted::class.java, cause)
            assertEquals(request.saltId, stopped.details.saltId)
            assertInstanceOf(LoanOutcome::class.java, client.requestLoan(request))
            eventually("the requests have ended") { loans(sandbox) > 0 }
            assertEquals(1, loans(sandbox))
        }
}
