"""A sandbox for tests: the Defacto API simulated on this machine.

>>> from defacto_sdk.testing import Sandbox
>>> with Sandbox() as sandbox, sandbox.client() as client:                         # doctest: +SKIP
...     client.hello()

It runs the ``defacto`` command, which comes with ``pip install defacto-cli``. With pytest, ask for the fixture
``defacto_sandbox`` or ``defacto_client`` instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any

from defacto_sdk import Client

__all__ = ["Sandbox", "SandboxError"]


class SandboxError(RuntimeError):
    """The sandbox cannot be started, or refuses a setting."""


def _binary() -> str:
    """Find the ``defacto`` command: ``DEFACTO_BINARY``, beside this Python, or on the path."""
    name = "defacto.exe" if os.name == "nt" else "defacto"
    beside = Path(sys.executable).with_name(name)
    found = os.environ.get("DEFACTO_BINARY") or (str(beside) if beside.exists() else shutil.which(name))
    if not found:
        raise SandboxError("the `defacto` command is not installed: pip install defacto-cli, or set DEFACTO_BINARY")
    return found


class Sandbox:
    """A running sandbox, at ``url`` with ``api_key``. Use it as a context manager, or call ``close``.

    ``speed`` is how many times faster than the real API it answers; ``seed`` makes its data repeat. It ends with this
    process at the latest. ``Sandbox.at`` uses one that runs already. Every method blocks for some milliseconds.
    """

    def __init__(self, *, speed: float = 100.0, seed: int = 1, api_key: str = "test-key") -> None:
        command = [_binary(), "sandbox", "--port", "0", "--ready-json", "--until-stdin-closes"]
        command += [f"--speed={speed}", f"--seed={seed}", f"--api-key={api_key}"]
        self._process: subprocess.Popen[bytes] | None = subprocess.Popen(  # noqa: S603 - our own command, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            _, reason = self._process.communicate()
            raise SandboxError(f"the sandbox did not start: {reason.decode(errors='replace').strip()}")
        ready = json.loads(line)
        #: The URL of the simulated API.
        self.url: str = ready["url"]
        #: The key that it accepts.
        self.api_key: str = ready["api_key"]
        # A sandbox before this one may have had the same port.
        Client._forget_requests(self.url)

    @classmethod
    def at(cls, url: str = "http://127.0.0.1:8080", *, api_key: str = "test-key") -> Sandbox:
        """Use a sandbox that runs already, such as one of ``defacto sandbox``. ``close`` does not end it.

        Raises ``SandboxError`` if nothing answers there, or something else than a sandbox.
        """
        running = cls.__new__(cls)
        running._process, running.url, running.api_key = None, url.rstrip("/"), api_key
        running.now()
        return running

    def client(self, **settings: Any) -> Client:
        """Create a client of this sandbox; ``settings`` are those of ``Client``."""
        return Client(self.api_key, self.url, **settings)

    def fault(self, kind: str, *, operation: str = "*", **more: Any) -> None:
        """Set a fault: ``sandbox.fault("timeout_after_commit", operation="POST /borrowers", times=1)``.

        ``defacto sandbox --help`` lists the kinds and the other settings: ``identifier``, ``times``, ``probability``,
        ``delay_ms``, ``commit_delay_ms``, ``retry_after_seconds``. Raises ``SandboxError`` for any other.
        """
        self._control("POST", "faults", {"kind": kind, "operation": operation, **more})

    def clear_faults(self) -> None:
        """Remove all faults that have not happened yet."""
        self._control("DELETE", "faults")

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Change switches, such as ``declined_as="zero_line"``, and return all of them."""
        settings: dict[str, Any] = self._control("PATCH" if changes else "GET", "settings", changes or None)
        return settings

    def log(self) -> list[dict[str, Any]]:
        """Return the requests received, oldest first.

        Each has ``operation``, ``status``, ``body``, ``query``, ``request_id``, the ``fault`` that struck it, and
        whether it was carried out: ``committed``.
        """
        requests: list[dict[str, Any]] = self._control("GET", "log")["requests"]
        return requests

    def clear_log(self) -> None:
        """Forget the requests received."""
        self._control("DELETE", "log")

    def now(self) -> datetime:
        """Return the sandbox's time."""
        return self._moved("GET")

    def advance(self, *, days: int = 0, seconds: int = 0) -> datetime:
        """Move the sandbox's clock forward. Due events happen before this returns. Return its time."""
        return self._moved("POST", advance_seconds=days * 24 * 60 * 60 + seconds)

    def advance_to_next_event(self) -> datetime:
        """Move the sandbox's clock forward to what is due next, which happens before this returns. Return its time.

        Raises ``SandboxError`` if nothing is planned.
        """
        return self._moved("POST", to_next_event=True)

    def set_time(self, to: datetime) -> datetime:
        """Move the sandbox's clock forward to a time, which needs a time zone. Return its time."""
        return self._moved("POST", to=to.isoformat())

    def freeze(self, frozen: bool = True) -> datetime:
        """Stop the sandbox's clock, so that only ``advance`` and ``set_time`` move it, or start it again."""
        return self._moved("POST", frozen=frozen)

    def _moved(self, method: str, **change: object) -> datetime:
        clock = self._control(method, "clock", change or None)
        if not isinstance(clock, dict) or "now" not in clock:
            raise SandboxError(f"the server at {self.url} is not a sandbox")
        return datetime.fromisoformat(clock["now"])

    def deliveries(self) -> list[dict[str, Any]]:
        """Return the webhooks, delivered or not, oldest first: ``to``, ``body``, ``status``, ``error``, ``at``."""
        deliveries: list[dict[str, Any]] = self._control("GET", "deliveries")["deliveries"]
        return deliveries

    def state(self) -> dict[str, Any]:
        """Return the sandbox's data: lists of ``borrowers``, ``credit_lines``, ``loans``, ``payments`` and so on."""
        state: dict[str, Any] = self._control("GET", "state")
        return state

    def reset(self) -> None:
        """Reset the sandbox: no borrowers, no faults, an empty log, the initial switches.

        What this process remembers of the loans that it requested is forgotten as well, so a salt may be used again.
        """
        self._control("POST", "reset")
        Client._forget_requests(self.url)

    def close(self) -> None:
        """End the sandbox, unless it ran before."""
        if self._process is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=10)
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()

    def __enter__(self) -> Sandbox:
        """Return itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it."""
        self.close()

    def _control(self, method: str, name: str, body: object = None) -> Any:
        """Call the sandbox's own interface, without a proxy."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - the URL of a sandbox
            f"{self.url}/_sandbox/{name}", data, {"Content-Type": "application/json"}, method=method
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=10) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise SandboxError(f"{method} {name}: {error.read().decode(errors='replace')}") from None
        except OSError as error:
            raise SandboxError(f"no sandbox answers at {self.url}: {error}. Start one: `defacto sandbox`") from None
        try:
            return json.loads(text) if text else None
        except ValueError:
            raise SandboxError(f"the server at {self.url} is not a sandbox") from None
