//! Masks personal data in the models that are shown, and finds it in those that are sent.
//!
//! A model shows a field unless it is marked `#[sensitive]`, names a person, or is unknown to this version.
//! `scrub` masks plain text.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::identity::is_personal;
use crate::model::IdentifierType;
use crate::scrub::MASK;
use crate::wire::{Described, Kind, ModelInfo, to_json};

/// How a language writes false and true.
type Truth = [&'static str; 2];

/// Returns a model as text for people: `Borrower(identifier="552032534", accounts=<masked>)`.
pub(crate) fn describe<T: Serialize + Described>(value: &T) -> String {
    describe_json(T::INFO, &to_json(value), ["false", "true"])
}

/// Returns the same text with Python's names of true and false.
#[cfg(feature = "python")]
pub(crate) fn describe_in_python<T: Serialize + Described>(value: &T) -> String {
    describe_json(T::INFO, &to_json(value), ["False", "True"])
}

/// Writes an outcome in the same form: `Enrollment.Declined(reason="...")`. A member that is absent is left out.
pub(crate) fn write_outcome(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    members: &[(&str, Option<&dyn fmt::Debug>)],
) -> fmt::Result {
    write!(f, "{name}(")?;
    let mut separator = "";
    for (name, value) in members {
        if let Some(value) = value {
            write!(f, "{separator}{name}={value:?}")?;
            separator = ", ";
        }
    }
    f.write_str(")")
}

/// Returns a member that may be absent, for `write_outcome`.
pub(crate) fn present<T: fmt::Debug>(value: Option<&T>) -> Option<&dyn fmt::Debug> {
    value.map(|value| value as &dyn fmt::Debug)
}

/// Kept out of `describe`, which is compiled once for each model.
#[inline(never)]
fn describe_json(model: &ModelInfo, json: &str, truth: Truth) -> String {
    let mut out = String::new();
    // The value was written by our own serializer a moment ago, so it parses.
    let value = serde_json::from_str(json).unwrap_or(Value::Null);
    write_model(model, &value, truth, &mut out);
    out
}

fn write_model(model: &ModelInfo, value: &Value, truth: Truth, out: &mut String) {
    out.push_str(model.name);
    out.push('(');
    let mut first = true;
    let mut member = |name: &str, out: &mut String| {
        if !std::mem::take(&mut first) {
            out.push_str(", ");
        }
        out.push_str(name);
        out.push('=');
    };
    for field in model.fields {
        let Some(content) = value.get(field.name) else { continue };
        member(field.name, out);
        if field.sensitive || names_a_person(field.name, value) {
            out.push_str(MASK);
        } else {
            write_value(field.kind, content, truth, out);
        }
    }
    let known = |name: &str| model.fields.iter().any(|field| field.name == name);
    for name in value.as_object().into_iter().flat_map(|map| map.keys()).filter(|name| !known(name)) {
        member(name, out);
        out.push_str(MASK);
    }
    out.push(')');
}

/// Returns `true` for the number of a natural person.
fn names_a_person(field: &str, object: &Value) -> bool {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let kind = match field {
        "identifier" => text("identifier_type").map(IdentifierType::from),
        "vat_number" => Some(IdentifierType::from("vat_number")),
        _ => return false,
    };
    text(field).is_some_and(|number| is_personal(number, kind.as_ref()))
}

fn write_value(kind: &Kind, value: &Value, truth: Truth, out: &mut String) {
    match (kind, value) {
        (Kind::Model(model), Value::Object(_)) => write_model(model, value, truth, out),
        (Kind::List(item), Value::Array(items)) => {
            out.push('[');
            for (at, value) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_value(item, value, truth, out);
            }
            out.push(']');
        }
        (Kind::Map(item), Value::Object(members)) => {
            out.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                let separator = if at > 0 { ", " } else { "" };
                out.extend([separator, name, ": "]);
                write_value(item, value, truth, out);
            }
            out.push('}');
        }
        (Kind::Object, Value::Object(map)) => {
            let names: Vec<&str> = map.keys().map(String::as_str).collect();
            out.extend(["{", &names.join(", "), ": ", MASK, "}"]);
        }
        (_, Value::Bool(value)) => out.push_str(truth[usize::from(*value)]),
        _ => out.push_str(&value.to_string()),
    }
}

/// Returns the values of a request that an answer's text must not repeat: those of sensitive fields, or all
/// values if there is no model.
pub(crate) fn private_values(model: Option<&ModelInfo>, body: &[u8]) -> Vec<String> {
    let mut values = Vec::new();
    if let Ok(value) = serde_json::from_slice(body) {
        collect_private(model, &value, model.is_none(), &mut values);
    }
    // Longest first, so that a short value does not leave a part of a longer one.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    values
}

fn collect_private(model: Option<&ModelInfo>, value: &Value, private: bool, values: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let field = model.and_then(|model| model.fields.iter().find(|field| field.name == name));
                let inner = field.and_then(|field| model_of(field.kind));
                let person = model.is_some() && names_a_person(name, &Value::Object(members.clone()));
                let private = private || person || field.is_none_or(|field| field.sensitive);
                collect_private(inner, value, private, values);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_private(model, item, private, values)),
        Value::String(text) if private => values.push(text.clone()),
        Value::Number(number) if private => values.push(number.to_string()),
        _ => {}
    }
}

fn model_of(kind: &Kind) -> Option<&'static ModelInfo> {
    match kind {
        Kind::Model(model) => Some(model),
        Kind::List(item) | Kind::Map(item) => model_of(item),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_number_of_a_person_is_masked_in_every_form() {
        use crate::api::borrowers::NewBorrower;

        for (number, kind) in
            [("111222333", "bsn"), ("12345678Z", "nif"), ("X1234567L", "cif"), ("ES12345678Z", "vat_number")]
        {
            let shown = format!("{:?}", NewBorrower::new(number).identifier_type(kind));
            assert!(!shown.contains(number), "{kind}: {shown}");
        }
        let company = NewBorrower::new("A58818501").identifier_type("nif");
        assert!(format!("{company:?}").contains("A58818501"), "it is no person's");
        let trader = company.vat_number("ES12345678Z");
        assert!(!format!("{trader:?}").contains("12345678Z"));
    }

    #[test]
    fn an_outcome_is_shown_as_people_write_it() {
        use crate::{enrollment::Enrollment, lending::LoanOutcome};

        let fields = vec!["/directors/0/birth_date".to_owned()];
        let missing = Enrollment::MissingData { fields, detail: Some("a date is missing".to_owned()) };
        assert_eq!(
            format!("{missing:?}"),
            r#"Enrollment.MissingData(fields=["/directors/0/birth_date"], detail="a date is missing")"#
        );
        let pending = Enrollment::Pending { borrower: None, resume: "552032534".to_owned() };
        assert_eq!(format!("{pending:?}"), "Enrollment.Pending(resume=<token>)");
        let loan = LoanOutcome::Pending { loan: None, invoice: None, salt_id: "order-4711".to_owned() };
        assert_eq!(format!("{loan:?}"), r#"LoanOutcome.Pending(salt_id="order-4711")"#);
    }
}
