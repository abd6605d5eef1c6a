//! Finds the separator of a CSV file.

use super::buffered::line_end;
use super::options::is_valid_separator;
use super::plan::invalid;
use crate::error::{DefactoError, Result};

/// The separators that are detected. The earlier one wins if two occur equally often.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];
/// The number of lines in which the separator is looked for.
const LINES: usize = 100;

/// Returns the separator if the line is like `sep=;`, the first line of some files for Excel.
pub(super) fn separator_line(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [name @ .., separator] if name.eq_ignore_ascii_case(b"sep=") => {
            Some(*separator).filter(|separator| is_valid_separator(*separator))
        }
        // The trimming removed a tab.
        name if name.eq_ignore_ascii_case(b"sep=") => Some(b'\t'),
        _ => None,
    }
}

/// Returns the separator that divides most lines into as many cells as the first line; of equals, the one
/// that makes most cells. So a comma inside a name of a column is not taken for the separator.
pub(super) fn detect(text: &[u8]) -> u8 {
    let counts: Vec<[usize; SEPARATORS.len()]> = lines(text).take(LINES).map(count).collect();
    let first = counts.first().copied().unwrap_or_default();
    let score = |at: &usize| {
        let wanted = first.get(*at).copied().unwrap_or_default();
        let same = counts.iter().filter(|counts| counts.get(*at) == Some(&wanted)).count();
        (same.min(wanted * counts.len()), wanted, SEPARATORS.len() - at)
    };
    let best = (0..SEPARATORS.len()).max_by_key(score);
    let found = best.filter(|at| first.get(*at).is_some_and(|count| *count > 0));
    found.and_then(|at| SEPARATORS.get(at)).copied().unwrap_or(b',')
}

/// Returns the lines that are not empty. Line ends inside quotes do not count.
fn lines(mut text: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        while let Some((b'\r' | b'\n', rest)) = text.split_first() {
            text = rest;
        }
        let end = line_end(text).unwrap_or(text.len());
        let (line, rest) = text.split_at(end);
        text = rest;
        (!line.is_empty()).then_some(line)
    })
}

fn count(line: &[u8]) -> [usize; SEPARATORS.len()] {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some(count) = SEPARATORS.iter().zip(&mut counts).find(|(s, _)| **s == *byte && !is_quoted) {
            *count.1 += 1;
        }
    }
    counts
}

/// Names the separator in an error if names of columns hold another one, which may be the right one.
pub(super) fn name_separator(mut error: DefactoError, names: &[String], separator: u8) -> DefactoError {
    let holds =
        |other: &&u8| **other != separator && names.iter().any(|name| name.as_bytes().contains(*other));
    if let Some(other) = SEPARATORS.iter().find(holds) {
        let text =
            format!(" The cells were divided at {}; if it is {}, say so.", say(separator), say(*other));
        let hint = &mut error.details_mut().hint;
        *hint = Some(format!("{}{text}", hint.take().unwrap_or_default()).trim().to_owned());
    }
    error
}

fn say(separator: u8) -> String {
    if separator == b'\t' { "a tab".to_owned() } else { format!("'{}'", char::from(separator)) }
}

pub(super) fn refuse_other_separator(name: &str, separator: u8) -> Result<()> {
    let other = SEPARATORS.iter().find(|other| **other != separator && name.as_bytes().contains(other));
    let Some(other) = other else { return Ok(()) };
    let detail =
        format!("the first line is a single cell that holds {}: the separator is wrong", say(*other));
    Err(invalid(detail, format!("Give {} as the separator, or leave it out.", say(*other))))
}
