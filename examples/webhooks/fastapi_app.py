"""Receiving webhooks with FastAPI: the raw body, a fast answer, the work in the background.

DEFACTO_WEBHOOK_URL=... uvicorn fastapi_app:app
"""

from __future__ import annotations

import logging
import os

from defacto_sdk import ValidationError, WebhookEvent, WebhookReceiver
from fastapi import BackgroundTasks, FastAPI, Request, Response

#: The longest accepted body, in bytes. A published example has 3 KB.
LONGEST_BODY = 1_048_576

app = FastAPI()
receiver = WebhookReceiver(os.environ["DEFACTO_WEBHOOK_URL"])


@app.post("/webhooks/defacto")
async def receive(request: Request, background: BackgroundTasks) -> Response:
    """Answer before the work is done: the API's time-out is not documented."""
    url = str(request.url)
    # The body of a call without the secret is not read.
    if not receiver.verify(url):
        return Response(status_code=404)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return Response(status_code=413)
    try:
        # With a store this call blocks: `await asyncio.to_thread(receiver.receive, url, bytes(body))`.
        event = receiver.receive(url, bytes(body))
    except ValidationError:
        return Response(status_code=400)
    if event.freshness == "new":
        background.add_task(deal_with, event)
    return Response(status_code=204)


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
