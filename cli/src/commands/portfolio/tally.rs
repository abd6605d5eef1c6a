//! The counts of a run, in words and as an exit code.

use defacto_sdk::portfolio::{PortfolioProgress, ReportSummary};

use crate::outcome::exit::Exit;
use crate::terminal::words::plural;

/// The number of rows for each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) ready: i64,
    pub(super) declined: i64,
    pub(super) missing_data: i64,
    pub(super) invalid: i64,
    pub(super) duplicate: i64,
    pub(super) pending: i64,
    pub(super) failed: i64,
    pub(super) ambiguous: i64,
}

impl Tally {
    /// Returns the exit code. "Run it again" goes before "correct the rows": until then no outcome is final.
    pub(super) fn exit(&self) -> Exit {
        if self.pending + self.failed > 0 {
            Exit::Pending
        } else if self.invalid + self.missing_data + self.ambiguous > 0 || *self == Self::default() {
            // A file without rows is taken for a failed export.
            Exit::Invalid
        } else {
            Exit::Done
        }
    }

    /// Returns the outcomes that occur: `3 ready, 1 declined`.
    pub(super) fn words(&self) -> String {
        let words: Vec<String> =
            self.named().filter(|(rows, _)| *rows > 0).map(|(rows, name)| format!("{rows} {name}")).collect();
        if words.is_empty() { "none yet".to_owned() } else { words.join(", ") }
    }

    /// Returns one line for each outcome that occurs, with what to do next.
    pub(super) fn lines(&self) -> Vec<String> {
        let width = self.named().map(|(rows, _)| rows.to_string().len()).max().unwrap_or_default();
        let meanings = [
            "a loan can be requested",
            "no credit line",
            "complete the rows and run again",
            "cannot pass: correct the rows and run again",
            "the company stands in an earlier row",
            "not decided yet: run again later",
            "the API failed: run again",
            "borrowers exist that may be the company: say more of it and run again",
        ];
        let line =
            |((rows, name), meaning): ((i64, &str), &str)| format!("  {rows:>width$}  {name:<12}  {meaning}");
        self.named().zip(meanings).filter(|((rows, _), _)| *rows > 0).map(line).collect()
    }

    /// Returns the number of rows: `12 rows`.
    pub(super) fn rows(&self) -> String {
        let rows: i64 = self.named().map(|(rows, _)| rows).sum();
        plural(usize::try_from(rows).unwrap_or_default(), "row")
    }

    fn named(&self) -> impl Iterator<Item = (i64, &'static str)> {
        [
            (self.ready, "ready"),
            (self.declined, "declined"),
            (self.missing_data, "missing data"),
            (self.invalid, "invalid"),
            (self.duplicate, "duplicate"),
            (self.pending, "pending"),
            (self.failed, "failed"),
            (self.ambiguous, "ambiguous"),
        ]
        .into_iter()
    }
}

impl From<&PortfolioProgress> for Tally {
    fn from(progress: &PortfolioProgress) -> Self {
        let PortfolioProgress {
            ready,
            declined,
            missing_data,
            invalid,
            duplicate,
            pending,
            failed,
            ambiguous,
            ..
        } = *progress;
        Self { ready, declined, missing_data, invalid, duplicate, pending, failed, ambiguous }
    }
}

impl From<&ReportSummary> for Tally {
    fn from(summary: &ReportSummary) -> Self {
        let ReportSummary {
            ready,
            declined,
            missing_data,
            invalid,
            duplicate,
            pending,
            failed,
            ambiguous,
            ..
        } = *summary;
        Self { ready, declined, missing_data, invalid, duplicate, pending, failed, ambiguous }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_says_what_to_do_next() {
        let good = Tally { ready: 2, declined: 1, duplicate: 1, ..Tally::default() };
        assert_eq!(good.exit(), Exit::Done);
        assert_eq!(Tally { invalid: 1, ..good }.exit(), Exit::Invalid);
        assert_eq!(Tally { missing_data: 1, ..good }.exit(), Exit::Invalid);
        assert_eq!(Tally { missing_data: 1, pending: 1, ..good }.exit(), Exit::Pending);
        assert_eq!(Tally { failed: 1, ..good }.exit(), Exit::Pending);
        assert_eq!(Tally::default().exit(), Exit::Invalid);
    }

    #[test]
    fn only_what_occurs_is_told() {
        let tally = Tally { ready: 12, declined: 1, ..Tally::default() };
        assert_eq!(tally.words(), "12 ready, 1 declined");
        assert_eq!(tally.lines().len(), 2);
        assert_eq!(Tally::default().words(), "none yet");
        assert_eq!(tally.rows(), "13 rows");
    }
}
