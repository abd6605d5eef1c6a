//! Setting up a client.

use std::sync::Arc;

use url::Url;

use super::environment::Environment;
use super::environment::{check_url, is_production};
use super::options::ClientOptions;
use super::{AsyncClient, Client};
use crate::error::{DefactoError, Result};
use crate::observe::{CallObserver, Log};
use crate::retry::RetryPolicy;
use crate::store::Store;
use crate::transport::{ApiKey, Config, Keys, Options, Transport};
use crate::wait::InterruptCheck;

/// A builder of a `Client`.
#[must_use]
pub struct ClientBuilder {
    api_key: ApiKey,
    environment: Environment,
    pub(super) options: ClientOptions,
    language: String,
    interrupt_check: Option<InterruptCheck>,
    observers: Vec<Arc<dyn CallObserver>>,
    store: Option<Arc<dyn Store>>,
    #[cfg(feature = "testing")]
    answers: Option<crate::transport::PreparedAnswers>,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    pub(super) fn new(api_key: ApiKey, environment: Environment) -> Self {
        Self {
            api_key,
            environment,
            options: ClientOptions::default(),
            language: format!("rust/{}", env!("DEFACTO_RUSTC_VERSION")),
            interrupt_check: None,
            observers: vec![Arc::new(Log)],
            store: None,
            #[cfg(feature = "testing")]
            answers: None,
        }
    }

    /// Replaces all options at once.
    #[cfg(any(feature = "python", feature = "uniffi"))]
    pub(crate) fn options(mut self, options: ClientOptions) -> Self {
        self.options = options;
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

    /// Replaces the network with the answers of a test.
    #[cfg(feature = "testing")]
    pub(crate) fn answered_by(mut self, answers: crate::transport::PreparedAnswers) -> Self {
        self.answers = Some(answers);
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
        let options = self.options;
        let base_url = check_url(self.environment.base_url())?;
        let config = Config {
            production: is_production(&base_url),
            server: server(&base_url),
            base_url,
            api_key: Keys::new(self.api_key)?,
            user_agent: user_agent(&self.language, options.app_info.as_deref())?,
            proxy: options.proxy,
            ca_certificates: options.ca_certificates,
            client_certificate: options.client_certificate,
            max_response_bytes: usize::try_from(options.max_response_bytes).unwrap_or(usize::MAX),
            retry: RetryPolicy::default(),
            interrupt_check: self.interrupt_check,
            observers: self.observers,
            store: self.store,
            #[cfg(feature = "testing")]
            answers: self.answers,
        };
        let options = Options {
            connect_timeout: options.connect_timeout,
            read_timeout: options.read_timeout,
            total_timeout: options.total_timeout,
            max_retries: options.max_retries,
            headers: options.default_headers.unwrap_or_default(),
            cancel: None,
        };
        Transport::new(config, options, is_blocking)
    }
}

/// Returns the host and the port of a checked URL.
fn server(base_url: &str) -> (String, u16) {
    let url = Url::parse(base_url).ok();
    let host = url.as_ref().and_then(|url| url.host_str()).unwrap_or_default();
    (host.to_owned(), url.as_ref().and_then(Url::port_or_known_default).unwrap_or(443))
}

/// Returns the text that names this library, the language and the caller's program.
fn user_agent(language: &str, app: Option<&str>) -> Result<String> {
    let own = format!("defacto-sdk/{} {language}", env!("CARGO_PKG_VERSION"));
    match app {
        None => Ok(own),
        Some(app) if !app.is_empty() && app.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) => {
            Ok(format!("{own} {app}"))
        }
        Some(_) => {
            let hint = "Use ASCII text such as shop/2.1.";
            Err(DefactoError::configuration("app_info cannot be sent in a header", hint))
        }
    }
}
