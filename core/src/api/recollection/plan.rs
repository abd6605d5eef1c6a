//! Instalment plans in a recollection case.

use defacto_sdk_macros::{model, open_enum};

use super::case::RecollectionCase;
use crate::api::credit_lines::PaymentMethod;
use crate::model::{Timestamp, Uuid};

/// Period between two instalments.
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
    /// Id of the loan.
    pub loan_id: Uuid,
    /// Amount of this part, in cents.
    pub amount: i64,
}

/// An instalment of a plan.
#[model(request)]
pub struct NewRecollectionInstallment {
    /// Amount that the borrower pays, in cents.
    pub amount: i64,
    /// Planned payment date.
    pub date: Timestamp,
    /// Parts of the instalment, one per loan.
    #[required]
    pub loans: Vec<RecollectionShare>,
    /// Part of the amount that pays for the recovery, in cents; 0 if omitted.
    pub recollection_fees: Option<i64>,
}

/// Request to create a plan in a case. `compute_plan` returns one that can be sent unchanged.
#[model(request)]
pub struct NewRecollectionPlan {
    /// Instalments of the plan.
    #[required]
    pub installments: Vec<NewRecollectionInstallment>,
    /// Payment method of the instalments.
    pub payment_method: PaymentMethod,
}

/// Request to compute a plan.
#[model(request)]
pub struct RecollectionPlanProposal {
    /// Number of instalments.
    pub number_of_installment: i64,
    /// Date of the first instalment.
    pub start_date: Timestamp,
    /// Period between two instalments.
    pub period: Option<RecollectionPeriod>,
    /// Total cost of the recovery, in cents; 0 if omitted.
    pub recollection_fees: Option<i64>,
    /// Payment method of the instalments.
    pub repayment_method: Option<PaymentMethod>,
}

/// A plan that was created in a case.
#[model]
pub struct RecollectionPlan {
    /// Id of the plan, for `installments.get_plan`.
    pub installment_plan_id: Uuid,
    /// The case after the plan was created.
    pub recollection_case: RecollectionCase,
}
