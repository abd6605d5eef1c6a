//! Compares JSON with a model's table, and lists every member that cannot be read, with its place.
//!
//! serde stops at the first mistake and does not say where it is. So serde reads a body first. If that fails,
//! the body is checked once more for a full report.

use serde::de::{Deserialize, DeserializeOwned};
use serde_json::Value;

#[cfg(feature = "python")]
use super::codec::Decode;
use super::codec::{Items, Wire, parse_date, parse_timestamp};
use super::kind::{Described, Kind, ModelInfo};

/// One member that does not have the shape of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Its JSON pointer; empty for the whole document.
    pub(crate) pointer: String,
    /// A stable code.
    pub(crate) code: &'static str,
    /// What was expected instead.
    pub(crate) detail: String,
    /// Whether the value can still be read.
    pub(crate) harmless: bool,
    /// Whether the member is required.
    pub(crate) required: bool,
}

/// Reads a model from JSON.
///
/// # Errors
/// All members that do not fit, each with its place.
pub(crate) fn read<T: DeserializeOwned + Described>(bytes: &[u8]) -> Result<T, Vec<Fault>> {
    parse(bytes).map_err(|error| explain(bytes, &error, &Kind::Model(T::INFO)))
}

/// Reads a bare list from JSON.
///
/// # Errors
/// All members that do not fit, each with its place.
pub(crate) fn read_list<T: Wire>(bytes: &[u8]) -> Result<Vec<T>, Vec<Fault>> {
    parse(bytes).map(|items: Items<T>| items.0).map_err(|error| explain(bytes, &error, &Kind::List(&T::KIND)))
}

/// Reads the value of a member that a program writes as JSON. It may have no member that its model does not know.
///
/// # Errors
/// All members that do not fit, each with its place.
#[cfg(feature = "python")]
pub(crate) fn read_member<T: Wire>(value: &Value) -> Result<T, Vec<Fault>> {
    let mut faults = Vec::new();
    check_kind(&T::KIND, value, "", &mut faults);
    faults.retain(|fault| !fault.harmless || fault.code == "unknown_field");
    if !faults.is_empty() {
        return Err(faults);
    }
    let json = value.to_string().into_bytes();
    parse(&json).map(|member: Decode<T>| member.0).map_err(|error| explain(&json, &error, &T::KIND))
}

/// Parses JSON. All models are read from text and none from bytes: each way would compile all of them, and the bytes are
/// checked once instead of text by text.
fn parse<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> serde_json::Result<T> {
    match str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => Err(not_utf8(bytes)),
    }
}

#[cold]
fn not_utf8(bytes: &[u8]) -> serde_json::Error {
    let parsed = serde_json::from_slice::<Value>(bytes);
    parsed.err().unwrap_or_else(|| serde::de::Error::custom("it is not UTF-8"))
}

/// Kept out of `read`, which is compiled once for each model.
#[cold]
#[inline(never)]
fn explain(bytes: &[u8], error: &serde_json::Error, kind: &Kind) -> Vec<Fault> {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        let detail = format!("is not valid JSON (line {}, column {})", error.line(), error.column());
        return vec![Fault {
            pointer: String::new(),
            code: "invalid_json",
            detail,
            harmless: false,
            required: false,
        }];
    };
    let mut faults = Vec::new();
    check_kind(kind, &value, "", &mut faults);
    faults.retain(|fault| !fault.harmless);
    if faults.is_empty() {
        let detail = "does not have the expected form".to_owned();
        faults.push(Fault {
            pointer: String::new(),
            code: "unreadable",
            detail,
            harmless: false,
            required: false,
        });
    }
    faults
}

/// Returns every place where `value` does not have the shape of `model`.
pub(crate) fn check_shape(model: &ModelInfo, value: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_model(model, value, "", &mut faults);
    faults
}

fn check_model(model: &ModelInfo, value: &Value, pointer: &str, faults: &mut Vec<Fault>) {
    let Some(members) = value.as_object() else {
        return faults.push(wrong_type(pointer, "an object", value));
    };
    for field in model.fields {
        let place = format!("{pointer}/{}", field.name);
        match members.get(field.name) {
            None | Some(Value::Null) if field.required => faults.push(Fault {
                pointer: place,
                code: "required",
                detail: "is required".to_owned(),
                harmless: false,
                required: true,
            }),
            None | Some(Value::Null) => {}
            Some(value) => {
                let before = faults.len();
                check_kind(field.kind, value, &place, faults);
                faults[before..]
                    .iter_mut()
                    .filter(|fault| fault.pointer == place)
                    .for_each(|fault| fault.required = field.required);
            }
        }
    }
    for name in members.keys().filter(|name| !model.fields.iter().any(|field| field.name == name.as_str())) {
        let detail = format!("is no field of {} that this version knows; it is sent as it is", model.name);
        let pointer = join(pointer, name);
        faults.push(Fault { pointer, code: "unknown_field", detail, harmless: true, required: false });
    }
}

fn check_kind(kind: &Kind, value: &Value, pointer: &str, faults: &mut Vec<Fault>) {
    match kind {
        Kind::Model(model) => check_model(model, value, pointer, faults),
        Kind::List(item) => match value.as_array() {
            None => faults.push(wrong_type(pointer, "a list", value)),
            Some(items) => items
                .iter()
                .enumerate()
                .for_each(|(at, value)| check_kind(item, value, &format!("{pointer}/{at}"), faults)),
        },
        Kind::Map(item) => match value.as_object() {
            None => faults.push(wrong_type(pointer, "an object", value)),
            Some(members) => {
                for (name, value) in members {
                    check_kind(item, value, &join(pointer, name), faults);
                }
            }
        },
        _ => faults.extend(check_scalar(kind, value, pointer)),
    }
}

/// Returns the JSON pointer of a member.
fn join(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn check_scalar(kind: &Kind, value: &Value, pointer: &str) -> Option<Fault> {
    let (expected, fits) = match kind {
        Kind::Integer => ("a whole number", value.is_i64()),
        Kind::Boolean => ("true or false, without quotes", value.is_boolean()),
        Kind::Decimal => ("a number", value.is_number()),
        Kind::Object => ("an object", value.is_object()),
        _ => ("a string", value.is_string()),
    };
    if !fits {
        return Some(wrong_type(pointer, expected, value));
    }
    let text = value.as_str().unwrap_or_default();
    let wrong = |code, detail: &str, harmless| {
        Some(Fault {
            pointer: pointer.to_owned(),
            code,
            detail: detail.to_owned(),
            harmless,
            required: false,
        })
    };
    match kind {
        Kind::Date if parse_date(text).is_none() => wrong("date_format", "must be a date, YYYY-MM-DD", false),
        Kind::DateTime if parse_timestamp(text).is_none() => wrong(
            "timestamp_format",
            "must be a date and time with its offset, as 2026-01-31T09:30:00+00:00",
            false,
        ),
        Kind::DateTime if text.parse::<jiff::Timestamp>().is_err() => {
            wrong("timestamp_without_offset", "has no UTC offset and is taken as UTC; add Z or +00:00", true)
        }
        Kind::Uuid if text.parse::<uuid::Uuid>().is_err() => wrong("uuid_format", "must be a UUID", false),
        _ => None,
    }
}

fn wrong_type(pointer: &str, expected: &str, value: &Value) -> Fault {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let detail = format!("must be {expected}, not {found}");
    Fault { pointer: pointer.to_owned(), code: "type", detail, harmless: false, required: false }
}
