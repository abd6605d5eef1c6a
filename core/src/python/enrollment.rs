//! Enrolment for Python.

use defacto_sdk_macros::keywords;
use pyo3::prelude::*;

use super::argument::{Argument, Model};
use super::signals;
use super::stored::stored_outcome;
use crate::api::borrowers::NewBorrower;
use crate::client::Client;
use crate::enrollment::{EnrollOptions, Enrollment};
use crate::error::{DefactoError, ErrorKind, Result};

/// Sets the callback for every step. It runs on the thread of the call.
fn told(options: EnrollOptions, on_progress: Option<Py<PyAny>>) -> EnrollOptions {
    let Some(callback) = on_progress else { return options };
    options.on_progress(move |progress| {
        // An exception of the callback ends the enrolment; the callback is not called again.
        if !signals::pending() {
            // The caller's code is no longer run when the interpreter is ending.
            Python::try_attach(|py| {
                callback.call1(py, (progress.clone(),)).map_or_else(signals::end_with, drop);
            });
        }
    })
}

/// Runs an enrolment without the GIL.
fn blocking(py: Python<'_>, call: impl FnOnce() -> Result<Enrollment> + Send) -> PyResult<Enrollment> {
    super::blocking::blocking(py, || {
        call().and_then(|outcome| unless_interrupted(outcome, signals::pending()))
    })
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

#[keywords(crate::enrollment::enroll_options)]
#[pymethods]
impl Client {
    /// Enrols a company and, with `wait`, waits for its credit line.
    ///
    /// Validates the request. Looks for an active borrower of the same company and continues with it;
    /// otherwise sends `POST /borrowers`. If the outcome of that call is unknown (504, time-out, broken
    /// connection), looks the company up until the API must have finished, before it sends again.
    ///
    /// Safe to repeat: the same company is not enrolled twice, however its number is spelled, by any client
    /// of this process, and with a `store` by any process with the same store. Without a store, one case
    /// needs your help: the outcome is still unknown (`Pending` without a borrower, or an exception with
    /// `outcome_unknown`), and another process continues. Give it the token as `resume`, so that it does not
    /// send too early.
    ///
    /// If borrowers exist that may be the company, the outcome is `Enrollment.Ambiguous`. Nothing was sent then,
    /// unless `POST /borrowers` led to them. Enrol again with more data about the company, with `borrower_id` or
    /// with `create_new`.
    ///
    /// Keywords, with times in seconds:
    ///
    /// - `on_progress`: Is called with an `EnrollmentProgress` at every step.
    ///
    /// Raises `ValidationError` with every problem when the request is invalid; `ConfigurationError` when
    /// `borrower_id` or `resume` belongs to another company; `NotFoundError` when there is no such borrower;
    /// `StoreError` when the store cannot be read or written; `AuthenticationError`; `TransportError`,
    /// `TimeoutError` or `ApiError` when the API cannot be reached; `InterruptedCall` after Ctrl-C. Each has
    /// a `resume_token` if the enrolment may have taken effect.
    #[pyo3(name = "enroll", signature = (new_borrower, *, on_progress = None))]
    fn py_enroll(
        &self,
        py: Python<'_>,
        new_borrower: Argument<Model<NewBorrower>>,
        #[keywords] options: EnrollOptions,
        on_progress: Option<Py<PyAny>>,
    ) -> PyResult<Enrollment> {
        let options = told(options, on_progress);
        let request = new_borrower.named(py, "new_borrower")?;
        blocking(py, || self.enroll(request.get(), &options))
    }

    /// Continues an enrolment that was `Pending`, in this process or another one. Sends reads only; safe to
    /// repeat.
    ///
    /// Keywords, with times in seconds:
    ///
    /// - `on_progress`: Is called with an `EnrollmentProgress` at every step.
    ///
    /// Raises `ValidationError` when `resume` is not a token, `ConfigurationError` when it belongs to another
    /// environment, and `NotFoundError` when the API has created no borrower: enrol the company again then.
    #[pyo3(name = "resume_enrollment", signature = (resume, *, on_progress = None))]
    fn py_resume_enrollment(
        &self,
        py: Python<'_>,
        resume: Argument<String>,
        #[keywords(wait, settle_time, poll_interval, expect_repayment_method)] options: EnrollOptions,
        on_progress: Option<Py<PyAny>>,
    ) -> PyResult<Enrollment> {
        let (options, resume) = (told(options, on_progress), resume.named(py, "resume")?);
        blocking(py, || self.resume_enrollment(&resume, &options))
    }

    /// Continues the enrolment of a company by its number alone, without a token: waits for the credit line
    /// of its active borrower. Sends reads only; safe to repeat.
    ///
    /// If you have a token, use `resume_enrollment`: a token also knows of a call that may still take effect.
    /// If several active borrowers have the number, the outcome is `Enrollment.Ambiguous`.
    ///
    /// Keywords, with times in seconds:
    ///
    /// - `on_progress`: Is called with an `EnrollmentProgress` at every step.
    ///
    /// Raises `NotFoundError` when the API has no active borrower with this number.
    #[pyo3(name = "follow_enrollment", signature = (identifier, *, on_progress = None))]
    fn py_follow_enrollment(
        &self,
        py: Python<'_>,
        identifier: Argument<String>,
        #[keywords(wait, poll_interval, expect_repayment_method)] options: EnrollOptions,
        on_progress: Option<Py<PyAny>>,
    ) -> PyResult<Enrollment> {
        let (options, identifier) = (told(options, on_progress), identifier.named(py, "identifier")?);
        blocking(py, || self.follow_enrollment(&identifier, &options))
    }
}

stored_outcome!(Enrollment, "borrower's personal data");
