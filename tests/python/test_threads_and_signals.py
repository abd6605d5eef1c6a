"""Calls do not block other threads, and can always be stopped."""

import builtins
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import defacto_sdk
import pytest
from canned import SILENCE, Canned, Reply, Request, reply
from conftest import Run, Serve
from defacto_sdk import CancelToken, Client
from defacto_sdk.testing import Sandbox
from story import QUICK, eventually, french, ready, requests

SLOW: dict[str, Any] = {"operation": "GET /hello", "delay_ms": 1000}


def test_two_threads_wait_at_the_same_time(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", times=2, **SLOW)
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(defacto_client.hello) for _ in range(2)]
        eventually("both requests are there", lambda: len(requests(defacto_sandbox, "GET /hello")) == 2)
        assert not any(answer.done() for answer in answers), "neither has its answer yet"
        assert [answer.result() for answer in answers] == ["Hello from the sandbox"] * 2


def test_python_goes_on_during_a_call(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", **SLOW)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(defacto_client.hello)
        steps = 0
        while not answer.done():
            steps += 1
    assert steps > 1000


def test_one_client_for_many_threads(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: defacto_client.enroll(french(1), wait=30, **QUICK), range(8)))
    assert len({ready(outcome)[0].id for outcome in outcomes}) == 1
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1


def test_one_iterator_for_many_threads(defacto_client: Client) -> None:
    for number in range(6):
        defacto_client.borrowers.enroll(french(number))
    borrowers = defacto_client.borrowers.list(page_size=2)
    with ThreadPoolExecutor(3) as threads:
        ids = [borrower.id for part in threads.map(lambda _: list(borrowers), range(3)) for borrower in part]
    assert len(ids) == len(set(ids)) == 6


def test_a_token_stops_a_call_from_another_thread(serve: Serve) -> None:
    server = serve(SILENCE)
    token = CancelToken()
    with Client("key", server.url) as client, ThreadPoolExecutor(1) as threads:
        answer = threads.submit(client.with_options(cancel=token).hello)
        eventually("the request is there", lambda: len(server.requests) == 1)
        assert not token.is_cancelled
        token.cancel()
        with pytest.raises(defacto_sdk.InterruptedError) as caught:
            answer.result(5)
    assert token.is_cancelled
    assert caught.value.kind == "interrupted"
    assert not isinstance(caught.value, builtins.InterruptedError)


def test_a_token_stops_an_enrolment(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(speed=0.1)
    token = CancelToken()
    with ThreadPoolExecutor(1) as threads:
        stoppable = defacto_client.with_options(cancel=token)
        answer = threads.submit(lambda: stoppable.enroll(french(2), wait=60, **QUICK))
        eventually("the enrolment is sent", lambda: len(requests(defacto_sandbox, "POST /borrowers")) == 1)
        token.cancel()
        with pytest.raises(defacto_sdk.InterruptedError) as caught:
            answer.result(5)
    assert caught.value.resume_token


def test_closing_ends_a_call_of_another_thread(serve: Serve) -> None:
    server = serve(SILENCE)
    client = Client("key", server.url, max_retries=0)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(client.hello)
        eventually("the request is there", lambda: len(server.requests) == 1)
        client.close()
        with pytest.raises(defacto_sdk.DefactoError):
            answer.result(5)


def test_a_client_is_let_go_while_other_threads_run() -> None:
    before = threading.active_count()
    for _ in range(20):
        Client("key", "http://127.0.0.1:9")
    # A server of an earlier test may still be ending.
    assert threading.active_count() <= before


PRESS = """
import os, signal, sys, threading, time
from defacto_sdk import Client, Enrollment
from story import french

# When the tests run in the background, the shell starts them with Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
url = sys.argv[1]
client = Client("test-key", url)
pressed = []

def press_ctrl_c(after):
    def press():
        time.sleep(after)
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)
    threading.Thread(target=press, daemon=True).start()
"""


def quickest(run_python: Run, program: str, *arguments: str) -> float:
    """Return the shortest of up to three times that the program prints: a busy machine may be slow once."""
    times = []
    for _ in range(3):
        times.append(float(run_python(PRESS + program, *arguments)))
        if times[-1] < 0.2:
            break
    return min(times)


def test_ctrl_c_ends_a_call_and_the_client_goes_on(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /borrowers", delay_ms=30_000, times=3)
    program = """
press_ctrl_c(0.3)
try:
    next(client.borrowers.list())
except KeyboardInterrupt as stopped:
    took = time.monotonic() - pressed[0]
    assert stopped.defacto_error.kind == "interrupted"
    assert not stopped.defacto_error.outcome_unknown
assert client.hello() == "Hello from the sandbox"
print(took)
"""
    assert quickest(run_python, program, defacto_sandbox.url) < 0.2


def test_ctrl_c_during_a_write_says_that_its_outcome_is_unknown(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="POST /borrowers", delay_ms=30_000, times=3)
    program = """
press_ctrl_c(0.3)
try:
    client.borrowers.enroll(french(3))
except KeyboardInterrupt as stopped:
    took = time.monotonic() - pressed[0]
    assert stopped.defacto_error.outcome_unknown
print(took)
"""
    assert quickest(run_python, program, defacto_sandbox.url) < 0.2


def test_ctrl_c_while_an_enrolment_waits(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(speed=0.5)
    program = """
def tell(step):
    if step.stage == "waiting_for_line" and not pressed:
        press_ctrl_c(0.1)
try:
    client.enroll(french(4), wait=60, synchronous=False, poll_interval=5, on_progress=tell)
except KeyboardInterrupt as stopped:
    took = time.monotonic() - pressed[0]
    token = stopped.defacto_error.resume_token
assert isinstance(client.resume_enrollment(token), Enrollment)
print(took)
"""
    assert quickest(run_python, program, defacto_sandbox.url) < 0.2


def test_ctrl_c_ends_an_enrolment_over_a_list_that_never_ends(run_python: Run) -> None:
    pages = itertools.count()

    def page(_request: Request) -> Reply:
        return reply(200, {"count": 1, "page_size": 1, "data": [{"identifier": "1"}], "next_page": str(next(pages))})

    program = """
press_ctrl_c(0.3)
try:
    client.enroll(french(5), wait=30)
except KeyboardInterrupt as stopped:
    assert stopped.defacto_error.kind == "interrupted"
    print(time.monotonic() - pressed[0])
"""
    with Canned(page) as server:
        assert quickest(run_python, program, server.url) < 0.2
        assert not [request for request in server.requests if request.method == "POST"]


def test_ctrl_c_while_a_repetition_is_waited_for(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("rate_limited", operation="GET /hello", retry_after_seconds=20, times=3)
    program = """
press_ctrl_c(0.3)
try:
    client.hello()
except KeyboardInterrupt:
    print(time.monotonic() - pressed[0])
"""
    assert quickest(run_python, program, defacto_sandbox.url) < 0.2


def test_a_handler_that_does_not_raise_is_run_and_the_call_goes_on(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", **SLOW)
    program = """
heard = []
signal.signal(signal.SIGINT, lambda number, frame: heard.append(time.monotonic()))
press_ctrl_c(0.2)
assert client.hello() == "Hello from the sandbox"
done = time.monotonic()
assert len(heard) == 1 and heard[0] < done
print(heard[0] - pressed[0])
"""
    assert float(run_python(PRESS + program, defacto_sandbox.url)) < 0.6


def test_a_handler_may_raise_what_it_likes(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=30_000)
    program = """
class Enough(Exception):
    __slots__ = ()

def stop(number, frame):
    raise Enough
signal.signal(signal.SIGINT, stop)
press_ctrl_c(0.2)
try:
    client.hello()
except Enough:
    print(time.monotonic() - pressed[0])
"""
    assert float(run_python(PRESS + program, defacto_sandbox.url)) < 5


def test_ctrl_c_reaches_the_main_thread_while_another_waits(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", **SLOW)
    program = """
answers = []
other = threading.Thread(target=lambda: answers.append(client.hello()))
other.start()
press_ctrl_c(0.1)
try:
    time.sleep(30)
except KeyboardInterrupt:
    pass
other.join()
assert answers == ["Hello from the sandbox"]
"""
    started = time.monotonic()
    run_python(PRESS + program, defacto_sandbox.url)
    assert time.monotonic() - started < 20
