//! Reads text in the encodings of spreadsheets as UTF-8.

use std::io::{self, Read};

use super::code_pages::{CP_850, CodePage, LATIN_9, MAC_ROMAN, WINDOWS_1250, WINDOWS_1252};

/// The number of bytes that are read at a time.
const CHUNK: usize = 8 * 1024;

/// The replacement for invalid bytes. The check of the cell reports it.
const NONE: char = char::REPLACEMENT_CHARACTER;

/// A function that decodes complete letters and removes their bytes, or all bytes at the end (`true`).
pub(super) type Decode = fn(&mut Vec<u8>, bool) -> String;

/// A reader that returns UTF-8. Invalid bytes become U+FFFD.
///
/// The crate `encoding_rs` has all encodings of the web, but not the code pages of MS-DOS, which spreadsheets
/// still write. A code page is a table of 128 letters, and the standard library reads UTF-16.
pub(super) struct Utf8Reader<R> {
    source: R,
    decode: Decode,
    bytes: Vec<u8>,
    text: io::Cursor<String>,
}

impl<R: Read> Utf8Reader<R> {
    pub(super) fn new(source: R, decode: Decode) -> Self {
        Self { source, decode, bytes: Vec::new(), text: io::Cursor::default() }
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let given = self.text.read(buffer)?;
            if given > 0 || buffer.is_empty() {
                return Ok(given);
            }
            let mut chunk = [0; CHUNK];
            let read = self.source.read(&mut chunk)?;
            let is_end = read == 0;
            self.bytes.extend_from_slice(chunk.get(..read).unwrap_or_default());
            self.text = io::Cursor::new((self.decode)(&mut self.bytes, is_end));
            if is_end && self.text.get_ref().is_empty() {
                return Ok(0);
            }
        }
    }
}

pub(super) fn windows_1252(bytes: &mut Vec<u8>, _is_end: bool) -> String {
    by_page(&WINDOWS_1252, bytes)
}

pub(super) fn windows_1250(bytes: &mut Vec<u8>, _is_end: bool) -> String {
    by_page(&WINDOWS_1250, bytes)
}

pub(super) fn latin_9(bytes: &mut Vec<u8>, _is_end: bool) -> String {
    by_page(&LATIN_9, bytes)
}

pub(super) fn mac_roman(bytes: &mut Vec<u8>, _is_end: bool) -> String {
    by_page(&MAC_ROMAN, bytes)
}

pub(super) fn cp_850(bytes: &mut Vec<u8>, _is_end: bool) -> String {
    by_page(&CP_850, bytes)
}

fn by_page(page: &CodePage, bytes: &mut Vec<u8>) -> String {
    let high = |byte: u8| page.get(usize::from(byte).wrapping_sub(0x80)).copied();
    bytes.drain(..).map(|byte| high(byte).unwrap_or(char::from(byte))).collect()
}

pub(super) fn utf_16_le(bytes: &mut Vec<u8>, is_end: bool) -> String {
    utf_16(bytes, is_end, u16::from_le_bytes)
}

pub(super) fn utf_16_be(bytes: &mut Vec<u8>, is_end: bool) -> String {
    utf_16(bytes, is_end, u16::from_be_bytes)
}

fn utf_16(bytes: &mut Vec<u8>, is_end: bool, unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, half) = bytes.as_chunks::<2>();
    let begun = |pair: &&[u8; 2]| !is_end && matches!(unit(**pair), 0xD800..=0xDBFF);
    let whole = pairs.len() - usize::from(pairs.last().as_ref().is_some_and(begun));
    let letters = char::decode_utf16(pairs.iter().take(whole).map(|pair| unit(*pair)));
    let mut text: String = letters.map(|letter| letter.unwrap_or(NONE)).collect();
    if is_end && !half.is_empty() {
        text.push(NONE);
    }
    bytes.drain(..if is_end { bytes.len() } else { whole * 2 });
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use super::*;

    /// A reader that returns one byte at a time, so that every letter comes in pieces.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let few = buffer.len().min(1);
            self.0.read(&mut buffer[..few])
        }
    }

    fn text(bytes: &[u8], decode: Decode) -> String {
        let whole = io::read_to_string(Utf8Reader::new(bytes, decode)).unwrap();
        assert_eq!(io::read_to_string(Utf8Reader::new(Drops(bytes), decode)).unwrap(), whole);
        whole
    }

    #[test]
    fn windows_1252_has_a_letter_for_each_byte_but_five() {
        assert_eq!(text(b"Caf\xE9 \x80 \x9Cuvre", windows_1252), "Café € œuvre");
        assert_eq!(text(b"\x81\x8D\x8F\x90\x9D", windows_1252), "\u{FFFD}".repeat(5));
        assert_eq!(text(b"", windows_1252), "");
    }

    #[test]
    fn other_code_pages_have_letters_of_their_own() {
        assert_eq!(text(b"J\x9Arg Wei\xA7", mac_roman), "Jörg Weiß");
        assert_eq!(text(b"J\x94rg Wei\xE1", cp_850), "Jörg Weiß");
        assert_eq!(text(b"\xA4 \xBDuvre", latin_9), "€ œuvre");
        assert_eq!(text(b"\x8Atefan Dvo\xF8\xE1k", windows_1250), "Štefan Dvořák");
    }

    #[test]
    fn utf_16_in_both_orders() {
        let wanted = "Café 𝄞 €\n".repeat(5000);
        let units = || wanted.encode_utf16();
        assert_eq!(text(&units().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), utf_16_le), wanted);
        assert_eq!(text(&units().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(), utf_16_be), wanted);
    }

    #[test]
    fn what_is_no_letter_is_replaced() {
        let one_half = [0x41, 0x00, 0x34, 0xD8, 0x42, 0x00, 0x34, 0xD8];
        assert_eq!(text(&one_half, utf_16_le), "A\u{FFFD}B\u{FFFD}");
        assert_eq!(text(&[0x41, 0x00, 0x42], utf_16_le), "A\u{FFFD}");
    }
}
