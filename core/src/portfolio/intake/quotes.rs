//! Finds quotes that are not closed, text after a closing quote, and blanks in front of an opening one. The
//! CSV parser accepts all of them silently.

use crate::validation::is_blank;

/// A problem with the quotes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteError {
    /// The file ends before the closing quote.
    NotClosed,
    /// A cell continues after its closing quote.
    TextAfterQuote,
    /// Blanks stand in front of a quote, which would then be a letter of the cell.
    BlankBeforeQuote,
}

/// The state of the quotes in one record, by the rules of the parser.
pub(super) struct Quotes {
    separator: u8,
    place: Place,
    has_text_behind: bool,
    has_blank_before: bool,
    /// The bytes of a letter at the start of a cell, which may be a blank of several bytes.
    letter: [u8; 4],
}

/// The position of the next byte in a record.
#[derive(Clone, Copy)]
enum Place {
    /// At the start of a cell. Only here does a quote open a quoted cell.
    Start,
    /// After blanks at the start of a cell.
    Padded,
    /// Behind so many bytes of a letter that may be a blank, at the start of a cell.
    Letter(usize),
    /// In a cell without quotes, or in text after a closing quote.
    Bare,
    /// Inside quotes.
    Quoted,
    /// Directly after a quote that may close the cell. A second one makes both one quote of the text.
    Closed,
    /// After blanks that follow a closing quote.
    Blank,
}

impl Quotes {
    pub(super) fn new(separator: u8) -> Self {
        Self {
            separator,
            place: Place::Start,
            has_text_behind: false,
            has_blank_before: false,
            letter: [0; 4],
        }
    }

    /// Reads the next bytes of the record.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.place = self.behind(*byte);
        }
    }

    /// Returns the problem of the record, or `None`. Valid after all bytes of the record were read.
    pub(super) fn found(&self) -> Option<QuoteError> {
        match self.place {
            _ if self.has_text_behind => Some(QuoteError::TextAfterQuote),
            Place::Quoted => Some(QuoteError::NotClosed),
            _ if self.has_blank_before => Some(QuoteError::BlankBeforeQuote),
            _ => None,
        }
    }

    fn behind(&mut self, byte: u8) -> Place {
        match (self.place, byte) {
            (Place::Quoted, b'"') => Place::Closed,
            (Place::Quoted, _) | (Place::Start | Place::Closed, b'"') => Place::Quoted,
            (_, b'\r' | b'\n') => Place::Start,
            (_, byte) if byte == self.separator => Place::Start,
            (Place::Start | Place::Padded, b' ' | b'\t' | 0x0B | 0x0C | 0x1C..=0x1F) => Place::Padded,
            (Place::Padded, b'"') => {
                self.has_blank_before = true;
                Place::Bare
            }
            (Place::Start | Place::Padded, 0x80..) => self.in_letter(0, byte),
            (Place::Letter(read), 0x80..) => self.in_letter(read, byte),
            (Place::Start | Place::Padded | Place::Letter(_) | Place::Bare, _) => Place::Bare,
            // Some programs pad their columns with blanks.
            (Place::Closed | Place::Blank, b' ' | b'\t') => Place::Blank,
            (Place::Closed | Place::Blank, _) => {
                self.has_text_behind = true;
                Place::Bare
            }
        }
    }

    /// Returns the place behind one more byte of a letter.
    fn in_letter(&mut self, read: usize, byte: u8) -> Place {
        let Some(next) = self.letter.get_mut(read) else { return Place::Bare };
        *next = byte;
        let letter = self.letter.get(..=read).and_then(|bytes| std::str::from_utf8(bytes).ok());
        match letter.and_then(|text| text.chars().next()) {
            None => Place::Letter(read + 1),
            Some(letter) if is_blank(letter) => Place::Padded,
            Some(_) => Place::Bare,
        }
    }
}
