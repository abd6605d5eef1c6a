//! Webhooks: receives events and deduplicates them.
//!
//! The API signs nothing and documents neither order nor repetition. So a receiver recognises the API by a
//! secret in the URL, an event is a hint, and its entity is read again: `docs/adr/0017-webhooks-are-hints.md`
//! has the reasons.

mod entity;
mod event;
mod receiver;
mod seen;
#[cfg(test)]
mod tests;

pub use entity::WebhookEntity;
#[cfg(feature = "python")]
pub use event::PyFreshness;
pub use event::{Freshness, WebhookEvent};
pub use receiver::Receiver;
pub use seen::{EventKey, MemorySeen, SeenEvents};
