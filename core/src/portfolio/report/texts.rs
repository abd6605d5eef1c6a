//! The texts of one language, and its forms of numbers, amounts and dates.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use super::language::ReportLanguage;
use crate::error::Result;
use crate::model::Timestamp;

/// A blank at which a line does not break, and a narrow one.
const FIXED_BLANK: char = '\u{a0}';
const NARROW_BLANK: char = '\u{202f}';

/// The texts of one language.
pub(super) struct Texts {
    language: ReportLanguage,
    texts: HashMap<&'static str, &'static str>,
}

impl Texts {
    /// Reads the texts of a language.
    ///
    /// # Errors
    /// `Configuration` when the report has no texts in this language.
    pub(super) fn new(language: &ReportLanguage) -> Result<Self> {
        let lines = language.file()?.lines().filter(|line| !line.starts_with('#'));
        Ok(Self {
            language: language.clone(),
            texts: lines.filter_map(|line| line.split_once(": ")).collect(),
        })
    }

    /// Returns the code of the language in HTML.
    pub(super) fn code(&self) -> &str {
        self.language.as_str()
    }

    /// Returns the text with this key; `None` if the language has no such text.
    pub(super) fn find(&self, key: &str) -> Option<&'static str> {
        self.texts.get(key).copied()
    }

    /// Returns the text with this key, or the key itself if the language has no such text.
    pub(super) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// Returns the text with this key, with its places filled in.
    pub(super) fn fill(&self, key: &str, places: &[(&str, &str)]) -> String {
        filled(self.get(key), places)
    }

    /// Returns the text for a number: that of `key.one` or that of `key.other`.
    pub(super) fn counted(&self, key: &str, number: i64) -> String {
        let is_one = number == 1 || (number == 0 && self.language == ReportLanguage::Fr);
        let key = format!("{key}.{}", if is_one { "one" } else { "other" });
        self.fill(&key, &[("n", &self.number(number))])
    }

    /// Returns a whole number with separated thousands: `12,345`.
    pub(super) fn number(&self, number: impl Display) -> String {
        let text = number.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        // In Spanish, four digits stand together.
        let together = if self.language == ReportLanguage::Es { 4 } else { 3 };
        if digits.len() <= together {
            return text;
        }
        let mut grouped = String::from(sign);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(self.thousands());
            }
            grouped.push(digit);
        }
        grouped
    }

    /// Returns a share of all rows in percent, with one decimal.
    pub(super) fn percent(&self, part: i64, whole: i64) -> String {
        let tenths = tenths(part, whole);
        let number = format!("{}{}{}", tenths / 10, self.decimal_mark(), tenths % 10);
        match self.language {
            ReportLanguage::En | ReportLanguage::Nl => format!("{number}%"),
            ReportLanguage::Fr => format!("{number}{NARROW_BLANK}%"),
            _ => format!("{number}{FIXED_BLANK}%"),
        }
    }

    /// Returns an amount in cents with its currency, whose decimals are left out if they are zero.
    pub(super) fn amount(&self, cents: i128, currency: &str) -> String {
        let mut number = self.number(cents / 100);
        if cents % 100 != 0 {
            number = format!("{number}{}{:02}", self.decimal_mark(), (cents % 100).abs());
        }
        let symbol = match currency {
            "EUR" => "€",
            "GBP" => "£",
            other => other,
        };
        let is_letter = symbol.chars().count() > 1;
        match self.language {
            ReportLanguage::En if !is_letter => format!("{symbol}{number}"),
            ReportLanguage::En | ReportLanguage::Nl => format!("{symbol}{FIXED_BLANK}{number}"),
            _ => format!("{number}{FIXED_BLANK}{symbol}"),
        }
    }

    /// Returns amounts by currency as one text.
    pub(super) fn amounts(&self, sums: &BTreeMap<String, i128>) -> String {
        let amounts: Vec<String> =
            sums.iter().map(|(currency, cents)| self.amount(*cents, currency)).collect();
        amounts.join(" + ")
    }

    /// Returns a moment in UTC: `30 November 2026, 09:05 UTC`.
    pub(super) fn moment(&self, moment: Timestamp) -> String {
        let part = |form: &str| moment.strftime(form).to_string();
        let month = part("%-m").parse::<usize>().unwrap_or(1).saturating_sub(1);
        let name = self.get("months").split(", ").nth(month).unwrap_or_default();
        let day = match self.language {
            ReportLanguage::Fr if part("%-d") == "1" => "1er".to_owned(),
            _ => part("%-d"),
        };
        let (year, time) = (part("%Y"), part("%H:%M"));
        self.fill("moment", &[("day", &day), ("month", name), ("year", &year), ("time", &time)])
    }

    fn thousands(&self) -> char {
        match self.language {
            ReportLanguage::En => ',',
            ReportLanguage::Fr => NARROW_BLANK,
            _ => '.',
        }
    }

    fn decimal_mark(&self) -> char {
        if self.language == ReportLanguage::En { '.' } else { ',' }
    }
}

/// Returns how many tenths of a percent a part of the whole is, rounded.
pub(super) fn tenths(part: i64, whole: i64) -> i64 {
    let whole = i128::from(whole.max(1));
    i64::try_from((i128::from(part) * 1000 + whole / 2) / whole).unwrap_or(i64::MAX)
}

/// Fills in the places of a text in one pass, so that a value is never taken for a place.
fn filled(text: &str, places: &[(&str, &str)]) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let value = part.split_once('}').and_then(|(name, rest)| {
            let (_, value) = places.iter().find(|(place, _)| *place == name)?;
            Some((value, rest))
        });
        if let Some((value, rest)) = value {
            filled.push_str(value);
            filled.push_str(rest);
        } else {
            filled.push('{');
            filled.push_str(part);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use super::*;

    fn texts(language: &str) -> Texts {
        Texts::new(&language.into()).unwrap()
    }

    #[test]
    fn numbers_amounts_and_dates_have_the_form_of_the_language() {
        let moment: Timestamp = "2026-03-01T09:05:59Z".parse().unwrap();
        for (language, number, percent, whole, cents, date) in [
            ("en", "12,345", "12.5%", "€1,234", "€1,234.05", "1 March 2026, 09:05 UTC"),
            (
                "fr",
                "12\u{202f}345",
                "12,5\u{202f}%",
                "1\u{202f}234\u{a0}€",
                "1\u{202f}234,05\u{a0}€",
                "1er mars 2026 à 09:05 UTC",
            ),
            ("de", "12.345", "12,5\u{a0}%", "1.234\u{a0}€", "1.234,05\u{a0}€", "1. März 2026, 09:05 Uhr UTC"),
            ("es", "12.345", "12,5\u{a0}%", "1234\u{a0}€", "1234,05\u{a0}€", "1 de marzo de 2026, 09:05 UTC"),
            ("nl", "12.345", "12,5%", "€\u{a0}1.234", "€\u{a0}1.234,05", "1 maart 2026, 09:05 UTC"),
        ] {
            let texts = texts(language);
            let found = [
                texts.number(12345),
                texts.percent(1, 8),
                texts.amount(123_400, "EUR"),
                texts.amount(123_405, "EUR"),
                texts.moment(moment),
            ];
            assert_eq!(found, [number, percent, whole, cents, date], "{language}");
        }
        assert_eq!(texts("en").amount(505, "CHF"), "CHF\u{a0}5.05");
        assert_eq!([texts("en").number(7), texts("en").number(-1234)], ["7", "-1,234"]);
    }

    #[test]
    fn one_and_many_are_told_apart_and_zero_is_one_in_french() {
        let found = ["en", "fr"]
            .map(|language| [0, 1, 2].map(|number| texts(language).counted("figure.declined", number)));
        assert_eq!(found[0], ["companies declined", "company declined", "companies declined"]);
        assert_eq!(found[1], ["entreprise refusée", "entreprise refusée", "entreprises refusées"]);
    }

    #[test]
    fn every_language_has_the_same_texts_with_the_same_places() {
        let places = |text: &str| {
            let mut names: Vec<String> =
                text.split('{').skip(1).map(|part| part.split('}').next().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        let english = texts("en");
        for language in ReportLanguage::VALUES {
            let other = texts(language);
            assert_eq!(other.texts.len(), english.texts.len(), "{language}");
            for (key, text) in &english.texts {
                let found = other.find(key).unwrap_or_else(|| panic!("{language} lacks {key}"));
                assert!(!found.trim().is_empty(), "{language} {key}");
                assert_eq!(places(found), places(text), "{language} {key}");
            }
            assert_eq!(other.get("months").split(", ").count(), 12, "{language}");
        }
    }

    #[test]
    fn a_value_with_braces_is_not_filled_in_again() {
        let text = texts("en").fill("why.field", &[("field", "{problem}"), ("problem", "{field}")]);
        assert_eq!(text, "{problem} {field}");
        assert_eq!(filled("a {b", &[]), "a {b");
    }
}
