//! PDF documents for Python.

use std::path::PathBuf;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::blocking::blocking;
use crate::pdf::Pdf;

/// A document as callers may pass it: a `Pdf`, a path, bytes, or a file that is open for reading bytes.
pub(crate) struct PdfArgument(pub(crate) Pdf);

/// The name of a document without a name.
const NAME: &str = "document.pdf";

impl<'a, 'py> FromPyObject<'a, 'py> for PdfArgument {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <Pdf as pyo3::PyTypeInfo>::TYPE_HINT;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        if let Ok(pdf) = object.cast::<Pdf>() {
            return Ok(Self(pdf.get().clone()));
        }
        if let Ok(content) = object.extract::<Vec<u8>>() {
            return Ok(Self(Pdf::from_bytes(content, NAME)?));
        }
        if let Ok(path) = object.extract::<PathBuf>() {
            return blocking(py, || Pdf::from_path(path)).map(Self);
        }
        let Ok(read) = object.getattr("read") else {
            let given = object.get_type().name()?.to_string();
            let text = format!("expected Pdf, bytes, a path or a file opened as 'rb', not {given}");
            return Err(PyTypeError::new_err(text));
        };
        let content = read.call1((Pdf::MAX_BYTES + 1,))?;
        let content = content
            .extract::<Vec<u8>>()
            .map_err(|_| PyTypeError::new_err("the file gives text: open it as bytes, with mode 'rb'"))?;
        let name = object.getattr("name").and_then(|name| name.extract::<PathBuf>());
        let name = name.ok().and_then(|name| Some(name.file_name()?.to_string_lossy().into_owned()));
        Ok(Self(Pdf::from_bytes(content, name.unwrap_or_else(|| NAME.to_owned()))?))
    }
}

#[pymethods]
impl Pdf {
    /// A PDF document, for example an invoice that a loan finances.
    ///
    /// `source` is a path, bytes, or a file opened as ``'rb'``. `name` is the file's name, if `source` has
    /// none. Raises `ValidationError` when the content cannot be read, is empty, is larger than 20 MiB or is
    /// not a PDF.
    #[new]
    #[pyo3(signature = (source, *, name = None))]
    fn py_new(source: PdfArgument, name: Option<String>) -> PyResult<Self> {
        match name {
            Some(name) => Ok(Self::from_bytes(source.0.content(), name)?),
            None => Ok(source.0),
        }
    }

    /// The file's name.
    #[getter(name)]
    fn py_name(&self) -> &str {
        self.name()
    }

    /// The bytes of the document.
    #[getter(content)]
    fn py_content<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.content())
    }

    /// Returns the document in Base64, as requests carry it inside JSON.
    #[pyo3(name = "base64")]
    fn py_base64(&self) -> String {
        self.base64()
    }

    fn __repr__(&self) -> String {
        format!("{self:?}")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let py = slf.py();
        let class = slf.get_type().into_any();
        let keywords = pyo3::types::PyDict::new(py);
        keywords.set_item("name", slf.get().name())?;
        let partial = py.import("functools")?.getattr("partial")?.call((class,), Some(&keywords))?;
        Ok((partial, (PyBytes::new(py, slf.get().content()),)))
    }
}
