package com.getdefacto.sdk

import io.opentelemetry.api.GlobalOpenTelemetry
import io.opentelemetry.api.OpenTelemetry
import io.opentelemetry.api.common.AttributeKey
import io.opentelemetry.api.common.Attributes
import io.opentelemetry.api.common.AttributesBuilder
import io.opentelemetry.api.trace.Span
import io.opentelemetry.api.trace.SpanKind
import io.opentelemetry.api.trace.StatusCode
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator
import io.opentelemetry.context.Context
import java.util.concurrent.ConcurrentHashMap

/**
 * Makes spans and a metric of the calls of a client, with OpenTelemetry's names.
 *
 * A journey (`enroll`, `resume_enrollment`, `follow_enrollment`, `request_loan`) is one span. Each attempt to send a call is
 * a span of the kind CLIENT below it, or below the caller's current span. The histogram `http.client.request.duration` has
 * the seconds of each attempt. Each request carries `traceparent` and, if there is one, `tracestate`, but no baggage.
 * Spans and metrics hold no URL, since it may name a person.
 *
 * It needs `io.opentelemetry:opentelemetry-api`, which the library does not bring along. One observer serves several
 * clients and threads.
 *
 * @param openTelemetry where spans and metrics go.
 */
public class OpenTelemetryObserver @JvmOverloads constructor(
    openTelemetry: OpenTelemetry = GlobalOpenTelemetry.get(),
) : CallObserver() {
    private val tracer = openTelemetry.getTracer(NAME)
    private val duration =
        openTelemetry
            .getMeter(NAME)
            .histogramBuilder("http.client.request.duration")
            .setUnit("s")
            .setDescription("Duration of HTTP client requests.")
            .setExplicitBucketBoundariesAdvice(BOUNDARIES)
            .build()

    /** The spans under way, by the numbers of journeys and of calls, which make one attempt at a time. */
    private val journeys = ConcurrentHashMap<Long, Span>()
    private val attempts = ConcurrentHashMap<Long, Span>()

    /** Returns the caller's current context, below whose span the call belongs. */
    override fun caller(): Any? = Context.current()

    /** Starts a span below the caller's. */
    override fun journeyStarted(journey: JourneyEvent, caller: Any?) {
        journeys[journey.id] = tracer.spanBuilder(journey.name).setParent(contextOf(caller)).startSpan()
    }

    /** Ends the span. */
    override fun journeyEnded(journey: JourneyEvent, caller: Any?) {
        val span = journeys.remove(journey.id) ?: return
        journey.outcome?.let { span.setAttribute(OUTCOME, it) }
        span.end(journey.errorType)
    }

    /** Starts a span below the one of the journey, and returns its trace context as headers. */
    override fun attemptStarted(attempt: AttemptEvent, caller: Any?): Map<String, String> {
        val journey = attempt.journeyId?.let(journeys::get)
        val context = contextOf(caller).let { if (journey == null) it else it.with(journey) }
        val span =
            tracer
                .spanBuilder(attempt.name)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(context)
                .setAllAttributes(attributesOf(attempt).build())
                .startSpan()
        if (attempt.resendCount > 0) span.setAttribute(RESEND_COUNT, attempt.resendCount)
        attempts[attempt.callId] = span
        val headers = HashMap<String, String>()
        W3CTraceContextPropagator.getInstance().inject(context.with(span), headers) { carrier, name, value ->
            carrier?.put(name, value)
        }
        return headers
    }

    /** Ends the span, and records how long the attempt took. */
    override fun attemptEnded(attempt: AttemptEvent, caller: Any?) {
        val attributes = attributesOf(attempt)
        attempt.status?.let { attributes.put(STATUS, it) }
        attempt.errorType?.let { attributes.put(ERROR_TYPE, it) }
        val span = attempts.remove(attempt.callId)
        val context = contextOf(caller).let { if (span == null) it else it.with(span) }
        attempt.duration?.let { duration.record(it.toNanos() / NANOS_PER_SECOND, attributes.build(), context) }
        attempt.status?.let { span?.setAttribute(STATUS, it) }
        span?.end(attempt.errorType)
    }

    private fun contextOf(caller: Any?): Context = caller as? Context ?: Context.current()

    private fun attributesOf(attempt: AttemptEvent): AttributesBuilder {
        val attributes =
            Attributes
                .builder()
                .put(METHOD, attempt.method)
                .put(ADDRESS, attempt.serverAddress)
                .put(PORT, attempt.serverPort)
        attempt.urlTemplate?.let { attributes.put(URL_TEMPLATE, it) }
        return attributes
    }

    private fun Span.end(errorType: String?) {
        if (errorType != null) setAttribute(ERROR_TYPE, errorType).setStatus(StatusCode.ERROR)
        end()
    }

    private companion object {
        private const val NAME = "com.getdefacto.sdk"
        private const val NANOS_PER_SECOND = 1e9

        /** The boundaries that OpenTelemetry advises, in seconds. */
        private val BOUNDARIES =
            listOf(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)

        private val METHOD = AttributeKey.stringKey("http.request.method")
        private val URL_TEMPLATE = AttributeKey.stringKey("url.template")
        private val ADDRESS = AttributeKey.stringKey("server.address")
        private val PORT = AttributeKey.longKey("server.port")
        private val STATUS = AttributeKey.longKey("http.response.status_code")
        private val RESEND_COUNT = AttributeKey.longKey("http.request.resend_count")
        private val ERROR_TYPE = AttributeKey.stringKey("error.type")
        private val OUTCOME = AttributeKey.stringKey("defacto.outcome")
    }
}
