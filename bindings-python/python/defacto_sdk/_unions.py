"""The cases of an outcome as one type, for annotations: ``def handle(outcome: AnyEnrollment) -> None``."""

from typing import TYPE_CHECKING

from defacto_sdk._native import Enrollment, LoanOutcome, WebhookEntity

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["AnyEnrollment", "AnyLoanOutcome", "AnyWebhookEntity"]

AnyEnrollment: "TypeAlias" = (
    Enrollment.Ready | Enrollment.Pending | Enrollment.MissingData | Enrollment.Declined | Enrollment.Ambiguous
)
AnyLoanOutcome: "TypeAlias" = (
    LoanOutcome.Accepted
    | LoanOutcome.Offered
    | LoanOutcome.Pending
    | LoanOutcome.Declined
    | LoanOutcome.Canceled
    | LoanOutcome.InvoiceRefused
)
AnyWebhookEntity: "TypeAlias" = (
    WebhookEntity.Counterparty
    | WebhookEntity.CreditLine
    | WebhookEntity.FinancialProduct
    | WebhookEntity.Invoice
    | WebhookEntity.Loan
    | WebhookEntity.Payment
    | WebhookEntity.Unknown
)
