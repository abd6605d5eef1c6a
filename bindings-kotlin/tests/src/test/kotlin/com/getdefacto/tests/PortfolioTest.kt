package com.getdefacto.tests

import com.getdefacto.sdk.BusinessEligibility
import com.getdefacto.sdk.BusinessIdentifier
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EligibilityScenario
import com.getdefacto.sdk.IdentifierType
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.PortfolioOptions
import com.getdefacto.sdk.PortfolioOutcome
import com.getdefacto.sdk.PortfolioResult
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.IOException
import java.nio.file.Path
import java.time.Duration
import kotlin.concurrent.thread

private val RUN = PortfolioOptions(
    settleTime = Duration.ofMillis(400),
    pollInterval = Duration.ofMillis(20),
    wait = Duration.ofSeconds(30),
)

/** Many companies, enrolled by runs that may end at any moment. */
class PortfolioTest {
    private fun test(speed: Double = 100.0, run: (Sandbox, Client) -> Unit) =
        Sandbox(speed).use { sandbox -> sandbox.client().use { client -> run(sandbox, client) } }

    private fun sent(sandbox: Sandbox) = requests(sandbox, "POST /borrowers").size

    private fun assertOneBorrowerEach(client: Client, companies: Int) {
        val borrowers = client.borrowers.list().all().groupingBy { it.identifier }.eachCount()
        assertEquals((1..companies).associate { french(it).identifier to 1 }, borrowers)
    }

    /** An endless portfolio. */
    private val endless = generateSequence(1) { it + 1 }.map(::french)

    @Test
    fun `each row gets its outcome and a second run sends nothing`() =
        test { sandbox, client ->
            val declined = BusinessIdentifier(french(2).identifier, IdentifierType.Siren)
            client.testing.setEligibility(BusinessEligibility(declined, EligibilityScenario.NotEligible))
            val german = NewBorrower(
                "HRB 3 B",
                IdentifierType.HrNummer,
                name = "Lindenhof Werkzeugbau GmbH",
                accountNumber = "DE43500105170000000003",
            )
            val companies = listOf(french(1), french(2), german, NewBorrower(""), french(1))
            val store = Store.inMemory()
            val outcomes = { results: Iterable<PortfolioResult> -> results.associateBy { it.row }.toSortedMap() }

            val run = client.enrollMany(companies, store, RUN)
            val first = run.use { outcomes(it) }
            val kinds = listOf(
                PortfolioOutcome.Ready,
                PortfolioOutcome.Declined,
                PortfolioOutcome.MissingData,
                PortfolioOutcome.Invalid,
                PortfolioOutcome.Duplicate,
            )
            assertEquals(kinds, first.values.map { it.outcome })
            assertTrue(first[1]!!.poolAmount!! > 0)
            assertTrue(first[3]!!.fields.isNotEmpty())
            assertEquals("/identifier", first[4]!!.problems[0].problem.pointer)
            assertEquals(1, first[5]!!.duplicateOf)
            val progress = run.progress()
            assertEquals(listOf(5L, 1L, 1L), listOf(progress.read, progress.ready, progress.invalid))

            val before = sent(sandbox)
            val second = client.enrollMany(companies.iterator(), store, RUN).use { outcomes(it) }
            assertEquals(kinds, second.values.map { it.outcome })
            assertTrue(second[1]!!.knownBefore && second[2]!!.knownBefore)
            assertEquals(1, sent(sandbox) - before, "only the row that lacks data is tried again")
            assertEquals(listOf("portfolio"), store.jobs())
            store.forgetJob("portfolio")
            assertTrue(store.jobs().isEmpty())
        }

    @Test
    fun `a run that was stopped goes on in the same file`(@TempDir folder: Path) =
        test { _, client ->
            val companies = (1..40).map(::french)
            Store.sqlite(folder.resolve("portfolio.db")).use { store ->
                client.enrollMany(companies, store, RUN.copy(maxInFlight = 2)).use { run ->
                    val busy = assertThrows<DefactoException.Store> { client.enrollMany(companies, store, RUN) }
                    assertTrue("this process" in busy.message, busy.message)
                    assertThrows<DefactoException.Interrupted> {
                        for (result in run) {
                            if (run.progress().ready >= 3) run.stop()
                        }
                    }
                }
            }
            Store.sqlite(folder.resolve("portfolio.db")).use { store ->
                val results = client.enrollMany(companies.asSequence(), store, RUN).use { it.toList() }
                assertEquals((1L..40L).toList(), results.map { it.row }.sorted())
                assertTrue(results.all { it.outcome == PortfolioOutcome.Ready })
                assertTrue(results.any { it.knownBefore })
            }
            assertOneBorrowerEach(client, 40)
        }

    @Test
    fun `what the iterator throws ends the run and is thrown as it is`() =
        test { _, client ->
            val problem = IOException("the line is cut")
            val companies = sequence {
                yield(french(1))
                yield(french(2))
                throw problem
            }
            val store = Store.inMemory()
            client.enrollMany(companies, store, RUN).use { run ->
                assertSame(problem, assertThrows<IOException> { run.toList() })
            }
            val flow = client.async.enrollMany(companies, store, RUN)
            assertThrows<IOException> { runBlocking { flow.toList() } }
            val results = client.enrollMany(listOf(french(1), french(2)), store, RUN).use { it.toList() }
            assertEquals(2, results.size)
            assertOneBorrowerEach(client, 2)
        }

    @Test
    fun `an error in the iterator and a company that cannot be written end it as well`() =
        test { sandbox, client ->
            val overflow = sequence<NewBorrower> { throw StackOverflowError() }
            assertThrows<StackOverflowError> { client.enrollMany(overflow, Store.inMemory(), RUN).use { it.toList() } }
            val odd = listOf(french(1).copy(metadata = mapOf("when" to Any())))
            assertThrows<IllegalArgumentException> { client.enrollMany(odd, Store.inMemory(), RUN).use { it.toList() } }
            @Suppress("UNCHECKED_CAST")
            val nothing = listOf<NewBorrower?>(null) as List<NewBorrower>
            assertThrows<NullPointerException> { client.enrollMany(nothing, Store.inMemory(), RUN).use { it.toList() } }
            assertEquals(0, sent(sandbox))
        }

    @Test
    fun `a run that has ended leaves the store to the next`(@TempDir folder: Path) =
        test { _, client ->
            val store = Store.sqlite(folder.resolve("portfolio.db"))
            val failed = client.enrollMany(sequence<NewBorrower> { throw IOException() }, store, RUN)
            assertThrows<IOException> { failed.toList() }
            assertFalse(failed.iterator().hasNext(), "an error is thrown once")
            repeat(2) { assertEquals(1, client.enrollMany(listOf(french(1)), store, RUN).toList().size) }
            client.enrollMany(endless, store, RUN).stream().use { it.limit(1).count() }
            assertEquals(1, client.enrollMany(listOf(french(1)), store, RUN).toList().size)
        }

    @Test
    fun `a flow that is cancelled while it begins leaves nothing behind`(@TempDir folder: Path) =
        test { _, client ->
            val store = Store.sqlite(folder.resolve("portfolio.db"))
            runBlocking {
                lateinit var collecting: Job
                val companies = Iterable {
                    collecting.cancel()
                    endless.iterator()
                }
                collecting = launch(Dispatchers.Default, CoroutineStart.LAZY) {
                    client.async.enrollMany(companies, store, RUN).collect {}
                }
                withTimeout(20_000) { collecting.join() }
                assertTrue(collecting.isCancelled)
                assertEquals(1, client.async.enrollMany(listOf(french(1)), store, RUN).toList().size)
            }
        }

    @Test
    fun `a run that is closed early sends nothing more`() =
        test(speed = 10.0) { sandbox, client ->
            val run = client.enrollMany(endless, Store.inMemory(), RUN)
            run.iterator().next()
            run.close()
            sendsNothingMore(sandbox)
            assertFalse(run.iterator().hasNext())
            assertTrue(run.progress().read > 0)
            run.close()
            run.stop()
        }

    @Test
    fun `an interrupted thread ends the run`() =
        test(speed = 1.0) { _, client ->
            var thrown: Throwable? = null
            val iterating = thread {
                client.enrollMany(listOf(french(1)), Store.inMemory(), RUN).use { run ->
                    Thread.currentThread().interrupt()
                    thrown = runCatching { run.toList() }.exceptionOrNull()
                }
            }
            iterating.join(20_000)
            assertFalse(iterating.isAlive)
            assertInstanceOf(DefactoException.Interrupted::class.java, thrown)
        }

    @Test
    fun `a flow gives the results and ends the run with itself`() =
        test { sandbox, client ->
            runBlocking {
                val store = Store.inMemory()
                val results = client.async.enrollMany((1..5).map(::french), store, RUN).toList()
                assertEquals((1L..5L).toList(), results.map { it.row }.sorted())
                assertEquals(2, client.async.enrollMany(endless, store, RUN).take(2).toList().size)

                val run = launch(Dispatchers.Default) { client.async.enrollMany(endless, store, RUN).collect {} }
                eventually("some requests") { sent(sandbox) > 20 }
                withTimeout(20_000) { run.cancelAndJoin() }
                assertTrue(run.isCancelled)
                sendsNothingMore(sandbox)
            }
        }
}
