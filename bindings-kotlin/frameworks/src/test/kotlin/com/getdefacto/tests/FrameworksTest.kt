package com.getdefacto.tests

import com.getdefacto.sdk.WebhookEvent
import com.getdefacto.sdk.WebhookEventType
import com.getdefacto.sdk.WebhookReceiver
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

private const val SITE = "https://partner.example"
private const val PATH = "/webhooks/defacto"

/** With what a careless framework would change: letters, an escaped solidus, blanks. */
private val BODY = """{"event_type":"Loan.CLOSED","id":"é\/7","timestamp":"2026-11-20T10:00:00Z"} """.toByteArray() + 10

/** The examples for web frameworks receive what the API sends. */
class FrameworksTest {
    private val handled = LinkedBlockingQueue<WebhookEvent>()
    private val http = HttpClient.newHttpClient()

    private fun test(framework: Framework, handle: (WebhookEvent) -> Unit = { handled += it }, run: Site.() -> Unit) {
        val url = WebhookReceiver.newSubscriptionUrl(SITE + PATH)
        framework.start(url, handle).use { Site(it.port, url.removePrefix(SITE)).run() }
    }

    private inner class Site(private val port: Int, val target: String) {
        /** Posts a body to a path with its query, and gives the status. */
        fun post(body: ByteArray, target: String = this.target, type: String = "application/json"): Int {
            val request = HttpRequest.newBuilder(URI("http://127.0.0.1:$port$target")).header("Content-Type", type)
            request.POST(BodyPublishers.ofByteArray(body))
            return http.send(request.build(), BodyHandlers.discarding()).statusCode()
        }
    }

    private fun next(): WebhookEvent? = handled.poll(20, TimeUnit.SECONDS)

    @ParameterizedTest
    @EnumSource
    fun `an event is handled once however often it comes`(framework: Framework) =
        test(framework) {
            assertEquals(listOf(204, 204, 204), List(3) { post(BODY) })
            val event = next()!!
            assertEquals(WebhookEventType.of("Loan.CLOSED") to "é/7", event.eventType to event.id)
            val other = BODY.decodeToString().replace("é", "ü").toByteArray()
            assertEquals(204, post(other))
            assertEquals("ü/7", next()!!.id, "nothing came between the two")
        }

    @ParameterizedTest
    @EnumSource
    fun `the body arrives as it is whatever it is called`(framework: Framework) =
        test(framework) {
            val form = "application/x-www-form-urlencoded"
            for ((number, type) in listOf("application/json", "text/plain; charset=ISO-8859-1", form).withIndex()) {
                val body = BODY.decodeToString().replace("7", "7+%20&$number=").toByteArray()
                assertEquals(204, post(body, type = type), type)
                assertEquals("é/7+%20&$number=", next()!!.id, type)
            }
        }

    @ParameterizedTest
    @EnumSource
    fun `strangers learn nothing`(framework: Framework) =
        test(framework) {
            for (stranger in listOf(PATH, "$PATH?token=guess", target.dropLast(1))) {
                assertEquals(404, post(BODY, stranger))
            }
            assertEquals(404, post("{}".toByteArray(), PATH), "not even whether a body would be an event")
            assertTrue(handled.isEmpty())
        }

    @ParameterizedTest
    @EnumSource
    fun `what is no event is refused`(framework: Framework) =
        test(framework) {
            val bodies = listOf("", "[]", "{}", "{\"event_type\"").map { it.toByteArray() }
            assertEquals(listOf(400, 400, 400, 400), bodies.map { post(it) })
            assertTrue(handled.isEmpty())
        }

    @ParameterizedTest
    @EnumSource
    fun `a body that is too long is refused`(framework: Framework) =
        test(framework) {
            val full = BODY + ByteArray(WebhookReceiver.MAX_BODY_BYTES - BODY.size) { ' '.code.toByte() }
            assertEquals(400, post(full + 10))
            assertTrue(handled.isEmpty())
            assertEquals(204, post(full))
            assertEquals("é/7", next()!!.id)
        }

    @ParameterizedTest
    @EnumSource
    fun `an event that could not be handled may come again`(framework: Framework) {
        val handle = { event: WebhookEvent ->
            handled += event
            if (handled.size == 1) error("the work fails")
        }
        test(framework, handle) {
            assertEquals(listOf(500, 204, 204), List(3) { post(BODY) })
            assertEquals(listOf("é/7", "é/7"), List(2) { next()!!.id })
            assertTrue(handled.isEmpty(), "the third delivery is a duplicate")
        }
    }
}
