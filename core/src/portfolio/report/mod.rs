//! Reports on a portfolio, read from its store, for programs, spreadsheets and people.

mod csv;
mod file;
mod html;
mod summary;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

pub use file::ReportFile;
use file::write_error;
pub use summary::{ReportReason, ReportSummary};

use super::result::{PortfolioOutcome, PortfolioResult};
use crate::error::{DefactoError, Result};
use crate::store::{Entry, EntryState, RowKey, Store};
use crate::wire::{read, to_json};

/// The number of entries that are read at a time.
const PAGE: usize = 500;
/// The reason of a row that was begun and has no outcome.
const UNFINISHED: &str = "not finished: run it again";

/// A report on a portfolio. The store is read page by page, so memory does not grow with the number of rows.
///
/// It contains company numbers, as the store does, but no account numbers and no personal data. It can be
/// created while the portfolio runs, and shows what is known so far. All methods but `new` block on the
/// store. All are safe to repeat.
#[derive(Clone)]
pub struct Report {
    store: Arc<dyn Store>,
    job: String,
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("job", &self.job).finish_non_exhaustive()
    }
}

impl Report {
    /// Creates a report on the portfolio `job`. Does not block. A portfolio that is not in the store has no
    /// rows.
    pub fn new(store: Arc<dyn Store>, job: &str) -> Self {
        Self { store, job: job.to_owned() }
    }

    /// Returns the result of each row, in the order of the rows. A row without an outcome is `Pending`; it
    /// has a reason, unless its credit line is pending. An error ends the iteration.
    ///
    /// # Errors
    /// `Store` when the store cannot be read, or holds an outcome of a newer version.
    pub fn results(&self) -> impl Iterator<Item = Result<PortfolioResult>> + Send + use<> {
        self.found().map(|found| found.map(|found| found.result))
    }

    /// Returns the number of rows for each outcome, and the most frequent reasons.
    ///
    /// # Errors
    /// `Store` when the store cannot be read, or holds an outcome of a newer version.
    pub fn summary(&self) -> Result<ReportSummary> {
        let mut tally = summary::Tally::default();
        for found in self.found() {
            tally.add(&found?);
        }
        Ok(tally.summary())
    }

    /// Writes all rows as CSV in UTF-8, for spreadsheets. Amounts are in cents. Text that a spreadsheet would
    /// read as a formula has an apostrophe in front.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or the report cannot be written: a full disk, for instance.
    pub fn write_csv(&self, writer: impl Write) -> Result<()> {
        csv::write(self.results(), writer)
    }

    /// Writes all rows as JSON Lines: one `PortfolioResult` a line.
    ///
    /// # Errors
    /// As `write_csv`.
    pub fn write_json_lines(&self, writer: impl Write) -> Result<()> {
        let mut writer = BufWriter::new(writer);
        for result in self.results() {
            writeln!(writer, "{}", to_json(&result?)).map_err(|error| write_error(&error))?;
        }
        writer.flush().map_err(|error| write_error(&error))
    }

    /// Writes one HTML page for people, without scripts or other files. It shows the counts, the reasons, and
    /// up to 1000 rows that need attention: all but the ready ones.
    ///
    /// # Errors
    /// As `write_csv`.
    pub fn write_html(&self, writer: impl Write) -> Result<()> {
        html::write(&self.job, self.found(), writer)
    }

    /// Writes the report to a file. The ending sets the format: `.csv`, `.jsonl`, `.html`. The file is
    /// written completely or not at all. It replaces an earlier file and keeps the mode of that file. Only
    /// its owner can read and write a new file (mode 0600).
    ///
    /// # Errors
    /// `Configuration` when `path` has another ending; otherwise as `write_csv`.
    pub fn save(&self, path: impl Into<PathBuf>) -> Result<()> {
        ReportFile::new(path)?.write(self)
    }

    fn found(&self) -> Entries {
        Entries {
            store: Arc::clone(&self.store),
            job: self.job.clone(),
            page: Vec::new().into_iter(),
            behind: None,
            has_ended: false,
        }
    }
}

/// A row of the report.
struct ReportRow {
    result: PortfolioResult,
    /// Whether the row was begun, and neither has an outcome nor waits for its credit line.
    is_unfinished: bool,
}

/// The entries of a job, read page by page.
struct Entries {
    store: Arc<dyn Store>,
    job: String,
    page: std::vec::IntoIter<Entry>,
    behind: Option<RowKey>,
    has_ended: bool,
}

impl Entries {
    fn entry(&mut self) -> Result<Option<Entry>> {
        if let Some(entry) = self.page.next() {
            return Ok(Some(entry));
        }
        let page = self.store.entries(&self.job, self.behind.as_ref(), PAGE)?;
        self.behind = page.last().map(Entry::key);
        self.page = page.into_iter();
        Ok(self.page.next())
    }
}

impl Iterator for Entries {
    type Item = Result<ReportRow>;

    fn next(&mut self) -> Option<Result<ReportRow>> {
        if self.has_ended {
            return None;
        }
        let found = self.entry().and_then(|entry| entry.map(row_of_entry).transpose()).transpose();
        self.has_ended = !matches!(found, Some(Ok(_)));
        found
    }
}

fn row_of_entry(entry: Entry) -> Result<ReportRow> {
    let row = entry.row.unwrap_or(0);
    if let Some(text) = &entry.outcome {
        let result: PortfolioResult = read(text.as_bytes()).map_err(|_| {
            let detail = format!("the store holds an outcome of row {row} that this version cannot read");
            DefactoError::store(detail, "Update the library.")
        })?;
        return Ok(ReportRow { result: PortfolioResult { row, ..result }, is_unfinished: false });
    }
    let is_unfinished = entry.state != EntryState::Waiting;
    let result = PortfolioResult {
        reason: is_unfinished.then(|| UNFINISHED.to_owned()),
        ..PortfolioResult::new(row, Some(entry.company), PortfolioOutcome::Pending)
    };
    Ok(ReportRow { result, is_unfinished })
}
