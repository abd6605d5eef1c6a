"""niquests with pydantic: the continuation of requests."""

# mypy: disable-error-code="import-not-found, no-any-return"

import niquests
from pydantic_models import HEADERS, PydanticPeer


class Niquests(PydanticPeer):
    """One session with keep-alive."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.session = niquests.Session(headers=HEADERS)
        self.session.trust_env = False

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request."""
        answer = self.session.request(method, url, data=body)
        answer.raise_for_status()
        return answer.content


def connect(url: str) -> Niquests:
    """Return the client."""
    return Niquests(url)
