"""Receiving webhooks with Flask: the raw body, a fast answer.

DEFACTO_WEBHOOK_URL=... flask --app flask_app run
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor

from defacto_sdk import ValidationError, WebhookEvent, WebhookReceiver
from flask import Flask, request

app = Flask(__name__)
# The longest accepted body, in bytes. A published example has 3 KB.
app.config["MAX_CONTENT_LENGTH"] = 1_048_576
receiver = WebhookReceiver(os.environ["DEFACTO_WEBHOOK_URL"])
background = ThreadPoolExecutor(4)


@app.post("/webhooks/defacto")
def receive() -> tuple[str, int]:
    """Answer before the work is done: the API's time-out is not documented."""
    # The body of a call without the secret is not read.
    if not receiver.verify(request.url):
        return "", 404
    try:
        event = receiver.receive(request.url, request.get_data())
    except ValidationError:
        return "", 400
    if event.freshness == "new":
        background.submit(deal_with, event)
    return "", 204


def deal_with(event: WebhookEvent) -> None:
    """Handle the event; after a failure its next delivery counts as new."""
    try:
        handle(event)
    except Exception:
        receiver.forget(event)
        logging.getLogger(__name__).exception("not handled: %s", event.event_type)


def handle(event: WebhookEvent) -> None:
    """Poll the pending enrolments (`pending.notify(event)`), or read the entity again (`event.refetch`)."""
    logging.getLogger(__name__).info("received %s", event.event_type)
