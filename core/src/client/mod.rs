//! The client: where a program begins.

mod builder;
mod environment;
mod options;

use defacto_sdk_macros::journeys;

use crate::error::Result;
use crate::transport::{AnswerInfo, ApiKey, Call, Options, Reply, Transport};

pub use builder::ClientBuilder;
pub use environment::Environment;
#[cfg(feature = "python")]
pub use environment::PyEnvironment;
pub(crate) use environment::variables;
pub use options::{CallOptions, ClientOptions};
#[cfg(feature = "python")]
pub(crate) use options::{call_options, client_options};
#[cfg(feature = "uniffi")]
pub(crate) use options::{call_options_record, client_options_record};

/// A client of the Defacto API.
///
/// Safe to share between threads; its copies share its connections. Every call blocks the calling thread. Its
/// areas, such as `borrowers`, `credit_lines` and `loans`, hold the operations of the API. The main job, from
/// a company to its credit line, is `enroll`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, subclass, module = "defacto_sdk"))]
pub struct Client {
    pub(crate) transport: Transport,
}

/// A client of the Defacto API for asynchronous programs.
///
/// It has the same areas and journeys as [`Client`], as futures and streams. They run on the tokio runtime
/// that polls them, which needs time and IO enabled. Cheap to clone; all clones share their connections.
/// Dropping a future closes its connection and sends nothing more. As after any interruption, the call may
/// have taken effect; the next call for the same company or loan takes that into account.
///
/// ```no_run
/// # async fn enrol() -> defacto_sdk::Result<()> {
/// use std::time::Duration;
/// use defacto_sdk::{AsyncClient, EnrollOptions, Enrollment, api::borrowers::NewBorrower};
///
/// let client = AsyncClient::from_env()?;
/// let company = NewBorrower::new("913572467").identifier_type("siren");
/// match client.enroll(&company, &EnrollOptions::wait_until_ready(Duration::from_secs(60))).await? {
///     Enrollment::Ready { credit_line, .. } => println!("{:?} cents", credit_line.balance_available),
///     other => println!("{other:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AsyncClient {
    pub(crate) transport: Transport,
}

impl AsyncClient {
    /// Creates a client with the defaults. Sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key or the URL cannot be used.
    pub fn new(api_key: impl Into<ApiKey>, environment: impl Into<Environment>) -> Result<Self> {
        Client::builder(api_key, environment).build_async()
    }

    /// Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT`, see [`Client::from_env`].
    ///
    /// # Errors
    /// `Configuration` when one of them is missing or cannot be used.
    pub fn from_env() -> Result<Self> {
        Client::builder_from_env()?.build_async()
    }
}

impl Client {
    /// Creates a client with the defaults. Does not block; sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key or the URL cannot be used.
    pub fn new(api_key: impl Into<ApiKey>, environment: impl Into<Environment>) -> Result<Self> {
        Self::builder(api_key, environment).build()
    }

    /// Returns a builder, to set up a client step by step.
    ///
    /// The key is text, or an [`ApiKey`] that reads it from a file or asks a function.
    pub fn builder(api_key: impl Into<ApiKey>, environment: impl Into<Environment>) -> ClientBuilder {
        ClientBuilder::new(api_key.into(), environment.into())
    }

    /// Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL).
    /// Neither has a default, so that no program calls production by accident. In place of the key,
    /// `DEFACTO_API_KEY_FILE` names a file with it, which is read again after it has changed.
    ///
    /// # Errors
    /// `Configuration` when one of them is missing or cannot be used.
    pub fn from_env() -> Result<Self> {
        Self::builder_from_env()?.build()
    }

    /// Returns the builder of `from_env`, to set up more.
    ///
    /// # Errors
    /// `Configuration` when a variable is missing.
    pub fn builder_from_env() -> Result<ClientBuilder> {
        let (key, environment) = variables()?;
        Ok(Self::builder(key, environment))
    }
}

#[journeys]
impl Client {
    /// Returns the same client with other options. Both share the connections.
    #[must_use]
    pub fn with_options(&self, changes: CallOptions) -> Self {
        let base = self.transport.options();
        let options = Options {
            connect_timeout: changes.connect_timeout.unwrap_or(base.connect_timeout),
            read_timeout: changes.read_timeout.unwrap_or(base.read_timeout),
            total_timeout: changes.total_timeout.or(base.total_timeout),
            max_retries: changes.max_retries.unwrap_or(base.max_retries),
            headers: base.headers.with(changes.headers.as_ref()),
            cancel: changes.cancel.or_else(|| base.cancel.clone()),
        };
        Self { transport: self.transport.with_options(options).with_own_last_answer() }
    }

    /// Replaces the API key by another one of the same account, for this client and its copies. Calls under way keep the
    /// old one. Does not block, unless the key is read from a file or a function. Resume tokens, and what a store holds,
    /// stay valid. For another account make another client.
    ///
    /// # Errors
    /// `Configuration` when the key cannot be sent; the old one stays.
    pub fn set_api_key(&self, api_key: impl Into<ApiKey>) -> Result<()> {
        self.transport.set_api_key(api_key.into())
    }

    /// Returns what is known about the last answer of this client object besides its body; `None` before the first one.
    /// Does not block.
    ///
    /// Calls at the same time replace each other's. A copy by `with_options` has its own: take one where it matters. A
    /// call that fails has its status and its request id in the error.
    pub fn last_answer(&self) -> Option<AnswerInfo> {
        self.transport.last_answer()
    }

    /// Returns the URL that all paths are appended to.
    pub fn base_url(&self) -> &str {
        self.transport.base_url()
    }

    /// Closes the connections of this client and all its clones for good. Calls under way end with an error.
    ///
    /// Dropping the last clone does the same. This function is for programs that choose the moment.
    pub fn close(&self) {
        self.transport.close();
    }

    /// Calls an endpoint that this library does not know yet. Blocks.
    ///
    /// `path` begins with a slash and is sent as it is. A path that would not arrive as written (`..`, `//`,
    /// an encoded question mark) is refused. `query` is encoded; `json` is JSON text. GET and HEAD are
    /// repeated when they fail, other calls only if they certainly were not carried out.
    ///
    /// # Errors
    /// As every operation: an answer outside 2xx is an error. `Configuration` if `path` is refused.
    pub async fn request(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        json: Option<&str>,
    ) -> Result<RawResponse> {
        let call =
            query.iter().fold(Call::raw(method, path), |call, (name, value)| call.query(name, Some(value)));
        let call = match json {
            Some(text) => call.body(text.as_bytes().to_vec()),
            None => call,
        };
        let reply = self.transport.send(&call).await?;
        Ok(RawResponse {
            status: reply.status,
            request_id: reply.request_id,
            body: reply.body,
            method: method.to_owned(),
            path: path.to_owned(),
            content_type: reply.content_type,
        })
    }
}

impl Client {
    /// Calls `start` with the asynchronous client, and drives its future on this thread.
    pub(crate) fn driven<T, F>(&self, start: impl FnOnce(AsyncClient) -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        self.transport.block_on(|transport| start(AsyncClient { transport }))
    }
}

/// The answer to `Client::request`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The id of the request, from the answer's headers.
    pub request_id: Option<String>,
    /// The body as it came.
    pub body: Vec<u8>,
    /// The call, for the error of an answer that cannot be read.
    method: String,
    path: String,
    content_type: Option<String>,
}

impl RawResponse {
    /// Returns the `Content-Type` of the answer; `None` if it has none. Does not block.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns `true` if the answer says that it is neither JSON nor HTML: a file, such as CSV. Does not block.
    pub fn is_other_content(&self) -> bool {
        let names = |kind: &str, text: &str| text.to_ascii_lowercase().contains(kind);
        self.content_type.as_deref().is_some_and(|text| !names("json", text) && !names("html", text))
    }

    /// Returns the JSON of the body. Does not block.
    ///
    /// # Errors
    /// `Decode` if the body is not JSON, such as the HTML page of a proxy that answers in place of the API.
    /// The call was carried out, so the outcome of a write is unknown.
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.body).map_err(|_| {
            let reply = Reply {
                status: self.status,
                request_id: self.request_id.clone(),
                retry_after: None,
                location: None,
                content_type: self.content_type.clone(),
                headers: reqwest::header::HeaderMap::new(),
                body: self.body.clone(),
            };
            Call::raw(&self.method, &self.path).undecodable(&reply, Vec::new())
        })
    }
}

impl std::fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawResponse(status={}, {} bytes)", self.status, self.body.len())
    }
}

#[journeys]
impl Client {
    /// Checks the key and the connection, and returns the API's greeting. Blocks; safe to repeat.
    ///
    /// Operation: `GET /hello`.
    ///
    /// # Errors
    /// `Authentication` when the key is not accepted; `Transport` and `Timeout` when the API is not reached.
    pub async fn hello(&self) -> Result<String> {
        self.testing().hello().await
    }
}
