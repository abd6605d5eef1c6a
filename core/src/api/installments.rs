//! Instalments: repayment plans of loans, and their payments.

use defacto_sdk_macros::{model, operations};

use crate::api::credit_lines::PaymentMethod;
use crate::api::payments::{PaymentIntentStatus, PaymentStatus, PaymentType};
use crate::error::{DefactoError, Result};
use crate::intent::check_salt;
use crate::model::{AccountDetails, BusinessIdentifier, Currency, PaymentAccount, Timestamp, Uuid};
use crate::page::{Pages, page_type};
use crate::transport::Call;
use crate::wire::{Operation, operation};

/// A planned payment of an instalment plan.
#[model]
pub struct PlannedInstallment {
    /// Id of the instalment.
    pub id: Uuid,
    /// Amount, in cents.
    pub amount: i64,
    /// Planned payment date.
    pub date: Timestamp,
    /// Status of the instalment.
    pub status: PaymentIntentStatus,
}

/// A repayment plan of loans. It has no status: it is repaid when all its instalments are `PAID`.
#[model]
pub struct InstallmentPlan {
    /// Id of the plan.
    pub id: Uuid,
    /// Company that repays.
    pub business_identifier: BusinessIdentifier,
    /// Instalments of the plan.
    #[required]
    pub installments: Vec<PlannedInstallment>,
    /// Ids of the loans that the plan repays.
    #[required]
    pub loan_ids: Vec<Uuid>,
}

/// The part of an instalment that repays one loan.
#[model(request)]
pub struct InstallmentShare {
    /// Id of the loan.
    pub loan_id: Uuid,
    /// Amount of this part, in cents.
    pub amount: i64,
}

/// An instalment of a new plan.
#[model(request)]
pub struct NewInstallment {
    /// Amount, in cents.
    pub amount: i64,
    /// Planned payment date.
    pub date: Timestamp,
    /// Parts of the instalment, one per loan. They sum to `amount`.
    #[required]
    pub loans: Vec<InstallmentShare>,
    /// Payment reference, as banks show it.
    pub reference: Option<String>,
}

/// Request for a plan that replaces the repayment dates of loans.
#[model(request)]
pub struct NewInstallmentPlan {
    /// Instalments of the plan.
    #[required]
    pub installments: Vec<NewInstallment>,
    /// Payment method of the instalments.
    pub payment_method: PaymentMethod,
    /// Account that pays.
    pub from_account: Option<PaymentAccount>,
    /// Idempotency key: requests with the same `salt_id` give the same plan. If omitted, the API derives it
    /// from the loans, so repeated requests for the same loans give one plan.
    pub salt_id: Option<String>,
}

/// An attempt to pay an instalment.
#[model]
pub struct InstallmentAttempt {
    /// Id of the payment.
    pub payment_id: Uuid,
    /// Amount, in cents.
    pub amount: i64,
    /// Currency of the attempt.
    pub currency: Currency,
    /// Payment method.
    pub payment_method: PaymentMethod,
    /// Purpose of the payment.
    pub payment_type: PaymentType,
    /// Payment reference, as banks show it.
    pub reference: String,
    /// Planned payment date.
    pub scheduled_at: Timestamp,
    /// Status of the attempt.
    pub status: PaymentStatus,
    /// Time of payment.
    pub paid_at: Option<Timestamp>,
    /// Reason for the failure.
    pub failure_reason: Option<String>,
}

/// An instalment with the attempts to pay it. Amounts are in cents.
#[model]
pub struct Installment {
    /// Id of the instalment.
    pub id: Uuid,
    /// Amount due, in cents.
    pub due_amount: i64,
    /// Amount paid, in cents.
    pub paid_amount: i64,
    /// Currency of the instalment.
    pub currency: Currency,
    /// Payment method.
    pub payment_method: PaymentMethod,
    /// Reference of the payments, as banks show it.
    pub reference: String,
    /// Planned payment date.
    pub scheduled_at: Timestamp,
    /// Account that receives the payment.
    pub to_account_detail: AccountDetails,
    /// Attempts to pay the instalment.
    #[required]
    pub attempts: Vec<InstallmentAttempt>,
    /// Account that pays.
    pub from_account_detail: Option<AccountDetails>,
    /// Time of the latest payment.
    pub last_repayment_date: Option<Timestamp>,
}

/// Filter for the instalments to list. An empty filter lists all.
#[model(request)]
pub struct InstallmentFilter {
    /// Only instalments of these plans.
    pub installment_plan_ids: Vec<Uuid>,
    /// Only instalments of these loans.
    pub loan_ids: Vec<Uuid>,
    /// Only instalments planned after this time.
    pub to_pay_at_gt: Option<Timestamp>,
    /// Only instalments planned before this time.
    pub to_pay_at_lt: Option<Timestamp>,
    /// Only instalments paid after this time.
    pub paid_at_gt: Option<Timestamp>,
    /// Only instalments paid before this time.
    pub paid_at_lt: Option<Timestamp>,
    /// Only instalments that changed after this time.
    pub updated_at_gt: Option<Timestamp>,
    /// Only instalments that changed before this time.
    pub updated_at_lt: Option<Timestamp>,
    /// Number of instalments per page; 100 if omitted.
    pub page_size: Option<i64>,
}

page_type!(InstallmentPage, Installment);

/// Instalments: repayment plans of loans, and their payments.
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

    /// Creates a plan that replaces the repayment dates of loans. Blocks; safe to repeat, with automatic
    /// retries.
    ///
    /// The API answers a repeated request with the existing plan. It finds the plan by the `salt_id`, or by
    /// the loans if `salt_id` is omitted. For a second plan on the same loans, set a new `salt_id`. An error
    /// holds the `salt_id` that was sent.
    ///
    /// Operation: `POST /installment-plans`.
    ///
    /// # Errors
    /// `Validation` if the `salt_id` is blank (nothing is sent then), or if the API rejects the plan.
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
    /// `NotFound` if no plan has this id.
    #[operation(GET, "/installment-plan/{installment_plan_id}")]
    pub fn get_plan(&self, installment_plan_id: Uuid) -> Result<InstallmentPlan>;
}

/// Adds a hint to an error after which the plan may exist.
fn in_doubt(mut error: DefactoError) -> DefactoError {
    if error.outcome_unknown() {
        let hint =
            "The plan may exist all the same: send the same request again, and the API answers with it.";
        error.details_mut().hint = Some(hint.to_owned());
    }
    error
}
