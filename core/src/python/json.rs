//! JSON as Python's own values, and back.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

use crate::wire::JsonObject;

/// How deep a value may be nested, before it is taken for one that contains itself.
const DEEPEST: usize = 128;

/// Modules whose values have a text that can be sent.
const WRITE_THEMSELVES: [&str; 6] = ["datetime", "decimal", "numpy", "pandas", "pyarrow", "uuid"];

/// JSON text as dict, list, str, int, float, bool and None.
pub(crate) fn json_to_python<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let value =
        serde_json::from_str(text).map_err(|_| PyValueError::new_err("the text is not valid JSON"))?;
    to_python(py, &value)
}

fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(value) => PyBool::new(py, *value).to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => value.into_pyobject(py)?.into_any(),
            (None, Some(value)) => value.into_pyobject(py)?.into_any(),
            (None, None) => PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN)).into_any(),
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            items.iter().try_for_each(|item| list.append(to_python(py, item)?))?;
            list.into_any()
        }
        Value::Object(map) => object_to_python(py, map.iter())?.into_any(),
    })
}

fn object_to_python<'py, 'a>(
    py: Python<'py>,
    members: impl Iterator<Item = (&'a String, &'a Value)>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in members {
        dict.set_item(name, to_python(py, value)?)?;
    }
    Ok(dict)
}

fn from_python(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if depth > DEEPEST {
        return Err(PyValueError::new_err("the value is nested too deeply"));
    }
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(value) = object.cast::<PyBool>() {
        return Ok(Value::Bool(value.is_true()));
    }
    if object.cast::<PyInt>().is_ok() {
        let number =
            object.extract::<i64>().map(Number::from).or_else(|_| object.extract::<u64>().map(Number::from));
        return number
            .map(Value::Number)
            .map_err(|_| PyValueError::new_err("the integer does not fit into 64 bits"));
    }
    if let Ok(value) = object.cast::<PyFloat>() {
        let number = Number::from_f64(value.value());
        return number
            .map(Value::Number)
            .ok_or_else(|| PyValueError::new_err("NaN and infinity are no JSON"));
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::String(text.to_cow()?.into_owned()));
    }
    if let Ok(dict) = object.cast::<PyDict>() {
        return members(dict, depth).map(Value::Object);
    }
    if object.cast::<PyList>().is_ok() || object.cast::<PyTuple>().is_ok() {
        let items = object.try_iter()?.map(|item| from_python(&item?, depth + 1));
        return items.collect::<PyResult<_>>().map(Value::Array);
    }
    let name = object.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "{name} is no JSON value: use dict, list, str, int, float, bool or None"
    )))
}

fn members(dict: &Bound<'_, PyDict>, depth: usize) -> PyResult<Map<String, Value>> {
    dict.iter()
        .map(|(name, value)| Ok((name.extract::<String>()?, from_python(&value, depth + 1)?)))
        .collect()
}

/// A record of a table as JSON text. What tables call missing (`None`, `NaN`, `NaT`) is left out; dates and numbers of other
/// libraries are written as they write themselves. Otherwise gives the name of the column whose value cannot be sent; none
/// when it is a name that is no text.
pub(super) fn record_to_json(record: &Bound<'_, PyDict>) -> Result<String, Option<String>> {
    let mut members = Map::new();
    for (name, value) in record.iter() {
        let name = name.extract::<String>().map_err(|_| None)?;
        let read = match from_python(&value, 1) {
            Ok(Value::Null) => continue,
            Ok(read) => read,
            Err(_) if is_missing(&value) => continue,
            Err(_) => written(&value).ok_or_else(|| Some(name.clone()))?,
        };
        members.insert(name, read);
    }
    Ok(Value::Object(members).to_string())
}

/// A day, a moment, a decimal, a UUID, or a number of a library for tables, as it writes itself.
fn written(value: &Bound<'_, PyAny>) -> Option<Value> {
    let is_of = |class: Bound<'_, PyAny>| {
        let module = class.getattr("__module__").and_then(|module| module.extract::<String>());
        module.is_ok_and(|module| WRITE_THEMSELVES.contains(&module.split('.').next().unwrap_or_default()))
    };
    let is_value = value.get_type().mro().iter().any(is_of) && value.cast::<PyFloat>().is_err();
    let text = if is_value { value.str().ok() } else { None };
    text.and_then(|text| Some(Value::String(text.to_cow().ok()?.into_owned())))
}

/// Not a number and not a time are not even equal to themselves; pandas' NA does not say.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    let unequal = value.ne(value);
    unequal.unwrap_or_else(|_| value.get_type().name().is_ok_and(|name| name == "NAType"))
}

impl<'py> IntoPyObject<'py> for JsonObject {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::DICT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        object_to_python(py, self.iter())
    }
}

impl<'py> FromPyObject<'_, 'py> for JsonObject {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::DICT;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let dict = object.cast::<PyDict>()?;
        members(&dict, 0).map(Self::from)
    }
}

#[cfg(feature = "inspect")]
mod hint {
    use pyo3::PyTypeInfo;
    use pyo3::inspect::PyStaticExpr;
    use pyo3::types::{PyDict, PyString};

    const ANY: PyStaticExpr =
        PyStaticExpr::Attribute { value: &PyStaticExpr::Name { id: "typing" }, attr: "Any" };
    pub(super) const DICT: PyStaticExpr = PyStaticExpr::Subscript {
        value: &PyDict::TYPE_HINT,
        slice: &PyStaticExpr::Tuple { elts: &[PyString::TYPE_HINT, ANY] },
    };
}
