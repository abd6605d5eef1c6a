//! Blanks: the visible and invisible spaces that come along when a number is copied from a document.
//!
//! Unicode properties decide, so that unexpected characters are treated like the others.

use std::borrow::Cow;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Unicode counts the braille pattern without dots as a symbol; it is printed as a space.
const BRAILLE_BLANK: char = '\u{2800}';

/// Returns `true` for a character that shows nothing: white space, or an invisible character.
pub(crate) fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        // The last four separate the fields of old data formats; many programs treat them as white space.
        return c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}');
    }
    c.is_whitespace() || c == BRAILLE_BLANK || is_invisible(c)
}

/// Returns `true` for a character without width: a format character (category `Cf`, such as the soft hyphen
/// and the direction marks), or one that Unicode says to ignore by default (such as variation selectors).
fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && (CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::Format
            || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c))
}

/// Returns a number without blanks, and without control characters at its ends.
pub(crate) fn strip_blanks(value: &str) -> Cow<'_, str> {
    if is_clean(value) {
        return Cow::Borrowed(value);
    }
    let value = trim_controls(value);
    if value.contains(is_blank) {
        Cow::Owned(value.chars().filter(|c| !is_blank(*c)).collect())
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns a number in which spaces may mean something: without invisible characters, and without blanks and
/// control characters at its ends.
pub(crate) fn strip_invisible(value: &str) -> Cow<'_, str> {
    if is_clean(value) {
        return Cow::Borrowed(value);
    }
    let value = trim_controls(value);
    if value.contains(is_invisible) {
        Cow::Owned(value.chars().filter(|c| !is_invisible(*c)).collect())
    } else {
        Cow::Borrowed(value)
    }
}

/// Returns `true` for the usual value, in which there is nothing to look for.
fn is_clean(value: &str) -> bool {
    value.bytes().fold(true, |clean, byte| clean & byte.is_ascii_graphic())
}

/// Returns the value without blanks at its ends.
pub(crate) fn trim_blanks(value: &str) -> &str {
    value.trim_matches(is_blank)
}

/// Returns a text without invisible characters and without blanks at its ends. Blanks inside become spaces;
/// line ends stay.
#[cfg(feature = "portfolio")]
pub(crate) fn clean_text(value: &str) -> String {
    let plain = |c: char| if is_blank(c) && !matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
    let text: String = value.chars().filter(|c| !is_invisible(*c)).map(plain).collect();
    trim_blanks(&text).to_owned()
}

fn trim_controls(value: &str) -> &str {
    value.trim_matches(|c: char| is_blank(c) || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_a_blank_whoever_wrote_it() {
        let soft_hyphen_and_marks =
            ['\u{AD}', '\u{34F}', '\u{61C}', '\u{180E}', '\u{200B}', '\u{2060}', '\u{FEFF}'];
        let fillers = ['\u{115F}', '\u{3164}', '\u{FFA0}', '\u{2800}', '\u{FE0F}', '\u{E0100}', '\u{E0020}'];
        let spaces = [' ', '\t', '\n', '\u{1F}', '\u{85}', '\u{A0}', '\u{202F}', '\u{3000}'];
        for c in soft_hyphen_and_marks.into_iter().chain(fillers).chain(spaces) {
            assert!(is_blank(c), "U+{:04X}", u32::from(c));
        }
        for c in ['0', 'A', '-', '.', '_', 'é', 'ß', '\u{301}', '漢', '\0', '\u{7F}'] {
            assert!(!is_blank(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn control_characters_leave_the_ends_of_a_number_and_stay_inside() {
        assert_eq!(strip_blanks("\0 472\u{AD}618 354\0\u{7F}"), "472618354");
        assert_eq!(strip_blanks("472\u{0}618354"), "472\u{0}618354");
        assert_eq!(strip_invisible("\0HRB\u{AD} 12\u{200B}3 B "), "HRB 123 B");
        assert_eq!(strip_invisible("HRB\u{0}123"), "HRB\u{0}123");
    }
}
