"""A small HTTP server with canned answers, which behaves as no correct server does."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import Self


@dataclass(frozen=True)
class Request:
    """A request as received; the names of its headers are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Reply:
    """An answer, after which the connection closes. With ``cut`` the body ends before its declared length."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    def wire(self) -> bytes:
        body = self.body.encode()
        headers = {**self.headers, "connection": "close"}
        if self.status != 204:
            headers["content-length"] = str(len(body) + self.cut)
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} Canned\r\n{head}\r\n".encode() + body


def reply(status: int, body: object, **headers: str) -> Reply:
    """Answer with JSON; ``x_request_id="r-1"`` adds a header."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(body), {"content-type": "application/json", **names})


#: Closes the connection after reading the request.
RESET = "reset"
#: Reads the request and never answers.
SILENCE = "silence"

Answer = Reply | str


class Canned:
    """A server that returns its answers one after the other, and repeats the last one."""

    def __init__(self, answers: Iterable[Answer] | Callable[[Request], Answer]) -> None:
        given = answers if callable(answers) else list(answers)
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        canned = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                request = _read(self.rfile)
                if request is None:
                    return
                with canned._lock:
                    count = len(canned.requests)
                    canned.requests.append(request)
                answer = given(request) if callable(given) else given[min(count, len(given) - 1)]
                if isinstance(answer, Reply):
                    self.wfile.write(answer.wire())
                elif answer == SILENCE:
                    canned._stopped.wait()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Ignore a client that closed the connection."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _read(stream: Any) -> Request | None:
    first = stream.readline().decode().split()
    if not first:
        return None
    headers = {}
    while line := stream.readline().decode().strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0))).decode()
    return Request(first[0], first[1], headers, body)


def closed_port() -> int:
    """Find a port on which no process listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
