//! Finds quotes that are not closed, text after a closing quote, and blanks in front of an opening one. The
//! CSV parser accepts all of them silently.

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
}

/// The position of the next byte in a record.
#[derive(Clone, Copy)]
enum Place {
    /// At the start of a cell. Only here does a quote open a quoted cell.
    Start,
    /// After blanks at the start of a cell.
    Padded,
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
        Self { separator, place: Place::Start, has_text_behind: false, has_blank_before: false }
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
            (Place::Start | Place::Padded, b' ' | b'\t') => Place::Padded,
            (Place::Padded, b'"') => {
                self.has_blank_before = true;
                Place::Bare
            }
            (Place::Start | Place::Padded | Place::Bare, _) => Place::Bare,
            // Some programs pad their columns with blanks.
            (Place::Closed | Place::Blank, b' ' | b'\t') => Place::Blank,
            (Place::Closed | Place::Blank, _) => {
                self.has_text_behind = true;
                Place::Bare
            }
        }
    }
}
