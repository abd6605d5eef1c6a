//! Reports over portfolios, for Kotlin.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::NativeStore;
use crate::error::Result;
use crate::portfolio::{PortfolioResult, Report, ReportSummary};

/// A report over a portfolio.
#[derive(Debug, uniffi::Object)]
pub struct NativePortfolioReport(Report);

#[uniffi::export]
impl NativePortfolioReport {
    /// A report over the portfolio of this name.
    #[uniffi::constructor]
    pub fn new(store: Arc<NativeStore>, name: &str) -> Self {
        Self(Report::new(Arc::clone(&store.0), name))
    }

    /// How many rows there are, by outcome, and why. Blocks.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub fn summary(&self) -> Result<ReportSummary> {
        self.0.summary()
    }

    /// The result of each row, in the order of the rows.
    pub fn results(&self) -> NativePortfolioResults {
        NativePortfolioResults(Mutex::new(Box::new(self.0.results())))
    }

    /// Writes it to a file, by the ending of its name. Blocks.
    ///
    /// # Errors
    /// `Configuration` for an ending that is not known; `Store` when the store cannot be read or the file not be written.
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
    /// The next one; nothing after the last. Blocks.
    ///
    /// # Errors
    /// `Store` when the store cannot be read, or holds an outcome of a newer version.
    pub fn next(&self) -> Result<Option<PortfolioResult>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next().transpose()
    }
}
