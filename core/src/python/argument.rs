//! The arguments of a function. A wrong one is refused by its name, in the text itself, on every version of Python.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};
use pyo3::{PyClass, PyClassInitializer};

use super::field::{Given, named};
use crate::wire::Described;

/// A value that a program passes, or the reason why it cannot be taken.
pub(crate) struct Argument<T>(PyResult<T>);

impl<T> Argument<T> {
    /// Returns a value as if a program had passed it.
    pub(crate) fn of(value: T) -> Self {
        Self(Ok(value))
    }

    /// Returns the value, or an exception whose text begins with the name of the parameter.
    pub(crate) fn named(self, py: Python<'_>, name: &str) -> PyResult<T> {
        self.0.map_err(|error| named(py, error, name))
    }
}

/// Returns what a keyword is given, or an exception whose text begins with the keyword.
pub(crate) fn extracted<T>(given: &Bound<'_, PyAny>, keyword: &str) -> PyResult<T>
where
    T: for<'a, 'py> FromPyObject<'a, 'py>,
{
    given.extract::<T>().map_err(|error| named(given.py(), error.into(), keyword))
}

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Argument<T> {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = T::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(object.extract().map_err(Into::into)))
    }
}

/// A model as an argument: an object of its class, or a dict in its place.
pub(crate) struct Model<M>(Py<M>);

impl<M: PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + Sync> Model<M> {
    pub(crate) fn get(&self) -> &M {
        self.0.get()
    }
}

impl<'py, M> FromPyObject<'_, 'py> for Model<M>
where
    M: PyClass + Given + Described + Into<PyClassInitializer<M>>,
{
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::inspect::PyStaticExpr::BinOp {
        left: &<M as pyo3::PyTypeInfo>::TYPE_HINT,
        op: pyo3::inspect::PyStaticOperator::BitOr,
        right: &<PyDict as pyo3::PyTypeInfo>::TYPE_HINT,
    };

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(model) = object.cast::<M>() {
            return Ok(Self(model.to_owned().unbind()));
        }
        let Ok(mapping) = object.cast::<PyMapping>() else {
            let given = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!("expected {} or a dict, not {given}", M::INFO.name)));
        };
        let members = PyDict::new(object.py());
        members.update(&mapping)?;
        // Each reading would give the request another salt, and a repetition would be another request.
        if let Some(salt) = M::INFO.fields.iter().find(|field| field.salt)
            && members.get_item(salt.name)?.is_none_or(|given| given.is_none())
        {
            let text = format!(
                "a dict has no salt, so it cannot be repeated safely: make one {}, or add '{}'",
                M::INFO.name,
                salt.name
            );
            return Err(PyTypeError::new_err(text));
        }
        Ok(Self(Py::new(object.py(), M::given(&members)?)?))
    }
}
