"""The common part of the engine tests: a portfolio, a database, and processes that are killed with their children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from defacto_sdk.testing import Sandbox

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests/python"))

from story import eventually, requests, siren  # noqa: E402 - from the folder above

#: How many companies the portfolio has.
COMPANIES = 200
#: Times for the sandbox.
QUICK = ("--settle-time=0.5", "--poll-interval=0.05")


class Database:
    """The database of one test."""

    def __init__(self) -> None:
        try:
            self._server = os.environ["DEFACTO_TEST_POSTGRES"]
        except KeyError:
            pytest.fail("these tests need a server: run them by tools/postgres.sh, which sets DEFACTO_TEST_POSTGRES")
        self._name = f"test_{uuid.uuid4().hex}"
        self._run(self._server, f"CREATE DATABASE {self._name}")
        self.url = self._server.rpartition("/")[0] + "/" + self._name

    @staticmethod
    def _run(url: str, statement: str) -> str:
        command = ["psql", "--no-psqlrc", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def run(self, statement: str) -> str:
        """Run a statement as administrator."""
        return self._run(self.url, statement)

    def end_leases(self) -> None:
        """Let the leases of three minutes expire."""
        self.run("UPDATE defacto_enrollments SET claimed_until = 0")
        self.run("UPDATE defacto_intents SET held_until = 0")

    def close(self) -> None:
        self._run(self._server, f"DROP DATABASE {self._name} WITH (FORCE)")


class Killable:
    """A program in its own session, which includes all processes that it starts."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def members(self) -> list[int]:
        """Return all living processes of the session."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,sess=,stat="], check=True, capture_output=True, text=True)
        lines = (line.split() for line in listed.stdout.splitlines())
        return [int(pid) for pid, session, state in lines if int(session) == self.process.pid and state[0] != "Z"]

    def kill(self) -> int:
        """Kill all of them, and return how many there were."""
        members = self.members()
        count = len(members)
        while members:
            for member in members:
                try:
                    os.kill(member, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            members = self.members()
        self.process.wait()
        return count

    def end(self) -> int:
        """Wait for the program, and return its status."""
        return self.process.wait(timeout=600)

    def text(self) -> str:
        """Return its output."""
        return self.log.read_text()


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database()
    yield database
    database.close()


@pytest.fixture
def environment(defacto_sandbox: Sandbox, database: Database) -> dict[str, str]:
    """Return the variables that the examples read."""
    return {
        "DEFACTO_API_KEY": defacto_sandbox.api_key,
        "DEFACTO_ENVIRONMENT": defacto_sandbox.url,
        "DEFACTO_STORE": database.url,
    }


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Killable]]:
    """Start programs that are killed after the test."""
    started: list[Killable] = []

    def start(*command: str, **environment: str) -> Killable:
        started.append(Killable(list(command), environment, tmp_path / f"{len(started)}.log"))
        return started[-1]

    yield start
    for program in started:
        program.kill()


def portfolio() -> list[dict[str, Any]]:
    """Write the rows: all companies, one of them twice, and one invalid row."""
    rows: list[dict[str, Any]] = [
        {"siren": siren(number), "name": "Tilleuls SAS"} for number in range(1, COMPANIES + 1)
    ]
    spaced = f"{siren(7)[:3]} {siren(7)[3:6]} {siren(7)[6:]}"
    return [*rows, {"siren": spaced, "name": "Tilleuls SAS"}, {"siren": None, "name": "Tilleuls SAS"}]


def let_things_go_wrong(sandbox: Sandbox) -> None:
    for kind in ("timeout_after_commit", "cut_after_commit", "bad_gateway", "cut_before_commit"):
        sandbox.fault(kind, operation="*", probability=0.04)


def some_were_sent(sandbox: Sandbox, program: Killable, least: int) -> None:
    """Wait until companies were sent, but not all."""

    def enough() -> bool:
        assert program.process.poll() is None, program.text()
        return len(sandbox.state()["borrowers"]) >= least

    eventually("sending", enough, seconds=300)


def assert_nothing_was_done_twice(sandbox: Sandbox) -> None:
    """Check that each company has one borrower, and that none was sent again afterwards."""
    sandbox.clear_faults()
    count = Counter(borrower["identifier"] for borrower in sandbox.state()["borrowers"])
    assert len(count) == COMPANIES
    assert set(count.values()) == {1}
    created: set[str] = set()
    for entry in requests(sandbox, "POST /borrowers"):
        identifier = (entry["body"] or {}).get("identifier", "")
        assert identifier not in created, "a company that was there was sent again"
        if entry["committed"]:
            created.add(identifier)
    assert len(created) == COMPANIES


def assert_complete(outcomes: dict[int, str], first: int = 1) -> None:
    """Check that each row has its outcome."""
    expected = {first + at: "ready" for at in range(COMPANIES)}
    expected |= {first + COMPANIES: "duplicate", first + COMPANIES + 1: "invalid"}
    # The order of two rows of a company is not defined.
    twice = first + 6
    if outcomes.get(twice) == "duplicate":
        expected |= {twice: "duplicate", first + COMPANIES: "ready"}
    assert outcomes == expected
