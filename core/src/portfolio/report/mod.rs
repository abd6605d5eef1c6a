//! Reports on a portfolio, read from its store, for programs, spreadsheets and people.

mod csv;
mod denials;
mod file;
mod html;
mod language;
mod summary;
#[cfg(test)]
mod tests;
mod texts;
mod words;

use std::fmt;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

pub use file::ReportFile;
use file::write_error;
#[cfg(feature = "python")]
pub use language::PyReportLanguage;
#[cfg(feature = "python")]
pub(crate) use language::report_options;
#[cfg(feature = "uniffi")]
pub(crate) use language::report_options_record;
pub use language::{ReportLanguage, ReportOptions};
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
/// It contains the numbers and names of companies and your own references, as the store does, but no account
/// numbers and no personal data. It can be created while the portfolio runs, and shows what is known so far.
/// All methods but `new` and `with` block on the store. All are safe to repeat.
#[derive(Clone)]
pub struct Report {
    store: Arc<dyn Store>,
    job: String,
    language: ReportLanguage,
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
        Self { store, job: job.to_owned(), language: ReportLanguage::En }
    }

    /// Creates a report on the portfolio `job` with options. Does not block.
    ///
    /// # Errors
    /// `Configuration` when the report is not written in the language of `options`.
    pub fn with(store: Arc<dyn Store>, job: &str, options: &ReportOptions) -> Result<Self> {
        let language = options.language.clone().unwrap_or(ReportLanguage::En);
        language.file()?;
        Ok(Self { language, ..Self::new(store, job) })
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
        let mut tally = summary::Tally::new(summary::OTHER);
        for found in self.found() {
            let found = found?;
            tally.add(&found, summary::reasons(&found.result));
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

    /// Writes one HTML page for people, in the language of the options. It needs no other file and no network,
    /// and can be printed. It shows the counts, the credit lines in total, the reasons in words, and up to
    /// 1000 rows without a credit line, with the company's name and your reference. A small script sorts the
    /// tables; the page works without it.
    ///
    /// # Errors
    /// As `write_csv`.
    pub fn write_html(&self, writer: impl Write) -> Result<()> {
        html::write(&texts::Texts::new(&self.language)?, &self.job, self.found(), writer)
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
