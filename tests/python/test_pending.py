"""Pending enrolments, polled together."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from pathlib import Path

import pytest
from conftest import Run
from defacto_sdk import (
    AsyncClient,
    CancelToken,
    Client,
    InterruptedError,
    PendingEnrollments,
    Resolution,
    ResolutionOutcome,
    Store,
    ValidationError,
    WebhookEvent,
)
from defacto_sdk.testing import Sandbox
from story import french, pending, requests, siren


def event(event_type: str = "CreditLine.CREATED") -> WebhookEvent:
    return WebhookEvent.from_json(json.dumps({"event_type": event_type, "entity_state": {"borrower_id": "nobody's"}}))


def waiting(client: Client, store: Store | None = None) -> PendingEnrollments:
    return PendingEnrollments(client, store or Store.in_memory(), poll_interval=0.02, gather=0.02)


def test_an_event_with_a_wrong_id_leads_to_the_right_line(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    lines = waiting(defacto_client)
    assert lines.add(defacto_client.enroll(french(1)))
    assert lines.notify(event())
    assert not lines.notify(event("Loan.CLOSED"))
    (resolution,) = lines.resolutions(20.0)
    assert isinstance(resolution, Resolution)
    assert (resolution.identifier, resolution.outcome) == (siren(1), ResolutionOutcome.READY)
    assert str(resolution.borrower_id) == defacto_sandbox.state()["borrowers"][0]["id"]
    assert resolution.credit_line is not None
    assert len(lines) == 0


def test_an_outcome_that_is_known_does_not_wait(defacto_client: Client) -> None:
    lines = waiting(defacto_client)
    outcome = defacto_client.enroll(french(1), wait=20.0, poll_interval=0.02)
    assert not lines.add(outcome)
    with pytest.raises(ValidationError):
        lines.add_token("no token")


def test_a_hundred_are_asked_for_at_once(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    lines = waiting(defacto_client)
    for number in range(1, 101):
        lines.add_token(pending(defacto_client.enroll(french(number))))
    defacto_sandbox.clear_log()
    assert len(list(lines.resolutions(20.0))) == 100
    assert len(requests(defacto_sandbox, "GET /credit_lines")) < 30


def test_who_waits_is_there_after_a_restart(defacto_client: Client, tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    waiting(defacto_client, Store.sqlite(file)).add_token(pending(defacto_client.enroll(french(1))))
    (resolution,) = waiting(defacto_client, Store.sqlite(file)).resolutions(20.0)
    assert resolution.outcome == "ready"


def test_a_wait_ends_with_ctrl_c(run_python: Run) -> None:
    program = """
        import signal, threading, time, os
        from defacto_sdk import Client, PendingEnrollments, Store

        pending = PendingEnrollments(Client("key", "http://127.0.0.1:9"), Store.in_memory())
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        try:
            next(pending.watch())
        except KeyboardInterrupt:
            print("stopped")
    """
    assert run_python(program) == "stopped\n"


def test_a_token_ends_a_wait(defacto_client: Client) -> None:
    token = CancelToken()
    threading.Timer(0.1, token.cancel).start()
    with pytest.raises(InterruptedError):
        next(waiting(defacto_client).cancelled_by(token).watch())


def test_a_wait_lets_other_threads_work(defacto_client: Client) -> None:
    lines = waiting(defacto_client)
    found: list[Resolution] = []
    watcher = threading.Thread(target=lambda: found.append(next(lines.watch())))
    watcher.start()
    lines.add(defacto_client.enroll(french(1)))
    lines.notify(event())
    watcher.join(20)
    assert [resolution.identifier for resolution in found] == [siren(1)]


def test_asyncio(defacto_sandbox: Sandbox) -> None:
    async def story() -> list[Resolution]:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            lines = client.pending_enrollments(Store.in_memory(), poll_interval=0.02, gather=0.02)
            for number in (1, 2):
                assert await lines.add(await client.enroll(french(number)))
            assert await lines.count() == 2
            assert lines.notify(event())
            return [resolution async for resolution in lines.resolutions(20.0)]

    assert sorted(found.identifier for found in asyncio.run(story())) == sorted([siren(1), siren(2)])


def test_what_an_iterator_had_not_handed_over_comes_from_the_next(defacto_client: Client) -> None:
    lines = waiting(defacto_client)
    lines.add(defacto_client.enroll(french(1)))
    left = next(lines.resolutions(20.0))
    assert [found.identifier for found in lines.resolutions(20.0)] == [left.identifier]
    assert list(lines.resolutions(20.0)) == []


def test_a_time_out_of_asyncio_loses_no_resolution(defacto_sandbox: Sandbox) -> None:
    numbers = range(1, 101)

    async def story() -> set[str]:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            lines = client.pending_enrollments(Store.in_memory(), poll_interval=0.02, gather=0.02)
            for number in numbers:
                await lines.add(await client.enroll(french(number)))
            found: set[str] = set()
            watch, patience = lines.watch(), 0.003
            while len(found) < len(numbers):
                try:
                    found.add((await asyncio.wait_for(anext(watch), patience)).identifier)
                    patience = 0.001
                except asyncio.TimeoutError:
                    # A poll takes some time.
                    patience = min(patience * 1.5, 5)
            return found

    assert asyncio.run(asyncio.wait_for(story(), 60)) == {siren(number) for number in numbers}


def test_a_closed_client_waits_for_nothing(defacto_sandbox: Sandbox) -> None:
    async def story() -> None:
        client = AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url)
        watch = client.pending_enrollments(Store.in_memory()).watch()
        waits = asyncio.ensure_future(anext(watch))
        await asyncio.sleep(0.1)
        await client.close()
        with pytest.raises(InterruptedError):
            await waits

    asyncio.run(asyncio.wait_for(story(), 20))


def test_a_cancelled_task_stops_waiting(defacto_sandbox: Sandbox) -> None:
    async def story() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            watch = client.pending_enrollments(Store.in_memory()).watch()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(anext(watch), 0.2)

    began = time.monotonic()
    asyncio.run(story())
    assert time.monotonic() - began < 10, "nobody waits for the thread"
