//! Webhook subscriptions: where the API sends what happens.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::Uuid;
use crate::page::{Pages, page_type};

/// What a webhook may be told about.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum WebhookEventType {
    /// A borrower got a financial product.
    #[wire("BorrowerFinancialProductCreated")]
    BorrowerFinancialProductCreated,
    /// A borrower's financial product changed.
    #[wire("BorrowerFinancialProductUpdated")]
    BorrowerFinancialProductUpdated,
    /// A counterparty got a limit.
    #[wire("CounterpartyCreditLimit.CREATED")]
    CounterpartyCreditLimitCreated,
    /// A counterparty's limit changed.
    #[wire("CounterpartyCreditLimit.UPDATED")]
    CounterpartyCreditLimitUpdated,
    /// A limit changed.
    #[wire("CreditLimit.UPDATED")]
    CreditLimitUpdated,
    /// What can still be lent on a line changed.
    #[wire("CreditLine.BALANCE_UPDATED")]
    CreditLineBalanceUpdated,
    /// A borrower got a credit line.
    #[wire("CreditLine.CREATED")]
    CreditLineCreated,
    /// What can be lent on a line in all changed.
    #[wire("CreditLine.POOL_AMOUNT_UPDATED")]
    CreditLinePoolAmountUpdated,
    /// An invoice was not accepted.
    #[wire("Invoice.DECLINED")]
    InvoiceDeclined,
    /// An invoice was deleted.
    #[wire("Invoice.DELETED")]
    InvoiceDeleted,
    /// An invoice was handed in.
    #[wire("Invoice.SUBMITTED")]
    InvoiceSubmitted,
    /// An invoice has to be corrected.
    #[wire("Invoice.TO_EDIT")]
    InvoiceToEdit,
    /// An invoice was accepted.
    #[wire("Invoice.VERIFIED")]
    InvoiceVerified,
    /// A loan was cancelled.
    #[wire("Loan.CANCELED")]
    LoanCanceled,
    /// A loan is repaid in full.
    #[wire("Loan.CLOSED")]
    LoanClosed,
    /// A loan was declined.
    #[wire("Loan.DECLINED")]
    LoanDeclined,
    /// A loan was deleted.
    #[wire("Loan.DELETED")]
    LoanDeleted,
    /// The payout of a loan was ordered.
    #[wire("Loan.INITIATED")]
    LoanInitiated,
    /// A payment of a loan went wrong.
    #[wire("Loan.ISSUE_DETECTED")]
    LoanIssueDetected,
    /// A loan is being decided on.
    #[wire("Loan.PENDING_VALIDATION")]
    LoanPendingValidation,
    /// The payout of a loan is planned.
    #[wire("Loan.SCHEDULED")]
    LoanScheduled,
    /// A loan was requested.
    #[wire("Loan.SUBMITTED")]
    LoanSubmitted,
    /// A loan was paid out.
    #[wire("Loan.TO_REPAY")]
    LoanToRepay,
    /// The principal of a loan is repaid, fees are still open.
    #[wire("Loan.TO_REPAY_FEES")]
    LoanToRepayFees,
    /// A loan is offered and waits for `validate`.
    #[wire("Loan.TO_VALIDATE")]
    LoanToValidate,
    /// The offer of a loan was accepted.
    #[wire("Loan.VALIDATED")]
    LoanValidated,
    /// A payment was cancelled.
    #[wire("Payment.CANCELED")]
    PaymentCanceled,
    /// A payment failed.
    #[wire("Payment.FAILED")]
    PaymentFailed,
    /// The bank was told to pay.
    #[wire("Payment.INSTRUCTED")]
    PaymentInstructed,
    /// A payment is under way.
    #[wire("Payment.IN_TRANSIT")]
    PaymentInTransit,
    /// A payment was made.
    #[wire("Payment.PAID")]
    PaymentPaid,
    /// A payment is planned.
    #[wire("Payment.SCHEDULED")]
    PaymentScheduled,
}

/// A webhook: where the API sends what happens.
#[model]
pub struct Webhook {
    /// Its name.
    pub name: String,
    /// Where events are sent. It holds the secret by which you know them: never log it.
    #[sensitive]
    pub to_url: String,
    /// What is sent.
    #[required]
    pub event_types: Vec<WebhookEventType>,
    /// Its id.
    pub id: Option<Uuid>,
}

/// A webhook to be created, or what one shall become. The API signs nothing: put a secret into the URL, and
/// read what an event is about from the API again.
#[model(request)]
pub struct NewWebhook {
    /// Its name.
    pub name: String,
    /// Where events are sent, by https; with a secret in it.
    #[sensitive]
    pub to_url: String,
    /// What is sent, at least one kind.
    #[required]
    pub event_types: Vec<WebhookEventType>,
}

page_type!(WebhookPage, Webhook);

/// Webhooks: where the API sends what happens.
#[operations]
impl Webhooks {
    /// Lists webhooks. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /webhooks`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/webhooks")]
    pub fn list(&self) -> Result<Pages<Webhook>>;

    /// Creates a webhook. Blocks; look before you repeat it.
    ///
    /// Operation: `POST /webhooks`.
    ///
    /// # Errors
    /// `Validation` when the URL or a kind of event is not accepted.
    #[operation(POST, "/webhooks")]
    pub fn create(&self, body: &NewWebhook) -> Result<Webhook>;

    /// Replaces a webhook: all of it, since the contract requires every field. Blocks; look before you repeat it.
    ///
    /// Operation: `PATCH /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when the URL or a kind of event is not accepted.
    #[operation(PATCH, "/webhook/{webhook_id}")]
    pub fn update(&self, webhook_id: Uuid, body: &NewWebhook) -> Result<Webhook>;

    /// Deletes a webhook. Blocks; look before you repeat it.
    ///
    /// Operation: `DELETE /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(DELETE, "/webhook/{webhook_id}")]
    pub fn delete(&self, webhook_id: Uuid) -> Result<()>;
}
