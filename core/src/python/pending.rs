//! Enrolments that wait, as Python sees them.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::aio::PendingCalls;
use super::blocking;
use super::client::seconds;
use super::store::PyStore;
use crate::enrollment::Enrollment;
use crate::pending::{PendingOptions, Resolution, Resolutions};
use crate::webhook::WebhookEvent;
use crate::{CancelToken, Client, PendingEnrollments};

#[pymethods]
impl PendingEnrollments {
    /// Enrolments that wait for their credit line.
    ///
    /// `CreditLine.CREATED` names a borrower that nobody knows, so no single event can be trusted to tell whose line is
    /// there. This asks for the lines of all companies that wait, a hundred in a call, and tells which are there. An event
    /// only says when to ask (`notify`); without events it asks by itself, ever less often. Events that come close together
    /// lead to one question. What waits is kept in the store, so it survives restarts.
    ///
    /// `name`: under which name they stand in the store. `poll_interval`: seconds of the first pause between two looks when
    /// no event comes; the pauses grow to twelve times as much. `gather`: seconds to wait after an event for others.
    #[new]
    #[pyo3(signature = (client, store, *, name = "pending".to_owned(), poll_interval = 5.0, gather = 0.25))]
    fn py_new(
        client: &Bound<'_, Client>,
        store: &Bound<'_, PyStore>,
        name: String,
        poll_interval: f64,
        gather: f64,
    ) -> PyResult<Self> {
        let interval = seconds("poll_interval", poll_interval)?;
        let options =
            PendingOptions::new().name(name).poll_interval(interval).gather(seconds("gather", gather)?);
        Ok(Self::new(client.get(), store.get().shared(), options))
    }

    /// The same enrolments, for a wait that the token ends.
    #[pyo3(name = "cancelled_by")]
    fn py_cancelled_by(&self, cancel: &Bound<'_, CancelToken>) -> Self {
        self.cancelled_by(cancel.get().clone())
    }

    /// The calls that do not block, for `aio.py`.
    #[pyo3(name = "_asynchronous")]
    fn py_asynchronous(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(Py::new(py, PendingCalls::new(self.clone()))?.into_any())
    }

    /// Adds an enrolment that is `Pending`; any other outcome needs no waiting, and is not added. Says whether it was.
    /// Safe to repeat. Raises `StoreError` when it cannot be kept, and `ConfigurationError` when it, or those who wait under
    /// this name, are of another environment.
    #[pyo3(name = "add")]
    fn py_add(&self, py: Python<'_>, enrollment: &Bound<'_, Enrollment>) -> PyResult<bool> {
        let enrollment = enrollment.get();
        blocking(py, || self.add(enrollment))
    }

    /// Adds an enrolment by its resume token. Safe to repeat. Raises `StoreError` when it cannot be kept,
    /// `ValidationError` when the token is none.
    #[pyo3(name = "add_token")]
    fn py_add_token(&self, py: Python<'_>, resume: &str) -> PyResult<()> {
        blocking(py, || self.add_token(resume))
    }

    /// Hears of an event: one that may mean a new line leads to a look, soon, by whoever waits in `resolutions` or
    /// `watch`. Says whether it does. Sends nothing, so it can be called while a webhook is answered.
    #[pyo3(name = "notify")]
    fn py_notify(&self, event: &Bound<'_, WebhookEvent>) -> bool {
        self.notify(event.get())
    }

    /// Gives each resolution as it comes, until nobody waits any longer or `wait` seconds are over; then it ends.
    ///
    /// A resolution counts as handed over when the next one is asked for. Until then it comes once more: from the next
    /// iterator when this one is left, and after the restart when the program dies. An error that passes (a time-out, a 5xx)
    /// is not raised: it looks again later.
    #[pyo3(name = "resolutions", signature = (wait = None))]
    fn py_resolutions(&self, wait: Option<f64>) -> PyResult<PyResolutions> {
        let wait = wait.map(|wait| seconds("wait", wait)).transpose()?;
        Ok(PyResolutions(Mutex::new(self.resolutions(wait))))
    }

    /// As `resolutions`, but it does not end when nobody waits: for a thread of a service that others add to.
    #[pyo3(name = "watch")]
    fn py_watch(&self) -> PyResolutions {
        PyResolutions(Mutex::new(self.watch()))
    }

    /// How many enrolments wait.
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        let length = blocking(py, || self.len())?;
        usize::try_from(length).map_err(|_| PyOverflowError::new_err("more than can be counted"))
    }

    /// It is there, whether somebody waits or not.
    #[expect(clippy::unused_self, reason = "Python calls it as a method")]
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        format!("{self:?}")
    }
}

/// Resolutions as they come.
#[pyclass(frozen, name = "Resolutions", module = "defacto_sdk")]
pub struct PyResolutions(Mutex<Resolutions>);

#[pymethods]
impl PyResolutions {
    /// Lets the token end the waits that follow, in place of the one before.
    fn cancelled_by(&self, py: Python<'_>, cancel: &Bound<'_, CancelToken>) {
        let mut locked = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        locked.cancelled_by(cancel.get().clone());
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Resolution>> {
        // Another thread that waits holds the lock without the GIL; so does who waits for that thread.
        let mut locked = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let resolutions = &mut *locked;
        blocking(py, || resolutions.next().transpose())
    }
}
