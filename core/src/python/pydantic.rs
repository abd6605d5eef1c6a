//! Models in pydantic: `_pydantic.py` makes the schema of a model from its table.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use super::json::model_value;
use crate::wire::{Fault, Kind, ModelInfo, check_shape};

/// A field: name, kind, whether it is required, and whether it may be null.
type FieldTuple<'py> = (&'static str, Bound<'py, PyAny>, bool, bool);

/// What is wrong: pointer, code and text.
type FaultTuple = (String, &'static str, String);

/// The table of a model, as `_pydantic.py` reads it.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(crate) struct ModelTable(&'static ModelInfo);

#[pymethods]
impl ModelTable {
    /// Whether callers make the model. It takes no member that it does not have.
    #[getter]
    fn is_request(&self) -> bool {
        self.0.request
    }

    /// Returns the fields: name, kind, whether it is required, and whether it may be null.
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Vec<FieldTuple<'py>>> {
        let field = |field: &crate::wire::FieldInfo| {
            Ok((field.name, described(py, field.kind)?, field.required, field.nullable))
        };
        self.0.fields.iter().map(field).collect()
    }

    /// Returns a dict as JSON text, and what is wrong with it: pointer, code and text, never the value.
    fn read(&self, value: &Bound<'_, PyAny>) -> PyResult<(String, Vec<FaultTuple>)> {
        let value = model_value(value)?;
        let mut faults = check_shape(self.0, &value);
        faults.retain(|fault| !fault.harmless || self.0.request && fault.code == "unknown_field");
        let texts = faults.into_iter().map(|Fault { pointer, code, detail, .. }| {
            // What follows a semicolon is said of JSON that is sent all the same.
            (pointer, code, detail.split(';').next().unwrap_or_default().to_owned())
        });
        Ok((value.to_string(), texts.collect()))
    }
}

/// Returns a kind: the name of a JSON form, of a class, or the kind of the items of a list or a map.
fn described<'py>(py: Python<'py>, kind: &Kind) -> PyResult<Bound<'py, PyAny>> {
    let (form, of) = match kind {
        Kind::String | Kind::Bytes | Kind::Pdf => ("string", None),
        Kind::Integer => ("integer", None),
        Kind::Boolean => ("boolean", None),
        Kind::Decimal => ("number", None),
        Kind::Date => ("date", None),
        Kind::DateTime => ("datetime", None),
        Kind::Uuid => ("uuid", None),
        Kind::Object => ("object", None),
        Kind::List(item) => ("list", Some(described(py, item)?)),
        Kind::Map(item) => ("map", Some(described(py, item)?)),
        Kind::Enum(info) => ("class", Some(info.name.into_pyobject(py)?.into_any())),
        Kind::Model(info) => ("class", Some(info.name.into_pyobject(py)?.into_any())),
    };
    Ok((form, of).into_pyobject(py)?.into_any())
}

/// Returns the schema of a model for pydantic.
pub(crate) fn pydantic_schema<'py>(
    class: &Bound<'py, PyType>,
    info: &'static ModelInfo,
    handler: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let module = class.py().import("defacto_sdk._pydantic")?;
    module.call_method1("schema", (class, ModelTable(info), handler))
}

/// Returns a model with some values changed, for `copy.replace`.
pub(crate) fn replaced<'py>(
    model: &Bound<'py, PyAny>,
    fields: &[&str],
    changes: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let values = PyDict::new(model.py());
    fields.iter().try_for_each(|field| values.set_item(field, model.getattr(*field)?))?;
    if let Some(changes) = changes {
        values.update(changes.as_mapping())?;
    }
    model.get_type().call((), Some(&values))
}
