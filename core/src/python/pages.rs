//! The iterator over all pages.

use std::sync::{Mutex, PoisonError};

use pyo3::BoundObject;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyType;

use super::blocking::blocking;
use crate::page::Pages;
use crate::wire::Wire;

/// A list that is passed to Python.
pub struct PyPages<T>(pub(crate) Pages<T>);

/// The part of a list that the Python iterator needs, for any type of item.
trait Source: Send {
    fn next_item(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>>;
    fn next_page(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>>;
}

impl<T> Source for Pages<T>
where
    T: Wire + for<'py> IntoPyObject<'py>,
{
    fn next_item(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let next = match self.buffered() {
            Some(item) => Some(item),
            None => blocking(py, || self.next().transpose())?,
        };
        next.map(|item| to_python(py, item)).transpose()
    }

    fn next_page(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let Some(page) = blocking(py, || self.next_page())? else { return Ok(None) };
        let items = page.data.into_iter().map(|item| to_python(py, item)).collect::<PyResult<Vec<_>>>()?;
        Ok(Some(items.into_pyobject(py)?.unbind()))
    }
}

fn to_python<'py, T: IntoPyObject<'py>>(py: Python<'py>, item: T) -> PyResult<Py<PyAny>> {
    item.into_pyobject(py).map(|item| item.into_any().unbind()).map_err(Into::into)
}

/// An iterator over all items of a list. A page is read when its first item is requested.
#[pyclass(frozen, module = "defacto_sdk")]
pub struct PageIterator {
    source: Mutex<Box<dyn Source>>,
}

#[pymethods]
impl PageIterator {
    /// Returns `PageIterator[Borrower]`, for annotations.
    #[classmethod]
    fn __class_getitem__(cls: &Bound<'_, PyType>, _item: &Bound<'_, PyAny>) -> Py<PyType> {
        cls.clone().unbind()
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        // Another thread that reads a page holds the lock without the GIL. So the GIL is released here as
        // well.
        let mut source = self.source.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        source.next_item(py)
    }

    /// Returns the items of the next page as a list, or None after the last page. Items left of the page
    /// before are not in it.
    fn next_page(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.source.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).next_page(py)
    }
}

impl<'py, T> IntoPyObject<'py> for PyPages<T>
where
    T: Wire + for<'a> IntoPyObject<'a>,
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
