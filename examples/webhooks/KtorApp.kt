// Receiving webhooks with Ktor: each event goes to its handler, and an error leaves it to the next delivery.
// DEFACTO_WEBHOOK_URL is the subscribed URL; DEFACTO_API_KEY and DEFACTO_ENVIRONMENT are those of the client.
package com.example.webhooks

import com.getdefacto.sdk.AsyncWebhookRouter
import com.getdefacto.sdk.Client
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
import kotlinx.io.readByteArray

fun main() {
    val receiver = WebhookReceiver(System.getenv("DEFACTO_WEBHOOK_URL"))
    embeddedServer(CIO, port = 8080) {
        val router = AsyncWebhookRouter(receiver, Client.fromEnv().async)
            // Poll the pending enrolments (`pending.notify(event)`), or put the line into your queue: be quick.
            .on("CreditLine.CREATED") { event, _ -> log.info("a credit line: {}", event.id) }
            .onOther { event, _ -> log.info("received {}", event.eventType) }
        webhooks(receiver, router)
    }.start(wait = true)
}

/**
 * The webhook receiver of your application. The plugin CallLogging logs the path without the query, which has the
 * secret; a `format` of your own must take `request.path()`, not `request.uri`.
 */
fun Application.webhooks(receiver: WebhookReceiver, router: AsyncWebhookRouter) {
    routing {
        post("/webhooks/defacto") {
            // The body of a call without the secret is not read.
            if (!receiver.verify(call.request.uri)) return@post call.respond(HttpStatusCode.NotFound)
            // One byte more than the limit shows that a body is too long; the rest is not read.
            val body = call.receiveChannel().readRemaining(WebhookReceiver.MAX_BODY_BYTES + 1L).readByteArray()
            // An exception is a 500, and the event is new when it comes again.
            call.respond(HttpStatusCode.fromValue(router.route(call.request.uri, body).status))
        }
    }
}
