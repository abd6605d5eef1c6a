"""Portfolios: many companies, enrolled by runs that may end at any moment."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from defacto_sdk import (
    AuthenticationError,
    Client,
    ConfigurationError,
    InterruptedError,
    NewBorrower,
    PortfolioReport,
    PortfolioResult,
    PortfolioRow,
    Store,
    StoreError,
)
from defacto_sdk.testing import Sandbox
from portfolios import QUICK, by_row
from story import eventually, french, german, requests, sends_nothing_more, siren


def test_each_row_gets_its_outcome_and_a_second_run_sends_nothing(
    defacto_client: Client, defacto_sandbox: Sandbox, tmp_path: Path
) -> None:
    store = Store.sqlite(tmp_path / "portfolio.db")
    rows = [french(1), german(2), NewBorrower(identifier=""), french(1)]
    first = by_row(defacto_client.enroll_many(rows, store, **QUICK))
    assert [result.outcome for result in first.values()] == ["ready", "missing_data", "invalid", "duplicate"]
    assert (first[1].pool_amount or 0) > 0
    assert first[2].fields
    assert first[3].problems[0].problem.pointer == "/identifier"
    assert first[4].duplicate_of == 1
    sent = len(requests(defacto_sandbox, "POST /borrowers"))
    second = by_row(defacto_client.enroll_many(rows, store, **QUICK))
    assert second[1].known_before
    assert len(requests(defacto_sandbox, "POST /borrowers")) - sent == 1, "only what lacked data"
    assert store.jobs() == ["portfolio"]


def test_dicts_with_the_names_of_columns(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    rows: list[PortfolioRow | dict[str, Any] | tuple[int, dict[str, Any]]] = [
        {"siren": siren(1), "name": "Tilleuls SAS", "director_birth_date": date(1971, 3, 9), "owner.email": None},
        {"siren": siren(2), "name": "Tilleuls SAS", "director_first_name": math.nan},
        {"siren": 552032534, "name": "a number has lost its zeros"},
        PortfolioRow(17, french(4)),
        (12, {"siren": siren(5), "name": "a row with its own number"}),
    ]
    results = by_row(defacto_client.enroll_many(rows, Store.in_memory(), **QUICK))
    assert [(row, str(result.outcome)) for row, result in results.items()] == [
        (1, "ready"), (2, "ready"), (3, "invalid"), (12, "ready"), (17, "ready"),
    ]  # fmt: skip
    sent = [entry["body"] for entry in requests(defacto_sandbox, "POST /borrowers")]
    assert {"birth_date": "1971-03-09"} in [director for body in sent for director in body.get("directors", [])]


def test_dates_and_missing_values_are_read_at_every_depth(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    directors = [{"first_name": "Odile", "last_name": math.nan, "birth_date": date(1971, 3, 9)}]
    rows = [{"siren": siren(1), "directors": directors}, {"siren": siren(2), "directors": [{"birth_date": object()}]}]
    results = by_row(defacto_client.enroll_many(rows, Store.in_memory(), **QUICK))
    assert [(row, str(result.outcome)) for row, result in results.items()] == [(1, "ready"), (2, "invalid")]
    assert results[2].problems[0].column == "directors"
    (sent,) = [entry["body"] for entry in requests(defacto_sandbox, "POST /borrowers")]
    assert sent["directors"] == [{"first_name": "Odile", "birth_date": "1971-03-09"}]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the folder decides")
def test_a_new_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = Store.sqlite(tmp_path / "new.db")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert "new.db-wal" in modes
    assert set(modes.values()) == {0o600}
    del store
    old = tmp_path / "old.db"
    old.touch(0o640)
    old.chmod(0o640)
    Store.sqlite(old)
    assert old.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "address",
    [
        "host=127.0.0.1 password=s3cret",
        "postgresql://me:s3cret@127.0.0.1/x",
        "postgresql+psycopg2://me:s3cret@127.0.0.1/x",
        "mysql://me:s3cret@127.0.0.1/x",
        "postgres ql://me:s3cret@127.0.0.1/x",
    ],
)
def test_the_address_of_a_database_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        Store.sqlite(address)
    assert "s3cret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address", ["customers.db", " postgresql://me:s3cret@127.0.0.1/x", "jdbc:postgresql://127.0.0.1/x?password=s3cret"]
)
def test_what_is_no_address_of_postgresql_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Store.postgres(address)
    assert "s3cret" not in str(caught.value)


def test_a_dict_that_cannot_be_sent_is_an_invalid_row(defacto_client: Client) -> None:
    rows: list[dict[Any, Any]] = [
        {"siren": siren(1), "name": "x\ud800"},
        {"siren": siren(2), "name": math.inf},
        {"siren": siren(3), 7: "a name that is none"},
        {"siren": siren(4), "name": object()},
        {"siren": siren(5), "name": "Tilleuls SAS"},
    ]
    results = by_row(defacto_client.enroll_many(rows, Store.in_memory(), **QUICK))
    assert [str(result.outcome) for result in results.values()] == ["invalid"] * 4 + ["ready"]
    columns = [[problem.column for problem in result.problems] for result in results.values()]
    assert columns == [["name"], ["name"], [None], ["name"], []]


def test_names_of_no_field_are_told_once(defacto_client: Client, caplog: pytest.LogCaptureFixture) -> None:
    rows = [{"siren": siren(number), "nickname": "x"} for number in (1, 2)]
    rows[0]["IBAN"] = "FR1420041010050500013M02606"
    with caplog.at_level("WARNING"):
        results = by_row(defacto_client.enroll_many(rows, Store.in_memory(), **QUICK))
    assert [str(result.outcome) for result in results.values()] == ["ready", "ready"]
    told = [record.getMessage() for record in caplog.records if "no field" in record.getMessage()]
    assert len(told) == 1
    assert "nickname" in told[0]


def test_a_limit_that_is_none_is_refused(defacto_client: Client) -> None:
    for rate in (0, -1, math.nan, math.inf):
        with pytest.raises(ConfigurationError, match="calls a second"):
            defacto_client.enroll_many([french(1)], Store.in_memory(), calls_per_second=rate)


def test_a_report_for_programs_for_spreadsheets_and_for_people(defacto_client: Client, tmp_path: Path) -> None:
    store = Store.in_memory()
    by_row(defacto_client.enroll_many([french(1), german(2), NewBorrower(identifier="")], store, **QUICK))
    report = PortfolioReport(store)

    summary = report.summary()
    assert (summary.rows, summary.ready, summary.missing_data, summary.invalid) == (3, 1, 1, 1)
    assert {reason.outcome for reason in summary.reasons} == {"missing_data", "invalid"}
    assert [result.row for result in report.results()] == [1, 2, 3]
    for name in ("report.csv", "report.jsonl", "report.html"):
        report.save(tmp_path / name)
    assert len((tmp_path / "report.csv").read_text().splitlines()) == 4
    rows = [PortfolioResult.from_json(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert rows == list(report.results())
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")


def test_a_report_speaks_the_readers_language_and_repeats_your_reference(
    defacto_client: Client, tmp_path: Path
) -> None:
    store = Store.in_memory()
    rows: list[NewBorrower | PortfolioRow | dict[str, Any]] = [
        {"siren": siren(1), "name": "Moulin", "Ref": "C-1"},
        {"siren": "", "name": "Forge", "Ref": "C-2"},
        PortfolioRow(3, german(3), reference="C-3"),
        german(4, metadata={"Ref": 4}),
    ]
    results = by_row(defacto_client.enroll_many(rows, store, reference="Ref", **QUICK))
    assert [result.reference for result in results.values()] == ["C-1", "C-2", "C-3", "4"]
    assert [result.name for result in results.values()] == ["Moulin", "Forge", "Lindenhof GmbH", "Lindenhof GmbH"]
    PortfolioReport(store, language="de").save(tmp_path / "bericht.html")
    page = (tmp_path / "bericht.html").read_text(encoding="utf-8")
    for words in ('lang="de"', "Zeilen ohne Kreditlinie", "Unternehmensnummer", "Forge", "C-3", "Geburtsdatum fehlt"):
        assert words in page
    with pytest.raises(ConfigurationError, match="Use en, fr, de, es or nl"):
        PortfolioReport(store, language="it")


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    report = PortfolioReport(Store.in_memory(), "another")
    assert report.summary().rows == 0
    with pytest.raises(ConfigurationError, match=r"\.csv, \.jsonl or \.html"):
        report.save(tmp_path / "report.pdf")
    with pytest.raises(StoreError, match="there is no such folder"):
        report.save(tmp_path / "missing" / "report.csv")


def test_an_exception_of_the_rows_is_raised_by_the_run(defacto_client: Client) -> None:
    def rows() -> Iterator[NewBorrower]:
        yield french(1)
        raise LookupError("the database is gone")

    store = Store.in_memory()
    with pytest.raises(LookupError, match="the database is gone"):
        list(defacto_client.enroll_many(rows(), store, **QUICK))
    assert len(list(defacto_client.enroll_many([french(1)], store, **QUICK))) == 1


def test_an_error_is_raised_although_the_rows_are_stuck(defacto_sandbox: Sandbox) -> None:
    stuck, went_on = threading.Event(), threading.Event()

    def rows() -> Iterator[NewBorrower]:
        yield french(1)
        stuck.wait(30)
        went_on.set()

    with Client("another-key", defacto_sandbox.url) as stranger:
        run = stranger.enroll_many(rows(), Store.in_memory(), **QUICK)
        with pytest.raises(AuthenticationError):
            next(run)
    assert not went_on.is_set()
    stuck.set()


def test_rows_of_another_kind_are_refused(defacto_client: Client) -> None:
    with pytest.raises(TypeError, match=r"NewBorrower, PortfolioRow, dict or \(number, dict\), not int"):
        list(defacto_client.enroll_many([1], Store.in_memory(), **QUICK))  # type: ignore[list-item]


def test_rows_are_read_as_they_are_needed(defacto_client: Client) -> None:
    read = 0

    def endless() -> Iterator[NewBorrower]:
        nonlocal read
        while True:
            read += 1
            yield french(read)

    with defacto_client.enroll_many(endless(), Store.in_memory(), max_in_flight=2, **QUICK) as run:
        assert next(run).outcome == "ready"
    assert read < 1_000


def test_a_run_that_is_forgotten_ends(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    run = defacto_client.enroll_many((french(number) for number in range(1, 100_000)), Store.in_memory(), **QUICK)
    next(run)
    del run
    gc.collect()
    sends_nothing_more(defacto_sandbox)


def test_a_run_is_stopped_from_another_thread_and_goes_on(defacto_client: Client, tmp_path: Path) -> None:
    rows = [french(number) for number in range(1, 101)]
    store = Store.sqlite(tmp_path / "portfolio.db")
    run = defacto_client.enroll_many(rows, store, **QUICK)
    threading.Timer(0.1, run.stop).start()
    with pytest.raises(InterruptedError):
        list(run)
    assert run.progress().read <= 100
    run.close()
    results = by_row(defacto_client.enroll_many(rows, store, **QUICK))
    assert Counter(str(result.outcome) for result in results.values()) == {"ready": 100}


def test_two_runs_of_one_portfolio_are_refused(defacto_client: Client, tmp_path: Path) -> None:
    file = tmp_path / "portfolio.db"
    with (
        defacto_client.enroll_many([french(1)], Store.sqlite(file), **QUICK),
        pytest.raises(StoreError, match="works on"),
    ):
        defacto_client.enroll_many([french(1)], Store.sqlite(file), **QUICK)


def test_a_run_that_has_ended_leaves_the_store_to_the_next(defacto_client: Client, tmp_path: Path) -> None:
    store = Store.sqlite(tmp_path / "portfolio.db")

    def broken() -> Iterator[NewBorrower]:
        yield french(1)
        raise LookupError("the database is gone")

    failed = defacto_client.enroll_many(broken(), store, **QUICK)
    with pytest.raises(LookupError):
        list(failed)
    finished = defacto_client.enroll_many([french(1)], store, **QUICK)
    assert len(list(finished)) == 1
    assert len(list(defacto_client.enroll_many([french(1)], store, **QUICK))) == 1


def test_a_run_that_its_own_thread_frees_ends(defacto_client: Client, tmp_path: Path) -> None:
    store = Store.sqlite(tmp_path / "portfolio.db")
    kept: list[Any] = []
    freed = threading.Event()

    def rows() -> Iterator[NewBorrower]:
        yield from (french(number) for number in range(1, 30))
        while not kept:
            threading.Event().wait(0.01)
        kept.clear()
        freed.set()
        yield from (french(number) for number in range(30, 100_000))

    kept.append(defacto_client.enroll_many(rows(), store, **QUICK))
    assert freed.wait(20)

    def begins() -> bool:
        with contextlib.suppress(StoreError), defacto_client.enroll_many([french(1)], store, **QUICK):
            return True
        return False

    eventually("the store is free", begins)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_keeps_no_store_from_the_next_run(defacto_client: Client, tmp_path: Path) -> None:
    store = Store.sqlite(tmp_path / "portfolio.db")
    reader, writer = os.pipe()
    with defacto_client.enroll_many([french(1), french(2)], store, **QUICK) as run:
        child = os.fork()
        if child == 0:
            os.close(writer)
            try:
                next(run)
                os._exit(1)
            except ConfigurationError:
                run.close()
            os.read(reader, 1)
            os._exit(0)
        list(run)
    assert len(list(defacto_client.enroll_many([french(1), french(2)], store, **QUICK))) == 2
    os.close(writer)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


LEFT_OPEN = """
    import asyncio, sys, threading
    from defacto_sdk import AsyncClient, Client, Store
    from story import french

    url, file, how = sys.argv[1:]
    client = Client("test-key", url)
    rows = (french(number) for number in range(1, 100_000))
    run = client.enroll_many(rows, Store.sqlite(file), settle_time=0.4, poll_interval=0.02)
    if how == "raised":
        for result in run:
            raise LookupError(result.row)
    elif how == "in a thread":
        threading.Thread(target=list, args=(run,), daemon=True).start()
        threading.Event().wait(0.3)
    elif how == "in a loop":
        run.close()
        run = AsyncClient("test-key", url).enroll_many(rows, Store.sqlite(file), settle_time=0.4, poll_interval=0.02)

        async def first():
            return await anext(run)

        asyncio.run(first())
    else:
        next(run)
"""


@pytest.mark.parametrize("how", ["raised", "in a thread", "in a loop", "kept"])
def test_an_interpreter_ends_cleanly_whatever_is_left_open(defacto_sandbox: Sandbox, tmp_path: Path, how: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    for attempt in range(3):
        file = str(tmp_path / f"{attempt}.db")
        command = [sys.executable, "-c", textwrap.dedent(LEFT_OPEN), defacto_sandbox.url, file, how]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        assert ended.returncode == (how == "raised"), ended.stderr


def test_a_wrong_key_ends_the_run(defacto_sandbox: Sandbox) -> None:
    with Client("another-key", defacto_sandbox.url) as stranger, pytest.raises(AuthenticationError):
        list(stranger.enroll_many([french(number) for number in range(1, 50)], Store.in_memory(), **QUICK))


KILLED = """
    import sys
    from defacto_sdk import Client, Store
    from story import french

    url, file, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    client = Client("test-key", url)
    companies = (french(number) for number in range(1, rows + 1))
    run = client.enroll_many(companies, Store.sqlite(file), settle_time=0.4, poll_interval=0.02)
    print(sum(result.outcome == "ready" for result in run), flush=True)
"""


def test_killed_at_any_moment_it_ends_with_one_borrower_for_each_company(
    defacto_sandbox: Sandbox, tmp_path: Path
) -> None:
    rows = 120
    for kind in ("timeout_after_commit", "cut_after_commit", "bad_gateway", "cut_before_commit"):
        defacto_sandbox.fault(kind, operation="*", probability=0.05)
    command = [sys.executable, "-c", textwrap.dedent(KILLED), defacto_sandbox.url, str(tmp_path / "p.db"), str(rows)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    for moment in (0.25, 0.4, 0.3, 0.6, 0.5):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        threading.Event().wait(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    assert finished.stdout == f"{rows}\n", finished.stderr
    defacto_sandbox.clear_faults()
    count = Counter(borrower["identifier"] for borrower in defacto_sandbox.state()["borrowers"])
    assert len(count) == rows
    assert set(count.values()) == {1}
