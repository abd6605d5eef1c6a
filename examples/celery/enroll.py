"""Send a portfolio to the workers of `tasks.py`, wait for them, and write the result of each row.

    python enroll.py customers.csv results.jsonl --name customers-2026

It may be stopped and run again at any moment, with the same name: finished work is not repeated. If rows are still
`pending` at the end, it exits with status 75 ("try again later").
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from celery import group
from defacto_sdk import PortfolioRows
from tasks import await_lines, enroll_rows

#: The outcomes that another poll may change.
OPEN = {"pending", "failed"}


class Portfolio:
    """A portfolio in progress.

    The run id is new each time: with an old one, a row with another number would count as a second row.
    """

    def __init__(self, given: argparse.Namespace) -> None:
        options = {"wait": given.wait, "settle_time": given.settle_time, "poll_interval": given.poll_interval}
        self._job = {"name": given.name, "run": str(uuid.uuid4()), "options": options}
        self._file, self._size, self._patience = str(given.portfolio.resolve()), given.rows, given.patience
        self.results: dict[int, dict[str, Any]] = {}

    def send(self, numbers: list[int]) -> None:
        """Let the workers enrol these rows, and collect their results."""
        parts = [numbers[at : at + self._size] for at in range(0, len(numbers), self._size)]
        tasks = group(enroll_rows.s(self._file, part, **self._job) for part in parts)
        for results in tasks.apply_async().get(timeout=self._patience) if parts else ():
            self.results.update((result["row"], result) for result in results)

    def await_lines(self) -> None:
        """Let one worker wait for all lines."""
        await_lines.delay(**self._job).get(timeout=self._patience)

    def open(self) -> list[int]:
        """Return the rows whose outcome is not known yet."""
        return sorted(row for row, result in self.results.items() if result["outcome"] in OPEN)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Enrol a portfolio with Celery.")
    parser.add_argument("portfolio", type=Path, help="a CSV or JSON Lines file that the workers find at this place")
    parser.add_argument("results", type=Path, help="where a line of JSON for each row is written")
    parser.add_argument("--name", required=True, help="of the portfolio in the store: the same one goes on")
    parser.add_argument("--rows", type=int, default=100, help="how many rows a task has")
    parser.add_argument("--patience", type=float, default=3600.0, help="seconds to wait for the workers")
    parser.add_argument("--wait", type=float, default=600.0, help="seconds to wait for lines")
    parser.add_argument("--settle-time", type=float, default=45.0, help="as enroll_many has it")
    parser.add_argument("--poll-interval", type=float, default=2.0, help="as enroll_many has it")
    return parser.parse_args()


def main() -> int:
    """Send all rows, wait for the lines, and send the rows again that were pending."""
    given = arguments()
    portfolio = Portfolio(given)
    # The workers read the rows; here the rows are only counted.
    portfolio.send([row.number for row in PortfolioRows.open(given.portfolio)])
    portfolio.await_lines()
    # The outcomes of pending rows are in the store by now: nothing is sent for them.
    portfolio.send(portfolio.open())
    with given.results.open("w") as lines:
        lines.writelines(json.dumps(result) + "\n" for _, result in sorted(portfolio.results.items()))
    counts = Counter(result["outcome"] for result in portfolio.results.values())
    logging.getLogger(__name__).info("%s: %s", given.name, dict(counts))
    return os.EX_TEMPFAIL if counts.keys() & OPEN else 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    sys.exit(main())
