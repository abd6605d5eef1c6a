//! What may be seen: secrets and people never are.
//!
//! Two rules. A model shows a field's value unless the field is marked `#[sensitive]` or is unknown to this version.
//! Text that came from elsewhere (a server's explanation) is scrubbed of everything that looks like an IBAN, a date,
//! a mail address or a bearer key.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::wire::{Described, Kind, ModelInfo, to_json};

const MASK: &str = "<masked>";

/// A secret that shows itself to nobody but who asks for it by name.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// Text without the secret. A very short one is not looked for: it would be found in every word.
    pub(crate) fn hide_in(&self, text: &str) -> String {
        if self.0.len() < 8 { text.to_owned() } else { text.replace(&self.0, MASK) }
    }

    /// The secret itself; call it only where it is sent.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// A model as text for people: `Borrower(identifier="552032534", accounts=<masked>)`.
pub(crate) fn describe<T: Serialize + Described>(value: &T) -> String {
    let mut out = String::new();
    // The value was written by our own serializer a moment ago, so it parses.
    let value = serde_json::from_str(&to_json(value)).unwrap_or(Value::Null);
    write_model(T::INFO, &value, &mut out);
    out
}

fn write_model(model: &ModelInfo, value: &Value, out: &mut String) {
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
            write_value(field.kind, content, out);
        }
    }
    let known = |name: &str| model.fields.iter().any(|field| field.name == name);
    for name in value.as_object().into_iter().flat_map(|map| map.keys()).filter(|name| !known(name)) {
        member(name, out);
        out.push_str(MASK);
    }
    out.push(')');
}

/// A Dutch BSN identifies a person, unlike every other identifier of a company.
fn names_a_person(field: &str, object: &Value) -> bool {
    field == "identifier" && object.get("identifier_type").and_then(Value::as_str) == Some("bsn")
}

fn write_value(kind: &Kind, value: &Value, out: &mut String) {
    match (kind, value) {
        (Kind::Model(model), Value::Object(_)) => write_model(model, value, out),
        (Kind::List(item), Value::Array(items)) => {
            out.push('[');
            for (at, value) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_value(item, value, out);
            }
            out.push(']');
        }
        (Kind::Object, Value::Object(map)) => {
            let names: Vec<&str> = map.keys().map(String::as_str).collect();
            out.extend(["{", &names.join(", "), ": ", MASK, "}"]);
        }
        _ => out.push_str(&value.to_string()),
    }
}

/// Text from outside without what could be personal or secret in it.
pub(crate) fn scrub(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || "-_.@+/".contains(letter) {
            word.push(letter);
        } else {
            push_word(&mut out, &mut word);
            out.push(letter);
        }
    }
    push_word(&mut out, &mut word);
    hide_spaced_iban(out)
}

fn push_word(out: &mut String, word: &mut String) {
    if is_private(word) {
        out.push_str(MASK);
    } else {
        out.push_str(word);
    }
    word.clear();
}

fn is_private(word: &str) -> bool {
    let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    looks_like_iban(bare) || looks_like_date(bare) || looks_like_mail(bare)
}

fn looks_like_iban(word: &str) -> bool {
    let bytes = word.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
}

fn looks_like_date(word: &str) -> bool {
    let groups: Vec<&str> = word.split(['-', '/', '.']).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let numeric =
        groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    numeric && matches!(lengths[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

fn looks_like_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// An IBAN printed in groups of four escapes the look at single words.
fn hide_spaced_iban(text: String) -> String {
    let groups: Vec<&str> = text.split(' ').collect();
    for start in 0..groups.len() {
        for end in (start + 4..=groups.len().min(start + 9)).rev() {
            let regular = groups[start..end - 1].iter().all(|group| group.len() == 4);
            if regular && looks_like_iban(&groups[start..end].concat()) {
                let rest = hide_spaced_iban(groups[end..].join(" "));
                return [&groups[..start].join(" "), MASK, &rest].join(" ").trim().to_owned();
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::scrub;

    #[test]
    fn text_from_outside_loses_what_is_personal() {
        for (text, wanted) in [
            ("account FR7611111000420001234567876 is taken", "account <masked> is taken"),
            ("account FR76 1111 1000 4200 0123 4567 876 is taken", "account <masked> is taken"),
            ("born 1984-02-29, or 29/02/1984", "born <masked>, or <masked>"),
            ("ask camille@example.com.", "ask <masked>"),
            ("identifier: Missing data for required field.", "identifier: Missing data for required field."),
            ("directors[0].birth_date", "directors[0].birth_date"),
        ] {
            assert_eq!(scrub(text), wanted);
        }
    }
}
