//! Outcomes that Python programs store as text, or pickle.

/// Adds `to_json`, `from_json`, pickling and the text of an outcome; `$holds` is what is private in its JSON.
macro_rules! stored_outcome {
    ($class:ty, $holds:literal) => {
        #[pymethods]
        impl $class {
            fn __repr__(&self) -> String {
                format!("{self:?}")
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                let class = slf.py().get_type::<Self>();
                Ok((class.getattr("from_json")?, (slf.get().to_json(),)))
            }

            /// Reads the text of `to_json`.
            #[staticmethod]
            #[pyo3(name = "from_json")]
            fn py_from_json(text: &str) -> PyResult<Self> {
                Ok(Self::from_json(text)?)
            }

            #[doc = concat!("Returns the outcome as JSON text, to store it. It holds the ", $holds, ", but no key.")]
            #[pyo3(name = "to_json")]
            fn py_to_json(&self) -> String {
                self.to_json()
            }
        }
    };
}

pub(super) use stored_outcome;
