"""What OpenTelemetry shows of calls: journeys, attempts and durations, without personal data."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from canned import Canned, reply
from conftest import Run
from defacto_sdk import (
    AsyncClient,
    AttemptEvent,
    CallObserver,
    Client,
    DefactoError,
    Enrollment,
    JourneyEvent,
    Store,
    TransportError,
)
from defacto_sdk.opentelemetry import OpenTelemetryObserver
from defacto_sdk.testing import Sandbox
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode, format_span_id, format_trace_id
from story import QUICK, WAITING, french
from test_logging import KEY, MARKERS, company


class Exported:
    """OpenTelemetry, exporting to memory."""

    def __init__(self) -> None:
        self._spans, self._metrics = InMemorySpanExporter(), InMemoryMetricReader()
        tracers = TracerProvider(shutdown_on_exit=False)
        meters = MeterProvider([self._metrics], shutdown_on_exit=False)
        tracers.add_span_processor(SimpleSpanProcessor(self._spans))
        self.tracer = tracers.get_tracer("test")
        self.observer = OpenTelemetryObserver(tracers, meters)
        self._providers = (tracers, meters)

    def close(self) -> None:
        tracers, meters = self._providers
        tracers.shutdown()
        meters.shutdown()

    def spans(self) -> list[ReadableSpan]:
        return sorted(self._spans.get_finished_spans(), key=lambda span: span.start_time or 0)

    def metrics(self) -> Any:
        return self._metrics.get_metrics_data()


@pytest.fixture
def exported() -> Iterator[Exported]:
    exported = Exported()
    yield exported
    exported.close()


def id_of(span: ReadableSpan) -> int:
    assert span.context is not None
    number: int = span.context.span_id
    return number


def parent_of(span: ReadableSpan) -> int | None:
    return span.parent and span.parent.span_id


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def check_one_trace(spans: list[ReadableSpan], sandbox: Sandbox) -> None:
    """The caller's span, below it the enrolment, below that its attempts; the first one failed and was sent again."""
    order, enroll, *calls = spans
    assert [order.name, enroll.name] == ["order", "enroll"]
    assert [parent_of(order), parent_of(enroll)] == [None, id_of(order)]
    assert attributes(enroll) == {"defacto.outcome": "ready"}
    assert {span.context and span.context.trace_id for span in spans} == {order.context and order.context.trace_id}
    assert {parent_of(call) for call in calls} == {id_of(enroll)}
    assert {call.kind for call in calls} == {SpanKind.CLIENT}
    failed, again = calls[:2]
    common = {
        "http.request.method": "GET",
        "url.template": "/borrowers",
        "server.address": "127.0.0.1",
        "server.port": int(sandbox.url.rpartition(":")[2]),
    }
    assert [failed.name, again.name] == ["GET /borrowers", "GET /borrowers"]
    assert attributes(failed) == {**common, "http.response.status_code": 502, "error.type": "502"}
    assert attributes(again) == {**common, "http.response.status_code": 200, "http.request.resend_count": 1}
    assert [failed.status.status_code, again.status.status_code] == [StatusCode.ERROR, StatusCode.UNSET]
    # Each attempt sent its own span as the parent.
    ids = [(format_trace_id(span.context.trace_id), format_span_id(id_of(span))) for span in calls if span.context]
    assert [tuple(request["traceparent"].split("-")[1:3]) for request in sandbox.log()] == ids


def test_an_enrolment_with_a_retry_is_one_trace(exported: Exported, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("bad_gateway", operation="GET /borrowers")
    with (
        Client(defacto_sandbox.api_key, defacto_sandbox.url, observer=exported.observer) as client,
        exported.tracer.start_as_current_span("order"),
    ):
        client.enroll(french(1), **WAITING)
    check_one_trace(exported.spans(), defacto_sandbox)


def test_so_is_one_of_a_task_among_others(exported: Exported, defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url, observer=exported.observer) as client:

            async def order(number: int) -> None:
                with exported.tracer.start_as_current_span("order"):
                    await client.enroll(french(number), **WAITING)

            await asyncio.gather(*(order(number) for number in range(2, 6)))
            by_trace: dict[int, list[str]] = {}
            for span in exported.spans():
                assert span.context is not None
                by_trace.setdefault(span.context.trace_id, []).append(span.name)
            assert [names[:2] for names in by_trace.values()] == [["order", "enroll"]] * 4
            exported._spans.clear()
            defacto_sandbox.clear_log()

            defacto_sandbox.fault("bad_gateway", operation="GET /borrowers")
            await order(1)

    asyncio.run(main())
    check_one_trace(exported.spans(), defacto_sandbox)


def test_a_cancelled_task_ends_its_spans(exported: Exported, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="POST /borrowers", delay_ms=5_000)

    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url, observer=exported.observer) as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.enroll(french(1), look_up_existing=False, **WAITING), 0.2)

    asyncio.run(main())
    enroll, post = exported.spans()
    assert [enroll.name, post.name] == ["enroll", "POST /borrowers"]
    assert [attributes(span)["error.type"] for span in (enroll, post)] == ["interrupted", "interrupted"]


def test_the_companies_of_a_portfolio_are_below_its_caller(exported: Exported, defacto_sandbox: Sandbox) -> None:
    with (
        Client(defacto_sandbox.api_key, defacto_sandbox.url, observer=exported.observer) as client,
        exported.tracer.start_as_current_span("nightly"),
    ):
        assert len(list(client.enroll_many([french(1), french(2)], Store.in_memory(), **QUICK))) == 2
    nightly, *others = exported.spans()
    journeys = [span for span in others if span.name == "enroll"]
    assert [parent_of(span) for span in journeys] == [id_of(nightly)] * 2
    assert {span.context and span.context.trace_id for span in others} == {nightly.context and nightly.context.trace_id}


def test_the_duration_of_each_attempt_is_a_metric(exported: Exported, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("bad_gateway", operation="GET /hello")
    with Client(defacto_sandbox.api_key, defacto_sandbox.url, observer=exported.observer) as client:
        client.hello()
    (metric,) = exported.metrics().resource_metrics[0].scope_metrics[0].metrics
    assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
    failed, answered = sorted(metric.data.data_points, key=lambda point: -point.attributes["http.response.status_code"])
    assert list(failed.explicit_bounds[:3]) == [0.005, 0.01, 0.025]
    assert [failed.count, answered.count] == [1, 1]
    assert failed.attributes["error.type"] == "502"
    assert answered.attributes == {
        "http.request.method": "GET",
        "url.template": "/hello",
        "server.address": "127.0.0.1",
        "server.port": int(defacto_sandbox.url.rpartition(":")[2]),
        "http.response.status_code": 200,
    }


@pytest.mark.parametrize("marker", MARKERS)
def test_nobody_is_seen_in_spans_and_metrics(exported: Exported, marker: str) -> None:
    refusal = {"title": marker, "detail": marker, "invalid_params": [{"name": marker, "reason": marker}]}
    with Sandbox(api_key=KEY) as sandbox, Client(KEY, sandbox.url, observer=exported.observer) as client:
        client.enroll(company(), **WAITING)
    with (
        Canned([reply(422, refusal, x_request_id=marker.encode("ascii", "ignore").decode())]) as server,
        Client(KEY, server.url, max_retries=0, observer=exported.observer) as client,
    ):
        for call in (
            lambda: client.enroll(company(), look_up_existing=False, wait=0.2, poll_interval=0.05),
            lambda: client.request("GET", f"/accounts/{marker}".replace(" ", "%20"), query={"q": marker}),
        ):
            with suppress(DefactoError):
                call()
    shown = "".join(span.to_json() for span in exported.spans()) + exported.metrics().to_json()
    assert "POST /borrowers" in shown
    assert [each for each in MARKERS if each in shown] == []


class Steps(CallObserver):
    """Notes the events, and adds a header."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def journey_started(self, journey: JourneyEvent) -> None:
        self.steps.append(f"{journey.name} starts")

    def journey_ended(self, journey: JourneyEvent) -> None:
        self.steps.append(f"{journey.name} ends: {journey.outcome}")

    def attempt_started(self, attempt: AttemptEvent) -> dict[str, str]:
        self.steps.append(f"{attempt.name} starts")
        return {"traceparent": "mine", "authorization": "not mine", "x bad": "x"}

    def attempt_ended(self, attempt: AttemptEvent) -> None:
        self.steps.append(f"{attempt.name} ends: {attempt.status}")


def test_an_observer_of_ones_own_sees_each_step_and_adds_headers(defacto_sandbox: Sandbox) -> None:
    steps = Steps()
    with Client(defacto_sandbox.api_key, defacto_sandbox.url, observer=steps) as client:
        outcome = client.enroll(french(1), look_up_existing=False, **QUICK)
    assert isinstance(outcome, Enrollment.Pending)
    assert steps.steps == [
        "enroll starts",
        "POST /borrowers starts",
        "POST /borrowers ends: 201",
        "enroll ends: pending",
    ]
    assert [request["traceparent"] for request in defacto_sandbox.log()] == ["mine"]


def test_an_observer_that_fails_ends_no_call(defacto_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(CallObserver):
        def attempt_started(self, attempt: AttemptEvent) -> dict[str, str]:
            raise RuntimeError("the collector is down")

    class Stopped(CallObserver):
        def attempt_started(self, attempt: AttemptEvent) -> dict[str, str]:
            raise KeyboardInterrupt

    seen: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)

    async def main() -> str:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url, observer=Broken()) as client:
            return await client.hello()

    with Client(defacto_sandbox.api_key, defacto_sandbox.url, observer=Broken()) as client:
        assert client.hello() == asyncio.run(main())
    assert [str(each.exc_value) for each in seen] == ["the collector is down"] * 2
    client = Client(defacto_sandbox.api_key, defacto_sandbox.url, observer=Stopped())
    with client, pytest.raises(KeyboardInterrupt):
        client.hello()


def test_what_was_not_sent_is_an_error_by_its_kind(exported: Exported) -> None:
    client = Client("key", "http://127.0.0.1:9", max_retries=0, observer=exported.observer)
    with client, pytest.raises(TransportError):
        client.hello()
    (span,) = exported.spans()
    assert attributes(span)["error.type"] == "transport"


def test_it_is_imported_only_where_it_is_used(run_python: Run, defacto_sandbox: Sandbox) -> None:
    program = """
        import sys
        import defacto_sdk
        defacto_sdk.Client("test-key", sys.argv[1]).hello()
        assert not [name for name in sys.modules if "opentelemetry" in name]
    """
    assert run_python(program, defacto_sandbox.url) == ""
