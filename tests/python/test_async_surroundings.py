"""Asynchronous calls in their surroundings: other loops, threads, forks, contexts, and the end of the interpreter."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
import uvloop
from conftest import Run
from defacto_sdk import AsyncClient, EnrollmentProgress, InterruptedError, Store
from defacto_sdk.testing import Sandbox
from story import QUICK, WAITING, french, ready, siren
from test_fork import exit_code, forked

GREETING = "Hello from the sandbox"
REQUEST_ID: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")

Runner = Callable[[Coroutine[Any, Any, None]], None]


def asynchronous(sandbox: Sandbox, **settings: Any) -> AsyncClient:
    return AsyncClient(sandbox.api_key, sandbox.url, **settings)


def run_in_anyio(main: Coroutine[Any, Any, None]) -> None:
    async def awaited() -> None:
        await main

    anyio.run(awaited)


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run, run_in_anyio], ids=["asyncio", "uvloop", "anyio"])
def test_it_works_under_every_loop(run: Runner, defacto_sandbox: Sandbox) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            outcomes = await asyncio.gather(*(client.enroll(french(number), **WAITING) for number in range(5)))
            assert [ready(outcome)[0].identifier for outcome in outcomes] == [siren(number) for number in range(5)]
            assert len([line async for line in client.credit_lines.list()]) == 5
            defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=5_000)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.hello(), 0.2)

    run(main())


def test_scopes_of_anyio_cancel_calls(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=5_000)

    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            with anyio.move_on_after(0.2) as scope:
                await client.hello()
            assert scope.cancelled_caught
            async with anyio.create_task_group() as group:
                group.start_soon(client.hello)

    run_in_anyio(main())


def test_several_loops_in_several_threads(defacto_sandbox: Sandbox) -> None:
    client = asynchronous(defacto_sandbox)

    def greet(_number: int) -> list[str]:
        async def main() -> list[str]:
            return list(await asyncio.gather(*(client.hello() for _ in range(10))))

        return asyncio.run(main())

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(greet, range(8)))
    assert found == [[GREETING] * 10] * 8


def test_calls_take_no_threads(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=500, times=100)

    def count() -> int:
        return len(os.listdir("/proc/self/task"))

    async def main() -> tuple[int, int]:
        async with asynchronous(defacto_sandbox) as client:
            await client.testing.generate_iban()
            before = count()
            calls = [asyncio.create_task(client.hello()) for _ in range(100)]
            await asyncio.sleep(0.2)
            during = count()
            await asyncio.gather(*calls)
            return before, during

    before, during = asyncio.run(main())
    assert during <= before


def test_a_callback_runs_in_the_context_and_on_the_thread_of_its_task(defacto_sandbox: Sandbox) -> None:
    seen: set[tuple[str, str, int]] = set()

    async def enrol(client: AsyncClient, number: int) -> None:
        REQUEST_ID.set(f"request {number}")

        def tell(step: EnrollmentProgress) -> None:
            seen.add((f"request {number}", REQUEST_ID.get(), threading.get_ident()))

        await client.enroll(french(number), on_progress=tell, **WAITING)

    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            await asyncio.gather(*(enrol(client, number) for number in range(3)))

    asyncio.run(main())
    expected = {(f"request {number}", f"request {number}", threading.get_ident()) for number in range(3)}
    assert seen == expected


def test_an_exception_of_a_callback_ends_the_enrolment(defacto_sandbox: Sandbox) -> None:
    steps: list[str] = []

    class Enough(Exception):  # noqa: N818
        defacto_error: Any

    def tell(step: EnrollmentProgress) -> None:
        steps.append(str(step.stage))
        if step.stage == "created":
            raise Enough

    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            with pytest.raises(Enough) as caught:
                await client.enroll(french(1), on_progress=tell, **WAITING)
            stopped = caught.value.defacto_error
            assert isinstance(stopped, InterruptedError)
            assert stopped.resume_token

    asyncio.run(main())
    assert steps == ["validated", "sending", "created"]


def test_a_callback_that_raises_before_anything_is_sent(defacto_sandbox: Sandbox) -> None:
    def tell(step: EnrollmentProgress) -> None:
        if step.stage == "sending":
            raise ValueError("not this one")

    async def main() -> None:
        async with asynchronous(defacto_sandbox) as client:
            with pytest.raises(ValueError, match="not this one"):
                await client.enroll(french(1), on_progress=tell, **WAITING)

    asyncio.run(main())
    assert not [entry for entry in defacto_sandbox.log() if entry["operation"] == "POST /borrowers"]


def test_what_is_logged_has_the_context_of_its_task(
    defacto_sandbox: Sandbox, caplog: pytest.LogCaptureFixture, tmp_path: Any
) -> None:
    found: list[tuple[str, str]] = []

    class Note(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            found.append((REQUEST_ID.get(), record.getMessage()))
            return True

    note = Note()
    caplog.handler.addFilter(note)

    async def work(client: AsyncClient, number: int) -> None:
        REQUEST_ID.set(f"request {number}")
        await client.enroll(french(number), **WAITING)

    async def main() -> None:
        async with asynchronous(defacto_sandbox, store=Store.sqlite(tmp_path / "store.db")) as client:
            await asyncio.gather(*(work(client, number) for number in range(2)))
            defacto_sandbox.fault("rate_limited", operation="GET /hello")
            await client.hello()

    try:
        with caplog.at_level(logging.DEBUG, "defacto_sdk"):
            asyncio.run(main())
    finally:
        caplog.handler.removeFilter(note)
    for number in range(2):
        lines = "\n".join(text for request, text in found if request == f"request {number}")
        for piece in ("stage=validated", "operation=POST /borrowers", "status=201", "stage=ready"):
            assert lines.count(piece) == 1, lines
    assert {text.split()[0] for request, text in found if request == "-"} == {"failed", "sending", "answered"}


def test_a_handler_that_fails_does_not_end_a_call(defacto_sandbox: Sandbox) -> None:
    class Broken(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise RuntimeError("the disk is full")

    broken, logger = Broken(), logging.getLogger("defacto_sdk")
    logger.addHandler(broken)
    logger.setLevel(logging.DEBUG)
    try:
        assert asyncio.run(asynchronous(defacto_sandbox).hello()) == GREETING
    finally:
        logger.removeHandler(broken)
        logger.setLevel(logging.NOTSET)


def test_ctrl_c_in_a_callback_loses_no_result_of_others(defacto_sandbox: Sandbox) -> None:
    def press(_step: EnrollmentProgress) -> None:
        raise KeyboardInterrupt

    client = asynchronous(defacto_sandbox)
    loop = asyncio.new_event_loop()
    try:
        enrolment = loop.create_task(client.enroll(french(1), on_progress=press, **QUICK))
        greetings = [loop.create_task(client.hello()) for _ in range(3)]
        with pytest.raises(KeyboardInterrupt):
            loop.run_until_complete(asyncio.wait([enrolment]))
        assert loop.run_until_complete(asyncio.gather(*greetings)) == [GREETING] * 3
        assert isinstance(enrolment.exception(), KeyboardInterrupt)
    finally:
        loop.run_until_complete(client.close())
        loop.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_client_that_was_used_before_a_fork_works_in_the_child(defacto_sandbox: Sandbox) -> None:
    client = asynchronous(defacto_sandbox, max_concurrency=1)

    def greet() -> None:
        assert asyncio.run(client.hello()) == GREETING

    greet()
    child = forked(greet)
    greet()
    assert exit_code(child) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_fork_while_calls_are_under_way(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=700, times=2)
    client = asynchronous(defacto_sandbox, max_concurrency=2)

    async def greet_twice() -> None:
        assert list(await asyncio.gather(client.hello(), client.hello())) == [GREETING] * 2

    def greet_in_a_child() -> None:
        # The child does not own its parent's calls; cleaning up their objects must not use up its turns.
        gc.collect()
        asyncio.events._set_running_loop(None)
        asyncio.new_event_loop().run_until_complete(greet_twice())

    async def main() -> None:
        calls = [asyncio.create_task(client.hello()) for _ in range(2)]
        await asyncio.sleep(0.3)
        child = forked(greet_in_a_child)
        assert await asyncio.gather(*calls) == [GREETING] * 2
        assert await asyncio.to_thread(exit_code, child) == 0

    asyncio.run(main())


@pytest.mark.parametrize("end", ["", "sys.exit(0)", "threading.Thread(target=sys.exit).start()"])
def test_the_interpreter_ends_while_calls_are_under_way(run_python: Run, defacto_sandbox: Sandbox, end: str) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=20_000, times=50)
    program = f"""
        import asyncio, logging, sys, threading
        from defacto_sdk import AsyncClient

        logging.getLogger("defacto_sdk").setLevel(logging.DEBUG)
        client = AsyncClient("test-key", sys.argv[1])
        loop = asyncio.new_event_loop()
        loop.set_exception_handler(lambda loop, context: None)
        calls = [loop.create_task(client.hello()) for _ in range(50)]
        answers = [loop.create_task(client.testing.generate_iban()) for _ in range(200)]
        loop.run_until_complete(asyncio.sleep(0.2))
        print("ends")
        {end}
    """
    assert run_python(program, defacto_sandbox.url) == "ends\n"


def test_a_store_does_not_keep_the_loop_waiting(defacto_sandbox: Sandbox, tmp_path: Any) -> None:
    async def main() -> None:
        async with asynchronous(defacto_sandbox, store=Store.sqlite(tmp_path / "store.db")) as client:
            calls = (client.enroll(french(number), **WAITING) for number in range(20))
            for outcome in await asyncio.gather(*calls):
                ready(outcome)

    asyncio.run(main())
