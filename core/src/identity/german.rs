//! German numbers that are unique only together with the court or the tax office that gave them.

use super::text::{is_digits, words};

/// Registers of the German courts: section 3 of the Handelsregisterverordnung for HRA and HRB, and those of
/// cooperatives, civil-law companies, partnerships and associations.
const REGISTERS: [&str; 6] = ["HRA", "HRB", "GNR", "GSR", "PR", "VR"];

/// Words beside the name of a court.
const NOT_A_PLACE: [&str; 16] = [
    "AMTSGERICHT",
    "AG",
    "AMTSGER",
    "REGISTERGERICHT",
    "REGISTER",
    "HANDELSREGISTER",
    "GERICHT",
    "NR",
    "NO",
    "NUMMER",
    "BEIM",
    "BEI",
    "DES",
    "DER",
    "IN",
    "AM",
];

/// Courts whose names are as short as the letters after a number.
const SHORT_COURTS: [&str; 3] = ["ULM", "HOF", "AUE"];

/// An entry of a German register: `HRB 424242 B, Amtsgericht Charlottenburg`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegisterEntry {
    pub(super) register: &'static str,
    pub(super) number: String,
    /// Letters after the number, by which a court marks numbers taken over from other courts: Berlin's `B`.
    pub(super) suffix: Option<String>,
    /// The words of the court's name.
    pub(super) court: Vec<String>,
}

impl RegisterEntry {
    /// Reads an entry, with its parts in any order; `None` if it names no register or no number.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let mut words = words(&parted(value)).into_iter().peekable();
        let (mut register, mut number, mut suffix) = (None, None::<String>, None);
        let mut court = Vec::new();
        while let Some(word) = words.next() {
            if register.is_none()
                && let Some(found) = register_of(&word, words.peek())
            {
                if word == "HR" || word == "GN" || word == "GS" {
                    words.next();
                }
                register = Some(found);
            } else if is_digits(&word) && register.is_some() && number.is_none() {
                number = Some(number_of(word, &mut words));
                suffix = words.next_if(|next| is_suffix(next));
            } else if !NOT_A_PLACE.contains(&word.as_str()) {
                court.push(word);
            }
        }
        Some(Self { register: register?, number: number?, suffix, court: court_of(court) })
    }

    pub(super) fn number_without_court(&self) -> String {
        let suffix = self.suffix.as_ref().map(|suffix| format!(" {suffix}")).unwrap_or_default();
        let register = if self.register == "GNR" { "GnR" } else { self.register };
        let register = if register == "GSR" { "GsR" } else { register };
        format!("{register} {}{suffix}", self.number)
    }

    /// Returns `true` if the entries may be the same one, apart from their courts.
    pub(super) fn has_number_of(&self, other: &Self) -> bool {
        let suffixes = match (&self.suffix, &other.suffix) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        self.register == other.register && self.number == other.number && suffixes
    }

    /// Returns `true` if the courts are the same; `None` if one is not named, or only in part.
    pub(super) fn has_court_of(&self, other_entry: &Self) -> Option<bool> {
        let (one, other) = (&self.court, &other_entry.court);
        if one.is_empty() || other.is_empty() {
            return None;
        }
        if one == other {
            // A court with registers of several districts tells their numbers apart by the letters after them
            // (Handelsregisterverordnung, section 13). Berlin is one district.
            let suffixes = self.suffix == other_entry.suffix || one.iter().eq(["CHARLOTTENBURG"]);
            return suffixes.then_some(true);
        }
        let in_part = one.starts_with(other) || other.starts_with(one);
        (!in_part).then_some(false)
    }
}

/// Separates letters from digits: `HRB22222B` becomes `HRB 22222 B`.
fn parted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 4);
    let mut last = None::<char>;
    for c in super::text::plain(value).chars() {
        let changes =
            last.is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit() && last.is_alphanumeric());
        if changes && c.is_alphanumeric() {
            text.push(' ');
        }
        // After a digit, a hyphen or a slash is a sign of its own.
        let is_sign = last.is_some_and(|last| last.is_ascii_digit()) && matches!(c, '-' | '/');
        text.push_str(if is_sign { " _ " } else { "" });
        text.push(if is_sign || c == '.' { ' ' } else { c });
        last = Some(c);
    }
    text.replace('_', " MINUS ")
}

fn register_of(word: &str, next: Option<&String>) -> Option<&'static str> {
    let spelled = match (word, next.map(String::as_str)) {
        ("HR", Some(letter @ ("A" | "B"))) => format!("HR{letter}"),
        ("GN" | "GS", Some("R")) => format!("{word}R"),
        _ => word.to_owned(),
    };
    REGISTERS.into_iter().find(|register| *register == spelled)
}

/// Reads a number whose digits may be in groups of three; `42-1` is not 421.
fn number_of(first: String, words: &mut std::iter::Peekable<std::vec::IntoIter<String>>) -> String {
    let mut number = first;
    if number.len() <= 3 {
        while let Some(group) = words.next_if(|next| next.len() == 3 && is_digits(next)) {
            number.push_str(&group);
        }
    }
    let mut number = number.trim_start_matches('0').to_owned();
    while words.next_if(|next| next == "MINUS").is_some() {
        number.push('-');
        number.extend(words.next_if(|next| is_digits(next)));
    }
    number.trim_end_matches('-').to_owned()
}

fn is_suffix(word: &str) -> bool {
    let letters = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters && !SHORT_COURTS.contains(&word) && !NOT_A_PLACE.contains(&word)
}

/// Returns a court's name as it is compared. Berlin's one register court is named after its quarter.
fn court_of(words: Vec<String>) -> Vec<String> {
    let words: Vec<String> = words.into_iter().filter(|word| word != "MINUS" && !is_digits(word)).collect();
    let berlin = words.iter().any(|word| word == "CHARLOTTENBURG") || words.iter().eq(["BERLIN"]);
    if berlin { vec!["CHARLOTTENBURG".to_owned()] } else { words }
}

/// A tax number (Steuernummer): the number of the tax office, and eight digits of the taxpayer.
///
/// The federal form has 13 digits: four of the office, a zero, eight of the taxpayer. The forms of the
/// Laender have two or three digits of the office and the eight; they are unique only within their Land.
/// (Source: the federal tax administration's description of ELSTER tax numbers.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TaxNumber {
    /// The office: four digits in the federal form, two or three in that of a Land.
    office: String,
    taxpayer: String,
}

impl TaxNumber {
    pub(super) fn parse(digits: &str) -> Option<Self> {
        let at = match digits.len() {
            10 => 2,
            11 => 3,
            13 if digits.as_bytes().get(4) == Some(&b'0') => 4,
            _ => return None,
        };
        let (office, taxpayer) = digits.split_at_checked(at)?;
        let taxpayer = if at == 4 { taxpayer.get(1..)? } else { taxpayer };
        Some(Self { office: office.to_owned(), taxpayer: taxpayer.to_owned() })
    }

    pub(super) fn is_federal(&self) -> bool {
        self.office.len() == 4
    }

    /// Returns `true` if they may be one number in different forms.
    pub(super) fn fits(&self, other: &Self) -> bool {
        // Hesse puts a zero in front of two digits.
        let office = |number: &Self| number.office.trim_start_matches('0').to_owned();
        let (one, two) = (office(self), office(other));
        let same_office = match (self.is_federal(), other.is_federal()) {
            (true, false) => one.ends_with(&two),
            (false, true) => two.ends_with(&one),
            _ => one == two || one.ends_with(&two) || two.ends_with(&one),
        };
        self.taxpayer == other.taxpayer && same_office
    }

    /// Returns the part that all forms of the number share.
    pub(super) fn core(&self) -> &str {
        &self.taxpayer
    }

    pub(super) fn digits(&self) -> String {
        format!("{}{}", self.office, self.taxpayer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(value: &str) -> RegisterEntry {
        RegisterEntry::parse(value).unwrap_or_else(|| panic!("{value} is an entry"))
    }

    #[test]
    fn an_entry_is_read_in_whatever_order_it_is_written() {
        let known = entry("HRB 22222 München");
        for spelled in [
            "hrb22222 Amtsgericht München",
            "Amtsgericht Muenchen HRB 22222",
            "AG München, HRB 22222",
            "HRB 22222 (München)",
            "HR B 22.222, Registergericht München",
            "HRB-Nr. 022222 Mu\u{308}nchen",
        ] {
            assert_eq!(entry(spelled), known, "{spelled}");
        }
        assert_eq!(known.number_without_court(), "HRB 22222");
        assert_eq!(entry("GnR 12 Ulm").court, ["ULM"]);
        assert_eq!(entry("HRB424242b").suffix.as_deref(), Some("B"));
        assert!(RegisterEntry::parse("München 22222").is_none() && RegisterEntry::parse("HRB").is_none());
    }

    #[test]
    fn signs_inside_a_number_tell_entries_apart() {
        assert!(!entry("HRB 42-1").has_number_of(&entry("HRB 421")));
        assert!(!entry("HRA 421").has_number_of(&entry("HRB 421")));
        assert!(entry("HRB 421").has_number_of(&entry("HRB 421 B")));
        assert!(!entry("HRB 421 HB").has_number_of(&entry("HRB 421 B")));
    }

    #[test]
    fn courts_are_compared_as_far_as_they_are_named() {
        let same = |one, other| entry(one).has_court_of(&entry(other));
        assert_eq!(same("HRB 1 B Berlin (Charlottenburg)", "HRB 1 Charlottenburg"), Some(true));
        assert_eq!(same("HRB 1 Berlin", "HRB 1 Berlin-Charlottenburg"), Some(true));
        assert_eq!(same("HRB 1 Frankfurt am Main", "HRB 1 Frankfurt"), None);
        assert_eq!(same("HRB 1 Frankfurt am Main", "HRB 1 Frankfurt (Oder)"), Some(false));
        assert_eq!(same("HRB 1", "HRB 1 Köln"), None);
    }

    #[test]
    fn a_tax_number_has_forms() {
        let number = |digits| TaxNumber::parse(digits).expect("it has the form of one");
        assert!(number("2181508150").fits(&number("1121081508150")), "Berlin");
        assert!(number("18181508155").fits(&number("9181081508155")), "Bavaria");
        assert!(number("01381508153").fits(&number("2613081508153")), "Hesse");
        assert!(!number("2181508150").fits(&number("2181508151")));
        assert!(TaxNumber::parse("123").is_none() && TaxNumber::parse("1121181508150").is_none());
    }
}
