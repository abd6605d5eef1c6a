"""One value of every exported class, by which the suites about models and pickles prove that none is forgotten."""

from __future__ import annotations

import json
from typing import Any

import defacto_sdk
from defacto_sdk import Borrower, CreditLine, Enrollment, ErrorDetails

_CLASSES = [cls for name in defacto_sdk.__all__ if isinstance(cls := getattr(defacto_sdk, name), type)]

#: Every class that is made by keyword and read from JSON.
MODELS: list[type[Any]] = [cls for cls in _CLASSES if hasattr(cls, "extra")]
#: Every open enum.
ENUMS: list[type[Any]] = [cls for cls in _CLASSES if hasattr(cls, "is_known")]
#: Every exception.
ERRORS: list[type[defacto_sdk.DefactoError]] = [cls for cls in _CLASSES if issubclass(cls, defacto_sdk.DefactoError)]

_ID = "1f0c6f3e-93b5-4b8e-a4a5-0d7a3f6c2b10"
_MOMENT = "2026-11-02T08:15:00Z"
_COMPANY = {"identifier": "472618354", "identifier_type": "siren"}
_ACCOUNT = {"account_number": "FR1420041010050500013M02606", "account_number_type": "iban"}
_BANK = {**_ACCOUNT, "bank_identifier": "FK2FACTO", "bank_identifier_type": "bic"}
_ADDRESS = {"address_line_1": "8 quai des Tanneurs", "city": "Lille", "country": "FRA", "postal_code": "59800"}
_DIRECTOR = {"role": "DIRECTOR", "first_name": "Odile", "birth_date": "1971-03-09", "address": _ADDRESS}
_NEW_OWNER = {"first_name": "Odile", "last_name": "Marchand-Roux", "birth_date": "1971-03-09"}
_OWNER = {"id": _ID, "email": "odile@example.org"}
_DOCUMENT = {"filename": "passport.png", "document_binary_base64": "aGVsbG8="}
_PROBLEM = {"pointer": "/identifier", "code": "identifier_empty", "severity": "error", "detail": "is empty"}
_EXPERIENCE = {"loan_request": {"minimum_duration_in_days": 30}}
_BORROWER = {**_COMPANY, "id": _ID, "status": "READY", "accounts": [_BANK], "directors": [_DIRECTOR], "owner": _OWNER}

_JSON: dict[str, dict[str, Any]] = {
    "Account": {**_BANK, "account_name": "main"},
    "AccountDetails": _BANK,
    "ActiveEnrollment": {
        "id": _ID,
        "enrollment_campaign": "spring",
        "enrollment_name": "Spring",
        "entity_id": _ID,
        "entity_type": "borrower",
        "status": "open",
        "submitted_at": _MOMENT,
    },
    "Address": _ADDRESS,
    "BirthPlace": {"city": "Lille", "country": "FRA"},
    "Borrower": {**_BORROWER, "metadata": {"crm": ["T-77", 1, None]}, "signed_at": _MOMENT},
    "BorrowerFilter": {"borrower_id": [_ID], "borrower_identifier": "472618354", "page_size": 5},
    "BorrowerFinancialProduct": {
        "id": _ID,
        "borrower_id": _ID,
        "can_request_loan": True,
        "financial_product": {"name": "Flex", "product_type": "PAYABLE", "configuration": {"ux": _EXPERIENCE}},
        "status": "READY",
        "available_amount": 1250000,
    },
    "Business": {**_COMPANY, "id": _ID, "creation_date": "1999-12-31", "capital": 3700000, "address": _ADDRESS},
    "BusinessAddress": _ADDRESS,
    "BusinessEligibility": {"business_identifier": _COMPANY, "scenario": "NOT_ELIGIBLE"},
    "BusinessIdentifier": _COMPANY,
    "ComplianceChecks": {"status": "APPROVED"},
    "CreditLine": {
        "distribution": "DIRECT",
        "fees_interest_daily_rate": 0.00011,
        "fees_operating_daily_rate": 0.1,
        "loan_contract_type": "TRADE_RECEIVABLE",
        "start_date": _MOMENT,
        "pool_amount": 1250000,
        "default_borrower": _COMPANY,
    },
    "CreditLineFilter": {"borrower": ["472618354"], "page_size": 5},
    "DebitAccount": _ACCOUNT,
    "DenialReason": {"code": "CREDIT_RISK_NOT_ELIGIBLE"},
    "Director": _DIRECTOR,
    "EligibilityAnswer": {"is_eligible": False, "reasons": [{"code": "TOO_MANY_GEESE"}]},
    "EnrollmentProgress": {"stage": "created", "elapsed_ms": 12, "attempts": 1, "borrower_status": "TO_SIGN"},
    "ErrorDetails": {
        "kind": "api",
        "status": 502,
        "problems": [_PROBLEM],
        "attempts": 3,
        "retryable": True,
        "outcome_unknown": False,
    },
    "FinancialProduct": {"name": "Flex", "product_type": "FLEX_FINANCING", "configuration": {}},
    "GeneratedIban": {"iban": "FR1420041010050500013M02606"},
    "IdentityDocument": _DOCUMENT,
    "IdentityDocuments": {"identity_document_front": _DOCUMENT, "custom_identity_documents": [_DOCUMENT]},
    "LoanRequestLimits": _EXPERIENCE["loan_request"],
    "NewBorrower": {**_COMPANY, "directors": [_DIRECTOR], "owner": _NEW_OWNER, "metadata": {"crm": "T-77"}},
    "NewOwner": {**_NEW_OWNER, "identity_documents": {"identity_document_front": _DOCUMENT}},
    "NewRepaymentMethod": {
        "payment_method": "DIRECT_DEBIT",
        "is_default_repayment_method": True,
        "apply_to_all_active_loans": False,
        "from_account": _ACCOUNT,
    },
    "Owner": _OWNER,
    "PaymentAccount": {**_BANK, "account_holder": _COMPANY},
    "Problem": _PROBLEM,
    "ProductConfiguration": {"ux": _EXPERIENCE},
    "ProductExperience": _EXPERIENCE,
    "RepaymentMethod": {"payment_method": "SCT", "status": "READY", "is_main": True, "account_to_debit": _BANK},
    "Signature": {"signed_at": _MOMENT, "wait_for_ready": True},
}


def specimen(model: type[Any]) -> Any:
    """A value of the model, with every kind of field that it has."""
    return model.from_json(json.dumps(_JSON[model.__name__]))


def outcomes() -> list[Enrollment]:
    """An enrolment of each outcome."""
    borrower = specimen(Borrower)
    return [
        Enrollment.Ready(borrower, specimen(CreditLine)),
        Enrollment.Pending(borrower, "token"),
        Enrollment.Pending(None, "token"),
        Enrollment.MissingData(["/directors/0/birth_date"], "missing"),
        Enrollment.MissingData([], None),
        Enrollment.Declined(borrower, "TOO_MANY_GEESE"),
        Enrollment.Declined(None, None),
    ]


def error(cls: type[defacto_sdk.DefactoError]) -> defacto_sdk.DefactoError:
    """An exception of the class."""
    return cls("POST /borrowers answered 502", specimen(ErrorDetails))
