package com.getdefacto.tests

import com.android.tools.r8.R8
import com.getdefacto.sdk.testing.Sandbox
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.util.jar.JarEntry
import java.util.jar.JarFile
import java.util.jar.JarOutputStream

/** A program still works after Android's shrinker has removed all code that it can. */
class ShrinkingTest {
    @Test
    fun `an app that was shrunk and renamed still enrols`(@TempDir folder: File) {
        val app = folder.resolve("app.jar").also(::packApp)
        val jars = listOf(app) + classPath("defacto-sdk-0", "jna-", "kotlin-stdlib", "kotlinx-coroutines", "slf4j-api")
        val rules = folder.resolve("app.pro")
        rules.writeText(
            "-keep class com.getdefacto.tests.ShrunkApp { public static void main(java.lang.String[]); }\n" +
                "-dontwarn **\n" + rulesOf(jars),
        )
        val shrunk = folder.resolve("shrunk.jar")
        R8.main(
            arrayOf("--classfile", "--release", "--lib", System.getProperty("java.home")) +
                arrayOf("--pg-conf", rules.path, "--output", shrunk.path) + jars.map { it.path },
        )
        println("${jars.sumOf { it.length() } / 1024} KiB of jars became ${shrunk.length() / 1024} KiB")

        val names = JarFile(shrunk).use { jar -> jar.entries().toList().map { it.name } }
        assertTrue(names.none { it == "com/getdefacto/sdk/AsyncClient.class" }, "what is not used is gone")
        Sandbox().use { sandbox ->
            val output = runMain("com.getdefacto.tests.ShrunkApp", shrunk.path, listOf(sandbox.url, sandbox.apiKey))
            assertEquals("Ready; refused: validation", output.lines().last())
            assertEquals(1, requests(sandbox, "POST /borrowers").size)
        }
    }

    /** Returns the rules in the jars, from where a build for Android reads them. */
    private fun rulesOf(jars: List<File>): String =
        jars.joinToString("\n") { file ->
            JarFile(file).use { jar ->
                val entries = jar.entries().toList().filter { it.name.matches(Regex("META-INF/proguard/.+\\.pro")) }
                entries.joinToString("\n") { jar.getInputStream(it).reader().readText() }
            }
        }

    private fun packApp(file: File) {
        JarOutputStream(file.outputStream()).use { jar ->
            val folder = File(ShrunkApp::class.java.protectionDomain.codeSource.location.toURI())
            val classes = folder.resolve("com/getdefacto/tests")
            for (part in classes.listFiles().orEmpty().filter { it.name.startsWith("ShrunkApp") }) {
                jar.putNextEntry(JarEntry("com/getdefacto/tests/${part.name}"))
                jar.write(part.readBytes())
            }
        }
    }

    private fun classPath(vararg names: String): List<File> {
        val all = System.getProperty("java.class.path").split(File.pathSeparator).map(::File)
        return all.filter { file -> file.extension == "jar" && names.any { file.name.startsWith(it) } }
    }
}
