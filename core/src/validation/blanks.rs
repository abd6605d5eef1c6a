//! Blanks: the visible and invisible spaces that come along when a number is copied from a document.

use std::borrow::Cow;

/// Whether a character shows nothing: any kind of space (also no-break and thin), the zero-width ones, and
/// the direction marks that spreadsheets and address books put around numbers.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The value without any blank.
pub(crate) fn strip_blanks(value: &str) -> Cow<'_, str> {
    if value.contains(is_blank) {
        Cow::Owned(value.chars().filter(|c| !is_blank(*c)).collect())
    } else {
        Cow::Borrowed(value)
    }
}

/// The value without blanks at its ends.
pub(crate) fn trim_blanks(value: &str) -> &str {
    value.trim_matches(is_blank)
}
