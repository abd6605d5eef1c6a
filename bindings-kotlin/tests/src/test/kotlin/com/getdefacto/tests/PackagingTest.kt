package com.getdefacto.tests

import com.getdefacto.sdk.Client
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.charset.StandardCharsets

private const val LIBRARY = "linux-x86-64/libdefacto_ffi.so"
private const val LOAD = 1

/** The content of the jar. */
class PackagingTest {
    private fun resource(name: String): ByteArray {
        val stream = Client::class.java.classLoader.getResourceAsStream(name)
        return checkNotNull(stream) { "$name is not in the jar" }.use { it.readBytes() }
    }

    @Test
    fun `the library's segments are aligned to pages of 16 KiB`() {
        val alignments = loadAlignments(resource(LIBRARY))
        assertTrue(alignments.isNotEmpty())
        println("alignment of the segments: $alignments")
        assertTrue(alignments.all { it >= 0x4000 }, "$alignments")
    }

    @Test
    fun `the shrinkers' rules are where they look for them`() {
        val rules = String(resource("META-INF/proguard/defacto-sdk.pro"), StandardCharsets.UTF_8)
        assertTrue("com.sun.jna" in rules)
        for (tool in listOf("r8", "proguard")) {
            val place = "META-INF/com.android.tools/$tool/defacto-sdk.pro"
            assertEquals(rules, String(resource(place), StandardCharsets.UTF_8), place)
        }
    }

    @Test
    fun `the jar has the version of the core, and its licences`() {
        val workspace = WORKSPACE.resolve("Cargo.toml").readText()
        val version = Regex("^version = \"(.+)\"", RegexOption.MULTILINE).find(workspace)!!.groupValues[1]
        assertEquals(version, Client::class.java.`package`.implementationVersion)
        assertTrue(resource("META-INF/LICENSE-MIT").isNotEmpty() && resource("META-INF/LICENSE-APACHE").isNotEmpty())
    }

    /** Returns the alignment of the loaded segments: `p_align` in the program headers of a 64-bit ELF file. */
    private fun loadAlignments(file: ByteArray): List<Long> {
        val elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)
        assertEquals(0x464c457f, elf.getInt(0), "an ELF file")
        val (table, size, count) = Triple(elf.getLong(32).toInt(), elf.getShort(54).toInt(), elf.getShort(56).toInt())
        val headers = (0 until count).map { table + it * size }
        return headers.filter { elf.getInt(it) == LOAD }.map { elf.getLong(it + 48) }
    }
}
