package com.getdefacto.tests

import com.getdefacto.sdk.CancelToken
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.LoanOptions
import com.getdefacto.sdk.TrackOptions
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.parallel.Isolated
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.system.measureTimeMillis

private val HALF_A_MINUTE = EnrollOptions.waitUntilReady(Duration.ofSeconds(30))

/** Every call can be stopped: by a coroutine, a thread, a future or a token. */
// Parallel tests would change the times.
@Isolated
class CancellationTest {
    /** Slow, so that the enrolment still waits after a second. */
    private fun slow(): Sandbox = Sandbox(speed = 1.0)

    private fun assertNoLaterRequest(sandbox: Sandbox) {
        val seen = sandbox.log().size
        Thread.sleep(1500)
        assertEquals(seen, sandbox.log().size, "no later request")
    }

    @Test
    fun `a wait of 30 seconds cancelled after one ends within 0,2`() =
        slow().use { sandbox ->
            sandbox.client().use { client ->
                runBlocking {
                    // The first call loads classes, which takes longer than stopping.
                    withTimeoutOrNull(100) { client.async.enroll(french(9), HALF_A_MINUTE) }
                    val options = HALF_A_MINUTE.copy(synchronous = false, pollInterval = Duration.ofMillis(200))
                    val enrolling = async(Dispatchers.Default) { client.async.enroll(french(1), options) }
                    delay(1000)
                    enrolling.cancel()
                    val ended = measureTimeMillis { enrolling.join() }
                    println("cancelled while polling: ended after $ended ms")
                    assertTrue(ended < 200, "it took $ended ms")
                    assertTrue(enrolling.isCancelled)
                }
                assertNoLaterRequest(sandbox)
                assertTrue(client.hello().isNotEmpty(), "the next call works")
                assertInstanceOf(Enrollment.Ready::class.java, client.enroll(french(1), HALF_A_MINUTE))
                val posts = requests(sandbox, "POST /borrowers").map { it["body"] as Map<*, *> }
                assertEquals(1, posts.count { it["identifier"] == french(1).identifier })
            }
        }

    @Test
    fun `a call that is never answered is cancelled, and the next one works`() =
        Canned { count, _ -> if (count == 0) Silence else Reply(200, "\"hello\"") }.use { server ->
            clientOf(server).use { client ->
                runBlocking {
                    val asking = launch(Dispatchers.Default) { client.async.hello() }
                    delay(1000)
                    val ended = measureTimeMillis {
                        asking.cancel()
                        asking.join()
                    }
                    println("cancelled while silent: ended after $ended ms")
                    assertTrue(ended < 200, "it took $ended ms")
                    assertEquals(1, server.requests.size)
                    assertNotNull(client.async.hello())
                }
            }
        }

    @Test
    fun `withTimeout ends a call as well`() =
        Canned(Silence).use { server ->
            clientOf(server).use { client ->
                runBlocking { assertNull(withTimeoutOrNull(300) { client.async.hello() }) }
            }
        }

    @Test
    fun `the cause of a cancellation holds the token to go on with`() =
        Sandbox(speed = 4.0).use { sandbox ->
            sandbox.client().use { client ->
                var cause: Throwable? = null
                runBlocking {
                    val enrolling = launch(Dispatchers.Default) {
                        try {
                            client.async.enroll(french(2), HALF_A_MINUTE)
                        } catch (cancelled: CancellationException) {
                            cause = generateSequence<Throwable>(cancelled) { it.cause }.last()
                            throw cancelled
                        }
                    }
                    eventually("the enrolment") { requests(sandbox, "POST /borrowers").any { it["committed"] == true } }
                    enrolling.cancel()
                    enrolling.join()
                }
                val stopped = assertInstanceOf(DefactoException.Interrupted::class.java, cause)
                assertTrue(stopped.outcomeUnknown)
                val outcome = client.resumeEnrollment(stopped.details.resumeToken!!, HALF_A_MINUTE)
                assertInstanceOf(Enrollment.Ready::class.java, outcome)
                assertEquals(1, requests(sandbox, "POST /borrowers").size)
            }
        }

    @Test
    fun `interrupting the thread ends the call, and the thread stays interrupted`() =
        Canned(Silence).use { server ->
            clientOf(server).use { client ->
                var error: DefactoException? = null
                var interrupted = false
                val waiting = thread {
                    error = assertThrows<DefactoException.Interrupted> { client.hello() }
                    interrupted = Thread.currentThread().isInterrupted
                }
                eventually("the request") { server.requests.isNotEmpty() }
                waiting.interrupt()
                waiting.join(5000)
                assertFalse(error!!.outcomeUnknown, "a read changes nothing")
                assertTrue(interrupted)
            }
        }

    @Test
    fun `cancelling a future ends the call`() =
        Canned(Silence).use { server ->
            val pool = Executors.newSingleThreadExecutor()
            clientOf(server).use { client ->
                val future = pool.submit(Callable { client.hello() })
                eventually("the request") { server.requests.isNotEmpty() }
                future.cancel(true)
                pool.shutdown()
                assertTrue(pool.awaitTermination(5, TimeUnit.SECONDS), "the thread is free again")
            }
        }

    @Test
    fun `a token ends the calls that hold it and no others`() =
        Canned { _, request -> if (request.method == "GET") Silence else Reply(200, "{}") }.use { server ->
            clientOf(server).use { client ->
                val token = CancelToken()
                thread {
                    eventually("the request") { server.requests.isNotEmpty() }
                    token.cancel()
                }
                assertThrows<DefactoException.Interrupted> { client.withOptions(cancel = token).hello() }
                assertTrue(token.isCancelled)
                client.request("POST", "/anything", json = "{}")
                val asynchronous = client.async.withOptions(cancel = token)
                assertThrows<DefactoException.Interrupted> { runBlocking { asynchronous.hello() } }
                assertEquals(2, server.requests.size, "a token that was used before stops a call at once")
            }
        }

    @Test
    fun `what a progress listener throws ends the enrolment`() =
        slow().use { sandbox ->
            sandbox.client().use { client ->
                var heard = 0
                val thrown = assertThrows<IllegalStateException> {
                    client.enroll(french(3), HALF_A_MINUTE.copy(synchronous = false)) {
                        heard++
                        error("enough")
                    }
                }
                assertEquals("enough", thrown.message)
                client.hello()
                assertEquals(1, heard)
            }
        }

    @Test
    fun `a closed client says so`() =
        Sandbox().use { sandbox ->
            val client = sandbox.client()
            client.hello()
            client.close()
            val error = assertThrows<DefactoException.Configuration> { client.hello() }
            assertFalse(error.retryable)
            client.close()
        }

    @Test
    fun `a wait for a decision cancelled after one second ends within 0,2`() =
        withBorrower { sandbox, client ->
            sandbox.settings(mapOf("speed" to 0.5))
            var cause: Throwable? = null
            runBlocking {
                val requesting = launch(Dispatchers.Default) {
                    try {
                        client.async.requestLoan(newLoan(), LoanOptions.waitUntilDecided(Duration.ofSeconds(30)))
                    } catch (cancelled: CancellationException) {
                        cause = generateSequence<Throwable>(cancelled) { it.cause }.last()
                        throw cancelled
                    }
                }
                eventually("the request") { requests(sandbox, "POST /loans").isNotEmpty() }
                delay(1000)
                requesting.cancel()
                val ended = measureTimeMillis { requesting.join() }
                println("cancelled while a loan is decided: ended after $ended ms")
                assertTrue(ended < 200, "it took $ended ms")
            }
            assertNoLaterRequest(sandbox)
            val stopped = assertInstanceOf(DefactoException.Interrupted::class.java, cause)
            assertNotNull(stopped.details.saltId, "the request can be repeated with its salt")
        }

    @Test
    fun `following a loan ends within 0,2 when it is cancelled`() =
        withBorrower { sandbox, client ->
            val loan = accepted(client)
            sandbox.freeze()
            runBlocking {
                val patient = TrackOptions(pollInterval = Duration.ofSeconds(30))
                val following = launch(Dispatchers.Default) { client.async.track(loan.id, patient).collect {} }
                eventually("the first look") { requests(sandbox, "GET /loan/{loan_id}").isNotEmpty() }
                delay(500)
                following.cancel()
                val ended = measureTimeMillis { following.join() }
                println("cancelled while following: ended after $ended ms")
                assertTrue(ended < 200, "it took $ended ms")
                assertTrue(following.isCancelled)
            }
            val token = CancelToken()
            val waiting = thread {
                val tracker = client.withOptions(cancel = token).track(loan.id, TrackOptions()).iterator()
                tracker.next()
                token.cancel()
                assertThrows<DefactoException.Interrupted> { tracker.next() }
            }
            waiting.join(5000)
            assertFalse(waiting.isAlive)
        }
}
