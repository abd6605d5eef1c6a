//! The Python side: the functions that the macros call, and the classes that the contract does not have.
//!
//! No decision about the API is made here. A call releases the GIL, checks for Ctrl-C while it waits, and
//! converts an error into the exception class of its kind.

mod aio;
mod argument;
mod blocking;
mod client;
mod database;
mod day;
mod enrollment;
mod error;
mod field;
mod id;
mod json;
mod keyword;
mod lending;
mod logging;
mod moment;
mod observer;
mod open_enum;
mod open_runs;
mod pages;
mod pdf;
mod pending;
mod portfolio;
mod pydantic;
mod report;
mod requests;
mod rows;
mod signals;
mod store;
mod stored;
mod webhook;

use pyo3::prelude::*;
use pyo3::types::PyDict;

pub use crate::client::PyEnvironment;
pub(crate) use aio::{Call, Calls, Source, call_result, cancellable, done};
pub(crate) use argument::{Argument, Model, extracted};
pub(crate) use blocking::blocking;
pub use client::RawAnswer;
pub(crate) use day::Day;
pub(crate) use field::Field;
pub use id::Id;
pub(crate) use id::{Ids, TextId, TextIds};
pub(crate) use json::json_to_python;
pub(crate) use keyword::Keyword;
pub use lending::PyLoanTracker;
pub(crate) use moment::Moment;
pub use open_enum::PythonClass;
#[cfg(not(feature = "inspect"))]
pub(crate) use open_enum::enum_class;
pub(crate) use open_enum::{Made, OpenEnum, enum_text, enum_value};
pub use pages::{PageIterator, PyPages};
pub(crate) use pdf::PdfArgument;
pub use pending::PyResolutions;
pub use portfolio::PyPortfolioRun;
pub(crate) use pydantic::{pydantic_schema, replaced};
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

/// Returns the hash of a model, from its JSON text: equal models have equal texts.
pub(crate) fn hash(json: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    json.hash(&mut hasher);
    hasher.finish()
}

/// Creates a filter from the keyword arguments of a list operation.
pub(crate) fn from_keywords<'py, T: pyo3::PyClass>(
    py: Python<'py>,
    keywords: Option<&Bound<'py, PyDict>>,
) -> PyResult<Py<T>> {
    Ok(py.get_type::<T>().call((), keywords)?.cast_into::<T>()?.unbind())
}
