//! One event of a webhook.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::api::webhooks::WebhookEventType;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::model::Timestamp;
use crate::store::{EventKey, Freshness};
use crate::wire::{parse_timestamp, to_json};

/// An event at the API, from the body of a webhook. It has no signature: read its entity again, by `refetch`.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record), uniffi::export(Debug))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, get_all, module = "defacto_sdk"))]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The type of the event.
    pub event_type: WebhookEventType,
    /// The id of the entity. With `CreditLine.CREATED` it is not the id of a borrower.
    pub id: Option<String>,
    /// The kind of the entity, in the vendor's words.
    pub entity_type: Option<String>,
    /// The change of the entity, in the vendor's words.
    pub transition_name: Option<String>,
    /// The entity's new status.
    pub status: Option<String>,
    /// The time of the event.
    pub timestamp: Option<Timestamp>,
    /// The entity as the event shows it: JSON text with personal data. `entity` returns it typed.
    pub entity_state: String,
    /// Whether the event was received before; `New` for an event that was only parsed.
    pub freshness: Freshness,
}

impl fmt::Debug for WebhookEvent {
    /// Omits the entity, which holds accounts and personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WebhookEvent(event_type='{}', id={:?}",
            self.event_type,
            self.id.as_deref().unwrap_or("")
        )?;
        write!(f, ", status={:?}", self.status.as_deref().unwrap_or(""))?;
        if let Some(timestamp) = &self.timestamp {
            write!(f, ", timestamp={timestamp}")?;
        }
        write!(f, ", freshness='{}', entity_state=<masked>)", self.freshness)
    }
}

/// The members in a body: only the type must be there and readable, since the rest is a hint.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    event_type: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    entity_type: Option<&'a RawValue>,
    #[serde(borrow)]
    transition_name: Option<&'a RawValue>,
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow)]
    timestamp: Option<&'a RawValue>,
    #[serde(borrow)]
    entity_state: Option<&'a RawValue>,
    #[serde(borrow)]
    freshness: Option<&'a RawValue>,
}

/// The members as they are written.
#[derive(Serialize)]
struct Written<'a> {
    event_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transition_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<&'a str>,
    entity_state: Option<&'a RawValue>,
    freshness: &'a str,
}

impl WebhookEvent {
    /// Reads an event from the body of a webhook, without a check of its sender. Does not block.
    ///
    /// # Errors
    /// `Validation` when the body is not an event: not JSON, not an object, or without an `event_type`.
    pub fn from_json(body: &[u8]) -> Result<Self> {
        let envelope: Envelope<'_> = serde_json::from_slice(body).map_err(|error| {
            let (code, what) = match error.classify() {
                serde_json::error::Category::Data => ("unreadable", "is not the body of a webhook"),
                _ => ("invalid_json", "is not valid JSON"),
            };
            refused("", code, &format!("{what} (line {}, column {})", error.line(), error.column()))
        })?;
        let Some(event_type) = text(envelope.event_type) else {
            return Err(refused("/event_type", "required", "is missing: this is not the body of a webhook"));
        };
        Ok(Self {
            event_type: WebhookEventType::from(event_type),
            id: text(envelope.id),
            entity_type: text(envelope.entity_type),
            transition_name: text(envelope.transition_name),
            status: text(envelope.status),
            timestamp: text(envelope.timestamp).and_then(|text| parse_timestamp(&text)),
            entity_state: envelope.entity_state.map_or_else(|| "{}".to_owned(), |raw| raw.get().to_owned()),
            freshness: text(envelope.freshness).map_or(Freshness::New, Freshness::from),
        })
    }

    /// Returns the event as JSON text in one line, to store it or to pass it on. It holds personal data.
    pub fn to_json(&self) -> String {
        // A line end inside a JSON text is escaped; elsewhere it is equal to a blank.
        let state = self.entity_state.replace(['\r', '\n'], " ");
        let state: Option<&RawValue> = serde_json::from_str(&state).ok();
        let timestamp = self.timestamp.map(|at| at.to_string());
        to_json(&Written {
            event_type: self.event_type.as_str(),
            id: self.id.as_deref(),
            entity_type: self.entity_type.as_deref(),
            transition_name: self.transition_name.as_deref(),
            status: self.status.as_deref(),
            timestamp: timestamp.as_deref(),
            entity_state: state,
            freshness: self.freshness.as_str(),
        })
    }

    /// Returns the entity's members.
    pub(crate) fn state(&self) -> Value {
        serde_json::from_str(&self.entity_state).unwrap_or_default()
    }

    /// Returns the key by which deliveries are deduplicated: the API's events have no id.
    pub(crate) fn key(&self) -> EventKey {
        EventKey {
            event_type: self.event_type.as_str().to_owned(),
            id: self.id.clone().unwrap_or_default(),
            timestamp: self.timestamp,
            // Without an id or a time, the content identifies the event.
            content: (self.id.is_none() || self.timestamp.is_none())
                .then(|| digest(self.entity_state.as_bytes())),
        }
    }
}

fn digest(bytes: &[u8]) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, bytes).simple().to_string()
}

/// Returns a text, or a number in the place of a text; `None` for any other value.
fn text(raw: Option<&RawValue>) -> Option<String> {
    let raw = raw?.get();
    match raw.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<Cow<'_, str>>(raw).ok().map(Cow::into_owned),
        Some(b'0'..=b'9' | b'-') => Some(raw.to_owned()),
        _ => None,
    }
}

pub(super) fn refused(pointer: &str, code: &'static str, detail: &str) -> DefactoError {
    let mut error = DefactoError::invalid(vec![Problem::new(pointer, code, Severity::Error, detail)]);
    error.details_mut().detail = Some("the webhook's body cannot be read".to_owned());
    error.details_mut().hint = Some("Hand over the body as it came, byte by byte.".to_owned());
    error
}
