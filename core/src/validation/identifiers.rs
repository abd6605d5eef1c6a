//! Company identifiers: how they are sent, and what looks wrong about them.
//!
//! The contract gives no patterns, so only an empty identifier is an error. All else is a warning.

use std::borrow::Cow;

use stdnum::Validator;
use stdnum::country::{be, es, fr, nl};

use super::blanks::{strip_blanks, strip_invisible};
use super::countries::alpha3_from_alpha2;
use super::finding::Finding;

/// The form of a number that consists of digits.
struct DigitRule {
    /// The accepted lengths, the shortest first.
    lengths: &'static [usize],
    /// The accepted first digits; empty if all are.
    first: &'static [char],
    /// A separator of the usual spelling, which stays.
    separator: Option<char>,
    /// The check-digit formula, if there is one.
    checksum: Option<&'static dyn Validator>,
    /// The text for a wrong length or character.
    format: &'static str,
    /// The text for exactly one missing digit.
    leading_zero: &'static str,
}

const SIREN: DigitRule = DigitRule {
    lengths: &[9],
    first: &[],
    separator: None,
    checksum: Some(&fr::SIREN),
    format: "must have 9 digits",
    leading_zero: "has 8 digits and a SIREN has 9: put back the leading zero and keep it as text",
};

const SIRET: DigitRule = DigitRule {
    lengths: &[14],
    first: &[],
    separator: None,
    // Also knows the branches of La Poste, whose digits add up to a multiple of five instead.
    checksum: Some(&fr::SIRET),
    format: "must have 14 digits",
    leading_zero: "has 13 digits and a SIRET has 14: put back the leading zero and keep it as text",
};

const KVK: DigitRule = DigitRule {
    lengths: &[8],
    first: &[],
    separator: None,
    checksum: None,
    format: "must have 8 digits",
    leading_zero: "has 7 digits and a KVK number has 8: put back the leading zero and keep it as text",
};

const BSN: DigitRule = DigitRule {
    lengths: &[9],
    first: &[],
    separator: None,
    checksum: Some(&nl::BSN),
    format: "must have 9 digits",
    leading_zero: "has 8 digits and a BSN has 9: put back the leading zero and keep it as text",
};

const BELGIUM: DigitRule = DigitRule {
    lengths: &[10],
    first: &['0', '1'],
    separator: Some('.'),
    checksum: Some(&be::VAT),
    format: "must have 10 digits, the first of them 0 or 1, without the letters BE",
    leading_zero: "has 9 digits and a Belgian number has 10: put a 0 in front and keep it as text",
};

const STEUERNUMMER: DigitRule = DigitRule {
    lengths: &[10, 11, 13],
    first: &[],
    separator: Some('/'),
    // Each federal state has its own formula.
    checksum: None,
    format: "must have 10, 11 or 13 digits",
    leading_zero: "has 9 digits and a tax number at least 10: put back the leading zero and keep it as text",
};

const CHECKSUM: &str = "its check digit does not match: compare it with the register entry";

/// The first letters of a Spanish company number.
const SPANISH_COMPANY: &str = "ABCDEFGHJNPQRSUVW";

/// Registers that a German register number can name.
const GERMAN_REGISTERS: [&str; 6] = ["HRA", "HRB", "GNR", "GSR", "PR", "VR"];

/// Prefixes of VAT numbers that name no country: Northern Ireland and the one-stop shop.
const VAT_ONLY_PREFIXES: [&str; 2] = ["XI", "EU"];

/// Returns the identifier as it is sent: without copied spaces, otherwise as given.
///
/// `identifier_type` is the name on the wire. In a register number, a name or an identifier of unknown type a
/// space may mean something. There, only invisible characters and blanks at the ends are removed.
pub(crate) fn normalize_identifier<'a>(identifier_type: Option<&str>, value: &'a str) -> Cow<'a, str> {
    match identifier_type {
        Some("nif" | "cif" | "vat_number") => strip_blanks(value),
        Some(kind) if digit_rule(kind).is_some() => strip_blanks(value),
        _ => strip_invisible(value),
    }
}

/// Checks an identifier. `identifier_type` is the name on the wire.
///
/// An identifier of unknown type is only checked for being empty; one without a type also for the form of a
/// VAT number, which no register looks up without its type.
pub(crate) fn check_identifier(identifier_type: Option<&str>, value: &str) -> Vec<Finding> {
    let value = normalize_identifier(identifier_type, value);
    if value.is_empty() {
        return vec![Finding::error("identifier_empty", "must not be empty")];
    }
    let finding = match identifier_type {
        Some("vat_number") => vat_finding(&value),
        Some("nif") => nif_finding(&value),
        Some("cif") => cif_finding(&value),
        Some("hr_nummer") => hr_nummer_finding(&value),
        None => untyped_finding(&value),
        kind => kind.and_then(digit_rule).and_then(|rule| digits_finding(&rule, &value)),
    };
    finding.into_iter().collect()
}

/// Checks a VAT number: its prefix and its rough length, never the national part.
pub(crate) fn check_vat_number(value: &str) -> Vec<Finding> {
    vat_finding(&strip_blanks(value)).into_iter().collect()
}

/// Returns `true` if zeros in front make the value valid for its type: a spreadsheet dropped them.
///
/// Without a check digit, only one missing digit is enough of a sign.
#[cfg(feature = "portfolio")]
pub(crate) fn has_lost_zeros(identifier_type: Option<&str>, value: &str) -> bool {
    padded(identifier_type, value).is_some()
}

/// Returns the number with the zeros in front that it has lost, if its check digits prove them. Returns
/// `None` if it has lost none, or if its type has no check digits.
#[cfg(feature = "portfolio")]
pub(crate) fn restore_zeros(identifier_type: Option<&str>, value: &str) -> Option<String> {
    padded(identifier_type, value).filter(|(_, is_proven)| *is_proven).map(|(number, _)| number)
}

/// Returns the number with its lost zeros, and whether check digits prove them.
#[cfg(feature = "portfolio")]
fn padded(identifier_type: Option<&str>, value: &str) -> Option<(String, bool)> {
    let value = normalize_identifier(identifier_type, value);
    let (length, separator, has_checksum) = match (identifier_type, identifier_type.and_then(digit_rule)) {
        (Some("nif"), _) => (9, None, true),
        (_, Some(rule)) => {
            (rule.lengths.first().copied().unwrap_or_default(), rule.separator, rule.checksum.is_some())
        }
        _ => return None,
    };
    let missing = length.saturating_sub(value.chars().filter(|c| Some(*c) != separator).count());
    let plausible = missing == 1 || (missing > 1 && has_checksum);
    let padded = format!("{}{value}", "0".repeat(missing));
    let is_lost = !value.is_empty() && plausible && check_identifier(identifier_type, &padded).is_empty();
    is_lost.then_some((padded, has_checksum))
}

/// Returns the country in three letters of the register that gives numbers of a type. Returns `None` for
/// types of several countries.
pub(crate) fn register_country(identifier_type: &str) -> Option<&'static str> {
    Some(match identifier_type {
        "siren" | "siret" => "FRA",
        "hr_nummer" | "steuernummer" => "DEU",
        "kvk" | "bsn" => "NLD",
        "cif" | "nif" => "ESP",
        "belgium_registration_number" => "BEL",
        _ => return None,
    })
}

fn digit_rule(identifier_type: &str) -> Option<DigitRule> {
    match identifier_type {
        "siren" => Some(SIREN),
        "siret" => Some(SIRET),
        "kvk" => Some(KVK),
        "bsn" => Some(BSN),
        "belgium_registration_number" => Some(BELGIUM),
        "steuernummer" => Some(STEUERNUMMER),
        _ => None,
    }
}

fn digits_finding(rule: &DigitRule, value: &str) -> Option<Finding> {
    let digits: String = value.chars().filter(|c| Some(*c) != rule.separator).collect();
    let length = digits.len();
    if !is_digits(&digits) {
        return Some(format_finding(rule.format));
    }
    // A spreadsheet or a JSON number drops a leading zero, which needs a clearer text than "wrong length".
    if rule.lengths.first() == Some(&(length + 1)) {
        return Some(Finding::warning("identifier_leading_zero", rule.leading_zero));
    }
    let starts_well = rule.first.is_empty() || digits.starts_with(rule.first);
    if !rule.lengths.contains(&length) || !starts_well {
        return Some(format_finding(rule.format));
    }
    rule.checksum.and_then(|checksum| checksum_finding(checksum, &digits))
}

/// Checks a Spanish number of a person (citizen, foreigner, other) or of a company.
fn nif_finding(value: &str) -> Option<Finding> {
    const FORMAT: &str =
        "must be a Spanish number of 9 capital letters and digits, without hyphens and without ES";
    let ends_in_letter = value.ends_with(|c: char| c.is_ascii_uppercase());
    if value.len() == 8 && ends_in_letter && value.get(..7).is_some_and(is_digits) {
        let zero = "has 7 digits and a DNI has 8: put back the leading zero and keep it as text";
        return Some(Finding::warning("identifier_leading_zero", zero));
    }
    if !is_spanish(value) {
        return Some(format_finding(FORMAT));
    }
    match value.chars().next() {
        // Citizens; foreigners; minors, citizens abroad and others without a number of their own.
        Some('0'..='9' | 'X'..='Z' | 'K'..='M') if ends_in_letter => checksum_finding(&es::NIF, value),
        Some(first) if SPANISH_COMPANY.contains(first) => checksum_finding(&es::CIF, value),
        _ => Some(format_finding(FORMAT)),
    }
}

/// Checks a Spanish company number: a letter, seven digits, and a control digit or letter.
fn cif_finding(value: &str) -> Option<Finding> {
    let starts_well = value.starts_with(|c| SPANISH_COMPANY.contains(c));
    if !starts_well || !is_spanish(value) {
        let format =
            "must be a capital letter, 7 digits and a digit or letter, without hyphens and without ES";
        return Some(format_finding(format));
    }
    checksum_finding(&es::CIF, value)
}

/// Returns `true` for seven digits between two characters that are capitals or digits.
fn is_spanish(value: &str) -> bool {
    value.len() == 9
        && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && value.get(1..8).is_some_and(is_digits)
}

/// Checks a German register number. The accepted spellings are not known, so it must only hold a register and
/// a number. The court may come first or last.
fn hr_nummer_finding(value: &str) -> Option<Finding> {
    let upper = value.to_ascii_uppercase();
    let has_register = GERMAN_REGISTERS.iter().any(|register| upper.contains(register));
    if has_register && upper.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(format_finding("must name the register and the number, such as HRB 1234"))
}

fn vat_finding(value: &str) -> Option<Finding> {
    let prefix = value.get(..2).unwrap_or_default();
    if prefix == "GR" {
        return Some(Finding::warning("vat_number_prefix", "must start with EL, not GR, for Greece"));
    }
    let capitals = prefix.bytes().all(|b| b.is_ascii_uppercase());
    let known = alpha3_from_alpha2(prefix).is_some() || VAT_ONLY_PREFIXES.contains(&prefix);
    if !capitals || !known {
        let text = "must start with the two capital letters of its country, such as FR";
        return Some(Finding::warning("vat_number_prefix", text));
    }
    // Two to twelve in the European Union; Switzerland appends its tax to a longer number.
    let length = value.chars().skip(2).filter(char::is_ascii_alphanumeric).count();
    if (2..=15).contains(&length) {
        return None;
    }
    Some(Finding::warning("vat_number_format", "must have 2 to 12 letters and digits after the country"))
}

/// Finds a VAT number whose type was left out.
fn untyped_finding(value: &str) -> Option<Finding> {
    // `HRB 424242` begins with the letters of Croatia.
    let names_register = GERMAN_REGISTERS.iter().any(|register| value.contains(register));
    let has_digits = value.bytes().filter(u8::is_ascii_digit).count() >= 7;
    let is_vat_number = has_digits && !names_register && vat_finding(&strip_blanks(value)).is_none();
    let detail = "looks like a VAT number: set identifier_type to vat_number";
    is_vat_number.then(|| Finding::warning("identifier_type_missing", detail))
}

fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())
}

fn format_finding(detail: &'static str) -> Finding {
    Finding::warning("identifier_format", detail)
}

/// Checks the check digit. The form was checked before, so the library can refuse nothing else.
fn checksum_finding(checksum: &dyn Validator, value: &str) -> Option<Finding> {
    checksum.validate(value).is_err().then(|| Finding::warning("identifier_checksum", CHECKSUM))
}
