"""Enrol a portfolio with Celery: tasks enrol some rows each, and all workers share one PostgreSQL store.

    celery --app tasks worker

A message names a file and some of its rows, never a company: what a broker keeps says nothing of anybody. The workers
need `defacto-sdk[postgres]`, the file at the same place, and the variables DEFACTO_API_KEY, DEFACTO_ENVIRONMENT and
DEFACTO_STORE (`postgresql://...`). The broker and the rest are settings of Celery, in the module that
CELERY_CONFIG_MODULE names.

**When a task is run again** (its worker was lost, so the broker delivers it once more), nothing is done twice: that is
why it may be acknowledged late. A company whose outcome is known is told from the store. One that waits for its line is
not sent again. One that the lost worker was sending stays with it for three minutes: until then the row is `pending`,
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
    # A task is done when it is done, not when it was taken.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # Nobody holds messages that others have time for.
    worker_prefetch_multiplier=1,
)
app.config_from_envvar("CELERY_CONFIG_MODULE", silent=True)

#: The client and the store of a worker's process.
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
    """Give what is kept of a result, in the backend of Celery and afterwards: ids and outcomes, no number."""
    return {
        "row": result.row,
        "outcome": str(result.outcome),
        "borrower_id": result.borrower_id and str(result.borrower_id),
        "pool_amount": result.pool_amount,
        "reason": result.reason,
        "problems": [(problem.column, problem.problem.code) for problem in result.problems],
        "duplicate_of": result.duplicate_of,
    }


#: An error ends a run, and most pass: the API or the store come back, and the task goes on where it stopped.
AGAIN: dict[str, Any] = {
    "autoretry_for": (DefactoError,),
    "dont_autoretry_for": (AuthenticationError, ConfigurationError),
    "retry_backoff": True,
    "max_retries": 10,
}


@app.task(**AGAIN)
def enroll_rows(file: str, numbers: list[int], name: str, run: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    """Enrol some rows of a file. Waits for no line: that is the job of `await_lines`."""
    client, store = _shared["client"], _shared["store"]
    with client.enroll_many(rows(file, numbers), store, name=name, run=run, **{**options, "wait": None}) as results:
        return [record(result) for result in results]


@app.task(**AGAIN)
def await_lines(name: str, run: str, options: dict[str, Any]) -> None:
    """Wait for the lines of all companies of a run, a hundred in a call. What is found stands in the store.

    It is a run without rows: such a run looks after all who wait, and has nothing to tell. (`PendingEnrollments` is for
    companies that were enrolled one by one: it takes a company off the store when its line was told.) Several of them
    share the work.
    """
    with _shared["client"].enroll_many((), _shared["store"], name=name, run=run, **options) as nothing:
        list(nothing)


def rows(file: str, numbers: list[int]) -> Iterator[PortfolioRow]:
    """Read some rows of a file; their numbers rise."""
    wanted = set(numbers)
    as_far_as = takewhile(lambda row: row.number <= numbers[-1], PortfolioRows.open(file))
    return (row for row in as_far_as if row.number in wanted)
