package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.CreditLine
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.WebhookReceiver
import com.getdefacto.sdk.testing.Sandbox
import com.sun.net.httpserver.HttpServer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.springframework.boot.Banner
import org.springframework.boot.WebApplicationType
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration
import pages.Pages
import pages.jvm.java1.DefactoConfiguration
import tools.jackson.databind.json.JsonMapper
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.writeText

/** The Kotlin and Java blocks of the pages in docs and docs/guides, which are compiled unchanged. */
class PageTest {
    @Test
    fun `the blocks run one after the other`(@TempDir folder: Path) =
        Sandbox().use { sandbox ->
            // What the pages take for granted: an enrolled company, a file with companies, a subscription.
            sandbox.client().use { client ->
                val ready = EnrollOptions.waitUntilReady(Duration.ofSeconds(30))
                client.enroll(NewBorrower("913572467", IdentifierType.Siren), ready)
            }
            folder.resolve("customers.csv").writeText("siren\n913572467\n472618354\n")
            val environment = mapOf(
                "DEFACTO_API_KEY" to sandbox.apiKey,
                "DEFACTO_ENVIRONMENT" to sandbox.url,
                "PORT" to "0",
                "DEFACTO_WEBHOOK_URL" to WebhookReceiver.newSubscriptionUrl("https://partner.example/webhooks/defacto"),
            )
            val main = "com.getdefacto.tests.PagesMainKt"
            val output = runMain(main, environment = environment, folder = folder.toFile())
            assertTrue(output.endsWith("ran ${Pages.BLOCKS} blocks"), output)
            assertTrue(Pages.BLOCKS >= 20)
        }

    private val application = SpringApplicationBuilder(DefactoConfiguration::class.java)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)

    @Test
    fun `Spring makes a client of the properties and closes it`(@TempDir folder: Path) {
        val file = folder.resolve("key").also { it.writeText("first-key\n") }
        val keys = CopyOnWriteArrayList<String>()
        val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        server.createContext("/") { exchange ->
            keys += exchange.requestHeaders.getFirst("Authorization")
            exchange.responseHeaders.add("Content-Type", "application/json")
            exchange.sendResponseHeaders(200, 7)
            exchange.responseBody.use { it.write("\"hello\"".toByteArray()) }
        }
        server.start()
        try {
            val url = "http://127.0.0.1:${server.address.port}"
            val context = application.run("--defacto.base-url=$url", "--defacto.key-file=$file")
            val client = context.getBean(Client::class.java)
            client.hello()
            file.writeText("second-key\n")
            client.hello()
            assertEquals(listOf("Bearer first-key", "Bearer second-key"), keys)
            context.close()
            assertThrows(DefactoException::class.java) { client.hello() }
            assertEquals(2, keys.size)
        } finally {
            server.stop(0)
        }
    }

    @Test
    fun `Spring's own mapper writes models in the form of the API`() {
        SpringApplicationBuilder(JacksonAutoConfiguration::class.java).web(WebApplicationType.NONE).run().use {
            val mapper = it.getBean(JsonMapper::class.java)
            val company = NewBorrower("472618354", IdentifierType.Siren)
            assertTrue("\"identifier_type\":\"siren\"" in mapper.writeValueAsString(mapOf("company" to company)))
            assertEquals(company, mapper.readValue(company.toJson(), NewBorrower::class.java))
        }
    }

    @Test
    fun `both libraries read a model in a class`() {
        val json = """{"distribution":"DIRECT","fees_interest_daily_rate":0.06,"fees_operating_daily_rate":0.01,""" +
            """"loan_contract_type":"CREDIT_OPERATION","start_date":"2026-11-02T08:15:00Z"}"""
        val text = """{"name":"Odile","line":$json,"kind":"siren"}"""
        val line = CreditLine.fromJson(json)
        assertEquals(line, pages.jvm.java2.Customers().read(text.replace(",\"kind\":\"siren\"", "")).line())
        val customer = pages.jvm.kotlin3.Customers().read(text)
        assertEquals(line to IdentifierType.Siren, customer.line to customer.kind)
    }
}
