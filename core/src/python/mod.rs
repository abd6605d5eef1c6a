//! The Python side: the functions that the macros call, and the classes that the contract does not have.
//!
//! No decision about the API is made here. A call releases the GIL, checks for Ctrl-C while it waits, and
//! converts an error into the exception class of its kind.

mod aio;
mod blocking;
mod client;
mod database;
mod day;
mod enrollment;
mod error;
mod id;
mod json;
mod keyword;
mod lending;
mod logging;
mod moment;
mod open_runs;
mod pages;
mod pdf;
mod pending;
mod portfolio;
mod report;
mod requests;
mod rows;
mod signals;
mod store;
mod webhook;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

pub use crate::client::PyEnvironment;
pub(crate) use aio::{Call, Calls, Source, call_result, cancellable, done};
pub(crate) use blocking::blocking;
pub use client::RawAnswer;
pub(crate) use day::Day;
pub use id::Id;
pub(crate) use json::json_to_python;
pub(crate) use keyword::Keyword;
pub use lending::PyLoanTracker;
pub(crate) use moment::Moment;
pub use pages::{PageIterator, PyPages};
pub(crate) use pdf::PdfArgument;
pub use pending::PyResolutions;
pub use portfolio::PyPortfolioRun;
pub use report::{PyPortfolioReport, PyPortfolioResults};
pub use rows::{PyPortfolioRow, PyPortfolioRows};
pub use store::PyStore;

/// Warns the Python program that an operation is deprecated. `note` names the replacement.
///
/// `level` is the number of Python functions between the program and this call.
pub(crate) fn deprecated(py: Python<'_>, note: &str, level: i32) -> PyResult<()> {
    let category = py.get_type::<pyo3::exceptions::PyDeprecationWarning>();
    let text = std::ffi::CString::new(note)?;
    PyErr::warn(py, &category, &text, level)
}

/// Returns `__reduce__` of a model: the `from_json` of its class, and its JSON text.
pub(crate) fn reduce<'py>(
    value: &Bound<'py, PyAny>,
    json: String,
) -> PyResult<(Bound<'py, PyAny>, (String,))> {
    Ok((value.get_type().getattr("from_json")?, (json,)))
}

/// Returns `__reduce__` of an enum's value: its class and its string.
pub(crate) fn reduce_enum<'py>(value: &Bound<'py, PyAny>, text: &str) -> (Bound<'py, PyAny>, (String,)) {
    (value.get_type().into_any(), (text.to_owned(),))
}

/// Returns `repr` of an enum's value: `BorrowerStatus('READY')`.
pub(crate) fn enum_repr(name: &str, value: &str) -> String {
    format!("{name}('{value}')")
}

/// Returns the hash of the string, so that a dict finds a value by its string and the reverse.
pub(crate) fn enum_hash(py: Python<'_>, value: &str) -> PyResult<isize> {
    PyString::new(py, value).hash()
}

/// Returns `true` if `other` is the string of the value, or the same value of the same enum.
pub(crate) fn enum_equals(this: &Bound<'_, PyAny>, value: &str, other: &Bound<'_, PyAny>) -> bool {
    let text = if other.get_type().is(this.get_type()) {
        other.str().ok()
    } else {
        other.cast::<PyString>().ok().cloned()
    };
    text.is_some_and(|text| text.to_cow().is_ok_and(|text| text == value))
}

/// Returns the string that is passed in the place of an enum's value.
pub(crate) fn enum_text(object: Borrowed<'_, '_, PyAny>, name: &str) -> PyResult<String> {
    object.extract::<String>().map_err(|_| {
        let given = object.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
        PyTypeError::new_err(format!("expected {name} or str, not {given}"))
    })
}

/// Creates a filter from the keyword arguments of a list operation.
pub(crate) fn from_keywords<'py, T: pyo3::PyClass>(
    py: Python<'py>,
    keywords: Option<&Bound<'py, PyDict>>,
) -> PyResult<Py<T>> {
    Ok(py.get_type::<T>().call((), keywords)?.cast_into::<T>()?.unbind())
}
