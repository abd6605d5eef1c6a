package com.getdefacto.tests

import com.getdefacto.sdk.AsyncClient
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.EnrollOptions
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.EnrollmentStage
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.LoanOptions
import com.getdefacto.sdk.PendingEnrollments
import com.getdefacto.sdk.Store
import com.getdefacto.sdk.forgetRequests
import com.getdefacto.sdk.testing.Sandbox
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.api.parallel.Execution
import org.junit.jupiter.api.parallel.ExecutionMode
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import kotlin.concurrent.thread

/** Waits longer than the call of these tests takes to take effect. */
private val PATIENT = EnrollOptions(wait = Duration.ofSeconds(60), pollInterval = Duration.ofMillis(50))

/** An intent in a store is carried out once, whichever process continues it. */
@Execution(ExecutionMode.CONCURRENT)
class StoresTest {
    private fun borrowers(sandbox: Sandbox) = (sandbox.state()["borrowers"] as List<*>).size

    private fun loans(sandbox: Sandbox) = (sandbox.state()["loans"] as List<*>).size

    private fun sent(sandbox: Sandbox) = requests(sandbox, "POST /borrowers").size

    /** The API answers 504 at once, and carries the next enrolment out later. */
    private fun commitLate(sandbox: Sandbox) =
        sandbox.fault("timeout_late_commit", "POST /borrowers", mapOf("times" to 1, "commit_delay_ms" to 4_000))

    private fun assertOneBorrower(sandbox: Sandbox, outcome: Enrollment) {
        assertInstanceOf(Enrollment.Ready::class.java, outcome)
        assertEquals(listOf(1, 1), listOf(sent(sandbox), borrowers(sandbox)))
    }

    @Test
    fun `what another process has begun goes on by the store`(@TempDir folder: Path) =
        Sandbox(speed = 10.0).use { sandbox ->
            commitLate(sandbox)
            val file = folder.resolve("intents.db")
            // Another process: it knows of the call through the store alone.
            val given = listOf(sandbox.url, sandbox.apiKey, file.toString())
            assertEquals("it is not known", runMain("com.getdefacto.tests.StoresTestKt", arguments = given))
            assertEquals(listOf(1, 0), listOf(sent(sandbox), borrowers(sandbox)))
            sandbox.client(store = Store.sqlite(file)).use { assertOneBorrower(sandbox, it.enroll(french(5), PATIENT)) }
        }

    @Test
    fun `the store of the options goes on as well`(@TempDir folder: Path) =
        Sandbox(speed = 10.0).use { sandbox ->
            commitLate(sandbox)
            val file = folder.resolve("intents.db")
            sandbox.client().use { giveUp(it, PATIENT.copy(store = Store.sqlite(file))) }
            val patient = EnrollOptions.builder().wait(PATIENT.wait).pollInterval(PATIENT.pollInterval)
            val options = patient.store(Store.sqlite(file)).build()
            sandbox.client().use { client -> assertOneBorrower(sandbox, client.enroll(french(5), options)) }
        }

    @Test
    fun `an interrupted thread goes on by the token and by the store`(@TempDir folder: Path) =
        Sandbox(speed = 10.0).use { sandbox ->
            commitLate(sandbox)
            val file = folder.resolve("intents.db")
            var error: DefactoException? = null
            sandbox.client(store = Store.sqlite(file)).use { client ->
                val enrolling = thread {
                    error = assertThrows<DefactoException.Interrupted> { client.enroll(french(5), PATIENT) }
                }
                eventually("the call") { sent(sandbox) == 1 }
                enrolling.interrupt()
                enrolling.join(10_000)
            }
            val token = error!!.details.resumeToken
            assertNotNull(token)
            sandbox.client(store = Store.sqlite(file)).use { client ->
                assertOneBorrower(sandbox, client.enroll(french(5), PATIENT))
                assertOneBorrower(sandbox, client.resumeEnrollment(token!!, PATIENT))
            }
        }

    @Test
    fun `a cancelled coroutine goes on by the token and by the store`(@TempDir folder: Path) =
        Sandbox(speed = 10.0).use { sandbox ->
            commitLate(sandbox)
            val file = folder.resolve("intents.db")
            var cause: Throwable? = null
            val another = AsyncClient(sandbox.apiKey, sandbox.environment, store = Store.sqlite(file))
            another.use { client ->
                runBlocking {
                    val enrolling = launch(Dispatchers.Default) {
                        try {
                            client.enroll(french(5), PATIENT)
                        } catch (cancelled: CancellationException) {
                            cause = generateSequence<Throwable>(cancelled) { it.cause }.last()
                            throw cancelled
                        }
                    }
                    eventually("the call") { sent(sandbox) == 1 }
                    enrolling.cancel()
                    enrolling.join()
                }
            }
            val stopped = assertInstanceOf(DefactoException.Interrupted::class.java, cause)
            assertNotNull(stopped.details.resumeToken)
            sandbox.client(store = Store.sqlite(file)).use { client ->
                val outcome = runBlocking { client.async.enroll(french(5), PATIENT) }
                assertOneBorrower(sandbox, outcome)
            }
        }

    @Test
    fun `an equal loan is the one that the store keeps`(@TempDir folder: Path) =
        withBorrower { sandbox, _ ->
            val now = Instant.now()
            val lost = mapOf("times" to 3)
            val file = folder.resolve("intents.db")
            sandbox.fault("timeout_after_commit", "POST /loans", lost)
            sandbox.client(store = Store.sqlite(file)).use { client ->
                assertThrows<DefactoException> { client.requestLoan(newLoan(now = now)) }
            }
            // As in another process, which knows of the request through the store alone.
            forgetRequests(sandbox.url)
            val options = LoanOptions.builder().store(Store.sqlite(file)).build()
            sandbox.client().use { it.requestLoan(newLoan(now = now), options) }
            assertEquals(1, loans(sandbox))

            sandbox.fault("timeout_after_commit", "POST /loans", lost)
            sandbox.client().use { client ->
                assertThrows<DefactoException> { client.requestLoan(newLoan(now = now.plusSeconds(60))) }
                forgetRequests(sandbox.url)
                client.requestLoan(newLoan(now = now.plusSeconds(60)))
            }
            assertEquals(3, loans(sandbox), "without a store the second process cannot know")
        }

    @Test
    fun `options show neither their store nor their token`(@TempDir folder: Path) {
        val store = Store.sqlite(folder.resolve("intents.db"))
        val options = EnrollOptions(store = store, resume = "a-token", createNew = true)
        store.close()
        assertTrue("create_new" in "$options", "$options")
        assertFalse("intents.db" in "$options" || "a-token" in "$options", "$options")
        assertFalse("intents.db" in "${LoanOptions(store = store)}")
        assertEquals(options, EnrollOptions(store = store, resume = "a-token", createNew = true))
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                assertThrows<IllegalStateException>("a closed store") { client.enroll(french(1), options) }
                assertThrows<IllegalStateException> { client.enrollMany(listOf(french(1)), store) }
                assertThrows<IllegalStateException> { PendingEnrollments(client, store) }
                assertThrows<IllegalStateException> { sandbox.client(store = store) }
                assertTrue(sandbox.log().isEmpty(), "nothing was sent")
            }
        }
    }
}

private class GivenUp : RuntimeException()

/** Starts an enrolment, and stops it as soon as its outcome is unknown. */
private fun giveUp(client: Client, options: EnrollOptions) {
    assertThrows<GivenUp> {
        client.enroll(french(5), options) { if (it.stage == EnrollmentStage.OutcomeUnknown) throw GivenUp() }
    }
}

/** Starts an enrolment with a store and stops it: URL, key, file. */
fun main(arguments: Array<String>) {
    val (url, key, file) = arguments
    Client(key, Environment.of(url), ClientOptions(), Store.sqlite(java.io.File(file))).use { client ->
        giveUp(client, PATIENT)
    }
    println("it is not known")
}
