//! The company of a borrower, for comparisons.

use super::borrower::Borrower;
use super::new_borrower::NewBorrower;
use crate::identity::{Company, CompanyMatch, Facts};
use crate::model::AccountNumberType;

impl Company {
    pub(crate) fn of_request(request: &NewBorrower) -> Self {
        let address = request.address.as_ref();
        let facts = Facts {
            identifier: &request.identifier,
            identifier_type: request.identifier_type.as_ref(),
            name: request.name.as_deref(),
            vat_number: request.vat_number.as_deref(),
            city: address.map(|address| address.city.as_str()),
            postal_code: address.map(|address| address.postal_code.as_str()),
            country: address.map(|address| address.country.as_str()),
        };
        Self::new(facts, request.account_number.clone())
    }

    pub(crate) fn of_borrower(borrower: &Borrower) -> Self {
        let address = borrower.address.as_ref();
        let facts = Facts {
            identifier: &borrower.identifier,
            identifier_type: borrower.identifier_type.as_ref(),
            name: borrower.name.as_deref(),
            vat_number: borrower.vat_number.as_deref(),
            city: address.and_then(|address| address.city.as_deref()),
            postal_code: address.and_then(|address| address.postal_code.as_deref()),
            country: address.and_then(|address| address.country.as_deref()),
        };
        let is_iban = |kind: &AccountNumberType| *kind == AccountNumberType::Iban;
        let accounts = borrower.accounts.iter().filter(|account| is_iban(&account.account_number_type));
        Self::new(facts, accounts.map(|account| account.account_number.clone()))
    }
}

impl NewBorrower {
    /// Compares the companies of this request and of `other`, however their numbers are spelled and whichever
    /// of its numbers each request names. Does not block, sends nothing.
    ///
    /// A SIREN, a SIRET and a French VAT number name one company; so do a NIF and a CIF. A German register
    /// number is unique only with its court. Without a court, the name, the VAT number or the IBAN decide. If
    /// they do not, the answer is `CannotTell`.
    pub fn compare_company(&self, other: &Self) -> CompanyMatch {
        Company::of_request(self).compare(&Company::of_request(other))
    }
}
