"""The library's calls in OpenTelemetry: spans, a metric, and the trace context in each request.

>>> from defacto_sdk import Client, Environment
>>> from defacto_sdk.opentelemetry import OpenTelemetryObserver                      # doctest: +SKIP
>>> client = Client("key", Environment.SANDBOX, observer=OpenTelemetryObserver())    # doctest: +SKIP

It needs ``pip install 'defacto-sdk[opentelemetry]'``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry import metrics, trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from defacto_sdk import __version__
from defacto_sdk._observers import CallObserver

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

    from defacto_sdk._native import AttemptEvent, JourneyEvent

__all__ = ["OpenTelemetryObserver"]

_NAME = "defacto_sdk"
#: The boundaries that OpenTelemetry advises, in seconds.
_BOUNDARIES = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)


class OpenTelemetryObserver(CallObserver):
    """Makes spans and a metric of the calls of a client, with OpenTelemetry's names.

    A journey (``enroll``, ``resume_enrollment``, ``follow_enrollment``, ``request_loan``) is one span. Each attempt to
    send a call is a span of the kind CLIENT below it, or below the caller's current span. The histogram
    ``http.client.request.duration`` has the seconds of each attempt. Each request carries ``traceparent`` and, if there
    is one, ``tracestate``, but no baggage. Spans and metrics hold no URL, since it may name a person.

    One observer serves several clients and threads. ``None`` stands for the global provider.
    """

    def __init__(
        self, tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None
    ) -> None:
        self._tracer = trace.get_tracer(_NAME, __version__, tracer_provider)
        meter = metrics.get_meter(_NAME, __version__, meter_provider)
        self._duration = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BOUNDARIES,
        )
        self._trace_context = TraceContextTextMapPropagator()
        # The spans under way, by the numbers of journeys and of calls, which make one attempt at a time.
        self._journeys: dict[int, Span] = {}
        self._attempts: dict[int, Span] = {}

    def journey_started(self, journey: JourneyEvent) -> None:
        """Start a span below the caller's."""
        self._journeys[journey.id] = self._tracer.start_span(journey.name)

    def journey_ended(self, journey: JourneyEvent) -> None:
        """End the span."""
        span = self._journeys.pop(journey.id, None)
        if span is None:
            return
        if journey.outcome is not None:
            span.set_attribute("defacto.outcome", journey.outcome)
        _end(span, journey.error_type)

    def attempt_started(self, attempt: AttemptEvent) -> dict[str, str]:
        """Start a span below the one of the journey, and return its trace context as headers."""
        context: Context | None = None
        journey = None if attempt.journey_id is None else self._journeys.get(attempt.journey_id)
        if journey is not None:
            context = trace.set_span_in_context(journey)
        attributes = _attributes(attempt)
        if attempt.resend_count:
            attributes["http.request.resend_count"] = attempt.resend_count
        span = self._tracer.start_span(attempt.name, context, trace.SpanKind.CLIENT, attributes)
        self._attempts[attempt.call_id] = span
        headers: dict[str, str] = {}
        self._trace_context.inject(headers, trace.set_span_in_context(span, context))
        return headers

    def attempt_ended(self, attempt: AttemptEvent) -> None:
        """End the span, and record how long the attempt took."""
        attributes = _attributes(attempt)
        if attempt.status is not None:
            attributes["http.response.status_code"] = attempt.status
        if attempt.error_type is not None:
            attributes["error.type"] = attempt.error_type
        span = self._attempts.pop(attempt.call_id, None)
        context = None if span is None else trace.set_span_in_context(span)
        if attempt.duration is not None:
            self._duration.record(attempt.duration.total_seconds(), attributes, context)
        if span is None:
            return
        if attempt.status is not None:
            span.set_attribute("http.response.status_code", attempt.status)
        _end(span, attempt.error_type)


def _attributes(attempt: AttemptEvent) -> dict[str, str | int]:
    attributes: dict[str, str | int] = {
        "http.request.method": attempt.method,
        "server.address": attempt.server_address,
        "server.port": attempt.server_port,
    }
    if attempt.url_template is not None:
        attributes["url.template"] = attempt.url_template
    return attributes


def _end(span: Span, error_type: str | None) -> None:
    if error_type is not None:
        span.set_attribute("error.type", error_type)
        span.set_status(trace.StatusCode.ERROR)
    span.end()
