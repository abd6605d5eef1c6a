//! Receiving webhooks, as Python sees it.

use pyo3::prelude::*;
use pyo3::types::PyString;

use super::blocking;
use super::store::PyStore;
use crate::Client;
use crate::webhook::{Receiver, WebhookEntity, WebhookEvent};

#[pymethods]
impl Receiver {
    /// Receives webhooks: knows the API by the secret in the URL, reads events, and tells what was received before.
    ///
    /// The API signs nothing, so the URL that you subscribe with holds a secret (`new_subscription_url`), and every
    /// request has to bring it back. `also_accept` has further URLs, while one takes the place of the other.
    /// `max_body_bytes` is how long a body may be. Events are remembered in `store`, or the last 10,000 in memory. Safe to
    /// share between threads. Raises `ConfigurationError` when a URL has no secret, or one that could be guessed.
    #[new]
    #[pyo3(signature = (subscription_url, *, also_accept = Vec::new(), max_body_bytes = 1_048_576, store = None))]
    fn py_new(
        subscription_url: &str,
        also_accept: Vec<String>,
        max_body_bytes: usize,
        store: Option<&Bound<'_, PyStore>>,
    ) -> PyResult<Self> {
        let mut receiver = Self::new(subscription_url)?.max_body_bytes(max_body_bytes);
        for url in also_accept {
            receiver = receiver.also_accept(&url)?;
        }
        Ok(match store {
            Some(store) => receiver.remember_in(store.get().seen()),
            None => receiver,
        })
    }

    /// A URL to subscribe with: `base` and a new secret of 256 bits in its query, as `token`. Keep it as a secret. Raises
    /// `ConfigurationError` when the base is no https URL; plain http is accepted for this machine alone.
    #[staticmethod]
    #[pyo3(name = "new_subscription_url")]
    fn py_new_subscription_url(base: &str) -> PyResult<String> {
        Ok(Self::new_subscription_url(base)?)
    }

    /// Whether a request brings the secret: its URL, whole or from the path on, or the secret alone. Takes as long for a
    /// wrong one as for the right one of the same length.
    #[pyo3(name = "verify")]
    fn py_verify(&self, url_or_token: &Bound<'_, PyString>) -> bool {
        // Whoever forges a URL may put anything into it.
        self.verify(&url_or_token.to_string_lossy())
    }

    /// Reads an event from a body, whoever sent it. Raises `ValidationError` when the body is too long or no event.
    #[pyo3(name = "parse")]
    fn py_parse(&self, body: &[u8]) -> PyResult<WebhookEvent> {
        Ok(self.parse(body)?)
    }

    /// Receives one request: checks its URL, reads its raw body, and says what is known of the event (`freshness`).
    ///
    /// What the event shows is a hint: read it again with `refetch`. When you cannot deal with the event, call `forget`, so
    /// that its next delivery is new. Raises `AuthenticationError` when the secret is missing or wrong: answer 404, and do
    /// not say why. `ValidationError` when the body is no event: answer 400. `StoreError` when it cannot be remembered:
    /// answer 500.
    #[pyo3(name = "receive")]
    fn py_receive(
        &self,
        py: Python<'_>,
        url_or_token: &Bound<'_, PyString>,
        body: &[u8],
    ) -> PyResult<WebhookEvent> {
        let url_or_token = url_or_token.to_string_lossy();
        blocking(py, || self.receive(&url_or_token, body))
    }

    /// Forgets an event that could not be dealt with: its next delivery is new. Raises `StoreError` when that cannot be
    /// written down.
    #[pyo3(name = "forget")]
    fn py_forget(&self, py: Python<'_>, event: &Bound<'_, WebhookEvent>) -> PyResult<()> {
        let event = event.get();
        blocking(py, || self.forget(event))
    }

    #[expect(clippy::unused_self, reason = "Python calls it as a method")]
    fn __repr__(&self) -> &'static str {
        "WebhookReceiver(<masked>)"
    }
}

#[pymethods]
impl WebhookEvent {
    /// The entity as the event shows it, typed; `Unknown` when it does not have the form of its type. It is a hint, since
    /// nobody signed the event: act on what `refetch` gives.
    #[pyo3(name = "entity")]
    fn py_entity(&self) -> WebhookEntity {
        self.entity()
    }

    /// The number of the company whose credit line the event is about, if it says so. A hint as well.
    #[pyo3(name = "company")]
    fn py_company(&self) -> Option<String> {
        self.company()
    }

    /// Reads from the API what the event is about, as it is now. Safe to repeat.
    ///
    /// Raises `NotFoundError` when the API has no such entity, or when the event does not say which one it is about.
    #[pyo3(name = "refetch")]
    fn py_refetch(&self, py: Python<'_>, client: &Bound<'_, Client>) -> PyResult<WebhookEntity> {
        let client = client.get();
        blocking(py, || self.refetch(client))
    }

    /// The event as JSON text, to store it or to send it on. It holds personal data.
    #[pyo3(name = "to_json")]
    fn py_to_json(&self) -> String {
        self.to_json()
    }

    /// Reads an event from the body of a webhook, or from what `to_json` wrote. Raises `ValidationError` when it is none.
    #[staticmethod]
    #[pyo3(name = "from_json")]
    fn py_from_json(text: &str) -> PyResult<Self> {
        Ok(Self::from_json(text.as_bytes())?)
    }

    fn __repr__(&self) -> String {
        format!("{self:?}")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        super::reduce(slf.as_any(), slf.get().to_json())
    }
}

#[pymethods]
impl WebhookEntity {
    fn __repr__(&self) -> String {
        format!("{self:?}")
    }
}
