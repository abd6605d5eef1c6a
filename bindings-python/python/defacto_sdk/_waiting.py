"""How a coroutine waits for a call that the library's engine makes.

The engine is one thread of the library, and does not call Python. It puts results, log lines and steps of an
enrolment into the inbox of an event loop, which takes all items at once on its own thread.
"""

from __future__ import annotations

import asyncio
import contextvars
import itertools
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from defacto_sdk._native import Loan

_Item_co = TypeVar("_Item_co", covariant=True)

#: The value of an argument that was not passed, if the library has its own default.
NOT_GIVEN: Any = ...
#: How long a cancelled task waits for its call to end, in seconds. The end usually takes some milliseconds.
_ENDING = 1.0
#: The attribute of a loop that holds its calls, so that they live as long as the loop.
_ATTRIBUTE = "_defacto_sdk_calls"


def given(**keywords: Any) -> dict[str, Any]:
    """Return the arguments that were passed."""
    return {name: value for name, value in keywords.items() if value is not NOT_GIVEN}


class _Calls:
    """The calls of one event loop."""

    __slots__ = ("__weakref__", "_inbox", "_loop", "_numbers", "_waiting")

    def __init__(self, loop: asyncio.AbstractEventLoop, native: Any) -> None:
        self._loop = loop
        self._inbox = native.inbox(weakref.ref(self))
        self._numbers = itertools.count()
        #: The futures of calls under way. They keep a task alive until its call ends.
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    def wake(self) -> bool:
        """Make the loop take all items. Called from another thread. Return `False` if the loop is closed."""
        try:
            self._loop.call_soon_threadsafe(self._deliver)
        except RuntimeError:
            return False
        return True

    def _deliver(self) -> None:
        self._inbox.deliver(self._waiting)

    async def make(self, call: Any, limit: Any) -> Any:
        number = next(self._numbers)
        future = self._waiting[number] = self._loop.create_future()
        try:
            call.begin(self._inbox, number, contextvars.copy_context(), limit)
            return await future
        except asyncio.CancelledError as cancelled:
            if not future.cancelled():
                # The call ended at the same moment.
                raise cancelled from future.exception()
            # The caller needs the end of the call to continue.
            if not call.give_up():
                ending = self._waiting[number] = self._loop.create_future()
                await asyncio.wait([ending], timeout=_ENDING)
            raise cancelled from call.error
        finally:
            self._waiting.pop(number, None)


async def end(native: Any, call: Any, *, limited: bool = True) -> Any:
    """Make a call and return its result. When the task is cancelled, the call ends at once."""
    loop = asyncio.get_running_loop()
    calls: _Calls | None = getattr(loop, _ATTRIBUTE, None)
    if calls is None:
        calls = _Calls(loop, native)
        setattr(loop, _ATTRIBUTE, calls)
    return await calls.make(call, native.limit if limited else None)


class AsyncPageIterator(Generic[_Item_co]):
    """All items of a list, over all its pages. A page is read when its first item is requested."""

    def __init__(self, native: Any, pages: Any) -> None:
        self._native = native
        self._pages = pages
        self._items: deque[_Item_co] = deque()

    def __aiter__(self) -> AsyncPageIterator[_Item_co]:
        """Return itself."""
        return self

    async def __anext__(self) -> _Item_co:
        """Return the next item; reads the next page if none is left. A cancelled reading ends the iteration."""
        while not self._items:
            page: list[_Item_co] | None = await end(self._native, self._pages.next())
            if page is None:
                raise StopAsyncIteration
            self._items.extend(page)
        return self._items.popleft()


class AsyncLoanTracker:
    """A loan as it is now, then at each change of its status."""

    def __init__(self, native: Any, changes: Any) -> None:
        self._native = native
        self._changes = changes

    def __aiter__(self) -> AsyncLoanTracker:
        """Return itself."""
        return self

    async def __anext__(self) -> Loan:
        """Return the loan at its next status change; waits for it. A cancelled wait ends the iteration."""
        loan: Loan | None = await end(self._native, self._changes.next(), limited=False)
        if loan is None:
            raise StopAsyncIteration
        return loan
