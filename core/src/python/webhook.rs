//! Webhooks for Python.

use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use super::argument::Argument;
use super::blocking::blocking;
use super::store::PyStore;
use crate::api::webhooks::WebhookEventType;
use crate::client::Client;
use crate::webhook::{Receiver, RoutedWebhook, Routes, WebhookEntity, WebhookEvent};

/// The body of a request as it came: `bytes`, `bytearray`, `memoryview` or `str`.
pub(crate) struct RawBody(Vec<u8>);

impl FromPyObject<'_, '_> for RawBody {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <PyBytes as pyo3::PyTypeInfo>::TYPE_HINT;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            return Ok(Self(text.to_string_lossy().into_owned().into_bytes()));
        }
        if object.is_instance_of::<PyByteArray>() || object.is_instance_of::<PyMemoryView>() {
            let bytes = object.py().get_type::<PyBytes>().call1((object,))?;
            return Ok(Self(bytes.cast_into::<PyBytes>()?.as_bytes().to_owned()));
        }
        let bytes = object.cast::<PyBytes>().map_err(|_| {
            let given = object.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
            let text =
                format!("body: expected the raw body as bytes or str, before it is parsed, not {given}");
            PyTypeError::new_err(text)
        })?;
        Ok(Self(bytes.as_bytes().to_owned()))
    }
}

#[pymethods]
impl Receiver {
    /// Receives webhooks: checks the secret in the URL, reads events, and deduplicates them.
    ///
    /// The API signs nothing, so the URL of your subscription holds a secret (`new_subscription_url`) that
    /// every request must have. `also_accept` has further URLs or secrets, while you replace one by the
    /// other. `max_body_bytes` is the longest body, in bytes. `store` remembers the events; without it, the
    /// last 10,000 are remembered in memory. Safe to share between threads. Raises `ConfigurationError` when
    /// a URL has no secret, or one that is short enough to be guessed.
    #[new]
    #[pyo3(signature = (subscription_url, *, also_accept = Vec::new(), max_body_bytes = 1_048_576, store = None))]
    fn py_new(
        py: Python<'_>,
        subscription_url: Argument<String>,
        also_accept: Vec<String>,
        max_body_bytes: usize,
        store: Option<Argument<Py<PyStore>>>,
    ) -> PyResult<Self> {
        let mut receiver =
            Self::new(&subscription_url.named(py, "subscription_url")?)?.max_body_bytes(max_body_bytes);
        for url in also_accept {
            receiver = receiver.also_accept(&url)?;
        }
        Ok(match store {
            Some(store) => receiver.remember_in(store.named(py, "store")?.get().seen()),
            None => receiver,
        })
    }

    /// Creates a URL for a subscription: `base` with a new secret of 256 bits as `token`. Keep it secret.
    /// Raises `ConfigurationError` when `base` is not an https URL. Plain http is accepted for loopback only,
    /// for trials.
    #[staticmethod]
    #[pyo3(name = "new_subscription_url")]
    fn py_new_subscription_url(base: &str) -> PyResult<String> {
        Ok(Self::new_subscription_url(base)?)
    }

    /// Returns True if a request has the secret. Takes its URL, whole or from the path on, or the secret
    /// alone. A wrong secret takes as long as the right one of the same length. Does not block.
    #[pyo3(name = "verify")]
    fn py_verify(&self, url_or_token: &Bound<'_, PyString>) -> bool {
        // A forged URL may contain anything.
        self.verify(&url_or_token.to_string_lossy())
    }

    /// Reads an event from a body, without a check of its sender. Does not block. Raises `ValidationError`
    /// when the body is too long or not an event.
    #[pyo3(name = "parse")]
    fn py_parse(&self, py: Python<'_>, body: Argument<RawBody>) -> PyResult<WebhookEvent> {
        let RawBody(body) = body.named(py, "body")?;
        Ok(self.parse(&body)?)
    }

    /// Receives one request: checks its URL, reads its raw body, and deduplicates the event (`freshness`).
    ///
    /// The event is a hint: read its entity again with `refetch`. If you cannot handle the event, call
    /// `forget`: its next delivery is new then. Does not block, unless a store keeps the events, for 90 days.
    /// Raises `AuthenticationError` when the secret is missing or wrong: answer 404, without the reason.
    /// Raises `ValidationError` when the body is not an event: answer 400. Raises `StoreError` when the event
    /// cannot be remembered: answer 500.
    #[pyo3(name = "receive")]
    fn py_receive(
        &self,
        py: Python<'_>,
        url_or_token: Argument<Bound<'_, PyString>>,
        body: Argument<RawBody>,
    ) -> PyResult<WebhookEvent> {
        let url_or_token = url_or_token.named(py, "url_or_token")?;
        let (url_or_token, RawBody(body)) = (url_or_token.to_string_lossy(), body.named(py, "body")?);
        blocking(py, || self.receive(&url_or_token, &body))
    }

    /// Forgets an event that could not be handled: its next delivery is new. Raises `StoreError` when the
    /// store cannot be written.
    #[pyo3(name = "forget")]
    fn py_forget(&self, py: Python<'_>, event: &Bound<'_, WebhookEvent>) -> PyResult<()> {
        let event = event.get();
        blocking(py, || self.forget(event))
    }

    /// Returns what a router, which is written in Python, shares with those of other languages.
    #[pyo3(name = "_routes")]
    fn py_routes(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(Py::new(py, PyWebhookRoutes(Arc::new(Routes::new(self.clone()))))?.into_any())
    }

    #[expect(clippy::unused_self, reason = "Python calls it as a method")]
    fn __repr__(&self) -> &'static str {
        "WebhookReceiver(<masked>)"
    }
}

/// Which events have a handler, and which are being handled.
#[pyclass(frozen, name = "_WebhookRoutes", module = "defacto_sdk")]
struct PyWebhookRoutes(Arc<Routes>);

#[pymethods]
impl PyWebhookRoutes {
    /// Registers a handler for an event type. Raises `ConfigurationError` if the API has no such type.
    #[expect(clippy::needless_pass_by_value, reason = "Python's values are converted")]
    fn add(&self, event_type: WebhookEventType) -> PyResult<()> {
        Ok(self.0.add(&event_type)?)
    }

    /// Registers the handler for all other events. Raises `ConfigurationError` if there is one.
    fn add_other(&self) -> PyResult<()> {
        Ok(self.0.add_other()?)
    }

    /// Receives a request. The outcome `handled` means: now handle the event, and then call `end`. May block
    /// with a store. Raises `StoreError` if the event cannot be remembered.
    fn begin(
        &self,
        py: Python<'_>,
        url_or_token: &Bound<'_, PyString>,
        body: RawBody,
    ) -> PyResult<RoutedWebhook> {
        let url_or_token = url_or_token.to_string_lossy();
        let RawBody(body) = body;
        let (begun, handling) = blocking(py, || self.0.begin(&url_or_token, &body))?;
        if let Some(handling) = handling {
            handling.leave();
        }
        Ok(begun)
    }

    /// Ends the handling of an event. Raises `StoreError` if it cannot be forgotten after a failure.
    fn end(&self, py: Python<'_>, event: &Bound<'_, WebhookEvent>, is_handled: bool) -> PyResult<()> {
        let event = event.get();
        blocking(py, || self.0.end(event, is_handled))
    }
}

#[pymethods]
impl RoutedWebhook {
    fn __repr__(&self) -> String {
        format!("{self:?}")
    }
}

#[pymethods]
impl WebhookEvent {
    /// Returns the entity as the event shows it, typed; `Unknown` if it does not have the form of its type.
    /// It is a hint, since the event has no signature: act on what `refetch` returns.
    #[pyo3(name = "entity")]
    fn py_entity(&self) -> WebhookEntity {
        self.entity()
    }

    /// Returns the number of the credit line's company, or None for other events. A hint as well.
    #[pyo3(name = "company")]
    fn py_company(&self) -> Option<String> {
        self.company()
    }

    /// Reads the event's entity from the API, in its present state. Blocks; safe to repeat.
    ///
    /// Raises `NotFoundError` when the API has no such entity, or when the event does not name it.
    #[pyo3(name = "refetch")]
    fn py_refetch(&self, py: Python<'_>, client: &Bound<'_, Client>) -> PyResult<WebhookEntity> {
        let client = client.get();
        blocking(py, || self.refetch(client))
    }

    /// Returns the event as JSON text in one line, to store it or to pass it on. It holds personal data.
    #[pyo3(name = "to_json")]
    fn py_to_json(&self) -> String {
        self.to_json()
    }

    /// Reads an event from the body of a webhook, or from the text of `to_json`. Raises `ValidationError`
    /// when it is not an event.
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
