//! Ids, as Python programs pass them.

use pyo3::prelude::*;
use pyo3::types::PyString;
use uuid::Uuid;

/// An id, passed as `uuid.UUID` or as text.
#[derive(Clone, Copy)]
pub struct Id(pub(crate) Uuid);

impl<'py> FromPyObject<'_, 'py> for Id {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::inspect::PyStaticExpr::BinOp {
        left: &<Uuid as FromPyObject<'_, '_>>::INPUT_TYPE,
        op: pyo3::inspect::PyStaticOperator::BitOr,
        right: &<PyString as pyo3::PyTypeInfo>::TYPE_HINT,
    };

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.cast::<PyString>() {
            Ok(text) => match text.to_cow()?.parse() {
                Ok(id) => Ok(Self(id)),
                Err(_) => {
                    Err(pyo3::exceptions::PyValueError::new_err("expected a UUID, such as borrower.id"))
                }
            },
            Err(_) => object.extract().map(Self).map_err(|_| {
                let given = object.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
                pyo3::exceptions::PyTypeError::new_err(format!("expected a UUID or its text, not {given}"))
            }),
        }
    }
}
