//! Webhooks: receives events and deduplicates them.
//!
//! The API signs nothing and documents neither order nor repetition. So a receiver recognises the API by a
//! secret in the URL, an event is a hint, and its entity is read again: `docs/adr/0017-webhooks-are-hints.md`
//! has the reasons.

mod entity;
mod event;
mod receiver;
mod router;
mod routes;
#[cfg(test)]
mod tests;

pub use entity::WebhookEntity;
pub use event::WebhookEvent;
pub use receiver::Receiver;
pub use router::{AsyncRouter, HandlerError, RouteError, Router};
#[cfg(feature = "python")]
pub use routes::PyWebhookOutcome;
#[cfg(any(feature = "python", feature = "uniffi"))]
pub(crate) use routes::Routes;
pub use routes::{RoutedWebhook, WebhookOutcome};

#[cfg(feature = "python")]
pub use crate::store::PyFreshness;
pub use crate::store::{EventKey, Freshness, MemorySeen, SeenEvents};
