//! Checks contact details: e-mail, phone, language, postal code.

use super::blanks::{is_blank, trim_blanks};
use super::countries::alpha3_from_alpha2;
use super::finding::Finding;

/// The contract's limit of characters.
const MAX_POSTAL_CODE: usize = 10;

/// Countries whose postal codes have five digits, with a zero in front in some regions. The system of France
/// also serves Saint Martin and Saint Barthélemy, whose codes begin with a nine.
const ZEROS_IN_FRONT: [&str; 5] = ["FRA", "DEU", "ESP", "ITA", "FIN"];

/// Checks an e-mail address. What clearly is not an address is an error. Finer rules differ between servers,
/// so the API decides about them.
pub(crate) fn check_email(value: &str) -> Vec<Finding> {
    let value = trim_blanks(value);
    // The part before the last @ may hold blanks and more @ when it is quoted.
    let is_address = value.rsplit_once('@').is_some_and(|(local, domain)| {
        let local_fits = local.starts_with('"') || !local.contains(is_blank);
        !local.is_empty() && local_fits && !domain.is_empty() && !domain.contains(is_blank)
    });
    if is_address {
        return Vec::new();
    }
    vec![Finding::error("email_format", "must be an e-mail address without spaces, such as name@example.com")]
}

/// Checks a phone number. The contract accepts any text; the international form is the safest.
pub(crate) fn check_phone(value: &str) -> Vec<Finding> {
    let value = trim_blanks(value);
    let digits = value.strip_prefix('+').unwrap_or_default();
    let is_e164 = (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit());
    if is_e164 {
        return Vec::new();
    }
    let text =
        "must be in international form: a plus sign, the country code and digits only, such as +33123456789";
    vec![Finding::warning("phone_format", text)]
}

/// Checks a language code.
pub(crate) fn check_language(value: &str) -> Vec<Finding> {
    if value.len() == 2 && value.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    vec![Finding::warning("language_format", "must be two lower-case letters, such as fr")]
}

/// Checks a postal code. `country` is the country of its address, in two or three letters.
///
/// Only its length is an error, since codes differ: a Dutch one holds a space, a British one letters. A
/// warning says that a program read it as a number: `1067` in Dresden, `6000.0` in Nice.
pub(crate) fn check_postal_code(value: &str, country: Option<&str>) -> Vec<Finding> {
    if value.chars().count() > MAX_POSTAL_CODE {
        return vec![Finding::error("postal_code_length", "must have at most 10 characters")];
    }
    let value = trim_blanks(value);
    if is_whole_float(value) {
        let text = "was turned into a number with a fraction: keep it as text, and put lost zeros back";
        return vec![Finding::warning("postal_code_number", text)];
    }
    let country = country.map(|country| trim_blanks(country).to_ascii_uppercase()).unwrap_or_default();
    let country = alpha3_from_alpha2(&country).unwrap_or(&country);
    let may_lack_zeros = matches!(value.len(), 3 | 4) && value.bytes().all(|b| b.is_ascii_digit());
    if may_lack_zeros && ZEROS_IN_FRONT.contains(&country) {
        let text = "must have 5 digits in its country: put back the zero in front and keep it as text";
        return vec![Finding::warning("postal_code_leading_zero", text)];
    }
    Vec::new()
}

/// Returns `true` for a whole number that was written as a number with a fraction: `6000.0`, `6000,0`.
pub(crate) fn is_whole_float(value: &str) -> bool {
    let whole = value.strip_suffix(".0").or_else(|| value.strip_suffix(",0"));
    whole.is_some_and(|whole| !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()))
}
