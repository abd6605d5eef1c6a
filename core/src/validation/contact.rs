//! Ways to reach a person: e-mail, phone, language, postal code.

use super::Finding;
use super::blanks::is_blank;

/// The contract's limit, in characters.
const MAX_POSTAL_CODE: usize = 10;

/// What is wrong with an e-mail address. The contract asks for one, so what clearly is none cannot pass;
/// finer rules differ from server to server and are left to this one.
pub(crate) fn check_email(value: &str) -> Vec<Finding> {
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

/// What looks wrong about a phone number. Any text passes the contract; the international form is the safest.
pub(crate) fn check_phone(value: &str) -> Vec<Finding> {
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

/// What looks wrong about a language.
pub(crate) fn check_language(value: &str) -> Vec<Finding> {
    if value.len() == 2 && value.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    vec![Finding::warning("language_format", "must be two lower-case letters, such as fr")]
}

/// What is wrong with a postal code. Only its length: a Dutch one holds a space, a British one letters.
pub(crate) fn check_postal_code(value: &str) -> Vec<Finding> {
    if value.chars().count() <= MAX_POSTAL_CODE {
        return Vec::new();
    }
    vec![Finding::error("postal_code_length", "must have at most 10 characters")]
}
