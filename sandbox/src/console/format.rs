//! Values as people read them.

use jiff::Timestamp;
use serde_json::Value;

use crate::rules::parse_datetime;

/// An amount of cents, such as `1,234.50 EUR`.
pub(crate) fn money(cents: i64, currency: &str) -> String {
    let digits = (cents.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{grouped}.{:02} {currency}", cents.unsigned_abs() % 100)
}

/// An amount of a body, empty when it has none.
pub(crate) fn amount(body: &Value, field: &str) -> String {
    let currency = body["currency"].as_str().unwrap_or("EUR");
    body[field].as_i64().map(|cents| money(cents, currency)).unwrap_or_default()
}

/// A time such as `20 Nov 2026, 09:30:00`.
pub(crate) fn moment(at: Timestamp) -> String {
    at.strftime("%-d %b %Y, %H:%M:%S").to_string()
}

/// The same of a text; other texts stay as they are.
pub(crate) fn time(text: &str) -> String {
    parse_datetime(text, true).map_or_else(|| text.to_owned(), moment)
}

/// The day of a text that is a time.
pub(crate) fn day(text: &str) -> String {
    let day = |at: Timestamp| at.strftime("%-d %b %Y").to_string();
    parse_datetime(text, true).map_or_else(|| text.to_owned(), day)
}

/// The beginning of an id, by which people tell it from others.
pub(crate) fn short(id: &str) -> String {
    if id.chars().count() > 13 { id.chars().take(8).collect::<String>() + "…" } else { id.to_owned() }
}

/// A name on the wire in words: `credit_lines` is `Credit lines`.
pub(crate) fn words(name: &str) -> String {
    let name = name.replace(['_', '-'], " ").to_lowercase();
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_times_are_readable() {
        assert_eq!(money(123_456_789, "EUR"), "1,234,567.89 EUR");
        assert_eq!(money(-5, "EUR"), "-0.05 EUR");
        assert_eq!(money(100_000, "GBP"), "1,000.00 GBP");
        assert_eq!(time("2026-11-20T09:30:00.000000+00:00"), "20 Nov 2026, 09:30:00");
        assert_eq!(time("soon"), "soon");
        assert_eq!(short("9fa0c0de-3e1b-4bb0-8d1c-0a0b0c0d0e0f"), "9fa0c0de…");
        assert_eq!(words("credit_lines"), "Credit lines");
    }
}
