//! The documentation of request fields names what the API takes for a field that is omitted.

use std::collections::BTreeMap;
use std::fs;

use camino::Utf8Path;
use serde_json::Value;

use crate::surface::Surface;

/// The defaults that a text or the vectors name, by model or operation and by field.
type Defaults = BTreeMap<String, BTreeMap<String, String>>;

fn cases() -> Vec<Value> {
    let path = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/defaults.json");
    let vectors: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    vectors["cases"].as_array().unwrap().clone()
}

/// Returns the vectors of one kind as the documentation writes them.
fn expected(kind: &str) -> Defaults {
    let of_kind = cases().into_iter().filter(|case| case["of"] == kind);
    let written = |case: &Value, field: &str, value: &Value| match (&case["words"][field], value) {
        (Value::String(words), _) => words.clone(),
        (_, Value::String(text)) => format!("`{text}`"),
        _ => value.to_string(),
    };
    let fields = |case: &Value| {
        let defaults = case["defaults"].as_object().unwrap().iter();
        defaults.map(|(field, value)| (field.clone(), written(case, field, value))).collect()
    };
    of_kind.map(|case| (case["name"].as_str().unwrap().to_owned(), fields(&case))).collect()
}

/// Returns the default that a text names: what stands between a semicolon and "if omitted".
fn named(doc: &str) -> Option<String> {
    let text = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, _) = text.split_once(" if omitted")?;
    Some(before.rsplit("; ").next().unwrap_or(before).to_owned())
}

#[test]
fn the_text_of_a_request_field_names_its_default_and_no_other() {
    let mut found = Defaults::new();
    for model in Surface::read().models.iter().filter(|model| model.request) {
        let fields = model.fields.iter().filter_map(|field| Some((field.name.to_owned(), named(field.doc)?)));
        let fields: BTreeMap<_, _> = fields.collect();
        if !fields.is_empty() {
            found.insert(model.name.to_owned(), fields);
        }
    }
    assert_eq!(found, expected("model"));
}

#[test]
fn the_text_of_an_operation_names_the_defaults_of_its_arguments() {
    let surface = Surface::read();
    let operations: Vec<_> = surface.areas.iter().flat_map(|area| area.operations).collect();
    for (verb, arguments) in expected("operation") {
        let operation = operations.iter().find(|operation| operation.verb == verb).unwrap();
        let text = operation.doc.split_whitespace().collect::<Vec<_>>().join(" ");
        for (argument, default) in arguments {
            assert!(
                operation.arguments.iter().any(|info| info.name == argument && !info.required),
                "{argument}"
            );
            let (_, sentence) = text.split_once(&format!("`{argument}` is ")).unwrap();
            assert_eq!(named(sentence), Some(default), "{verb}, {argument}");
        }
    }
}

#[test]
fn a_default_is_optional_and_of_the_kind_of_its_field() {
    let surface = Surface::read();
    for case in cases() {
        if case["of"] != "model" {
            continue;
        }
        let name = &case["name"];
        let model = surface.models.iter().find(|model| *name == model.name).unwrap();
        for (field, value) in case["defaults"].as_object().unwrap() {
            let field = model.fields.iter().find(|info| info.name == field).unwrap();
            assert!(!field.required, "{name}.{}", field.name);
            let kind = format!("{:?}", field.kind);
            let fits = match value {
                Value::Bool(_) => kind == "Boolean",
                Value::Number(_) => kind == "Integer",
                Value::String(text) if kind.starts_with("Enum") => {
                    kind.contains(&format!("wire: \"{text}\""))
                }
                _ => kind == "String" || kind == "DateTime",
            };
            assert!(fits, "{name}.{}: {value} for {kind}", field.name);
        }
    }
}
