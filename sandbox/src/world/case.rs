//! Recollection cases: what is done about loans that a debtor does not repay.

use serde_json::Value;

/// A recollection case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) body: Value,
}
