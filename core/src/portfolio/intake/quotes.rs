//! Quotes: whether a record ends inside of one, or has text behind one. The parser takes both without a word.

/// What is wrong with the quotes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misquoted {
    /// The file ends within a quote.
    NotClosed,
    /// A cell goes on behind its closing quote.
    TextBehind,
}

/// The quotes of one record, followed as the parser takes them.
pub(super) struct Quotes {
    separator: u8,
    place: Place,
    has_text_behind: bool,
}

/// Where in a record the next byte stands.
#[derive(Clone, Copy)]
enum Place {
    /// At the start of a cell: only here a quote opens one.
    Start,
    /// In a cell without quotes, or behind the one that had them.
    Bare,
    /// Between quotes.
    Quoted,
    /// Right behind a quote: a second one makes both a part of the cell.
    Closed,
    /// Behind blanks that follow a closing quote.
    Blank,
}

impl Quotes {
    pub(super) fn new(separator: u8) -> Self {
        Self { separator, place: Place::Start, has_text_behind: false }
    }

    /// Follows the next bytes of the record.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.place = self.behind(*byte);
        }
    }

    /// What is wrong, once all bytes of the record were read.
    pub(super) fn found(&self) -> Option<Misquoted> {
        match self.place {
            _ if self.has_text_behind => Some(Misquoted::TextBehind),
            Place::Quoted => Some(Misquoted::NotClosed),
            _ => None,
        }
    }

    fn behind(&mut self, byte: u8) -> Place {
        match (self.place, byte) {
            (Place::Quoted, b'"') => Place::Closed,
            (Place::Quoted, _) | (Place::Start | Place::Closed, b'"') => Place::Quoted,
            (_, b'\r' | b'\n') => Place::Start,
            (_, byte) if byte == self.separator => Place::Start,
            (Place::Start | Place::Bare, _) => Place::Bare,
            // Some programs fill their columns up.
            (Place::Closed | Place::Blank, b' ' | b'\t') => Place::Blank,
            (Place::Closed | Place::Blank, _) => {
                self.has_text_behind = true;
                Place::Bare
            }
        }
    }
}
