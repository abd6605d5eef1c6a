package com.getdefacto.tests

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.AppenderBase
import com.getdefacto.sdk.Address
import com.getdefacto.sdk.BirthPlace
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.DebitAccount
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Director
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.NewOwner
import com.getdefacto.sdk.NewRepaymentMethod
import com.getdefacto.sdk.PaymentMethod
import com.getdefacto.sdk.testing.Sandbox
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.parallel.Isolated
import org.slf4j.LoggerFactory
import java.io.PrintWriter
import java.io.StringWriter
import java.time.LocalDate
import java.util.concurrent.CopyOnWriteArrayList

private const val KEY = "sk-marked-Zebra-0001"
private const val IBAN = "FR1420041010050500013M02606"
private val BIRTH: LocalDate = LocalDate.of(1971, 3, 9)
private const val MAIL = "zebra.mail@example.org"
private const val PHONE = "+33612345678"
private val SECRETS = listOf(KEY, IBAN, "$BIRTH", MAIL, PHONE, "Zebrafirst", "Zebralast", "Zebrastreet")

/** Secrets and personal data appear nowhere: not in logs, not in printed values, not in errors. */
// Parallel tests would log as well.
@Isolated
class LoggingTest {
    private val logger = LoggerFactory.getLogger("com.getdefacto.sdk") as Logger
    private val lines = CopyOnWriteArrayList<ILoggingEvent>()
    private val appender = object : AppenderBase<ILoggingEvent>() {
        override fun append(event: ILoggingEvent) {
            lines += event
        }
    }

    @BeforeEach
    fun listen() {
        appender.start()
        logger.addAppender(appender)
        logger.isAdditive = false
    }

    @AfterEach
    fun stopListening() {
        logger.detachAppender(appender)
        logger.level = null
        logger.isAdditive = true
    }

    private fun messages() = lines.map { it.formattedMessage }

    @Test
    fun `debug shows operation, status and request id`() =
        Sandbox().use { sandbox ->
            logger.level = Level.DEBUG
            sandbox.client().use { it.hello() }
            val line = lines.single()
            assertEquals(Level.DEBUG, line.level)
            assertEquals(Thread.currentThread().name, line.threadName, "it is logged on the thread of the call")
            val id = sandbox.log().single()["request_id"]
            for (piece in listOf("answered", "operation=GET /hello", "status=200", "request_id=$id", "took_ms=")) {
                assertTrue(piece in line.formattedMessage, line.formattedMessage)
            }
        }

    @Test
    fun `info shows failures and repetitions only`() =
        Sandbox().use { sandbox ->
            logger.level = Level.INFO
            sandbox.fault("rate_limited", "GET /hello")
            sandbox.client().use { it.hello() }
            val (failed, again) = messages()
            assertTrue(failed.startsWith("failed") && "status=429" in failed, failed)
            assertTrue(again.startsWith("sending again"), again)
        }

    @Test
    fun `the level is followed while a client lives`() =
        Sandbox().use { sandbox ->
            sandbox.client().use { client ->
                logger.level = Level.OFF
                client.hello()
                assertEquals(0, lines.size)
                logger.level = Level.DEBUG
                client.hello()
                assertEquals(1, lines.size)
                logger.level = Level.WARN
                client.hello()
                assertEquals(1, lines.size)
            }
        }

    @Test
    fun `an appender that throws breaks no call`() =
        Sandbox().use { sandbox ->
            logger.level = Level.DEBUG
            val broken = object : AppenderBase<ILoggingEvent>() {
                override fun doAppend(event: ILoggingEvent) = error("the disk is full")

                override fun append(event: ILoggingEvent) = Unit
            }
            broken.start()
            logger.addAppender(broken)
            sandbox.client().use { it.hello() }
            assertTrue(logger.detachAppender(broken))
        }

    @Test
    fun `no secret in a log line, in what is printed, or in an error`() {
        logger.level = Level.DEBUG
        val shown = mutableListOf<String>()
        val address = Address(addressLine1 = "Zebrastreet", city = "Lille", country = "FRA")
        val director = Director(
            firstName = "Zebrafirst",
            lastName = "Zebralast",
            birthDate = BIRTH,
            birthPlace = BirthPlace("Lille", "FRA"),
            businessEmail = MAIL,
            businessPhoneNumber = PHONE,
            address = address,
        )
        val owner = NewOwner("Zebrafirst", "Zebralast", BIRTH, MAIL, PHONE)
        val company = NewBorrower("472618354", directors = listOf(director), owner = owner, accountNumber = IBAN)
        val method = NewRepaymentMethod(PaymentMethod.DirectDebit, true, false, DebitAccount(IBAN))
        shown += listOf(director, owner, company, method, address).map { "$it" }
        shown += "${NewBorrower.builder("472618354").accountNumber(IBAN)}"

        // A server that repeats everything that it receives.
        Canned { _, request ->
            val echo = "${request.body} ${request.headers}".replace("\\", "").replace("\"", "'")
            val problems = """[{"name": "$echo", "reason": "$echo"}]"""
            Reply(422, """{"title": "no: $echo", "detail": "$echo", "invalid_params": $problems}""")
        }.use { server ->
            Client(KEY, com.getdefacto.sdk.Environment.of(server.url), ClientOptions(maxRetries = 0)).use { client ->
                shown += "$client ${client.async}"
                val calls = listOf<() -> Any>(
                    { client.enroll(company, WAITING) },
                    { client.borrowers.enroll(company) },
                    { client.borrowers.addOwner(NOBODY, owner) },
                    { client.repaymentMethods.add(NOBODY, method) },
                )
                for (call in calls) {
                    val error = assertThrows<DefactoException> { call() }
                    val trace = StringWriter().also { error.printStackTrace(PrintWriter(it)) }
                    shown += listOf(error.message, "$error", "$trace", "${error.details}", "${error.problems}")
                }
            }
        }
        assertTrue(messages().isNotEmpty())
        for (text in shown + messages()) {
            for (secret in SECRETS) assertFalse(secret in text, "$secret is in: $text")
        }
    }
}
