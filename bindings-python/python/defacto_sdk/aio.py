"""The client for ``asyncio``: the same surface, every call awaited.

Each call runs on a thread of the client's own. Cancelling the task stops the call within about 50 ms and closes its
connection; how the call ended is the cause of the ``CancelledError``.
"""

from __future__ import annotations

import asyncio
import functools
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from defacto_sdk import _errors, _native
from defacto_sdk._native import CancelToken, Client, PendingEnrollments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = [
    "AsyncClient",
    "AsyncLoanTracker",
    "AsyncPageIterator",
    "AsyncPendingEnrollments",
    "AsyncPortfolioRun",
    "AsyncResolutions",
]

_T = TypeVar("_T")

#: The areas of the client and the native class of each.
_AREAS = {
    "accounting": _native.Accounting,
    "billing": _native.Billing,
    "borrowers": _native.Borrowers,
    "business_data": _native.BusinessData,
    "businesses": _native.Businesses,
    "cards": _native.Cards,
    "counterparties": _native.Counterparties,
    "credit_lines": _native.CreditLines,
    "eligibility": _native.Eligibility,
    "financial_products": _native.FinancialProducts,
    "installments": _native.Installments,
    "invoices": _native.Invoices,
    "loans": _native.Loans,
    "onboardings": _native.Onboardings,
    "payments": _native.Payments,
    "recollection": _native.Recollection,
    "repayment_methods": _native.RepaymentMethods,
    "subscriptions": _native.Subscriptions,
    "testing": _native.Testing,
    "translations": _native.Translations,
    "webhooks": _native.Webhooks,
}
#: How many seconds a cancelled task waits for its call to end, which takes about 0.05.
_ENDING = 1.0
#: How many runs and waits for resolutions may be under way at the same time.
_WAITING = 256
#: The calls of the client itself.
_CALLS = ("enroll", "explain", "follow_enrollment", "hello", "request", "request_loan", "resume_enrollment")


class AsyncPageIterator:
    """All items of a list, over all its pages. A page is read when its first item is asked for."""

    def __init__(self, client: AsyncClient, start: Callable[[Client], Any]) -> None:
        self._client = client
        self._start = start
        # All pages are read under the token of the first: a cancelled reading ends the iteration.
        self._token = CancelToken()
        self._pages: Any = None
        self._items: list[Any] = []

    def __aiter__(self) -> AsyncPageIterator:
        """Return itself."""
        return self

    async def __anext__(self) -> Any:
        """Return the next item; reads a page when there is none left."""
        while not self._items:
            page = await self._client._run(self._next_page, self._token)
            if page is None:
                raise StopAsyncIteration
            self._items = page[::-1]
        return self._items.pop()

    def _next_page(self, client: Client) -> list[Any] | None:
        if self._pages is None:
            self._pages = self._start(client)
        page: list[Any] | None = self._pages.next_page()
        return page


class AsyncLoanTracker:
    """A loan at each of its status changes, the first time as it is now."""

    def __init__(self, client: AsyncClient, start: Callable[[Client], Any]) -> None:
        self._client = client
        self._start = start
        # All looks are taken under the token of the first: a cancelled wait ends the iteration.
        self._token = CancelToken()
        self._tracker: Any = None

    def __aiter__(self) -> AsyncLoanTracker:
        """Return itself."""
        return self

    async def __anext__(self) -> Any:
        """Return the loan at its next status change; waits for it."""
        loan = await self._client._run(self._next_change, self._token)
        if loan is None:
            raise StopAsyncIteration
        return loan

    def _next_change(self, client: Client) -> Any:
        if self._tracker is None:
            self._tracker = self._start(client)
        return next(self._tracker, None)


class _Asking:
    """Asks on a thread. What comes while nobody waits any longer is kept for whoever asks next."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._asked: asyncio.Future[Any] | None = None
        client._open.add(self)

    async def _ask(self, work: Callable[[], Any]) -> Any:
        if self._asked is None:
            self._asked = self._client._wait_on_thread(work)
            # It may end with an exception when nobody is there to take it.
            self._asked.add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        try:
            # The thread goes on for a moment when the waiting task is cancelled.
            answer = await asyncio.shield(self._asked)
        except asyncio.CancelledError:
            if self._asked.cancelled():
                self._asked = None
            self.stop()
            raise
        except BaseException:
            self._asked = None
            raise
        self._asked = None
        return answer

    def stop(self) -> None:
        """End the wait."""
        raise NotImplementedError


class AsyncPortfolioRun(_Asking):
    """A portfolio that is being enrolled: gives the result of each row as it is known, in no fixed order.

    It begins with the first question for a result. Use it as ``async with``, or call ``aclose``: then it sends nothing
    more, and the store is free for the next run.
    """

    def __init__(self, client: AsyncClient, start: Callable[[Client], Any]) -> None:
        super().__init__(client)
        self._start = start
        self._run: Any = None
        self._stopped = False

    def __aiter__(self) -> AsyncPortfolioRun:
        """Return itself."""
        return self

    async def __anext__(self) -> Any:
        """Return the next result; waits for it. A cancelled wait ends the run; the next one goes on."""
        result = await self._ask(self._next_result)
        if result is None:
            raise StopAsyncIteration
        return result

    def _next_result(self) -> Any:
        if self._run is None:
            if self._stopped:
                return None
            self._run = self._start(self._client._sync)
            if self._stopped:
                self._run.stop()
        return next(self._run, None)

    def progress(self) -> Any:
        """How far it is; None before the first result was asked for."""
        return self._run and self._run.progress()

    def stop(self) -> None:
        """End the run: it sends nothing more. Nothing is lost: the next run goes on."""
        self._stopped = True
        if self._run is not None:
            self._run.stop()

    async def aclose(self) -> None:
        """End the run and wait for its threads. Nothing is lost: the next run goes on."""
        self.stop()
        if self._asked is not None:
            await asyncio.wait([self._asked])
        if self._run is not None:
            await asyncio.to_thread(self._run.close)

    async def __aenter__(self) -> AsyncPortfolioRun:
        """Return itself."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """End the run."""
        await self.aclose()


class AsyncResolutions(_Asking):
    """Resolutions as they come.

    A cancelled wait, by a time-out for instance, loses none: ask again, or begin anew.
    """

    def __init__(self, client: AsyncClient, resolutions: Any) -> None:
        super().__init__(client)
        self._token = CancelToken()
        self._resolutions = resolutions

    def __aiter__(self) -> AsyncResolutions:
        """Return itself."""
        return self

    async def __anext__(self) -> Any:
        """Return the next resolution; waits for it. The one before counts as handed over."""
        while True:
            # By a wait before this one, which was cancelled.
            is_begun = self._asked is not None
            if not is_begun:
                self._token = CancelToken()
                self._resolutions.cancelled_by(self._token)
            try:
                resolution = await self._ask(lambda: next(self._resolutions, None))
            except _errors.InterruptedError:
                if is_begun:
                    continue
                raise
            if resolution is None:
                raise StopAsyncIteration
            return resolution

    def stop(self) -> None:
        """End the wait that is under way."""
        self._token.cancel()


class AsyncPendingEnrollments:
    """Enrolments that wait for their credit line; ``AsyncClient.pending_enrollments`` makes it."""

    def __init__(self, client: AsyncClient, pending: PendingEnrollments) -> None:
        self._client = client
        self._pending = pending

    async def add(self, enrollment: Any) -> bool:
        """Add an enrolment that is ``Pending``; any other outcome is not added. Says whether it was."""
        added: bool = await self._client._on_thread(lambda: self._pending.add(enrollment))
        return added

    async def add_token(self, resume: str) -> None:
        """Add an enrolment by its resume token."""
        await self._client._on_thread(lambda: self._pending.add_token(resume))

    def notify(self, event: Any) -> bool:
        """Hear of an event: one that may mean a new line leads to a look. Does not block."""
        return self._pending.notify(event)

    async def count(self) -> int:
        """How many enrolments wait."""
        count: int = await self._client._on_thread(lambda: len(self._pending))
        return count

    def resolutions(self, wait: float | None = None) -> AsyncResolutions:
        """Give each resolution as it comes, until nobody waits any longer or ``wait`` seconds are over."""
        return AsyncResolutions(self._client, self._pending.resolutions(wait))

    def watch(self) -> AsyncResolutions:
        """As ``resolutions``, but it does not end when nobody waits."""
        return AsyncResolutions(self._client, self._pending.watch())


class _Area:
    def __init__(self, client: AsyncClient, name: str) -> None:
        self._client = client
        self._name = name


class AsyncClient:
    """A client of the Defacto API for ``asyncio``: the surface of ``Client``, every call awaited.

    It takes the arguments of ``Client``, and ``max_concurrency``: how many calls may run at the same time; others wait
    for their turn. Cancelling a task stops its call, but a write may have taken effect all the same. The cause of the
    ``CancelledError`` (``__cause__``) is then the library's exception: an enrolment goes on with its ``resume_token``,
    a loan by the same request, which holds its ``salt_id``. Use it as ``async with``, or call ``close``.
    """

    def __init__(self, api_key: str, environment: Any, *, max_concurrency: int = 32, **settings: Any) -> None:
        self._take_over(Client(api_key, environment, **settings), max_concurrency)

    @classmethod
    def from_env(cls, *, max_concurrency: int = 32, **settings: Any) -> AsyncClient:
        """Make a client from ``DEFACTO_API_KEY`` and ``DEFACTO_ENVIRONMENT``. Neither has a default."""
        return cls.__new__(cls)._take_over(Client.from_env(**settings), max_concurrency)

    def _take_over(self, client: Client, max_concurrency: int) -> AsyncClient:
        self._sync = client
        self._threads = ThreadPoolExecutor(max_concurrency, thread_name_prefix="defacto-sdk")
        # Who waits for long takes no call's place.
        self._waiting = ThreadPoolExecutor(_WAITING, thread_name_prefix="defacto-sdk-waiting")
        self._open: weakref.WeakSet[_Asking] = weakref.WeakSet()
        return self

    def _wait_on_thread(self, work: Callable[[], _T]) -> asyncio.Future[_T]:
        return asyncio.get_running_loop().run_in_executor(self._waiting, work)

    async def _on_thread(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _run(self, call: Callable[[Client], _T], token: CancelToken | None = None) -> _T:
        token = token or CancelToken()
        begun = self._threads.submit(call, self._sync.with_options(cancel=token))
        answer = asyncio.wrap_future(begun)
        try:
            # Shielded: how a cancelled call ended is what its caller needs to go on.
            return await asyncio.shield(answer)
        except asyncio.CancelledError as cancelled:
            token.cancel()
            if not begun.cancel():
                await asyncio.wait([answer], timeout=_ENDING)
            if answer.done() and not answer.cancelled():
                raise cancelled from answer.exception()
            raise

    @functools.wraps(Client.track)
    def track(self, *arguments: Any, **keywords: Any) -> AsyncLoanTracker:
        """Follow a loan; the text is that of the client."""
        return AsyncLoanTracker(self, lambda client: client.track(*arguments, **keywords))

    @functools.wraps(Client.enroll_many)
    def enroll_many(self, *arguments: Any, **keywords: Any) -> AsyncPortfolioRun:
        """Enrol a portfolio; the text is that of the client."""
        return AsyncPortfolioRun(self, lambda client: client.enroll_many(*arguments, **keywords))

    def pending_enrollments(self, store: Any, **settings: Any) -> AsyncPendingEnrollments:
        """Enrolments that wait in the store; takes the keywords of ``PendingEnrollments``."""
        return AsyncPendingEnrollments(self, PendingEnrollments(self._sync, store, **settings))

    @property
    def base_url(self) -> str:
        """The URL that all paths are appended to."""
        return self._sync.base_url

    async def close(self) -> None:
        """Close the connections, for good. Calls and waits under way end with an exception."""
        for asking in list(self._open):
            asking.stop()
        self._sync.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._waiting.shutdown(wait=False, cancel_futures=True)

    async def __aenter__(self) -> AsyncClient:
        """Return itself."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Close the connections."""
        await self.close()

    def __repr__(self) -> str:
        """Name the server, never the key."""
        return f"AsyncClient(base_url={self.base_url!r})"


def _awaited(name: str, native: Any) -> Callable[..., Awaitable[Any]]:
    """Make the twin of a call of the client."""

    @functools.wraps(native)
    async def call(self: AsyncClient, *arguments: Any, **keywords: Any) -> Any:
        return await self._run(lambda client: getattr(client, name)(*arguments, **keywords))

    return call


def _awaited_in_area(name: str, native: Any) -> Callable[..., Awaitable[Any]]:
    """Make the twin of an area's operation."""

    @functools.wraps(native)
    async def call(self: _Area, *arguments: Any, **keywords: Any) -> Any:
        return await self._client._run(
            lambda client: getattr(getattr(client, self._name), name)(*arguments, **keywords)
        )

    return call


def _listed_in_area(name: str, native: Any) -> Callable[..., AsyncPageIterator]:
    """Make the twin of an area's listing."""

    @functools.wraps(native)
    def call(self: _Area, *arguments: Any, **keywords: Any) -> AsyncPageIterator:
        return AsyncPageIterator(
            self._client, lambda client: getattr(getattr(client, self._name), name)(*arguments, **keywords)
        )

    return call


def _area_class(native: type) -> type:
    """Make the twin of an area: an awaited method for each of its operations."""
    methods: dict[str, Any] = {"__doc__": native.__doc__, "__module__": __name__}
    for name, method in vars(native).items():
        if not name.startswith("_"):
            methods[name] = (_listed_in_area if name in native._LISTINGS else _awaited_in_area)(name, method)
    return type(f"Async{native.__name__}", (_Area,), methods)


for _name in _CALLS:
    setattr(AsyncClient, _name, _awaited(_name, getattr(Client, _name)))
for _name, _native_area in _AREAS.items():
    _class = _area_class(_native_area)
    globals()[_class.__name__] = _class
    setattr(
        AsyncClient,
        _name,
        property(functools.partial(lambda area, name, self: area(self, name), _class, _name), doc=_native_area.__doc__),
    )
del _name, _native_area, _class
