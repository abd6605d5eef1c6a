//! Webhook subscriptions: where the API sends what happens.

use std::collections::BTreeSet;

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::{DefactoError, ErrorKind, Problem, Result, Severity};
use crate::intent::{Turn, turn};
use crate::model::{JsonObject, Uuid};
use crate::page::{Pages, page_type};
use crate::validation::is_safe;
use crate::wait::Deadline;
use url::Url;

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

/// What `ensure` had to do.
#[open_enum(snake_case)]
pub enum WebhookChange {
    /// There was none of this name: it was created.
    Created,
    /// It was there with another URL or other events: it was replaced.
    Updated,
    /// It was there as it should be: nothing was done.
    Unchanged,
}

/// A webhook that is as it should be.
#[model]
pub struct EnsuredWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// What had to be done for it.
    pub change: WebhookChange,
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

    /// Creates a webhook. Blocks.
    ///
    /// A repetition creates a second webhook, and every event comes twice. Look with `list` first, or use
    /// `ensure`.
    ///
    /// Operation: `POST /webhooks`.
    ///
    /// # Errors
    /// `Validation` when the URL or a kind of event is not accepted.
    #[operation(POST, "/webhooks")]
    pub fn create(&self, body: &NewWebhook) -> Result<Webhook>;

    /// Replaces a webhook: all of it, since the contract requires every field. Blocks.
    ///
    /// A repetition sets the same values again. Look with `list`.
    ///
    /// Operation: `PATCH /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when the URL or a kind of event is not accepted.
    #[operation(PATCH, "/webhook/{webhook_id}")]
    pub fn update(&self, webhook_id: Uuid, body: &NewWebhook) -> Result<Webhook>;

    /// Deletes a webhook. Blocks.
    ///
    /// A repetition finds no webhook; the contract does not say what it answers. Look with `list`.
    ///
    /// Operation: `DELETE /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(DELETE, "/webhook/{webhook_id}")]
    pub fn delete(&self, webhook_id: Uuid) -> Result<()>;

    /// Sees to it that there is a webhook of this name with this URL and these events: creates it, replaces it, or leaves
    /// it as it is. Blocks; safe to repeat, at every start of a service for instance.
    ///
    /// When the answer to a change is lost, the webhook is looked for before anything is said. Webhooks of other names stay
    /// as they are.
    ///
    /// Within a process one call at a time looks and creates, so threads that ask at once get one webhook; the wait for
    /// another call ends with the total time-out, and when the call is interrupted. The contract has no such protection
    /// between processes: two that begin at the same moment may both create a webhook, and every event then comes twice.
    /// Let one process ensure it, or look afterwards: `list` shows both, and `delete` removes one.
    ///
    /// Operations: `GET /webhooks`, `POST /webhooks`, `PATCH /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `Validation` when the URL does not begin with https:// (on loopback http will do), or when it or a kind of event is
    /// not accepted; `Timeout` or `Interrupted` when another call of this process takes too long; otherwise those of every
    /// call.
    pub async fn ensure(&self, body: &NewWebhook) -> Result<EnsuredWebhook> {
        if !Url::parse(&body.to_url).is_ok_and(|url| is_safe(&url)) {
            let detail =
                "must be a URL that begins with https://: its secret and the events are read on the way";
            return Err(DefactoError::invalid(vec![Problem::new(
                "/to_url",
                "insecure_url",
                Severity::Error,
                detail,
            )]));
        }
        let _turn = self.turn().await?;
        if let Some(present) = self.named(&body.name).await? {
            return self.bring_up_to_date(present, body).await;
        }
        let created = |webhook| ensured(webhook, WebhookChange::Created);
        match self.create(body).await {
            Err(error) if error.outcome_unknown() => match self.named(&body.name).await {
                Ok(Some(webhook)) => Ok(created(webhook)),
                _ => Err(error),
            },
            result => result.map(created),
        }
    }
}

impl AsyncWebhooks {
    /// The right to look and create, which one call of the process has at a time for an account.
    async fn turn(&self) -> Result<Turn> {
        let (deadline, interrupt) =
            (Deadline::after(self.transport.options().total_timeout), self.transport.interrupt());
        let turn = turn(format!("webhooks of {}", self.transport.account()), deadline, &interrupt).await;
        turn.ok_or_else(|| {
            let hint = "Nothing was changed by this call: make it again.";
            let (kind, detail) = if interrupt.requested() {
                (
                    ErrorKind::Interrupted,
                    "the wait for another webhooks.ensure of this process was interrupted",
                )
            } else {
                (
                    ErrorKind::Timeout,
                    "another webhooks.ensure of this process took longer than the total time-out",
                )
            };
            let mut error = DefactoError::of(kind, detail, hint);
            error.details_mut().retryable = true;
            error
        })
    }

    async fn named(&self, name: &str) -> Result<Option<Webhook>> {
        let mut webhooks = self.list()?;
        while let Some(webhook) = webhooks.next_item().await? {
            if webhook.name == name {
                return Ok(Some(webhook));
            }
        }
        Ok(None)
    }

    async fn bring_up_to_date(&self, present: Webhook, wanted: &NewWebhook) -> Result<EnsuredWebhook> {
        if is_as(&present, wanted) {
            return Ok(ensured(present, WebhookChange::Unchanged));
        }
        let Some(id) = present.id else {
            let detail = "the API lists the webhook without an id, so it cannot be changed";
            return Err(DefactoError::of(ErrorKind::Decode, detail, "Delete it in the dashboard."));
        };
        let updated = |webhook| ensured(webhook, WebhookChange::Updated);
        match self.update(id, wanted).await {
            Err(error) if error.outcome_unknown() => match self.named(&wanted.name).await {
                Ok(Some(webhook)) if is_as(&webhook, wanted) => Ok(updated(webhook)),
                _ => Err(error),
            },
            result => result.map(updated),
        }
    }
}

fn is_as(webhook: &Webhook, wanted: &NewWebhook) -> bool {
    let kinds = |types: &[WebhookEventType]| -> BTreeSet<String> {
        types.iter().map(|kind| kind.as_str().to_owned()).collect()
    };
    webhook.to_url == wanted.to_url && kinds(&webhook.event_types) == kinds(&wanted.event_types)
}

fn ensured(webhook: Webhook, change: WebhookChange) -> EnsuredWebhook {
    EnsuredWebhook { webhook, change, extra: JsonObject::default() }
}
