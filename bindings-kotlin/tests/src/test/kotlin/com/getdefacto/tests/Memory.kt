package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.Environment
import java.io.File
import java.lang.management.ManagementFactory
import java.util.concurrent.Callable
import java.util.concurrent.Executors

/** First, classes, buffers and arenas of threads reach their size: after that only a leak grows. */
private const val WARM_UP = 10
const val ROUNDS = 10
private const val STAGES = 3
private const val THREADS = 8

/** The heap in use, and the memory of the process without the heap, in KiB. */
data class Memory(val heap: Long, val rest: Long)

/** Calls in eight threads, in an otherwise idle process; prints the memory after each stage. */
fun main(arguments: Array<String>) {
    val (url, key) = arguments
    Client(key, Environment.of(url)).use { client ->
        repeat(WARM_UP) { aThousandCalls(client) }
        val measured = mutableListOf(measure())
        repeat(STAGES) {
            repeat(ROUNDS) { aThousandCalls(client) }
            measured += measure()
        }
        println(measured.joinToString(" ") { "${it.heap} ${it.rest}" })
    }
}

/** Reads, writes, lists and refusals. */
private fun aThousandCalls(client: Client) {
    val pool = Executors.newFixedThreadPool(THREADS)
    val request = french(1).copy(metadata = mapOf("crm" to listOf("T-77", 1, null)))
    val id = client.borrowers.enroll(request).id!!
    val jobs = (1..THREADS).map {
        Callable {
            repeat(1000 / THREADS) { call ->
                when (call % 5) {
                    0 -> client.hello()
                    1 -> client.borrowers.get(id)
                    2 -> client.creditLines.list().toList()
                    3 -> check(runCatching { client.borrowers.get(NOBODY) }.isFailure)
                    else -> client.withOptions().testing.generateBusiness()
                }
            }
        }
    }
    pool.invokeAll(jobs).forEach { it.get() }
    pool.shutdown()
    client.borrowers.deactivate(id)
}

/** Returns the least of several collections: another thread frees dropped objects a little later. */
private fun measure(): Memory {
    val heaps = (1..10).map {
        System.gc()
        Thread.sleep(100)
        ManagementFactory.getMemoryMXBean().heapMemoryUsage.used / 1024
    }
    val committed = ManagementFactory.getMemoryMXBean().heapMemoryUsage.committed / 1024
    val status = File("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }
    return Memory(heaps.min(), status.filter { it.isDigit() }.toLong() - committed)
}
