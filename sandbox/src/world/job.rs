//! What is left to do outside the lock.

use serde_json::Value;

/// Something to do later, outside the lock.
#[derive(Debug)]
pub(crate) enum Job {
    /// Look at the agenda: the next due time may be another one.
    Wake,
    /// Post a webhook.
    Deliver(Event),
}

/// A webhook on its way to one subscription.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) subscription_id: String,
    pub(crate) to_url: String,
    pub(crate) reordered: bool,
    pub(crate) body: Value,
}
