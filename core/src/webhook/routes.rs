//! What every router of events shares: which events have a handler, and which are being handled.

use std::collections::{BTreeSet, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use defacto_sdk_macros::open_enum;

use super::event::WebhookEvent;
use super::receiver::Receiver;
use crate::api::webhooks::WebhookEventType;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::lock::Unpoisoned;
use crate::store::Freshness;

/// What became of a request that a router received.
#[open_enum(snake_case)]
pub enum WebhookOutcome {
    /// A handler handled the event.
    Handled,
    /// No handler is registered for the event: keep it, or look at what it may be about.
    Unhandled,
    /// The event was handled before.
    Duplicate,
    /// Another delivery of the event is being handled: the API should deliver it again.
    InProgress,
    /// The request has no valid secret.
    Refused,
    /// The body is not an event.
    Invalid,
}

impl WebhookOutcome {
    fn status(&self) -> u16 {
        match self {
            Self::InProgress => 503,
            Self::Refused => 404,
            Self::Invalid => 400,
            _ => 204,
        }
    }
}

/// A request that a router received.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record), uniffi::export(Debug))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, get_all, module = "defacto_sdk"))]
#[non_exhaustive]
pub struct RoutedWebhook {
    /// What became of the request.
    pub outcome: WebhookOutcome,
    /// The HTTP status to answer with: 204, 400, 404 or 503.
    pub status: u16,
    /// The event. Absent if the request was refused or has no event.
    pub event: Option<WebhookEvent>,
}

impl RoutedWebhook {
    fn new(outcome: WebhookOutcome, event: Option<WebhookEvent>) -> Self {
        Self { status: outcome.status(), outcome, event }
    }
}

/// The events that have a handler, and those that are being handled. Safe to share between threads.
#[derive(Debug)]
pub(crate) struct Routes {
    receiver: Receiver,
    types: Mutex<BTreeSet<String>>,
    has_other: AtomicBool,
    /// Events whose handler runs in this process: their next delivery must not count as handled.
    in_progress: Mutex<HashSet<String>>,
}

/// An event whose handler runs. Without `end`, its next delivery is new: the handler failed, or was dropped.
#[derive(Debug)]
pub(crate) struct Handling {
    routes: Arc<Routes>,
    event: Option<WebhookEvent>,
}

impl Routes {
    pub(crate) fn new(receiver: Receiver) -> Self {
        Self {
            receiver,
            types: Mutex::default(),
            has_other: AtomicBool::new(false),
            in_progress: Mutex::default(),
        }
    }

    /// Registers a handler for an event type.
    ///
    /// # Errors
    /// `Configuration` if the API has no such event type, or if it has a handler.
    pub(crate) fn add(&self, event_type: &WebhookEventType) -> Result<()> {
        if let WebhookEventType::Unknown { .. } = event_type {
            return Err(DefactoError::configuration(
                "a handler is registered for an event type that this version does not know",
                "Use a value of WebhookEventType, such as CreditLine.CREATED. A handler for all other events \
                 also gets those of types that this version does not know.",
            ));
        }
        if self.types.lock().unpoisoned().insert(event_type.as_str().to_owned()) {
            return Ok(());
        }
        let detail = format!("the event type {event_type} has a handler");
        Err(DefactoError::configuration(detail, "Register one handler that does both."))
    }

    /// Registers the handler for all other events, also for those of unknown types.
    ///
    /// # Errors
    /// `Configuration` if there is one.
    pub(crate) fn add_other(&self) -> Result<()> {
        if self.has_other.swap(true, Ordering::Relaxed) {
            let detail = "there is a handler for all other events";
            return Err(DefactoError::configuration(detail, "Register one handler that does both."));
        }
        Ok(())
    }

    /// Receives a request. The outcome `Handled`, which has a `Handling`, means: now handle the event. May
    /// block with a store.
    ///
    /// # Errors
    /// `Store` if the event cannot be remembered.
    pub(crate) fn begin(
        self: &Arc<Self>,
        url_or_token: &str,
        body: &[u8],
    ) -> Result<(RoutedWebhook, Option<Handling>)> {
        if !self.receiver.verify(url_or_token) {
            return Ok((RoutedWebhook::new(WebhookOutcome::Refused, None), None));
        }
        let event = match self.receiver.parse(body) {
            Ok(event) => event,
            Err(error) if error.kind() == ErrorKind::Validation => {
                return Ok((RoutedWebhook::new(WebhookOutcome::Invalid, None), None));
            }
            Err(error) => return Err(error),
        };
        if !self.in_progress.lock().unpoisoned().insert(event.key().event()) {
            return Ok((RoutedWebhook::new(WebhookOutcome::InProgress, Some(event)), None));
        }
        let (outcome, event) = match self.receiver.remember(event.clone()) {
            Ok(event) => (self.outcome_of(&event), event),
            Err(error) => {
                self.forget_progress(&event);
                return Err(error);
            }
        };
        if outcome != WebhookOutcome::Handled {
            self.forget_progress(&event);
            return Ok((RoutedWebhook::new(outcome, Some(event)), None));
        }
        let handling = Handling { routes: Arc::clone(self), event: Some(event.clone()) };
        Ok((RoutedWebhook::new(outcome, Some(event)), Some(handling)))
    }

    /// An event that was overtaken is handled all the same: the later one may be of another type.
    fn outcome_of(&self, event: &WebhookEvent) -> WebhookOutcome {
        if event.freshness == Freshness::Duplicate {
            return WebhookOutcome::Duplicate;
        }
        let name = event.event_type.as_str();
        if self.has_other.load(Ordering::Relaxed) || self.types.lock().unpoisoned().contains(name) {
            return WebhookOutcome::Handled;
        }
        let is_known = !matches!(event.event_type, WebhookEventType::Unknown { .. });
        let event_type = if is_known { name } else { "of an unknown type" };
        tracing::info!(target: "defacto_sdk", event_type, "no handler for a webhook event");
        WebhookOutcome::Unhandled
    }

    /// Ends the handling of an event. After a failure its next delivery is new. May block with a store.
    ///
    /// # Errors
    /// `Store` if the event cannot be forgotten after a failure.
    pub(crate) fn end(&self, event: &WebhookEvent, is_handled: bool) -> Result<()> {
        let forgotten = if is_handled { Ok(()) } else { self.receiver.forget(event) };
        self.forget_progress(event);
        forgotten
    }

    fn forget_progress(&self, event: &WebhookEvent) {
        self.in_progress.lock().unpoisoned().remove(&event.key().event());
    }
}

impl Handling {
    /// Ends the handling: the event is handled.
    pub(crate) fn end(mut self) -> Result<()> {
        self.event.take().map_or(Ok(()), |event| self.routes.end(&event, true))
    }

    /// Ends the handling of an event that could not be handled.
    pub(crate) fn fail(mut self) -> Result<()> {
        self.event.take().map_or(Ok(()), |event| self.routes.end(&event, false))
    }

    /// Leaves it to the caller to call `Routes::end`.
    #[cfg(any(feature = "python", feature = "uniffi"))]
    pub(crate) fn leave(mut self) {
        self.event = None;
    }
}

impl Drop for Handling {
    fn drop(&mut self) {
        if let Some(event) = self.event.take() {
            // No caller gets the error. A store that cannot be written keeps the event as a duplicate.
            let _ = self.routes.end(&event, false);
        }
    }
}
