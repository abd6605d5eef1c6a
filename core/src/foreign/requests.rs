//! Checks of requests before they are sent, for Kotlin and Swift.

use crate::api::borrowers::NewBorrower;
use crate::api::repayment_methods::NewRepaymentMethod;
use crate::error::Problem;
use crate::identity::CompanyMatch;

/// An enrolment request read from JSON, with its problems.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct CheckedRequest {
    /// The request. Absent if the JSON does not have the form of one.
    pub borrower: Option<NewBorrower>,
    /// All problems, errors and warnings.
    pub problems: Vec<Problem>,
}

#[uniffi::export]
impl NewBorrower {
    /// Returns all problems of the request. Does not block, sends nothing.
    ///
    /// An error cannot pass by the contract and is refused. A warning looks wrong, but the API decides.
    /// `direct_debit` is whether your borrowers repay by direct debit, which needs more data; leave it out if
    /// you do not know.
    #[uniffi::method(name = "validate", default(direct_debit = None))]
    pub fn validate_for_foreign(&self, direct_debit: Option<bool>) -> Vec<Problem> {
        self.validate(direct_debit)
    }

    /// Returns whether this request and another one are about one company, however its number is spelled and
    /// whichever of its numbers it names. Does not block, sends nothing.
    ///
    /// A SIREN, a SIRET and a French VAT number name one company; so do a NIF and a CIF. A German register
    /// number is unique only with its court: without a court, the name, the VAT number or the IBAN decide. If
    /// they do not decide, the answer is `CannotTell`.
    #[uniffi::method(name = "compare_company")]
    pub fn compare_company_for_foreign(&self, other: &Self) -> CompanyMatch {
        self.compare_company(other)
    }

    /// Returns the request as it is sent: without blanks in identifiers and IBAN.
    #[uniffi::method(name = "normalized")]
    #[must_use]
    pub fn normalized_for_foreign(&self) -> Self {
        self.normalized()
    }
}

#[uniffi::export]
impl NewRepaymentMethod {
    /// Returns all problems of the request. Does not block, sends nothing.
    #[uniffi::method(name = "validate")]
    pub fn validate_for_foreign(&self) -> Vec<Problem> {
        self.validate()
    }

    /// Returns the request as it is sent: without blanks in the IBAN.
    #[uniffi::method(name = "normalized")]
    #[must_use]
    pub fn normalized_for_foreign(&self) -> Self {
        self.normalized()
    }
}

/// Reads an enrolment request from JSON text and validates it. Returns all problems: those of its form and
/// those of its content. Does not block, sends nothing.
#[uniffi::export]
fn check_new_borrower_json(text: &str, direct_debit: Option<bool>) -> CheckedRequest {
    let checked = NewBorrower::check_json(text, direct_debit);
    CheckedRequest { borrower: checked.borrower, problems: checked.problems }
}
