//! The arguments of a model's constructor. A wrong one is refused by the name of its field, on every version of Python.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::day::Day;
use super::json::model_value;
use super::moment::Moment;
use crate::wire::{Fault, Kind, Wire, read_member};

/// A value that a program passes for a field, or the reason why it cannot be taken.
pub(crate) struct Field<T>(PyResult<T>);

impl<T> Field<T> {
    /// Returns the value, or an exception whose text begins with `NewLoan.amount`.
    pub(crate) fn named(self, py: Python<'_>, model: &str, field: &str) -> PyResult<T> {
        self.0.map_err(|error| named(py, error, &format!("{model}.{field}")))
    }
}

/// Returns the same exception, whose text begins with what it is about.
pub(super) fn named(py: Python<'_>, error: PyErr, what: &str) -> PyErr {
    beginning(py, error, &format!("{what}: "))
}

/// Returns the same exception, whose text begins with the place of an item in its list.
pub(super) fn at_item(py: Python<'_>, error: PyErr, at: usize) -> PyErr {
    beginning(py, error, &format!("/{at} "))
}

fn beginning(py: Python<'_>, error: PyErr, beginning: &str) -> PyErr {
    let class = error.get_type(py);
    let is_plain = class.is(py.get_type::<PyTypeError>())
        || class.is(py.get_type::<PyValueError>())
        || class.is(py.get_type::<PyOverflowError>());
    if !is_plain {
        return error;
    }
    PyErr::from_type(class, format!("{beginning}{}", error.value(py)))
}

impl<'a, 'py, T: Given> FromPyObject<'a, 'py> for Field<T> {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <T as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(T::given(&object)))
    }
}

/// What a field takes.
pub(crate) trait Given: for<'a, 'py> FromPyObject<'a, 'py> {
    fn given(object: &Bound<'_, PyAny>) -> PyResult<Self>;
}

impl Given for Day {
    fn given(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        object.extract()
    }
}

impl Given for Moment {
    fn given(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        object.extract()
    }
}

impl<T: Wire + for<'a, 'py> FromPyObject<'a, 'py>> Given for T {
    /// Takes a value of the type, a dict for a model at any depth, and one value in the place of a list.
    fn given(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let error: PyErr = match object.extract::<Self>() {
            Ok(value) => return Ok(value),
            Err(error) => error.into(),
        };
        if matches!(Self::KIND, Kind::List(_)) && is_single(object) {
            return Self::given(PyList::new(object.py(), [object])?.as_any());
        }
        // Free JSON has been read as it is.
        if matches!(Self::KIND, Kind::Object) || !holds_dict(object) {
            return Err(error);
        }
        read_member(&model_value(object)?).map_err(|faults| refusal(&faults))
    }
}

/// Kept out of `given`, which is compiled once for each type.
fn refusal(faults: &[Fault]) -> PyErr {
    let text = faults.first().map(|Fault { pointer, detail, .. }| {
        // What follows a semicolon is said of JSON that is sent all the same.
        format!("{pointer} {}", detail.split(';').next().unwrap_or(detail))
    });
    PyTypeError::new_err(text.unwrap_or_default().trim_start().to_owned())
}

/// Returns `true` for what may stand for a list of one value.
pub(super) fn is_single(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyString>() || object.is_instance_of::<PyDict>() || object.try_iter().is_err()
}

fn holds_dict(object: &Bound<'_, PyAny>) -> bool {
    let is_list = object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>();
    let holds = |mut items: Bound<'_, pyo3::types::PyIterator>| {
        items.any(|item| item.is_ok_and(|item| item.is_instance_of::<PyDict>()))
    };
    object.is_instance_of::<PyDict>() || is_list && object.try_iter().is_ok_and(holds)
}
