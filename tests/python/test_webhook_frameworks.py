"""The examples for web frameworks receive what the API sends."""

from __future__ import annotations

import importlib
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from defacto_sdk import WebhookEvent, WebhookReceiver

EXAMPLES = Path(__file__).parents[2] / "examples/webhooks"
PATH = "/webhooks/defacto"
#: Content that a framework could change by mistake: letters, an escaped solidus, blanks.
BODY = json.dumps({"event_type": "Loan.CLOSED", "id": "é/7", "timestamp": "2026-11-20T10:00:00Z"}).encode() + b" \n"

#: Posts a body to a path with its query, and returns the status.
Post = Callable[[str, bytes], int]


def fastapi_post(example: ModuleType) -> Post:
    from fastapi.testclient import TestClient

    client = TestClient(example.app, raise_server_exceptions=False)
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
    client = Client(raise_request_exception=False)
    return lambda target, body: int(client.post(target, data=body, content_type="application/json").status_code)


@pytest.fixture(params=["fastapi", "flask", "django"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Post, str, list[Any]]]:
    url = WebhookReceiver.new_subscription_url("https://partner.example" + PATH)
    monkeypatch.setenv("DEFACTO_WEBHOOK_URL", url)
    monkeypatch.setenv("DEFACTO_API_KEY", "test-key")
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", "http://127.0.0.1:1")
    monkeypatch.syspath_prepend(str(EXAMPLES))
    name = f"{request.param}_app"
    sys.modules.pop(name, None)
    example = importlib.import_module(name)
    handled: list[WebhookEvent] = []
    use_router(monkeypatch, example, lambda event, entity: handled.append(event))
    post: Post = globals()[f"{request.param}_post"](example)
    if request.param == "django":
        from django.urls import clear_url_caches

        clear_url_caches()
    yield post, url.removeprefix("https://partner.example"), handled
    sys.modules.pop(name, None)


def use_router(monkeypatch: pytest.MonkeyPatch, example: ModuleType, handler: Callable[..., object]) -> None:
    """Replace the example's router by one with this handler, which handles no event yet."""
    router = type(example.router)(example.receiver, example.client)
    router.on_other(handler)
    monkeypatch.setattr(example, "router", router)


def test_an_event_is_handled_once_however_often_it_comes(server: tuple[Post, str, list[WebhookEvent]]) -> None:
    post, target, handled = server
    assert [post(target, BODY) for _ in range(3)] == [204, 204, 204]
    (event,) = handled
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
    post, target, _ = server
    tried: list[WebhookEvent] = []

    def fail_once(event: WebhookEvent, entity: object) -> None:
        tried.append(event)
        if len(tried) == 1:
            raise LookupError("the database is gone")

    use_router(monkeypatch, under_test(), fail_once)
    assert [post(target, BODY) for _ in range(3)] == [500, 204, 204]
    assert len(tried) == 2


def under_test() -> ModuleType:
    """Return the example that is loaded."""
    names = ("fastapi_app", "flask_app", "django_app")
    return next(sys.modules[name] for name in names if name in sys.modules)


def test_the_handlers_of_the_example_are_registered(
    server: tuple[Post, str, list[WebhookEvent]], monkeypatch: pytest.MonkeyPatch
) -> None:
    post, target, handled = server
    monkeypatch.undo()
    lines = BODY.replace(b"Loan.CLOSED", b"CreditLine.CREATED")
    assert [post(target, BODY), post(target, lines)] == [204, 204]
    assert handled == [], "it is the example's own router"


def test_an_access_log_of_uvicorn_has_no_secret(
    server: tuple[Post, str, list[WebhookEvent]], caplog: pytest.LogCaptureFixture
) -> None:
    _, target, _ = server
    if under_test().__name__ != "fastapi_app":
        pytest.skip("it runs under another server")
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        # As uvicorn writes it.
        arguments = ("127.0.0.1:5000", "POST", target, "1.1", 204)
        logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *arguments)
    assert caplog.messages == [f'127.0.0.1:5000 - "POST {PATH} HTTP/1.1" 204']
