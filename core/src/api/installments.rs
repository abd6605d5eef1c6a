//! Instalments: plans by which loans are repaid, and each payment of them.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::api::credit_lines::{Currency, PaymentMethod};
use crate::api::payments::{PaymentStatus, PaymentType};
use crate::error::{DefactoError, Result};
use crate::intent::check_salt;
use crate::model::{AccountDetails, BusinessIdentifier, PaymentAccount, Timestamp, Uuid};
use crate::page::{Pages, page_type};
use crate::transport::Call;
use crate::wire::{Operation, operation};

/// Where a planned payment stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentIntentStatus {
    /// Cancelled.
    Canceled,
    /// A draft.
    Draft,
    /// The bank was told to pay.
    Instructed,
    /// Under way.
    InTransit,
    /// Something went wrong.
    IssueDetected,
    /// Paid.
    Paid,
    /// Paid in part.
    PartiallyPaid,
    /// Proposed.
    Proposed,
    /// Planned.
    Scheduled,
    /// Waiting for something else.
    Waiting,
}

/// One payment of a plan.
#[model]
pub struct PlannedInstallment {
    /// Its id.
    pub id: Uuid,
    /// Its amount, in cents.
    pub amount: i64,
    /// When it is to be paid.
    pub date: Timestamp,
    /// Where it stands.
    pub status: PaymentIntentStatus,
}

/// A plan by which loans are repaid. It has no status of its own: it is repaid when all its payments are
/// `PAID`.
#[model]
pub struct InstallmentPlan {
    /// Its id.
    pub id: Uuid,
    /// The company that repays.
    pub business_identifier: BusinessIdentifier,
    /// Its payments.
    #[required]
    pub installments: Vec<PlannedInstallment>,
    /// The loans that it repays.
    #[required]
    pub loan_ids: Vec<Uuid>,
}

/// The part of an instalment that repays one loan.
#[model(request)]
pub struct InstallmentShare {
    /// The loan.
    pub loan_id: Uuid,
    /// The part, in cents.
    pub amount: i64,
}

/// One payment of a plan to be made.
#[model(request)]
pub struct NewInstallment {
    /// Its amount, in cents.
    pub amount: i64,
    /// When it is to be paid.
    pub date: Timestamp,
    /// How it is spread over the loans; the parts sum to the amount.
    #[required]
    pub loans: Vec<InstallmentShare>,
    /// The text of the payment, as banks show it.
    pub reference: Option<String>,
}

/// A plan that replaces the repayment dates of loans.
#[model(request)]
pub struct NewInstallmentPlan {
    /// Its payments.
    #[required]
    pub installments: Vec<NewInstallment>,
    /// How they are paid.
    pub payment_method: PaymentMethod,
    /// The account that pays.
    pub from_account: Option<PaymentAccount>,
    /// The idempotency key: the same salt gives the same plan. Without one the API derives it from the loans, so they get
    /// one plan however often it is asked for.
    pub salt_id: Option<String>,
}

/// A try to pay an instalment.
#[model]
pub struct InstallmentAttempt {
    /// The payment's id.
    pub payment_id: Uuid,
    /// Its amount, in cents.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// What it pays.
    pub payment_type: PaymentType,
    /// The text of the payment, as banks show it.
    pub reference: String,
    /// When it is planned.
    pub scheduled_at: Timestamp,
    /// Where it stands.
    pub status: PaymentStatus,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// Why it failed.
    pub failure_reason: Option<String>,
}

/// An instalment and the tries to pay it. Amounts are in cents.
#[model]
pub struct Installment {
    /// Its id.
    pub id: Uuid,
    /// What is due, in cents.
    pub due_amount: i64,
    /// What is paid, in cents.
    pub paid_amount: i64,
    /// Its currency.
    pub currency: Currency,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// The text of the payments, as banks show it.
    pub reference: String,
    /// When it is planned.
    pub scheduled_at: Timestamp,
    /// The account that is paid to.
    pub to_account_detail: AccountDetails,
    /// The tries to pay it.
    #[required]
    pub attempts: Vec<InstallmentAttempt>,
    /// The account that pays.
    pub from_account_detail: Option<AccountDetails>,
    /// When something of it was last paid.
    pub last_repayment_date: Option<Timestamp>,
}

/// Which instalments to list; nothing set lists all.
#[model(request)]
pub struct InstallmentFilter {
    /// Only instalments of these plans.
    pub installment_plan_ids: Vec<Uuid>,
    /// Only instalments of these loans.
    pub loan_ids: Vec<Uuid>,
    /// Only instalments planned after this moment.
    pub to_pay_at_gt: Option<Timestamp>,
    /// Only instalments planned before this moment.
    pub to_pay_at_lt: Option<Timestamp>,
    /// Only instalments paid after this moment.
    pub paid_at_gt: Option<Timestamp>,
    /// Only instalments paid before this moment.
    pub paid_at_lt: Option<Timestamp>,
    /// Only instalments that changed after this moment.
    pub updated_at_gt: Option<Timestamp>,
    /// Only instalments that changed before this moment.
    pub updated_at_lt: Option<Timestamp>,
    /// How many instalments a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

page_type!(InstallmentPage, Installment);

/// Instalments: plans by which loans are repaid, and each payment of them.
#[operations]
impl Installments {
    /// Lists instalments, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /installments`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/installments")]
    pub fn list(&self, filter: &InstallmentFilter) -> Result<Pages<Installment>>;

    /// Makes a plan that replaces the repayment dates of loans. Blocks; safe to repeat, and repeated by itself: the API
    /// answers with the plan that exists, by its `salt_id`, or without one by the loans. For a second plan on the same
    /// loans give a `salt_id`. An error names it.
    ///
    /// Operation: `POST /installment-plans`.
    ///
    /// # Errors
    /// `Validation` when the plan is not acceptable.
    #[operation(POST, "/installment-plans", repeatable)]
    pub async fn create_plan(&self, body: &NewInstallmentPlan) -> Result<InstallmentPlan> {
        const CREATE_PLAN: &Operation = operation(Installments::OPERATIONS, "create_plan");
        if let Some(problem) = check_salt(body.salt_id.as_deref()) {
            return Err(DefactoError::invalid(vec![problem]));
        }
        let answer = Call::new(CREATE_PLAN).json(body).send(&self.transport).await;
        answer.map_err(|error| in_doubt(error.with_salt(body.salt_id.clone())))
    }

    /// Reads one plan. Blocks; safe to repeat.
    ///
    /// Operation: `GET /installment-plan/{installment_plan_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/installment-plan/{installment_plan_id}")]
    pub fn get_plan(&self, installment_plan_id: Uuid) -> Result<InstallmentPlan>;
}

/// An error after which the plan may exist says how to go on.
fn in_doubt(mut error: DefactoError) -> DefactoError {
    if error.outcome_unknown() {
        let hint =
            "The plan may exist all the same: send the same request again, and the API answers with it.";
        error.details_mut().hint = Some(hint.to_owned());
    }
    error
}
