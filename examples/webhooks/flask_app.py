"""Receiving webhooks with Flask: each event goes to its handler, and an error leaves it to the next delivery.

DEFACTO_API_KEY=... DEFACTO_ENVIRONMENT=... DEFACTO_WEBHOOK_URL=... \
    gunicorn flask_app:app --access-logfile - --access-logformat '%(h)s %(t)s "%(m)s %(U)s" %(s)s'

The secret is in the query, so the access log has the path alone.
"""

from __future__ import annotations

import logging
import os

from defacto_sdk import Client, WebhookEntity, WebhookEvent, WebhookReceiver, WebhookRouter
from flask import Flask, request

app = Flask(__name__)
# The longest accepted body, in bytes. A published example has 3 KB.
app.config["MAX_CONTENT_LENGTH"] = 1_048_576
receiver = WebhookReceiver(os.environ["DEFACTO_WEBHOOK_URL"])
client = Client.from_env()
router = WebhookRouter(receiver, client)


@router.on("CreditLine.CREATED")
def line_created(event: WebhookEvent, line: WebhookEntity | None) -> None:
    """Poll the pending enrolments (`pending.notify(event)`), or put the line into your queue: be quick."""
    logging.getLogger(__name__).info("a credit line: %s", event.id)


@router.on_other
def other(event: WebhookEvent, entity: WebhookEntity | None) -> None:
    """Keep the events that have no handler yet."""
    logging.getLogger(__name__).info("received %s", event.event_type)


@app.post("/webhooks/defacto")
def receive() -> tuple[str, int]:
    """Answer when the event is handled. An exception is a 500, and the event is new when it comes again."""
    # The body of a call without the secret is not read.
    if not receiver.verify(request.url):
        return "", 404
    return "", router.route(request.url, request.get_data()).status
