//! A value of each model as JSON: with every field, values that no version knows, and a member of that kind.

use defacto_sdk::wire::{FieldInfo, Kind, ModelInfo};
use serde_json::{Map, Value, json};

/// How deep models stand in a sample: some hold themselves.
const DEPTH: usize = 2;

pub(super) fn sample(model: &ModelInfo) -> Value {
    object(model, DEPTH)
}

fn object(model: &ModelInfo, depth: usize) -> Value {
    let member = |field: &FieldInfo| {
        let value = value(field.kind, depth).or_else(|| field.required.then(|| required(field.kind)))?;
        Some((field.name.to_owned(), value))
    };
    let mut members: Map<String, Value> = model.fields.iter().filter_map(member).collect();
    members.insert("planetName".to_owned(), json!({ "moonCount": [1, null, true], "rate": 0.5 }));
    Value::Object(members)
}

/// Returns a value; `None` if it is a model in too many others.
fn value(kind: &Kind, depth: usize) -> Option<Value> {
    Some(match kind {
        Kind::Integer => json!(9_007_199_254_740_993_i64),
        Kind::Boolean => json!(true),
        Kind::Decimal => json!(0.0123),
        Kind::Date => json!("1971-03-09"),
        Kind::DateTime => json!("2026-11-02T08:15:00.25Z"),
        Kind::Uuid => json!("1f0c6f3e-93b5-4b8e-a4a5-0d7a3f6c2b10"),
        Kind::Object => json!({ "firstKey": { "secondKey": [1, "two"] } }),
        Kind::List(item) => json!([value(item, depth)?]),
        Kind::Map(item) => json!({ "aKey": value(item, depth)? }),
        Kind::Enum(_) => json!("brand_new"),
        Kind::Model(model) => object(model, depth.checked_sub(1)?),
        _ => json!("text \u{e9}"),
    })
}

/// Returns a value for a field that must be there.
fn required(kind: &Kind) -> Value {
    match kind {
        Kind::List(_) => json!([]),
        Kind::Model(model) => object(model, 0),
        _ => json!({}),
    }
}
