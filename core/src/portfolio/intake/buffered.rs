//! Text of a CSV file, read in blocks, with the number of the line.

use std::io::Read;

use super::text::{Input, MAX_RECORD_BYTES, read_error};
use crate::error::Result;

const BLOCK: usize = 1 << 16;

/// Text that is read in blocks. Its lines are counted; they end in `\n`, `\r\n` or `\r`.
pub(super) struct Buffered {
    input: Input,
    buffer: Vec<u8>,
    start: usize,
    pub(super) line: u64,
    /// Whether the last byte was a `\r`. It was counted, so a `\n` after it is not.
    is_half: bool,
}

impl Buffered {
    pub(super) fn new(input: Input) -> Self {
        Self { input, buffer: Vec::new(), start: 0, line: 1, is_half: false }
    }

    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    pub(super) fn consume(&mut self, count: usize) {
        let mut is_half = self.is_half;
        let ends = self.rest().iter().take(count).filter(|byte| {
            let goes_on = is_half && **byte == b'\n';
            is_half = **byte == b'\r';
            !goes_on && matches!(byte, b'\r' | b'\n')
        });
        self.line += ends.count() as u64;
        self.is_half = is_half;
        self.start += count;
    }

    /// Reads the next block. Adds nothing at the end of the file.
    pub(super) fn fill(&mut self) -> Result<()> {
        self.buffer.drain(..self.start.min(self.buffer.len()));
        self.start = 0;
        self.input
            .by_ref()
            .take(BLOCK as u64)
            .read_to_end(&mut self.buffer)
            .map_err(|error| read_error(&error))?;
        Ok(())
    }

    pub(super) fn skip_line_ends(&mut self) -> Result<()> {
        loop {
            let blank = self.rest().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.consume(blank);
            if !self.rest().is_empty() {
                return Ok(());
            }
            self.fill()?;
            if self.rest().is_empty() {
                return Ok(());
            }
        }
    }

    /// Returns the first line that is not empty, up to the limit of a record. Quotes may contain line ends.
    pub(super) fn first_line(&mut self) -> Result<&[u8]> {
        self.skip_line_ends()?;
        loop {
            let before = self.rest().len();
            if line_end(self.rest()).is_some() || before >= MAX_RECORD_BYTES {
                break;
            }
            self.fill()?;
            if self.rest().len() == before {
                break;
            }
        }
        let end = line_end(self.rest()).unwrap_or(self.rest().len());
        Ok(self.rest().get(..end).unwrap_or_default())
    }

    /// Returns the first lines, as many as the first block holds whole; at least one.
    pub(super) fn lines(&mut self) -> Result<&[u8]> {
        self.first_line()?;
        let whole = self.rest().iter().rposition(|byte| matches!(byte, b'\r' | b'\n'));
        let is_all = self.rest().len() < BLOCK;
        let end = whole.filter(|_| !is_all).unwrap_or(self.rest().len());
        Ok(self.rest().get(..end).unwrap_or_default())
    }

    pub(super) fn drop_line(&mut self) {
        let end = line_end(self.rest()).unwrap_or(self.rest().len());
        self.consume(end);
    }
}

/// Returns the position of the first line end outside of quotes.
pub(super) fn line_end(text: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    text.iter().position(|byte| {
        is_quoted ^= *byte == b'"';
        !is_quoted && matches!(byte, b'\r' | b'\n')
    })
}
