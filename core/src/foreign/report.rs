//! Reports on portfolios for Kotlin.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::store::NativeStore;
use crate::error::Result;
pub use crate::portfolio::report_options_record::ReportOptions;
use crate::portfolio::{PortfolioResult, Report, ReportSummary};

/// A report on a portfolio.
#[derive(Debug, uniffi::Object)]
pub struct NativePortfolioReport(Report);

#[uniffi::export]
impl NativePortfolioReport {
    /// Creates a report on the portfolio `name`.
    ///
    /// # Errors
    /// `Configuration` when the report is not written in the language of `options`.
    #[uniffi::constructor]
    pub fn new(store: Arc<NativeStore>, name: &str, options: ReportOptions) -> Result<Self> {
        Report::with(Arc::clone(&store.0), name, &options.set()).map(Self)
    }

    /// Returns the number of rows by outcome, and the reasons. Blocks.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub fn summary(&self) -> Result<ReportSummary> {
        self.0.summary()
    }

    /// Returns the result of each row, in the order of the rows.
    pub fn results(&self) -> NativePortfolioResults {
        NativePortfolioResults(Mutex::new(Box::new(self.0.results())))
    }

    /// Writes the report to a file. The ending of its name decides the format. Blocks.
    ///
    /// # Errors
    /// `Configuration` for an unknown ending; `Store` when the store cannot be read or the file cannot be
    /// written.
    pub fn save(&self, path: String) -> Result<()> {
        self.0.save(path)
    }
}

/// The results of a report, read page by page.
#[derive(uniffi::Object)]
pub struct NativePortfolioResults(Mutex<Box<dyn Iterator<Item = Result<PortfolioResult>> + Send>>);

impl fmt::Debug for NativePortfolioResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NativePortfolioResults")
    }
}

#[uniffi::export]
impl NativePortfolioResults {
    /// Returns the next result, or nothing after the last one. Blocks.
    ///
    /// # Errors
    /// `Store` when the store cannot be read, or holds an outcome of a newer version.
    pub fn next(&self) -> Result<Option<PortfolioResult>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next().transpose()
    }
}
