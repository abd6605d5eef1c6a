"""A task that is cancelled or garbage-collected ends its call: the connection is closed, and nothing more is sent."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from collections.abc import AsyncIterator

import pytest
from conftest import Run
from defacto_sdk import AsyncClient, InterruptedError
from defacto_sdk.testing import Sandbox
from story import WAITING, eventually, french, ready, requests


def cause_of(cancelled: BaseException) -> BaseException | None:
    # A task of Python 3.10 raises a new CancelledError, whose context is the first one.
    first = cancelled if cancelled.__cause__ else cancelled.__context__
    return first and first.__cause__


class Silent:
    """A server that reads a request, never answers, and records when the connection is closed."""

    def __init__(self) -> None:
        self.requests = 0
        self.asked = asyncio.Event()
        self.closed = asyncio.Event()
        self.url = ""
        self._serving: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[Silent]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield self
        server.close()
        await asyncio.gather(*self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._serving.add(task)
        await reader.readuntil(b"\r\n\r\n")
        self.requests += 1
        self.asked.set()
        with contextlib.suppress(ConnectionError):
            await reader.read()
        self.closed.set()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def test_the_connection_of_a_cancelled_call_is_closed_at_once() -> None:
    async def main() -> float:
        async with Silent().serving() as server, AsyncClient("key", server.url) as client:
            call = asyncio.create_task(client.hello())
            await server.asked.wait()
            started = time.monotonic()
            call.cancel()
            await server.closed.wait()
            took = time.monotonic() - started
            with pytest.raises(asyncio.CancelledError) as caught:
                await call
            assert isinstance(cause_of(caught.value), InterruptedError)
            await asyncio.sleep(0.3)
            assert server.requests == 1
            return took

    # It takes about a millisecond; a busy machine may be slow once.
    assert min(asyncio.run(main()) for _ in range(3)) < 0.05


def test_who_cancels_an_enrolment_gets_the_token_to_go_on_with(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="POST /borrowers", delay_ms=1_000)

    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            enrolment = asyncio.create_task(client.enroll(french(1), settle_time=10.0))
            await asyncio.to_thread(
                eventually, "it is sent", lambda: len(requests(defacto_sandbox, "POST /borrowers")) == 1
            )
            enrolment.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await enrolment
            stopped = cause_of(caught.value)
            assert isinstance(stopped, InterruptedError)
            assert stopped.outcome_unknown
            assert stopped.resume_token
            # The call took effect later: the enrolment finds its borrower, and is not sent again.
            ready(await client.enroll(french(1), resume=stopped.resume_token, **{**WAITING, "settle_time": 10.0}))

    asyncio.run(main())
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1


def test_a_group_of_tasks_ends_with_the_first_failure() -> None:
    async def fail_soon(server: Silent) -> None:
        await server.asked.wait()
        raise RuntimeError("enough")

    async def main() -> None:
        async with Silent().serving() as server, AsyncClient("key", server.url) as client:
            call = asyncio.create_task(client.hello())
            with pytest.raises(RuntimeError):
                await asyncio.gather(call, fail_soon(server))
            call.cancel()
            await asyncio.wait_for(server.closed.wait(), 10)

    asyncio.run(main())


def test_a_coroutine_that_is_closed_ends_its_call() -> None:
    async def main() -> None:
        async with Silent().serving() as server, AsyncClient("key", server.url) as client:
            call = client.hello()
            call.send(None)
            await server.asked.wait()
            call.close()
            await asyncio.wait_for(server.closed.wait(), 10)

    asyncio.run(main())


def test_a_call_whose_loop_is_gone_ends() -> None:
    async def main() -> None:
        async with Silent().serving() as server:
            begin_in_a_loop_that_is_left(server.url)
            await server.asked.wait()
            assert not server.closed.is_set()
            gc.collect()
            await asyncio.wait_for(server.closed.wait(), 10)

    def begin_in_a_loop_that_is_left(url: str) -> None:
        def begin() -> None:
            loop = asyncio.new_event_loop()
            client = AsyncClient("key", url)
            # Ignore the loop's message about unfinished tasks.
            loop.set_exception_handler(lambda _loop, _context: None)
            task = loop.create_task(client.hello())
            loop.run_until_complete(asyncio.sleep(0.2))
            loop.close()
            del task

        import threading

        thread = threading.Thread(target=begin)
        thread.start()
        thread.join()

    gc.disable()
    try:
        asyncio.run(main())
    finally:
        gc.enable()


def test_a_task_that_nobody_holds_goes_on(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=300)
    answers: list[str] = []

    async def ask(client: AsyncClient) -> None:
        answers.append(await client.hello())

    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            asyncio.create_task(ask(client))  # noqa: RUF006 - which is the question
            await asyncio.sleep(0.1)
            gc.collect()
            await asyncio.sleep(0.6)

    asyncio.run(main())
    assert answers == ["Hello from the sandbox"]


def test_a_list_has_ended_when_its_reading_was_cancelled(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /borrowers", delay_ms=5_000)

    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            borrowers = client.borrowers.list()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(anext(borrowers), 0.2)
            assert [borrower async for borrower in borrowers] == []

    asyncio.run(main())


def test_closing_the_client_ends_its_calls() -> None:
    async def main() -> None:
        async with Silent().serving() as server:
            client = AsyncClient("key", server.url, max_retries=0)
            call = asyncio.create_task(client.hello())
            await server.asked.wait()
            await client.close()
            with pytest.raises(Exception, match="closed"):
                await asyncio.wait_for(call, 10)

    asyncio.run(main())


def test_ctrl_c_ends_a_loop_of_ones_own(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=30_000)
    program = """
        import asyncio, os, signal, sys, threading, time
        from defacto_sdk import AsyncClient

        signal.signal(signal.SIGINT, signal.default_int_handler)
        client = AsyncClient("test-key", sys.argv[1])
        loop = asyncio.new_event_loop()
        # Ignore the loop's message about unfinished tasks.
        loop.set_exception_handler(lambda loop, context: None)
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            loop.run_until_complete(client.hello())
        except KeyboardInterrupt:
            print(time.time())
        # The call is never ended: the process must still end.
    """
    stopped = float(run_python(program, defacto_sandbox.url))
    assert time.time() - stopped < 5


def test_ctrl_c_ends_asyncio_run_with_the_typed_end_of_the_call(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /credit_lines", delay_ms=30_000)
    program = """
        import asyncio, os, signal, sys, threading
        from defacto_sdk import AsyncClient
        from story import french

        def press(step):
            if step.stage == "created":
                threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()

        signal.signal(signal.SIGINT, signal.default_int_handler)

        async def main():
            try:
                print(await AsyncClient("test-key", sys.argv[1]).enroll(french(1), wait=60, on_progress=press))
            except asyncio.CancelledError as cancelled:
                print(bool(cancelled.__cause__.resume_token))
                raise

        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            print("stopped")
    """
    assert run_python(program, defacto_sandbox.url) == "True\nstopped\n"
