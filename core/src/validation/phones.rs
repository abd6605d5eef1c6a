//! Telephone numbers in international form.

use super::contact::check_phone;

/// How national numbers of a country are written: the country, its code, the digit in front of national
/// numbers that falls away abroad, and the lengths without it. Source: the national numbering plans that the
/// ITU publishes (E.129). Countries without a fixed form are left out.
const PLANS: [(&str, &str, Option<char>, std::ops::RangeInclusive<usize>); 10] = [
    ("FRA", "33", Some('0'), 9..=9),
    ("DEU", "49", Some('0'), 7..=11),
    ("NLD", "31", Some('0'), 9..=9),
    ("BEL", "32", Some('0'), 8..=9),
    ("ESP", "34", None, 9..=9),
    ("PRT", "351", None, 9..=9),
    ("AUT", "43", Some('0'), 7..=12),
    ("CHE", "41", Some('0'), 9..=9),
    ("GBR", "44", Some('0'), 9..=10),
    ("IRL", "353", Some('0'), 7..=9),
];

/// Returns a telephone number in international form, `+33612345678`. `country` is the country in three
/// letters whose national form it may have. Returns `None` if the number cannot be told for certain.
pub(crate) fn phone_number(text: &str, country: Option<&str>) -> Option<String> {
    let text = text.replace("(0)", "");
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/' | '(' | ')');
    let bare: String = text.chars().filter(|c| !is_sign(*c)).collect();
    let international = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
    let number = if let Some(digits) = international {
        format!("+{}", without_trunk(digits))
    } else {
        let (_, code, trunk, lengths) = PLANS.iter().find(|(name, ..)| Some(*name) == country)?;
        let national = match trunk {
            Some(trunk) => bare.strip_prefix(*trunk)?,
            None => &bare,
        };
        if national.starts_with('0') || !lengths.contains(&national.len()) {
            return None;
        }
        format!("+{code}{national}")
    };
    check_phone(&number).is_empty().then_some(number)
}

/// Removes the digit of national numbers behind the code of a country: `+33 06 12 34 56 78`.
fn without_trunk(digits: &str) -> String {
    for (_, code, trunk, lengths) in &PLANS {
        let rest = digits.strip_prefix(code).and_then(|rest| rest.strip_prefix((*trunk)?));
        if let Some(rest) = rest.filter(|rest| lengths.contains(&rest.len())) {
            return format!("{code}{rest}");
        }
    }
    digits.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_numbers_become_international_ones_by_the_country() {
        for (text, country, wanted) in [
            ("06 12 34 56 78", "FRA", "+33612345678"),
            ("06.12.34.56.78", "FRA", "+33612345678"),
            ("+33 (0)6 12 34 56 78", "FRA", "+33612345678"),
            ("+33 06 12 34 56 78", "DEU", "+33612345678"),
            ("0033 6 12 34 56 78", "ESP", "+33612345678"),
            ("030/1234567", "DEU", "+49301234567"),
            ("020-1234567", "NLD", "+31201234567"),
            ("612 345 678", "ESP", "+34612345678"),
            ("02 123 45 67", "BEL", "+3221234567"),
        ] {
            assert_eq!(phone_number(text, Some(country)).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_stays() {
        for (text, country) in [
            ("612345678", Some("FRA")),
            ("06 12 34 56", Some("FRA")),
            ("06 12 34 56 78", None),
            ("06 12 34 56 78", Some("ITA")),
            ("06 12 34 56 78 ext 3", Some("FRA")),
            ("06 12 34 56 78 / 06 12 34 56 79", Some("FRA")),
            ("", Some("FRA")),
            ("unknown", Some("FRA")),
        ] {
            assert_eq!(phone_number(text, country), None, "{text}");
        }
    }
}
