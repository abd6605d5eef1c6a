//! The end of a pending enrolment.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::CreditLine;
use crate::model::{JsonObject, Uuid};

/// How a pending enrolment ended.
#[open_enum(snake_case)]
pub enum ResolutionOutcome {
    /// The credit line exists: a loan can be requested now.
    Ready,
    /// The company gets no credit line.
    Declined,
    /// The call of unknown outcome had no effect: enrol the company again.
    NotCreated,
}

/// The end of one pending enrolment.
#[model]
pub struct Resolution {
    /// The company's number.
    #[sensitive]
    pub identifier: String,
    /// The outcome.
    pub outcome: ResolutionOutcome,
    /// The borrower's id, from the enrolment.
    pub borrower_id: Option<Uuid>,
    /// The credit line, if it exists. After a restart of the program it has no accounts and companies, which
    /// are not stored: read it again if you need them.
    pub credit_line: Option<CreditLine>,
    /// The reason for the decline: one of the vendor's denial codes, or text.
    pub reason: Option<String>,
}

impl Resolution {
    /// Returns what may be stored, with `identifier` as the number: no account, no company name or address.
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
