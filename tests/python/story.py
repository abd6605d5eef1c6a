"""Invented companies, and queries about the results of a test."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

from defacto_sdk import (
    Address,
    Borrower,
    BorrowerCandidate,
    BusinessAddress,
    CreditLine,
    Director,
    Enrollment,
    IdentifierType,
    NewBorrower,
    NewOwner,
)
from defacto_sdk.testing import Sandbox

#: Times for a sandbox that is a hundred times faster than the API.
QUICK: dict[str, Any] = {"settle_time": 0.9, "poll_interval": 0.02}
#: The same times, with a wait for the credit line.
WAITING: dict[str, Any] = {"wait": 30.0, **QUICK}

NOBODY = "00000000-0000-0000-0000-000000000000"


def siren(number: int) -> str:
    """Eight digits and their Luhn check digit."""
    digits = f"{number:08}"
    doubled = [int(digit) * (2 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits))]
    return f"{digits}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


def french(number: int, **more: Any) -> NewBorrower:
    """A French company: the API needs only its number. Each ``number`` gives another company."""
    more = {"identifier_type": IdentifierType.SIREN, "name": "Fonderie des Tilleuls SAS", **more}
    return NewBorrower(identifier=siren(number), **more)


def german(number: int, **more: Any) -> NewBorrower:
    """A German company without data of its director: the API cannot look that up."""
    return NewBorrower(identifier=f"HRB {number} B", identifier_type="hr_nummer", name="Lindenhof GmbH", **more)


def spelled(number: int, spelling: int) -> NewBorrower:
    """One spelling of a French company: its SIREN, its VAT number, the SIRETs of two establishments."""
    plain = siren(number)
    first, second, third = plain[:3], plain[3:6], plain[6:]
    key = f"{(12 + 3 * (int(plain) % 97)) % 97:02}"
    ways = [
        (plain, "siren"),
        (f"{first} {second} {third}", "siren"),
        (f"{first}.{second}.{third}", "siren"),
        (f"FR{key}{plain}", "vat_number"),
        (f"FR {key} {plain}", "vat_number"),
        (f"{plain}00018", "siret"),
        (f"{plain} 00026", "siret"),
    ]
    identifier, kind = ways[spelling % len(ways)]
    return NewBorrower(identifier=identifier, identifier_type=kind, name="Fonderie des Tilleuls SAS")


def sends_nothing_more(sandbox: Sandbox, quiet: float = 0.3) -> None:
    """Check that nothing more is sent.

    A request that was written before the end may still arrive on a busy machine, so this waits until no request
    arrives for ``quiet`` seconds.
    """
    for _ in range(50):
        seen = len(sandbox.log())
        time.sleep(quiet)
        if len(sandbox.log()) == seen:
            return
    raise AssertionError("requests are still sent")


def iban(country: str, account: str) -> str:
    """The account with the two check digits of its country and number."""
    digits = "".join(str(int(letter, 36)) for letter in f"{account}{country}00")
    return f"{country}{98 - int(digits) % 97:02}{account}"


def at_court(town: str, name: str, account: int) -> NewBorrower:
    """A company of one of two courts that have the same number."""
    return NewBorrower(
        identifier="HRB 22222",
        identifier_type="hr_nummer",
        name=name,
        address=BusinessAddress(address_line_1="Weg 1", city=town, country="DEU", postal_code="80331"),
        account_number=iban("DE", f"50010517{account:010}"),
        directors=[director()],
    )


def munich() -> NewBorrower:
    return at_court("München", "Alpha Bau GmbH", 1)


def hamburg() -> NewBorrower:
    return at_court("Hamburg", "Beta Logistik GmbH", 2)


def director(**more: Any) -> Director:
    """A managing director with all data that direct debit needs."""
    person: dict[str, Any] = {
        "first_name": "Käthe",
        "last_name": "Böhm",
        "birth_date": date(1971, 3, 9),
        "nationality": "DEU",
        "business_email": "boehm@example.org",
        "address": Address(country="DEU"),
    }
    return Director(**{**person, **more})


def complete(number: int) -> NewBorrower:
    """A French company with every kind of data in it."""
    return french(
        number,
        directors=[director()],
        owner=NewOwner(first_name="Käthe", last_name="Böhm", email="boehm@example.org"),
        account_number="FR1420041010050500013M02606",
        signed_at=datetime(2026, 11, 2, 8, 15, tzinfo=timezone.utc),
        metadata={"crm": "T-77"},
    )


def ready(outcome: Enrollment) -> tuple[Borrower, CreditLine]:
    """The borrower and the line of an enrolment that must be ready."""
    assert isinstance(outcome, Enrollment.Ready), outcome
    return outcome.borrower, outcome.credit_line


def pending(outcome: Enrollment) -> str:
    """The token of an enrolment that must be pending."""
    assert isinstance(outcome, Enrollment.Pending), outcome
    return outcome.resume


def candidates(outcome: Enrollment) -> list[BorrowerCandidate]:
    """The candidates of an enrolment that must be ambiguous."""
    assert isinstance(outcome, Enrollment.Ambiguous), outcome
    return outcome.candidates


def requests(sandbox: Sandbox, operation: str) -> list[dict[str, Any]]:
    """The requests of one operation, such as ``POST /borrowers``."""
    return [entry for entry in sandbox.log() if entry["operation"] == operation]


def eventually(what: str, is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until the condition is true."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.01)
