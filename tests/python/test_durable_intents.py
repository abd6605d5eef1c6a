"""An intent in a store is carried out once, whichever process wants it and however often one dies."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from defacto_sdk import (
    AsyncClient,
    Client,
    CompanyReference,
    Enrollment,
    InterruptedCall,
    InterruptedError,
    NewLoan,
    PaymentAccount,
    Store,
    StoreError,
    _stores,
)
from defacto_sdk.testing import Sandbox
from processes import SPAWN, SPEED, borrowers, enrolled, two_processes_enrol_twenty_companies
from story import QUICK, WAITING, complete, eventually, french, ready, requests, siren, spelled
from test_threads_and_signals import PRESS


def posts(sandbox: Sandbox) -> int:
    return len(requests(sandbox, "POST /borrowers"))


def kept(file: Path) -> list[str]:
    """The notes that the store keeps about intents."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        return [note for (note,) in database.execute("SELECT note FROM defacto_intents WHERE note IS NOT NULL")]


def test_two_processes_enrol_twenty_companies_once(defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    two_processes_enrol_twenty_companies(defacto_sandbox, str(tmp_path / "intents.db"))


def test_many_open_a_new_store_at_the_same_moment(tmp_path: Path) -> None:
    for time in range(20):
        together = threading.Barrier(8)

        def open_it(_: int, file: Path = tmp_path / f"{time}.db", together: threading.Barrier = together) -> Store:
            together.wait(30)
            return Store.sqlite(file)

        with ThreadPoolExecutor(8) as threads:
            assert len(list(threads.map(open_it, range(8)))) == 8


def enrol_one(url: str, file: Path, spelling: int) -> None:
    """Enrol in a child process, which is killed meanwhile."""
    with Client("test-key", url, store=Store.sqlite(file)) as client:
        enrolled(client, spelled(1, spelling))


def end(process: Any, code: int) -> None:
    process.join(60)
    assert process.exitcode == code


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no SIGKILL")
@pytest.mark.parametrize(
    "fault", [{"kind": "timeout_after_commit"}, {"kind": "timeout_late_commit", "commit_delay_ms": 1500}]
)
def test_a_process_that_is_killed_while_it_sends_goes_on_when_it_is_started_again(
    defacto_sandbox: Sandbox, tmp_path: Path, fault: dict[str, Any]
) -> None:
    defacto_sandbox.settings(speed=SPEED)
    defacto_sandbox.fault(**fault, operation="POST /borrowers", times=1)
    file = tmp_path / "intents.db"
    killed = SPAWN.Process(target=enrol_one, args=(defacto_sandbox.url, file, 0))
    killed.start()
    eventually("the company is sent", lambda: posts(defacto_sandbox) == 1)
    killed.kill()
    end(killed, -signal.SIGKILL)
    # The borrower may not be listed yet. Another spelling is the same intent.
    for spelling in (3, 5):
        process = SPAWN.Process(target=enrol_one, args=(defacto_sandbox.url, file, spelling))
        process.start()
        end(process, 0)
    assert len(borrowers(defacto_sandbox)) == 1
    assert posts(defacto_sandbox) == 1


def terms(at: datetime) -> dict[str, Any]:
    return {
        "amount": 1_000_000,
        "loan_to": PaymentAccount(account_number="FR8811111015593603018280926"),
        "to_pay_at": at,
        "to_repay_at": at + timedelta(days=60),
        "borrower": CompanyReference(identifier=siren(810)),
    }


def request_one(url: str, file: Path, at: datetime) -> None:
    """Request a loan without a key in a child process, with a new request object."""
    with Client("test-key", url) as client:
        client.request_loan(NewLoan(**terms(at)), wait=30, store=Store.sqlite(file), poll_interval=0.02)


def test_a_loan_is_requested_once_by_a_process_that_is_killed_and_started_again(
    defacto_sandbox: Sandbox, defacto_client: Client, tmp_path: Path
) -> None:
    ready(defacto_client.enroll(complete(810), **WAITING))
    defacto_sandbox.fault("slow_body", operation="POST /loans", delay_ms=60_000, times=1)
    file, at = tmp_path / "intents.db", defacto_sandbox.now() + timedelta(days=5)
    killed = SPAWN.Process(target=request_one, args=(defacto_sandbox.url, file, at))
    killed.start()
    eventually("the loan is there", lambda: len(defacto_sandbox.state()["loans"]) == 1)
    killed.kill()
    end(killed, -signal.SIGKILL)
    again = SPAWN.Process(target=request_one, args=(defacto_sandbox.url, file, at))
    again.start()
    end(again, 0)
    assert len(defacto_sandbox.state()["loans"]) == 1
    first, second = (entry["body"]["salt_id"] for entry in requests(defacto_sandbox, "POST /loans"))
    assert first == second


def in_doubt(sandbox: Sandbox, enrol: Callable[[], Any]) -> None:
    """Enrol a company and stop before its outcome is known."""
    sandbox.fault("timeout_before_commit", operation="POST /borrowers", times=1)
    assert isinstance(enrol(), Enrollment.Pending)


IMPATIENT: dict[str, Any] = {"wait": 0.5, "settle_time": 30.0, "poll_interval": 0.02}


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """The file of the client's own store, and that of a call's store."""
    return tmp_path / "client.db", tmp_path / "call.db"


def test_a_call_may_name_another_store(defacto_sandbox: Sandbox, places: tuple[Path, Path]) -> None:
    own, other = places
    with defacto_sandbox.client(store=Store.sqlite(own)) as client:
        in_doubt(defacto_sandbox, lambda: client.enroll(french(1), **IMPATIENT))
        assert (len(kept(own)), other.exists()) == (1, False)
        in_doubt(defacto_sandbox, lambda: client.enroll(french(2), store=Store.sqlite(other), **IMPATIENT))
        assert (len(kept(own)), len(kept(other))) == (1, 1)
        same = client.with_options(read_timeout=10)
        in_doubt(defacto_sandbox, lambda: same.enroll(french(3), **IMPATIENT))
        assert len(kept(own)) == 2
    assert siren(1) not in "".join(kept(own))


def test_a_client_from_the_environment_has_a_store(
    defacto_sandbox: Sandbox, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEFACTO_API_KEY", defacto_sandbox.api_key)
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", defacto_sandbox.url)
    with Client.from_env(store=Store.sqlite(places[0])) as client:
        in_doubt(defacto_sandbox, lambda: client.enroll(french(1), **IMPATIENT))
    assert len(kept(places[0])) == 1


def test_an_asynchronous_client_has_a_store(
    defacto_sandbox: Sandbox, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = places
    monkeypatch.setenv("DEFACTO_API_KEY", defacto_sandbox.api_key)
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", defacto_sandbox.url)

    async def main() -> None:
        for at, client in enumerate(
            (
                AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url, store=Store.sqlite(own)),
                AsyncClient.from_env(store=Store.sqlite(own)),
            )
        ):
            async with client:
                defacto_sandbox.fault("timeout_before_commit", operation="POST /borrowers", times=1)
                assert isinstance(await client.enroll(french(at), **IMPATIENT), Enrollment.Pending)
                assert len(kept(own)) == 1 + at
                defacto_sandbox.fault("timeout_before_commit", operation="POST /borrowers", times=1)
                outcome = await client.enroll(french(10 + at), store=Store.sqlite(other), **IMPATIENT)
                assert isinstance(outcome, Enrollment.Pending)
                assert len(kept(other)) == 1 + at

    asyncio.run(main())


def test_what_is_no_store_is_refused(defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        defacto_sandbox.client(store=str(tmp_path / "intents.db"))
    with defacto_sandbox.client() as client, pytest.raises(TypeError):
        client.enroll(french(1), store="intents.db")  # type: ignore[arg-type]


def test_nothing_is_sent_when_it_cannot_be_kept(
    defacto_sandbox: Sandbox, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> int:
        raise _stores.FaultError("disk_full")

    with defacto_sandbox.client(store=Store.sqlite(places[0])) as client:
        monkeypatch.setattr(_stores.Sqlite, "execute", full)
        with pytest.raises(StoreError, match="disk is full"):
            client.enroll(french(1), **WAITING)
        with pytest.raises(StoreError, match="disk is full"):
            client.request_loan(NewLoan(**terms(defacto_sandbox.now() + timedelta(days=5))), wait=30)
        monkeypatch.undo()
        assert posts(defacto_sandbox) + len(requests(defacto_sandbox, "POST /loans")) == 0
        ready(client.enroll(french(1), **WAITING))


@pytest.mark.parametrize("with_store", [False, True], ids=["alone", "with a store"])
def test_ctrl_c_while_something_is_sent_has_the_token(
    run_python: Run, defacto_sandbox: Sandbox, places: tuple[Path, Path], with_store: bool
) -> None:
    defacto_sandbox.fault("slow_body", operation="POST /borrowers", delay_ms=60_000, times=1)
    program = """
from defacto_sdk import InterruptedCall, Store
from story import QUICK, WAITING, ready, spelled
def tell(step):
    if step.stage == "sending" and not pressed:
        press_ctrl_c(0.5)
store = Store.sqlite(sys.argv[2]) if len(sys.argv) > 2 else None
try:
    client.enroll(spelled(1, 0), store=store, on_progress=tell, **WAITING)
except KeyboardInterrupt as stopped:
    assert isinstance(stopped, InterruptedCall)
    assert stopped.outcome_unknown and stopped.defacto_error.kind == "interrupted"
    first, _ = ready(client.enroll(spelled(1, 3), store=store, resume=stopped.resume_token, **WAITING))
    second, _ = ready(client.enroll(spelled(1, 5), store=store, **WAITING))
    assert first.id == second.id
    print("stopped")
"""
    arguments = [defacto_sandbox.url, *([str(places[0])] if with_store else [])]
    assert run_python(PRESS + program, *arguments).strip() == "stopped"
    assert posts(defacto_sandbox) == 1


@pytest.mark.parametrize("statement", ["INSERT INTO defacto_intents", "UPDATE defacto_intents SET note", "COMMIT"])
def test_ctrl_c_in_the_store_before_something_is_sent(
    defacto_sandbox: Sandbox, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    with defacto_sandbox.client(store=Store.sqlite(places[0])) as client:
        press_at(statement, monkeypatch)
        with pytest.raises(InterruptedCall) as caught:
            client.enroll(french(1), **WAITING)
        assert caught.value.resume_token is None
        monkeypatch.undo()
        assert posts(defacto_sandbox) == 0
        ready(client.enroll(french(1), **WAITING))
    assert posts(defacto_sandbox) == 1


def test_ctrl_c_in_the_store_after_something_was_sent_has_the_token(
    defacto_sandbox: Sandbox, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with defacto_sandbox.client(store=Store.sqlite(places[0])) as client:
        press_at("UPDATE defacto_intents SET owner = ''", monkeypatch)
        with pytest.raises(InterruptedCall) as caught:
            client.enroll(french(1), **QUICK)
        monkeypatch.undo()
        assert caught.value.resume_token is not None
        first, _ = ready(client.resume_enrollment(caught.value.resume_token, **WAITING))
        second, _ = ready(client.enroll(french(1), **WAITING))
        assert first.id == second.id
    assert posts(defacto_sandbox) == 1


def press_at(statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Ctrl-C while the driver runs a statement: Python runs the handler there."""
    run = _stores.Sqlite.execute

    def execute(self: _stores.Sqlite, given: str, values: Any) -> int:
        if given.startswith(statement):
            raise KeyboardInterrupt
        return run(self, given, values)

    monkeypatch.setattr(_stores.Sqlite, "execute", execute)


@pytest.mark.parametrize("with_store", [False, True], ids=["alone", "with a store"])
def test_a_time_out_of_asyncio_while_something_is_sent_has_the_token(
    defacto_sandbox: Sandbox, places: tuple[Path, Path], with_store: bool
) -> None:
    store = Store.sqlite(places[0]) if with_store else None
    defacto_sandbox.fault("timeout_late_commit", operation="POST /borrowers", commit_delay_ms=1200, times=1)

    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url, store=store) as client:
            patient = {**WAITING, "settle_time": 3.0}
            with pytest.raises(asyncio.TimeoutError) as caught:
                await asyncio.wait_for(client.enroll(spelled(1, 0), **patient), 0.7)
            at: BaseException | None = caught.value
            while at is not None and not isinstance(at, InterruptedError):
                at = at.__cause__ or at.__context__
            assert isinstance(at, InterruptedError)
            assert at.resume_token is not None
            # The same call again, with another spelling and without the token.
            again, _ = ready(await client.enroll(spelled(1, 4), **patient))
            gone_on, _ = ready(await client.resume_enrollment(at.resume_token, **WAITING))
            assert again.id == gone_on.id

    asyncio.run(main())
    assert Counter(defacto_sandbox.state()["borrowers_by_identifier"]) == {siren(1): 1}
    assert posts(defacto_sandbox) == 1
