package com.getdefacto.tests

import com.getdefacto.sdk.CallOptions
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
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
