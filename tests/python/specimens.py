"""One value of every exported class: with them the suites about models and pickles check that none is forgotten.

They come from the vectors of all operations, which have every field of every model.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import defacto_sdk
from defacto_sdk import (
    Borrower,
    BorrowerCandidate,
    CreditLine,
    Enrollment,
    ErrorDetails,
    Invoice,
    Loan,
    LoanOutcome,
    Problem,
)
from operations import models_of
from vectors import cases

_CLASSES = [cls for name in defacto_sdk.__all__ if isinstance(cls := getattr(defacto_sdk, name), type)]

#: Every class with a keyword constructor and a JSON parser.
MODELS: list[type[Any]] = [cls for cls in _CLASSES if hasattr(cls, "extra")]
#: Every open enum.
ENUMS: list[type[Any]] = [cls for cls in _CLASSES if hasattr(cls, "is_known")]
#: Every exception.
ERRORS: list[type[defacto_sdk.DefactoError]] = [cls for cls in _CLASSES if issubclass(cls, defacto_sdk.DefactoError)]

_PROBLEM = {"pointer": "/identifier", "code": "identifier_empty", "severity": "error", "detail": "is empty"}
_CANDIDATE = {
    "borrower_id": "7b0c3b5e-5d0c-4e0e-9d6f-0a8b0f4f3c11",
    "identifier": "HRB 22222",
    "identifier_type": "hr_nummer",
    "name": "Alpha Bau GmbH",
    "city": "München",
    "status": "READY",
}
_LINE = {
    "distribution": "PARTNER",
    "fees_interest_daily_rate": 0.04,
    "fees_operating_daily_rate": 0.02,
    "loan_contract_type": "CREDIT_OPERATION",
    "start_date": "2026-01-01T00:00:00Z",
}
_HOOK = {"name": "lines", "to_url": "https://partner.example/hook?token=secret", "event_types": ["CreditLine.CREATED"]}

#: Models that no operation sends or reads.
_JSON: dict[str, dict[str, Any]] = {
    "BorrowerCandidate": _CANDIDATE,
    "EnsuredWebhook": {"webhook": _HOOK, "change": "created"},
    "EnrollmentProgress": {"stage": "created", "elapsed_ms": 12, "attempts": 1, "borrower_status": "TO_SIGN"},
    "ErrorDetails": {
        "kind": "api",
        "status": 502,
        "problems": [{"pointer": "/loan_to", "code": "required", "severity": "error", "detail": "is required"}],
        "retry_after": 90,
        "attempts": 3,
        "retryable": True,
        "outcome_unknown": False,
    },
    "PortfolioProgress": {
        "read": 9,
        "ready": 3,
        "declined": 1,
        "missing_data": 1,
        "invalid": 1,
        "duplicate": 1,
        "pending": 1,
        "failed": 1,
        "ambiguous": 1,
    },
    "PortfolioResult": {
        "row": 7,
        "identifier": "552032534",
        "outcome": "ready",
        "borrower_id": "7b0c3b5e-5d0c-4e0e-9d6f-0a8b0f4f3c11",
        "pool_amount": 5_000_000,
        "balance_available": 5_000_000,
        "currency": "EUR",
        "fees_daily_rate": 0.06,
        "reason": "TOO_MANY_GEESE",
        "fields": ["/directors/0/birth_date"],
        "problems": [{"column": "SIREN", "problem": _PROBLEM}],
        "duplicate_of": 3,
        "candidates": [_CANDIDATE],
        "error_kind": "api",
        "status": 502,
        "known_before": False,
    },
    "Problem": _PROBLEM,
    "ReportReason": {"outcome": "declined", "reason": "TOO_MANY_GEESE", "rows": 2},
    "ReportSummary": {
        "rows": 3,
        "ready": 1,
        "declined": 2,
        "missing_data": 0,
        "invalid": 0,
        "duplicate": 0,
        "pending": 0,
        "failed": 0,
        "ambiguous": 0,
        "unfinished": 0,
        "reasons": [{"outcome": "declined", "reason": "TOO_MANY_GEESE", "rows": 2}],
    },
    "Resolution": {
        "identifier": "552032534",
        "outcome": "ready",
        "borrower_id": "7b0c3b5e-5d0c-4e0e-9d6f-0a8b0f4f3c11",
        "credit_line": _LINE,
        "reason": "TOO_MANY_GEESE",
    },
    "RowProblem": {"column": "SIREN", "problem": _PROBLEM},
}


@cache
def _texts() -> dict[str, str]:
    """The JSON of every model: the longest that is in the vectors of all operations."""
    texts = {name: json.dumps(value) for name, value in _JSON.items()}
    for case in cases("operations"):
        for model in models_of(case):
            name, text = type(model).__name__, model.to_json()
            texts[name] = max(texts.get(name, ""), text, key=len)
    return texts


def specimen(model: type[Any]) -> Any:
    """A value of the model, with every kind of field that it has."""
    return model.from_json(_texts()[model.__name__])


def outcomes() -> list[Enrollment | LoanOutcome]:
    """Each outcome of an enrolment and of a loan request."""
    borrower, loan = specimen(Borrower), specimen(Loan)
    return [
        Enrollment.Ready(borrower, specimen(CreditLine), []),
        Enrollment.Ready(borrower, specimen(CreditLine), [specimen(Problem)]),
        Enrollment.Pending(borrower, "token"),
        Enrollment.Pending(None, "token"),
        Enrollment.MissingData(["/directors/0/birth_date"], "missing"),
        Enrollment.MissingData([], None),
        Enrollment.Declined(borrower, "TOO_MANY_GEESE"),
        Enrollment.Declined(None, None),
        Enrollment.Ambiguous([specimen(BorrowerCandidate)]),
        Enrollment.Ambiguous([]),
        LoanOutcome.Accepted(loan),
        LoanOutcome.Offered(loan),
        LoanOutcome.Pending(loan, specimen(Invoice), "salt"),
        LoanOutcome.Pending(None, None, "salt"),
        LoanOutcome.Declined(loan, "TOO_MANY_GEESE"),
        LoanOutcome.Declined(None, None),
        LoanOutcome.Canceled(loan),
        LoanOutcome.InvoiceRefused(specimen(Invoice)),
    ]


def error(cls: type[defacto_sdk.DefactoError]) -> defacto_sdk.DefactoError:
    """An exception of the class."""
    return cls("POST /borrowers answered 502", specimen(ErrorDetails))
