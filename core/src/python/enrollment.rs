//! The enrolment as Python sees it.

use std::time::Duration;

use pyo3::prelude::*;

use super::client::seconds;
use super::signals;
use crate::api::credit_lines::PaymentMethod;
use crate::enrollment::{EnrollOptions, Enrollment};
use crate::error::{DefactoError, ErrorKind, Result};

/// The options of an enrolment from keyword arguments.
pub(super) fn options(
    wait: Option<f64>,
    settle_time: f64,
    poll_interval: f64,
    on_progress: Option<Py<PyAny>>,
    expect_repayment_method: Option<PaymentMethod>,
) -> PyResult<EnrollOptions> {
    let mut options = match wait {
        Some(wait) => EnrollOptions::wait_until_ready(seconds("wait", wait)?),
        None => EnrollOptions::asynchronous(),
    };
    options = options.settle_time(seconds("settle_time", settle_time)?);
    options = options.poll_interval(seconds("poll_interval", poll_interval)?.max(Duration::from_millis(1)));
    if let Some(method) = expect_repayment_method {
        options = options.expect_repayment_method(method);
    }
    Ok(match on_progress {
        None => options,
        Some(callback) => options.on_progress(move |progress| {
            // An exception of the callback ends the enrolment, and is the last that the callback hears of it.
            if !signals::pending() {
                Python::attach(|py| {
                    callback.call1(py, (progress.clone(),)).map_or_else(signals::end_with, drop);
                });
            }
        }),
    })
}

/// Runs an enrolment without the GIL. An interruption that comes when the outcome is known already has its token.
pub(super) fn blocking(
    py: Python<'_>,
    call: impl FnOnce() -> Result<Enrollment> + Send,
) -> PyResult<Enrollment> {
    super::blocking(py, || match call() {
        Ok(Enrollment::Pending { resume, .. }) if signals::pending() => {
            let detail = "the enrolment was interrupted";
            let hint = "It may have taken effect: go on with the resume token.";
            let mut error = DefactoError::of(ErrorKind::Interrupted, detail, hint);
            error.details_mut().resume_token = Some(resume);
            Err(error)
        }
        outcome => outcome,
    })
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

    /// Reads what `to_json` wrote.
    #[staticmethod]
    #[pyo3(name = "from_json")]
    fn py_from_json(text: &str) -> PyResult<Self> {
        Ok(Self::from_json(text)?)
    }

    /// The outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
    #[pyo3(name = "to_json")]
    fn py_to_json(&self) -> String {
        self.to_json()
    }
}
