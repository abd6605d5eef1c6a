import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.readRawBytes
import io.ktor.http.ContentType
import io.ktor.http.contentType
import kotlinx.coroutines.runBlocking
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import java.net.URI
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers

private const val KEY = "Bearer bench-key"

/** What all other clients have in common: everything but HTTP. */
abstract class PlainPeer(url: String, private val codec: Codec) : Peer {
    private val url = "$url/borrowers"

    /** Sends one request, with a body or without. Returns the body of a 2xx answer. */
    protected abstract fun send(url: String, body: ByteArray?): ByteArray

    override fun post(): Int {
        val borrower = codec.borrower(send(url, codec.request()))
        return if (borrower.id != null && borrower.name != null) 1 else 0
    }

    override fun list(): Int {
        var (items, next) = 0 to url
        while (true) {
            val page = codec.page(send(next, null))
            items += page.data.count { it.identifier.isNotEmpty() }
            next = "$url?cursor=${page.nextPage ?: return items}"
        }
    }
}

class OkHttp(url: String, codec: Codec) : PlainPeer(url, codec) {
    private val client = OkHttpClient()
    private val json = "application/json".toMediaType()

    override fun send(url: String, body: ByteArray?): ByteArray {
        val request = Request.Builder().url(url).header("Authorization", KEY)
        if (body != null) request.post(body.toRequestBody(json))
        return client.newCall(request.build()).execute().use { answer ->
            check(answer.isSuccessful)
            answer.body.bytes()
        }
    }
}

class JavaHttp(url: String, codec: Codec) : PlainPeer(url, codec) {
    private val client = java.net.http.HttpClient.newBuilder().version(java.net.http.HttpClient.Version.HTTP_1_1).build()

    override fun send(url: String, body: ByteArray?): ByteArray {
        val request = HttpRequest.newBuilder(URI(url)).header("Authorization", KEY)
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body))
        }
        val answer = client.send(request.build(), BodyHandlers.ofByteArray())
        check(answer.statusCode() in 200..299)
        return answer.body()
    }
}

class KtorCio(url: String, codec: Codec) : PlainPeer(url, codec) {
    private val client = HttpClient(CIO) { expectSuccess = true }

    override fun send(url: String, body: ByteArray?): ByteArray =
        runBlocking { answer(url, body).readRawBytes() }

    private suspend fun answer(url: String, body: ByteArray?): HttpResponse =
        if (body == null) {
            client.get(url) { header("Authorization", KEY) }
        } else {
            client.post(url) {
                header("Authorization", KEY)
                contentType(ContentType.Application.Json)
                setBody(body)
            }
        }
}
