"""This SDK in asyncio: the main job, with its look-up of existing borrowers."""

from typing import Any, ClassVar

from defacto_sdk import AsyncClient, Enrollment, NewBorrower


class Peer:
    """The asynchronous client."""

    options: ClassVar[dict[str, Any]] = {}

    async def open(self, url: str) -> None:
        """Make the client."""
        self.client = AsyncClient("bench-key", url)

    async def enrol(self, identifier: str) -> int:
        """Enrol a company and wait for its line."""
        company = NewBorrower(identifier=identifier, identifier_type="siren", name="Brasserie")
        outcome = await self.client.enroll(company, wait=120, **self.options)
        return isinstance(outcome, Enrollment.Ready)

    async def close(self) -> None:
        """Close the client."""
        await self.client.close()
