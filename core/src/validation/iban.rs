//! Bank accounts: IBAN and BIC.
//!
//! Only the rules of the IBAN standard are checked, not the national digits inside: the accounts of the
//! vendor's own sandbox fail those.

use std::borrow::Cow;

use ::iban::{BaseIban, Iban, ParseBaseIbanError, ParseIbanError};

use super::blanks::{strip_blanks, trim_blanks};
use super::finding::Finding;

/// The BIC of accounts that exist only in the vendor's sandbox.
const SANDBOX_BIC: &str = "FK2FACTO";

/// Returns the IBAN as it is sent: without spaces, in capitals.
pub(crate) fn normalize_iban(value: &str) -> Cow<'_, str> {
    let stripped = strip_blanks(value);
    if stripped.bytes().any(|b| b.is_ascii_lowercase()) {
        Cow::Owned(stripped.to_ascii_uppercase())
    } else {
        stripped
    }
}

/// Checks an IBAN, apart from spaces and case. There is at most one finding, the clearest one.
pub(crate) fn check_iban(value: &str) -> Vec<Finding> {
    iban_finding(&normalize_iban(value)).into_iter().collect()
}

fn iban_finding(value: &str) -> Option<Finding> {
    if !has_iban_shape(value) {
        let text = "must be an IBAN: two letters, two check digits, then letters and digits only";
        return Some(Finding::error("iban_format", text));
    }
    // Before the checksum: a missing character breaks that too, but the length explains more.
    if let Some(length) = iban_country(value).and_then(iban_length)
        && value.len() != length
    {
        return Some(Finding::error("iban_length", format!("must have {length} characters for its country")));
    }
    match value.parse::<Iban>() {
        Ok(_) => None,
        Err(ParseIbanError::InvalidBaseIban { source }) => Some(base_finding(source)),
        // A warning, since the library's list may be old and each bank decides about the inner part.
        Err(ParseIbanError::UnknownCountry(_)) => {
            Some(Finding::warning("iban_country", "starts with a country that is not known to use IBANs"))
        }
        Err(ParseIbanError::InvalidBban(_)) => {
            Some(Finding::warning("iban_structure", "does not look like the IBANs of its country"))
        }
    }
}

fn base_finding(error: ParseBaseIbanError) -> Finding {
    match error {
        ParseBaseIbanError::InvalidFormat => Finding::error("iban_length", "must have at most 34 characters"),
        ParseBaseIbanError::InvalidChecksum => {
            Finding::error("iban_checksum", "its check digits do not match: look for a typing mistake")
        }
    }
}

fn has_iban_shape(value: &str) -> bool {
    let (country, rest) = value.split_at_checked(2).unwrap_or_default();
    let (check, account) = rest.split_at_checked(2).unwrap_or_default();
    country.bytes().all(|b| b.is_ascii_uppercase())
        && check.bytes().all(|b| b.is_ascii_digit())
        && !account.is_empty()
        && account.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Returns the length of an IBAN in the single euro payments area, where it is fixed and a direct debit is
/// possible. The library knows more countries, but does not tell length from content.
fn iban_length(country: &str) -> Option<usize> {
    Some(match country {
        "NO" => 15,
        "BE" => 16,
        "DK" | "FI" | "NL" => 18,
        "MK" | "SI" => 19,
        "AT" | "EE" | "LT" | "LU" => 20,
        "CH" | "HR" | "LI" | "LV" => 21,
        "BG" | "DE" | "GB" | "IE" | "ME" | "RS" | "VA" => 22,
        "GI" => 23,
        "AD" | "CZ" | "ES" | "MD" | "RO" | "SE" | "SK" => 24,
        "PT" => 25,
        "IS" => 26,
        "FR" | "GR" | "IT" | "MC" | "SM" => 27,
        "AL" | "CY" | "HU" | "PL" => 28,
        "MT" => 31,
        _ => return None,
    })
}

/// Returns the two letters at the start of an IBAN in normal form.
///
/// They name the country of the bank's numbering, not of the account's owner: French Guiana, Réunion and
/// Saint Martin use FR.
pub(crate) fn iban_country(value: &str) -> Option<&str> {
    value.get(..2).filter(|country| country.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Returns `true` for an account of the vendor's sandbox, which must never reach production.
///
/// Its form shows it: France, the invented bank 11111, and a branch such as 01559, whose second digit selects
/// a payment scenario.
pub(crate) fn is_sandbox_iban(value: &str) -> bool {
    let value = normalize_iban(value);
    let branch = value.get(9..14).unwrap_or_default().as_bytes();
    value.starts_with("FR")
        && value.parse::<BaseIban>().is_ok()
        && value.get(4..9) == Some("11111")
        && matches!(branch, [b'0', b'0'..=b'9', b'5', b'5', b'9'])
}

/// Checks the length and the characters of a BIC. No more, since even the vendor's own sandbox BIC names no
/// bank and no country.
pub(crate) fn check_bic(value: &str) -> Vec<Finding> {
    let value = trim_blanks(value);
    if matches!(value.len(), 8 | 11) && value.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    vec![Finding::warning("bic_format", "must have 8 or 11 letters and digits")]
}

/// Returns `true` for the BIC of the vendor's sandbox, which must never reach production.
pub(crate) fn is_sandbox_bic(value: &str) -> bool {
    let value = trim_blanks(value);
    value.get(..SANDBOX_BIC.len()).is_some_and(|bank| bank.eq_ignore_ascii_case(SANDBOX_BIC))
        && matches!(value.len(), 8 | 11)
}
