//! Estimates the number of rows of a file.

use std::fs::File;
use std::io::Read;

use defacto_sdk::portfolio::intake::Format;

use super::source::Source;

/// How many bytes of a file are read for the estimate.
const SAMPLE: u64 = 1 << 20;

/// Estimates the number of rows from the length of the first lines. Returns `None` for standard input, whose
/// size is not known, and for files that are not text.
pub(super) fn rows(source: &Source) -> Option<u64> {
    let is_csv = matches!(source.format()?, Format::Csv);
    if !is_csv && !matches!(source.format()?, Format::JsonLines) || source.is_standard_input() {
        return None;
    }
    let file = File::open(&source.file).ok()?;
    let size = file.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    let mut sample = Vec::new();
    file.take(SAMPLE).read_to_end(&mut sample).ok()?;
    about(&sample, size).map(|lines| lines.saturating_sub(u64::from(is_csv)))
}

fn about(sample: &[u8], size: u64) -> Option<u64> {
    let lines =
        sample.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count() as u64;
    (size * lines).checked_div(sample.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_and_the_rest_is_taken_to_be_alike() {
        assert_eq!(about(b"siren\n1\n2\n\n", 11), Some(3));
        assert_eq!(about(b"siren\n1\n2", 9), Some(3));
        assert_eq!(about(b"1234\n1234\n", 1000), Some(200));
        assert_eq!(about(b"", 0), None);
    }
}
