package com.getdefacto.tests

import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.testing.Sandbox
import com.getdefacto.sdk.testing.SandboxException
import com.sun.net.httpserver.HttpServer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.net.InetAddress
import java.net.InetSocketAddress

/** The helper for tests, used as its users do. */
class SandboxTest {
    @Test
    fun `a lost answer creates no second borrower`() {
        Sandbox().use { sandbox ->
            sandbox.fault("timeout_after_commit", "POST /borrowers")
            sandbox.client().use { client ->
                assertInstanceOf(Enrollment.Ready::class.java, client.enroll(french(1), WAITING))
            }
            assertEquals(1, (sandbox.state()["borrowers"] as List<*>).size)
        }
    }

    @Test
    fun `it is changed and begins anew`() {
        Sandbox(speed = 50.0, seed = 7, apiKey = "my-key").use { sandbox ->
            assertEquals("my-key", sandbox.apiKey)
            assertEquals(50.0, sandbox.settings()["speed"])
            val settings = sandbox.settings(mapOf("declined_as" to "zero_line"))
            assertEquals("zero_line", settings["declined_as"])
            sandbox.fault("bad_gateway", "GET /hello", mapOf("times" to 100))
            sandbox.clearFaults()
            sandbox.client().use { it.hello() }
            assertEquals("GET /hello", sandbox.log().single()["operation"])
            sandbox.clearLog()
            assertEquals(0, sandbox.log().size)
            sandbox.reset()
            assertTrue(sandbox.settings()["declined_as"] != "zero_line")
        }
    }

    @Test
    fun `one that runs already is used and goes on`() {
        Sandbox().use { started ->
            Sandbox.at(started.url).use { sandbox ->
                sandbox.client().use { assertInstanceOf(Enrollment.Ready::class.java, it.enroll(french(2), WAITING)) }
            }
            assertEquals(1, (started.state()["borrowers"] as List<*>).size)
            started.close()
            val error = assertThrows<SandboxException> { Sandbox.at(started.url) }
            assertTrue("Start one: `defacto sandbox`" in error.message!!, error.message)
        }
    }

    @Test
    fun `a server that is no sandbox is refused`() {
        for (body in listOf("<html>", "[]", "{\"time\": \"now\"}")) {
            val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
            server.createContext("/") { exchange ->
                exchange.sendResponseHeaders(200, body.length.toLong())
                exchange.responseBody.use { it.write(body.toByteArray()) }
            }
            server.start()
            try {
                val error = assertThrows<SandboxException> { Sandbox.at("http://127.0.0.1:${server.address.port}") }
                assertTrue("is not a sandbox" in error.message!!, error.message)
            } finally {
                server.stop(0)
            }
        }
    }

    @Test
    fun `the clock moves to what is due next`() {
        Sandbox().use { sandbox ->
            sandbox.freeze()
            val before = sandbox.now()
            sandbox.client().use { it.borrowers.enroll(french(3)) }
            assertTrue(sandbox.advanceToNextEvent() > before)
        }
    }

    @Test
    fun `what it does not know is refused`() {
        Sandbox().use { sandbox ->
            val error = assertThrows<SandboxException> { sandbox.fault("earthquake") }
            assertTrue("earthquake" in error.message!!, error.message)
        }
    }

    @Test
    fun `without the command it says how to install it`() {
        val nowhere = mapOf("DEFACTO_BINARY" to "", "PATH" to "/nonexistent")
        val output = runMain("com.getdefacto.tests.SandboxTestKt", environment = nowhere)
        assertTrue("the `defacto` command is not installed: run `pipx install" in output, output)
    }
}

/** Tries to start a sandbox, and prints why it cannot. */
fun main() {
    println(assertThrows<SandboxException> { Sandbox() }.message)
}
