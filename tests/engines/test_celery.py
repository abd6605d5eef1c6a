"""A portfolio that Celery workers enrol, and that is killed while it runs."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import broker
import pytest
from conftest import (
    COMPANIES,
    QUICK,
    ROOT,
    Database,
    Killable,
    assert_complete,
    assert_nothing_was_done_twice,
    let_things_go_wrong,
    portfolio,
    some_were_sent,
)
from defacto_sdk.testing import Sandbox
from story import eventually

pytestmark = pytest.mark.timeout(1200)

EXAMPLE = ROOT / "examples/celery"
AGAIN = 75


class Workers:
    """The example's workers and the program that sends to them."""

    def __init__(self, start: Callable[..., Killable], environment: dict[str, str], folder: Path) -> None:
        path = os.pathsep.join([str(EXAMPLE), str(Path(__file__).parent), *sys.path])
        self._settings = {"CELERY_CONFIG_MODULE": "celeryconfig", "CELERY_TEST_FOLDER": str(folder), "PYTHONPATH": path}
        self._settings |= environment
        self._start, self.results, self._file = start, folder / "results.jsonl", folder / "customers.csv"
        broker.prepare(folder)
        with self._file.open("w", newline="") as text:
            writer = csv.DictWriter(text, ["siren", "name"])
            writer.writeheader()
            writer.writerows(portfolio())

    def work(self) -> Killable:
        options = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=info"]
        return self._start(sys.executable, "-m", "celery", "--app=tasks", "worker", *options, **self._settings)

    def send(self) -> Killable:
        job = [str(EXAMPLE / "enroll.py"), str(self._file), str(self.results), "--name=customers", "--rows=20", *QUICK]
        return self._start(sys.executable, *job, "--patience=200", **self._settings)

    def outcomes(self) -> dict[int, str]:
        lines = [json.loads(line) for line in self.results.read_text().splitlines()]
        assert len({line["row"] for line in lines}) == len(lines), "a row has one result"
        return {line["row"]: line["outcome"] for line in lines}


@pytest.fixture
def workers(start: Callable[..., Killable], environment: dict[str, str], tmp_path: Path) -> Workers:
    return Workers(start, environment, tmp_path)


def finish(workers: Workers, database: Database, worker: Killable) -> None:
    """Send until no row is open; the leases of dead workers expire after three minutes."""
    for _ in range(3):
        database.end_leases()
        sender = workers.send()
        status = sender.end()
        if status != AGAIN:
            break
    assert status == 0, sender.text() + worker.text()
    # The first row of a CSV file is its second line.
    assert_complete(workers.outcomes(), first=2)


def test_killed_with_all_workers_it_goes_on_without_doing_anything_twice(
    defacto_sandbox: Sandbox, database: Database, workers: Workers, environment: dict[str, str]
) -> None:
    let_things_go_wrong(defacto_sandbox)
    worker, sender = workers.work(), workers.send()
    some_were_sent(defacto_sandbox, worker, 30)
    assert worker.kill() > 2, "the worker and its pool"
    sender.kill()
    assert len(defacto_sandbox.state()["borrowers"]) < COMPANIES
    again = workers.work()
    finish(workers, database, again)
    assert_nothing_was_done_twice(defacto_sandbox)
    said = worker.text() + sender.text() + again.text()
    assert environment["DEFACTO_STORE"] not in said


def test_a_task_whose_process_is_killed_is_delivered_once_more(
    defacto_sandbox: Sandbox, database: Database, workers: Workers
) -> None:
    let_things_go_wrong(defacto_sandbox)
    worker, sender = workers.work(), workers.send()
    some_were_sent(defacto_sandbox, worker, 30)
    pool = [member for member in worker.members() if member != worker.process.pid]
    os.kill(pool[0], signal.SIGKILL)
    eventually("the loss", lambda: "WorkerLostError" in worker.text(), seconds=60)
    assert sender.end() in (0, AGAIN), sender.text() + worker.text()
    assert len(workers.outcomes()) == COMPANIES + 2, "no row is lost"
    finish(workers, database, worker)
    assert_nothing_was_done_twice(defacto_sandbox)
