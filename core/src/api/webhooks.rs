//! Webhook subscriptions: URLs to which the API sends events.

use std::collections::BTreeSet;

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::{DefactoError, ErrorKind, Problem, Result, Severity};
use crate::intent::{NamedLock, named_lock};
use crate::model::{JsonObject, Uuid};
use crate::page::{Pages, page_type};
use crate::transport::Call;
use crate::validation::is_safe;
use crate::wait::Deadline;
use crate::wire::{Operation, operation};
use url::Url;

/// Type of an event that the API sends to a webhook.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum WebhookEventType {
    /// A financial product of a borrower was created.
    #[wire("BorrowerFinancialProductCreated")]
    BorrowerFinancialProductCreated,
    /// A borrower's financial product changed.
    #[wire("BorrowerFinancialProductUpdated")]
    BorrowerFinancialProductUpdated,
    /// The credit limit of a counterparty was created.
    #[wire("CounterpartyCreditLimit.CREATED")]
    CounterpartyCreditLimitCreated,
    /// The credit limit of a counterparty changed.
    #[wire("CounterpartyCreditLimit.UPDATED")]
    CounterpartyCreditLimitUpdated,
    /// A credit limit changed.
    #[wire("CreditLimit.UPDATED")]
    CreditLimitUpdated,
    /// The amount that can still be lent on a credit line changed.
    #[wire("CreditLine.BALANCE_UPDATED")]
    CreditLineBalanceUpdated,
    /// A credit line was created.
    #[wire("CreditLine.CREATED")]
    CreditLineCreated,
    /// The highest total amount of a credit line changed.
    #[wire("CreditLine.POOL_AMOUNT_UPDATED")]
    CreditLinePoolAmountUpdated,
    /// An invoice was rejected.
    #[wire("Invoice.DECLINED")]
    InvoiceDeclined,
    /// An invoice was deleted.
    #[wire("Invoice.DELETED")]
    InvoiceDeleted,
    /// An invoice was submitted.
    #[wire("Invoice.SUBMITTED")]
    InvoiceSubmitted,
    /// An invoice must be corrected.
    #[wire("Invoice.TO_EDIT")]
    InvoiceToEdit,
    /// An invoice was accepted.
    #[wire("Invoice.VERIFIED")]
    InvoiceVerified,
    /// A loan was cancelled.
    #[wire("Loan.CANCELED")]
    LoanCanceled,
    /// A loan was fully repaid.
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
    /// A problem with a payment of a loan occurred.
    #[wire("Loan.ISSUE_DETECTED")]
    LoanIssueDetected,
    /// A decision on a loan is pending.
    #[wire("Loan.PENDING_VALIDATION")]
    LoanPendingValidation,
    /// The payout of a loan is scheduled.
    #[wire("Loan.SCHEDULED")]
    LoanScheduled,
    /// A loan was requested.
    #[wire("Loan.SUBMITTED")]
    LoanSubmitted,
    /// A loan was paid out.
    #[wire("Loan.TO_REPAY")]
    LoanToRepay,
    /// The principal of a loan is repaid, but fees are still open.
    #[wire("Loan.TO_REPAY_FEES")]
    LoanToRepayFees,
    /// A loan is offered and needs your `validate`.
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
    /// The payment was ordered at the bank.
    #[wire("Payment.INSTRUCTED")]
    PaymentInstructed,
    /// A payment is in transit.
    #[wire("Payment.IN_TRANSIT")]
    PaymentInTransit,
    /// A payment was made.
    #[wire("Payment.PAID")]
    PaymentPaid,
    /// A payment is scheduled.
    #[wire("Payment.SCHEDULED")]
    PaymentScheduled,
}

/// A webhook subscription: a URL to which the API sends events.
#[model]
pub struct Webhook {
    /// Name of the webhook.
    pub name: String,
    /// URL to which the API sends events. It contains the secret that authenticates them: never log it.
    #[sensitive]
    pub to_url: String,
    /// Types of events to send.
    #[required]
    pub event_types: Vec<WebhookEventType>,
    /// Id of the webhook.
    pub id: Option<Uuid>,
}

/// Request to create or replace a webhook. The API does not sign events: put a secret into the URL, and read
/// the changed object from the API.
#[model(request)]
pub struct NewWebhook {
    /// Name of the webhook.
    pub name: String,
    /// URL to which the API sends events. Use https, and include a secret.
    #[sensitive]
    pub to_url: String,
    /// Types of events to send, at least one.
    #[required]
    pub event_types: Vec<WebhookEventType>,
}

/// Change that `ensure` made.
#[open_enum(snake_case)]
pub enum WebhookChange {
    /// Created, because no webhook had this name.
    Created,
    /// Replaced, because its URL or event types were different.
    Updated,
    /// Unchanged, because it already matched.
    Unchanged,
}

/// Result of `ensure`: the webhook and the change made.
#[model]
pub struct EnsuredWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// Change made by `ensure`.
    pub change: WebhookChange,
}

page_type!(WebhookPage, Webhook);

/// Webhooks: URLs to which the API sends events.
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
    /// A repeated call creates a second webhook, and each event is sent twice. Use `ensure`, or check with
    /// `list`.
    ///
    /// Operation: `POST /webhooks`.
    ///
    /// # Errors
    /// `Validation` if the URL does not begin with https:// (http is accepted on loopback; nothing is sent then),
    /// or if the API rejects the URL or an event type.
    #[operation(POST, "/webhooks")]
    pub async fn create(&self, body: &NewWebhook) -> Result<Webhook> {
        const CREATE: &Operation = operation(Webhooks::OPERATIONS, "create");
        check_url(body)?;
        Call::new(CREATE).json(body).send(&self.transport).await
    }

    /// Replaces all fields of a webhook, because the API contract requires every field. Blocks.
    ///
    /// A repeated call sets the same values again. Check with `list`.
    ///
    /// Operation: `PATCH /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `NotFound` if no webhook has this id; `Validation` if the URL does not begin with https:// (http is accepted
    /// on loopback; nothing is sent then), or if the API rejects the URL or an event type.
    #[operation(PATCH, "/webhook/{webhook_id}")]
    pub async fn update(&self, webhook_id: Uuid, body: &NewWebhook) -> Result<Webhook> {
        const UPDATE: &Operation = operation(Webhooks::OPERATIONS, "update");
        check_url(body)?;
        Call::new(UPDATE).path("webhook_id", &webhook_id).json(body).send(&self.transport).await
    }

    /// Deletes a webhook. Blocks.
    ///
    /// A repeated call finds no webhook; the API contract defines no answer. Check with `list`.
    ///
    /// Operation: `DELETE /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `NotFound` if no webhook has this id.
    #[operation(DELETE, "/webhook/{webhook_id}")]
    pub fn delete(&self, webhook_id: Uuid) -> Result<()>;

    /// Ensures that a webhook has this name, URL and event types: creates it, replaces it or leaves it
    /// unchanged. Webhooks with other names stay unchanged. Blocks; safe to repeat, for example at each
    /// service start.
    ///
    /// If the answer to a change is lost, the client checks with `list` whether the change took effect.
    ///
    /// Within a process, calls run one at a time for each account, so concurrent calls create only one
    /// webhook. A call waits for another one no longer than the total time-out. The API has no such
    /// protection between processes: two processes that start at the same time may both create a webhook, and
    /// the API then sends each event twice. Let one process call `ensure`, or check afterwards: `list` shows
    /// both webhooks, and `delete` removes one.
    ///
    /// Operations: `GET /webhooks`, `POST /webhooks`, `PATCH /webhook/{webhook_id}`.
    ///
    /// # Errors
    /// `Validation` if the URL does not begin with https:// (http is accepted on loopback), or if the API
    /// rejects the URL or an event type. `Timeout` if another call of this process takes too long, and
    /// `Interrupted` if the wait for it is interrupted; otherwise those of every call.
    pub async fn ensure(&self, body: &NewWebhook) -> Result<EnsuredWebhook> {
        check_url(body)?;
        let _lock = self.lock().await?;
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
    /// Waits for the lock of this account, which one call of the process holds at a time.
    async fn lock(&self) -> Result<NamedLock> {
        let (deadline, interrupt) =
            (Deadline::after(self.transport.options().total_timeout), self.transport.interrupt());
        let lock =
            named_lock(format!("webhooks of {}", self.transport.account()), deadline, &interrupt).await;
        lock.ok_or_else(|| {
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

/// Refuses a URL by which the secret and the events could be read on the way.
fn check_url(body: &NewWebhook) -> Result<()> {
    if Url::parse(&body.to_url).is_ok_and(|url| is_safe(&url)) {
        return Ok(());
    }
    let detail = "must be a URL that begins with https://: its secret and the events are read on the way";
    Err(DefactoError::invalid(vec![Problem::new("/to_url", "insecure_url", Severity::Error, detail)]))
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
