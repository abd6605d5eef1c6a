//! Detects the encoding of text files and reads them as UTF-8.

use std::io::{Cursor, Read};

use super::code_pages::{CP_850, MAC_ROMAN, WINDOWS_1252, fit};
use super::end_mark::WithoutEndMark;
use super::options::{Encoding, EncodingUse};
use super::plan::invalid;
use super::utf8_reader::{
    Utf8Reader, cp_850, latin_9, mac_roman, utf_16_be, utf_16_le, windows_1250, windows_1252,
};
use crate::error::{DefactoError, Result};

/// The limit in bytes of a line or record. The encoding is detected in this many bytes.
pub(super) const MAX_RECORD_BYTES: usize = 1 << 20;

/// The source of the bytes.
pub(super) type Input = Box<dyn Read + Send>;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const UTF16_LE_MARK: &[u8] = b"\xFF\xFE";
const UTF16_BE_MARK: &[u8] = b"\xFE\xFF";

/// The first bytes of files that are not text, and what the files are.
const BINARY: [(&[u8], &str); 7] = [
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
    (b"\x1F\x8B", "packed with gzip"),
    (b"\x28\xB5\x2F\xFD", "packed with zstd"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"%PDF", "a PDF"),
];

/// Returns the text of a file as UTF-8. It may contain invalid bytes only if the encoding is UTF-8.
///
/// # Errors
/// `Validation` when the file is empty or not text; `Configuration` when it cannot be read.
pub(super) fn decode(mut input: Input, encoding: Option<Encoding>) -> Result<(Input, EncodingUse)> {
    let mut sample = Vec::new();
    input
        .by_ref()
        .take(MAX_RECORD_BYTES as u64)
        .read_to_end(&mut sample)
        .map_err(|error| read_error(&error))?;
    refuse_binary(&sample)?;
    let (marked, mark) = byte_order_mark(&sample);
    let chosen = encoding.or(marked).unwrap_or_else(|| detect_encoding(&sample));
    let is_guessed = encoding.or(marked).is_none() && chosen != Encoding::Utf8;
    // If the caller chose another encoding, these bytes are no byte order mark.
    let start = if marked == Some(chosen) { mark } else { 0 };
    let text = sample.get(start..).unwrap_or_default();
    let is_utf16 = matches!(chosen, Encoding::Utf16Le | Encoding::Utf16Be);
    if !is_utf16 && is_binary(text) {
        let hint = "Export it as CSV in UTF-8; if it is UTF-16, give that as its encoding.";
        return Err(invalid("the file is not text: it holds zero bytes", hint));
    }
    if text.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(invalid("the file is empty", "Export it again, with a line that names the columns."));
    }
    let mut bytes = Cursor::new(sample);
    bytes.set_position(start as u64);
    let bytes = bytes.chain(input);
    let text: Input = match chosen {
        Encoding::Utf8 => Box::new(bytes),
        Encoding::Utf16Le => Box::new(Utf8Reader::new(bytes, utf_16_le)),
        Encoding::Utf16Be => Box::new(Utf8Reader::new(bytes, utf_16_be)),
        Encoding::Windows1252 => Box::new(Utf8Reader::new(bytes, windows_1252)),
        Encoding::Windows1250 => Box::new(Utf8Reader::new(bytes, windows_1250)),
        Encoding::Latin9 => Box::new(Utf8Reader::new(bytes, latin_9)),
        Encoding::MacRoman => Box::new(Utf8Reader::new(bytes, mac_roman)),
        Encoding::Cp850 => Box::new(Utf8Reader::new(bytes, cp_850)),
    };
    Ok((Box::new(WithoutEndMark::new(text)), EncodingUse { encoding: chosen, is_guessed }))
}

/// Returns the error for a file that the system cannot read.
pub(super) fn read_error(error: &std::io::Error) -> DefactoError {
    DefactoError::configuration(format!("the file cannot be read: {error}"), "")
}

fn byte_order_mark(sample: &[u8]) -> (Option<Encoding>, usize) {
    match sample {
        _ if sample.starts_with(UTF8_MARK) => (Some(Encoding::Utf8), UTF8_MARK.len()),
        _ if sample.starts_with(UTF16_LE_MARK) => (Some(Encoding::Utf16Le), UTF16_LE_MARK.len()),
        _ if sample.starts_with(UTF16_BE_MARK) => (Some(Encoding::Utf16Be), UTF16_BE_MARK.len()),
        _ => (None, 0),
    }
}

/// Returns UTF-8 if no byte is invalid, or if letters outside ASCII outnumber the invalid bytes: UTF-8 may
/// have a damaged letter, but bytes of Windows-1252 hardly ever make a letter of UTF-8.
fn detect_encoding(sample: &[u8]) -> Encoding {
    let (mut letters, mut wrong) = (0, 0);
    for chunk in without_cut_letter(sample).utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        wrong += chunk.invalid().len();
    }
    if wrong == 0 || letters > wrong { Encoding::Utf8 } else { guess(sample) }
}

/// Returns Windows-1252, unless the letters of another code page fit clearly better.
fn guess(sample: &[u8]) -> Encoding {
    let usual = fit(&WINDOWS_1252, sample);
    let others = [(Encoding::MacRoman, fit(&MAC_ROMAN, sample)), (Encoding::Cp850, fit(&CP_850, sample))];
    let best = others.into_iter().max_by_key(|(_, score)| *score);
    let best = best.filter(|(_, score)| *score > 0 && *score > usual + 2);
    best.map_or(Encoding::Windows1252, |(encoding, _)| encoding)
}

/// Returns the sample without a letter that its end cuts off.
fn without_cut_letter(sample: &[u8]) -> &[u8] {
    let is_cut = |chunk: &[u8]| std::str::from_utf8(chunk).is_err_and(|error| error.error_len().is_none());
    let last = sample.utf8_chunks().last().map(|chunk| chunk.invalid()).unwrap_or_default();
    let cut = if sample.len() == MAX_RECORD_BYTES && is_cut(last) { last.len() } else { 0 };
    sample.get(..sample.len() - cut).unwrap_or_default()
}

/// Returns `true` if more than a quarter of the bytes are zero. Fewer are a problem of their cells.
fn is_binary(text: &[u8]) -> bool {
    text.iter().map(|byte| usize::from(*byte == 0)).sum::<usize>() * 4 > text.len()
}

fn refuse_binary(sample: &[u8]) -> Result<()> {
    let Some((_, what)) = BINARY.iter().find(|(beginning, _)| sample.starts_with(beginning)) else {
        return Ok(());
    };
    Err(invalid(
        format!("the file is not text: it is {what}"),
        "Export it as CSV in UTF-8, or give its format.",
    ))
}
