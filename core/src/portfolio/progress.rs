//! How far a run is.

use defacto_sdk_macros::model;

/// The progress of a portfolio.
#[model]
pub struct PortfolioProgress {
    /// The number of rows that were read.
    pub read: i64,
    /// The number of rows with a credit line.
    pub ready: i64,
    /// The number of declined rows.
    pub declined: i64,
    /// The number of rows that lack data.
    pub missing_data: i64,
    /// The number of invalid rows.
    pub invalid: i64,
    /// The number of rows whose company is in an earlier row.
    pub duplicate: i64,
    /// The number of rows that were still pending at the deadline.
    pub pending: i64,
    /// The number of failed rows.
    pub failed: i64,
    /// The number of rows whose company may be one of several borrowers.
    pub ambiguous: i64,
}

impl PortfolioProgress {
    /// Returns the number of rows with an outcome.
    pub fn finished(&self) -> i64 {
        self.ready
            + self.declined
            + self.missing_data
            + self.invalid
            + self.duplicate
            + self.pending
            + self.failed
            + self.ambiguous
    }
}
