//! Whether a company can be lent to.

use defacto_sdk_macros::{model, operations};

use super::translations::TranslatedText;
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

/// A denial code and what it means. The list changes: read it rather than know it.
#[model]
pub struct DenialCodeInfo {
    /// The code, as `status_reason`, `denial_reason` and others name it.
    pub denial_code_name: String,
    /// What it means.
    pub translations: TranslatedText,
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

    /// Asks whether the money of a loan may go to a company. If not, it has to go to the borrower's own account. It
    /// changes nothing. Blocks; safe to repeat.
    ///
    /// Operation: `POST /eligibility/beneficiary`.
    ///
    /// # Errors
    /// `Validation` when the identifier is not accepted.
    #[operation(POST, "/eligibility/beneficiary", reads)]
    pub fn beneficiary(&self, body: &BusinessIdentifier) -> Result<EligibilityAnswer>;

    /// Gives all denial codes with what they mean, in four languages. Blocks; safe to repeat.
    ///
    /// Operation: `GET /eligibility/reasons`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/eligibility/reasons")]
    pub fn list_reasons(&self) -> Result<Vec<DenialCodeInfo>>;
}
