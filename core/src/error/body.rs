//! Reads the vendor's error body, as far as that is possible.

use serde_json::Value;

use super::problem::{Problem, Severity};
use crate::scrub::{hide, scrub};

/// The content of an error body. Every part may be missing: the status alone decides the kind of the error.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct ErrorBody {
    pub(crate) title: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) instance: Option<String>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) missing_fields: Vec<String>,
    pub(crate) denial_reason: Option<String>,
}

impl ErrorBody {
    /// Reads a body; anything but the documented JSON object gives an empty result. In its texts, the
    /// `private` values and what looks personal are masked.
    pub(crate) fn parse(bytes: &[u8], private: &[String]) -> Self {
        let Ok(mut body) = serde_json::from_slice(bytes) else { return Self::default() };
        clean(&mut body, private);
        let Value::Object(body) = body else { return Self::default() };
        let text = |name: &str| {
            let text = body.get(name).and_then(Value::as_str)?;
            Some(text.to_owned()).filter(|text| !text.is_empty())
        };
        let mut problems = Vec::new();
        let mut missing = Vec::new();
        let (title, detail) = (text("title"), text("detail"));
        let all_missing = speaks_of_missing(title.as_deref()) || speaks_of_missing(detail.as_deref());
        for parameter in body.get("invalid_params").and_then(Value::as_array).into_iter().flatten() {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let reason = parameter.get("reason").and_then(Value::as_str).unwrap_or("is not accepted");
            let place = pointer(name);
            if all_missing || speaks_of_missing(Some(reason)) {
                missing.push(place.clone());
            }
            problems.push(Problem::new(place, "refused_by_api", Severity::Error, reason));
        }
        if let Some(data) = body.get("data") {
            collect_from_data(data, all_missing, &mut missing);
        }
        if missing.is_empty() && all_missing {
            missing.extend(detail.iter().flat_map(|detail| fields_in_text(detail)));
        }
        missing.dedup();
        let denial_reason = denial_code(&body).or_else(|| {
            let text = detail.as_ref().or(title.as_ref())?;
            speaks_of_denial(text).then(|| text.clone())
        });
        Self { title, detail, instance: text("instance"), problems, missing_fields: missing, denial_reason }
    }
}

/// Masks the `private` values and what looks personal in all texts of a body, also in the names of members.
fn clean(body: &mut Value, private: &[String]) {
    match body {
        Value::String(text) => *text = scrub(&hide(text, private)),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, private)),
        Value::Object(members) => {
            for (name, mut value) in std::mem::take(members) {
                clean(&mut value, private);
                members.insert(scrub(&hide(&name, private)), value);
            }
        }
        _ => {}
    }
}

/// Returns `true` if a sentence says that something is missing, in any of the words an API uses for it.
fn speaks_of_missing(text: Option<&str>) -> bool {
    const WORDS: [&str; 7] =
        ["missing", "obtain", "mandatory", "required", "incomplete", "retrieve", "lacking"];
    let text = text.unwrap_or_default().to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Returns `true` if a sentence says that the company is declined.
fn speaks_of_denial(text: &str) -> bool {
    const WORDS: [&str; 5] = ["not eligible", "ineligible", "declined", "denied", "denial"];
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Returns a denial code under one of the names that the API uses for it elsewhere.
fn denial_code(body: &serde_json::Map<String, Value>) -> Option<String> {
    let data = body.get("data").and_then(Value::as_object);
    let named = |object: &serde_json::Map<String, Value>| {
        let code = ["status_reason", "denial_reason", "denial_code"]
            .iter()
            .find_map(|name| object.get(*name)?.as_str());
        let listed = || object.get("reasons")?.as_array()?.first()?.get("code")?.as_str();
        code.or_else(listed).map(ToOwned::to_owned)
    };
    data.and_then(named).or_else(|| named(body))
}

/// Collects fields from lists whose key speaks of missing data. `data` itself counts only with `all_missing`.
fn collect_from_data(data: &Value, all_missing: bool, missing: &mut Vec<String>) {
    match data {
        Value::Array(items) if all_missing => missing.extend(items.iter().filter_map(field_name)),
        Value::Object(members) => {
            for (name, value) in members {
                let named = speaks_of_missing(Some(name)) || (all_missing && name.contains("field"));
                match value {
                    Value::Array(items) if named => missing.extend(items.iter().filter_map(field_name)),
                    Value::Object(fields) if named => missing.extend(fields.keys().map(|name| pointer(name))),
                    Value::String(text) if named => missing.extend(fields_in_text(text)),
                    Value::Array(_) | Value::Object(_) => collect_from_data(value, false, missing),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Returns the field of an item, which is text or an object that names the field.
fn field_name(item: &Value) -> Option<String> {
    let named = |key: &&str| item.get(*key).and_then(Value::as_str);
    let text =
        item.as_str().or_else(|| ["name", "field", "path", "pointer", "loc"].iter().find_map(named))?;
    Some(pointer(text))
}

/// Returns the words of a sentence that look like a path: `directors[0].birth_date`, `account_number`.
fn fields_in_text(text: &str) -> Vec<String> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "_[].".contains(letter)))
        .map(|word| word.trim_matches('.'))
        .filter(|word| word.contains(['_', '[']) || (word.contains('.') && !word.starts_with('.')))
        .map(pointer)
        .collect()
}

/// Returns the JSON pointer of a path: `directors[0].name` and `directors.0.name` are `/directors/0/name`.
fn pointer(name: &str) -> String {
    if name.starts_with('/') {
        return name.to_owned();
    }
    let parts = name.split(['.', '[', ']', '/']).filter(|part| !part.is_empty());
    parts.fold(String::new(), |pointer, part| pointer + "/" + part)
}

#[cfg(test)]
mod tests {
    use super::{ErrorBody, pointer};

    #[test]
    fn a_place_is_a_json_pointer_however_it_was_written() {
        for name in ["directors[0].birth_date", "directors.0.birth_date", "/directors/0/birth_date"] {
            assert_eq!(pointer(name), "/directors/0/birth_date");
        }
    }

    #[test]
    fn missing_values_are_found_wherever_they_may_be() {
        let wanted = ["/directors/0/birth_date", "/account_number"];
        for body in [
            r#"{"title":"Missing data","data":{"missing_fields":["directors[0].birth_date","account_number"]}}"#,
            r#"{"data":{"missing":[{"name":"directors.0.birth_date"},{"field":"account_number"}]}}"#,
            r#"{"title":"Missing data","data":["directors[0].birth_date","account_number"]}"#,
            r#"{"invalid_params":[{"name":"directors[0].birth_date","reason":"could not be obtained"},
                {"name":"account_number","reason":"is missing"}]}"#,
            r#"{"detail":"Could not obtain: directors[0].birth_date, account_number."}"#,
        ] {
            assert_eq!(ErrorBody::parse(body.as_bytes(), &[]).missing_fields, wanted, "{body}");
        }
    }

    #[test]
    fn another_refusal_is_not_taken_for_missing_data() {
        let body = r#"{"title":"Bad Request","detail":"The account_number belongs to another borrower."}"#;
        assert!(ErrorBody::parse(body.as_bytes(), &[]).missing_fields.is_empty());
        assert_eq!(ErrorBody::parse(b"<html>502</html>", &[]), ErrorBody::default());
    }
}
