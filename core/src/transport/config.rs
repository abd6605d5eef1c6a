//! The configuration of a client, and the options of its calls.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::certificates::{CaCertificates, ClientCertificate};
use super::headers::Headers;
use super::key::Keys;
use crate::error::{DefactoError, Result};
use crate::observe::CallObserver;
use crate::retry::RetryPolicy;
use crate::store::Store;
use crate::wait::{CancelToken, InterruptCheck};

/// The configuration of a client. It never changes.
pub(crate) struct Config {
    pub(crate) base_url: String,
    /// The host and the port of the base URL.
    pub(crate) server: (String, u16),
    pub(crate) production: bool,
    pub(crate) api_key: Keys,
    pub(crate) user_agent: String,
    pub(crate) proxy: Option<String>,
    pub(crate) ca_certificates: Option<CaCertificates>,
    pub(crate) client_certificate: Option<ClientCertificate>,
    pub(crate) max_response_bytes: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) interrupt_check: Option<InterruptCheck>,
    /// The observers of every call.
    pub(crate) observers: Vec<Arc<dyn CallObserver>>,
    /// The store that keeps intents, so that several processes do not do the same thing twice.
    pub(crate) store: Option<Arc<dyn Store>>,
    /// The answers of a test, in place of the network.
    #[cfg(feature = "testing")]
    pub(crate) answers: Option<super::prepared::PreparedAnswers>,
}

impl Config {
    pub(super) fn parsed_base_url(&self) -> Result<Url> {
        Url::parse(&self.base_url).map_err(|_| {
            DefactoError::configuration("the base URL is not a URL", "Write it as https://host.")
        })
    }
}

/// The time-outs, retries and cancellation of calls.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_retries: u32,
    pub(crate) headers: Headers,
    pub(crate) cancel: Option<CancelToken>,
}
