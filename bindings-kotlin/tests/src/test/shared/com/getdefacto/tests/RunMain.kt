package com.getdefacto.tests

import java.io.File
import java.util.concurrent.TimeUnit

/** Runs a program in its own virtual machine and returns its output; it must succeed. */
fun runMain(
    name: String,
    classPath: String = System.getProperty("java.class.path"),
    arguments: List<String> = listOf(),
    environment: Map<String, String> = mapOf(),
    machine: List<String> = listOf(),
    folder: File? = null,
): String {
    val java = File(System.getProperty("java.home"), "bin/java").path
    val output = File.createTempFile("output", ".txt")
    val builder = ProcessBuilder(listOf(java) + machine + listOf("-cp", classPath, name) + arguments)
    builder.directory(folder).redirectErrorStream(true).redirectOutput(output).environment() += environment
    val process = builder.start()
    val ended = process.waitFor(300, TimeUnit.SECONDS).also { if (!it) process.destroyForcibly() }
    val text = output.readText().trim().also { output.delete() }
    check(ended) { "$name did not end in time:\n$text" }
    check(process.exitValue() == 0) { "$name ended badly:\n$text" }
    return text
}
