"""Routers: each event of a webhook to its handler, with its entity as the API has it now.

The library decides which events have a handler and which are duplicates; a router reads the entity and calls.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from defacto_sdk._errors import NotFoundError

if TYPE_CHECKING:
    import asyncio

    from defacto_sdk._native import (
        Client,
        RoutedWebhook,
        WebhookEntity,
        WebhookEvent,
        WebhookEventType,
        WebhookReceiver,
    )
    from defacto_sdk.aio import AsyncClient

#: A handler. What it returns is ignored; an `AsyncWebhookRouter` awaits what can be awaited.
_Handler = TypeVar("_Handler", bound="Callable[[WebhookEvent, WebhookEntity | None], object]")


class _Handlers:
    """The handlers of a router, by event type."""

    def __init__(self, receiver: WebhookReceiver) -> None:
        self._routes: Any = receiver._routes()
        self._by_type: dict[str, Callable[[WebhookEvent, WebhookEntity | None], object]] = {}
        self._other: Callable[[WebhookEvent, WebhookEntity | None], object] | None = None

    def on(self, event_type: WebhookEventType | str) -> Callable[[_Handler], _Handler]:
        """Register the decorated function as the handler of an event type. Other types are refused at once.

        Raises `ConfigurationError` if the API has no such event type, or if it has a handler.
        """
        self._routes.add(event_type)

        def register(handler: _Handler) -> _Handler:
            self._by_type[str(event_type)] = handler
            return handler

        return register

    def on_other(self, handler: _Handler) -> _Handler:
        """Register the decorated function for all other events, also for those of unknown types.

        Raises `ConfigurationError` if there is one.
        """
        self._routes.add_other()
        self._other = handler
        return handler

    def _handler(self, event: WebhookEvent) -> Callable[[WebhookEvent, WebhookEntity | None], object]:
        handler = self._by_type.get(str(event.event_type), self._other)
        if handler is None:
            raise TypeError(f"on({str(event.event_type)!r}) was called, but did not decorate a function")
        return handler


class WebhookRouter(_Handlers):
    """Routes the events of webhooks: ``@router.on("CreditLine.CREATED")`` above a function.

    A handler gets the event and its entity, which the router reads from the API by ``client``; the entity is ``None``
    if the API has none. An event is handled once: its duplicates are not. If a handler raises, the event's next
    delivery is new, so the API may deliver it again; whether it does is not documented. Handle an event soon, or pass
    it on to a queue, since the answer to the API waits for the handler. Safe to share between threads once all
    handlers are registered.
    """

    def __init__(self, receiver: WebhookReceiver, client: Client) -> None:
        super().__init__(receiver)
        self._client = client

    def route(self, url_or_token: str, body: bytes) -> RoutedWebhook:
        """Receive one request and call the handler of its event. Blocks.

        Answer with the ``status`` of what it returns, and with 500 if it raises: the exception of the handler, one of
        reading the entity, or `StoreError`. The event's next delivery is new then.
        """
        routed: RoutedWebhook = self._routes.begin(url_or_token, body)
        event = routed.event
        if event is None or routed.outcome != "handled":
            return routed
        is_handled = False
        try:
            handler = self._handler(event)
            handler(event, self._entity(event))
            is_handled = True
        finally:
            self._routes.end(event, is_handled)
        return routed

    def _entity(self, event: WebhookEvent) -> WebhookEntity | None:
        try:
            return event.refetch(self._client)
        except NotFoundError:
            return None


class AsyncWebhookRouter(_Handlers):
    """As ``WebhookRouter``, for ``asyncio``: handlers may be coroutine functions.

    A cancelled ``route`` cancels the handler; the event's next delivery is new then.
    """

    def __init__(self, receiver: WebhookReceiver, client: AsyncClient) -> None:
        super().__init__(receiver)
        self._client = client

    async def route(self, url_or_token: str, body: bytes) -> RoutedWebhook:
        """Receive one request and call the handler of its event. Suspends.

        Answer with the ``status`` of what it returns, and with 500 if it raises, as `WebhookRouter.route` does.
        """
        routed = await self._begin(url_or_token, body)
        event = routed.event
        if event is None or routed.outcome != "handled":
            return routed
        is_handled = False
        try:
            handler = self._handler(event)
            answer = handler(event, await self._entity(event))
            if isinstance(answer, Awaitable):
                await answer
            is_handled = True
        finally:
            await self._end(event, is_handled)
        return routed

    async def _entity(self, event: WebhookEvent) -> WebhookEntity | None:
        try:
            return await self._client.refetch(event)
        except NotFoundError:
            return None

    async def _begin(self, url_or_token: str, body: bytes) -> RoutedWebhook:
        import asyncio

        loop = asyncio.get_running_loop()
        # With a store this blocks.
        begun: asyncio.Future[RoutedWebhook] = loop.run_in_executor(None, self._routes.begin, url_or_token, body)
        try:
            return await asyncio.shield(begun)
        except asyncio.CancelledError:
            # The event is remembered by then, and no handler gets it.
            begun.add_done_callback(self._abandon)
            raise

    def _abandon(self, begun: asyncio.Future[RoutedWebhook]) -> None:
        if not begun.cancelled() and begun.exception() is None:
            routed = begun.result()
            if routed.event is not None and routed.outcome == "handled":
                self._routes.end(routed.event, False)

    async def _end(self, event: WebhookEvent, is_handled: bool) -> None:
        import asyncio

        # It is carried out even if the task is cancelled meanwhile.
        await asyncio.shield(asyncio.get_running_loop().run_in_executor(None, self._routes.end, event, is_handled))
