"""What the tests of portfolios share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from defacto_sdk import PortfolioResult

QUICK: dict[str, Any] = {"settle_time": 0.4, "poll_interval": 0.02, "wait": 30.0}


def by_row(results: Iterator[PortfolioResult]) -> dict[int, PortfolioResult]:
    found = list(results)
    assert len({result.row for result in found}) == len(found), "a row has one result"
    return {result.row: result for result in sorted(found, key=lambda result: result.row)}
