"""Receiving webhooks with FastAPI: each event goes to its handler, and an error leaves it to the next delivery.

DEFACTO_API_KEY=... DEFACTO_ENVIRONMENT=... DEFACTO_WEBHOOK_URL=... uvicorn fastapi_app:app
"""

from __future__ import annotations

import logging
import os

from defacto_sdk import AsyncClient, AsyncWebhookRouter, WebhookEntity, WebhookEvent, WebhookReceiver
from fastapi import FastAPI, Request, Response

#: The longest accepted body, in bytes. A published example has 3 KB.
LONGEST_BODY = 1_048_576

app = FastAPI()
receiver = WebhookReceiver(os.environ["DEFACTO_WEBHOOK_URL"])
client = AsyncClient.from_env()
router = AsyncWebhookRouter(receiver, client)


@router.on("CreditLine.CREATED")
async def line_created(event: WebhookEvent, line: WebhookEntity | None) -> None:
    """Poll the pending enrolments (`pending.notify(event)`), or put the line into your queue: be quick."""
    logging.getLogger(__name__).info("a credit line: %s", event.id)


@router.on_other
async def other(event: WebhookEvent, entity: WebhookEntity | None) -> None:
    """Keep the events that have no handler yet."""
    logging.getLogger(__name__).info("received %s", event.event_type)


@app.post("/webhooks/defacto")
async def receive(request: Request) -> Response:
    """Answer when the event is handled. An exception is a 500, and the event is new when it comes again."""
    url = str(request.url)
    # The body of a call without the secret is not read.
    if not receiver.verify(url):
        return Response(status_code=404)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return Response(status_code=413)
    routed = await router.route(url, bytes(body))
    return Response(status_code=routed.status)


class WithoutQuery(logging.Filter):
    """Keep the secret, which is in the query, out of uvicorn's access log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the path of the record."""
        if isinstance(record.args, tuple):
            record.args = tuple(part.partition("?")[0] if isinstance(part, str) else part for part in record.args)
        return True


logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
