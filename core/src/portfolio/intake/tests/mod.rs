//! The intake from the outside.

#[cfg(feature = "parquet")]
mod columnar;
mod encodings;
mod limits;
mod lines;
mod quoting;
mod references;
#[cfg(any(feature = "parquet", feature = "spreadsheets"))]
mod temporary;
mod vectors;
#[cfg(feature = "spreadsheets")]
mod workbooks;

use std::io::Read;

use super::*;

/// The rows of a text, however they come out.
fn rows(text: impl AsRef<[u8]>, format: Format, options: &IntakeOptions) -> Vec<Row> {
    let bytes = std::io::Cursor::new(text.as_ref().to_vec());
    read(bytes, format, options).unwrap().map(Result::unwrap).collect()
}

/// The column and the code of every problem of a row.
fn found(row: &Row) -> Vec<(Option<&str>, &str)> {
    row.problems.iter().map(|found| (found.column.as_deref(), found.problem.code.as_str())).collect()
}

/// A reader that gives so many bytes and then breaks.
struct Broken {
    bytes: std::io::Cursor<Vec<u8>>,
}

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.bytes.read(buffer)? {
            0 => Err(std::io::Error::other("the disk is gone")),
            read => Ok(read),
        }
    }
}
