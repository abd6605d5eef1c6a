"""Processes that enrol the same companies at the same time."""

from __future__ import annotations

import multiprocessing
import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

from defacto_sdk import Client, CompanyMatch, DefactoError, Enrollment, NewBorrower, Store
from defacto_sdk.testing import Sandbox
from story import french, ready, requests, spelled

#: How many times faster than the real API the sandbox is for concurrent processes: slow enough for conflicts.
SPEED = 20.0
#: The library's own times, scaled by the same factor.
REAL: dict[str, Any] = {"wait": 60.0, "settle_time": 45 / SPEED, "poll_interval": 1 / SPEED}
COMPANIES = range(1, 21)
SPAWN = multiprocessing.get_context("spawn")
#: The barrier of the processes.
together: Any = None


def borrowers(sandbox: Sandbox) -> list[NewBorrower]:
    """The sandbox's borrowers, as requests."""
    with sandbox.client() as client:
        return [
            NewBorrower(identifier=one.identifier, identifier_type=one.identifier_type)
            for one in client.borrowers.list()
        ]


def open_store(place: str) -> Store:
    """The store at a URL or in a file."""
    return Store.postgres(place) if place.startswith("postgresql://") else Store.sqlite(place)


def enrolled(client: Client, company: NewBorrower) -> str:
    """The borrower of a company: an enrolment in doubt is tried again."""
    for _ in range(20):
        try:
            outcome = client.enroll(company, **REAL)
        except DefactoError as error:
            if error.retryable or error.outcome_unknown:
                continue
            raise
        if not isinstance(outcome, Enrollment.Pending):
            return str(ready(outcome)[0].id)
    raise AssertionError("it is not known what became of a company")


def enrol_all(url: str, place: str, seed: int) -> dict[int, str]:
    """Enrol each company twice, in random spellings, in a child process; return the borrower of each."""
    dice = random.Random(seed)
    numbers = [*COMPANIES, *COMPANIES]
    dice.shuffle(numbers)
    together.wait(30)
    with Client("test-key", url, store=open_store(place)) as client, ThreadPoolExecutor(4) as threads:
        wanted = [(number, spelled(number, dice.randrange(7))) for number in numbers]
        found = list(threads.map(lambda one: (one[0], enrolled(client, one[1])), wanted))
    ids = dict(found)
    assert all(ids[number] == borrower for number, borrower in found)
    return ids


def meet(barrier: Any) -> None:
    """Wait for the other processes, at the start of each."""
    global together
    together = barrier


def two_processes_enrol_twenty_companies(sandbox: Sandbox, place: str) -> None:
    """Run two processes, and check that each company has one borrower."""
    sandbox.settings(speed=SPEED)
    sandbox.fault("timeout_after_commit", operation="POST /borrowers", probability=0.3)
    barrier = SPAWN.Barrier(2)
    with ProcessPoolExecutor(2, mp_context=SPAWN, initializer=meet, initargs=(barrier,)) as processes:
        first, second = processes.map(enrol_all, [sandbox.url] * 2, [place] * 2, [1, 2])
    assert first == second
    assert len(set(first.values())) == len(COMPANIES)
    sandbox.clear_faults()
    found = borrowers(sandbox)
    for number in COMPANIES:
        same = [one for one in found if french(number).compare_company(one) == CompanyMatch.SAME]
        assert len(same) == 1, f"company {number} has {len(same)} borrowers"
    assert any(entry["fault"] for entry in requests(sandbox, "POST /borrowers")), "nothing went wrong"
