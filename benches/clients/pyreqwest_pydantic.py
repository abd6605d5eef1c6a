"""pyreqwest with pydantic: the same HTTP library as ours, called from Python."""

# mypy: disable-error-code="import-not-found, no-any-return"

from pydantic_models import HEADERS, PydanticPeer
from pyreqwest.client import SyncClientBuilder


class Pyreqwest(PydanticPeer):
    """One client with keep-alive."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.client = SyncClientBuilder().default_headers(HEADERS).no_proxy().error_for_status(True).build()

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request."""
        request = self.client.request(method, url)
        if body is not None:
            request = request.body_bytes(body)
        return bytes(request.build().send().bytes())


def connect(url: str) -> Pyreqwest:
    """Return the client."""
    return Pyreqwest(url)
