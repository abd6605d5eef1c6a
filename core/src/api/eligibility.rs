//! Whether a company can be lent to.

use defacto_sdk_macros::{model, operations};

use crate::error::Result;
use crate::model::BusinessIdentifier;

/// Why a company is not eligible.
#[model]
pub struct DenialReason {
    /// One of the vendor's denial codes, whose list changes.
    pub code: String,
    /// The reason in English, for developers rather than for the company.
    pub description: Option<String>,
}

/// The answer to an eligibility check.
///
/// `is_eligible` false is not a final no: without reasons it may depend on data still to be shared, and with
/// `OUTDATED_DATA` or `KYB_STATUS` alone on something that the company has to do.
#[model]
pub struct EligibilityAnswer {
    /// Whether the check was passed.
    pub is_eligible: bool,
    /// Why not.
    pub reasons: Vec<DenialReason>,
}

/// Whether a company can be lent to.
#[operations]
impl Eligibility {
    /// Asks whether a company could be enrolled. It changes nothing. Blocks; safe to repeat.
    ///
    /// Operation: `POST /eligibility/borrower`.
    ///
    /// # Errors
    /// `Validation` when the identifier is not accepted.
    #[operation(POST, "/eligibility/borrower", reads)]
    pub fn borrower(&self, body: &BusinessIdentifier) -> Result<EligibilityAnswer>;
}
