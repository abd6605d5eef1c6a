"""Receiving webhooks with Django: the raw body, a fast answer. Put `urlpatterns` into the urls of your project."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor

from defacto_sdk import ValidationError, WebhookEvent, WebhookReceiver
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

receiver = WebhookReceiver(os.environ["DEFACTO_WEBHOOK_URL"])
background = ThreadPoolExecutor(4)


@csrf_exempt  # The API knows no token of your forms; the secret in the URL takes its place.
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answer before the work is done: the API's time-out is not documented."""
    # The body of a call without the secret is not read; Django limits others to 2.5 MB (DATA_UPLOAD_MAX_MEMORY_SIZE).
    if not receiver.verify(request.get_full_path()):
        return HttpResponse(status=404)
    try:
        event = receiver.receive(request.get_full_path(), request.body)
    except ValidationError:
        return HttpResponse(status=400)
    if event.freshness == "new":
        background.submit(deal_with, event)
    return HttpResponse(status=204)


urlpatterns = [path("webhooks/defacto", receive)]


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
