"""The PostgreSQL store in programs that fork, as engine pools do."""

from __future__ import annotations

import sys
import textwrap
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import Database, Killable
from defacto_sdk import Store, StoreError
from defacto_sdk.testing import Sandbox
from processes import two_processes_enrol_twenty_companies
from story import WAITING, ready, requests, spelled

FORKING = """
    import os, sys
    from defacto_sdk import Client, PortfolioRow, Store
    from story import french

    store, client = Store.postgres(os.environ["DEFACTO_STORE"]), Client.from_env()

    def enrol(numbers, run):
        rows = [PortfolioRow(number, french(number)) for number in numbers]
        options = {"settle_time": 0.4, "poll_interval": 0.02, "wait": 30.0}
        return sorted(int(result.row) for result in client.enroll_many(rows, store, run=run, **options)
                      if result.outcome == "ready")

    assert enrol(range(1, 11), "parent") == list(range(1, 11))
    children = []
    for number in range(4):
        child = os.fork()
        if not child:
            mine = list(range(11 + 10 * number, 21 + 10 * number))
            os._exit(0 if enrol(mine, "children") == mine else 1)
        children.append(child)
    # The parent keeps its own connection.
    assert enrol(range(51, 61), "parent") == list(range(51, 61))
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    assert store.jobs() == ["portfolio"]
"""


def test_each_process_has_its_own_connection_after_a_fork(
    database: Database, environment: dict[str, str], start: Callable[..., Killable]
) -> None:
    path = ":".join(sys.path)
    program = start(sys.executable, "-c", textwrap.dedent(FORKING), PYTHONPATH=path, **environment)
    assert program.end() == 0, program.text()
    assert database.run("SELECT count(*) FROM defacto_enrollments WHERE state = 'finished'") == "60"


def test_threads_with_stores_of_their_own_enrol_a_company_once(database: Database, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(speed=10.0)
    defacto_sandbox.fault("timeout_after_commit", operation="POST /borrowers", times=1)
    together = threading.Barrier(6)

    def enrol(number: int) -> Any:
        with defacto_sandbox.client(store=Store.postgres(database.url)) as client:
            together.wait()
            return ready(client.enroll(spelled(1, number), **{**WAITING, "settle_time": 4.0}))[0].id

    with ThreadPoolExecutor(6) as threads:
        ids = set(threads.map(enrol, range(6)))
    assert len(ids) == 1
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1
    assert database.run("SELECT count(*) FROM defacto_intents WHERE owner <> ''") == "0", "nobody holds it any longer"


def test_processes_with_stores_of_their_own_enrol_companies_once(database: Database, defacto_sandbox: Sandbox) -> None:
    two_processes_enrol_twenty_companies(defacto_sandbox, database.url)


def test_nobody_learns_the_password(database: Database) -> None:
    secret = "never-to-be-seen"
    assert secret not in repr(Store.postgres(database.url))
    for port in ("9", "none"):
        with pytest.raises(StoreError) as refused:
            Store.postgres(f"postgresql://tester:{secret}@127.0.0.1:{port}/nothing")
        assert secret not in f"{refused.value} {refused.value!r}"


def test_a_connection_that_the_server_ends_is_made_anew(database: Database) -> None:
    store = Store.postgres(database.url)
    assert store.jobs() == []
    database.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with pytest.raises(StoreError) as broken:
        store.jobs()
    assert broken.value.retryable
    assert store.jobs() == []
