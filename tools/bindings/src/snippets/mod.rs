//! The operations with the models of their requests and an example each, as the sandbox's `snippets` read them.

mod example;

use std::fs;

use anyhow::{Result, ensure};
use camino::Utf8Path;
use defacto_sandbox::snippets::{
    Answer, Area, Argument, Enum, EnumValue, Field, Kind, Model, Operation, Place, Surface as Written,
};
use defacto_sdk::wire::{self, AreaInfo, ArgumentInfo, EnumInfo, FieldInfo, ModelInfo};
use heck::ToUpperCamelCase;

use crate::surface::{Surface, accessor, first_sentence};

/// Writes the file, or checks that it is up to date.
pub(crate) fn write(out: &Utf8Path, check: bool) -> Result<()> {
    let text = serde_json::to_string(&of(&Surface::read())?)? + "\n";
    let is_current = fs::read_to_string(out).is_ok_and(|present| present == text);
    if check {
        ensure!(is_current, "{out} is not up to date. Run `make docs`");
    }
    if !is_current {
        fs::write(out, text)?;
    }
    Ok(())
}

/// Returns all operations with what their requests are made of.
pub(crate) fn of(surface: &Surface) -> Result<Written> {
    let examples = example::Examples::read(surface)?;
    let mut written = Written::default();
    for area in &surface.areas {
        written.areas.push(self::area(area, &examples));
        for argument in area.operations.iter().flat_map(|operation| operation.arguments) {
            add(&mut written, argument.kind)?;
        }
    }
    Ok(written)
}

fn area(area: &AreaInfo, examples: &example::Examples) -> Area {
    let operations = area.operations.iter().map(|operation| {
        let name = format!("{}.{}", accessor(area), operation.verb);
        Operation {
            example: examples.of(&name, operation),
            name,
            method: operation.method.to_owned(),
            path: operation.path.to_owned(),
            summary: first_sentence(operation.doc),
            arguments: operation.arguments.iter().map(|info| argument(operation, info)).collect(),
            answer: answer(operation.answer),
        }
    });
    Area {
        name: area.name.to_owned(),
        accessor: accessor(area),
        doc: area.doc.trim().to_owned(),
        operations: operations.collect(),
    }
}

fn argument(operation: &wire::Operation, info: &ArgumentInfo) -> Argument {
    Argument {
        name: info.name.to_owned(),
        kind: kind(info.kind),
        required: info.required,
        place: place(operation, info),
    }
}

/// Returns the part of the request that holds an argument.
pub(crate) fn place(operation: &wire::Operation, argument: &ArgumentInfo) -> Place {
    let is_upload = operation.arguments.iter().any(|argument| matches!(argument.kind, wire::Kind::Pdf));
    match (argument.name, argument.kind) {
        (name, _) if operation.path.contains(&format!("{{{name}}}")) => Place::Path,
        ("body", _) => Place::Body,
        ("form", _) | (_, wire::Kind::Pdf) => Place::Form,
        ("metadata", _) if is_upload => Place::Form,
        _ => Place::Query,
    }
}

fn answer(answer: wire::Answer) -> Answer {
    let name = |kind: &wire::Kind| kind_of(kind);
    match answer {
        wire::Answer::Nothing => Answer::Nothing,
        wire::Answer::Pages(item) => Answer::Pages(name(item)),
        wire::Answer::One(wire::Kind::List(item)) => Answer::List(name(item)),
        wire::Answer::One(wire::Kind::Bytes) => Answer::File,
        wire::Answer::One(wire::Kind::String) => Answer::Text,
        wire::Answer::One(kind) => Answer::One(name(kind)),
    }
}

/// Adds the model or the enum, and what it is made of.
fn add(written: &mut Written, kind: &wire::Kind) -> Result<()> {
    match kind {
        wire::Kind::List(item) | wire::Kind::Map(item) => add(written, item)?,
        wire::Kind::Enum(info) => drop(written.enums.insert(info.name.to_owned(), open_enum(info)?)),
        wire::Kind::Model(info) if !written.models.contains_key(info.name) => {
            written.models.insert(info.name.to_owned(), model(info));
            for field in info.fields {
                add(written, field.kind)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn model(info: &ModelInfo) -> Model {
    let field = |field: &FieldInfo| Field {
        name: field.name.to_owned(),
        field: (field.field != field.name).then(|| field.field.to_owned()),
        kind: kind(field.kind),
        required: field.required,
        doc: first_sentence(field.doc),
    };
    Model {
        module: module(info.module),
        // A request to change something is named so, and nothing else is.
        patch: info.name.ends_with("Changes"),
        fields: info.fields.iter().map(field).collect(),
    }
}

/// The variants have the same name in Rust, Kotlin and, with a small letter in front, Swift.
fn open_enum(info: &EnumInfo) -> Result<Enum> {
    for value in info.values {
        let is_same = value.variant.to_upper_camel_case() == value.variant;
        ensure!(is_same, "{}::{} has another name in Kotlin", info.name, value.variant);
    }
    let value = |value: &wire::ValueInfo| EnumValue(value.wire.to_owned(), value.variant.to_owned());
    Ok(Enum { module: module(info.module), values: info.values.iter().map(value).collect() })
}

/// Returns the public module of a type below the crate: `api::loans`, or `model`.
fn module(path: &str) -> String {
    let path = path.strip_prefix("defacto_sdk::").unwrap_or(path);
    let depth = if path.starts_with("api::") { 2 } else { 1 };
    path.split("::").take(depth).collect::<Vec<_>>().join("::")
}

fn kind(kind: &wire::Kind) -> Kind {
    Kind::from(kind_of(kind))
}

fn kind_of(kind: &wire::Kind) -> String {
    match kind {
        wire::Kind::List(item) => return format!("list of {}", kind_of(item)),
        wire::Kind::Enum(info) => info.name,
        wire::Kind::Model(info) => info.name,
        wire::Kind::String => "text",
        wire::Kind::Integer => "integer",
        wire::Kind::Boolean => "boolean",
        wire::Kind::Date => "date",
        wire::Kind::DateTime => "moment",
        wire::Kind::Uuid => "uuid",
        wire::Kind::Pdf => "pdf",
        wire::Kind::Object => "object",
        // No request has it yet. Kinds that are unknown are read from JSON.
        _ => "other",
    }
    .to_owned()
}
