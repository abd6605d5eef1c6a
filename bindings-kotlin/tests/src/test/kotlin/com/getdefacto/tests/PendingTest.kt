package com.getdefacto.tests

import com.getdefacto.sdk.AsyncPendingEnrollments
import com.getdefacto.sdk.CancelToken
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.PendingEnrollments
import com.getdefacto.sdk.PendingOptions
import com.getdefacto.sdk.ResolutionOutcome
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.WebhookEvent
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.time.Duration
import kotlin.concurrent.thread

private val WAITS = PendingOptions(pollInterval = Duration.ofMillis(20), gather = Duration.ofMillis(30))
private val LONG = Duration.ofSeconds(30)

/** Pending enrolments, polled together. */
class PendingTest {
    private fun test(run: (Sandbox, Client) -> Unit) =
        Sandbox().use { sandbox -> sandbox.client().use { client -> run(sandbox, client) } }

    private fun enroll(client: Client, number: Int) =
        (client.enroll(french(number), EnrollOptions.asynchronous()) as Enrollment.Pending).resume

    private val line = WebhookEvent.fromJson("""{"event_type":"CreditLine.CREATED","id":"a"}""")

    @Test
    fun `each gets its line`() =
        test { _, client ->
            val pending = PendingEnrollments(client, Store.inMemory(), WAITS)
            (1..3).forEach { pending.addToken(enroll(client, it)) }
            val ready = client.enroll(french(4), WAITING)
            assertFalse(pending.add(ready), "it does not wait")
            assertEquals(3, pending.size())
            val resolutions = pending.resolutions(LONG).toList()
            assertEquals((1..3).map { french(it).identifier }.toSet(), resolutions.map { it.identifier }.toSet())
            assertTrue(resolutions.all { it.outcome == ResolutionOutcome.Ready && it.creditLine != null })
            assertTrue(
                resolutions.none {
                    it.identifier in "${it.copy(creditLine = null)}"
                },
                "it may be that of a person",
            )
            assertTrue(pending.isEmpty())
            assertEquals(0, pending.resolutions().stream().count())
        }

    @Test
    fun `what was not dealt with comes again after a restart`(@TempDir folder: Path) =
        test { _, client ->
            val file = folder.resolve("pending.db")
            val tokens = (1..2).map { enroll(client, it) }
            val first = Store.sqlite(file).use { store ->
                val pending = PendingEnrollments(client, store, WAITS)
                tokens.forEach(pending::addToken)
                pending.resolutions(LONG).iterator().next()
            }
            Store.sqlite(file).use { store ->
                assertEquals(listOf("pending"), store.jobs())
                val again = PendingEnrollments(client, store, WAITS).resolutions(LONG).toList()
                assertEquals(2, again.size)
                assertTrue(again.any { it.identifier == first.identifier })
            }
            Store.sqlite(file).use { assertTrue(PendingEnrollments(client, it, WAITS).isEmpty()) }
        }

    @Test
    fun `a wait ends when its thread is interrupted and when a token says so`() =
        test { _, client ->
            val token = CancelToken()
            val pending = PendingEnrollments(client.withOptions(cancel = token), Store.inMemory(), WAITS)
            val waiting = thread {
                Thread.currentThread().interrupt()
                assertThrows<DefactoException.Interrupted> { pending.watch().iterator().next() }
            }
            waiting.join(20_000)
            assertFalse(waiting.isAlive)
            token.cancel()
            assertThrows<DefactoException.Interrupted> { pending.watch().iterator().next() }
        }

    @Test
    fun `a flow gives them as well and ends when it is cancelled`() =
        test { sandbox, client ->
            runBlocking {
                val store = Store.inMemory()
                val pending = PendingEnrollments(client, store, WAITS)
                val watching = async(Dispatchers.Default) { pending.async.watch().first() }
                pending.async.addToken(enroll(client, 1))
                assertTrue(pending.async.notify(line))
                assertEquals(french(1).identifier, withTimeout(20_000) { watching.await() }.identifier)
                val again = pending.async.resolutions(LONG).toList()
                assertEquals(listOf(french(1).identifier), again.map { it.identifier }, "no other was asked for")
                assertTrue(AsyncPendingEnrollments(client.async, store, WAITS).resolutions(LONG).toList().isEmpty())

                val other = AsyncPendingEnrollments(client.async, Store.inMemory(), WAITS)
                val forever = launch(Dispatchers.Default) { other.watch().collect {} }
                assertTrue(other.isEmpty())
                withTimeout(20_000) { forever.cancelAndJoin() }
                assertTrue(forever.isCancelled)
            }
            assertTrue(requests(sandbox, "GET /credit_lines").isNotEmpty())
        }

    @Test
    fun `other events are no reason to look`() =
        test { _, client ->
            val pending = PendingEnrollments(client, Store.inMemory())
            assertFalse(pending.notify(WebhookEvent.fromJson("""{"event_type":"Loan.CLOSED"}""")))
            assertTrue(pending.notify(line))
        }
}
