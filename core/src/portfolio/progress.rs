//! How far a run is.

use defacto_sdk_macros::model;

/// How far a portfolio is.
#[model]
pub struct PortfolioProgress {
    /// How many rows were read.
    pub read: i64,
    /// How many have their credit line.
    pub ready: i64,
    /// How many are declined.
    pub declined: i64,
    /// How many lack data.
    pub missing_data: i64,
    /// How many cannot pass.
    pub invalid: i64,
    /// How many stood in an earlier row.
    pub duplicate: i64,
    /// How many were given up waiting for.
    pub pending: i64,
    /// How many failed.
    pub failed: i64,
    /// How many may be one of several borrowers.
    pub ambiguous: i64,
}

impl PortfolioProgress {
    /// How many rows have an outcome.
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
