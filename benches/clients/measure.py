"""Measure one Python client in its own process: `measure.py CLIENT URL WORK CALLS WARM_UP THREADS`.

It prints the same JSON as the Rust programs. The work `asyncio` is that of an asynchronous client, whose calls are made
one after another.
"""

import asyncio
import importlib
import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Peer(Protocol):
    """A client that is measured."""

    def post(self) -> int:
        """Build the enrolment request, send it and read the typed answer; return 1."""

    def list(self) -> int:
        """Read all borrowers over all pages; return how many there are."""

    def validate(self) -> int:
        """Validate an existing request; return how many problems it has."""


class AsyncPeer(Protocol):
    """An asynchronous client that is measured."""

    async def post(self) -> int:
        """Do the same as the other clients."""

    async def close(self) -> None:
        """Close the connections."""


def cpu_us() -> float:
    """Return the CPU time of this process, user and system, in microseconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1e6


def peak_kib() -> int:
    """Return `VmHWM`, since `ru_maxrss` survives exec and may be the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def repeat(work: Callable[[], int], times: int) -> int:
    """Do the work `times` times; return the sum of the results."""
    total = 0
    for _ in range(times):
        total += work()
    return total


def spread(work: Callable[[], int], calls: int, threads: int) -> int:
    """Do the work `calls` times in total, on several threads."""
    if threads == 1:
        return repeat(work, calls)
    totals = [0] * threads

    def run(index: int) -> None:
        totals[index] = repeat(work, calls // threads)

    running = [threading.Thread(target=run, args=(index,)) for index in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(totals)


def report(calls: int, items: int, cpu: float, started: float) -> None:
    """Print the figures since `cpu` and `started`."""
    elapsed, spent = (time.perf_counter() - started) * 1e6, cpu_us() - cpu
    result = {"cpu_us": spent, "elapsed_us": elapsed, "calls": calls, "items": items, "peak_kib": peak_kib()}
    print(json.dumps(result))


async def one_after_another(client: str, url: str, calls: int, warm_up: int) -> None:
    """Warm up, measure and print an asynchronous client."""
    peer: AsyncPeer = importlib.import_module(client).connect(url)
    for _ in range(warm_up):
        await peer.post()
    cpu, started, items = cpu_us(), time.perf_counter(), 0
    for _ in range(calls):
        items += await peer.post()
    report(calls, items, cpu, started)
    await peer.close()


def main() -> None:
    """Warm up, measure, print."""
    client, url, name = sys.argv[1:4]
    calls, warm_up, threads = map(int, sys.argv[4:7])
    if name == "asyncio":
        return asyncio.run(one_after_another(client, url, calls, warm_up))
    peer: Peer = importlib.import_module(client).connect(url)
    work: Callable[[], int] = getattr(peer, name)
    repeat(work, warm_up)
    cpu, started = cpu_us(), time.perf_counter()
    report(calls, spread(work, calls, threads), cpu, started)
    return None


if __name__ == "__main__":
    main()
