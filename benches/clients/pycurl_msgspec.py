"""pycurl with msgspec: the leanest choice with a client in C."""

# mypy: disable-error-code="import-not-found, no-any-return"

import pycurl
from msgspec_models import HEADERS, MsgspecPeer


class Pycurl(MsgspecPeer):
    """One handle with keep-alive: it belongs to one thread."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.handle = pycurl.Curl()
        self.handle.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in HEADERS.items()])
        self.handle.setopt(pycurl.NOPROXY, "*")

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request."""
        self.handle.setopt(pycurl.URL, url)
        if method == "POST":
            self.handle.setopt(pycurl.COPYPOSTFIELDS, body)
        else:
            self.handle.setopt(pycurl.HTTPGET, 1)
        answer = self.handle.perform_rb()
        status = self.handle.getinfo(pycurl.RESPONSE_CODE)
        if not 200 <= status < 300:
            raise ValueError(status)
        return answer


def connect(url: str) -> Pycurl:
    """Return the client."""
    return Pycurl(url)
