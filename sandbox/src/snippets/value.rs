//! The value of an argument, read by its kind: the same for every language.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::surface::{Field, Kind, Model, Surface};

/// A value, in the form that code is written from.
#[derive(Debug)]
pub(super) enum Code<'a> {
    Text(&'a str),
    Integer(i64),
    Boolean(bool),
    Date(Date),
    /// A moment; as text if it has another form.
    Moment(Result<Timestamp, &'a str>),
    Uuid(&'a str),
    /// A value of an enum on the wire, and its variant if it is known.
    Enum {
        name: &'a str,
        wire: &'a str,
        variant: Option<&'a str>,
    },
    List(Item<'a>, Vec<Code<'a>>),
    /// An object of the caller's own.
    Free(Vec<(&'a str, &'a Value)>),
    Object(Object<'a>),
    /// A model that has to be read from JSON, since the value does not have its form.
    Json {
        model: &'a str,
        text: String,
    },
    /// A document, by the name of its file.
    Pdf(&'a str),
    /// A required value that is missing, by its name.
    Missing(&'a str),
}

/// The kind of a list's items, and for a model or an enum its module in Rust.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) kind: &'a Kind,
    pub(super) module: Option<&'a str>,
}

/// A model with what is set.
#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) name: &'a str,
    pub(super) model: &'a Model,
    pub(super) fields: Vec<(&'a Field, Code<'a>)>,
    /// The fields that a change empties.
    pub(super) clear: Vec<&'a str>,
    /// The members that the model does not have.
    pub(super) extra: Vec<(&'a str, &'a Value)>,
    /// What it was read from.
    pub(super) source: &'a Map<String, Value>,
}

impl<'a> Code<'a> {
    /// Returns the values inside a model or a list.
    pub(super) fn parts(&self) -> Vec<&Code<'a>> {
        match self {
            Self::List(_, items) => items.iter().collect(),
            Self::Object(object) => object.fields.iter().map(|(_, code)| code).collect(),
            _ => vec![],
        }
    }

    /// Returns the value and all values inside.
    pub(super) fn whole(&self) -> Vec<&Code<'a>> {
        let inner = self.parts().into_iter().flat_map(Self::whole);
        std::iter::once(self).chain(inner).collect()
    }
}

impl Object<'_> {
    /// Returns the field's value, or `None` if it is not set.
    pub(super) fn get(&self, field: &Field) -> Option<&Code<'_>> {
        self.fields.iter().find(|(other, _)| other.name == field.name).map(|(_, code)| code)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.clear.is_empty() && self.extra.is_empty()
    }

    pub(super) fn json(&self) -> String {
        Value::Object(self.source.clone()).to_string()
    }
}

/// Reads a value, or returns `None` if it does not have the form of its kind.
pub(super) fn read<'a>(surface: &'a Surface, kind: &'a Kind, value: &'a Value) -> Option<Code<'a>> {
    Some(match kind {
        Kind::Text => Code::Text(value.as_str()?),
        Kind::Integer => Code::Integer(value.as_i64()?),
        Kind::Boolean => Code::Boolean(value.as_bool()?),
        Kind::Date => Code::Date(day(value.as_str()?)?),
        Kind::Moment => Code::Moment(Ok(moment(value.as_str()?)?)),
        Kind::Uuid => Code::Uuid(uuid::Uuid::try_parse(value.as_str()?).ok().and(value.as_str())?),
        Kind::Object => Code::Free(members(value.as_object()?)?),
        Kind::Pdf => Code::Pdf(value["name"].as_str()?),
        Kind::List(item) => {
            let items = value.as_array()?.iter().map(|value| read(surface, item, value));
            Code::List(Item { kind: item, module: module(surface, item) }, items.collect::<Option<Vec<_>>>()?)
        }
        Kind::Named(name) => named(surface, name, value)?,
    })
}

/// Returns the module of a model or an enum in Rust, or `None` for another kind.
pub(super) fn module<'a>(surface: &'a Surface, kind: &Kind) -> Option<&'a str> {
    match kind {
        Kind::Named(name) => module_of(surface, name),
        _ => None,
    }
}

/// Returns the module of the model or the enum with this name.
pub(super) fn module_of<'a>(surface: &'a Surface, name: &str) -> Option<&'a str> {
    let model = surface.models.get(name).map(|model| &model.module);
    model.or_else(|| surface.enums.get(name).map(|info| &info.module)).map(String::as_str)
}

/// Reads an argument of a call. One that does not have its form is passed as text, so that the API refuses it.
pub(super) fn argument<'a>(surface: &'a Surface, kind: &'a Kind, value: &'a Value) -> Option<Code<'a>> {
    read(surface, kind, value).or_else(|| match (kind, value.as_str()) {
        (Kind::Uuid, Some(text)) => Some(Code::Uuid(text)),
        (Kind::Moment, Some(text)) => Some(Code::Moment(Err(text))),
        (Kind::Text, Some(text)) => Some(Code::Text(text)),
        _ => None,
    })
}

fn named<'a>(surface: &'a Surface, name: &'a str, value: &'a Value) -> Option<Code<'a>> {
    if let Some(model) = surface.models.get(name) {
        let found = value.as_object().and_then(|source| object(surface, name, model, source));
        return Some(found.unwrap_or_else(|| Code::Json { model: name, text: value.to_string() }));
    }
    let wire = value.as_str()?;
    let values = surface.enums.get(name).map_or(&[][..], |info| &info.values);
    let variant = values.iter().find(|value| value.0 == wire).map(|value| value.1.as_str());
    Some(Code::Enum { name, wire, variant })
}

/// Reads a model, or returns `None` if a member does not have the form of its field.
fn object<'a>(
    surface: &'a Surface,
    name: &'a str,
    model: &'a Model,
    source: &'a Map<String, Value>,
) -> Option<Code<'a>> {
    let (mut fields, mut clear) = (vec![], vec![]);
    for field in &model.fields {
        match source.get(&field.name) {
            Some(Value::Null) if model.patch => clear.push(field.name.as_str()),
            Some(Value::Null) if field.required => return None,
            Some(value) if field.required || model.patch || !is_absent(&field.kind, value) => {
                fields.push((field, read(surface, &field.kind, value)?));
            }
            None if field.required => fields.push((field, Code::Missing(field.field()))),
            _ => {}
        }
    }
    let is_known = |name: &str| model.fields.iter().any(|field| field.name == name);
    let extra = source.iter().filter(|(name, _)| !is_known(name));
    let extra = extra.map(|(name, value)| is_plain(value).then_some((name.as_str(), value)));
    let extra = extra.collect::<Option<Vec<_>>>()?;
    Some(Code::Object(Object { name, model, fields, clear, extra, source }))
}

/// Returns `true` if an optional member with this value is not sent. A model is sent even if nothing in it is set.
pub(super) fn is_absent(kind: &Kind, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => *kind == Kind::Object && members.is_empty(),
        _ => false,
    }
}

fn members(object: &Map<String, Value>) -> Option<Vec<(&str, &Value)>> {
    object.iter().map(|(name, value)| is_plain(value).then_some((name.as_str(), value))).collect()
}

/// Returns `true` if every language has a literal for each number in the value.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            number.is_i64() || (!number.is_u64() && number.as_f64().is_some_and(f64::is_finite))
        }
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(members) => members.values().all(is_plain),
        _ => true,
    }
}

/// Reads a day of the years that all languages have.
fn day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (text.len() == "2026-01-31".len() && day.year() > 0).then_some(day)
}

fn moment(text: &str) -> Option<Timestamp> {
    let moment: Timestamp = text.parse().ok()?;
    let years = 1..=9999;
    years.contains(&moment.to_zoned(jiff::tz::TimeZone::UTC).year()).then_some(moment)
}
