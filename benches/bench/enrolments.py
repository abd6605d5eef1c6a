"""Many synchronous enrolments at once, against the sandbox at the speed of the API."""

import json
import os
import resource
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.request import Request

from bench.build import BENCHES, BUILD, Built, environment
from bench.process import OPENER

#: Each client, and the work of one enrolment.
PEERS = {
    "aiohttp_untyped": "aiohttp, untyped (POST, GET)",
    "aiohttp_typed": "aiohttp + msgspec, typed (POST, GET)",
    "ours_async": "defacto-sdk (look up, POST, GET)",
    "ours_async_new": "defacto-sdk, no look-up (POST, GET)",
    "raw": "reqwest, Rust, untyped lines (POST, GET)",
    "core": "defacto-sdk, Rust, no look-up (POST, GET)",
}
#: The clients that are programs in Rust.
RUST = ("raw", "core")
#: Files that a process opens in addition to its connections.
OTHERS = 200
#: A client that waits for a free connection may open another one meanwhile. Without files left, the sandbox would
#: accept no connection, and the client would wait until its time-out.
CONNECTIONS_PER_CALL = 1.5


@dataclass(frozen=True)
class Enrolments:
    """The figures of one run of one client."""

    elapsed_s: float
    cpu_s: float
    threads: int
    peak_mb: float


@dataclass(frozen=True)
class Sandbox:
    """A sandbox that runs."""

    url: str
    pid: int

    def peak_mb(self) -> float:
        """Return its peak memory until now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1000

    def cpu_us(self) -> float:
        """Return its CPU time until now, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1e6

    def calls(self) -> int:
        """Return the number of calls until now: the number of one more, less one."""
        OPENER.open(Request(f"{self.url}/_sandbox/log", method="DELETE")).read()
        OPENER.open(Request(f"{self.url}/hello", headers={"authorization": "Bearer bench-key"})).read()
        last: int = json.load(OPENER.open(f"{self.url}/_sandbox/log"))["requests"][-1]["sequence"]
        return last - 1


@contextmanager
def sandbox(built: Built, count: int, speed: int = 1) -> Iterator[Sandbox]:
    """Run a sandbox, as slow as the API unless `speed` is given, with a file limit for this many connections."""
    command = [str(built.programs / "defacto"), "sandbox", "--port", "0", "--speed", str(speed), "--ready-json"]
    allow_files(count)
    with subprocess.Popen(
        [*command, "--api-key", "bench-key", "--until-stdin-closes"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        try:
            yield Sandbox(json.loads(process.stdout.readline())["url"], process.pid)
        finally:
            process.stdin.close()


def allow_files(count: int) -> None:
    """Raise the limit of open files for the child processes."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = int(count * CONNECTIONS_PER_CALL) + OTHERS
    if most != resource.RLIM_INFINITY and most < wanted:
        raise RuntimeError(f"{count} connections at once need `ulimit -Hn` of {wanted}, which is {most}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def run(built: Built, client: str, count: int) -> Enrolments:
    """Enrol `count` companies at once, and check that each got its line."""
    with sandbox(built, count) as server:
        python = [str(built.python), str(BENCHES / "clients/measure_async.py")]
        program = [str(built.programs / "at_once")] if client in RUST else python
        command = [*program, client, server.url, str(count)]
        answer = subprocess.run(command, cwd=BUILD, check=True, stdout=subprocess.PIPE, text=True, env=environment())
    found = json.loads(answer.stdout)
    if found["items"] != count:
        raise RuntimeError(f"{client} did not do its work: {found['items']} lines of {count}")
    return Enrolments(found["elapsed_us"] / 1e6, found["cpu_us"] / 1e6, found["threads"], found["peak_kib"] / 1000)


@cache
def measure(built: Built, count: int, repeats: int) -> dict[str, Enrolments]:
    """Measure all clients in turn, several times; return the medians."""
    runs: dict[str, list[Enrolments]] = {client: [] for client in PEERS}
    for _ in range(repeats):
        for client in PEERS:
            runs[client].append(run(built, client, count))
    return {client: median(samples) for client, samples in runs.items()}


def median(samples: list[Enrolments]) -> Enrolments:
    """Return the median of each figure."""
    middle = statistics.median
    return Enrolments(
        middle(run.elapsed_s for run in samples),
        middle(run.cpu_s for run in samples),
        max(run.threads for run in samples),
        middle(run.peak_mb for run in samples),
    )
