"""httpx with pydantic: typed calls in asyncio, one after another."""

# mypy: disable-error-code="import-not-found, no-any-return"

import httpx
from pydantic_models import HEADERS, Borrower, request


class Httpx:
    """One client with keep-alive."""

    def __init__(self, url: str) -> None:
        self.client = httpx.AsyncClient(base_url=url, headers=HEADERS, trust_env=False)

    async def post(self) -> int:
        """Enrol."""
        body = request().model_dump_json(exclude_none=True).encode()
        answer = await self.client.post("/borrowers", content=body)
        answer.raise_for_status()
        borrower = Borrower.model_validate_json(answer.content)
        _ = borrower.id, borrower.status, borrower.name
        return 1

    async def close(self) -> None:
        """Close the client."""
        await self.client.aclose()


def connect(url: str) -> Httpx:
    """Return the client."""
    return Httpx(url)
