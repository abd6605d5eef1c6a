//! Converts `DefactoError` into the Python exception of its kind.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyModule;

use crate::error::DefactoError;

/// Returns the module of the exception classes. They are written in Python, so they pickle, have attributes,
/// and need no newer ABI.
pub(super) fn classes(py: Python<'_>) -> PyResult<&Bound<'_, PyModule>> {
    static CLASSES: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    CLASSES
        .get_or_try_init(py, || py.import("defacto_sdk._errors").map(Bound::unbind))
        .map(|module| module.bind(py))
}

fn class_name(error: &DefactoError) -> &'static str {
    match error {
        DefactoError::Configuration { .. } => "ConfigurationError",
        DefactoError::Validation { .. } => "ValidationError",
        DefactoError::Authentication { .. } => "AuthenticationError",
        DefactoError::NotFound { .. } => "NotFoundError",
        DefactoError::Api { .. } => "ApiError",
        DefactoError::Timeout { .. } => "TimeoutError",
        DefactoError::Transport { .. } => "TransportError",
        DefactoError::Decode { .. } => "DecodeError",
        DefactoError::Interrupted { .. } => "InterruptedError",
        DefactoError::Store { .. } => "StoreError",
    }
}

impl From<DefactoError> for PyErr {
    fn from(error: DefactoError) -> Self {
        let raise = |py: Python<'_>| -> PyResult<PyErr> {
            let class = classes(py)?.getattr(class_name(&error))?;
            let exception = class.call1((error.to_string(), error.details().clone()))?;
            Ok(PyErr::from_value(exception))
        };
        Python::attach(|py| raise(py).unwrap_or_else(|other| other))
    }
}
