"""The examples for web frameworks receive what the API sends."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from defacto_sdk import WebhookEvent, WebhookReceiver
from story import eventually

EXAMPLES = Path(__file__).parents[2] / "examples/webhooks"
PATH = "/webhooks/defacto"
#: Content that a framework could change by mistake: letters, an escaped solidus, blanks.
BODY = json.dumps({"event_type": "Loan.CLOSED", "id": "é/7", "timestamp": "2026-11-20T10:00:00Z"}).encode() + b" \n"

#: Posts a body to a path with its query, and returns the status.
Post = Callable[[str, bytes], int]


def fastapi_post(example: ModuleType) -> Post:
    from fastapi.testclient import TestClient

    client = TestClient(example.app)
    return lambda target, body: client.post(target, content=body).status_code


def flask_post(example: ModuleType) -> Post:
    client = example.app.test_client()
    return lambda target, body: int(client.post(target, data=body, content_type="application/json").status_code)


def django_post(example: ModuleType) -> Post:
    from django.conf import settings

    if not settings.configured:
        settings.configure(ROOT_URLCONF=example.__name__, ALLOWED_HOSTS=["testserver"], SECRET_KEY="of-a-test")
    import django
    from django.test import Client

    django.setup()
    client = Client()
    return lambda target, body: int(client.post(target, data=body, content_type="application/json").status_code)


@pytest.fixture(params=["fastapi", "flask", "django"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Post, str, list[Any]]]:
    url = WebhookReceiver.new_subscription_url("https://partner.example" + PATH)
    monkeypatch.setenv("DEFACTO_WEBHOOK_URL", url)
    monkeypatch.syspath_prepend(str(EXAMPLES))
    name = f"{request.param}_app"
    sys.modules.pop(name, None)
    example = importlib.import_module(name)
    handled: list[WebhookEvent] = []
    monkeypatch.setattr(example, "handle", handled.append)
    post: Post = globals()[f"{request.param}_post"](example)
    if request.param == "django":
        from django.urls import clear_url_caches

        clear_url_caches()
    yield post, url.removeprefix("https://partner.example"), handled
    if hasattr(example, "background"):
        example.background.shutdown()


def is_under_test(name: str, handled: list[Any]) -> bool:
    """Return whether the example passes its events to this test."""
    handle = getattr(sys.modules.get(name), "handle", None)
    return getattr(handle, "__self__", None) is handled


def settled(server: tuple[Post, str, list[WebhookEvent]], expected: int) -> list[WebhookEvent]:
    handled = server[2]
    eventually("the background work", lambda: len(handled) >= expected)
    return handled


def test_an_event_is_handled_once_however_often_it_comes(server: tuple[Post, str, list[WebhookEvent]]) -> None:
    post, target, _ = server
    assert [post(target, BODY) for _ in range(3)] == [204, 204, 204]
    (event,) = settled(server, 1)
    assert event.event_type == "Loan.CLOSED"
    assert event.id == "é/7"


def test_strangers_learn_nothing(server: tuple[Post, str, list[WebhookEvent]]) -> None:
    post, target, handled = server
    for stranger in (PATH, PATH + "?token=guess", target[:-1]):
        assert post(stranger, BODY) == 404
    assert handled == []


def test_what_is_no_event_is_refused(server: tuple[Post, str, list[WebhookEvent]]) -> None:
    post, target, handled = server
    assert [post(target, body) for body in (b"", b"[]", b"{}", b'{"event_type"')] == [400] * 4
    assert handled == []


def test_an_event_that_could_not_be_handled_may_come_again(
    server: tuple[Post, str, list[WebhookEvent]], monkeypatch: pytest.MonkeyPatch
) -> None:
    post, target, handled = server
    names = ("fastapi_app", "flask_app", "django_app")
    example = next(sys.modules[name] for name in names if is_under_test(name, handled))
    tried: list[WebhookEvent] = []

    def fail(event: WebhookEvent) -> None:
        tried.append(event)
        raise LookupError("the database is gone")

    with monkeypatch.context() as broken:
        broken.setattr(example, "handle", fail)
        assert post(target, BODY) == 204
        eventually("the attempt", lambda: len(tried) == 1)
    eventually("the next delivery", lambda: post(target, BODY) == 204 and len(handled) == 1)
