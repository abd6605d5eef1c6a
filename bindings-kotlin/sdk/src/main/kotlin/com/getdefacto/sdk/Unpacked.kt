package com.getdefacto.sdk

import java.io.File
import java.io.IOException
import java.net.URL

/** The library of the jar as a file of its own. It is needed until it is loaded; some systems keep it for longer. */
internal class Unpacked(resource: URL) : AutoCloseable {
    private val file: File = created(resource.path.substringAfterLast('/'))

    val path: String get() = file.path

    init {
        resource.openStream().use { from -> file.outputStream().use { from.copyTo(it, BLOCK) } }
    }

    override fun close() {
        if (!file.delete()) file.deleteOnExit()
    }

    private companion object {
        /** How many names are tried. */
        const val NAMES = 100

        /** How many bytes are copied at once. */
        const val BLOCK = 1 shl 16

        /**
         * Creates a file that did not exist. The functions of Java for this load all of its cryptography for the name,
         * which takes longer than unpacking the library.
         */
        fun created(name: String): File {
            // Where JNA unpacks its library, too: some machines allow no programs in the usual folder.
            val folder = System.getProperty("jna.tmpdir") ?: System.getProperty("java.io.tmpdir")
            val start = System.nanoTime()
            repeat(NAMES) {
                val file = File(folder, "defacto-${start + it}-$name")
                if (file.createNewFile()) return file
            }
            throw IOException("$folder has no room for $name")
        }
    }
}
