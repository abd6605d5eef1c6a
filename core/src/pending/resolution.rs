//! How a wait ended.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::CreditLine;
use crate::model::Uuid;

/// How a wait for a credit line ended.
#[open_enum(snake_case)]
pub enum ResolutionOutcome {
    /// The credit line is there: a loan can be requested now.
    Ready,
    /// The company gets no credit line.
    Declined,
    /// The call whose outcome was unknown had no effect: enrol the company again.
    NotCreated,
}

/// How the wait of one enrolment for its credit line ended.
#[model]
pub struct Resolution {
    /// The company's number.
    #[sensitive]
    pub identifier: String,
    /// How it ended.
    pub outcome: ResolutionOutcome,
    /// The borrower's id, as the enrolment gave it.
    pub borrower_id: Option<Uuid>,
    /// The credit line, when it is there.
    pub credit_line: Option<CreditLine>,
    /// Why the company is declined: one of the vendor's denial codes, or words.
    pub reason: Option<String>,
}
