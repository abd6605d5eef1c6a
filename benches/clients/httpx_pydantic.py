"""httpx with pydantic: the most common choice."""

# mypy: disable-error-code="import-not-found, no-any-return"

import ssl

import httpx
from pydantic_models import HEADERS, PydanticPeer


class Httpx(PydanticPeer):
    """One client with keep-alive. It trusts what the system trusts, not certificates of its own."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.client = httpx.Client(headers=HEADERS, trust_env=False, verify=ssl.create_default_context())

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request."""
        answer = self.client.request(method, url, content=body)
        answer.raise_for_status()
        return answer.content


def connect(url: str) -> Httpx:
    """Return the client."""
    return Httpx(url)
