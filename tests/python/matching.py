"""What type checkers prove of a `match`: mypy and pyright, both strict, read this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defacto_sdk import AsyncClient, Client, Enrollment, LoanOutcome, NewBorrower, NewLoan, WebhookEntity, WebhookEvent
from typing_extensions import assert_never

if TYPE_CHECKING:
    from defacto_sdk import AnyEnrollment, AnyLoanOutcome


def described(outcome: AnyEnrollment) -> str:
    """Every case of an enrolment, and no other."""
    match outcome:
        case Enrollment.Ready(credit_line=line):
            return f"{line.balance_available} cents"
        case Enrollment.Pending(resume=token):
            return token
        case Enrollment.MissingData(fields=fields):
            return ", ".join(fields)
        case Enrollment.Declined(reason=reason):
            return reason or "declined"
        case Enrollment.Ambiguous(candidates=candidates):
            return ", ".join(str(candidate.borrower_id) for candidate in candidates)
        case _:
            assert_never(outcome)


def loan_described(outcome: AnyLoanOutcome) -> str:
    """Every case of a loan that was requested."""
    match outcome:
        case LoanOutcome.Accepted(loan=loan) | LoanOutcome.Offered(loan=loan) | LoanOutcome.Canceled(loan=loan):
            return str(loan.status)
        case LoanOutcome.Declined(reason=reason):
            return reason or "declined"
        case LoanOutcome.Pending(salt_id=salt):
            return salt
        case LoanOutcome.InvoiceRefused(invoice=invoice):
            return str(invoice.status)
        case _:
            assert_never(outcome)


def calls(client: Client, company: NewBorrower, loan: NewLoan) -> list[str]:
    """The calls return what can be matched."""
    enrolled = client.enroll(company, wait=60)
    if isinstance(enrolled, Enrollment.Pending):
        enrolled = client.resume_enrollment(enrolled.resume)
    return [described(enrolled), loan_described(client.request_loan(loan))]


async def awaited(client: AsyncClient, company: NewBorrower, loan: NewLoan) -> list[str]:
    """The awaited ones as well."""
    return [described(await client.enroll(company)), loan_described(await client.request_loan(loan))]


def entity(event: WebhookEvent, client: Client) -> str:
    """Every case of what an event is about."""
    found = event.entity()
    match found:
        case WebhookEntity.CreditLine(line):
            return f"{line.balance_available} cents"
        case WebhookEntity.Loan(loan):
            return str(loan.status)
        case WebhookEntity.Invoice(invoice):
            return str(invoice.status)
        case WebhookEntity.Payment(payment):
            return str(payment.status)
        case WebhookEntity.Counterparty() | WebhookEntity.FinancialProduct() | WebhookEntity.Unknown():
            return "something else"
        case _:
            assert_never(found)


def keywords(client: Client, company: NewBorrower) -> None:
    """What stands for something else: text for an enum and an id, one value for a list, a dict for a model."""
    client.loans.list(status="TO_REPAY", borrower=["552032534"])
    client.loans.list(query="INV-2026-7")
    client.invoices.list(query="INV-2026-7", status=["VERIFIED"])
    client.borrowers.get("7b0c3b5e-5d0c-4e0e-9d6f-0a8b0f4f3c11")
    client.request("GET", "/loans", query={"status": ["TO_REPAY"], "page_size": 10})
    NewBorrower(identifier="552032534", directors={"first_name": "Jörg"})
