"""aiohttp with msgspec: many typed calls at once, without searching first."""

# mypy: disable-error-code="import-not-found, no-any-return, misc, call-arg"

import aiohttp
import msgspec
from msgspec_models import HEADERS, Borrower


class NewBorrower(msgspec.Struct):
    """The enrolment request."""

    identifier: str
    identifier_type: str
    name: str
    wait_for_ready: bool


class Line(msgspec.Struct):
    """A credit line, the fields that the typed one of this SDK has most use for."""

    id: str
    status: str | None = None
    currency: str | None = None


class Lines(msgspec.Struct):
    """A page of credit lines."""

    data: list[Line]


class Peer:
    """One session, as many connections as there are calls."""

    async def open(self, url: str) -> None:
        """Make the session."""
        self.session = aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=0), headers=HEADERS)
        self.encoder = msgspec.json.Encoder()
        self.borrower, self.lines = msgspec.json.Decoder(Borrower), msgspec.json.Decoder(Lines)

    async def enrol(self, identifier: str) -> int:
        """Enrol a company and read its line."""
        company = NewBorrower(identifier, "siren", "Brasserie", True)
        async with self.session.post("/borrowers", data=self.encoder.encode(company)) as answer:
            answer.raise_for_status()
            self.borrower.decode(await answer.read())
        async with self.session.get("/credit_lines", params={"borrower": identifier}) as answer:
            answer.raise_for_status()
            return len(self.lines.decode(await answer.read()).data)

    async def close(self) -> None:
        """Close the session."""
        await self.session.close()
