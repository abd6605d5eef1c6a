"""What the check of surfaces calls a break, and what it does not."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
BEFORE = [
    "Client.enroll",
    "Client.enroll(company) required",
    "Client.enroll(wait) optional",
    "Enrollment",
    "Enrollment case Ready required",
    "Loan.amount: Long",
]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("surfaces", ROOT / "tools/surfaces.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEFORE, []),
        ([*BEFORE, "Client.enroll(store) optional"], []),
        ([*BEFORE, "Loan.currency: String"], []),
        ([*BEFORE, "Client.track", "Client.track(id) required"], []),
        (BEFORE[:-1], ["removed: Loan.amount: Long"]),
        ([*BEFORE[:-1], "Loan.amount: BigDecimal"], ["removed: Loan.amount: Long"]),
        ([*BEFORE, "Client.enroll(store) required"], ["needed now: Client.enroll(store) required"]),
        ([*BEFORE, "Enrollment case Paused required"], ["needed now: Enrollment case Paused required"]),
        (
            [*(line for line in BEFORE if "wait" not in line), "Client.enroll(wait) required"],
            ["removed: Client.enroll(wait) optional", "needed now: Client.enroll(wait) required"],
        ),
    ],
)
def test_what_breaks_callers(now: list[str], expected: list[str]) -> None:
    assert tool().breaks(BEFORE, now) == expected


def test_a_parameter_may_take_nothing_as_well_but_not_the_reverse() -> None:
    given, relaxed = ["Client.explain(code: String) required"], ["Client.explain(code: String?) required"]
    assert tool().breaks(given, relaxed) == []
    assert tool().breaks(relaxed, given) == [f"removed: {relaxed[0]}", f"needed now: {given[0]}"]


@pytest.mark.parametrize(
    ("released", "version", "allowed"),
    [
        ("0.1.0", "0.1.1", False),
        ("0.1.0", "0.2.0", True),
        ("1.4.0", "1.5.0", False),
        ("1.4.0", "2.0.0", True),
        ("1.4.0", "2.0.0-rc.1", True),
    ],
)
def test_which_versions_may_break(released: str, version: str, allowed: bool) -> None:
    assert tool().may_break(released, version) is allowed


@pytest.mark.parametrize("language", ["core", "kotlin", "python", "swift"])
def test_a_field_that_is_taken_away_is_found(language: str) -> None:
    released = (ROOT / f"surfaces/{language}.txt").read_text().splitlines()[1:]
    fields = [line for line in released if "NewBorrower" in line and "legal" in line.lower()]
    assert fields
    gone = [line for line in released if line not in fields]
    assert tool().breaks(released, gone) == [f"removed: {line}" for line in fields]


def test_the_names_of_the_api_are_recorded() -> None:
    released = (ROOT / "surfaces/core.txt").read_text().splitlines()
    operations = [line for line in released if line.startswith("loans.request")]
    assert operations == ["loans.request(body: NewLoan) required", "loans.request: Loan"], json.dumps(operations)
