// Receiving webhooks with Ktor: the raw body, a fast answer, the work in the background. DEFACTO_WEBHOOK_URL is the
// subscribed URL.
package com.example.webhooks

import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Freshness
import com.getdefacto.sdk.WebhookEvent
import com.getdefacto.sdk.WebhookReceiver
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.log
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.request.receiveChannel
import io.ktor.server.request.uri
import io.ktor.server.response.respond
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.io.readByteArray

fun main() {
    val receiver = WebhookReceiver(System.getenv("DEFACTO_WEBHOOK_URL"))
    embeddedServer(CIO, port = 8080) {
        // Poll the pending enrolments (`pending.notify(event)`), or read the entity again (`event.refetch(client)`).
        webhooks(receiver) { event -> log.info("received {}", event.eventType) }
    }.start(wait = true)
}

/** The webhook receiver of your application. It answers before the work is done. */
fun Application.webhooks(receiver: WebhookReceiver, handle: suspend (WebhookEvent) -> Unit) {
    val background = this
    routing {
        post("/webhooks/defacto") {
            // The body of a call without the secret is not read.
            if (!receiver.verify(call.request.uri)) return@post call.respond(HttpStatusCode.NotFound)
            // One byte more than the limit shows that a body is too long; the rest is not read.
            val body = call.receiveChannel().readRemaining(WebhookReceiver.MAX_BODY_BYTES + 1L).readByteArray()
            val status = try {
                // With a store this call blocks.
                val event = withContext(Dispatchers.IO) { receiver.receive(call.request.uri, body) }
                if (event.freshness == Freshness.New) {
                    background.launch(Dispatchers.IO) {
                        // After a failure the event's next delivery counts as new.
                        runCatching { handle(event) }.onFailure {
                            receiver.forget(event)
                            background.log.error("not handled: {}", event.eventType, it)
                        }
                    }
                }
                HttpStatusCode.NoContent
            } catch (_: DefactoException.Validation) {
                HttpStatusCode.BadRequest
            }
            call.respond(status)
        }
    }
}
