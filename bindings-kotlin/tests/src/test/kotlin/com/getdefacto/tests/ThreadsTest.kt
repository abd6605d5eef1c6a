package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.management.ManagementFactory
import java.util.concurrent.Callable
import java.util.concurrent.Executors

private const val THREADS = 8
private const val WARM_UP = 5
private const val ROUNDS = 10

/** In KiB, for 10,000 calls: a tenth of a kilobyte a call on the heap, a kilobyte in all the rest of the process. */
private const val HEAP_BOUND = 1_000
private const val REST_BOUND = 10_000

/** One client, many threads. */
class ThreadsTest {
    @Test
    fun `eight threads and a thousand calls leave nothing behind`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                // Classes, buffers and thread-local arenas reach their size first: a leak goes on growing.
                repeat(WARM_UP) { work(client, sandbox) }
                val (heapBefore, memoryBefore) = measure()
                repeat(ROUNDS) { work(client, sandbox) }
                val (heapAfter, memoryAfter) = measure()
                println("heap $heapBefore KiB before, $heapAfter KiB after $ROUNDS times 1,000 calls")
                println("the rest of the process $memoryBefore KiB before, $memoryAfter KiB after")
                assertTrue(heapAfter - heapBefore < HEAP_BOUND, "the heap grew from $heapBefore to $heapAfter KiB")
                assertTrue(memoryAfter - memoryBefore < REST_BOUND, "from $memoryBefore to $memoryAfter KiB")
            }
        }

    /** A thousand calls in eight threads: reads, writes, lists, refusals. */
    private fun work(client: Client, sandbox: Sandbox) {
        val pool = Executors.newFixedThreadPool(THREADS)
        val request = french(1).copy(metadata = mapOf("crm" to listOf("T-77", 1, null)))
        val id = client.borrowers.enroll(request).id!!
        val jobs = (1..THREADS).map {
            Callable {
                var calls = 0
                while (calls < 1000 / THREADS) {
                    when (calls++ % 5) {
                        0 -> client.hello()
                        1 -> client.borrowers.get(id)
                        2 -> client.creditLines.list().toList()
                        3 -> runCatching { client.borrowers.get(NOBODY) }
                        else -> client.withOptions().testing.generateBusiness()
                    }
                }
                calls
            }
        }
        assertEquals(1000, pool.invokeAll(jobs).sumOf { it.get() })
        pool.shutdown()
        sandbox.reset()
    }

    /** The heap in use after a collection, and the memory of the process without the heap, in KiB. */
    private fun measure(): Pair<Long, Long> {
        repeat(5) {
            System.gc()
            Thread.sleep(100)
        }
        val heap = ManagementFactory.getMemoryMXBean().heapMemoryUsage
        val status = File("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }
        val resident = status.filter { it.isDigit() }.toLong()
        return heap.used / 1024 to resident - heap.committed / 1024
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
