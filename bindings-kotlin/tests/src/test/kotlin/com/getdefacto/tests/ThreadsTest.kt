package com.getdefacto.tests

import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.parallel.Isolated
import java.util.concurrent.Callable
import java.util.concurrent.Executors

private const val THREADS = 8

/** A heap of fixed size, so that the rest of the process's memory can be computed. */
private val FIXED_HEAP = listOf("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch")

/** In KiB, for 10,000 calls. A borrower that is not freed takes more than 2 KiB in each call. */
private const val HEAP_BOUND = 1_000
private const val REST_BOUND = 16_000

/** One client, many threads. */
// Parallel tests would be measured as well.
@Isolated
class ThreadsTest {
    @Test
    fun `eight threads and thousands of calls leave nothing behind`() =
        Sandbox().use { sandbox ->
            val arguments = listOf(sandbox.url, sandbox.apiKey)
            val output = runMain("com.getdefacto.tests.MemoryKt", arguments = arguments, machine = FIXED_HEAP)
            val measured = output.lines().last().split(' ').map { it.toLong() }.chunked(2)
            val (heap, rest) = listOf(measured.map { it[0] }, measured.map { it[1] })
            println("heap $heap KiB, the rest of the process $rest KiB, with $ROUNDS times 1,000 calls in between")
            // The JVM compiles and collects at any time; a leak grows between all measurements.
            assertTrue(heap.zipWithNext { before, after -> after - before }.min() < HEAP_BOUND, "the heap grew: $heap")
            assertTrue(rest.zipWithNext { before, after -> after - before }.min() < REST_BOUND, "the rest grew: $rest")
        }

    @Test
    fun `eight threads that enrol the same company are one borrower`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val pool = Executors.newFixedThreadPool(THREADS)
                val jobs = (1..THREADS).map { Callable { client.enroll(french(8), WAITING) } }
                val ids = pool.invokeAll(jobs).map { (it.get() as Enrollment.Ready).borrower.id }
                pool.shutdown()
                assertEquals(1, ids.toSet().size)
                assertEquals(1, requests(sandbox, "POST /borrowers").size)
            }
        }

    @Test
    fun `a hundred coroutines share a client`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val answers = runBlocking { (1..100).map { async { client.async.hello() } }.awaitAll() }
                assertEquals(1, answers.toSet().size)
                assertEquals(100, sandbox.log().size)
            }
        }
}
