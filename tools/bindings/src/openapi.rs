//! The content of the SDK in the names of the vendor's OpenAPI document, for a comparison tool.
//!
//! Operations, fields, types and values come from the inventory. Only the names of the schemas are in a
//! table, `schemas.txt`: no other tool needs them, so they are not in the core.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use defacto_sdk::api::borrowers::Borrower;
use defacto_sdk::page::Page;
use defacto_sdk::wire::{Answer, Described, FieldInfo, Kind, ModelInfo};
use serde_json::{Map, Value, json};

use crate::surface::Surface;

const TABLE: &str = include_str!("schemas.txt");

/// The lines of the table: a model and its schemas.
struct Schemas(BTreeMap<&'static str, Vec<&'static str>>);

impl Schemas {
    fn read() -> Result<Self> {
        let mut schemas = BTreeMap::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (model, names) = line.split_once(": ").with_context(|| format!("no schema in `{line}`"))?;
            let twice = schemas.insert(model, names.split(' ').collect()).is_some();
            ensure!(!twice, "{model} stands in schemas.txt twice");
        }
        Ok(Self(schemas))
    }

    /// Returns the schema to compare a model with.
    fn first(&self, model: &str) -> Option<&'static str> {
        self.0.get(model)?.first().copied()
    }

    fn stands_for(&self, model: &str, schema: &str) -> bool {
        self.0.get(model).is_some_and(|schemas| schemas.contains(&schema))
    }

    /// Returns the tool's name of a kind.
    fn word(&self, kind: &Kind) -> String {
        match kind {
            Kind::Integer => "integer".to_owned(),
            Kind::Boolean => "boolean".to_owned(),
            Kind::Decimal => "number".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::DateTime => "datetime".to_owned(),
            Kind::Uuid => "uuid".to_owned(),
            Kind::Object => "map<any>".to_owned(),
            Kind::List(item) => format!("array<{}>", self.word(item)),
            Kind::Map(item) => format!("map<{}>", self.word(item)),
            Kind::Model(model) => self.first(model.name).unwrap_or(model.name).to_owned(),
            _ => "string".to_owned(),
        }
    }

    fn field(&self, field: &FieldInfo) -> Value {
        let mut object = Map::new();
        object.insert("name".to_owned(), json!(field.name));
        object.insert("type".to_owned(), json!(self.word(field.kind)));
        object.insert("required".to_owned(), json!(field.required));
        if let Some(values) = values(field.kind) {
            object.insert("enum".to_owned(), json!("open"));
            object.insert("values".to_owned(), json!(values));
        }
        Value::Object(object)
    }

    fn model(&self, schema: &str, model: &ModelInfo) -> Value {
        let fields: Vec<Value> = model.fields.iter().map(|field| self.field(field)).collect();
        json!({"schema": schema, "fields": fields})
    }
}

/// Returns the known values of an enum, or of a list of it.
fn values(kind: &Kind) -> Option<Vec<&'static str>> {
    match kind {
        Kind::Enum(info) => Some(info.values.iter().map(|value| value.wire).collect()),
        Kind::List(item) => values(item),
        _ => None,
    }
}

/// Returns the models that some operation lists.
fn listed(surface: &Surface) -> Vec<&'static str> {
    let answers = surface.areas.iter().flat_map(|area| area.operations).map(|operation| operation.answer);
    let items = answers.filter_map(|answer| match answer {
        Answer::Pages(Kind::Model(item)) | Answer::One(Kind::List(Kind::Model(item))) => Some(item.name),
        _ => None,
    });
    items.collect()
}

pub(crate) fn document() -> Result<Value> {
    let (surface, schemas) = (Surface::read(), Schemas::read()?);
    let operations = surface.areas.iter().flat_map(|area| area.operations);
    let operations: Vec<Value> =
        operations.map(|operation| json!({"method": operation.method, "path": operation.path})).collect();

    let mut models = vec![schemas.model("Page", <Page<Borrower> as Described>::INFO)];
    let (mut aliases, listed) = (BTreeMap::new(), listed(&surface));
    for (name, names) in &schemas.0 {
        if name.starts_with("Page<") {
            let item = name.trim_start_matches("Page<").trim_end_matches('>');
            let shown = listed.iter().any(|model| schemas.stands_for(model, item));
            aliases.extend(names.iter().filter(|_| shown).map(|schema| (*schema, *name)));
            continue;
        }
        let model = surface.models.iter().find(|model| model.name == *name);
        let model = model.with_context(|| format!("{name} of schemas.txt is no model"))?;
        let (first, others) = names.split_first().with_context(|| format!("{name} has no schema"))?;
        models.push(schemas.model(first, model));
        aliases.extend(others.iter().map(|schema| (*schema, *first)));
    }
    Ok(json!({"operations": operations, "models": models, "aliases": aliases}))
}
