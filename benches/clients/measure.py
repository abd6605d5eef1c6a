"""Measure one Python client in its own process: `measure.py CLIENT URL WORK CALLS WARM_UP THREADS`.

It prints the same JSON as the Rust programs.
"""

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
    """Do the work `times` times in total, on several threads."""
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


def main() -> None:
    """Warm up, measure, print."""
    client, url, name = sys.argv[1:4]
    calls, warm_up, threads = map(int, sys.argv[4:7])
    peer: Peer = importlib.import_module(client).connect(url)
    work: Callable[[], int] = getattr(peer, name)
    repeat(work, warm_up)
    cpu, started = cpu_us(), time.perf_counter()
    items = spread(work, calls, threads)
    elapsed, spent = (time.perf_counter() - started) * 1e6, cpu_us() - cpu
    result = {"cpu_us": spent, "elapsed_us": elapsed, "calls": calls, "items": items, "peak_kib": peak_kib()}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
