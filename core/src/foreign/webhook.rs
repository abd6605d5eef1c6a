//! Webhooks for Kotlin and Swift.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::sync::Arc;

use super::asynchronous::until_stopped;
use super::client::NativeClient;
use super::store::NativeStore;
use crate::api::webhooks::WebhookEventType;
use crate::error::Result;
use crate::wait::CancelToken;
use crate::webhook::{Receiver, RoutedWebhook, Routes, WebhookEntity, WebhookEvent};

/// Receives webhooks.
#[derive(Debug, uniffi::Object)]
pub struct NativeWebhookReceiver(Receiver);

#[uniffi::export]
impl NativeWebhookReceiver {
    /// Creates a receiver for the URL of a subscription, and for further URLs. With a store, it remembers
    /// events there.
    ///
    /// # Errors
    /// `Configuration` when a URL has no secret, or one that is short enough to be guessed.
    #[uniffi::constructor]
    pub fn new(
        subscription_url: &str,
        also_accept: Vec<String>,
        max_body_bytes: Option<u64>,
        store: Option<Arc<NativeStore>>,
    ) -> Result<Self> {
        let mut receiver = Receiver::new(subscription_url)?;
        for url in also_accept {
            receiver = receiver.also_accept(&url)?;
        }
        if let Some(bytes) = max_body_bytes {
            receiver = receiver.max_body_bytes(usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        if let Some(store) = store {
            receiver = receiver.remember_in(Arc::clone(&store.0) as _);
        }
        Ok(Self(receiver))
    }

    /// Returns `true` if a request has the secret.
    pub fn verify(&self, url_or_token: &str) -> bool {
        self.0.verify(url_or_token)
    }

    /// Reads an event from a body, without a check of its sender.
    ///
    /// # Errors
    /// `Validation` when the body is too long or not an event.
    pub fn parse(&self, body: Vec<u8>) -> Result<WebhookEvent> {
        self.0.parse(&body)
    }

    /// Receives one request.
    ///
    /// # Errors
    /// `Authentication` when the secret is missing or wrong; `Validation` when the body is not an event;
    /// `Store` when the event cannot be remembered.
    pub fn receive(&self, url_or_token: &str, body: Vec<u8>) -> Result<WebhookEvent> {
        self.0.receive(url_or_token, &body)
    }

    /// Forgets an event that could not be handled: its next delivery is new.
    ///
    /// # Errors
    /// `Store` when the store cannot be written.
    pub fn forget(&self, event: &WebhookEvent) -> Result<()> {
        self.0.forget(event)
    }
}

/// What a router of events shares with those of other languages.
#[derive(Debug, uniffi::Object)]
pub struct NativeWebhookRoutes(Arc<Routes>);

#[uniffi::export]
impl NativeWebhookRoutes {
    /// Creates the routes of a receiver's events, without handlers.
    #[uniffi::constructor]
    pub fn new(receiver: Arc<NativeWebhookReceiver>) -> Self {
        Self(Arc::new(Routes::new(receiver.0.clone())))
    }

    /// Registers a handler for an event type.
    ///
    /// # Errors
    /// `Configuration` if the API has no such event type, or if it has a handler.
    pub fn add(&self, event_type: WebhookEventType) -> Result<()> {
        self.0.add(&event_type)
    }

    /// Registers the handler for all other events.
    ///
    /// # Errors
    /// `Configuration` if there is one.
    pub fn add_other(&self) -> Result<()> {
        self.0.add_other()
    }

    /// Receives a request. The outcome `Handled` means: now handle the event, and then call `end`.
    ///
    /// # Errors
    /// `Store` if the event cannot be remembered.
    pub fn begin(&self, url_or_token: &str, body: Vec<u8>) -> Result<RoutedWebhook> {
        let (begun, handling) = self.0.begin(url_or_token, &body)?;
        if let Some(handling) = handling {
            handling.leave();
        }
        Ok(begun)
    }

    /// Ends the handling of an event.
    ///
    /// # Errors
    /// `Store` if the event cannot be forgotten after a failure.
    pub fn end(&self, event: &WebhookEvent, is_handled: bool) -> Result<()> {
        self.0.end(event, is_handled)
    }
}

/// Creates a URL for a subscription: `base` with a new secret.
///
/// # Errors
/// `Configuration` when `base` is not an https URL.
#[uniffi::export]
fn new_webhook_subscription_url(base: &str) -> Result<String> {
    Receiver::new_subscription_url(base)
}

/// Reads an event from the text of `to_json`, or from the body of a webhook.
///
/// # Errors
/// `Validation` when the text is not an event.
#[uniffi::export]
fn webhook_event_from_json(text: &str) -> Result<WebhookEvent> {
    WebhookEvent::from_json(text.as_bytes())
}

#[uniffi::export]
impl WebhookEvent {
    /// Returns the entity as the event shows it, typed; `Unknown` if it does not have the form of its type.
    /// It is a hint, since the event has no signature: act on what `refetch` returns.
    #[uniffi::method(name = "entity")]
    pub fn entity_for_foreign(&self) -> WebhookEntity {
        self.entity()
    }

    /// Returns the number of the credit line's company, or nothing for other events. A hint as well.
    #[uniffi::method(name = "company")]
    pub fn company_for_foreign(&self) -> Option<String> {
        self.company()
    }

    /// Returns the event as JSON text in one line, to store it or to pass it on. It holds personal data.
    #[uniffi::method(name = "to_json")]
    pub fn to_json_for_foreign(&self) -> String {
        self.to_json()
    }
}

#[uniffi::export]
impl NativeClient {
    /// Reads the event's entity from the API, in its present state.
    ///
    /// # Errors
    /// `NotFound` when the API has no such entity, or when the event does not name it.
    pub fn refetch_webhook(&self, event: &WebhookEvent) -> Result<WebhookEntity> {
        event.refetch(&self.client)
    }

    /// As `refetch_webhook`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `refetch_webhook`.
    pub async fn refetch_webhook_async(
        &self,
        event: WebhookEvent,
        stop: Arc<CancelToken>,
    ) -> Result<WebhookEntity> {
        let client = self.stopped_by(&stop);
        until_stopped(Box::pin(async move { event.refetch_async(&client).await }), stop).await
    }
}
