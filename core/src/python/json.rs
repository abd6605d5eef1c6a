//! Converts JSON into Python's own values, and back.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

use crate::wire::JsonObject;

/// The deepest nesting of a value. A deeper one counts as a value that contains itself.
const DEEPEST: usize = 128;

/// Modules whose values can be sent as their text.
const WRITE_THEMSELVES: [&str; 6] = ["datetime", "decimal", "numpy", "pandas", "pyarrow", "uuid"];

/// Converts JSON text into dict, list, str, int, float, bool and None.
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

/// How values are treated that JSON does not have.
#[derive(Clone, Copy)]
enum Others {
    /// Such values are refused.
    Refused,
    /// As in models: dates and numbers of other libraries are their text. Missing values are refused.
    OfModels,
    /// As in tables: missing values are null, and dates and numbers of other libraries are sent as their
    /// text.
    OfTables,
}

/// The reason why a value cannot be sent, and its place. It never holds the value.
struct Unfit {
    /// The place as a JSON pointer, from where the reading began.
    pointer: String,
    error: PyErr,
}

impl Unfit {
    /// Returns the same reason, with `step` in front of its place.
    fn inside(self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("/{step}{}", self.pointer), error: self.error }
    }

    /// Returns an exception of the same class, with the place in front of its text.
    fn into_error(self, py: Python<'_>) -> PyErr {
        let (class, text) = (self.error.get_type(py), self.error.value(py).to_string());
        let is_plain = class.is(py.get_type::<PyTypeError>()) || class.is(py.get_type::<PyValueError>());
        if self.pointer.is_empty() || !is_plain {
            return self.error;
        }
        PyErr::from_type(class, format!("{} {text}", self.pointer))
    }
}

impl From<PyErr> for Unfit {
    fn from(error: PyErr) -> Self {
        Self { pointer: String::new(), error }
    }
}

/// Returns a JSON value of a program.
pub(super) fn plain_value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    from_python(object, 0, Others::Refused).map_err(|unfit| unfit.into_error(object.py()))
}

/// Returns a dict or a list in the place of models as JSON. Dates are their text.
pub(super) fn model_value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    from_python(object, 0, Others::OfModels).map_err(|unfit| unfit.into_error(object.py()))
}

fn from_python(object: &Bound<'_, PyAny>, depth: usize, others: Others) -> Result<Value, Unfit> {
    if depth > DEEPEST {
        return Err(PyValueError::new_err("is nested too deeply").into());
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
            .map_err(|_| PyValueError::new_err("must be an integer of at most 64 bits").into());
    }
    if let Ok(value) = object.cast::<PyFloat>() {
        return match (Number::from_f64(value.value()), others) {
            (Some(number), _) => Ok(Value::Number(number)),
            (None, Others::OfTables) if value.value().is_nan() => Ok(Value::Null),
            (None, _) => {
                Err(PyValueError::new_err("must be a finite number or None, not NaN or infinity").into())
            }
        };
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Value::String(text.to_cow()?.into_owned()));
    }
    if let Ok(dict) = object.cast::<PyDict>() {
        return members(dict, depth, others).map(Value::Object);
    }
    if object.cast::<PyList>().is_ok() || object.cast::<PyTuple>().is_ok() {
        return items(object, depth, others);
    }
    if matches!(others, Others::OfModels) && is_model(object) {
        return from_python(&object.call_method0("to_dict")?, depth + 1, others);
    }
    if let Others::OfTables | Others::OfModels = others {
        if is_array(object) {
            return items(&object.call_method0("tolist")?, depth, others);
        }
        if is_missing(object) {
            let is_refused = matches!(others, Others::OfModels);
            return if is_refused { Err(refused(object).into()) } else { Ok(Value::Null) };
        }
        if let Some(text) = written(object) {
            return Ok(text);
        }
    }
    Err(refused(object).into())
}

/// Returns `true` for an object of a model, inside a dict that stands for another one.
fn is_model(object: &Bound<'_, PyAny>) -> bool {
    let module = object.get_type().module();
    module.is_ok_and(|module| module == "defacto_sdk") && object.hasattr("to_dict").unwrap_or(false)
}

fn refused(object: &Bound<'_, PyAny>) -> PyErr {
    let name = object.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    if is_missing(object) {
        return PyTypeError::new_err(format!("must be a value or None, not a missing value ({name})"));
    }
    PyTypeError::new_err(format!("must be dict, list, str, int, float, bool or None, not {name}"))
}

fn items(list: &Bound<'_, PyAny>, depth: usize, others: Others) -> Result<Value, Unfit> {
    let items = list.try_iter()?.enumerate().map(|(at, item)| {
        from_python(&item?, depth + 1, others).map_err(|unfit| unfit.inside(&at.to_string()))
    });
    items.collect::<Result<_, _>>().map(Value::Array)
}

fn members(dict: &Bound<'_, PyDict>, depth: usize, others: Others) -> Result<Map<String, Value>, Unfit> {
    let member = |(name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        let name = name.extract::<String>()?;
        match from_python(&value, depth + 1, others) {
            Ok(value) => Ok((name, value)),
            Err(unfit) => Err(unfit.inside(&name)),
        }
    };
    dict.iter().map(member).collect()
}

/// Returns a record of a table as JSON text. Missing values (`None`, `NaN`, `NaT`) are omitted; inside
/// objects and lists they are null. Dates and numbers of other libraries are written as their text, at every
/// depth. Otherwise fails with the name of the column whose value cannot be sent, or with `None` if a name is
/// not text.
pub(super) fn record_to_json(record: &Bound<'_, PyDict>) -> Result<String, Option<String>> {
    let mut members = Map::new();
    for (name, value) in record.iter() {
        let name = name.extract::<String>().map_err(|_| None)?;
        match from_python(&value, 1, Others::OfTables) {
            Ok(Value::Null) => {}
            Ok(read) => {
                members.insert(name, read);
            }
            Err(_) => return Err(Some(name)),
        }
    }
    Ok(Value::Object(members).to_string())
}

/// Returns `true` for an array of numpy or another library, but not for a single value.
fn is_array(value: &Bound<'_, PyAny>) -> bool {
    let dimensions = value.getattr("ndim").and_then(|count| count.extract::<usize>());
    dimensions.is_ok_and(|count| count > 0) && value.hasattr("tolist").unwrap_or(false)
}

/// Returns the text of a date, a time, a decimal, a UUID, or a number of a library for tables.
fn written(value: &Bound<'_, PyAny>) -> Option<Value> {
    let is_of = |class: Bound<'_, PyAny>| {
        let module = class.getattr("__module__").and_then(|module| module.extract::<String>());
        module.is_ok_and(|module| WRITE_THEMSELVES.contains(&module.split('.').next().unwrap_or_default()))
    };
    let is_value = value.get_type().mro().iter().any(is_of) && value.cast::<PyFloat>().is_err();
    let text = if is_value { value.str().ok() } else { None };
    text.and_then(|text| Some(Value::String(text.to_cow().ok()?.into_owned())))
}

/// Returns `true` for a missing value. `NaN` and `NaT` do not equal themselves; pandas' `NA` refuses the
/// comparison.
pub(super) fn is_missing(value: &Bound<'_, PyAny>) -> bool {
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
        let read = members(&dict, 0, Others::Refused);
        read.map(Self::from).map_err(|unfit| unfit.into_error(object.py()))
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
