//! The client: where a program begins.

use std::time::Duration;

use defacto_sdk_macros::open_enum;

use crate::api::{Borrowers, CreditLines, Eligibility, FinancialProducts, RepaymentMethods, Testing};
use crate::error::{DefactoError, Result};
use crate::redact::Secret;
use crate::retry::RetryPolicy;
use crate::transport::{Call, Config, Options, Transport};
use crate::wait::{CancelToken, InterruptCheck};

/// Which of the vendor's systems the client talks to. Each has keys of its own.
///
/// Anything else is taken as the base URL of a server: `Environment::from("http://127.0.0.1:8080")`.
#[open_enum(snake_case)]
pub enum Environment {
    /// Real companies and real money: `https://api.getdefacto.com`.
    Production,
    /// The vendor's test system: `https://api-sandbox.getdefacto.com`.
    Sandbox,
}

impl Environment {
    fn base_url(&self) -> &str {
        match self {
            Self::Production => "https://api.getdefacto.com",
            Self::Sandbox => "https://api-sandbox.getdefacto.com",
            Self::Unknown { value } => value,
        }
    }
}

/// A client of the Defacto API.
///
/// Cheap to clone and safe to share between threads; all clones share their connections. Every call blocks the
/// calling thread. The areas of the API are methods: `client.borrowers().list(...)`; the main job, from a company to
/// its credit line, is `client.enroll(...)`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, subclass, module = "defacto_sdk"))]
pub struct Client {
    pub(crate) transport: Transport,
}

/// What differs for some calls: time-outs, retries, cancellation. What is not set stays as the client has it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallOptions {
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    total_timeout: Option<Duration>,
    max_retries: Option<u32>,
    cancel: Option<CancelToken>,
}

impl CallOptions {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long to wait for a connection.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How long to wait for the answer to begin, and then for each piece of it.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = Some(timeout);
        self
    }

    /// How long a call may take in all, with its repetitions.
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// How often a call may be sent again where that is safe.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// A token that stops the calls from another thread.
    #[must_use]
    pub fn cancel(mut self, token: CancelToken) -> Self {
        self.cancel = Some(token);
        self
    }
}

/// Sets up a `Client`.
#[must_use]
pub struct ClientBuilder {
    api_key: String,
    environment: Environment,
    options: Options,
    proxy: Option<String>,
    ca_certificates: Vec<u8>,
    max_response_bytes: usize,
    language: String,
    interrupt_check: Option<InterruptCheck>,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// How long to wait for a connection; 5 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// How long to wait for the answer to begin, and then for each piece of it; 35 seconds unless set.
    ///
    /// The API gives up after 30 seconds by itself, so a shorter time-out turns slow successes into unknown outcomes.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.options.read_timeout = timeout;
        self
    }

    /// How long a call may take in all, with its repetitions; no limit unless set.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.options.total_timeout = Some(timeout);
        self
    }

    /// How often a call may be sent again where that is safe; 2 unless set.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options.max_retries = retries;
        self
    }

    /// An HTTP proxy, `http://host:port`. Without it the system's settings hold (`HTTPS_PROXY`, `NO_PROXY`).
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Certificates of authorities to trust besides the system's, as PEM text.
    pub fn ca_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.ca_certificates = pem.into();
        self
    }

    /// How long an answer may be; 16 MiB unless set.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Names the language that speaks through this client, for the user agent: `python/3.12`.
    #[doc(hidden)]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = language.into();
        self
    }

    /// A question that is asked on the waiting thread about every 50 ms; `true` stops the wait.
    pub fn interrupt_check(mut self, check: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.interrupt_check = Some(std::sync::Arc::new(check));
        self
    }

    /// Makes the client. Reads the system's trust store; sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key, the URL, the proxy or a certificate cannot be used.
    pub fn build(self) -> Result<Client> {
        let version = env!("CARGO_PKG_VERSION");
        let config = Config {
            base_url: check_url(self.environment.base_url())?,
            production: is_production(self.environment.base_url()),
            api_key: check_key(&self.api_key)?,
            user_agent: format!("defacto-sdk/{version} {}", self.language),
            proxy: self.proxy,
            ca_certificates: self.ca_certificates,
            max_response_bytes: self.max_response_bytes,
            retry: RetryPolicy::default(),
            interrupt_check: self.interrupt_check,
        };
        Ok(Client { transport: Transport::new(config, self.options)? })
    }
}

fn check_key(key: &str) -> Result<Secret> {
    let hint = "Make a key in the dashboard and pass it as api_key, or set DEFACTO_API_KEY.";
    if key.is_empty() {
        return Err(DefactoError::configuration("the API key is empty", hint));
    }
    if key.to_ascii_lowercase().starts_with("bearer ") {
        let detail = "the API key begins with 'Bearer', which is not part of it";
        return Err(DefactoError::configuration(detail, "Pass the key alone."));
    }
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(DefactoError::configuration(
            "the API key holds blanks, line breaks or other foreign signs",
            hint,
        ));
    }
    Ok(Secret::new(key))
}

/// The key and the environment from the process's variables.
pub(crate) fn variables() -> Result<(String, String)> {
    let read = |name: &str, meaning: &str| {
        std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
            DefactoError::configuration(format!("{name} is not set"), format!("Set it to {meaning}."))
        })
    };
    let key = read("DEFACTO_API_KEY", "the API key from the dashboard")?;
    let environment = read("DEFACTO_ENVIRONMENT", "production, sandbox or a URL")?;
    Ok((key, environment))
}

/// Whether a base URL is that of the real system, however it was written.
fn is_production(text: &str) -> bool {
    let host = |text: &str| url::Url::parse(text).ok()?.host_str().map(ToOwned::to_owned);
    host(text).is_some_and(|given| Some(given) == host(Environment::Production.base_url()))
}

/// The base URL without a slash at its end. Only https, except to this machine.
fn check_url(text: &str) -> Result<String> {
    let hint = "Use `production`, `sandbox` or a URL such as https://api.example.com.";
    let url = url::Url::parse(text).map_err(|_| {
        DefactoError::configuration("the environment is neither a known name nor a URL", hint)
    })?;
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(DefactoError::configuration("the base URL has no host", hint)),
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
        let detail = "the base URL must begin with https; plain http is allowed to this machine only";
        return Err(DefactoError::configuration(detail, hint));
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        let detail = "the base URL must hold neither a user name, a password, a query nor a fragment";
        return Err(DefactoError::configuration(detail, hint));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

impl Client {
    /// A client with the defaults. Does not block; sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key or the URL cannot be used.
    pub fn new(api_key: impl Into<String>, environment: impl Into<Environment>) -> Result<Self> {
        Self::builder(api_key, environment).build()
    }

    /// Sets up a client step by step.
    pub fn builder(api_key: impl Into<String>, environment: impl Into<Environment>) -> ClientBuilder {
        ClientBuilder {
            api_key: api_key.into(),
            environment: environment.into(),
            options: Options {
                connect_timeout: Duration::from_secs(5),
                read_timeout: Duration::from_secs(35),
                total_timeout: None,
                max_retries: RetryPolicy::default().max_retries,
                cancel: None,
            },
            proxy: None,
            ca_certificates: Vec::new(),
            max_response_bytes: 16 * 1024 * 1024,
            language: format!("rust/{}", env!("DEFACTO_RUSTC_VERSION")),
            interrupt_check: None,
        }
    }

    /// A client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL). Neither has a
    /// default: nobody talks to production by accident.
    ///
    /// # Errors
    /// `Configuration` when one of them is missing or cannot be used.
    pub fn from_env() -> Result<Self> {
        Self::builder_from_env()?.build()
    }

    /// Like `from_env`, to set up more.
    ///
    /// # Errors
    /// `Configuration` when a variable is missing.
    pub fn builder_from_env() -> Result<ClientBuilder> {
        let (key, environment) = variables()?;
        Ok(Self::builder(key, environment))
    }

    /// The same client with other options; they share the connections.
    #[must_use]
    pub fn with_options(&self, changes: CallOptions) -> Self {
        let base = self.transport.options();
        let options = Options {
            connect_timeout: changes.connect_timeout.unwrap_or(base.connect_timeout),
            read_timeout: changes.read_timeout.unwrap_or(base.read_timeout),
            total_timeout: changes.total_timeout.or(base.total_timeout),
            max_retries: changes.max_retries.unwrap_or(base.max_retries),
            cancel: changes.cancel.or_else(|| base.cancel.clone()),
        };
        Self { transport: self.transport.with_options(options) }
    }

    /// The URL that all paths are appended to.
    pub fn base_url(&self) -> &str {
        self.transport.base_url()
    }

    /// Closes the connections of this client and of all its clones, for good. Calls under way end with an error.
    ///
    /// Dropping the last clone does the same; this is for programs that want to say when.
    pub fn close(&self) {
        self.transport.close();
    }

    /// Calls an endpoint that this library does not know yet. Blocks.
    ///
    /// `path` begins with a slash and is sent as it is; `query` is encoded; `json` is the body's JSON text.
    /// GET and HEAD are repeated when they fail; nothing else is, unless it certainly was not carried out.
    ///
    /// # Errors
    /// As every operation: an answer outside 2xx is an error.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        json: Option<&str>,
    ) -> Result<RawResponse> {
        if !path.starts_with('/') {
            return Err(DefactoError::configuration(
                "the path must begin with a slash",
                "Write it as /borrowers.",
            ));
        }
        let call =
            query.iter().fold(Call::raw(method, path), |call, (name, value)| call.query(name, Some(value)));
        let call = match json {
            Some(text) => call.body(text.as_bytes().to_vec()),
            None => call,
        };
        let reply = self.transport.send(&call)?;
        Ok(RawResponse { status: reply.status, request_id: reply.request_id, body: reply.body })
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
}

impl std::fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawResponse(status={}, {} bytes)", self.status, self.body.len())
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Client {
    /// Enrolling borrowers and what belongs to a borrower.
    pub fn borrowers(&self) -> Borrowers {
        Borrowers { transport: self.transport.clone() }
    }

    /// Credit lines: how much a borrower may still be lent.
    pub fn credit_lines(&self) -> CreditLines {
        CreditLines { transport: self.transport.clone() }
    }

    /// Whether a company can be lent to.
    pub fn eligibility(&self) -> Eligibility {
        Eligibility { transport: self.transport.clone() }
    }

    /// The financial products of a borrower.
    pub fn financial_products(&self) -> FinancialProducts {
        FinancialProducts { transport: self.transport.clone() }
    }

    /// How a borrower repays.
    pub fn repayment_methods(&self) -> RepaymentMethods {
        RepaymentMethods { transport: self.transport.clone() }
    }

    /// Connectivity, and helpers that exist in sandboxes only.
    pub fn testing(&self) -> Testing {
        Testing { transport: self.transport.clone() }
    }

    /// Checks the key and the connection: the API's greeting. Blocks; safe to repeat.
    ///
    /// Operation: `GET /hello`.
    ///
    /// # Errors
    /// `Authentication` when the key is not accepted; `Transport` and `Timeout` when the API is not reached.
    pub fn hello(&self) -> Result<String> {
        self.testing().hello()
    }
}
