package com.getdefacto.tests

import com.getdefacto.sdk.AttemptEvent
import com.getdefacto.sdk.CallObserver
import com.getdefacto.sdk.Client
import com.getdefacto.sdk.ClientOptions
import com.getdefacto.sdk.DebitAccount
import com.getdefacto.sdk.DefactoException
import com.getdefacto.sdk.Environment
import com.getdefacto.sdk.JourneyEvent
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.NewOwner
import com.getdefacto.sdk.NewRepaymentMethod
import com.getdefacto.sdk.OpenTelemetryObserver
import com.getdefacto.sdk.PaymentMethod
import com.getdefacto.sdk.testing.Sandbox
import io.opentelemetry.api.common.AttributeKey.longKey
import io.opentelemetry.api.common.AttributeKey.stringKey
import io.opentelemetry.api.trace.SpanId
import io.opentelemetry.api.trace.SpanKind
import io.opentelemetry.api.trace.StatusCode
import io.opentelemetry.sdk.OpenTelemetrySdk
import io.opentelemetry.sdk.metrics.SdkMeterProvider
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter
import io.opentelemetry.sdk.trace.SdkTracerProvider
import io.opentelemetry.sdk.trace.data.SpanData
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.LocalDate
import java.util.concurrent.CopyOnWriteArrayList

private val SECRETS = listOf("sk-marked-Zebra-0001", "FR1420041010050500013M02606", "1971-03-09", "Zebrafirst")

/** What is seen in OpenTelemetry: journeys, attempts, durations, and no person. */
class OpenTelemetryTest {
    private val exporter = InMemorySpanExporter.create()
    private val reader = InMemoryMetricReader.create()
    private val openTelemetry =
        OpenTelemetrySdk
            .builder()
            .setTracerProvider(
                SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build(),
            ).setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build()
    private val observer = OpenTelemetryObserver(openTelemetry)

    @AfterEach
    fun close() = openTelemetry.close()

    private fun Sandbox.observed(observer: CallObserver = this@OpenTelemetryTest.observer) =
        Client(apiKey, Environment.of(url), observer = observer)

    private fun spans(): List<SpanData> = exporter.finishedSpanItems.sortedBy { it.startEpochNanos }

    /** Runs [program] inside a span of the caller. */
    private fun inOrder(program: () -> Unit) {
        val order = openTelemetry.getTracer("test").spanBuilder("order").startSpan()
        order.makeCurrent().use { program() }
        order.end()
    }

    /** The caller's span, below it the enrolment, below that its attempts; the first one failed and was sent again. */
    private fun checkOneTrace(sandbox: Sandbox) {
        val spans = spans()
        val (order, enroll) = spans
        val calls = spans.drop(2)
        assertEquals(listOf("order", "enroll"), listOf(order.name, enroll.name))
        assertEquals(listOf(SpanId.getInvalid(), order.spanId), listOf(order.parentSpanId, enroll.parentSpanId))
        assertEquals("ready", enroll.attributes.get(stringKey("defacto.outcome")))
        assertEquals(setOf(order.traceId), spans.map { it.traceId }.toSet())
        assertEquals(setOf(enroll.spanId), calls.map { it.parentSpanId }.toSet())
        assertEquals(setOf(SpanKind.CLIENT), calls.map { it.kind }.toSet())

        val (failed, again) = calls
        assertEquals(listOf("GET /borrowers", "GET /borrowers"), listOf(failed.name, again.name))
        assertEquals(StatusCode.ERROR to StatusCode.UNSET, failed.status.statusCode to again.status.statusCode)
        for ((span, status) in listOf(failed to 502L, again to 200L)) {
            assertEquals("GET", span.attributes.get(stringKey("http.request.method")))
            assertEquals("/borrowers", span.attributes.get(stringKey("url.template")))
            assertEquals("127.0.0.1", span.attributes.get(stringKey("server.address")))
            assertEquals(sandbox.url.substringAfterLast(':').toLong(), span.attributes.get(longKey("server.port")))
            assertEquals(status, span.attributes.get(longKey("http.response.status_code")))
        }
        assertEquals("502", failed.attributes.get(stringKey("error.type")))
        assertNull(failed.attributes.get(longKey("http.request.resend_count")))
        assertEquals(1, again.attributes.get(longKey("http.request.resend_count")))
        // Each attempt sent its own span as the parent.
        val sent = sandbox.log().map { "${it["traceparent"]}".split('-').slice(1..2) }
        assertEquals(calls.map { listOf(it.traceId, it.spanId) }, sent)
    }

    @Test
    fun `an enrolment with a retry is one trace`() =
        Sandbox().use { sandbox ->
            sandbox.fault("bad_gateway", "GET /borrowers")
            sandbox.observed().use { client -> inOrder { client.enroll(french(1), WAITING) } }
            checkOneTrace(sandbox)
        }

    @Test
    fun `so is one of a coroutine`() =
        Sandbox().use { sandbox ->
            sandbox.fault("bad_gateway", "GET /borrowers")
            sandbox.observed().use { client ->
                inOrder { runBlocking { client.async.enroll(french(1), WAITING) } }
            }
            checkOneTrace(sandbox)
        }

    @Test
    fun `so is one of a future`() =
        Sandbox().use { sandbox ->
            sandbox.fault("bad_gateway", "GET /borrowers")
            sandbox.observed().use { client -> inOrder { client.enrollAsync(french(1), WAITING).get() } }
            checkOneTrace(sandbox)
        }

    @Test
    fun `a cancelled coroutine ends its spans`() =
        Sandbox().use { sandbox ->
            sandbox.fault("latency", "GET /hello", mapOf("delay_ms" to 5_000))
            sandbox.observed().use { client ->
                runBlocking { assertNull(withTimeoutOrNull(200) { client.async.hello() }) }
                eventually("the end of the span") { spans().size == 1 }
            }
            assertEquals("interrupted", spans().single().attributes.get(stringKey("error.type")))
        }

    @Test
    fun `the duration of each attempt is a metric`() =
        Sandbox().use { sandbox ->
            sandbox.fault("bad_gateway", "GET /hello")
            sandbox.observed().use { it.hello() }
            val metric = reader.collectAllMetrics().single()
            assertEquals("http.client.request.duration" to "s", metric.name to metric.unit)
            val points = metric.histogramData.points
            val (status, error) = longKey("http.response.status_code") to stringKey("error.type")
            val errors = points.associate { it.attributes.get(status) to it.attributes.get(error) }
            assertEquals(mapOf(200L to null, 502L to "502"), errors)
            for (point in points) {
                assertEquals(1, point.count)
                assertEquals(listOf(0.005, 0.01, 0.025), point.boundaries.take(3))
                assertEquals("/hello", point.attributes.get(stringKey("url.template")))
            }
        }

    @Test
    fun `no secret in a span or a metric`() {
        val (key, iban, birth, name) = SECRETS
        val owner = NewOwner(name, name, LocalDate.parse(birth))
        val company = NewBorrower("472618354", owner = owner, accountNumber = iban)
        val method = NewRepaymentMethod(PaymentMethod.DirectDebit, true, false, DebitAccount(iban))
        // A server that repeats everything that it receives.
        Canned { _, request ->
            val echo = "${request.body} ${request.headers}".replace("\\", "").replace("\"", "'")
            Reply(422, """{"title": "no: $echo", "detail": "$echo", "invalid_params": [{"name": "$echo"}]}""")
        }.use { server ->
            val options = ClientOptions(maxRetries = 0)
            Client(key, Environment.of(server.url), options, observer = observer).use { client ->
                val calls = listOf<() -> Any>(
                    { client.enroll(company, WAITING) },
                    { client.borrowers.addOwner(NOBODY, owner) },
                    { client.repaymentMethods.add(NOBODY, method) },
                    { client.request("GET", "/accounts/$iban", mapOf("name" to name)) },
                )
                for (call in calls) assertThrows<DefactoException> { call() }
            }
        }
        val shown = spans().map { "$it" } + reader.collectAllMetrics().map { "$it" }
        assertTrue(shown.any { "/repayment-methods" in it })
        for (text in shown) for (secret in SECRETS) assertFalse(secret in text, "$secret is in: $text")
    }

    @Test
    fun `an observer of one's own sees each step, adds headers, and may fail`() =
        Sandbox().use { sandbox ->
            val steps = CopyOnWriteArrayList<String>()
            val own = object : CallObserver() {
                override fun caller() = Thread.currentThread().name

                override fun journeyStarted(journey: JourneyEvent, caller: Any?) {
                    steps += "${journey.name} starts"
                    assertEquals(Thread.currentThread().name, caller)
                }

                override fun journeyEnded(journey: JourneyEvent, caller: Any?) {
                    steps += "${journey.name} ends: ${journey.outcome}"
                    error("the collector is down")
                }

                override fun attemptStarted(attempt: AttemptEvent, caller: Any?): Map<String, String> {
                    steps += "${attempt.name} starts"
                    return mapOf("traceparent" to "mine", "authorization" to "not mine")
                }

                override fun attemptEnded(attempt: AttemptEvent, caller: Any?) {
                    steps += "${attempt.name} ends: ${attempt.status}"
                }
            }
            sandbox.observed(own).use { it.enroll(french(1), WAITING) }
            assertEquals("enroll starts", steps.first())
            assertEquals("enroll ends: ready", steps.last())
            assertTrue(steps.containsAll(listOf("POST /borrowers starts", "POST /borrowers ends: 201")), "$steps")
            assertEquals(setOf("mine"), sandbox.log().map { it["traceparent"] }.toSet())
        }
}
