"""Portfolios in event loops: the only extra thread reads the rows."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from defacto_sdk import (
    AsyncClient,
    ConfigurationError,
    InterruptedError,
    NewBorrower,
    PortfolioResult,
    Store,
    StoreError,
)
from defacto_sdk.aio import AsyncPortfolioRun
from defacto_sdk.testing import Sandbox
from story import eventually, french, sends_nothing_more

QUICK: dict[str, Any] = {"settle_time": 0.4, "poll_interval": 0.02, "wait": 30.0}
RUNS = 40
#: The engine, the thread that wakes loops, and the threads for blocking store calls.
LIBRARY_THREADS = 10


def asynchronous(sandbox: Sandbox) -> AsyncClient:
    return AsyncClient(sandbox.api_key, sandbox.url)


def threads() -> Counter[str]:
    names: list[str] = []
    for task in Path("/proc/self/task").iterdir():
        try:
            names.append((task / "comm").read_text().strip())
        except OSError:
            continue  # It has ended.
    return Counter(names)


def readers() -> int:
    return threads()["defacto-reader"]


def test_asyncio(defacto_sandbox: Sandbox) -> None:
    async def story() -> list[PortfolioResult]:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            rows = [french(number) for number in range(1, 21)]
            return [result async for result in client.enroll_many(rows, Store.in_memory(), **QUICK)]

    assert Counter(str(result.outcome) for result in asyncio.run(story())) == {"ready": 20}


def test_an_asynchronous_run_is_closed(defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    store = Store.sqlite(tmp_path / "portfolio.db")

    async def story() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            rows = (french(number) for number in range(1, 100_000))
            async with client.enroll_many(rows, store, **QUICK) as run:
                async for _ in run:
                    break
            await asyncio.to_thread(sends_nothing_more, defacto_sandbox)
            left = client.enroll_many((french(number) for number in range(1, 100_000)), store, **QUICK)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(every(left), 0.3)
            with pytest.raises(InterruptedError):
                await every(left)
            await left.aclose()
            assert len([result async for result in client.enroll_many([french(1)], store, **QUICK)]) == 1

    asyncio.run(story())


async def every(run: AsyncPortfolioRun) -> None:
    async for _ in run:
        pass


async def end_of(run: AsyncPortfolioRun) -> BaseException | None:
    """Return the error that a cancelled task receives from its run."""
    try:
        await every(run)
    except asyncio.CancelledError as cancelled:
        return cancelled.__cause__
    return None


def test_a_cancelled_task_ends_the_run(defacto_sandbox: Sandbox) -> None:
    async def story() -> int:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            rows = (french(number) for number in range(1, 100_000))
            run = client.enroll_many(rows, Store.in_memory(), **QUICK)

            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(every(run), 0.3)
        return len(defacto_sandbox.log())

    assert asyncio.run(story()) < 10_000


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="this system does not list threads")
def test_many_runs_at_once_take_no_thread_each_but_their_readers(defacto_sandbox: Sandbox) -> None:
    rest = threading.Event()

    def rows(number: int) -> Iterator[NewBorrower]:
        yield french(number)
        rest.wait(60)

    async def story() -> tuple[int, int]:
        async with asynchronous(defacto_sandbox) as client:
            runs = [client.enroll_many(rows(number), Store.in_memory(), **QUICK) for number in range(1, RUNS + 1)]
            assert readers() == 0, "a run begins when it is asked for a result"
            before = threads().total()
            first = await asyncio.gather(*(anext(run) for run in runs))
            assert {str(result.outcome) for result in first} == {"ready"}
            under_way = [asyncio.create_task(end_of(run)) for run in runs]
            await asyncio.sleep(0.1)
            reading, during = readers(), threads().total()
            for task in under_way:
                task.cancel()
            ends = await asyncio.gather(*under_way)
            assert all(isinstance(end, InterruptedError) for end in ends)
            rest.set()
            await asyncio.gather(*(run.aclose() for run in runs))
        return reading, during - reading - before

    try:
        reading, others = asyncio.run(story())
    finally:
        rest.set()
    assert reading == RUNS
    assert others <= LIBRARY_THREADS
    eventually("their threads have ended", lambda: readers() == 0)


def test_results_that_nobody_takes_do_not_pile_up(defacto_sandbox: Sandbox) -> None:
    read = 0

    def endless() -> Iterator[NewBorrower]:
        nonlocal read
        while True:
            read += 1
            yield french(read)

    async def story() -> None:
        async with (
            asynchronous(defacto_sandbox) as client,
            client.enroll_many(endless(), Store.in_memory(), max_in_flight=2, **QUICK) as run,
        ):
            assert (await anext(run)).outcome == "ready"
            await asyncio.sleep(1)
            progress = run.progress()
            assert progress is not None
            assert progress.ready <= 100

    asyncio.run(story())
    assert read <= 300


def test_an_exception_of_the_rows_is_raised_by_the_run(defacto_sandbox: Sandbox) -> None:
    def rows() -> Iterator[NewBorrower]:
        yield french(1)
        raise LookupError("the database is gone")

    async def story() -> None:
        store = Store.in_memory()
        async with asynchronous(defacto_sandbox) as client:
            with pytest.raises(LookupError, match="the database is gone"):
                await every(client.enroll_many(rows(), store, **QUICK))
            with pytest.raises(TypeError, match="not iterable"):
                await every(client.enroll_many(7, store, **QUICK))  # type: ignore[arg-type]
            with pytest.raises(ConfigurationError, match="calls a second"):
                await every(client.enroll_many([french(1)], store, calls_per_second=0))
            assert len([result async for result in client.enroll_many([french(1)], store, **QUICK)]) == 1

    asyncio.run(story())


def test_rows_are_iterated_over_on_the_thread_of_the_run(defacto_sandbox: Sandbox) -> None:
    seen: set[int] = set()

    class Query:
        def __iter__(self) -> Iterator[NewBorrower]:
            seen.add(threading.get_ident())
            return iter([french(1)])

    async def story() -> None:
        async with asynchronous(defacto_sandbox) as client:
            await every(client.enroll_many(Query(), Store.in_memory(), **QUICK))

    asyncio.run(story())
    assert len(seen) == 1
    assert threading.get_ident() not in seen


def test_a_run_that_is_stopped_before_it_begins_sends_nothing(defacto_sandbox: Sandbox) -> None:
    async def story() -> list[PortfolioResult]:
        async with asynchronous(defacto_sandbox) as client:
            run = client.enroll_many([french(1)], Store.in_memory(), **QUICK)
            run.stop()
            results = [result async for result in run]
            assert run.progress() is None
            await run.aclose()
            return results

    assert asyncio.run(story()) == []
    assert defacto_sandbox.log() == []


def test_a_run_that_is_forgotten_ends(defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    store = Store.sqlite(tmp_path / "portfolio.db")

    async def story() -> None:
        async with asynchronous(defacto_sandbox) as client:
            async for _ in client.enroll_many((french(number) for number in range(1, 100_000)), store, **QUICK):
                break
            gc.collect()
            while True:  # The store is free when it has ended.
                try:
                    assert len([result async for result in client.enroll_many([french(1)], store, **QUICK)]) == 1
                except StoreError:
                    await asyncio.sleep(0.02)
                else:
                    return

    asyncio.run(asyncio.wait_for(story(), 30))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_leaves_the_run_alone(defacto_sandbox: Sandbox) -> None:
    async def next_of(run: AsyncPortfolioRun) -> None:
        with pytest.raises(ConfigurationError, match="forked"):
            await anext(run)
        await run.aclose()

    async def story() -> None:
        async with asynchronous(defacto_sandbox) as client:
            run = client.enroll_many([french(1), french(2)], Store.in_memory(), **QUICK)
            await anext(run)
            child = os.fork()
            if child == 0:
                asyncio.events._set_running_loop(None)
                ended = 1
                try:
                    asyncio.run(next_of(run))
                    ended = 0
                finally:
                    os._exit(ended)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            await every(run)

    asyncio.run(story())
