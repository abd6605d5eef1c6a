//! Enrolment for Python.

use pyo3::prelude::*;

use super::client::seconds;
use super::store::PyStore;
use super::{Id, signals};
use crate::api::credit_lines::PaymentMethod;
use crate::enrollment::{EnrollOptions, Enrollment};
use crate::error::{DefactoError, ErrorKind, Result};

/// Returns the options of an enrolment from keyword arguments.
pub(super) fn options(
    wait: Option<f64>,
    settle_time: f64,
    poll_interval: f64,
    expect_repayment_method: Option<PaymentMethod>,
) -> PyResult<EnrollOptions> {
    let mut options = match wait {
        Some(wait) => EnrollOptions::wait_until_ready(seconds("wait", wait)?),
        None => EnrollOptions::asynchronous(),
    };
    options = options.settle_time(seconds("settle_time", settle_time)?);
    options = options.poll_interval(seconds("poll_interval", poll_interval)?);
    Ok(match expect_repayment_method {
        Some(method) => options.expect_repayment_method(method),
        None => options,
    })
}

/// The options that only a new enrolment has.
pub(super) struct Beginning<'a, 'py> {
    pub(super) synchronous: Option<bool>,
    pub(super) direct_debit: Option<bool>,
    pub(super) look_up_existing: bool,
    pub(super) resume: Option<String>,
    pub(super) store: Option<&'a Bound<'py, PyStore>>,
    pub(super) borrower_id: Option<Id>,
    pub(super) create_new: bool,
}

impl Beginning<'_, '_> {
    pub(super) fn add_to(self, options: EnrollOptions) -> EnrollOptions {
        let mut options = options.look_up_existing(self.look_up_existing).create_new(self.create_new);
        if let Some(synchronous) = self.synchronous {
            options = options.synchronous(synchronous);
        }
        if let Some(direct_debit) = self.direct_debit {
            options = options.direct_debit(direct_debit);
        }
        if let Some(token) = self.resume {
            options = options.resume(token);
        }
        if let Some(store) = self.store {
            options = options.store(store.get().shared());
        }
        if let Some(Id(id)) = self.borrower_id {
            options = options.borrower_id(id);
        }
        options
    }
}

/// Sets the callback for every step. It runs on the thread of the call.
pub(super) fn told(options: EnrollOptions, on_progress: Option<Py<PyAny>>) -> EnrollOptions {
    let Some(callback) = on_progress else { return options };
    options.on_progress(move |progress| {
        // An exception of the callback ends the enrolment; the callback is not called again.
        if !signals::pending() {
            Python::attach(|py| {
                callback.call1(py, (progress.clone(),)).map_or_else(signals::end_with, drop);
            });
        }
    })
}

/// Runs an enrolment without the GIL.
pub(super) fn blocking(
    py: Python<'_>,
    call: impl FnOnce() -> Result<Enrollment> + Send,
) -> PyResult<Enrollment> {
    super::blocking(py, || call().and_then(|outcome| unless_interrupted(outcome, signals::pending())))
}

/// Converts an outcome into the interruption that came meanwhile. The error has the token of the outcome.
pub(super) fn unless_interrupted(outcome: Enrollment, is_interrupted: bool) -> Result<Enrollment> {
    match outcome {
        Enrollment::Pending { resume, .. } if is_interrupted => {
            let detail = "the enrolment was interrupted";
            let hint = "It may have taken effect: go on with the resume token.";
            let mut error = DefactoError::of(ErrorKind::Interrupted, detail, hint);
            error.details_mut().resume_token = Some(resume);
            Err(error)
        }
        outcome => Ok(outcome),
    }
}

#[pymethods]
impl Enrollment {
    fn __repr__(&self) -> String {
        format!("{self:?}")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let class = slf.py().get_type::<Self>();
        Ok((class.getattr("from_json")?, (slf.get().to_json(),)))
    }

    /// Reads the text of `to_json`.
    #[staticmethod]
    #[pyo3(name = "from_json")]
    fn py_from_json(text: &str) -> PyResult<Self> {
        Ok(Self::from_json(text)?)
    }

    /// Returns the outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
    #[pyo3(name = "to_json")]
    fn py_to_json(&self) -> String {
        self.to_json()
    }
}
