//! The list of everything that each language must have, as JSON.

use anyhow::Result;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::wire::{Answer, ArgumentInfo, Kind, Operation};
use heck::ToUpperCamelCase;
use serde_json::{Value, json};

use crate::journeys;
use crate::surface::{Surface, accessor, is_in_swift};

#[expect(clippy::print_stdout, reason = "it is a command")]
pub(crate) fn print(openapi: bool) -> Result<()> {
    let document = if openapi { crate::openapi::document()? } else { document() };
    println!("{}", serde_json::to_string_pretty(&document)?);
    Ok(())
}

fn document() -> Value {
    let surface = Surface::read();
    let areas = surface.areas.iter().map(|area| {
        let operations: Vec<Value> = area.functions().map(operation).collect();
        json!({"name": area.name, "accessor": accessor(area), "doc": area.doc, "operations": operations})
    });
    let models = surface.models.iter().map(|model| {
        let fields = model.fields.iter().map(|field| {
            json!({
                "name": field.name, "field": field.field, "doc": field.doc, "kind": kind(field.kind),
                "required": field.required,
            })
        });
        json!({
            "name": model.name, "doc": model.doc, "request": model.request, "fields": fields.collect::<Vec<_>>(),
            "swift": is_in_swift(model.name),
        })
    });
    let enums = surface.enums.iter().map(|info| {
        let values = info
            .values
            .iter()
            .map(|value| json!({"variant": value.variant, "wire": value.wire, "doc": value.doc}));
        json!({
            "name": info.name, "doc": info.doc, "values": values.collect::<Vec<_>>(),
            "swift": is_in_swift(info.name),
        })
    });
    let errors = ErrorKind::VALUES.iter().map(|kind| kind.to_upper_camel_case());
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "areas": areas.collect::<Vec<_>>(),
        "calls": journeys::names().into_iter().collect::<Vec<_>>(),
        "models": models.collect::<Vec<_>>(),
        "enums": enums.collect::<Vec<_>>(),
        "errors": errors.collect::<Vec<_>>(),
    })
}

fn operation(operation: &Operation) -> Value {
    let argument = |argument: &ArgumentInfo| json!({"name": argument.name, "kind": kind(argument.kind), "required": argument.required});
    let answer = match operation.answer {
        Answer::Nothing => Value::Null,
        Answer::One(one) => json!(kind(one)),
        Answer::Pages(item) => json!(format!("pages of {}", kind(item))),
    };
    json!({
        "verb": operation.verb, "method": operation.method, "path": operation.path, "doc": operation.doc,
        "arguments": operation.arguments.iter().map(argument).collect::<Vec<_>>(), "answer": answer,
        "deprecated": operation.deprecated,
    })
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::List(item) => format!("list of {}", self::kind(item)),
        Kind::Map(item) => format!("map of {}", self::kind(item)),
        Kind::Enum(info) => info.name.to_owned(),
        Kind::Model(info) => info.name.to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}
