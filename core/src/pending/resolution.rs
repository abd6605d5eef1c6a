//! How a wait ended.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::CreditLine;
use crate::model::{JsonObject, Uuid};

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
    /// The credit line, when it is there. After a restart of the program without its accounts and companies, which
    /// are not kept: read it again when you need them.
    pub credit_line: Option<CreditLine>,
    /// Why the company is declined: one of the vendor's denial codes, or words.
    pub reason: Option<String>,
}

impl Resolution {
    /// What of it may be kept, with the company's number as it may be kept: no account, no company's name or address.
    pub(super) fn to_keep(&self, identifier: String) -> Self {
        let credit_line = self.credit_line.clone().map(|line| CreditLine {
            default_borrower: None,
            default_guarantor: None,
            default_loan_from: None,
            default_repayment_from: None,
            default_repayment_to: None,
            fees_payer: None,
            extra: JsonObject::default(),
            ..line
        });
        Self { identifier, credit_line, ..self.clone() }
    }
}
