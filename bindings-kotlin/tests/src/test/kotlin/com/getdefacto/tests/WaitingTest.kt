package com.getdefacto.tests

import com.getdefacto.sdk.AsyncPendingEnrollments
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.LoanStatus
import com.getdefacto.sdk.PendingOptions
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.parallel.Isolated
import java.io.File
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.system.measureTimeMillis

private const val MANY = 1_000

/** The threads that the library and the coroutines need, however many calls wait. */
private const val FEW_THREADS = 40

/** Waiting calls hold no thread. */
// Parallel tests would be counted as well.
@Isolated
class WaitingTest {
    @Test
    fun `a thousand companies are enrolled at once without a thread each`() =
        Sandbox(speed = 4.0).use { sandbox ->
            sandbox.client().use { client ->
                client.hello()
                val before = threads()
                val (most, outcomes) = runBlocking {
                    val waiting = EnrollOptions.waitUntilReady(Duration.ofSeconds(60))
                    val enrolling = (1..MANY).map { async { client.async.enroll(french(it), waiting) } }
                    mostThreadsUntil { enrolling.all { it.isCompleted } } to enrolling.awaitAll()
                }
                assertTrue(outcomes.all { it is Enrollment.Ready })
                println("$MANY enrolments at once: $before threads before, $most at most meanwhile")
                assertTrue(most - before < FEW_THREADS, "$most threads")
            }
        }

    @Test
    fun `a thousand futures of Java hold no thread each`() =
        Canned(Silence).use { server ->
            clientOf(server).use { client ->
                val before = threads()
                val futures = (1..MANY).map { client.helloAsync() }
                eventually("all requests") { server.requests.size == MANY }
                // The server in this process has a thread for each call.
                val most = threads() - before - MANY
                println("$MANY futures: $most threads more")
                assertTrue(most < FEW_THREADS, "$most threads")
                futures.forEach { it.cancel(true) }
                eventually("all connections are closed", 5) { server.abandoned.get() == MANY }
                assertTrue(futures.all { it.isCancelled })
            }
        }

    @Test
    fun `a cancelled call closes its connection within 50 milliseconds and sends nothing more`() =
        Canned(Silence).use { server ->
            clientOf(server).use { client ->
                val took = (1..5).map { count ->
                    runBlocking {
                        val asking = launch(Dispatchers.Default) { client.async.hello() }
                        eventually("the request") { server.requests.size == count }
                        measureTimeMillis {
                            asking.cancel()
                            while (server.abandoned.get() < count) delay(1)
                        }.also { asking.join() }
                    }
                }
                println("connections closed $took ms after cancellation")
                // A busy machine may be slow once.
                assertTrue(took.min() < 50, "it took $took ms")
                Thread.sleep(500)
                assertEquals(5, server.requests.size)
            }
        }

    @Test
    fun `a thousand cancelled calls close a thousand connections`() =
        Canned(Silence).use { server ->
            clientOf(server).use { client ->
                runBlocking {
                    val asking = (1..MANY).map { launch(Dispatchers.Default) { client.async.hello() } }
                    eventually("all requests") { server.requests.size == MANY }
                    val took = measureTimeMillis {
                        asking.forEach { it.cancel() }
                        asking.joinAll()
                        eventually("all connections are closed", 5) { server.abandoned.get() == MANY }
                    }
                    println("$MANY calls ended $took ms after cancellation")
                }
            }
        }

    @Test
    fun `a coroutine that was cancelled before sends nothing`() =
        Canned(Silence).use { server ->
            clientOf(server).use { client ->
                runBlocking {
                    val asking = launch(Dispatchers.Default, CoroutineStart.LAZY) { client.async.hello() }
                    asking.cancelAndJoin()
                    val within = launch {
                        coroutineContext[kotlinx.coroutines.Job]!!.cancel()
                        assertThrows<CancellationException> { client.async.hello() }
                    }
                    within.join()
                }
                assertTrue(server.requests.isEmpty())
            }
        }

    @Test
    fun `answers never come on the engine's own thread`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                runBlocking {
                    // Without a dispatcher the coroutine continues on the thread that brings the answer.
                    val name = async(Dispatchers.Unconfined) {
                        client.async.hello()
                        Thread.currentThread().name
                    }
                    assertFalse("defacto" in name.await(), name.await())
                }
                // A call that waits here for another call would never end.
                val next = client.helloAsync().thenApply { client.hello() }
                assertTrue(next.get(10, TimeUnit.SECONDS).isNotEmpty())
            }
        }

    @Test
    fun `what a listener throws ends a suspended enrolment`() =
        Sandbox(speed = 1.0).use { sandbox ->
            sandbox.client().use { client ->
                var heard = 0
                val problem = IllegalStateException("enough")
                val thrown = assertThrows<IllegalStateException> {
                    runBlocking {
                        client.async.enroll(french(3), EnrollOptions.waitUntilReady(Duration.ofSeconds(30))) {
                            heard++
                            throw problem
                        }
                    }
                }
                assertSame(problem, generateSequence<Throwable>(thrown) { it.cause }.last())
                assertEquals(1, heard)
                assertTrue(client.hello().isNotEmpty())
            }
        }

    @Test
    fun `a listener that blocks does not keep a cancelled coroutine`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                runBlocking {
                    val entered = CompletableFuture<Unit>()
                    val enrolling = launch(Dispatchers.Default) {
                        client.async.enroll(french(4), WAITING) {
                            entered.complete(Unit)
                            Thread.sleep(2000)
                        }
                    }
                    entered.get(10, TimeUnit.SECONDS)
                    val took = measureTimeMillis { enrolling.cancelAndJoin() }
                    println("a listener that blocks: ended after $took ms")
                    assertTrue(took < 500, "it took $took ms")
                }
            }
        }

    @Test
    fun `flows end with the last thing, and when no more is wanted`() =
        withBorrower { sandbox, client ->
            val loan = accepted(client)
            sandbox.freeze()
            sandbox.setTime(Instant.now().plus(Duration.ofDays(70)))
            runBlocking {
                val followed = client.async.track(loan.id).map { it.status }.toList()
                assertEquals(LoanStatus.Closed, followed.last())
                assertEquals(loan.id, client.async.track(loan.id).first().id)
                assertEquals(1, client.async.loans.list().take(1).toList().size)
                assertEquals(listOf(loan.id), client.async.loans.list().toList().map { it.id })
            }
            val seen = mutableListOf<LoanStatus>()
            client.track(loan.id).forEachAsync { seen += it.status }.get(10, TimeUnit.SECONDS)
            assertEquals(listOf<LoanStatus>(LoanStatus.Closed), seen)
        }

    @Test
    fun `resolutions come without a thread`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val store = Store.inMemory()
                val options = PendingOptions(pollInterval = Duration.ofMillis(20))
                val pending = AsyncPendingEnrollments(client.async, store, options)
                runBlocking {
                    repeat(3) { assertTrue(pending.add(client.async.enroll(french(20 + it)))) }
                    assertEquals(3, pending.size())
                    val found = pending.resolutions(Duration.ofSeconds(30)).toList().map { it.identifier }
                    assertEquals((20..22).map { french(it).identifier }.toSet(), found.toSet())
                    assertTrue(pending.isEmpty())
                    val watching = launch(Dispatchers.Default) { pending.watch().collect {} }
                    delay(200)
                    val took = measureTimeMillis { watching.cancelAndJoin() }
                    assertTrue(took < 200, "it took $took ms")
                }
            }
        }

    /** Returns the greatest number of threads until the condition is true. */
    private suspend fun mostThreadsUntil(isSo: () -> Boolean): Int {
        var most = threads()
        while (!isSo()) {
            delay(20)
            most = maxOf(most, threads())
        }
        return most
    }
}

/** Returns how many threads this process has, including native ones. */
private fun threads(): Int {
    val status = File("/proc/self/status")
    if (!status.exists()) return Thread.activeCount()
    return status.readLines().first { it.startsWith("Threads:") }.filter { it.isDigit() }.toInt()
}
