"""Receiving webhooks with Django: each event goes to its handler, and an error leaves it to the next delivery.

Put `urlpatterns` into the urls of your project. The secret is in the query, so let the access log have the path alone:

gunicorn project.wsgi --access-logfile - --access-logformat '%(h)s %(t)s "%(m)s %(U)s" %(s)s'
"""

from __future__ import annotations

import logging
import os

from defacto_sdk import Client, WebhookEntity, WebhookEvent, WebhookReceiver, WebhookRouter
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

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


@csrf_exempt  # The API knows no token of your forms; the secret in the URL takes its place.
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answer when the event is handled. An exception is a 500, and the event is new when it comes again."""
    # The body of a call without the secret is not read; Django limits others to 2.5 MB (DATA_UPLOAD_MAX_MEMORY_SIZE).
    if not receiver.verify(request.get_full_path()):
        return HttpResponse(status=404)
    return HttpResponse(status=router.route(request.get_full_path(), request.body).status)


urlpatterns = [path("webhooks/defacto", receive)]
