"""Receiving webhooks with Flask: the raw body, a fast answer.

DEFACTO_WEBHOOK_URL=... flask --app flask_app run
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor

from defacto_sdk import AuthenticationError, ValidationError, WebhookEvent, WebhookReceiver
from flask import Flask, request

app = Flask(__name__)
receiver = WebhookReceiver(os.environ["DEFACTO_WEBHOOK_URL"])
background = ThreadPoolExecutor(4)


@app.post("/webhooks/defacto")
def receive() -> tuple[str, int]:
    """Answer before the work is done: how long the API waits is not documented."""
    try:
        event = receiver.receive(request.url, request.get_data())
    except AuthenticationError:
        return "", 404
    except ValidationError:
        return "", 400
    if event.freshness == "new":
        background.submit(handle, event)
    return "", 204


def handle(event: WebhookEvent) -> None:
    """Deal with the event: wake whoever waits (`pending.notify(event)`), read the entity again (`event.refetch`)."""
    logging.getLogger(__name__).info("received %s", event.event_type)
