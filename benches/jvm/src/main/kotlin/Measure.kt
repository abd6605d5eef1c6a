import com.sun.management.OperatingSystemMXBean
import java.io.File
import java.lang.management.ManagementFactory

/** A client that is measured. */
interface Peer {
    /** Builds the enrolment request, sends it and reads the typed answer. Returns 1. */
    fun post(): Int

    /** Reads all borrowers over all pages. Returns how many there are. */
    fun list(): Int

    /** Validates a request that exists. Returns how many problems it has. */
    fun validate(): Int = throw UnsupportedOperationException()
}

private fun peer(name: String, url: String): Peer =
    when (name) {
        "ours" -> Ours(url)
        "ours-suspend" -> OursSuspended(url)
        "okhttp-jackson" -> OkHttp(url, Jackson())
        "okhttp-serialization" -> OkHttp(url, Serialization())
        "java-jackson" -> JavaHttp(url, Jackson())
        "ktor-serialization" -> KtorCio(url, Serialization())
        else -> error("no client is called $name")
    }

private fun repeated(times: Int, work: () -> Int): Int {
    var total = 0
    repeat(times) { total += work() }
    return total
}

private fun work(peer: Peer, name: String): () -> Int =
    when (name) {
        "post", "first" -> peer::post
        "list" -> peer::list
        "validate" -> peer::validate
        else -> error("no work is called $name")
    }

private fun peakKib(): Int =
    File("/proc/self/status").readLines().first { it.startsWith("VmHWM:") }.filter { it.isDigit() }.toInt()

/** Measures one client: `CLIENT URL WORK CALLS WARM_UP`. Prints the same JSON as the Rust programs. */
fun main(arguments: Array<String>) {
    val (client, url, name) = arguments
    val (calls, warmUp) = arguments.slice(3..4).map(String::toInt)
    if (name == "first") {
        val items = peer(client, url).post()
        // What measures is loaded after the call.
        val elapsed = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().startTime
        val system = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean
        return print(system.processCpuTime / 1000, elapsed * 1000, 1, items)
    }
    val system = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean
    val work = work(peer(client, url), name)
    repeated(warmUp, work)
    val (cpu, begun) = system.processCpuTime to System.nanoTime()
    val items = repeated(calls, work)
    val (elapsed, spent) = System.nanoTime() - begun to system.processCpuTime - cpu
    print(spent / 1000, elapsed / 1000, calls, items)
}

private fun print(cpu: Long, elapsed: Long, calls: Int, items: Int) {
    println("""{"cpu_us": $cpu, "elapsed_us": $elapsed, "calls": $calls, "items": $items, "peak_kib": ${peakKib()}}""")
    // Some clients have threads that would keep the program running.
    System.exit(0)
}
