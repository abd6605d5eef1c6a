"""The client for ``asyncio``: the same surface, every call awaited.

No call takes a thread: one engine of the library drives them all. Cancelling the task closes the connection of its call
within about 50 ms; how the call ended is the cause of the ``CancelledError``.
"""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any

from defacto_sdk._async_calls import AsyncCalls
from defacto_sdk._native import Client, PendingEnrollments
from defacto_sdk._waiting import AsyncLoanTracker, AsyncPageIterator, end

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from defacto_sdk._native import (
        AnswerInfo,
        Enrollment,
        PortfolioProgress,
        PortfolioResult,
        Resolution,
        Store,
        WebhookEntity,
        WebhookEvent,
    )

__all__ = [
    "AsyncClient",
    "AsyncLoanTracker",
    "AsyncPageIterator",
    "AsyncPendingEnrollments",
    "AsyncPortfolioRun",
    "AsyncResolutions",
]


class AsyncPortfolioRun:
    """A running portfolio: an iterator of the result of each row, in no fixed order.

    It begins when the first result is requested, and takes one thread, which reads the rows. The run pauses while some
    results have not been taken. Use it as ``async with``, or call ``aclose``: then it sends nothing more,
    and the store is free for the next run.
    """

    def __init__(self, client: AsyncClient, native: Any) -> None:
        self._client = client
        self._native = native
        # Whether the caller did not receive the last result.
        self._missed = False
        client._open.add(self)

    def __aiter__(self) -> AsyncPortfolioRun:
        """Return itself."""
        return self

    async def __anext__(self) -> PortfolioResult:
        """Return the next result; waits for it. A cancelled wait ends the run; the next run continues."""
        wait, self._missed = self._native.next(self._missed), False
        try:
            result: PortfolioResult | None = await end(self._client._native, wait, limited=False)
        except asyncio.CancelledError:
            self._missed = True
            self.stop()
            raise
        if result is None:
            raise StopAsyncIteration
        return result

    def progress(self) -> PortfolioProgress | None:
        """Return the progress of the run, or ``None`` before it has begun. Does not block."""
        progress: PortfolioProgress | None = self._native.progress()
        return progress

    def stop(self) -> None:
        """End the run: it sends nothing more. Nothing is lost: the next run continues. Does not block."""
        self._native.stop()

    async def aclose(self) -> None:
        """End the run, and wait until it has ended. Nothing is lost: the next run continues."""
        await end(self._client._native, self._native.close(), limited=False)

    async def __aenter__(self) -> AsyncPortfolioRun:
        """Return itself."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """End the run."""
        await self.aclose()


class AsyncResolutions:
    """An iterator of resolutions.

    A cancelled wait, such as one with a time-out, loses no resolution: request the next one again, or begin anew.
    """

    def __init__(self, client: AsyncClient, source: Any) -> None:
        self._client = client
        self._source = source
        self._waits: set[Any] = set()
        # Whether the caller did not receive the last resolution.
        self._missed = False
        client._open.add(self)

    def __aiter__(self) -> AsyncResolutions:
        """Return itself."""
        return self

    async def __anext__(self) -> Resolution:
        """Return the next resolution; waits for it. The one before counts as delivered."""
        wait, self._missed = self._source.next(self._missed), False
        self._waits.add(wait)
        try:
            resolution: Resolution | None = await end(self._client._native, wait, limited=False)
        except asyncio.CancelledError:
            self._missed = True
            raise
        finally:
            self._waits.discard(wait)
        if resolution is None:
            raise StopAsyncIteration
        return resolution

    def stop(self) -> None:
        """End the wait that is under way."""
        for wait in list(self._waits):
            wait.cancel()


class AsyncPendingEnrollments:
    """Pending enrolments: companies that wait for their credit line. See ``AsyncClient.pending_enrollments``."""

    def __init__(self, client: AsyncClient, pending: PendingEnrollments) -> None:
        self._client = client
        self._pending = pending
        self._native: Any = pending._asynchronous()

    async def add(self, enrollment: Enrollment) -> bool:
        """Add a ``Pending`` enrolment; any other outcome is not added. Return ``True`` if it was added."""
        added: bool = await end(self._client._native, self._native.add(enrollment))
        return added

    async def add_token(self, resume: str) -> None:
        """Add an enrolment by its resume token."""
        await end(self._client._native, self._native.add_token(resume))

    def notify(self, event: WebhookEvent) -> bool:
        """Schedule a poll if ``event`` may announce a credit line. Return ``True`` if it does. Does not block."""
        return self._pending.notify(event)

    async def count(self) -> int:
        """Return the number of pending enrolments."""
        count: int = await end(self._client._native, self._native.count())
        return count

    def resolutions(self, wait: float | None = None) -> AsyncResolutions:
        """Return the resolutions one by one, until no enrolment is pending, or until ``wait`` seconds are over."""
        return AsyncResolutions(self._client, self._native.resolutions(wait))

    def watch(self) -> AsyncResolutions:
        """As ``resolutions``, but without an end."""
        return AsyncResolutions(self._client, self._native.watch())


class AsyncClient(AsyncCalls):
    """A client of the Defacto API for ``asyncio``: the surface of ``Client``, every call awaited.

    It takes the arguments of ``Client``, and ``max_concurrency``: the largest number of calls in flight; other
    calls wait. With ``None`` there is no limit. One client works in several event loops, also at the
    same time, under uvloop, under the asyncio backend of anyio, and after a fork.

    Cancelling a task stops its call, but a write may have taken effect all the same. The cause of the
    ``CancelledError`` (``__cause__``) is then the library's exception: an enrolment continues with its
    ``resume_token``, a loan by the same request, which holds its ``salt_id``. ``on_progress`` is called on the loop's
    thread, in the context of the task. Use the client as ``async with``, or call ``close``.
    """

    def _take_over(self, client: Client, max_concurrency: int | None) -> None:
        self._sync = client
        self._max_concurrency = max_concurrency
        self._native: Any = client._asynchronous(max_concurrency)
        self._open: weakref.WeakSet[AsyncPortfolioRun | AsyncResolutions] = weakref.WeakSet()

    def _portfolio_run(self, run: Any) -> AsyncPortfolioRun:
        return AsyncPortfolioRun(self, run)

    def pending_enrollments(
        self, store: Store, *, name: str = "pending", poll_interval: float = 5.0, gather: float = 0.25
    ) -> AsyncPendingEnrollments:
        """Open the pending enrolments in ``store``. The keywords are those of ``PendingEnrollments``."""
        pending = PendingEnrollments(self._sync, store, name=name, poll_interval=poll_interval, gather=gather)
        return AsyncPendingEnrollments(self, pending)

    async def refetch(self, event: WebhookEvent) -> WebhookEntity:
        """Read the event's entity from the API, in its present state. Suspends; safe to repeat.

        Raises `NotFoundError` when the API has no such entity, or when the event does not name it.
        """
        entity: WebhookEntity = await end(self._native, self._native.refetch(event))
        return entity

    @property
    def last_answer(self) -> AnswerInfo | None:
        """What is known about the last answer of this client object besides its body; ``None`` before the first one.

        Calls at the same time replace each other's. A copy by ``with_options`` has its own: take one where it matters.
        A call that fails has its status and its request id in the exception.
        """
        return self._sync.last_answer

    def set_api_key(self, api_key: str | PathLike[str] | Callable[[], str]) -> None:
        """Replace the API key by another one of the same account: text, a ``Path`` or a function, as for ``Client``.

        Calls under way keep the old one. Raises ``ConfigurationError`` when the key cannot be sent; the old one stays.
        """
        self._sync.set_api_key(api_key)

    @property
    def base_url(self) -> str:
        """The URL that all paths are appended to."""
        return self._sync.base_url

    async def close(self) -> None:
        """Close the connections for good. Calls and waits under way end with an exception."""
        for open_ in list(self._open):
            open_.stop()
        self._sync.close()

    async def __aenter__(self) -> AsyncClient:
        """Return itself."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Close the connections."""
        await self.close()

    def __repr__(self) -> str:
        """Name the server, never the key."""
        return f"AsyncClient(base_url={self.base_url!r})"
