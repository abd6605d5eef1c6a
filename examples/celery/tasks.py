"""Enrol a portfolio with Celery: tasks enrol some rows each, and all workers share one PostgreSQL store.

    celery --app tasks worker

A message names a file and some of its rows, never a company: the broker keeps no company or personal data. The workers
need `defacto-sdk[postgres]`, the file at the same path, and the variables DEFACTO_API_KEY, DEFACTO_ENVIRONMENT and
DEFACTO_STORE (`postgresql://...`). The broker and other settings of Celery are in the module that CELERY_CONFIG_MODULE
names.

**If a task runs again** (its worker was lost, so the broker delivers it again), nothing is done twice: therefore late
acknowledgement is safe. A known outcome is returned from the store. A company that waits for its line is not sent
again. A company that the lost worker was sending stays claimed for three minutes: until then the row is `pending`,
afterwards it is looked up before it is sent again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown
from defacto_sdk import (
    AuthenticationError,
    Client,
    ConfigurationError,
    DefactoError,
    PortfolioResult,
    PortfolioRow,
    PortfolioRows,
    Store,
)

app = Celery("defacto")
app.conf.update(
    # A task is acknowledged when it is finished, not when it is taken.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A worker does not hold messages that others have time for.
    worker_prefetch_multiplier=1,
)
app.config_from_envvar("CELERY_CONFIG_MODULE", silent=True)

#: The client and the store of a worker process.
_shared: dict[str, Any] = {}


@worker_process_init.connect
def _connect(**_: object) -> None:
    """Connect after the fork: each process of the pool has its own connections."""
    _shared["client"] = Client.from_env()
    _shared["store"] = Store.postgres(os.environ["DEFACTO_STORE"])


@worker_process_shutdown.connect
def _disconnect(**_: object) -> None:
    _shared.pop("client").close()
    _shared.clear()


def record(result: PortfolioResult) -> dict[str, Any]:
    """Return the part of a result that Celery's backend keeps: ids and outcomes, no company number."""
    return {
        "row": result.row,
        "outcome": str(result.outcome),
        "borrower_id": result.borrower_id and str(result.borrower_id),
        "pool_amount": result.pool_amount,
        "reason": result.reason,
        "problems": [(problem.column, problem.problem.code) for problem in result.problems],
        "duplicate_of": result.duplicate_of,
    }


#: An error ends a run. Most are temporary: when the API or the store is back, the task continues where it stopped.
AGAIN: dict[str, Any] = {
    "autoretry_for": (DefactoError,),
    "dont_autoretry_for": (AuthenticationError, ConfigurationError),
    "retry_backoff": True,
    "max_retries": 10,
}


@app.task(**AGAIN)
def enroll_rows(file: str, numbers: list[int], name: str, run: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    """Enrol some rows of a file. Does not wait for lines: that is the job of `await_lines`."""
    client, store = _shared["client"], _shared["store"]
    with client.enroll_many(rows(file, numbers), store, name=name, run=run, **{**options, "wait": None}) as results:
        return [record(result) for result in results]


@app.task(**AGAIN)
def await_lines(name: str, run: str, options: dict[str, Any]) -> None:
    """Wait for the lines of all companies of a run, a hundred in a call. The results are in the store.

    It is a run without rows: such a run polls all pending enrolments, and returns no results. (`PendingEnrollments` is
    for companies that were enrolled one by one: it removes a company from the store after its line was returned.)
    Several of these tasks share the work.
    """
    with _shared["client"].enroll_many((), _shared["store"], name=name, run=run, **options) as nothing:
        list(nothing)


def rows(file: str, numbers: list[int]) -> Iterator[PortfolioRow]:
    """Read some rows of a file, in ascending order."""
    wanted = set(numbers)
    as_far_as = takewhile(lambda row: row.number <= numbers[-1], PortfolioRows.open(file))
    return (row for row in as_far_as if row.number in wanted)
