//! Looking at requests before they are sent, for Kotlin and Swift.

use crate::api::borrowers::NewBorrower;
use crate::api::repayment_methods::NewRepaymentMethod;
use crate::error::Problem;
use crate::identity::CompanyMatch;

/// An enrolment request read from JSON, with everything that was found.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct CheckedRequest {
    /// The request, unless its JSON does not have the form of one.
    pub borrower: Option<NewBorrower>,
    /// Everything that was found, errors and warnings.
    pub problems: Vec<Problem>,
}

#[uniffi::export]
impl NewBorrower {
    /// Everything that is wrong with the request, all at once. Does not block, sends nothing.
    ///
    /// An error cannot pass by the contract and is refused; a warning looks wrong, but the API decides.
    /// `direct_debit` says whether your borrowers repay by direct debit, which needs more data; leave it out when you
    /// do not know.
    #[uniffi::method(name = "validate", default(direct_debit = None))]
    pub fn validate_for_foreign(&self, direct_debit: Option<bool>) -> Vec<Problem> {
        self.validate(direct_debit)
    }

    /// Compares this request with another one: whether both are about one company, however its number is spelled and
    /// whichever of its numbers it names. Does not block, sends nothing.
    ///
    /// A SIREN, a SIRET and a French VAT number name one company; so do a NIF and a CIF. A German register number is
    /// unique only with its court: without one the name, the VAT number or the IBAN decide, and where they do not, the
    /// answer is `CannotTell`.
    #[uniffi::method(name = "compare_company")]
    pub fn compare_company_for_foreign(&self, other: &Self) -> CompanyMatch {
        self.compare_company(other)
    }

    /// The request as it is sent: without blanks in identifiers and IBAN.
    #[uniffi::method(name = "normalized")]
    #[must_use]
    pub fn normalized_for_foreign(&self) -> Self {
        self.normalized()
    }
}

#[uniffi::export]
impl NewRepaymentMethod {
    /// Everything that is wrong with the request. Does not block, sends nothing.
    #[uniffi::method(name = "validate")]
    pub fn validate_for_foreign(&self) -> Vec<Problem> {
        self.validate()
    }

    /// The request as it is sent: without blanks in the IBAN.
    #[uniffi::method(name = "normalized")]
    #[must_use]
    pub fn normalized_for_foreign(&self) -> Self {
        self.normalized()
    }
}

/// Reads an enrolment request from JSON text and validates it: what does not have the right form and what is wrong
/// with the rest, together. Does not block, sends nothing.
#[uniffi::export]
fn check_new_borrower_json(text: &str, direct_debit: Option<bool>) -> CheckedRequest {
    let checked = NewBorrower::check_json(text, direct_debit);
    CheckedRequest { borrower: checked.borrower, problems: checked.problems }
}
