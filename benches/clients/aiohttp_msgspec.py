"""aiohttp with msgspec: typed calls in asyncio, one after another."""

# mypy: disable-error-code="import-not-found, no-any-return"

import aiohttp
import msgspec
from msgspec_models import HEADERS, Borrower, request


class Aiohttp:
    """One session with keep-alive."""

    def __init__(self, url: str) -> None:
        self.session = aiohttp.ClientSession(url, headers=HEADERS)
        self.encoder = msgspec.json.Encoder()
        self.borrower = msgspec.json.Decoder(Borrower)

    async def post(self) -> int:
        """Enrol."""
        async with self.session.post("/borrowers", data=self.encoder.encode(request())) as answer:
            answer.raise_for_status()
            borrower = self.borrower.decode(await answer.read())
        _ = borrower.id, borrower.status, borrower.name
        return 1

    async def close(self) -> None:
        """Close the session."""
        await self.session.close()


def connect(url: str) -> Aiohttp:
    """Return the client."""
    return Aiohttp(url)
