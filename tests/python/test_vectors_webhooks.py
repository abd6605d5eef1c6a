"""The vectors about webhooks: verification, reading, duplicates."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from defacto_sdk import DefactoError, WebhookEvent, WebhookReceiver
from vectors import Case, body, cases, expect, parametrize

URL = "https://partner.example/hooks?token=hidden-0123456789abcdef"


def receiver(case: Case) -> WebhookReceiver:
    more: dict[str, Any] = {name: case[name] for name in ("also_accept", "max_body_bytes") if name in case}
    made = WebhookReceiver(case.get("subscription_url", URL), **more)
    assert "hidden" not in repr(made)
    return made


def content(case: Case) -> bytes:
    return base64.b64decode(case["body_base64"]) if "body_base64" in case else body(case["body"]).encode()


def refused(case: Case, error: DefactoError) -> None:
    assert "hidden" not in f"{error} {error!r}"
    problems = [[problem.pointer, problem.code] for problem in error.problems]
    assert (error.kind, problems) == (case["kind"], case.get("problems", problems))


def parsed(case: Case) -> None:
    event = receiver(case).parse(content(case))
    assert "hidden" not in repr(event)
    at = event.timestamp and event.timestamp.isoformat().replace("+00:00", "Z")
    entity = type(event.entity()).__name__.removeprefix("WebhookEntity_")
    snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in entity).strip("_")
    expect(
        case,
        event_type=str(event.event_type),
        id=event.id,
        entity_type=event.entity_type,
        transition_name=event.transition_name,
        status=event.status,
        timestamp=at,
        company=event.company(),
        entity=snake,
        freshness=str(event.freshness),
    )
    assert WebhookEvent.from_json(event.to_json()) == event


def received(case: Case) -> None:
    one = receiver(case)
    for delivery in case["deliveries"]:
        try:
            event = one.receive(delivery.get("given", URL), content(delivery))
        except DefactoError as error:
            refused(delivery, error)
            continue
        assert delivery["freshness"] == event.freshness
        if delivery.get("forget"):
            one.forget(event)


def check(case: Case) -> None:
    if "base" in case:
        secret = WebhookReceiver.new_subscription_url(case["base"]).removeprefix(case["url"])
        assert len(secret) == 43
    elif "given" in case:
        assert receiver(case).verify(case["given"]) == case["accepted"]
    elif "subscription_url" in case:
        receiver(case)
    elif "deliveries" in case:
        received(case)
    else:
        parsed(case)


@parametrize(cases("webhooks.json"))
def test_webhooks(case: Case) -> None:
    if "kind" not in case:
        check(case)
        return
    with pytest.raises(DefactoError) as caught:
        check(case)
    refused(case, caught.value)
