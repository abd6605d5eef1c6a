"""Servers and workers as they run in production: several processes, of which the test owns the first."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from defacto_sdk.testing import Sandbox
from story import eventually, french, requests
from typing_extensions import Self

HERE = Path(__file__).parent
#: How many companies each test enrols.
COMPANIES = 24


class Program:
    """A program with all processes that it starts. It ends with the test at the latest."""

    def __init__(self, sandbox: Sandbox, folder: Path, *module: str, **settings: str) -> None:
        path = os.pathsep.join([str(HERE / "serving"), str(HERE), *sys.path])
        own = {"DEFACTO_API_KEY": sandbox.api_key, "DEFACTO_ENVIRONMENT": sandbox.url, "PYTHONPATH": path}
        #: The variables that it reads.
        self.settings = {**own, **settings}
        self._out, self._err = folder / "stdout.txt", folder / "stderr.txt"
        #: The server's socket listens before the server does, so no request comes too early.
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        descriptor = self.socket.fileno()
        command = [part.replace("SOCKET", str(descriptor)) for part in module]
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                [sys.executable, "-X", "dev", "-m", *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=folder,
                env={**os.environ, **self.settings},
                pass_fds=[descriptor],
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def members(self) -> list[int]:
        """The living processes of the program: all that it started are in its session."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,sess=,stat="], check=True, capture_output=True, text=True)
        lines = (line.split() for line in listed.stdout.splitlines())
        return [int(pid) for pid, session, state in lines if int(session) == self._process.pid and state[0] != "Z"]

    def texts(self) -> str:
        """Everything that it wrote."""
        return self._out.read_text() + self._err.read_text()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def terminate(self) -> None:
        """Send SIGTERM to the first process; check that all end, with status 0 and without a word of ours."""
        assert self.is_alive(), self.texts()
        os.kill(self._process.pid, signal.SIGTERM)
        status = self._process.wait(timeout=30)
        assert status == 0, f"status {status}\n{self.texts()}"
        eventually("the end of all processes", lambda: not self.members())
        said = self._err.read_text()
        # Some servers leave sockets to the garbage collector, of which Python's development mode warns.
        for word in ("defacto", "sqlite", "panicked", "Traceback", "Exception ignored", "Fatal Python error"):
            assert word not in said, said

    def post(self, numbers: Iterable[int]) -> list[list[str]]:
        """Send the requests, eight at once, and return the words of the answers."""
        opener = build_opener(ProxyHandler({}))
        host, port = self.socket.getsockname()

        def send(number: int) -> list[str]:
            with opener.open(Request(f"http://{host}:{port}/{number}", b"", method="POST"), timeout=30) as answer:
                text: str = answer.read().decode()
                return text.split()

        try:
            with ThreadPoolExecutor(8) as threads:
                return list(threads.map(send, numbers))
        except OSError as error:
            raise AssertionError(f"{error}\n{self.texts()}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.socket.close()
        for member in self.members():
            os.kill(member, signal.SIGKILL)
        self._process.wait()


def each_company_once(sandbox: Sandbox) -> None:
    """Check that the sandbox has one borrower for each company, and that each was sent once."""
    found = Counter(borrower["identifier"] for borrower in sandbox.state()["borrowers"])
    assert found == Counter(french(number).identifier for number in range(COMPANIES))
    assert len(requests(sandbox, "POST /borrowers")) == COMPANIES
