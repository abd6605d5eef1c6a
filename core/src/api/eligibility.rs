//! Eligibility of companies for loans.

use defacto_sdk_macros::{model, operations};

use crate::error::Result;
use crate::model::{BusinessIdentifier, TranslatedText};

/// Reason why a company is not eligible.
#[model]
pub struct DenialReason {
    /// Denial code of the vendor. The list of codes changes.
    pub code: String,
    /// Reason in English, written for developers, not for the company.
    pub description: Option<String>,
}

/// Answer to an eligibility check.
///
/// A false `is_eligible` is not final. Without reasons, the result may depend on data not shared yet. With
/// only `OUTDATED_DATA` or `KYB_STATUS`, it may depend on an action of the company.
#[model]
pub struct EligibilityAnswer {
    /// Whether the company is eligible.
    pub is_eligible: bool,
    /// Reasons why the company is not eligible.
    pub reasons: Vec<DenialReason>,
}

/// A denial code with its meaning. The list of codes changes: read it from the API.
#[model]
pub struct DenialCodeInfo {
    /// Denial code, as in `status_reason`, `denial_reason` and similar fields.
    pub denial_code_name: String,
    /// Meaning of the code.
    pub translations: TranslatedText,
}

/// Eligibility of companies for loans.
#[operations]
impl Eligibility {
    /// Checks whether a company could be enrolled. Changes nothing. Blocks; safe to repeat.
    ///
    /// Operation: `POST /eligibility/borrower`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the identifier.
    #[operation(POST, "/eligibility/borrower", reads)]
    pub fn borrower(&self, body: &BusinessIdentifier) -> Result<EligibilityAnswer>;

    /// Checks whether a company can receive the payout of a loan. If not, the payout must go to the
    /// borrower's own account. Changes nothing. Blocks; safe to repeat.
    ///
    /// Operation: `POST /eligibility/beneficiary`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the identifier.
    #[operation(POST, "/eligibility/beneficiary", reads)]
    pub fn beneficiary(&self, body: &BusinessIdentifier) -> Result<EligibilityAnswer>;

    /// Lists all denial codes with their meaning in four languages. Blocks; safe to repeat.
    ///
    /// Operation: `GET /eligibility/reasons`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/eligibility/reasons")]
    pub fn list_reasons(&self) -> Result<Vec<DenialCodeInfo>>;
}
