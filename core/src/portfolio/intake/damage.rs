//! Finds values that a spreadsheet or another program wrote in place of the original.

use serde_json::Value;

use super::cell::is_spreadsheet_number;
use super::error_values::is_error_value;
use super::fault::{Fault, MISSING_VALUE, SPREADSHEET, SPREADSHEET_ERROR, ZEROS_LOST};
use crate::validation::{has_lost_zeros, is_whole_float, trim_blanks};
use crate::wire::Kind;

/// The words that programs write for a missing value, in lower case.
const MISSING_WORDS: [&str; 12] =
    ["null", "(null)", "<null>", "nil", "none", "nan", "-nan", "nat", "<na>", "n/a", "\\n", "undefined"];

/// The fields whose values are codes, numbers or addresses. In other fields, a word for a missing value may
/// be the name of a person or town, so it is accepted.
const CODED: [&str; 11] = [
    "identifier",
    "identifier_type",
    "vat_number",
    "account_number",
    "postal_code",
    "country",
    "nationality",
    "business_email",
    "email",
    "business_phone_number",
    "phone_number",
];

fn is_missing_word(text: &str) -> bool {
    // The longest word has nine letters.
    text.len() <= 9 && MISSING_WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Adds each damaged place of `value` to `found`: its JSON pointer and its fault.
pub(super) fn find(kind: &Kind, value: &Value, pointer: &str, found: &mut Vec<(String, Fault)>) {
    match (kind, value) {
        (Kind::Model(model), Value::Object(members)) => {
            if has_lost(members) {
                found.push((format!("{pointer}/identifier"), ZEROS_LOST));
            }
            for field in model.fields {
                if let Some(member) = members.get(field.name) {
                    find_in_field(field.name, field.kind, member, pointer, found);
                }
            }
        }
        (Kind::List(kind), Value::Array(items)) => {
            for (at, item) in items.iter().enumerate() {
                find(kind, item, &format!("{pointer}/{at}"), found);
            }
        }
        (Kind::Object, Value::Object(members)) => {
            for (name, member) in members {
                // The caller's own data is not checked, except for error values.
                if member.as_str().is_some_and(|text| is_error_value(trim_blanks(text))) {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    found.push((format!("{pointer}/{name}"), SPREADSHEET_ERROR));
                }
            }
        }
        _ => {}
    }
}

fn has_lost(members: &serde_json::Map<String, Value>) -> bool {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    text("identifier").is_some_and(|number| has_lost_zeros(text("identifier_type"), number))
}

fn find_in_field(name: &str, kind: &Kind, value: &Value, pointer: &str, found: &mut Vec<(String, Fault)>) {
    let Value::String(text) = value else {
        if value.is_object() || value.is_array() {
            find(kind, value, &format!("{pointer}/{name}"), found);
        }
        return;
    };
    let (text, is_coded) = (trim_blanks(text), CODED.contains(&name));
    let fault = if is_error_value(text) {
        SPREADSHEET_ERROR
    } else if is_coded && is_missing_word(text) {
        MISSING_VALUE
    } else if is_coded && (is_spreadsheet_number(text) || is_whole_float(text)) {
        SPREADSHEET
    } else {
        return;
    };
    found.push((format!("{pointer}/{name}"), fault));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_no_value_are_known_in_any_case() {
        for text in ["NULL", "nan", "NaN", "NaT", "None", "<NA>", "(null)", "\\N"] {
            assert!(is_missing_word(text), "{text}");
        }
        for text in ["", "NA", "Nanette", "Nullmeier", "-", "0"] {
            assert!(!is_missing_word(text), "{text}");
        }
    }
}
