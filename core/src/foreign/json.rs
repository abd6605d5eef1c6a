//! Free JSON in Kotlin and Swift.

use std::collections::HashMap;

use serde_json::{Map, Number, Value};

use crate::model::JsonObject;

/// A JSON value of no fixed type.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum JsonValue {
    /// The JSON value `null`.
    Null,
    /// `true` or `false`.
    Boolean {
        /// The value.
        value: bool,
    },
    /// A whole number of 64 bits.
    Integer {
        /// The value.
        value: i64,
    },
    /// Any other number.
    Number {
        /// The value.
        value: f64,
    },
    /// Text.
    Text {
        /// The value.
        value: String,
    },
    /// A list.
    List {
        /// The items.
        items: Vec<JsonValue>,
    },
    /// An object.
    Object {
        /// The members.
        members: HashMap<String, JsonValue>,
    },
}

impl From<Value> for JsonValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean { value },
            Value::Number(number) => match number.as_i64() {
                Some(value) => Self::Integer { value },
                None => Self::Number { value: number.as_f64().unwrap_or(f64::NAN) },
            },
            Value::String(value) => Self::Text { value },
            Value::Array(items) => Self::List { items: items.into_iter().map(Self::from).collect() },
            Value::Object(members) => Self::Object { members: from_members(members) },
        }
    }
}

impl From<JsonValue> for Value {
    fn from(value: JsonValue) -> Self {
        match value {
            JsonValue::Null => Self::Null,
            JsonValue::Boolean { value } => Self::Bool(value),
            JsonValue::Integer { value } => Self::from(value),
            // JSON has neither infinity nor NaN.
            JsonValue::Number { value } => Number::from_f64(value).map_or(Self::Null, Self::Number),
            JsonValue::Text { value } => Self::String(value),
            JsonValue::List { items } => Self::Array(items.into_iter().map(Self::from).collect()),
            JsonValue::Object { members } => Self::Object(to_members(members)),
        }
    }
}

fn from_members(members: Map<String, Value>) -> HashMap<String, JsonValue> {
    members.into_iter().map(|(name, value)| (name, value.into())).collect()
}

fn to_members(members: HashMap<String, JsonValue>) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name, value.into())).collect()
}

/// Converts an object's members for Kotlin and Swift.
pub(super) fn lower(object: JsonObject) -> HashMap<String, JsonValue> {
    from_members(object.into())
}

/// Creates an object from members of Kotlin or Swift.
pub(super) fn lift(members: HashMap<String, JsonValue>) -> JsonObject {
    to_members(members).into()
}
