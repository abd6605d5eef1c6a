//! The one object behind a client in Kotlin or Swift.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::collections::HashMap;
use std::sync::Arc;

use super::asynchronous::until_stopped;
use super::key::NativeApiKey;
use super::observer::{NativeCallObserver, Observed};
use super::store::NativeStore;
pub use crate::client::call_options_record::CallOptions;
pub use crate::client::client_options_record::ClientOptions;
use crate::client::{Client, ClientBuilder, Environment};
use crate::client::{RawResponse, variables};
use crate::error::Result;
use crate::transport::AnswerInfo;
use crate::wait::CancelToken;

/// The answer to a call of an endpoint that this library does not know.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct RawAnswer {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The id of the request, from the answer's headers.
    pub request_id: Option<String>,
    /// The body as it came. It may hold personal data, so it is not shown.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawAnswer(status={}, {} bytes)", self.status, self.body.len())
    }
}

/// A check that can end the call on a waiting thread.
#[uniffi::export(callback_interface)]
pub trait InterruptCheck: Send + Sync {
    /// Returns `true` if the call must end; its connection is then closed. Called on the waiting thread about
    /// every 50 ms.
    fn interrupted(&self) -> bool;
}

/// The one object behind a client: every operation of every area, enrolment and lending.
#[derive(Debug, uniffi::Object)]
pub struct NativeClient {
    pub(crate) client: Client,
}

fn build(
    mut builder: ClientBuilder,
    options: ClientOptions,
    store: Option<Arc<NativeStore>>,
    language: String,
    interrupt: Option<Box<dyn InterruptCheck>>,
    observer: Option<Box<dyn NativeCallObserver>>,
) -> Result<NativeClient> {
    builder = builder.options(options.set()).language(language);
    if let Some(store) = store {
        builder = builder.store(Arc::clone(&store.0));
    }
    if let Some(check) = interrupt {
        builder = builder.interrupt_check(move || check.interrupted());
    }
    if let Some(observer) = observer {
        builder = builder.observer(Arc::new(Observed::new(observer)));
    }
    Ok(NativeClient { client: builder.build()? })
}

#[uniffi::export]
impl NativeClient {
    /// Creates a client; sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key, the URL, the proxy or a certificate cannot be used.
    #[uniffi::constructor]
    pub fn new(
        api_key: &NativeApiKey,
        environment: &Environment,
        options: ClientOptions,
        store: Option<Arc<NativeStore>>,
        language: String,
        interrupt: Option<Box<dyn InterruptCheck>>,
        observer: Option<Box<dyn NativeCallObserver>>,
    ) -> Result<Self> {
        // A URL arrives as an unknown value. A name that is spelled out becomes the known value.
        let environment = Environment::from(environment.as_str());
        build(Client::builder(api_key.0.clone(), environment), options, store, language, interrupt, observer)
    }

    /// Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT`.
    ///
    /// # Errors
    /// `Configuration` when one of them is missing or cannot be used.
    #[uniffi::constructor]
    pub fn from_env(
        options: ClientOptions,
        store: Option<Arc<NativeStore>>,
        language: String,
        interrupt: Option<Box<dyn InterruptCheck>>,
        observer: Option<Box<dyn NativeCallObserver>>,
    ) -> Result<Self> {
        let (key, environment) = variables()?;
        build(Client::builder(key, environment), options, store, language, interrupt, observer)
    }

    /// Returns the same client with other options. Both share the connections.
    #[must_use]
    pub fn with_options(&self, options: CallOptions, cancel: Option<Arc<CancelToken>>) -> Self {
        let cancel = cancel.map(|token| (*token).clone());
        let changes = crate::client::CallOptions { cancel, ..options.set() };
        Self { client: self.client.with_options(changes) }
    }

    /// Closes the connections of this client and of all clients made from it, for good. Calls under way end
    /// with an error.
    pub fn shut_down(&self) {
        self.client.close();
    }

    /// Replaces the API key by another one of the same account, for this client and its copies. Calls under
    /// way keep the old one. Blocks while a file is read or a function called. Resume tokens, and what a store
    /// holds, stay valid.
    ///
    /// # Errors
    /// `Configuration` when the key cannot be read or sent; the old one stays.
    pub fn set_api_key(&self, api_key: &NativeApiKey) -> Result<()> {
        self.client.set_api_key(api_key.0.clone())
    }

    /// Returns what is known about the last answer of this client object besides its body; nothing before the first one.
    /// Does not block.
    ///
    /// Calls at the same time replace each other's. A copy by `with_options` has its own: take one where it matters. A
    /// call that fails has its status and its request id in the error.
    pub fn last_answer(&self) -> Option<AnswerInfo> {
        self.client.last_answer()
    }

    /// Returns the URL that all paths are appended to.
    pub fn base_url(&self) -> String {
        self.client.base_url().to_owned()
    }

    /// Checks the key and the connection, and returns the API's greeting. Blocks; safe to repeat.
    ///
    /// # Errors
    /// `Authentication` when the key is not accepted.
    pub fn hello(&self) -> Result<String> {
        self.client.hello()
    }

    /// Calls an endpoint that this library does not know yet. Blocks.
    ///
    /// # Errors
    /// As every operation: an answer outside 2xx is an error.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        query: HashMap<String, String>,
        json: Option<String>,
    ) -> Result<RawAnswer> {
        self.client.request(method, path, &sorted(&query), json.as_deref()).map(RawAnswer::from)
    }

    /// As `hello`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `hello`.
    pub async fn hello_async(&self, stop: Arc<CancelToken>) -> Result<String> {
        let client = self.stopped_by(&stop);
        until_stopped(Box::pin(async move { client.hello().await }), stop).await
    }

    /// As `request`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `request`.
    pub async fn request_async(
        &self,
        method: String,
        path: String,
        query: HashMap<String, String>,
        json: Option<String>,
        stop: Arc<CancelToken>,
    ) -> Result<RawAnswer> {
        let client = self.stopped_by(&stop);
        let call = async move {
            client.request(&method, &path, &sorted(&query), json.as_deref()).await.map(RawAnswer::from)
        };
        until_stopped(Box::pin(call), stop).await
    }
}

fn sorted(query: &HashMap<String, String>) -> Vec<(&str, &str)> {
    let mut query: Vec<(&str, &str)> =
        query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    query.sort_unstable();
    query
}

impl From<RawResponse> for RawAnswer {
    fn from(answer: RawResponse) -> Self {
        Self { status: answer.status, request_id: answer.request_id, body: answer.body }
    }
}

#[uniffi::export(name = "NativeCancelToken")]
impl CancelToken {
    /// Creates a token in the non-cancelled state.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }
}
