"""Measure many enrolments at once in one process: `measure_async.py CLIENT URL ENROLMENTS`.

It prints the same JSON as `measure.py`, and the number of threads in addition to the main one.
"""

import asyncio
import importlib
import json
import os
import resource
import sys
import time
from typing import Protocol

from measure import cpu_us, peak_kib

#: Files that are open in addition to the connections.
OTHERS = 2000


class AsyncPeer(Protocol):
    """A client that is measured."""

    async def open(self, url: str) -> None:
        """Create what all calls share."""

    async def enrol(self, identifier: str) -> int:
        """Enrol a company synchronously and read its credit line; return how many lines there are: 1."""

    async def close(self) -> None:
        """Close the connections."""


def siren(number: int) -> str:
    """Return eight digits and their Luhn check digit."""
    digits = f"{number:08}"
    doubled = [int(digit) * (2 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits))]
    return f"{digits}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


async def count_threads(most: list[int]) -> None:
    """Record the greatest number of threads."""
    while True:
        most[0] = max(most[0], len(os.listdir("/proc/self/task")) - 1)
        await asyncio.sleep(0.2)


async def main() -> None:
    """Enrol all of them at once, measure, print."""
    client, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    _, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (min(allowed, count + OTHERS) if allowed > 0 else count + OTHERS, allowed)
    )
    peer: AsyncPeer = importlib.import_module(client).Peer()
    await peer.open(url)
    most = [0]
    counting = asyncio.create_task(count_threads(most))
    cpu, started = cpu_us(), time.perf_counter()
    lines = await asyncio.gather(*(peer.enrol(siren(number)) for number in range(count)))
    elapsed, spent = (time.perf_counter() - started) * 1e6, cpu_us() - cpu
    counting.cancel()
    await peer.close()
    result = {"cpu_us": spent, "elapsed_us": elapsed, "items": sum(lines), "peak_kib": peak_kib(), "threads": most[0]}
    print(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main())
