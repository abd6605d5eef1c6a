package com.getdefacto.tests

import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Pdf
import com.getdefacto.sdk.testing.Sandbox
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.InputStream
import java.nio.file.Path
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText

private val CONTENT = "%PDF-1.7 ...".toByteArray()

/** Documents: made from a file, from bytes, from a stream. */
class PdfTest {
    @Test
    fun `it is made from whatever there is`(@TempDir folder: Path) {
        val file = folder.resolve("invoice 17.pdf").also { it.writeBytes(CONTENT) }
        val made = listOf(
            Pdf.fromPath(file),
            Pdf.fromPath(file.toFile()),
            Pdf.fromBytes(CONTENT, "invoice 17.pdf"),
            Pdf.fromStream(CONTENT.inputStream(), "invoice 17.pdf"),
        )
        for (pdf in made) {
            assertEquals("invoice 17.pdf", pdf.name)
            assertArrayEquals(CONTENT, pdf.content())
            assertEquals("JVBERi0xLjcgLi4u", pdf.base64())
            assertEquals("Pdf(12 bytes)", "$pdf", "a name may say whose it is")
        }
    }

    @Test
    fun `what is no document is refused`(@TempDir folder: Path) {
        val text = folder.resolve("letter.txt").also { it.writeText("Dear Sir") }
        val endless = object : InputStream() {
            override fun read(): Int = '%'.code
        }
        assertEquals("no_pdf", problem { Pdf.fromPath(text) })
        assertEquals("unreadable_file", problem { Pdf.fromPath(folder.resolve("nothing.pdf")) })
        assertEquals("empty_file", problem { Pdf.fromBytes(byteArrayOf(), "invoice.pdf") })
        assertEquals("file_too_large", problem { Pdf.fromStream(endless, "invoice.pdf") })
    }

    private fun problem(make: () -> Pdf) = assertThrows<DefactoException.Validation> { make() }.problems.single().code

    @Test
    fun `it is uploaded`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                val invoice = client.invoices.upload(Pdf.fromBytes(CONTENT, "facture.pdf"), seller = "SIREN-472618354")
                assertEquals(invoice.id, client.invoices.get(java.util.UUID.fromString(invoice.id)).id)
                val sent = requests(sandbox, "POST /invoices/upload").single()["body"] as Map<*, *>
                assertEquals(12L, (sent["file"] as Map<*, *>)["bytes"])
            }
        }
}
