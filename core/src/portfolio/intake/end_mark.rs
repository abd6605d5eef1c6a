//! Removes the end mark of old systems (Ctrl-Z) from the end of a text.

use std::io::{self, Read};

const MARK: u8 = 0x1A;

/// The limit of bytes that are held back. More is no end of a file.
const MAX_HELD: usize = 1 << 16;

/// A reader that leaves out a mark with nothing but white space behind it. Another mark is passed on: it is a
/// damaged value, not the end.
pub(super) struct WithoutEndMark<R> {
    source: R,
    /// Bytes that were read but not passed on.
    bytes: Vec<u8>,
    /// The number of bytes at the front that may be passed on.
    free: usize,
    is_end: bool,
}

impl<R: Read> WithoutEndMark<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, bytes: Vec::new(), free: 0, is_end: false }
    }

    /// Reads more bytes. A mark that may be the last one is held back with what follows it.
    fn fill(&mut self, len: usize) -> io::Result<()> {
        let before = self.bytes.len();
        let read = self.source.by_ref().take(len as u64).read_to_end(&mut self.bytes);
        if let Err(error) = read {
            // What was read before the error is passed on first.
            if self.bytes.len() == before {
                return Err(error);
            }
        } else if self.bytes.len() == before {
            self.is_end = true;
            self.bytes.clear();
            return Ok(());
        }
        let kept = self.bytes.iter().rposition(|byte| *byte != MARK && !byte.is_ascii_whitespace());
        let tail = kept.map_or(0, |last| last + 1);
        let mark = self.bytes.get(tail..).and_then(|tail| tail.iter().position(|byte| *byte == MARK));
        self.free = match mark {
            Some(at) if self.bytes.len() - tail - at < MAX_HELD => tail + at,
            _ => self.bytes.len(),
        };
        Ok(())
    }
}

impl<R: Read> Read for WithoutEndMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.free == 0 && !self.is_end && !buffer.is_empty() {
            self.fill(buffer.len().clamp(1, MAX_HELD))?;
        }
        let count = self.free.min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(self.bytes.drain(..count)) {
            *to = from;
        }
        self.free -= count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use super::*;

    fn text(bytes: &[u8]) -> Vec<u8> {
        let mut read = Vec::new();
        WithoutEndMark::new(bytes).read_to_end(&mut read).unwrap();
        let mut drops = Vec::new();
        let mut slow = WithoutEndMark::new(bytes);
        let mut one = [0];
        while slow.read(&mut one).unwrap() > 0 {
            drops.push(one[0]);
        }
        assert_eq!(drops, read);
        read
    }

    #[test]
    fn a_mark_at_the_end_is_left_out_and_another_one_is_not() {
        assert_eq!(text(b"a\r\n\x1A"), b"a\r\n");
        assert_eq!(text(b"a\x1A\r\n\x1A\n"), b"a");
        assert_eq!(text(b"a\x1A\nb\n"), b"a\x1A\nb\n");
        assert_eq!(text(b"a \n"), b"a \n");
        assert_eq!(text(b"\x1A"), b"");
        assert_eq!(text(b""), b"");
    }
}
