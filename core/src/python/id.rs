//! Ids, as Python programs pass them: `uuid.UUID` or text, whatever the contract says of their form.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use uuid::Uuid;

use super::field::{Given, at_item, is_single};

/// An id that the contract calls a UUID.
#[derive(Clone, Copy)]
pub struct Id(pub(crate) Uuid);

/// A list of such ids, or one of them in its place.
pub(crate) struct Ids(Vec<Uuid>);

/// An id whose form the contract leaves open. A `uuid.UUID` is sent as its text.
pub(crate) struct TextId(String);

/// A list of such ids, or one of them in its place.
pub(crate) struct TextIds(Vec<String>);

#[cfg(feature = "inspect")]
const UUID_OR_TEXT: pyo3::inspect::PyStaticExpr = pyo3::inspect::PyStaticExpr::BinOp {
    left: &<Uuid as FromPyObject<'_, '_>>::INPUT_TYPE,
    op: pyo3::inspect::PyStaticOperator::BitOr,
    right: &<PyString as pyo3::PyTypeInfo>::TYPE_HINT,
};

impl<'py> FromPyObject<'_, 'py> for Id {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = UUID_OR_TEXT;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.cast::<PyString>() {
            Ok(text) => match text.to_cow()?.parse() {
                Ok(id) => Ok(Self(id)),
                Err(_) => Err(PyValueError::new_err("expected a UUID, such as borrower.id")),
            },
            Err(_) => object.extract().map(Self).map_err(|_| refused(&object)),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for TextId {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = UUID_OR_TEXT;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.cast::<PyString>() {
            Ok(text) => Ok(Self(text.to_cow()?.into_owned())),
            Err(_) => object.extract::<Uuid>().map(|id| Self(id.to_string())).map_err(|_| refused(&object)),
        }
    }
}

fn refused(object: &Bound<'_, PyAny>) -> PyErr {
    let given = object.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("expected a UUID or its text, not {given}"))
}

/// Reads a list, or one id in its place. An exception about an item begins with its place in the list.
fn items<T>(object: &Bound<'_, PyAny>) -> PyResult<Vec<T>>
where
    T: for<'a, 'py> FromPyObject<'a, 'py, Error = PyErr>,
{
    if is_single(object) {
        return Ok(vec![object.extract()?]);
    }
    let item = |(at, item): (usize, PyResult<Bound<'_, PyAny>>)| {
        let item = item?;
        item.extract().map_err(|error| at_item(item.py(), error, at))
    };
    object.try_iter()?.enumerate().map(item).collect()
}

/// A wrapper is read from Python and becomes the value of the core.
macro_rules! given {
    ($($wrapper:ident($value:ty)),*) => {
        $(
            impl From<$wrapper> for $value {
                fn from(given: $wrapper) -> Self {
                    given.0
                }
            }

            impl Given for $wrapper {
                fn given(object: &Bound<'_, PyAny>) -> PyResult<Self> {
                    object.extract()
                }
            }
        )*
    };
}

given!(Id(Uuid), Ids(Vec<Uuid>), TextId(String), TextIds(Vec<String>));

macro_rules! list {
    ($($list:ident of $item:ident),*) => {
        $(
            impl<'py> FromPyObject<'_, 'py> for $list {
                type Error = PyErr;

                #[cfg(feature = "inspect")]
                const INPUT_TYPE: pyo3::inspect::PyStaticExpr =
                    <Vec<$item> as FromPyObject<'_, '_>>::INPUT_TYPE;

                fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                    items::<$item>(&object).map(|items| Self(items.into_iter().map(|item| item.0).collect()))
                }
            }
        )*
    };
}

list!(Ids of Id, TextIds of TextId);
