//! Countries: the API wants three-letter codes, most systems hold two-letter ones.

use iso3166_static::{Alpha2, Alpha3, Numeric};

use super::blanks::trim_blanks;
use super::finding::Finding;

/// Checks a country code. A finding is a warning at most: the contract names the standard but lists no
/// values.
pub(crate) fn check_country(value: &str) -> Vec<Finding> {
    let value = trim_blanks(value);
    if is_alpha3(value) {
        return Vec::new();
    }
    let upper = value.to_ascii_uppercase();
    // A country is no personal value, so these two may say what to send.
    if let Some(alpha3) = alpha3_from_alpha2(&upper) {
        return vec![Finding::warning("country_alpha2", format!("must have three letters: send {alpha3}"))];
    }
    if is_alpha3(&upper) {
        return vec![Finding::warning("country_case", format!("must be in capital letters: send {upper}"))];
    }
    vec![Finding::warning("country_unknown", "must be an ISO 3166-1 three-letter code, such as FRA")]
}

/// Returns the three-letter code of a two-letter code in capitals; `None` if there is none.
pub(crate) fn alpha3_from_alpha2(alpha2: &str) -> Option<&'static str> {
    match alpha2 {
        // These are in common use, although the standard says GR and GB and leaves out Kosovo.
        "EL" => Some("GRC"),
        "UK" => Some("GBR"),
        "XK" => Some("XKX"),
        _ => {
            let alpha2 = Alpha2::try_from(alpha2).ok()?;
            Some(Alpha3::try_from(Numeric::try_from(alpha2).ok()?).ok()?.as_str())
        }
    }
}

/// Returns a three-letter code in capitals as a constant; `None` if it is not in use.
#[cfg(feature = "portfolio")]
pub(super) fn alpha3_from_alpha3(alpha3: &str) -> Option<&'static str> {
    if alpha3 == "XKX" {
        return Some("XKX");
    }
    let alpha3 = Alpha3::try_from(alpha3).ok()?;
    Some(Alpha3::try_from(Numeric::try_from(alpha3).ok()?).ok()?.as_str())
}

/// Returns `true` for a three-letter code in use, in capitals. French Guiana, Réunion and Saint Martin have
/// their own codes. That of Kosovo is in passports, but not in the standard.
pub(super) fn is_alpha3(value: &str) -> bool {
    // By number, because the library also parses codes that are free for private use.
    value == "XKX" || Alpha3::try_from(value).is_ok_and(|alpha3| Numeric::try_from(alpha3).is_ok())
}
