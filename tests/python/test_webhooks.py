"""Webhooks: subscribed, received, read again."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from canned import Canned, Reply
from conftest import Serve
from defacto_sdk import (
    AsyncClient,
    AuthenticationError,
    Client,
    ConfigurationError,
    CreditLine,
    Freshness,
    NewWebhook,
    NotFoundError,
    Store,
    ValidationError,
    WebhookEntity,
    WebhookEvent,
    WebhookEventType,
    WebhookReceiver,
)
from defacto_sdk.testing import Sandbox
from story import WAITING, eventually, french, ready, requests, siren

BASE = "https://partner.example/webhooks"
LINES = [WebhookEventType.CREDIT_LINE_CREATED]


def body(event_type: str = "Loan.TO_REPAY", timestamp: str = "2026-11-20T10:00:00Z", **more: Any) -> bytes:
    return json.dumps({"event_type": event_type, "id": "a", "timestamp": timestamp, **more}).encode()


@pytest.fixture
def url() -> str:
    return WebhookReceiver.new_subscription_url(BASE)


def test_an_event_is_new_once(url: str) -> None:
    receiver = WebhookReceiver(url)
    assert [receiver.receive(url, body()).freshness for _ in range(3)] == ["new", "duplicate", "duplicate"]


def test_an_event_that_was_overtaken_is_outdated(url: str) -> None:
    receiver = WebhookReceiver(url)
    receiver.receive(url, body("Loan.CLOSED"))
    assert receiver.receive(url, body(timestamp="2026-11-19T10:00:00Z")).freshness == "outdated"


def test_an_event_that_could_not_be_dealt_with_may_come_again(url: str) -> None:
    receiver = WebhookReceiver(url)
    receiver.forget(receiver.receive(url, body()))
    assert receiver.receive(url, body()).freshness == "new"


@pytest.mark.parametrize("as_it_came", [bytearray, memoryview, lambda raw: raw.decode()])
def test_the_body_as_frameworks_have_it(as_it_came: Callable[[bytes], Any]) -> None:
    url = WebhookReceiver.new_subscription_url(BASE)
    assert WebhookReceiver(url).receive(url, as_it_came(body())).freshness == "new"
    with pytest.raises(TypeError, match="body: expected the raw body as bytes or str, before it is parsed, not dict"):
        WebhookReceiver(url).receive(url, json.loads(body()))


def test_events_are_known_after_a_restart(url: str, tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    receivers = [WebhookReceiver(url, store=Store.sqlite(file)) for _ in range(2)]
    assert [receiver.receive(url, body()).freshness for receiver in receivers] == ["new", "duplicate"]


def test_many_threads_receive_the_same_event_and_one_is_the_first(url: str) -> None:
    receiver = WebhookReceiver(url)
    with ThreadPoolExecutor(8) as threads:
        found = [event.freshness for event in threads.map(lambda _: receiver.receive(url, body()), range(200))]
    assert found.count(Freshness.NEW) == 1


def test_a_second_url_is_accepted_while_the_first_is_replaced(url: str) -> None:
    other = WebhookReceiver.new_subscription_url(BASE)
    assert not WebhookReceiver(url).verify(other)
    assert WebhookReceiver(url, also_accept=[other]).verify(other)


def test_a_stranger_is_refused_before_the_body_is_read(url: str) -> None:
    with pytest.raises(AuthenticationError):
        WebhookReceiver(url).receive(BASE + "?token=guess", b"{")


def test_a_forged_url_is_no_error_of_ours(url: str) -> None:
    receiver = WebhookReceiver(url)
    assert not receiver.verify("/hooks?token=\udcff")
    with pytest.raises(AuthenticationError):
        receiver.receive("\udcff", b"{}")


def test_a_receiver_needs_a_secret() -> None:
    for bad in (BASE, BASE + "?token=short", ""):
        with pytest.raises(ConfigurationError):
            WebhookReceiver(bad)
    with pytest.raises(ConfigurationError):
        WebhookReceiver.new_subscription_url("http://partner.example/webhooks")


def test_a_body_that_is_no_event_is_refused(url: str) -> None:
    receiver = WebhookReceiver(url, max_body_bytes=100)
    for bad, code in ((b"{", "invalid_json"), (b"{}", "required"), (b" " * 101, "too_long"), (b"\xff", "invalid_json")):
        with pytest.raises(ValidationError) as caught:
            receiver.parse(bad)
        assert caught.value.problems[0].code == code


def test_nothing_shows_the_secret_or_the_entity(url: str) -> None:
    receiver = WebhookReceiver(url)
    event = receiver.receive(url, body(entity_state={"account_number": "FR1420041010050500013M02606"}))
    secret = url.split("token=")[1]
    for shown in (repr(receiver), repr(event), repr(event.entity()), str(event)):
        assert secret not in shown
        assert "FR14" not in shown


def test_an_event_pickles(url: str) -> None:
    event = WebhookReceiver(url).receive(url, body(entity_state={"status": "TO_REPAY"}))
    assert pickle.loads(pickle.dumps(event)) == event
    assert json.loads(event.entity_state) == {"status": "TO_REPAY"}


def test_a_subscription_is_ensured_as_often_as_one_likes(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    wanted = NewWebhook(name="lines", to_url=BASE + "?token=" + "x" * 43, event_types=LINES)
    changes = [defacto_client.webhooks.ensure(wanted).change for _ in range(3)]
    assert changes == ["created", "unchanged", "unchanged"]
    moved = NewWebhook(name="lines", to_url=BASE + "?token=" + "y" * 43, event_types=LINES)
    assert defacto_client.webhooks.ensure(moved).change == "updated"
    other = NewWebhook(name="loans", to_url=wanted.to_url, event_types=[WebhookEventType.LOAN_CLOSED])
    assert defacto_client.webhooks.ensure(other).change == "created"
    assert sorted(webhook.name for webhook in defacto_client.webhooks.list()) == ["lines", "loans"]


def test_a_lost_answer_leads_to_no_second_subscription(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("cut_after_commit", operation="POST /webhooks")
    wanted = NewWebhook(name="lines", to_url=BASE + "?token=" + "x" * 43, event_types=LINES)
    assert defacto_client.webhooks.ensure(wanted).change == "created"
    assert len(requests(defacto_sandbox, "POST /webhooks")) == 1
    assert len(list(defacto_client.webhooks.list())) == 1


def test_what_the_api_sends_is_received_and_read_again(
    defacto_client: Client, defacto_sandbox: Sandbox, serve: Serve
) -> None:
    server: Canned = serve(*[Reply(204)] * 4)
    url = WebhookReceiver.new_subscription_url(server.url + "/hook")
    receiver = WebhookReceiver(url)
    defacto_client.webhooks.ensure(NewWebhook(name="lines", to_url=url, event_types=LINES))
    borrower, line = ready(defacto_client.enroll(french(1), **WAITING))
    eventually("the webhook", lambda: bool(server.requests))
    request = server.requests[0]
    event = receiver.receive(request.target, request.body.encode())
    assert (event.event_type, event.freshness) == (WebhookEventType.CREDIT_LINE_CREATED, Freshness.NEW)
    assert json.loads(event.entity_state)["borrower_id"] != str(borrower.id), "the id that nobody knows"
    assert event.company() == siren(1)
    match event.entity():
        case WebhookEntity.CreditLine(credit_line=shown):
            assert isinstance(shown, CreditLine)
        case other:
            pytest.fail(repr(other))
    match event.refetch(defacto_client):
        case WebhookEntity.CreditLine(credit_line=current):
            assert current == line
        case other:
            pytest.fail(repr(other))

    async def awaited() -> WebhookEntity:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            with pytest.raises(NotFoundError):
                await client.refetch(WebhookEvent.from_json('{"event_type": "CreditLine.CREATED"}'))
            return await client.refetch(event)

    assert asyncio.run(awaited()) == event.refetch(defacto_client)


def test_an_event_about_nothing_cannot_be_read_again(defacto_client: Client) -> None:
    for event_type in ("Loan.CLOSED", "Comet.SEEN", "CreditLine.CREATED"):
        event = WebhookEvent.from_json(json.dumps({"event_type": event_type}))
        with pytest.raises(NotFoundError):
            event.refetch(defacto_client)
