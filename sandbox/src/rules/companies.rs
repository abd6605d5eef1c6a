//! Companies as requests name them: a number, and what kind of number it is.

use serde_json::{Value, json};

use crate::rules::refusal::Refusal;

/// Numbers that consist of digits alone.
const DIGITS_ONLY: [&str; 6] =
    ["siren", "siret", "kvk", "bsn", "belgium_registration_number", "steuernummer"];

/// Every kind of number there is.
pub(crate) const IDENTIFIER_TYPES: [&str; 11] = [
    "belgium_registration_number",
    "bsn",
    "cif",
    "hr_nummer",
    "kvk",
    "name",
    "nif",
    "siren",
    "siret",
    "steuernummer",
    "vat_number",
];

/// Refuses what no schema can tell: an empty number, and spaces where there must be none.
pub(crate) fn check_number(field: &str, identifier: &str, kind: &str) -> Result<(), Refusal> {
    if identifier.is_empty() {
        return Err(Refusal::invalid(field, "is empty"));
    }
    if DIGITS_ONLY.contains(&kind) && identifier.contains(char::is_whitespace) {
        return Err(Refusal::invalid(field, format!("contains spaces, which a {kind} must not")));
    }
    Ok(())
}

/// A member of a body that names a company, when it can be one.
pub(crate) fn check_named(body: &Value, member: &str) -> Result<(), Refusal> {
    let text = |field: &str| body[member][field].as_str().unwrap_or_default();
    check_number(&format!("{member}.identifier"), text("identifier"), text("identifier_type"))
}

/// The kind of a number that came without one, as its form suggests.
pub(crate) fn kind_of(identifier: &str) -> &'static str {
    let digits = identifier.chars().all(|digit| digit.is_ascii_digit());
    match identifier.len() {
        9 if digits => "siren",
        14 if digits => "siret",
        _ => "name",
    }
}

/// A company by its number, where an answer must tell the kind as well.
pub(crate) fn number(identifier: &str, kind: &Value) -> Value {
    let kind = kind.as_str().unwrap_or_else(|| kind_of(identifier));
    json!({"identifier": identifier, "identifier_type": kind})
}
