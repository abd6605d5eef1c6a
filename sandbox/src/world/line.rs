//! Credit lines: what is kept of one.

use serde_json::Value;

/// A credit line, and whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) borrower_id: String,
    pub(crate) identifier: String,
    pub(crate) body: Value,
}
