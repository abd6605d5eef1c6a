//! Functions of requests: validate, normalise, compare.

use pyo3::prelude::*;

use super::argument::{Argument, Model};
use crate::api::borrowers::NewBorrower;
use crate::api::repayment_methods::NewRepaymentMethod;
use crate::error::Problem;
use crate::identity::CompanyMatch;

#[pymethods]
impl NewBorrower {
    /// Returns all problems of the request. Sends nothing.
    ///
    /// A problem of severity `error` cannot pass by the contract, and `enroll` refuses it. A `warning` looks
    /// wrong, but the API decides. `direct_debit`: whether your borrowers repay by direct debit, which needs
    /// more data.
    #[pyo3(name = "validate", signature = (*, direct_debit = None))]
    fn py_validate(&self, py: Python<'_>, direct_debit: Option<Argument<bool>>) -> PyResult<Vec<Problem>> {
        let direct_debit = direct_debit.map(|given| given.named(py, "direct_debit")).transpose()?;
        Ok(self.validate(direct_debit))
    }

    /// Returns the request as it is sent: without blanks in identifiers and IBAN.
    #[pyo3(name = "normalized")]
    fn py_normalized(&self) -> Self {
        self.normalized()
    }

    /// Returns whether this request and another one are about one company, however its number is spelled and
    /// whichever of its numbers it names. Sends nothing.
    ///
    /// A SIREN, a SIRET and a French VAT number name one company; so do a NIF and a CIF. A German register
    /// number is unique only with its court: without a court, the name, the VAT number or the IBAN decide. If
    /// they do not decide, the answer is `CompanyMatch.CANNOT_TELL`.
    #[pyo3(name = "compare_company", signature = (other))]
    fn py_compare_company(&self, py: Python<'_>, other: Argument<Model<Self>>) -> PyResult<CompanyMatch> {
        Ok(self.compare_company(other.named(py, "other")?.get()))
    }

    /// Reads a request from JSON text and validates it. Returns the request, or None if the text does not
    /// have its form, and all problems. Sends nothing.
    #[staticmethod]
    #[pyo3(name = "check_json", signature = (text, *, direct_debit = None))]
    fn py_check_json(text: &str, direct_debit: Option<bool>) -> (Option<Self>, Vec<Problem>) {
        let checked = Self::check_json(text, direct_debit);
        (checked.borrower, checked.problems)
    }
}

#[pymethods]
impl NewRepaymentMethod {
    /// Returns all problems of the request. Sends nothing.
    #[pyo3(name = "validate")]
    fn py_validate(&self) -> Vec<Problem> {
        self.validate()
    }

    /// Returns the request as it is sent: without blanks in the IBAN.
    #[pyo3(name = "normalized")]
    fn py_normalized(&self) -> Self {
        self.normalized()
    }
}
