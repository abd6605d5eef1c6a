package com.getdefacto.tests

import com.getdefacto.sdk.AsyncWebhookRouter
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.Freshness
import com.getdefacto.sdk.NewWebhook
import com.getdefacto.sdk.PendingEnrollments
import com.getdefacto.sdk.PendingOptions
import com.getdefacto.sdk.ResolutionOutcome
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.WebhookChange
import com.getdefacto.sdk.WebhookEntity
import com.getdefacto.sdk.WebhookEvent
import com.getdefacto.sdk.WebhookEventType
import com.getdefacto.sdk.WebhookOutcome
import com.getdefacto.sdk.WebhookReceiver
import com.getdefacto.sdk.WebhookRouter
import com.getdefacto.sdk.testing.Sandbox
import com.sun.net.httpserver.HttpServer
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.Channel.Factory.UNLIMITED
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList

private const val URL = "https://partner.example/hooks?token=hidden-0123456789abcdef"

/** Webhooks: verification, reading, duplicates, and the polls that they cause. */
class WebhooksTest {
    @TestFactory
    fun webhooks(): List<DynamicTest> =
        tests(cases("webhooks.json")) { case ->
            try {
                when {
                    case["base"] != null -> subscribed(case)
                    case["subscription_url"] != null -> verified(case)
                    case["deliveries"] != null -> received(case)
                    else -> parsed(case)
                }
            } catch (error: DefactoException) {
                refused(case, error)
            }
        }

    private fun subscribed(case: Case) {
        val url = WebhookReceiver.newSubscriptionUrl(case.text("base"))
        assertTrue(url.startsWith(case.text("url")))
        val secret = url.removePrefix(case.text("url"))
        assertEquals(43, secret.length)
        assertTrue(WebhookReceiver(url).verify(secret))
    }

    private fun verified(case: Case) {
        val receiver = receiver(case)
        silent("$receiver")
        case.expect("accepted" to receiver.verify(case.text("given")), "kind" to null)
    }

    private fun receiver(case: Case) =
        WebhookReceiver(
            case.optional("subscription_url") ?: URL,
            alsoAccept = case["also_accept"]?.map { it.asText() }.orEmpty(),
            maxBodyBytes = case["max_body_bytes"]?.asInt() ?: WebhookReceiver.MAX_BODY_BYTES,
        )

    private fun received(case: Case) {
        val receiver = receiver(case)
        for (delivery in case["deliveries"]!!.map(::Case)) {
            try {
                val event = receiver.receive(delivery.optional("given") ?: URL, bytes(delivery))
                delivery.expect("freshness" to event.freshness.value, "kind" to null)
                if (delivery.flag("forget") == true) receiver.forget(event)
            } catch (error: DefactoException) {
                refused(delivery, error)
            }
        }
    }

    private fun parsed(case: Case) {
        val event = receiver(case).parse(bytes(case))
        silent("$event ${event.entity()::class.simpleName}")
        assertEquals(event, WebhookEvent.fromJson(event.toJson()), "it survives being stored")
        case.expect(
            "kind" to null,
            "event_type" to event.eventType.value,
            "id" to event.id,
            "entity_type" to event.entityType,
            "transition_name" to event.transitionName,
            "status" to event.status,
            "timestamp" to event.timestamp?.toString(),
            "company" to event.company(),
            "freshness" to event.freshness.value,
            "entity" to when (event.entity()) {
                is WebhookEntity.CreditLine -> "credit_line"
                is WebhookEntity.FinancialProduct -> "financial_product"
                is WebhookEntity.Counterparty -> "counterparty"
                is WebhookEntity.Invoice -> "invoice"
                is WebhookEntity.Loan -> "loan"
                is WebhookEntity.Payment -> "payment"
                is WebhookEntity.Unknown -> "unknown"
            },
        )
    }

    private fun bytes(case: Case): ByteArray =
        case.optional("body_base64")?.let { Base64.getDecoder().decode(it) } ?: case.body().toByteArray()

    private fun refused(case: Case, error: DefactoException) {
        silent("$error ${error.message} ${error.details}")
        assertNotNull(case["kind"], "it is refused: $error")
        case.expect("kind" to error.kind.value, "problems" to error.problems.map { listOf(it.pointer, it.code) })
    }

    /** Checks that the shown text holds no secret and nothing of the body. */
    private fun silent(shown: String) = assertFalse("hidden" in shown, shown)

    @Test
    fun `a store remembers events beyond a restart`(@TempDir folder: Path) {
        val body = """{"event_type":"Loan.CLOSED","id":"a","timestamp":"2026-11-20T10:00:00Z"}""".toByteArray()
        val receive = {
            Store.sqlite(folder.resolve("events.db")).use {
                WebhookReceiver(URL, store = it).receive(URL, body).freshness
            }
        }
        assertEquals(Freshness.New, receive())
        assertEquals(Freshness.Duplicate, receive())
        Store.sqlite(folder.resolve("events.db").toFile()).use { it.forgetEvents(Instant.now().plusSeconds(60)) }
        assertEquals(Freshness.New, receive())
        val broken = assertThrows<DefactoException.Store> { Store.sqlite(folder.resolve("no/such/folder.db")) }
        assertFalse(broken.message.isEmpty())
        assertThrows<DefactoException.Configuration> { Store.postgres("no address") }
    }

    private fun event(type: String, minute: Int = 1): ByteArray =
        """{"event_type":"$type","id":"é/7","timestamp":"2026-11-20T10:0$minute:00Z"}""".toByteArray()

    /** A client that reaches nobody: what the events of the tests are about is never read. */
    private fun nobody() = Client("test-key", Environment.of("http://127.0.0.1:1"))

    @Test
    fun `an event goes to its handler once and again after a failure`() {
        val handled = mutableListOf<String>()
        val router = WebhookRouter(WebhookReceiver(URL), nobody())
            .on("Loan.CLOSED") { event, entity ->
                handled += "closed ${event.freshness.value} $entity"
                check(handled.size > 1) { "the database is gone" }
            }
            .on(WebhookEventType.LoanToRepay) { event, _ -> handled += "paid out ${event.freshness.value}" }
        assertThrows<IllegalStateException> { router.route(URL, event("Loan.CLOSED", 5)) }
        val outcomes = listOf(event("Loan.CLOSED", 5), event("Loan.CLOSED", 5), event("Loan.TO_REPAY", 4))
            .map { router.route(URL, it).outcome }
        assertEquals(listOf(WebhookOutcome.Handled, WebhookOutcome.Duplicate, WebhookOutcome.Handled), outcomes)
        assertEquals(listOf("closed new null", "closed new null", "paid out outdated"), handled)
        val unhandled = router.route(URL, event("Comet.SEEN"))
        assertEquals(WebhookOutcome.Unhandled to 204, unhandled.outcome to unhandled.status)
        assertEquals("Comet.SEEN", unhandled.event!!.eventType.value)
        router.onOther { event, _ -> handled += event.eventType.value }
        assertEquals(WebhookOutcome.Handled, router.route(URL, event("Comet.SEEN", 2)).outcome)
        assertEquals("Comet.SEEN", handled.last())
        assertEquals(404, router.route("/hooks", event("Loan.CLOSED")).status)
        assertEquals(400, router.route(URL, "{}".toByteArray()).status)
        for (wrong in listOf("Loan.EATEN", "loan.closed", "Loan.CLOSED")) {
            assertThrows<DefactoException.Configuration> { router.on(wrong) { _, _ -> } }
        }
        assertThrows<DefactoException.Configuration> { router.onOther { _, _ -> } }
    }

    @Test
    fun `handlers may suspend and a cancelled one leaves the event new`() =
        runBlocking {
            val handled = mutableListOf<String>()
            val started = Channel<Unit>(UNLIMITED)
            val router = AsyncWebhookRouter(WebhookReceiver(URL), nobody().async)
                .on("Loan.CLOSED") { event, _ ->
                    handled += event.freshness.value
                    started.send(Unit)
                    if (handled.size < 3) awaitCancellation()
                }
            repeat(2) {
                val job = launch { router.route(URL, event("Loan.CLOSED")) }
                started.receive()
                job.cancelAndJoin()
            }
            assertEquals(WebhookOutcome.Handled, router.route(URL, event("Loan.CLOSED")).outcome)
            assertEquals(WebhookOutcome.Duplicate, router.route(URL, event("Loan.CLOSED")).outcome)
            assertEquals(listOf("new", "new", "new"), handled)
        }

    @Test
    fun `a subscription is seen to however often that happens`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val url = WebhookReceiver.newSubscriptionUrl("https://partner.example/hooks")
                val hook = NewWebhook("lines", url, listOf(WebhookEventType.CreditLineCreated))
                val ensure = { wanted: NewWebhook -> client.webhooks.ensure(wanted).change }
                assertEquals(WebhookChange.Created, ensure(hook))
                assertEquals(WebhookChange.Unchanged, ensure(hook))
                val more = hook.copy(eventTypes = hook.eventTypes + WebhookEventType.LoanClosed)
                assertEquals(WebhookChange.Updated, ensure(more))
                val again = runBlocking { client.async.webhooks.ensure(more) }
                assertEquals(WebhookChange.Unchanged, again.change)
                assertEquals(more.toUrl, again.webhook.toUrl)
                assertEquals(1, client.webhooks.list().all().size)
            }
        }

    @Test
    fun `a webhook that was really sent ends in a resolution`() =
        Sandbox(speed = 20.0).use { sandbox ->
            sandbox.client().use { client ->
                val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
                val url = WebhookReceiver.newSubscriptionUrl("http://127.0.0.1:${server.address.port}/defacto")
                val receiver = WebhookReceiver(url)
                // Without an event the next poll would be in an hour.
                val options = PendingOptions(pollInterval = Duration.ofHours(1), gather = Duration.ofMillis(30))
                val pending = PendingEnrollments(client, Store.inMemory(), options)
                val events = CopyOnWriteArrayList<WebhookEvent>()
                server.createContext("/") { exchange ->
                    val status = try {
                        val event = receiver.receive("${exchange.requestURI}", exchange.requestBody.readBytes())
                        events += event
                        pending.notify(event)
                        204
                    } catch (_: DefactoException.Authentication) {
                        404
                    } catch (_: DefactoException.Validation) {
                        400
                    }
                    exchange.sendResponseHeaders(status, -1)
                    exchange.close()
                }
                server.start()
                try {
                    client.webhooks.ensure(NewWebhook("lines", url, listOf(WebhookEventType.CreditLineCreated)))
                    assertTrue(pending.add(client.enroll(french(1), EnrollOptions.asynchronous())))
                    assertEquals(1, pending.size())
                    val resolution = pending.resolutions(Duration.ofSeconds(30)).single()
                    assertEquals(french(1).identifier, resolution.identifier)
                    assertEquals(ResolutionOutcome.Ready, resolution.outcome)
                    assertTrue(pending.isEmpty())

                    val event = events.single()
                    assertEquals(french(1).identifier, event.company())
                    assertEquals(Freshness.New, event.freshness)
                    assertFalse(french(1).identifier in "$event")
                    val line = assertInstanceOf(WebhookEntity.CreditLine::class.java, event.refetch(client)).creditLine
                    assertEquals(resolution.creditLine!!.id, line.id)
                    assertEquals(event.refetch(client), runBlocking { event.refetch(client.async) })

                    val status = { path: String, body: String ->
                        val request = HttpRequest.newBuilder(URI("http://127.0.0.1:${server.address.port}$path"))
                            .POST(HttpRequest.BodyPublishers.ofString(body)).build()
                        HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
                    }
                    assertEquals(404, status("/defacto?token=a-guess-of-somebody", event.toJson()))
                    assertEquals(400, status(url.substring(url.indexOf("/defacto")), "{}"))
                } finally {
                    server.stop(0)
                }
            }
        }
}
