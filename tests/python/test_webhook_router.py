"""Routers: each event to its handler, once, and again after a failure."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from defacto_sdk import (
    ApiError,
    AsyncClient,
    AsyncWebhookRouter,
    Client,
    ConfigurationError,
    RoutedWebhook,
    Store,
    WebhookEntity,
    WebhookEvent,
    WebhookEventType,
    WebhookOutcome,
    WebhookReceiver,
    WebhookRouter,
)
from defacto_sdk.testing import Sandbox
from story import WAITING, french, ready

SECRET = "hidden-0123456789abcdef"
#: An address without a server: these tests read no entity from the API.
NOBODY = "http://127.0.0.1:1"


def body(event_type: str = "Loan.CLOSED", minute: int = 1, **more: object) -> bytes:
    event = {"event_type": event_type, "id": "é/7", "timestamp": f"2026-11-20T10:{minute:02}:00Z", **more}
    return json.dumps(event).encode()


@pytest.fixture
def router() -> Iterator[WebhookRouter]:
    with Client("test-key", NOBODY) as client:
        yield WebhookRouter(WebhookReceiver(SECRET), client)


def told(routed: RoutedWebhook) -> tuple[str, int]:
    return str(routed.outcome), routed.status


def test_an_event_goes_to_its_handler_once(router: WebhookRouter) -> None:
    handled: list[tuple[str, WebhookEntity | None]] = []

    @router.on("Loan.CLOSED")
    def closed(event: WebhookEvent, entity: WebhookEntity | None) -> None:
        handled.append((f"closed {event.freshness}", entity))

    @router.on(WebhookEventType.LOAN_TO_REPAY)
    def paid_out(event: WebhookEvent, entity: WebhookEntity | None) -> None:
        handled.append((f"paid out {event.freshness}", entity))

    assert all(map(callable, (closed, paid_out))), "they can be called as before"
    assert told(router.route(SECRET, body(minute=5))) == ("handled", 204)
    assert told(router.route(SECRET, body(minute=5))) == ("duplicate", 204)
    # It was overtaken, but its handler has not seen it.
    assert told(router.route(SECRET, body("Loan.TO_REPAY", 4))) == ("handled", 204)
    assert handled == [("closed new", None), ("paid out outdated", None)]


def test_an_event_without_a_handler_is_returned(router: WebhookRouter) -> None:
    routed = router.route(SECRET, body())
    assert (routed.outcome, routed.status) == (WebhookOutcome.UNHANDLED, 204)
    assert routed.event is not None
    assert routed.event.event_type == "Loan.CLOSED"
    others: list[str] = []

    @router.on_other
    def other(event: WebhookEvent, entity: WebhookEntity | None) -> None:
        others.append(str(event.event_type))

    assert [told(router.route(SECRET, body(kind, 2)))[0] for kind in ("Loan.CANCELED", "Comet.SEEN")] == ["handled"] * 2
    assert others == ["Loan.CANCELED", "Comet.SEEN"]


def test_a_handler_is_registered_for_a_known_event_and_once(router: WebhookRouter) -> None:
    router.on("Loan.CLOSED")(lambda event, entity: None)
    for wrong in ("Loan.EATEN", "loan.closed", "", "Loan.CLOSED"):
        with pytest.raises(ConfigurationError):
            router.on(wrong)
    router.on_other(lambda event, entity: None)
    with pytest.raises(ConfigurationError):
        router.on_other(lambda event, entity: None)


def test_strangers_and_what_is_no_event_never_reach_a_handler(router: WebhookRouter) -> None:
    router.on_other(lambda event, entity: pytest.fail("it is called"))
    for stranger in ("", "/hooks", "/hooks?token=guess-0123456789abcdef"):
        assert told(router.route(stranger, body())) == ("refused", 404)
    for no_event in (b"", b"[]", b"{}"):
        assert told(router.route(SECRET, no_event)) == ("invalid", 400)


@pytest.mark.parametrize("stored", [False, True])
def test_an_event_that_could_not_be_handled_is_new_when_it_comes_again(stored: bool, tmp_path: Path) -> None:
    store = Store.sqlite(tmp_path / "events.db") if stored else None
    with Client("test-key", NOBODY) as client:
        router = WebhookRouter(WebhookReceiver(SECRET, store=store), client)
        tries: list[str] = []

        @router.on("Loan.CLOSED")
        def closed(event: WebhookEvent, entity: WebhookEntity | None) -> None:
            tries.append(str(event.freshness))
            if len(tries) < 3:
                raise LookupError("the database is gone")

        for _ in range(2):
            with pytest.raises(LookupError):
                router.route(SECRET, body())
        assert told(router.route(SECRET, body())) == ("handled", 204)
        assert told(router.route(SECRET, body())) == ("duplicate", 204)
        assert tries == ["new"] * 3


def test_a_delivery_beside_the_one_that_is_handled_does_not_count_as_handled(router: WebhookRouter) -> None:
    started, go_on = threading.Event(), threading.Event()

    @router.on("Loan.CLOSED")
    def closed(event: WebhookEvent, entity: WebhookEntity | None) -> None:
        started.set()
        assert go_on.wait(30)

    thread = threading.Thread(target=router.route, args=(SECRET, body()))
    thread.start()
    assert started.wait(30)
    assert told(router.route(SECRET, body())) == ("in_progress", 503)
    go_on.set()
    thread.join()
    assert told(router.route(SECRET, body())) == ("duplicate", 204)


def line_event(client: Client) -> bytes:
    """Return the event of a real line, which says something wrong."""
    _, line = ready(client.enroll(french(1), **WAITING))
    state = json.loads(line.to_json()) | {"pool_amount": 1}
    return body("CreditLine.CREATED", id=str(line.id), entity_state=state)


def test_a_handler_gets_what_the_api_says_now() -> None:
    pools: list[int | None] = []
    with Sandbox() as sandbox, sandbox.client() as client:
        event = line_event(client)
        router = WebhookRouter(WebhookReceiver(SECRET), client)

        @router.on("CreditLine.CREATED")
        def created(event: WebhookEvent, entity: WebhookEntity | None) -> None:
            assert isinstance(entity, WebhookEntity.CreditLine)
            pools.append(entity.credit_line.pool_amount)

        sandbox.fault("unavailable", operation="GET /credit_lines", times=3)
        with pytest.raises(ApiError):
            router.route(SECRET, event)
        assert told(router.route(SECRET, event)) == ("handled", 204)
    assert len(pools) == 1
    assert (pools[0] or 0) > 1


def test_handlers_may_be_coroutines() -> None:
    async def story() -> list[str]:
        handled: list[str] = []
        async with AsyncClient("test-key", NOBODY) as client:
            router = AsyncWebhookRouter(WebhookReceiver(SECRET), client)

            @router.on("Loan.CLOSED")
            async def closed(event: WebhookEvent, entity: WebhookEntity | None) -> None:
                await asyncio.sleep(0)
                handled.append(f"{event.id} {entity}")
                if len(handled) < 2:
                    raise LookupError("the database is gone")

            @router.on("Loan.CANCELED")
            def canceled(event: WebhookEvent, entity: WebhookEntity | None) -> None:
                handled.append("canceled")

            with pytest.raises(LookupError):
                await router.route(SECRET, body())
            assert told(await router.route(SECRET, body())) == ("handled", 204)
            assert told(await router.route(SECRET, body())) == ("duplicate", 204)
            assert told(await router.route("/hooks", body())) == ("refused", 404)
            assert told(await router.route(SECRET, body("Loan.CANCELED", 2))) == ("handled", 204)
        return handled

    assert asyncio.run(story()) == ["é/7 None", "é/7 None", "canceled"]


def test_a_cancelled_task_leaves_the_event_new() -> None:
    async def story() -> None:
        async with AsyncClient("test-key", NOBODY) as client:
            router = AsyncWebhookRouter(WebhookReceiver(SECRET), client)
            started: asyncio.Queue[str] = asyncio.Queue()

            @router.on_other
            async def other(event: WebhookEvent, entity: WebhookEntity | None) -> None:
                await started.put(str(event.freshness))
                await asyncio.Event().wait()

            for _ in range(2):
                task = asyncio.create_task(router.route(SECRET, body()))
                assert await asyncio.wait_for(started.get(), 30) == "new"
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

    asyncio.run(story())
