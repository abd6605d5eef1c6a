package com.getdefacto.sdk

import java.io.File
import java.io.IOException
import java.io.InputStream
import java.nio.file.Path

/** The number of bytes that are read at once. */
private const val PIECE = 64 * 1024

/**
 * A PDF document, for example an invoice that a loan finances.
 *
 * Content that is not a PDF, is empty or is larger than 20 MiB is refused at once. Requests that carry a
 * document inside JSON take its [base64].
 */
public class Pdf private constructor(internal val native: NativePdf) : AutoCloseable {
    /** The file's name. */
    public val name: String get() = native.name()

    /** The bytes of the document: a copy. */
    public fun content(): ByteArray = native.content()

    /** The document in Base64, as requests carry it inside JSON. */
    public fun base64(): String = native.base64()

    /** Releases the document's bytes. A call that sends it keeps them. */
    override fun close(): Unit = native.close()

    /** Shows the size, but not the name, which may name a person. */
    override fun toString(): String = native.description()

    public companion object {
        /**
         * The largest document that is sent, in bytes. The contract names no limit; this limit is the
         * library's.
         */
        public const val MAX_BYTES: Int = 20 * 1024 * 1024

        /**
         * Creates a document from its bytes. Does not block.
         *
         * @param name the file's name with its extension.
         * @throws DefactoException.Validation when the content is empty, too large or not a PDF.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun fromBytes(content: ByteArray, name: String): Pdf = Pdf(NativePdf.fromBytes(content, name))

        /**
         * Creates a document from a file. Blocks.
         *
         * @throws DefactoException.Validation when the content cannot be read, is empty, too large or not a
         *   PDF.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun fromPath(path: Path): Pdf = Pdf(NativePdf.fromPath(path.toString()))

        /**
         * Creates a document from a file. Blocks.
         *
         * @throws DefactoException.Validation when the content cannot be read, is empty, too large or not a
         *   PDF.
         */
        @JvmStatic
        @Throws(DefactoException::class)
        public fun fromPath(file: File): Pdf = Pdf(NativePdf.fromPath(file.path))

        /**
         * Creates a document from a stream, read to its end; the stream stays open. Blocks.
         *
         * @param name the file's name with its extension.
         * @throws IOException when the stream cannot be read.
         * @throws DefactoException.Validation when the content is empty, too large or not a PDF.
         */
        @JvmStatic
        @Throws(IOException::class, DefactoException::class)
        public fun fromStream(stream: InputStream, name: String): Pdf = fromBytes(upToTheLimit(stream), name)

        /** Reads up to one byte more than allowed, which shows that the content is too large. */
        private fun upToTheLimit(stream: InputStream): ByteArray {
            val content = java.io.ByteArrayOutputStream()
            val piece = ByteArray(PIECE)
            while (content.size() <= MAX_BYTES) {
                val count = stream.read(piece)
                if (count < 0) break
                content.write(piece, 0, count)
            }
            return content.toByteArray()
        }
    }
}
