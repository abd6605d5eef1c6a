//! Lending for Python.

use std::sync::{Mutex, PoisonError};

use defacto_sdk_macros::keywords;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::argument::{Argument, Model};
use super::blocking::blocking;
use super::id::Id;
use super::stored::stored_outcome;
use crate::api::loans::{Loan, NewLoan};
use crate::client::Client;
use crate::error::Problem;
use crate::lending::{LoanOptions, LoanOutcome, LoanTracker, TrackOptions};
use crate::model::Language;

#[keywords(crate::lending::loan_options)]
#[pymethods]
impl Client {
    /// Requests a loan and, with `wait`, waits for the decision.
    ///
    /// Validates the request. If `invoice` is set, finds or creates the invoice and waits until it is
    /// verified. Then sends `POST /loans` with the salt of the request, and again with the same salt while
    /// the outcome is unknown. Waits for the decision, and accepts an offer if `accept` is true. A decline is
    /// a value, in whichever form the API sends it.
    ///
    /// Safe to repeat: the same request holds the same `salt_id`, so it is the same loan. For a request that
    /// is built anew, use `NewLoan.for_key`. An equal request without a key is the same loan, too, while the
    /// outcome of the first one is unknown to its caller. An `invoice` needs its number and its seller for
    /// that.
    ///
    /// Keywords, with times in seconds:
    ///
    /// Raises `ValidationError` with every problem when the request is invalid, or when its salt was sent
    /// with another request (at `/salt_id`); `StoreError` when the store cannot be read or written;
    /// `AuthenticationError`; `TransportError`, `TimeoutError` or `ApiError` when the API cannot be reached;
    /// `InterruptedCall` after Ctrl-C. Once something was sent, each has the `salt_id`.
    #[pyo3(name = "request_loan", signature = (new_loan))]
    fn py_request_loan(
        &self,
        py: Python<'_>,
        new_loan: Argument<Model<NewLoan>>,
        #[keywords] options: LoanOptions,
    ) -> PyResult<LoanOutcome> {
        let request = new_loan.named(py, "new_loan")?;
        blocking(py, || self.request_loan(request.get(), &options))
    }
}

#[keywords(crate::lending::track_options)]
#[pymethods]
impl Client {
    /// Follows a loan: returns it at once, and again after each status change, until it is closed, declined,
    /// cancelled or deleted. Polls may miss a state; `loans.list_events` has all of them.
    ///
    /// Sends nothing before the first item is requested; each item blocks. Safe to repeat. Times are in
    /// seconds.
    #[pyo3(name = "track", signature = (loan_id))]
    fn py_track(
        &self,
        py: Python<'_>,
        loan_id: Argument<Id>,
        #[keywords] options: TrackOptions,
    ) -> PyResult<PyLoanTracker> {
        let Id(loan_id) = loan_id.named(py, "loan_id")?;
        Ok(PyLoanTracker(Mutex::new(self.track(loan_id, &options))))
    }
}

#[pymethods]
impl Client {
    /// Forgets the loans and enrolments that this process has sent to the API at `base_url`. For tests that
    /// reset their sandbox.
    #[staticmethod]
    #[pyo3(name = "_forget_requests")]
    fn py_forget_requests(base_url: &str) {
        crate::lending::forget_requests(base_url);
    }

    /// Returns the vendor's text for a denial code: why a company, a loan or an invoice was declined. Returns
    /// None if the vendor does not know the code, or if there is none: `outcome.reason` may be None.
    ///
    /// `language` is `de`, `en`, `es` or `fr`; another one raises `ValidationError`. The first call reads the
    /// list of codes, which is kept for an hour. A code that is not on it needs a call of its own. Safe to
    /// repeat.
    ///
    /// Operations: `GET /eligibility/reasons`, `GET /translation/denial-code/{code}`.
    #[pyo3(name = "explain", signature = (code, language))]
    fn py_explain(
        &self,
        py: Python<'_>,
        code: Option<Argument<String>>,
        language: Argument<Language>,
    ) -> PyResult<Option<String>> {
        let language = language.named(py, "language")?;
        let Some(code) = code.map(|code| code.named(py, "code")).transpose()? else { return Ok(None) };
        blocking(py, || self.explain(&code, language))
    }
}

/// An iterator of a loan: as it is now, then at each change of its status.
#[pyclass(frozen, name = "LoanTracker", module = "defacto_sdk")]
pub struct PyLoanTracker(Mutex<LoanTracker>);

#[pymethods]
impl PyLoanTracker {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Loan>> {
        // Another thread that waits for the loan holds the lock without the GIL. So the GIL is released here
        // as well.
        let mut locked = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let tracker = &mut *locked;
        blocking(py, || tracker.next().transpose())
    }
}

stored_outcome!(LoanOutcome, "loan's accounts");

#[pymethods]
impl NewLoan {
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
