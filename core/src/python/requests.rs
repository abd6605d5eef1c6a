//! What requests can do by themselves: validate, normalise.

use pyo3::prelude::*;

use crate::api::borrowers::NewBorrower;
use crate::api::repayment_methods::NewRepaymentMethod;
use crate::error::Problem;

#[pymethods]
impl NewBorrower {
    /// Everything that is wrong with the request, all at once. Sends nothing.
    ///
    /// A problem of severity `error` cannot pass by the contract, and `enroll` refuses it; a `warning` looks wrong, but
    /// the API decides. `direct_debit` says whether your borrowers repay by direct debit, which needs more data.
    #[pyo3(name = "validate", signature = (*, direct_debit = None))]
    fn py_validate(&self, direct_debit: Option<bool>) -> Vec<Problem> {
        self.validate(direct_debit)
    }

    /// The request as it is sent: without blanks in identifiers and IBAN.
    #[pyo3(name = "normalized")]
    fn py_normalized(&self) -> Self {
        self.normalized()
    }

    /// Reads a request from JSON text and validates it: the request, or None when the text does not have its form, and
    /// all problems together. Sends nothing.
    #[staticmethod]
    #[pyo3(name = "check_json", signature = (text, *, direct_debit = None))]
    fn py_check_json(text: &str, direct_debit: Option<bool>) -> (Option<Self>, Vec<Problem>) {
        let checked = Self::check_json(text, direct_debit);
        (checked.borrower, checked.problems)
    }
}

#[pymethods]
impl NewRepaymentMethod {
    /// Everything that is wrong with the request, all at once. Sends nothing.
    #[pyo3(name = "validate")]
    fn py_validate(&self) -> Vec<Problem> {
        self.validate()
    }

    /// The request as it is sent: without blanks in the IBAN.
    #[pyo3(name = "normalized")]
    fn py_normalized(&self) -> Self {
        self.normalized()
    }
}
