"""A client that was used before a fork works in both processes, and every process ends cleanly."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest
from defacto_sdk import Client
from defacto_sdk.testing import Sandbox
from story import QUICK, eventually, french, ready

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    # Since 3.12, Python warns of every fork of a process with threads: these tests check that it is safe.
    pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning"),
]


def forked(work: Callable[[], object]) -> int:
    """Do the work in a child, whose exit code tells whether it succeeded."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    return child


def exit_code(child: int, seconds: float = 20.0) -> int:
    """Wait for a child; kill it if it hangs."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    raise AssertionError("the child hangs")


def greet(client: Client) -> None:
    assert client.hello() == "Hello from the sandbox"


def test_a_used_client_works_in_a_child_and_in_its_parent(defacto_client: Client) -> None:
    greet(defacto_client)
    child = forked(lambda: greet(defacto_client))
    greet(defacto_client)
    assert exit_code(child) == 0
    greet(defacto_client)


def test_a_client_that_was_not_used_yet(defacto_client: Client) -> None:
    assert exit_code(forked(lambda: greet(defacto_client))) == 0
    greet(defacto_client)


def test_a_child_of_a_child(defacto_client: Client) -> None:
    greet(defacto_client)

    def work() -> None:
        greet(defacto_client)
        assert exit_code(forked(lambda: greet(defacto_client))) == 0
        greet(defacto_client)

    assert exit_code(forked(work)) == 0


def test_a_child_closes_its_own_connections_only(defacto_client: Client) -> None:
    greet(defacto_client)
    assert exit_code(forked(defacto_client.close)) == 0
    greet(defacto_client)


def test_workers_that_were_loaded_before_the_fork(defacto_client: Client) -> None:
    """As with a web server that loads the application and then forks its workers."""
    greet(defacto_client)

    def work(number: int) -> None:
        ready(defacto_client.enroll(french(number), wait=30, **QUICK))
        greet(defacto_client)

    children = [forked(lambda number=number: work(number)) for number in range(4)]  # type: ignore[misc]
    greet(defacto_client)
    assert [exit_code(child) for child in children] == [0] * 4


def test_a_fork_while_another_thread_is_in_a_call(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    from concurrent.futures import ThreadPoolExecutor

    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=1000)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(defacto_client.hello)
        eventually("the request is under way", lambda: bool(defacto_sandbox.log()))
        assert exit_code(forked(lambda: greet(defacto_client))) == 0
        assert answer.result() == "Hello from the sandbox"


def test_a_worker_that_ends_without_a_word(defacto_client: Client) -> None:
    """As with a task queue that forks its workers before they work, and lets Python clean up when they end."""
    greet(defacto_client)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=greet, args=(defacto_client,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert [worker.exitcode for worker in workers] == [0] * 3
    greet(defacto_client)


_CLIENTS: list[Client] = []


def enroll_in_worker(number: int) -> str:
    borrower, _ = ready(_CLIENTS[0].enroll(french(number), wait=30, **QUICK))
    return borrower.identifier


def test_a_pool_of_forked_processes(defacto_client: Client) -> None:
    _CLIENTS[:] = [defacto_client]
    greet(defacto_client)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        found = list(pool.map(enroll_in_worker, range(10, 16), timeout=30))
    assert found == [french(number).identifier for number in range(10, 16)]
    assert len(list(defacto_client.borrowers.list())) == 6


def test_the_client_is_dropped_in_the_child(run_python: Callable[..., str], defacto_sandbox: Sandbox) -> None:
    program = """
        import os, sys
        from defacto_sdk import Client

        client = Client("test-key", sys.argv[1])
        client.hello()
        child = os.fork()
        if child == 0:
            del client          # Python ends as usual here, with all that it cleans up
            sys.exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        print(client.hello())
    """
    printed = run_python(program, defacto_sandbox.url, options=("-W", "ignore::DeprecationWarning"))
    assert printed == "Hello from the sandbox\n"
