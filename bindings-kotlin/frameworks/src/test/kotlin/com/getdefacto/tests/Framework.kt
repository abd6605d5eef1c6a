package com.getdefacto.tests

import com.example.webhooks.SpringBootApp
import com.example.webhooks.webhooks
import com.getdefacto.sdk.AsyncWebhookRouter
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.WebhookEvent
import com.getdefacto.sdk.WebhookReceiver
import com.getdefacto.sdk.WebhookRouter
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import kotlinx.coroutines.runBlocking
import org.springframework.beans.factory.config.BeanDefinitionCustomizer
import org.springframework.boot.Banner
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.context.ApplicationContextInitializer
import org.springframework.context.support.GenericApplicationContext
import java.util.function.Supplier

/** A server that listens on this machine. */
class Running(val port: Int, private val stop: () -> Unit) : AutoCloseable {
    override fun close() = stop()
}

/** The frameworks that there is an example for. */
enum class Framework {
    KTOR {
        override fun start(url: String, handle: (WebhookEvent) -> Unit): Running {
            val receiver = WebhookReceiver(url)
            val router = AsyncWebhookRouter(receiver, nobody().async).onOther { event, _ -> handle(event) }
            val server = embeddedServer(CIO, port = 0, host = "127.0.0.1") { webhooks(receiver, router) }
            server.start()
            val port = runBlocking { server.engine.resolvedConnectors().single().port }
            return Running(port) { server.stop(0, 0) }
        }
    },
    SPRING_BOOT {
        override fun start(url: String, handle: (WebhookEvent) -> Unit): Running {
            val instead = ApplicationContextInitializer<GenericApplicationContext> { context ->
                val first = BeanDefinitionCustomizer { it.isPrimary = true }
                val router = { WebhookRouter(WebhookReceiver(url), nobody()).onOther { event, _ -> handle(event) } }
                context.registerBean("tested", WebhookRouter::class.java, Supplier { router() }, first)
            }
            val context = SpringApplicationBuilder(SpringBootApp::class.java)
                .bannerMode(Banner.Mode.OFF)
                .initializers(instead)
                .run(
                    "--DEFACTO_WEBHOOK_URL=$url",
                    "--DEFACTO_API_KEY=test-key",
                    "--DEFACTO_ENVIRONMENT=$NOWHERE",
                    "--server.address=127.0.0.1",
                    "--server.port=0",
                )
            val port = context.environment.getRequiredProperty("local.server.port").toInt()
            return Running(port) { context.close() }
        }
    }, ;

    /** Starts the example on a free port, with this in place of what the example does with an event. */
    abstract fun start(url: String, handle: (WebhookEvent) -> Unit): Running
}

/** Where nobody listens: what the events of the tests are about is never read. */
private const val NOWHERE = "http://127.0.0.1:1"

private fun nobody() = Client("test-key", Environment.of(NOWHERE))
