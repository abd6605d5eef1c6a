//! Credit lines: what is kept of one.

use serde_json::Value;

use crate::settings::Settings;

/// The fields that the contract requires.
pub(crate) const REQUIRED: &str = "distribution fees_interest_daily_rate fees_operating_daily_rate \
    loan_contract_type start_date";

/// A credit line, and whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) borrower_id: String,
    pub(crate) identifier: String,
    pub(crate) body: Value,
}

impl Line {
    /// Returns the line as the switch `line_shape` has answers show it.
    pub(crate) fn shown(&self, settings: &Settings) -> Value {
        settings.line_shape.of(&self.body, REQUIRED)
    }
}
