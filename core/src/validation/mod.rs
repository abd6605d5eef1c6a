//! Pure checks of single values: identifiers, accounts, countries, dates, contact details.
//!
//! A check must not refuse what the API accepts. An *error* breaks the contract. A *warning* looks wrong, but
//! the server decides. A finding never holds the value that was checked.

mod blanks;
mod contact;
mod control_characters;
mod countries;
#[cfg(feature = "portfolio")]
mod country_names;
mod dates;
mod finding;
mod iban;
mod identifiers;
mod legal_forms;
#[cfg(feature = "portfolio")]
mod phones;
mod plain_words;
mod texts;
mod urls;

use crate::error::Problem;
use crate::model::JsonObject;

#[cfg(feature = "portfolio")]
pub(crate) use blanks::clean_text;
pub(crate) use blanks::{is_blank, trim_blanks};
#[cfg(feature = "portfolio")]
pub(crate) use contact::is_whole_float;
pub(crate) use contact::{check_email, check_language, check_phone, check_postal_code};
pub(crate) use control_characters::{control_characters, is_control, may_hold_one};
pub(crate) use countries::{alpha3_from_alpha2, check_country};
#[cfg(feature = "portfolio")]
pub(crate) use country_names::alpha3_of;
pub(crate) use dates::{check_birth_date, check_signed_at};
pub(crate) use finding::{Finding, Severity};
pub(crate) use iban::{check_bic, check_iban, is_sandbox_bic, is_sandbox_iban, normalize_iban};
pub(crate) use identifiers::{check_identifier, check_vat_number, normalize_identifier, register_country};
#[cfg(feature = "portfolio")]
pub(crate) use identifiers::{has_lost_zeros, restore_zeros};
pub(crate) use legal_forms::check_legal_form;
#[cfg(feature = "portfolio")]
pub(crate) use phones::phone_number;
#[cfg(feature = "portfolio")]
pub(crate) use plain_words::plain_words;
pub(crate) use urls::is_safe;

/// Returns the findings of one place as problems of the request.
pub(crate) fn at(
    pointer: impl std::fmt::Display,
    findings: impl IntoIterator<Item = Finding>,
) -> Vec<Problem> {
    let problem = |finding: Finding| {
        let severity = match finding.severity {
            Severity::Error => crate::error::Severity::Error,
            Severity::Warning => crate::error::Severity::Warning,
        };
        Problem::new(pointer.to_string(), finding.code, severity, finding.detail)
    };
    findings.into_iter().map(problem).collect()
}

/// Returns a warning for each member that is not a field: perhaps new, more often a typing mistake.
pub(crate) fn unknown_fields(pointer: &str, extra: &JsonObject) -> Vec<Problem> {
    let detail = "is no field that this version knows; it is sent as it is: look for a typing mistake";
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let place = |name: &str| format!("{pointer}/{}", escaped(name));
    let found =
        |name: &str| Problem::new(place(name), "unknown_field", crate::error::Severity::Warning, detail);
    // A name with a control character has its own error, which does not repeat the name.
    let names = extra.iter().map(|(name, _)| name.as_str()).filter(|name| !name.contains(is_control));
    names.map(found).collect()
}

/// Returns an error for an account of the vendor's test system, which does not exist in production.
pub(crate) fn refuse_test_account(pointer: &str, number: Option<&str>, bank: Option<&str>) -> Vec<Problem> {
    let is_test = number.is_some_and(is_sandbox_iban) || bank.is_some_and(is_sandbox_bic);
    let detail = "belongs to the vendor's test system and does not exist in production";
    at(pointer, is_test.then(|| Finding::error("sandbox_account", detail)))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use jiff::Timestamp;
    use serde_json::Value;

    use super::iban::iban_country;
    use super::*;

    const VECTORS: &str = include_str!("../../../tests/vectors/identifiers.json");

    fn text<'a>(case: &'a Value, key: &str) -> Option<&'a str> {
        case.get(key).map(|value| value.as_str().unwrap())
    }

    fn check(case: &Value) -> Vec<Finding> {
        let value = text(case, "value").unwrap();
        match text(case, "check").unwrap() {
            "identifier" => check_identifier(text(case, "type"), value),
            "vat_number" => check_vat_number(value),
            "iban" => check_iban(value),
            "bic" => check_bic(value),
            "country" => check_country(value),
            "email" => check_email(value),
            "phone" => check_phone(value),
            "language" => check_language(value),
            "postal_code" => check_postal_code(value, Some("FRA")),
            "birth_date" => {
                check_birth_date(value.parse().unwrap(), text(case, "today").unwrap().parse().unwrap())
            }
            other => panic!("no check is called {other}"),
        }
    }

    fn normalized(case: &Value) -> Cow<'_, str> {
        let value = text(case, "value").unwrap();
        match text(case, "check").unwrap() {
            "identifier" => normalize_identifier(text(case, "type"), value),
            "iban" => normalize_iban(value),
            other => panic!("{other} has no normal form"),
        }
    }

    fn expected(case: &Value) -> Vec<(&str, Severity)> {
        let severity = |finding| match text(finding, "severity").unwrap() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            other => panic!("no severity is called {other}"),
        };
        let findings = case["findings"].as_array().unwrap().iter();
        findings.map(|finding| (text(finding, "code").unwrap(), severity(finding))).collect()
    }

    fn cases() -> Vec<Value> {
        let vectors: Value = serde_json::from_str(VECTORS).unwrap();
        vectors["cases"].as_array().unwrap().clone()
    }

    #[test]
    fn the_vectors_hold() {
        for case in cases() {
            let name = text(&case, "name").unwrap();
            let found = check(&case);
            let codes: Vec<_> = found.iter().map(|finding| (finding.code, finding.severity)).collect();
            assert_eq!(codes, expected(&case), "{name}");
            if let Some(form) = text(&case, "normalized") {
                assert_eq!(normalized(&case), form, "{name}");
            }
        }
    }

    #[test]
    fn no_text_holds_the_value() {
        // Two letters of a country may stand in a text by chance.
        for case in cases().iter().filter(|case| text(case, "value").unwrap().len() > 3) {
            for finding in check(case) {
                assert!(!finding.detail.contains(text(case, "value").unwrap()), "{}", finding.code);
            }
        }
    }

    #[test]
    fn odd_text_is_no_panic() {
        let odd =
            ["", "é", "FRé", "F\u{301}R7", "1234567é", "Ñ1234567A", "\u{200B}", "+\u{0661}", "😀😀", "@"];
        let types =
            ["siren", "nif", "cif", "hr_nummer", "vat_number", "belgium_registration_number", "other"];
        for value in odd {
            for kind in types.map(Some).into_iter().chain([None]) {
                check_identifier(kind, value);
            }
            for check in [check_vat_number, check_iban, check_bic, check_country, check_email, check_phone] {
                check(value);
            }
            assert!(!is_sandbox_iban(value) && !is_sandbox_bic(value));
        }
    }

    #[test]
    fn sandbox_accounts_are_recognised() {
        for iban in [
            "FR8811111015593603018280926",
            "FR37 1111 1025 5932 4433 2331 294",
            "FR1311111045594746737398900",
        ] {
            assert!(is_sandbox_iban(iban));
        }
        assert!(!is_sandbox_iban("FR7611111000420001234567876"));
        assert!(!is_sandbox_iban("FR0011111015593603018280926"), "not an IBAN at all");
        assert!(is_sandbox_bic("FK2FACTO") && is_sandbox_bic("fk2factoXXX"));
        assert!(!is_sandbox_bic("BNPAFRPP") && !is_sandbox_bic("FK2FACTORY"));
    }

    #[test]
    fn an_iban_names_the_country_of_its_bank() {
        assert_eq!(iban_country("FR8811111015593603018280926"), Some("FR"));
        assert_eq!(iban_country("fr88"), None);
        assert_eq!(iban_country("F"), None);
    }

    #[test]
    fn two_letters_lead_to_three() {
        for (alpha2, alpha3) in [("FR", "FRA"), ("GF", "GUF"), ("RE", "REU"), ("MF", "MAF"), ("UK", "GBR")] {
            assert_eq!(alpha3_from_alpha2(alpha2), Some(alpha3));
        }
        // Free for private use, not in the standard, and not a code.
        for alpha2 in ["ZZ", "AA", "FRA", "fr", ""] {
            assert_eq!(alpha3_from_alpha2(alpha2), None, "{alpha2}");
        }
    }

    #[test]
    fn a_signature_may_be_ahead_by_a_day() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let found = |at: &str| check_signed_at(at.parse().unwrap(), now);
        assert!(found("2026-11-23T12:00:00Z").is_empty());
        assert!(found("0001-01-01T00:00:00Z").is_empty());
        assert_eq!(found("2026-11-23T12:00:01Z")[0].code, "signed_at_in_future");
        assert_eq!(found("9999-12-30T00:00:00Z")[0].severity, Severity::Warning);
    }
}
