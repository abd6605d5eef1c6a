package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files

private const val PROPERTY = "com.getdefacto.sdk.transport"

/** How calls reach the native library: by JNI, and by JNA where that is wanted or JNI fails. */
class TransportTest {
    @Test
    fun `a call by JNI loads nothing of JNA`() {
        val output = called("-verbose:class")
        assertTrue("Hello" in output)
        assertFalse("com.sun.jna" in output)
    }

    @Test
    fun `a property chooses JNA`() {
        val output = called("-verbose:class", "-D$PROPERTY=jna")
        assertTrue("Hello" in output)
        assertTrue("com.sun.jna" in output)
        assertFalse("com.getdefacto.sdk.JniTransport" in output)
    }

    @Test
    fun `calls are made by JNA where JNI cannot unpack the library`() {
        val nowhere = Files.createTempDirectory("no-room").resolve("missing")
        val output = called("-Djava.io.tmpdir=$nowhere", "-Djna.tmpdir=$nowhere/too")
        assertTrue("Hello" in output, output)
    }

    @Test
    fun `the tests of this run go the way that its settings name`() {
        Sandbox().use { sandbox -> sandbox.client().use { it.hello() } }
        val library = Class.forName("com.getdefacto.sdk.NativeLibrary")
        val transport = library.getDeclaredField("transport").apply { isAccessible = true }.get(null)
        val wanted = if (System.getProperty(PROPERTY) == "jna") "JnaTransport" else "JniTransport"
        assertEquals(wanted, transport.javaClass.simpleName)
    }

    private fun called(vararg machine: String): String =
        Sandbox().use { sandbox ->
            val arguments = listOf(sandbox.url, sandbox.apiKey)
            runMain("com.getdefacto.tests.TransportTestKt", arguments = arguments, machine = machine.toList())
        }
}

/** Makes a blocking call and a suspending one. */
fun main(arguments: Array<String>) {
    val (url, key) = arguments
    Client(key, Environment.of(url)).use { client ->
        println(client.hello())
        println(runBlocking { client.async.hello() })
    }
}
