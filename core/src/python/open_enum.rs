//! Open enums as Python classes. The stable ABI cannot extend `str`, so Python makes the classes (`_enums.py`).

use pyo3::PyClass;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};

/// A class of the native module, which is made when its name is first used.
pub trait PythonClass {
    /// Its name in Python.
    const NAME: &'static str;

    /// Returns the class.
    ///
    /// # Errors
    /// An exception of Python, for example of a module that cannot be imported.
    fn class(py: Python<'_>) -> PyResult<Bound<'_, PyType>>;
}

impl<T: PyClass> PythonClass for T {
    const NAME: &'static str = <T as PyClass>::NAME;

    fn class(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
        Ok(py.get_type::<T>())
    }
}

/// An open enum, as `#[open_enum]` describes it for Python.
pub(crate) trait OpenEnum {
    const NAME: &'static str;
    const DOC: &'static str;
    /// The constants of the known values, and the values.
    const CONSTANTS: &'static [(&'static str, &'static str)];

    fn made() -> &'static PyOnceLock<Made>;
}

/// The class of an open enum, once it was made, and its known values by their text.
pub(crate) struct Made {
    class: Py<PyType>,
    members: Py<PyDict>,
}

fn made<T: OpenEnum>(py: Python<'_>) -> PyResult<&'static Made> {
    T::made().get_or_try_init(py, || {
        let make = py.import("defacto_sdk._enums")?.getattr("make")?;
        let constants: Vec<_> = T::CONSTANTS.to_vec();
        let class = make.call1((T::NAME, T::DOC, constants))?.cast_into::<PyType>()?;
        let members = class.getattr("_members")?.cast_into::<PyDict>()?.unbind();
        Ok(Made { class: class.unbind(), members })
    })
}

/// Returns the class of an open enum.
pub(crate) fn enum_class<T: OpenEnum>(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    Ok(made::<T>(py)?.class.bind(py).clone())
}

/// Returns a value as Python has it: the constant, or a new object for a value that is not known.
pub(crate) fn enum_value<'py, T: OpenEnum>(py: Python<'py>, value: &str) -> PyResult<Bound<'py, PyAny>> {
    let Made { class, members } = made::<T>(py)?;
    match members.bind(py).get_item(value)? {
        Some(member) => Ok(member),
        None => class.bind(py).call1((value,)),
    }
}

/// Returns the text of a value that a Python program passes: one of the enum, or a `str`.
///
/// # Errors
/// `TypeError` for anything else. A value of another enum is a mistake, although it is a `str`.
pub(crate) fn enum_text<T: OpenEnum>(object: &Bound<'_, PyAny>) -> PyResult<String> {
    let refused = || {
        let given = object.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
        PyTypeError::new_err(format!("expected {} or str, not {given}", T::NAME))
    };
    let text = object.cast::<PyString>().map_err(|_| refused())?;
    if !text.is_exact_instance_of::<PyString>() {
        let py = object.py();
        let is_own = object.get_type().is(&*enum_class::<T>(py)?);
        if !is_own && object.is_instance(&py.import("defacto_sdk._enums")?.getattr("OpenEnum")?)? {
            return Err(refused());
        }
    }
    text.extract()
}
