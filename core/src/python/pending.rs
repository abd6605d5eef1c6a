//! Pending enrolments for Python.

use std::sync::{Mutex, PoisonError};

use defacto_sdk_macros::keywords;
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::aio::pending::PendingCalls;
use super::blocking::blocking;
use super::keyword::seconds;
use super::store::PyStore;
use crate::client::Client;
use crate::enrollment::Enrollment;
use crate::pending::PendingEnrollments;
use crate::pending::{PendingOptions, Resolution, Resolutions};
use crate::wait::CancelToken;
use crate::webhook::WebhookEvent;

#[keywords(crate::pending::pending_options)]
#[pymethods]
impl PendingEnrollments {
    /// Pending enrolments: companies that wait for their credit line.
    ///
    /// The id in `CreditLine.CREATED` is not that of a borrower, so one event does not reliably tell whose
    /// line exists. Therefore each poll lists the lines of all waiting companies, a hundred a call. An event
    /// only says when to poll (`notify`); without events it polls by itself, with growing pauses. Events that
    /// come close together cause one poll. The store keeps the enrolments, so they survive a restart.
    ///
    /// Keywords, with times in seconds:
    ///
    #[new]
    #[pyo3(signature = (client, store))]
    fn py_new(
        client: &Bound<'_, Client>,
        store: &Bound<'_, PyStore>,
        #[keywords] options: PendingOptions,
    ) -> PyResult<Self> {
        Ok(Self::new(client.get(), store.get().shared(), options))
    }

    /// Returns the same enrolments, for a wait that `cancel` ends.
    #[pyo3(name = "cancelled_by")]
    fn py_cancelled_by(&self, cancel: &Bound<'_, CancelToken>) -> Self {
        self.cancelled_by(cancel.get().clone())
    }

    /// Returns the calls that do not block, for `aio.py`.
    #[pyo3(name = "_asynchronous")]
    fn py_asynchronous(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(Py::new(py, PendingCalls::new(self.clone()))?.into_any())
    }

    /// Adds a `Pending` enrolment; any other outcome needs no polling and is not added. Returns True if it
    /// was added. Safe to repeat. Raises `StoreError` when the store cannot be used, `ValidationError` when
    /// the token is invalid, and `ConfigurationError` when it, or the enrolments in the store under this
    /// name, belong to another API.
    #[pyo3(name = "add")]
    fn py_add(&self, py: Python<'_>, enrollment: &Bound<'_, Enrollment>) -> PyResult<bool> {
        let enrollment = enrollment.get();
        blocking(py, || self.add(enrollment))
    }

    /// Adds an enrolment by its resume token. Safe to repeat. Raises the exceptions of `add`.
    #[pyo3(name = "add_token")]
    fn py_add_token(&self, py: Python<'_>, resume: &str) -> PyResult<()> {
        blocking(py, || self.add_token(resume))
    }

    /// Schedules a poll in `resolutions` or `watch` if `event` may announce a credit line. Returns True if it
    /// does. Does not block and sends nothing, so a webhook handler can call it before it answers.
    #[pyo3(name = "notify")]
    fn py_notify(&self, event: &Bound<'_, WebhookEvent>) -> bool {
        self.notify(event.get())
    }

    /// Returns the resolutions one by one. Ends when no enrolment is pending, or after `wait` seconds if it
    /// is set. Each item blocks; several threads may share the work.
    ///
    /// A resolution counts as delivered when the next one is requested. Until then it is delivered again: by
    /// the next iterator if this one is dropped, and after a restart if the program dies. A passing error (a
    /// time-out, a 5xx) is not raised: a later poll follows.
    #[pyo3(name = "resolutions", signature = (wait = None))]
    fn py_resolutions(&self, wait: Option<f64>) -> PyResult<PyResolutions> {
        let wait = wait.map(|wait| seconds("wait", wait)).transpose()?;
        Ok(PyResolutions(Mutex::new(self.resolutions(wait))))
    }

    /// As `resolutions`, but without an end: for a thread of a service that gets new enrolments at any time.
    #[pyo3(name = "watch")]
    fn py_watch(&self) -> PyResolutions {
        PyResolutions(Mutex::new(self.watch()))
    }

    /// Returns the number of pending enrolments.
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        let length = blocking(py, || self.len())?;
        usize::try_from(length).map_err(|_| PyOverflowError::new_err("more than can be counted"))
    }

    /// Returns True, also if no enrolment is pending.
    #[expect(clippy::unused_self, reason = "Python calls it as a method")]
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        format!("{self:?}")
    }
}

/// An iterator of resolutions.
#[pyclass(frozen, name = "Resolutions", module = "defacto_sdk")]
pub struct PyResolutions(Mutex<Resolutions>);

#[pymethods]
impl PyResolutions {
    /// Replaces the token that ends the waits from now on.
    fn cancelled_by(&self, py: Python<'_>, cancel: &Bound<'_, CancelToken>) {
        let mut locked = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        locked.cancelled_by(cancel.get().clone());
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Resolution>> {
        // Another thread that waits holds the lock without the GIL. So the GIL is released here as well.
        let mut locked = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let resolutions = &mut *locked;
        blocking(py, || resolutions.next().transpose())
    }
}
