//! Texts as literals. Whatever a value holds, it ends no literal and begins no expression.

use std::fmt::Write;

fn quoted(text: &str, escape: impl Fn(char) -> Option<String>) -> String {
    within('"', text, escape)
}

/// Returns the text between quotes, with each character as `escape` writes it; `None` leaves a character as it is.
fn within(quote: char, text: &str, escape: impl Fn(char) -> Option<String>) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push(quote);
    for character in text.chars() {
        match character {
            _ if character == quote => literal.extend(['\\', quote]),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ => match escape(character) {
                Some(escaped) => literal.push_str(&escaped),
                None => literal.push(character),
            },
        }
    }
    literal.push(quote);
    literal
}

/// Returns `true` for characters that do not show, or that change how what follows shows.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Returns the character in units of UTF-16: `\u200b`.
fn units(character: char) -> String {
    let mut text = String::new();
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a text cannot fail.
        let _ = write!(text, "\\u{unit:04x}");
    }
    text
}

pub(super) fn rust(text: &str) -> String {
    quoted(text, |character| is_hidden(character).then(|| format!("\\u{{{:x}}}", u32::from(character))))
}

pub(super) fn swift(text: &str) -> String {
    rust(text)
}

/// The quotes around a text are those that it does not hold, as Python's formatters write it.
pub(super) fn python(text: &str) -> String {
    let quote = if text.contains('"') && !text.contains('\'') { '\'' } else { '"' };
    within(quote, text, |character| is_hidden(character).then(|| format!("\\U{:08x}", u32::from(character))))
}

pub(super) fn kotlin(text: &str) -> String {
    quoted(text, |character| match character {
        '$' => Some("\\$".to_owned()),
        _ => is_hidden(character).then(|| units(character)),
    })
}

/// Java reads `\u` before everything else, also the end of a line or of a literal. So control characters are octal.
pub(super) fn java(text: &str) -> String {
    quoted(text, |character| match u32::from(character) {
        code @ 0..=0xff if is_hidden(character) => Some(format!("\\{code:03o}")),
        _ => is_hidden(character).then(|| units(character)),
    })
}

/// Returns a word of a shell. Only an apostrophe ends it, so that one is put outside.
pub(super) fn shell(text: &str) -> String {
    // A command cannot hold it.
    format!("'{}'", text.replace('\0', "").replace('\'', "'\\''"))
}

/// Returns a whole number with a sign between thousands from five digits on: `250_000`.
pub(super) fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len() > 4 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("-{grouped}") } else { grouped }
}
