//! Cards and what was paid with them.

use serde_json::Value;

use crate::wire::CardStatus;

/// A card: what the API shows of it, and its entries, the oldest first.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) status: CardStatus,
    pub(crate) body: Value,
    pub(crate) entries: Vec<Value>,
}

impl Card {
    /// Returns the card as the API shows it.
    pub(crate) fn shown(&self) -> Value {
        let mut body = self.body.clone();
        body["status"] = self.status.into();
        body
    }
}
