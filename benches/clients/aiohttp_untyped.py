"""aiohttp with plain dicts: the minimum of an asynchronous program, without types and without searching first."""

# mypy: disable-error-code="import-not-found, no-any-return"

import aiohttp


class Peer:
    """One session, as many connections as there are calls."""

    async def open(self, url: str) -> None:
        """Make the session."""
        connector = aiohttp.TCPConnector(limit=0)
        headers = {"authorization": "Bearer bench-key"}
        self.session = aiohttp.ClientSession(url, connector=connector, headers=headers)

    async def enrol(self, identifier: str) -> int:
        """Enrol a company and read its line."""
        body = {"identifier": identifier, "identifier_type": "siren", "name": "Brasserie", "wait_for_ready": True}
        async with self.session.post("/borrowers", json=body) as answer:
            answer.raise_for_status()
            await answer.json()
        async with self.session.get("/credit_lines", params={"borrower": identifier}) as answer:
            answer.raise_for_status()
            return len((await answer.json())["data"])

    async def close(self) -> None:
        """Close the session."""
        await self.session.close()
