package com.getdefacto.tests

import com.getdefacto.sdk.Areas
import com.getdefacto.sdk.AsyncAreas
import com.getdefacto.sdk.AsyncPendingEnrollments
import com.getdefacto.sdk.AsyncWebhookRouter
import com.getdefacto.sdk.BorrowerFilter
import com.getdefacto.sdk.CallOptions
import com.getdefacto.sdk.CancelToken
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.Pdf
import com.getdefacto.sdk.PendingEnrollments
import com.getdefacto.sdk.PortfolioReport
import com.getdefacto.sdk.PortfolioRows
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.WebhookReceiver
import com.getdefacto.sdk.WebhookRouter
import com.getdefacto.sdk.testing.Sandbox
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.Serializable
import java.nio.file.Path
import java.util.UUID
import kotlin.io.path.writeText
import kotlin.reflect.full.memberProperties
import kotlin.reflect.jvm.jvmErasure

/** What holds memory, files or connections of the native library can be closed, at a moment that the caller chooses. */
class ClosingTest {
    private val classes = Surface(System.getProperty("sources")).classes.map { it.java }

    private fun holdsNative(type: Class<*>): Boolean =
        generateSequence(type) { it.superclass }.flatMap { it.declaredFields.asSequence() }
            .any { it.type.simpleName.startsWith("Native") && AutoCloseable::class.java.isAssignableFrom(it.type) }

    @Test
    fun `every class that holds a native object can be closed`() {
        // Parts of a client.
        val areas = (Areas::class.memberProperties + AsyncAreas::class.memberProperties)
            .map { it.returnType.jvmErasure.java } + Areas::class.java + AsyncAreas::class.java
        val holders = classes.filter(::holdsNative) - areas.toSet()
        assertTrue(Client::class.java in holders && Pdf::class.java in holders, "$holders")
        assertEquals(listOf<Class<*>>(), holders.filter { !AutoCloseable::class.java.isAssignableFrom(it) })
    }

    @Test
    fun `what is serialised holds no native object`() {
        val serialised = classes.filter { Serializable::class.java.isAssignableFrom(it) }
        assertTrue(serialised.size > 200)
        assertEquals(listOf<Class<*>>(), serialised.filter(::holdsNative))
    }

    @Test
    fun `each is used and closed`(@TempDir folder: Path) {
        val url = WebhookReceiver.newSubscriptionUrl("https://partner.example/webhooks")
        val file = folder.resolve("companies.csv").also { it.writeText("siren,name\n472618354,Tilleuls\n") }
        Client("test-key", Environment.of("http://127.0.0.1:1")).use { client ->
            Pdf.fromBytes("%PDF-1.7".toByteArray(), "a.pdf").use { assertEquals("a.pdf", it.name) }
            CancelToken().use { assertFalse(it.isCancelled) }
            PortfolioRows.open(file).use { assertEquals("472618354", it.first().request?.identifier) }
            Store.inMemory().use { store ->
                PendingEnrollments(client, store).use { assertTrue(it.isEmpty()) }
                AsyncPendingEnrollments(client.async, store).use { it.resolutions() }
                PortfolioReport(store).use { assertEquals(0, it.summary().rows) }
                client.enrollMany(listOf(), store).use { assertFalse(it.iterator().hasNext()) }
            }
            WebhookReceiver(url).use { receiver ->
                assertTrue(receiver.verify(url))
                WebhookRouter(receiver, client).use { it.onOther { _, _ -> } }
                AsyncWebhookRouter(receiver, client.async).use { it.onOther { _, _ -> } }
                assertTrue(receiver.verify(url), "a router leaves it open")
            }
        }
    }

    @Test
    fun `a closed object refuses its work and is closed again without effect`() {
        val pdf = Pdf.fromBytes("%PDF-1.7".toByteArray(), "a.pdf")
        repeat(2) { pdf.close() }
        assertThrows<IllegalStateException> { pdf.name }
        val token = CancelToken()
        Client("test-key", Environment.of("http://127.0.0.1:1")).use { client ->
            val cancelled = client.withOptions(CallOptions(), token)
            token.cancel()
            token.close()
            assertThrows<DefactoException.Interrupted> { cancelled.hello() }
        }
    }

    @Test
    fun `an iteration that is left early is closed and has no further item`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                (1..3).forEach { client.borrowers.enroll(french(it)) }
                val borrowers = client.borrowers.list(BorrowerFilter(pageSize = 2))
                borrowers.iterator().use { left ->
                    assertTrue(left.hasNext())
                    left.next()
                    left.close()
                    assertFalse(left.hasNext())
                    assertThrows<NoSuchElementException> { left.next() }
                }
                borrowers.stream().use { assertEquals(3, it.count()) }
                client.track(UUID(0, 1)).iterator().use { loans ->
                    assertThrows<DefactoException.NotFound> { loans.hasNext() }
                    assertFalse(loans.hasNext(), "the exception has ended it")
                }
            }
        }
}
