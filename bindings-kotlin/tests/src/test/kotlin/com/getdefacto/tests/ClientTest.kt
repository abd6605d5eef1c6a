package com.getdefacto.tests

import com.getdefacto.sdk.ApiKeyProvider
import com.getdefacto.sdk.CallOptions
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.IOException
import java.nio.file.Path
import kotlin.io.path.writeText

/** The key of a client, and its last answer. */
class ClientTest {
    @Test
    fun `a key is replaced, also by one in a file`(@TempDir folder: Path) {
        Sandbox(apiKey = "second-key").use { sandbox ->
            Client("first-key", Environment.of(sandbox.url)).use { client ->
                assertThrows<DefactoException.Authentication> { client.hello() }
                client.setApiKey("second-key")
                client.hello()
                assertThrows<DefactoException.Configuration> { client.setApiKey("a key") }
                client.hello()
                val file = folder.resolve("key")
                file.writeText("wrong-key\n")
                client.setApiKeyFile(file)
                assertThrows<DefactoException.Authentication> { client.hello() }
            }
        }
    }

    @Test
    fun `a client has the key in a file from the beginning`(@TempDir folder: Path) {
        val file = folder.resolve("key").also { it.writeText("second-key\n") }
        Sandbox(apiKey = "second-key").use { sandbox ->
            Client(file, Environment.of(sandbox.url)).use { it.hello() }
            assertThrows<DefactoException.Configuration> { Client(folder.resolve("none"), Environment.Sandbox) }
        }
    }

    @Test
    fun `a function provides the key and may rotate it`() {
        var key = "first-key"
        var asked = 0
        val provider = ApiKeyProvider {
            asked++
            key
        }
        Canned(Reply(200, "\"hello\"", mapOf("content-type" to "application/json"))).use { server ->
            Client(provider, Environment.of(server.url)).use { client ->
                assertEquals(1, asked, "it is asked when the client is made, and nothing is sent")
                assertEquals(0, server.requests.size)
                client.hello()
                key = "second-key"
                client.hello()
                runBlocking { client.async.hello() }
                client.helloAsync().join()
                val sent = server.requests.map { it.headers["authorization"] }
                assertEquals(listOf("first-key", "second-key", "second-key", "second-key").map { "Bearer $it" }, sent)
            }
        }
    }

    @Test
    fun `a function that throws ends the call before anything is sent`() {
        var isThere = true
        val provider = ApiKeyProvider { if (isThere) "first-key" else throw IOException("no answer for first-key") }
        Canned(Reply(200, "\"hello\"")).use { server ->
            Client(provider, Environment.of(server.url)).use { client ->
                isThere = false
                for (call in listOf({ client.hello() }, { runBlocking { client.async.hello() } })) {
                    val error = assertThrows<DefactoException.Configuration> { call() }
                    assertTrue("java.io.IOException" in error.message, error.message)
                    assertFalse("first-key" in error.message, "the text of the exception may hold the key")
                }
                assertThrows<DefactoException.Configuration> { client.setApiKey(provider) }
                assertThrows<DefactoException.Configuration> { Client(provider, Environment.of(server.url)) }
                assertEquals(0, server.requests.size)
                client.setApiKey { "third-key" }
                client.hello()
                assertEquals("Bearer third-key", server.requests.single().headers["authorization"])
            }
        }
    }

    @Test
    fun `the last answer is that of the object`() {
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                assertNull(client.lastAnswer)
                sandbox.fault("unavailable", "GET /hello", mapOf("times" to 1))
                client.hello()
                val last = client.lastAnswer!!
                assertEquals("GET /hello", last.operation)
                assertEquals(200, last.status)
                assertEquals(2, last.attempts)
                assertTrue("content-type" in last.headers)
                val copy = client.withOptions(CallOptions())
                assertNull(copy.lastAnswer)
                runBlocking { copy.async.hello() }
                assertEquals(1, copy.async.lastAnswer!!.attempts)
            }
        }
    }

    @Test
    fun `a certificate to show has its key`() {
        val nonsense = "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"
        val options = ClientOptions(clientCertificate = nonsense)
        val error = assertThrows<DefactoException.Configuration> { Client("key", Environment.Sandbox, options) }
        assertTrue("the client certificate" in error.message, error.message)
    }
}
