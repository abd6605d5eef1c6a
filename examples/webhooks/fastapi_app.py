"""Receiving webhooks with FastAPI: the raw body, a fast answer, the work in the background.

DEFACTO_WEBHOOK_URL=... uvicorn fastapi_app:app
"""

from __future__ import annotations

import logging
import os

from defacto_sdk import AuthenticationError, ValidationError, WebhookEvent, WebhookReceiver
from fastapi import BackgroundTasks, FastAPI, Request, Response

app = FastAPI()
receiver = WebhookReceiver(os.environ["DEFACTO_WEBHOOK_URL"])


@app.post("/webhooks/defacto")
async def receive(request: Request, background: BackgroundTasks) -> Response:
    """Answer before the work is done: how long the API waits is not documented."""
    try:
        event = receiver.receive(str(request.url), await request.body())
    except AuthenticationError:
        return Response(status_code=404)
    except ValidationError:
        return Response(status_code=400)
    if event.freshness == "new":
        background.add_task(handle, event)
    return Response(status_code=204)


def handle(event: WebhookEvent) -> None:
    """Deal with the event: wake whoever waits (`pending.notify(event)`), read the entity again (`event.refetch`)."""
    logging.getLogger(__name__).info("received %s", event.event_type)
