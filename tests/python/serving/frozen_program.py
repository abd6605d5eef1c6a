"""A program that is shipped as one folder or one file: it enrols with a store, reads a workbook, and awaits a call."""

import asyncio
import sys

from defacto_sdk import AsyncClient, Client, Enrollment, NewBorrower, PortfolioRows, Store


def main() -> None:
    """Print what came of it; ``program KEY URL FOLDER``."""
    key, url, folder = sys.argv[1:]
    company = NewBorrower(identifier="552032534", identifier_type="siren")
    with Client(key, url, store=Store.sqlite(f"{folder}/store.db")) as client:
        outcome = client.enroll(company, wait=30, poll_interval=0.02)
    assert isinstance(outcome, Enrollment.Ready), outcome
    line = outcome.credit_line
    # Classes of Python's own library, which only the native module names.
    kinds = [type(value).__name__ for value in (outcome.borrower.id, line.start_date, line.fees_daily_rate)]
    print(outcome.borrower.status, *kinds)
    for row in PortfolioRows.open(f"{folder}/customers.xlsx"):
        print(row.number, row.request and row.request.identifier)
    print(asyncio.run(greeting(key, url)))


async def greeting(key: str, url: str) -> str:
    """Return the answer of an awaited call."""
    async with AsyncClient(key, url) as client:
        return await client.hello()


if __name__ == "__main__":
    main()
