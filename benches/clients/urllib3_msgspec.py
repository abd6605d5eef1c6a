"""urllib3 with msgspec: the leanest choice in pure Python."""

# mypy: disable-error-code="import-not-found, no-any-return"

import ssl

import urllib3
from msgspec_models import HEADERS, MsgspecPeer


class Urllib3(MsgspecPeer):
    """One pool with keep-alive."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        context = ssl.create_default_context() if url.startswith("https") else None
        self.pool = urllib3.PoolManager(maxsize=8, headers=HEADERS, ssl_context=context)

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request."""
        answer = self.pool.request(method, url, body=body)
        if not 200 <= answer.status < 300:
            raise ValueError(answer.status)
        return answer.data


def connect(url: str) -> Urllib3:
    """Return the client."""
    return Urllib3(url)
