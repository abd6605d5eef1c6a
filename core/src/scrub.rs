//! Masks what is private in plain text.
//!
//! In text from elsewhere (a server's explanation), the key, every sensitive value of the request, and what
//! looks like an IBAN, a date, a mail address, a telephone number or a URL are masked.

use std::fmt;

/// What is shown in place of a masked value.
pub(crate) const MASK: &str = "<masked>";
/// Shorter values are not secret, and would match everywhere.
const SHORTEST_HIDDEN: usize = 3;

/// A secret that only `reveal` shows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// Returns `text` with the secret masked. A short secret is not masked, as it would match in many words.
    pub(crate) fn hide_in(&self, text: &str) -> String {
        if self.0.len() < 8 { text.to_owned() } else { text.replace(&self.0, MASK) }
    }

    /// Returns the secret itself. Call it only where the secret is sent.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// Returns `text` with these values masked where they are whole words.
pub(crate) fn hide(text: &str, values: &[String]) -> String {
    let mut text = text.to_owned();
    for value in values.iter().filter(|value| value.chars().count() >= SHORTEST_HIDDEN) {
        let mut from = 0;
        while let Some(at) = text[from..].find(value.as_str()).map(|at| at + from) {
            let end = at + value.len();
            let inside_a_word =
                text[..at].ends_with(char::is_alphanumeric) || text[end..].starts_with(char::is_alphanumeric);
            if inside_a_word {
                from = end;
            } else {
                text.replace_range(at..end, MASK);
                from = at + MASK.len();
            }
        }
    }
    text
}

/// Returns text from outside with everything masked that may be personal or secret.
pub(crate) fn scrub(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for chunk in hide_spaced_iban(text.to_owned()).split_inclusive(char::is_whitespace) {
        match chunk.find("://") {
            // A URL may hold a secret anywhere, so it is masked as a whole, without the text around it.
            Some(at) => {
                let start = chunk[..at].trim_end_matches(|letter: char| letter.is_ascii_alphanumeric()).len();
                let blank = chunk.len() - chunk.trim_end().len();
                out.extend([&chunk[..start], MASK, &chunk[chunk.len() - blank..]]);
            }
            None => scrub_words(chunk, &mut out),
        }
    }
    out
}

fn scrub_words(text: &str, out: &mut String) {
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || "-_.@+/".contains(letter) {
            word.push(letter);
        } else {
            push_word(out, &mut word);
            out.push(letter);
        }
    }
    push_word(out, &mut word);
}

fn push_word(out: &mut String, word: &mut String) {
    let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '+');
    if is_private(bare) {
        let start = word.len()
            - word.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '+').len();
        out.extend([&word[..start], MASK, &word[start + bare.len()..]]);
    } else {
        out.push_str(word);
    }
    word.clear();
}

fn is_private(word: &str) -> bool {
    looks_like_iban(word) || looks_like_date(word) || looks_like_mail(word) || looks_like_phone(word)
}

fn looks_like_phone(word: &str) -> bool {
    let digits = word.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn looks_like_iban(word: &str) -> bool {
    let bytes = word.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
}

fn looks_like_date(word: &str) -> bool {
    let groups: Vec<&str> = word.split(['-', '/', '.']).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let numeric =
        groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    numeric && matches!(lengths[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

fn looks_like_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Masks IBANs in groups of four, which the check of single words misses. Signs around them stay.
fn hide_spaced_iban(text: String) -> String {
    let foreign = |letter: char| !letter.is_alphanumeric();
    let groups: Vec<&str> = text.split(' ').collect();
    for start in 0..groups.len() {
        let first = groups[start].rsplit(foreign).next().unwrap_or_default();
        for end in (start + 4..=groups.len().min(start + 9)).rev() {
            let last = groups[end - 1].split(foreign).next().unwrap_or_default();
            let middle = &groups[start + 1..end - 1];
            let regular = first.len() == 4 && middle.iter().all(|group| group.len() == 4);
            if regular && looks_like_iban(&[first, &middle.concat(), last].concat()) {
                let before = &groups[start][..groups[start].len() - first.len()];
                let masked = [before, MASK, &groups[end - 1][last.len()..]].concat();
                let rest = hide_spaced_iban(groups[end..].join(" "));
                return [groups[..start].join(" "), masked, rest].join(" ").trim().to_owned();
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{hide, scrub};

    #[test]
    fn what_was_sent_is_not_repeated() {
        let sent = ["Zénobie", "Li", "key"].map(str::to_owned);
        assert_eq!(hide("Zénobie Li has no key, monkey", &sent), "<masked> Li has no <masked>, monkey");
    }

    #[test]
    fn text_from_outside_loses_what_is_personal() {
        for (text, wanted) in [
            ("account FR7611111000420001234567876 is taken", "account <masked> is taken"),
            ("account FR76 1111 1000 4200 0123 4567 876 is taken", "account <masked> is taken"),
            ("born 1984-02-29, or 29/02/1984", "born <masked>, or <masked>"),
            ("ask camille@example.com.", "ask <masked>."),
            ("call +33612345678, now", "call <masked>, now"),
            ("posted to (https://example.com/in?secret=1 twice", "posted to (<masked> twice"),
            ("voir «https://example.com/in?secret=1", "voir «<masked>"),
            ("DE44 5001 0517 5407 3249 31. Sorry", "<masked>. Sorry"),
            ("not \"DE44 5001 0517 5407 3249 31\" please", "not \"<masked>\" please"),
            ("identifier: Missing data for required field.", "identifier: Missing data for required field."),
            ("directors[0].birth_date", "directors[0].birth_date"),
        ] {
            assert_eq!(scrub(text), wanted);
        }
    }
}
