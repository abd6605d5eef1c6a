import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.sun.management.OperatingSystemMXBean
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.engine.cio.endpoint
import io.ktor.client.plugins.HttpTimeout
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.client.statement.bodyAsText
import io.ktor.http.HttpHeaders
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import okhttp3.Call
import okhttp3.Callback
import okhttp3.Dispatcher
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import java.io.File
import java.io.IOException
import java.lang.management.ManagementFactory
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

private const val WARM_UP = 200
private val json = ObjectMapper()

/** Enrols a company synchronously, and returns its status. */
private interface Enroller : AutoCloseable {
    suspend fun hello()

    suspend fun enroll(number: Int): String

    override fun close() {}
}

/** Returns a number with a Luhn check digit. */
private fun siren(number: Int): String {
    val digits = "%08d".format(number)
    val sum = digits.reversed().mapIndexed { at, digit ->
        val doubled = digit.digitToInt() * if (at % 2 == 0) 2 else 1
        doubled / 10 + doubled % 10
    }.sum()
    return "$digits${(10 - sum % 10) % 10}"
}

private fun company(number: Int) =
    NewBorrower(siren(number), IdentifierType.Siren, name = "Fonderie des Tilleuls SAS", waitForReady = true)

private fun body(number: Int): String =
    json.writeValueAsString(
        mapOf(
            "identifier" to siren(number),
            "identifier_type" to "siren",
            "name" to "Fonderie des Tilleuls SAS",
            "wait_for_ready" to true,
        ),
    )

private fun status(text: String): String = json.readTree(text).get("status").asText()

private class Suspended(url: String, key: String) : Enroller {
    private val client = Client(key, Environment.of(url)).async

    override suspend fun hello() {
        client.hello()
    }

    override suspend fun enroll(number: Int) = client.borrowers.enroll(company(number)).status.toString()
}

private class Futures(url: String, key: String) : Enroller {
    private val client = Client(key, Environment.of(url))

    override suspend fun hello() {
        client.helloAsync().await()
    }

    override suspend fun enroll(number: Int) =
        client.borrowers.enrollAsync(company(number)).thenApply { it.status.toString() }.await()
}

private class OkHttp(private val url: String, private val key: String) : Enroller {
    private val client = OkHttpClient.Builder()
        .dispatcher(Dispatcher().apply { maxRequests = 100_000; maxRequestsPerHost = 100_000 })
        .readTimeout(35, TimeUnit.SECONDS)
        .build()

    override suspend fun hello() {
        send(Request.Builder().url("$url/hello"))
    }

    override suspend fun enroll(number: Int): String {
        val content = body(number).toRequestBody("application/json".toMediaType())
        return status(send(Request.Builder().url("$url/borrowers").post(content)))
    }

    private suspend fun send(request: Request.Builder): String {
        val answer = CompletableDeferred<String>()
        client.newCall(request.header("Authorization", "Bearer $key").build()).enqueue(object : Callback {
            override fun onFailure(call: Call, e: IOException) {
                answer.completeExceptionally(e)
            }

            override fun onResponse(call: Call, response: Response) {
                answer.complete(response.use { it.body.string() })
            }
        })
        return answer.await()
    }
}

private class Ktor(private val url: String, private val key: String) : Enroller {
    private val client = HttpClient(CIO) {
        engine {
            maxConnectionsCount = 100_000
            endpoint { maxConnectionsPerRoute = 100_000 }
        }
        install(HttpTimeout) { requestTimeoutMillis = 60_000 }
    }

    override suspend fun hello() {
        client.get("$url/hello") { header(HttpHeaders.Authorization, "Bearer $key") }.bodyAsText()
    }

    override suspend fun enroll(number: Int): String {
        val answer = client.post("$url/borrowers") {
            header(HttpHeaders.Authorization, "Bearer $key")
            header(HttpHeaders.ContentType, "application/json")
            setBody(body(number))
        }
        return status(answer.bodyAsText())
    }
}

private fun status(name: Regex): Int =
    File("/proc/self/status").readLines().first { name.containsMatchIn(it) }.filter { it.isDigit() }.toInt()

private fun threads() = status(Regex("^Threads:"))

/** Measures one client. Arguments: the client, the URL of a sandbox, its key, the number of enrolments. */
fun main(arguments: Array<String>) {
    val (name, url, key, count) = arguments
    val enroller = when (name) {
        "defacto-suspend" -> Suspended(url, key)
        "defacto-futures" -> Futures(url, key)
        "okhttp" -> OkHttp(url, key)
        "ktor" -> Ktor(url, key)
        else -> error("no client is called $name")
    }
    val system = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean
    runBlocking { repeat(WARM_UP) { enroller.hello() } }
    var most = 0
    var over = false
    val counting = thread(isDaemon = true) {
        while (!over) {
            most = maxOf(most, threads())
            Thread.sleep(20)
        }
    }
    val (cpu, begun) = system.processCpuTime to System.nanoTime()
    val outcomes = runBlocking { (1..count.toInt()).map { async { enroller.enroll(it) } }.awaitAll() }
    val figures = mapOf(
        "elapsed_s" to (System.nanoTime() - begun) / 1e9,
        "cpu_s" to (system.processCpuTime - cpu) / 1e9,
        "threads" to most,
        "peak_mib" to status(Regex("^VmHWM:")) / 1024,
        "ready" to outcomes.count { it == "READY" },
    )
    over = true
    counting.join()
    println(json.writeValueAsString(figures))
    System.exit(0)
}
