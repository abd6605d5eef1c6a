//! Setting up a client.

use std::sync::Arc;
use std::time::Duration;

use super::environment::Environment;
use super::environment::{check_url, is_production};
use super::{AsyncClient, Client};
use crate::error::{DefactoError, Result};
use crate::observe::{CallObserver, Log};
use crate::retry::RetryPolicy;
use crate::scrub::Secret;
use crate::store::Store;
use crate::transport::{Config, Options, Transport};
use crate::wait::InterruptCheck;

/// A builder of a `Client`.
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
    observers: Vec<Arc<dyn CallObserver>>,
    store: Option<Arc<dyn Store>>,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    pub(super) fn new(api_key: String, environment: Environment) -> Self {
        Self {
            api_key,
            environment,
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
            observers: vec![Arc::new(Log)],
            store: None,
        }
    }

    /// Sets how long to wait for a connection; 5 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// Sets how long to wait for the answer to begin, and then for each piece of it; 35 seconds unless set.
    ///
    /// The API gives up after 30 seconds. A shorter time-out turns slow successes into unknown outcomes.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.options.read_timeout = timeout;
        self
    }

    /// Sets how long a call may take in all, with its repetitions; no limit unless set. Each page of a list
    /// is one call.
    ///
    /// Within this time a call waits as long as the API asks (`Retry-After`). Without it, at most 60 seconds.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.options.total_timeout = Some(timeout);
        self
    }

    /// Sets how often a call may be sent again where that is safe; 2 unless set.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options.max_retries = retries;
        self
    }

    /// Sets an HTTP proxy, `http://host:port` or `https://host:port`; other kinds are refused. Without it,
    /// the system's settings apply (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`). A proxy of the environment that
    /// cannot be used is refused too, unless `NO_PROXY` names the host. No proxy can be used with a plain
    /// http base URL.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Sets the certificates of authorities to trust besides the system's, as PEM text.
    pub fn ca_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.ca_certificates = pem.into();
        self
    }

    /// Sets the largest size of an answer in bytes; 16 MiB unless set.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sets the calling language for the user agent, such as `python/3.12`.
    #[doc(hidden)]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = language.into();
        self
    }

    /// Sets a check that runs on the waiting thread about every 50 ms. `true` stops the wait.
    pub fn interrupt_check(mut self, check: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.interrupt_check = Some(Arc::new(check));
        self
    }

    /// Sets the store that keeps each intent of `enroll` and `request_loan` before it is sent. No process
    /// with the same store sends it twice, and a repetition after a crash resumes it. Without a store, this
    /// holds within one process only. The options of these functions can name another store.
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Adds an observer, which receives the events of every call of the client.
    pub fn observer(mut self, observer: Arc<dyn CallObserver>) -> Self {
        self.observers.push(observer);
        self
    }

    /// Creates the client. Reads the system's trust store; sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key, the URL, the proxy or a certificate cannot be used.
    pub fn build(self) -> Result<Client> {
        Ok(Client { transport: self.transport(true)? })
    }

    /// Creates the client for asynchronous programs. Reads the system's trust store; sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key, the URL, the proxy or a certificate cannot be used.
    pub fn build_async(self) -> Result<AsyncClient> {
        Ok(AsyncClient { transport: self.transport(false)? })
    }

    fn transport(self, is_blocking: bool) -> Result<Transport> {
        let version = env!("CARGO_PKG_VERSION");
        let base_url = check_url(self.environment.base_url())?;
        let config = Config {
            production: is_production(&base_url),
            base_url,
            api_key: check_key(&self.api_key)?,
            user_agent: format!("defacto-sdk/{version} {}", self.language),
            proxy: self.proxy,
            ca_certificates: self.ca_certificates,
            max_response_bytes: self.max_response_bytes,
            retry: RetryPolicy::default(),
            interrupt_check: self.interrupt_check,
            observers: self.observers,
            store: self.store,
        };
        Transport::new(config, self.options, is_blocking)
    }
}

fn check_key(key: &str) -> Result<Secret> {
    let hint = "Make a key in the dashboard and set DEFACTO_API_KEY, or pass it as api_key in a program.";
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
