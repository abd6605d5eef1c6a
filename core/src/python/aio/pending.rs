//! Pending enrolments for asynchronous programs.

use std::time::Duration;

use pyo3::prelude::*;

use super::call::{Call, call_result, done};
use super::source::Source;
use crate::enrollment::Enrollment;
use crate::pending::{AsyncPendingEnrollments, PendingEnrollments};
use crate::python::keyword::seconds;
use crate::wait::CancelToken;

/// The calls of `PendingEnrollments` that do not block.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(in crate::python) struct PendingCalls(PendingEnrollments);

impl PendingCalls {
    pub(in crate::python) fn new(pending: PendingEnrollments) -> Self {
        Self(pending)
    }

    fn cancellable(&self) -> (AsyncPendingEnrollments, CancelToken) {
        let token = CancelToken::default();
        (self.0.asynchronous().cancelled_by(token.clone()), token)
    }
}

#[pymethods]
impl PendingCalls {
    fn add(&self, enrollment: Py<Enrollment>) -> Call {
        let (pending, token) = self.cancellable();
        Call::new(token, Box::pin(async move { call_result(pending.add(enrollment.get()).await) }))
    }

    fn add_token(&self, resume: String) -> Call {
        let (pending, token) = self.cancellable();
        Call::new(token, Box::pin(async move { done(pending.add_token(&resume).await) }))
    }

    fn count(&self) -> Call {
        let (pending, token) = self.cancellable();
        Call::new(token, Box::pin(async move { call_result(pending.len().await) }))
    }

    #[pyo3(signature = (wait))]
    fn resolutions(&self, wait: Option<f64>) -> PyResult<Source> {
        let wait: Option<Duration> = wait.map(|wait| seconds("wait", wait)).transpose()?;
        Ok(Source::resolutions(self.0.resolutions(wait)))
    }

    fn watch(&self) -> Source {
        Source::resolutions(self.0.watch())
    }
}
