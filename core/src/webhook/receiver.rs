//! Checks the sender of events, and deduplicates them.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use url::Url;

use super::event::{WebhookEvent, refused};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::scrub::Secret;
use crate::store::{Freshness, MemorySeen, SeenEvents};
use crate::validation::is_safe;
use crate::world;

/// The name of the query parameter with the secret.
const PARAMETER: &str = "token";
/// A secret has 256 random bits.
const SECRET_BYTES: usize = 32;
/// A shorter secret could be guessed.
const SHORTEST_SECRET: usize = 16;
/// A published example has 3 KB.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Receives webhooks: checks the secret in the URL, reads events, and deduplicates them.
///
/// The API signs nothing, so the URL of your subscription holds a secret (`new_subscription_url`) that every
/// request must have. Pass the URL and the raw body of a request to `receive`. Answer 2xx soon, do the work
/// later: the API's time-out and repetitions are not documented. Safe to share between threads.
#[derive(Clone)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, name = "WebhookReceiver", module = "defacto_sdk"))]
pub struct Receiver {
    secrets: Vec<Secret>,
    max_body_bytes: usize,
    seen: Arc<dyn SeenEvents>,
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("secrets", &self.secrets).finish_non_exhaustive()
    }
}

impl Receiver {
    /// Creates a URL for a subscription: `base` with a new secret of 256 bits as `token`. Keep it secret.
    ///
    /// # Errors
    /// `Configuration` when `base` is not an https URL. Plain http is accepted for loopback only, for trials.
    pub fn new_subscription_url(base: &str) -> Result<String> {
        let mut url = Url::parse(base).map_err(|_| not_a_url("the base is no URL"))?;
        if !is_safe(&url) {
            return Err(not_a_url("the base does not begin with https://"));
        }
        if secret_in(&url).is_some() {
            return Err(not_a_url("the base has a token already"));
        }
        let mut bytes = [0; SECRET_BYTES];
        world::random_bytes(&mut bytes).map_err(|_| not_a_url("the system gives no random numbers"))?;
        url.query_pairs_mut().append_pair(PARAMETER, &BASE64_URL_SAFE_NO_PAD.encode(bytes));
        Ok(url.into())
    }

    /// Creates a receiver for the URL of your subscription, or its secret alone. Remembers 10,000 events.
    ///
    /// # Errors
    /// `Configuration` when there is no secret, one that is short enough to be guessed, or one with a blank, a line
    /// end or quotes, as a file or a configuration may have around it.
    pub fn new(subscription_url: &str) -> Result<Self> {
        let receiver = Self {
            secrets: Vec::new(),
            max_body_bytes: MAX_BODY_BYTES,
            seen: Arc::new(MemorySeen::default()),
        };
        receiver.also_accept(subscription_url)
    }

    /// Accepts another URL or secret as well, while you replace one by the other.
    ///
    /// # Errors
    /// As `new`.
    pub fn also_accept(mut self, subscription_url: &str) -> Result<Self> {
        if let Some(detail) = fault_of_spelling(subscription_url) {
            let hint = "No request would have this secret: remove what is around it, for instance a line end that was \
                        read from a file, or the quotes of a configuration.";
            return Err(DefactoError::configuration(detail, hint));
        }
        let secret = presented(subscription_url).unwrap_or_default();
        if secret.len() < SHORTEST_SECRET {
            let detail = format!("the URL has no '{PARAMETER}' of {SHORTEST_SECRET} characters or more");
            let hint = "Make the URL with new_subscription_url, and subscribe with it.";
            return Err(DefactoError::configuration(detail, hint));
        }
        self.secrets.push(Secret::new(secret));
        Ok(self)
    }

    /// Sets the longest body, in bytes; 1 MiB by default.
    #[must_use]
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// Sets where received events are remembered; in memory by default.
    #[must_use]
    pub fn remember_in(mut self, seen: Arc<dyn SeenEvents>) -> Self {
        self.seen = seen;
        self
    }

    /// Returns `true` if a request has the secret. Takes its URL, whole or from the path on, or the secret
    /// alone. A wrong secret takes as long as the right one of the same length. Does not block.
    pub fn verify(&self, url_or_token: &str) -> bool {
        let in_url = presented(url_or_token).unwrap_or_default();
        // Every secret is compared, so that the duration reveals nothing.
        self.secrets
            .iter()
            .map(|secret| secret.reveal().as_bytes())
            .fold(subtle::Choice::from(0), |found, secret| {
                found | secret.ct_eq(in_url.as_bytes()) | secret.ct_eq(url_or_token.as_bytes())
            })
            .into()
    }

    /// Reads an event from a body, without a check of its sender. Does not block.
    ///
    /// # Errors
    /// `Validation` when the body is too long or not an event.
    pub fn parse(&self, body: &[u8]) -> Result<WebhookEvent> {
        if body.len() > self.max_body_bytes {
            let limit = format!("has more than {} bytes", self.max_body_bytes);
            return Err(refused("", "too_long", &limit));
        }
        // Only the receiver decides about `freshness`, not the sender.
        Ok(WebhookEvent { freshness: Freshness::New, ..WebhookEvent::from_json(body)? })
    }

    /// Receives one request: checks its URL, reads its body, and deduplicates the event (`freshness`).
    ///
    /// The event is a hint: read its entity again with `refetch`. If you cannot handle the event, call
    /// `forget`: its next delivery is new then. If the program ends before, that delivery is a `Duplicate`,
    /// so read what matters when you start. Does not block, unless a store keeps the events, for 90 days.
    ///
    /// # Errors
    /// `Authentication` when the secret is missing or wrong: answer 404, without the reason. `Validation`
    /// when the body is not an event: answer 400. `Store` when the event cannot be remembered: answer 500.
    pub fn receive(&self, url_or_token: &str, body: &[u8]) -> Result<WebhookEvent> {
        if !self.verify(url_or_token) {
            let hint =
                "Answer 404. If it was the API, compare the subscription's URL with that of the receiver.";
            return Err(DefactoError::of(ErrorKind::Authentication, "the request has no valid token", hint));
        }
        self.remember(self.parse(body)?)
    }

    /// Remembers an event, and sets whether it was received before.
    pub(super) fn remember(&self, mut event: WebhookEvent) -> Result<WebhookEvent> {
        event.freshness = self.seen.record(&event.key())?;
        Ok(event)
    }

    /// Forgets an event that could not be handled: its next delivery is new.
    ///
    /// # Errors
    /// `Store` when the store cannot be written.
    pub fn forget(&self, event: &WebhookEvent) -> Result<()> {
        self.seen.forget(&event.key())
    }
}

/// Returns the fault of a configured URL or secret that has a blank or quotes. No secret of a request has these,
/// so every event would be refused.
fn fault_of_spelling(given: &str) -> Option<&'static str> {
    if given.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some("the URL or secret has a blank, a line end or another invisible character");
    }
    let is_quote = |c: char| "\"'`<>“”‘’«»".contains(c);
    given
        .starts_with(is_quote)
        .then_some("the URL or secret begins with a quote or a bracket")
        .or_else(|| given.ends_with(is_quote).then_some("the URL or secret ends with a quote or a bracket"))
}

/// Returns the secret in a URL, or the secret itself.
fn presented(url_or_token: &str) -> Option<String> {
    if !url_or_token.contains(['/', '?', '=']) || is_base64(url_or_token) {
        return Some(url_or_token.to_owned());
    }
    // Frameworks often pass only the path and the query as the URL of a request.
    let base = Url::parse("http://receiver.invalid").ok()?;
    let url = Url::options().base_url(Some(&base)).parse(url_or_token).ok()?;
    secret_in(&url)
}

/// Returns `true` for a secret such as `openssl rand -base64 32` makes, and not for a path.
fn is_base64(text: &str) -> bool {
    let signs = |c: char| c.is_ascii_alphanumeric() || "+/-_".contains(c);
    let looks_random =
        text.contains(|c: char| c.is_ascii_digit()) && text.contains(|c: char| c.is_ascii_uppercase());
    looks_random && !text.starts_with('/') && text.trim_end_matches('=').chars().all(signs)
}

fn secret_in(url: &Url) -> Option<String> {
    url.query_pairs().find(|(name, _)| name == PARAMETER).map(|(_, value)| value.into_owned())
}

fn not_a_url(detail: &str) -> DefactoError {
    DefactoError::configuration(
        detail,
        "Pass where your receiver stands: https://example.com/webhooks/defacto.",
    )
}
