//! The iterator over all pages.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::blocking;
use crate::page::Pages;
use crate::wire::Wire;

/// A listing on its way to Python.
pub struct PyPages<T>(pub(crate) Pages<T>);

/// What the Python iterator asks for, whatever the items are.
trait Source: Send {
    fn next_item(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>>;
}

impl<T> Source for Pages<T>
where
    T: Wire + Send + for<'py> IntoPyObject<'py>,
{
    fn next_item(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let next = match self.buffered() {
            Some(item) => Some(item),
            None => blocking(py, || self.next().transpose())?,
        };
        next.map(|item| item.into_pyobject(py).map(|item| item.into_any().unbind()).map_err(Into::into)).transpose()
    }
}

/// All items of a list, over all its pages. A page is read when its first item is asked for.
#[pyclass(frozen, module = "defacto_sdk")]
pub struct PageIterator {
    source: Mutex<Box<dyn Source>>,
}

#[pymethods]
impl PageIterator {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        // Another thread that reads a page holds the lock without the GIL; it is waited for without the GIL as well.
        let mut source = self.source.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        source.next_item(py)
    }
}

impl<'py, T> IntoPyObject<'py> for PyPages<T>
where
    T: Wire + Send + 'static + for<'a> IntoPyObject<'a>,
{
    type Target = PageIterator;
    type Output = Bound<'py, PageIterator>;
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::inspect::PyStaticExpr::Subscript {
        value: &pyo3::inspect::PyStaticExpr::Attribute {
            value: &pyo3::inspect::PyStaticExpr::Attribute {
                value: &pyo3::inspect::PyStaticExpr::Name { id: "collections" },
                attr: "abc",
            },
            attr: "Iterator",
        },
        slice: &<T as IntoPyObject<'_>>::OUTPUT_TYPE,
    };

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Bound::new(py, PageIterator { source: Mutex::new(Box::new(self.0)) })
    }
}
