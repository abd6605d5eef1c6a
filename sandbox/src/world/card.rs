//! Cards and what was paid with them.

use serde_json::Value;

/// A card: what the API shows of it, and its entries, the oldest first.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) body: Value,
    pub(crate) entries: Vec<Value>,
}

impl Card {
    pub(crate) fn status(&self) -> &str {
        self.body["status"].as_str().unwrap_or_default()
    }
}
