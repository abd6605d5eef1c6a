//! Plans of instalments inside a case.

use defacto_sdk_macros::{model, open_enum};

use super::RecollectionCase;
use crate::api::credit_lines::PaymentMethod;
use crate::model::{Timestamp, Uuid};

/// How much time lies between two instalments.
#[open_enum(snake_case)]
pub enum RecollectionPeriod {
    /// Two weeks.
    Biweekly,
    /// A month.
    Monthly,
    /// A week.
    Weekly,
}

/// The part of an instalment that repays one loan.
#[model(request)]
pub struct RecollectionShare {
    /// The loan.
    pub loan_id: Uuid,
    /// The part, in cents.
    pub amount: i64,
}

/// One payment of a plan.
#[model(request)]
pub struct NewRecollectionInstallment {
    /// What the borrower pays, in cents.
    pub amount: i64,
    /// When it is to be paid.
    pub date: Timestamp,
    /// How it is spread over the loans.
    #[required]
    pub loans: Vec<RecollectionShare>,
    /// The part of it that pays for recovering the money, in cents.
    pub recollection_fees: Option<i64>,
}

/// A plan to be made inside a case. `compute_plan` gives one that can be sent as it is.
#[model(request)]
pub struct NewRecollectionPlan {
    /// Its payments.
    #[required]
    pub installments: Vec<NewRecollectionInstallment>,
    /// How they are paid.
    pub payment_method: PaymentMethod,
}

/// What a plan shall look like that is to be worked out.
#[model(request)]
pub struct RecollectionPlanProposal {
    /// How many payments.
    pub number_of_installment: i64,
    /// When the first is to be paid.
    pub start_date: Timestamp,
    /// How much time lies between two.
    pub period: Option<RecollectionPeriod>,
    /// What recovering the money costs in all, in cents.
    pub recollection_fees: Option<i64>,
    /// How they are paid.
    pub repayment_method: Option<PaymentMethod>,
}

/// A plan that was made inside a case.
#[model]
pub struct RecollectionPlan {
    /// The plan's id, for `installments.get_plan`.
    pub installment_plan_id: Uuid,
    /// The case as it is then.
    pub recollection_case: RecollectionCase,
}
