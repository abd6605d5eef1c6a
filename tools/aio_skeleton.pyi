__all__ = ["AsyncClient", "AsyncLoanTracker", "AsyncPageIterator"]

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

class _Area:
    def __init__(self, client: AsyncClient, name: str) -> None: ...

class AsyncClient:
    """A client of the Defacto API for ``asyncio``: the surface of ``Client``, every call awaited."""

    def __init__(self) -> None: ...
    @classmethod
    def from_env(cls) -> AsyncClient:
        """Make a client from ``DEFACTO_API_KEY`` and ``DEFACTO_ENVIRONMENT``. Neither has a default."""
    @property
    def base_url(self) -> str:
        """The URL that all paths are appended to."""
    async def close(self) -> None:
        """Close the connections, for good. Calls under way end with an exception."""
    async def __aenter__(self) -> AsyncClient: ...
    async def __aexit__(self, *exception: object) -> None: ...
