"""Run measured programs: the server, one client in its own process, and short Python programs."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from bench.build import BENCHES, BUILD, Built, environment

#: Client and server share one core: waking another core that sleeps would cost more than the measured work.
ONE_CORE = "1"
ALL_CORES = "all"
OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Client:
    """A client that is measured."""

    name: str
    program: str
    python: bool = False
    #: Its packages are in an environment of their own.
    apart: bool = False
    #: What runs it, if it is neither Python nor one of the Rust programs.
    runner: tuple[str, ...] = ()

    def command(self, built: Built) -> list[str]:
        """Return the command without its arguments."""
        if self.runner:
            return [*self.runner, self.program]
        if self.python:
            return [str(self.interpreter(built)), str(BENCHES / "clients/measure.py"), self.program]
        return [str(built.programs / self.program)]

    def interpreter(self, built: Built) -> Path:
        """Return the Python that has its packages."""
        return built.apart if self.apart else built.python


@dataclass(frozen=True)
class Run:
    """The figures of one run of one client."""

    cpu_us: float
    elapsed_us: float
    items: int
    peak_mb: float


def pinned(command: list[str], cores: str) -> list[str]:
    """Return the command, pinned to one core unless all are wanted; to the last core if there are fewer."""
    available = sorted(os.sched_getaffinity(0))
    core = int(ONE_CORE) if int(ONE_CORE) in available else available[-1]
    return command if cores == ALL_CORES else ["taskset", "-c", str(core), *command]


class Server:
    """The server and its counts."""

    def __init__(self, url: str) -> None:
        self.url = url

    def reset(self) -> None:
        """Reset the counts."""
        OPENER.open(Request(f"{self.url}/reset", data=b"", method="POST")).read()

    def counts(self) -> dict[str, Any]:
        """Return the counts since then."""
        counts: dict[str, Any] = json.load(OPENER.open(f"{self.url}/counts"))
        return counts


@contextmanager
def serving(built: Built, cores: str) -> Iterator[Server]:
    """Run the server."""
    command = pinned([str(built.programs / "server")], cores)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            assert process.stdout
            yield Server(process.stdout.readline().strip())
        finally:
            process.terminate()


def run(
    built: Built,
    server: Server,
    client: Client,
    work: str,
    calls: int,
    warm_up: int,
    threads: int = 1,
    cores: str = ONE_CORE,
) -> Run:
    """Run one client once, and check with the server that it did its work."""
    command = [*client.command(built), server.url, work, str(calls), str(warm_up), str(threads)]
    server.reset()
    answer = subprocess.run(
        pinned(command, cores), cwd=BUILD, check=True, stdout=subprocess.PIPE, text=True, env=environment()
    )
    found = json.loads(answer.stdout)
    check(client, work, calls, calls + warm_up, found["items"], server.counts())
    return Run(found["cpu_us"] / calls, found["elapsed_us"] / calls, found["items"], found["peak_kib"] / 1000)


def check(client: Client, work: str, calls: int, sent: int, items: int, counts: dict[str, Any]) -> None:
    """Raise unless the client sent the right requests and read all items."""
    posts = {"POST /borrowers": sent}
    expected = {"post": posts, "asyncio": posts, "list": {"GET /borrowers": sent * 100}}.get(work, {})
    complete = {"post": calls, "asyncio": calls, "list": calls * 10_000}.get(work, items)
    if counts["requests"] != expected or counts["authorized"] != sum(expected.values()) or items != complete:
        raise RuntimeError(f"{client.name} did not do its work: {counts['requests']}, {items} items")
    wanted = plain(json.loads((BENCHES / "data/request.json").read_text()))
    for body in counts["bodies"]:
        if plain(json.loads(body)) != wanted:
            raise RuntimeError(f"{client.name} sent something else: {body}")


def plain(value: Any) -> Any:
    """Return the JSON with times in a form that compares equal whatever their spelling."""
    if isinstance(value, dict):
        return {name: moment(item) if name == "signed_at" else plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def moment(text: str) -> datetime:
    """Return the time."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def start_up_ms(python: Path, code: str) -> float:
    """Return the elapsed time of a whole Python process."""
    started = time.perf_counter()
    subprocess.run(pinned([str(python), "-c", code], ONE_CORE), cwd=BUILD, check=True, env=environment())
    return (time.perf_counter() - started) * 1e3


def whole(command: list[str], variables: dict[str, str] | None = None) -> Run:
    """Run a program to its end and discard its output; its work is the only item."""
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    # What it says is shown if it fails.
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, stdout=quiet, stderr=said, cwd=BUILD, env=variables or environment()) as process,
    ):
        # The child's value begins with that of this small program, which is the lowest possible value.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said.read()[-2000:]}")
    elapsed = time.perf_counter() - started
    return Run((used.ru_utime + used.ru_stime) * 1e6, elapsed * 1e6, 1, used.ru_maxrss / 1000)
