//! The way of a loan as Python sees it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::client::seconds;
use super::store::PyStore;
use super::{Id, blocking};
use crate::Client;
use crate::api::invoices::NewInvoice;
use crate::api::loans::{Loan, NewLoan};
use crate::api::translations::Language;
use crate::error::Problem;
use crate::lending::{LoanOptions, LoanOutcome, LoanTracker, TrackOptions};

#[pymethods]
impl Client {
    /// Requests a loan and, with `wait`, waits for the decision: the second job, made safe.
    ///
    /// It validates the request; creates the `invoice` first, if one is given, and waits until it is verified; sends
    /// `POST /loans` with the salt of the request, again with the same salt while its outcome is unknown; waits for the
    /// decision; and accepts an offer when `accept` says so. A decline is a value, in each of the forms in which the API
    /// gives it. Safe to repeat: the same request holds its `salt_id`, so it is the same loan; one that is built anew is
    /// the same by `NewLoan.for_key`. An equal request without a key is the same loan as well while the outcome of the
    /// first one is unknown to its caller. An `invoice` needs its number and its seller for that.
    ///
    /// `wait`: seconds to wait, all in all; without it the outcome is `LoanOutcome.Pending`, as a rule. Most loans are
    /// decided within 20 seconds, some take two working days. `accept`: whether an offer is accepted at once.
    /// `invoice`: the invoice to create first. `poll_interval`: seconds of the first pause between two looks. `store`: records
    /// the request before it is sent, in place of the client's own store; after a crash an equal request is the same loan,
    /// within a day also without a key of yours.
    ///
    /// Raises `ValidationError` with every problem when the request cannot pass, at `/salt_id` also when its salt was sent
    /// with another request; `StoreError` when the store cannot be read or written; `AuthenticationError`;
    /// `TransportError`, `TimeoutError` or `ApiError` when the API stays out of reach; `InterruptedCall` after Ctrl-C. Once
    /// something was sent, each has the `salt_id`.
    #[pyo3(name = "request_loan",
        signature = (new_loan, *, wait = None, accept = false, invoice = None, poll_interval = 1.0, store = None))]
    #[allow(clippy::too_many_arguments)]
    fn py_request_loan(
        &self,
        py: Python<'_>,
        new_loan: &Bound<'_, NewLoan>,
        wait: Option<f64>,
        accept: bool,
        invoice: Option<&Bound<'_, NewInvoice>>,
        poll_interval: f64,
        store: Option<&Bound<'_, PyStore>>,
    ) -> PyResult<LoanOutcome> {
        let options = loan_options(wait, accept, invoice, poll_interval, store)?;
        let request = new_loan.get();
        blocking(py, || self.request_loan(request, &options))
    }

    /// Follows a loan: gives it at once, and again whenever its status has changed, until it is closed, declined,
    /// cancelled or deleted. States may be skipped between two looks; `loans.list_events` has them all.
    ///
    /// `wait`: seconds to follow it in all; to its end unless set. `poll_interval`: seconds of the first pause between
    /// two looks; the pauses grow to sixty times as much, and start anew when the status changes. Nothing is sent
    /// before the first item is asked for. Safe to repeat.
    #[pyo3(name = "track", signature = (loan_id, *, wait = None, poll_interval = 5.0))]
    fn py_track(&self, loan_id: Id, wait: Option<f64>, poll_interval: f64) -> PyResult<PyLoanTracker> {
        let options = track_options(wait, poll_interval)?;
        Ok(PyLoanTracker(Mutex::new(self.track(loan_id.0, &options))))
    }

    /// Forgets what this process has sent to the API at a URL, loans and enrolments: for tests whose sandbox is back at its
    /// start.
    #[staticmethod]
    #[pyo3(name = "_forget_requests")]
    fn py_forget_requests(base_url: &str) {
        crate::lending::forget_requests(base_url);
    }

    /// Says in words why a company, a loan or an invoice was declined: the vendor's text for one of its denial codes,
    /// or None when the vendor does not know the code.
    ///
    /// `language` is `de`, `en`, `es` or `fr`; others get the English text. The list of codes is read at the first
    /// question and kept for an hour; a code that is not on it is asked for by itself. Safe to repeat.
    ///
    /// Operations: `GET /eligibility/reasons`, `GET /translation/denial-code/{code}`.
    #[pyo3(name = "explain", signature = (code, language))]
    fn py_explain(&self, py: Python<'_>, code: &str, language: Language) -> PyResult<Option<String>> {
        blocking(py, || self.explain(code, language))
    }
}

/// The options of a loan request from keyword arguments.
pub(super) fn loan_options(
    wait: Option<f64>,
    accept: bool,
    invoice: Option<&Bound<'_, NewInvoice>>,
    poll_interval: f64,
    store: Option<&Bound<'_, PyStore>>,
) -> PyResult<LoanOptions> {
    let mut options = match wait {
        Some(wait) => LoanOptions::wait_until_decided(seconds("wait", wait)?),
        None => LoanOptions::asynchronous(),
    };
    options = options.accept(accept).poll_interval(interval(poll_interval)?);
    if let Some(invoice) = invoice {
        options = options.invoice(invoice.get().clone());
    }
    if let Some(store) = store {
        options = options.store(store.get().shared());
    }
    Ok(options)
}

/// The options of following a loan from keyword arguments.
pub(super) fn track_options(wait: Option<f64>, poll_interval: f64) -> PyResult<TrackOptions> {
    let options = TrackOptions::new().poll_interval(interval(poll_interval)?);
    Ok(match wait {
        Some(wait) => options.wait(seconds("wait", wait)?),
        None => options,
    })
}

fn interval(seconds_given: f64) -> PyResult<Duration> {
    seconds("poll_interval", seconds_given)
}

/// A loan at each of its status changes, the first time as it is now.
#[pyclass(frozen, name = "LoanTracker", module = "defacto_sdk")]
pub struct PyLoanTracker(Mutex<LoanTracker>);

#[pymethods]
impl PyLoanTracker {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Loan>> {
        // Another thread that waits for the loan holds the lock without the GIL; so does who waits for that thread.
        let mut locked = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let tracker = &mut *locked;
        blocking(py, || tracker.next().transpose())
    }
}

#[pymethods]
impl LoanOutcome {
    fn __repr__(&self) -> String {
        format!("{self:?}")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let class = slf.py().get_type::<Self>();
        Ok((class.getattr("from_json")?, (slf.get().to_json(),)))
    }

    /// Reads what `to_json` wrote.
    #[staticmethod]
    #[pyo3(name = "from_json")]
    fn py_from_json(text: &str) -> PyResult<Self> {
        Ok(Self::from_json(text)?)
    }

    /// The outcome as JSON text, to store it. It holds the loan's accounts, but no key.
    #[pyo3(name = "to_json")]
    fn py_to_json(&self) -> String {
        self.to_json()
    }
}

#[pymethods]
impl NewLoan {
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
