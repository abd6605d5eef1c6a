//! The request of a call.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::names::API_KEY;
use super::surface::{Argument, Kind, Model, Operation, Place, Surface};
use super::value::is_absent;

/// What a call sends, without the address of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpRequest {
    /// The method.
    pub method: String,
    /// The path with the query, escaped.
    pub path_and_query: String,
    /// The type of the body, or `None` if there is no body.
    pub content_type: Option<&'static str>,
    /// The body as JSON. A form is an object with texts; a file in it is an object with its name.
    pub body: Option<Value>,
}

impl HttpRequest {
    /// Returns the request as text, with a placeholder for the key and without a line break at its end.
    pub fn text(&self, base_url: &str) -> String {
        let host = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or(host).replace(char::is_control, "");
        let mut text = format!(
            "{} {} HTTP/1.1\nHost: {host}\nAuthorization: Bearer {API_KEY}\n",
            self.method, self.path_and_query
        );
        if let Some(kind) = self.content_type {
            let boundary = if kind == UPLOAD { "; boundary=boundary" } else { "" };
            text.extend(["Content-Type: ", kind, boundary, "\n"]);
        }
        if let Some(body) = self.sent_body() {
            text.extend(["\n", &body]);
        }
        text.trim_end().to_owned()
    }

    fn sent_body(&self) -> Option<String> {
        let body = self.body.as_ref()?;
        Some(match (self.content_type, body) {
            (Some(FORM), Value::Object(members)) => {
                let members = members.iter().map(|(name, value)| (name.as_str(), text(value)));
                query(members)
            }
            (Some(UPLOAD), Value::Object(members)) => {
                let parts = members.iter().map(|(name, value)| part(name, &text(value)));
                parts.collect::<String>() + "--boundary--"
            }
            _ => pretty(body),
        })
    }
}

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const UPLOAD: &str = "multipart/form-data";
const JSON: &str = "application/json";

pub(super) fn of(surface: &Surface, operation: &Operation, arguments: &Map<String, Value>) -> HttpRequest {
    let mut path = operation.path.clone();
    let (mut parameters, mut form, mut json) = (vec![], Map::new(), None);
    let mut is_upload = false;
    for argument in &operation.arguments {
        let given = arguments.get(&argument.name).filter(|value| !value.is_null());
        match (argument.place, given) {
            (Place::Path, Some(value)) => {
                path = path.replace(&format!("{{{}}}", argument.name), &escaped(&text(value)));
            }
            (Place::Query, Some(value)) => add_to_query(surface, argument, value, &mut parameters),
            (Place::Body, given) => {
                let empty = Value::Object(Map::new());
                json = Some(pruned(surface, &argument.kind, given.unwrap_or(&empty)));
            }
            (Place::Form, Some(value)) => match argument.kind {
                Kind::Pdf => {
                    is_upload = true;
                    form.insert(argument.name.clone(), value["name"].clone());
                }
                Kind::Named(_) => form
                    .extend(pruned(surface, &argument.kind, value).as_object().cloned().unwrap_or_default()),
                _ => drop(form.insert(argument.name.clone(), value.clone())),
            },
            _ => {}
        }
    }
    is_upload |= operation.arguments.iter().any(|argument| argument.kind == Kind::Pdf);
    let is_form = operation.arguments.iter().any(|argument| argument.place == Place::Form);
    let (content_type, body) = match json {
        Some(json) => (Some(JSON), Some(json)),
        None if is_upload => (Some(UPLOAD), Some(Value::Object(form))),
        None if is_form => (Some(FORM), Some(Value::Object(form))),
        None => (None, None),
    };
    if !parameters.is_empty() {
        path = format!(
            "{path}?{}",
            query(parameters.iter().map(|(name, value)| (name.as_str(), value.clone())))
        );
    }
    HttpRequest { method: operation.method.clone(), path_and_query: path, content_type, body }
}

/// Returns one part of an upload. Of the file only its name is known here.
fn part(name: &str, value: &str) -> String {
    let begin = format!("--boundary\nContent-Disposition: form-data; name=\"{name}\"");
    if name != "file" {
        return format!("{begin}\n\n{value}\n");
    }
    let file = value.replace(char::is_control, "").replace('"', "%22");
    format!("{begin}; filename=\"{file}\"\nContent-Type: application/pdf\n\n(the bytes of the document)\n")
}

/// Adds an argument under its name, the members of a filter under theirs, and each value of a list.
fn add_to_query(surface: &Surface, argument: &Argument, value: &Value, query: &mut Vec<(String, String)>) {
    let mut add = |name: &str, value: &Value| match value {
        Value::Array(items) => {
            query.extend(items.iter().map(|item| (name.to_owned(), text(item))));
        }
        value => query.push((name.to_owned(), text(value))),
    };
    let model = match &argument.kind {
        Kind::Named(name) => surface.models.get(name),
        _ => None,
    };
    let (Some(model), Value::Object(members)) = (model, value) else {
        return add(&argument.name, value);
    };
    for (name, value) in in_order(model, members).into_iter().filter(|(_, value)| !value.is_null()) {
        add(name, value);
    }
}

/// Returns the members in the order of the model's fields, then the others.
fn in_order<'a>(model: &'a Model, members: &'a Map<String, Value>) -> Vec<(&'a str, &'a Value)> {
    let known =
        model.fields.iter().filter_map(|field| Some((field.name.as_str(), members.get(&field.name)?)));
    let is_known = |name: &String| model.fields.iter().any(|field| field.name == *name);
    let others = members.iter().filter(|(name, _)| !is_known(name));
    known.chain(others.map(|(name, value)| (name.as_str(), value))).collect()
}

/// Returns a value without the members that a client leaves out.
fn pruned(surface: &Surface, kind: &Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::List(item), Value::Array(items)) => {
            items.iter().map(|value| pruned(surface, item, value)).collect()
        }
        (Kind::Named(name), Value::Object(members)) => match surface.models.get(name) {
            Some(model) => Value::Object(pruned_members(surface, model, members)),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

fn pruned_members(surface: &Surface, model: &Model, members: &Map<String, Value>) -> Map<String, Value> {
    let kept = in_order(model, members).into_iter().filter_map(|(name, value)| {
        let Some(field) = model.fields.iter().find(|field| field.name == name) else {
            return Some((name.to_owned(), value.clone()));
        };
        let is_kept = field.required || model.patch || !is_absent(&field.kind, value);
        is_kept.then(|| (name.to_owned(), pruned(surface, &field.kind, value)))
    });
    kept.collect()
}

pub(super) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn query<'a>(parameters: impl Iterator<Item = (&'a str, String)>) -> String {
    let pairs = parameters.map(|(name, value)| format!("{}={}", escaped(name), escaped(&value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Returns a text with everything escaped that is not unreserved in a URL.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}
