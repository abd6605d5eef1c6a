package com.getdefacto.tests

import com.getdefacto.sdk.testing.Sandbox
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import readme.Readme
import java.io.File
import java.util.concurrent.TimeUnit

/** Every Kotlin and Java block of the README, compiled and run unchanged. */
class ReadmeTest {
    @Test
    fun `the blocks run one after the other`() =
        Sandbox().use { sandbox ->
            val environment = mapOf("DEFACTO_API_KEY" to sandbox.apiKey, "DEFACTO_ENVIRONMENT" to sandbox.url)
            val output = runMain("com.getdefacto.tests.ReadmeMainKt", environment = environment)
            assertTrue(output.endsWith("ran ${Readme.KOTLIN} Kotlin and ${Readme.JAVA} Java blocks"), output)
            assertTrue(Readme.KOTLIN >= 2 && Readme.JAVA >= 1)
            assertEquals(1, requests(sandbox, "POST /borrowers").size, "all enrol the same company")
        }
}

/** Runs a program in its own virtual machine and returns its output; it must succeed. */
fun runMain(
    name: String,
    classPath: String = System.getProperty("java.class.path"),
    arguments: List<String> = listOf(),
    environment: Map<String, String> = mapOf(),
    machine: List<String> = listOf(),
): String {
    val java = File(System.getProperty("java.home"), "bin/java").path
    val output = File.createTempFile("output", ".txt")
    val builder = ProcessBuilder(listOf(java) + machine + listOf("-cp", classPath, name) + arguments)
    builder.redirectErrorStream(true).redirectOutput(output).environment() += environment
    val process = builder.start()
    val ended = process.waitFor(120, TimeUnit.SECONDS).also { if (!it) process.destroyForcibly() }
    val text = output.readText().trim().also { output.delete() }
    check(ended && process.exitValue() == 0) { "$name ended badly:\n$text" }
    return text
}
