"""This SDK in asyncio, one call after another."""

from defacto_sdk import AsyncClient
from ours import request


class Ours:
    """The asynchronous client with its areas."""

    def __init__(self, url: str) -> None:
        self.client = AsyncClient("bench-key", url)

    async def post(self) -> int:
        """Enrol; the SDK validates the request as well."""
        borrower = await self.client.borrowers.enroll(request())
        _ = borrower.id, borrower.status, borrower.name
        return 1

    async def close(self) -> None:
        """Close the client."""
        await self.client.close()


def connect(url: str) -> Ours:
    """Return the client."""
    return Ours(url)
