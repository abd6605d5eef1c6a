//! The module that ships: a class is made when its name is asked for.

use std::sync::OnceLock;

use defacto_sdk::python::PythonClass;
use pyo3::exceptions::{PyAttributeError, PyImportError};
use pyo3::prelude::*;
use pyo3::pymodule;
use pyo3::types::PyType;

use crate::CLASSES;

/// A class by its name in Python.
pub(crate) struct Class {
    name: &'static str,
    make: fn(Python<'_>) -> PyResult<Bound<'_, PyType>>,
}

pub(crate) const fn class<T: PythonClass>() -> Class {
    Class { name: T::NAME, make: T::class }
}

#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::attribute;

    /// The version of the library.
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(module: &super::Bound<'_, super::PyModule>) -> super::PyResult<()> {
        super::refuse_second_interpreter(module)?;
        super::name_all(module)
    }
}

/// Refuses another interpreter of the same process. Its classes, its log handler and its exceptions would be those
/// of the first one. Python 3.12 refuses it itself.
fn refuse_second_interpreter(module: &Bound<'_, PyModule>) -> PyResult<()> {
    static FIRST: OnceLock<usize> = OnceLock::new();
    // Every interpreter has modules of its own.
    let own = module.py().import("sys")?.getattr("modules")?.as_ptr() as usize;
    if *FIRST.get_or_init(|| own) == own {
        return Ok(());
    }
    let text = "defacto_sdk works in one interpreter of a process. Import it in the first one only, or start a process.";
    Err(PyImportError::new_err(text))
}

/// The names of all classes, whether they are made or not.
fn name_all(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let classes = CLASSES.iter().map(|class| class.name);
    module.setattr("__all__", classes.chain(["__version__"]).collect::<Vec<_>>())
}

/// Makes the class of this name and keeps it: the interpreter asks once for each.
#[pyfunction]
#[pyo3(name = "__getattr__", pass_module)]
fn attribute<'py>(module: &Bound<'py, PyModule>, name: &str) -> PyResult<Bound<'py, PyType>> {
    let Some(Class { make, .. }) = CLASSES.iter().find(|class| class.name == name) else {
        let text = format!("module 'defacto_sdk._native' has no attribute '{name}'");
        return Err(PyAttributeError::new_err(text));
    };
    let class = make(module.py())?;
    module.setattr(name, &class)?;
    Ok(class)
}
