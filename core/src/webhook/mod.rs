//! Webhooks, received safely.
//!
//! The API signs nothing and says nothing about order or repetition. So a receiver knows the API by a secret in the URL,
//! an event is a hint, and what it is about is read again. The reasons are in
//! `docs/adr/0017-webhooks-are-hints.md`.

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
