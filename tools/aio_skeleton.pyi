__all__ = [
    "AsyncClient",
    "AsyncLoanTracker",
    "AsyncPageIterator",
    "AsyncPendingEnrollments",
    "AsyncPortfolioRun",
    "AsyncResolutions",
]

_Item_co = TypeVar("_Item_co", covariant=True)

class AsyncPageIterator(abc.AsyncIterator[_Item_co]):
    """All items of a list, over all its pages. A page is read when its first item is asked for."""

    def __init__(self, client: AsyncClient, start: abc.Callable[[Client], Any]) -> None: ...
    def __aiter__(self) -> AsyncPageIterator[_Item_co]: ...
    async def __anext__(self) -> _Item_co: ...

class AsyncLoanTracker(abc.AsyncIterator[Loan]):
    """A loan at each of its status changes, the first time as it is now."""

    def __init__(self, client: AsyncClient, start: abc.Callable[[Client], Any]) -> None: ...
    def __aiter__(self) -> AsyncLoanTracker: ...
    async def __anext__(self) -> Loan: ...

class AsyncPortfolioRun(abc.AsyncIterator[PortfolioResult]):
    """A portfolio that is being enrolled: gives the result of each row as it is known, in no fixed order.

    It begins with the first question for a result. Use it as ``async with``, or call ``aclose``: then it sends nothing
    more, and the store is free for the next run.
    """

    def __init__(self, client: AsyncClient, start: abc.Callable[[Client], Any]) -> None: ...
    def __aiter__(self) -> AsyncPortfolioRun: ...
    async def __anext__(self) -> PortfolioResult: ...
    def progress(self) -> PortfolioProgress | None:
        """How far it is; None before the first result was asked for."""
    def stop(self) -> None:
        """End the run: it sends nothing more. Nothing is lost: the next run goes on."""
    async def aclose(self) -> None:
        """End the run and wait for its threads. Nothing is lost: the next run goes on."""
    async def __aenter__(self) -> AsyncPortfolioRun: ...
    async def __aexit__(self, *exception: object) -> None: ...

class AsyncResolutions(abc.AsyncIterator[Resolution]):
    """Resolutions as they come.

    A cancelled wait, by a time-out for instance, loses none: ask again, or begin anew.
    """

    def __init__(self, client: AsyncClient, resolutions: Any) -> None: ...
    def __aiter__(self) -> AsyncResolutions: ...
    async def __anext__(self) -> Resolution: ...
    def stop(self) -> None:
        """End the wait that is under way."""

class AsyncPendingEnrollments:
    """Enrolments that wait for their credit line; ``AsyncClient.pending_enrollments`` makes it."""

    def __init__(self, client: AsyncClient, pending: PendingEnrollments) -> None: ...
    async def add(self, enrollment: Enrollment) -> bool:
        """Add an enrolment that is ``Pending``; any other outcome is not added. Says whether it was."""
    async def add_token(self, resume: str) -> None:
        """Add an enrolment by its resume token."""
    def notify(self, event: WebhookEvent) -> bool:
        """Hear of an event: one that may mean a new line leads to a look. Does not block."""
    async def count(self) -> int:
        """How many enrolments wait."""
    def resolutions(self, wait: float | None = None) -> AsyncResolutions:
        """Give each resolution as it comes, until nobody waits any longer or ``wait`` seconds are over."""
    def watch(self) -> AsyncResolutions:
        """As ``resolutions``, but it does not end when nobody waits."""

class _Area:
    def __init__(self, client: AsyncClient, name: str) -> None: ...

class AsyncClient:
    """A client of the Defacto API for ``asyncio``: the surface of ``Client``, every call awaited."""

    def __init__(self) -> None: ...
    @classmethod
    def from_env(cls) -> AsyncClient:
        """Make a client from ``DEFACTO_API_KEY`` and ``DEFACTO_ENVIRONMENT``. Neither has a default."""
    def pending_enrollments(
        self, store: Store, *, name: str = "pending", poll_interval: float = 5.0, gather: float = 0.25
    ) -> AsyncPendingEnrollments:
        """Enrolments that wait in the store; takes the keywords of ``PendingEnrollments``."""
    @property
    def base_url(self) -> str:
        """The URL that all paths are appended to."""
    async def close(self) -> None:
        """Close the connections, for good. Calls and waits under way end with an exception."""
    async def __aenter__(self) -> AsyncClient: ...
    async def __aexit__(self, *exception: object) -> None: ...
