"""pyqwest with pydantic: the same HTTP library as ours, called from Python."""

# mypy: disable-error-code="import-not-found, no-any-return"

from pydantic_models import HEADERS, PydanticPeer
from pyqwest import SyncClient, SyncHTTPTransport


class Pyqwest(PydanticPeer):
    """One client with keep-alive, without its traces."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.client = SyncClient(SyncHTTPTransport(enable_otel=False))

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request."""
        answer = self.client.execute(method, url, HEADERS, body)
        if not 200 <= answer.status < 300:
            raise ValueError(answer.status)
        return answer.content


def connect(url: str) -> Pyqwest:
    """Return the client."""
    return Pyqwest(url)
