"""httpx2 with pydantic: the continuation of httpx."""

# mypy: disable-error-code="import-not-found, no-any-return"

import httpx2
from pydantic_models import HEADERS, PydanticPeer


class Httpx2(PydanticPeer):
    """One client with keep-alive."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.client = httpx2.Client(headers=HEADERS, trust_env=False)

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request."""
        answer = self.client.request(method, url, content=body)
        answer.raise_for_status()
        return answer.content


def connect(url: str) -> Httpx2:
    """Return the client."""
    return Httpx2(url)
