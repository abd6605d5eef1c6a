//! Options of a client, and of single calls.

use std::time::Duration;

use defacto_sdk_macros::options;

use super::builder::ClientBuilder;
use crate::transport::{CaCertificates, ClientCertificate, Headers};
use crate::wait::CancelToken;

/// The options of a client: time-outs, retries, the way to the API.
#[options(builder = ClientBuilder)]
pub struct ClientOptions {
    /// How long to wait for a connection; 5 seconds unless set.
    #[initial(Duration::from_secs(5))]
    connect_timeout: Duration,
    /// How long to wait for the answer to begin, and then for each piece of it; 35 seconds unless set.
    ///
    /// The API gives up after 30 seconds. A shorter time-out turns slow successes into unknown outcomes.
    #[initial(Duration::from_secs(35))]
    read_timeout: Duration,
    /// How long a call may take in all, with its repetitions; no limit unless set. Each page of a list is one call.
    ///
    /// Within this time a call waits as long as the API asks (`Retry-After`). Without it, at most 60 seconds.
    total_timeout: Option<Duration>,
    /// How often a call may be sent again where that is safe; 2 unless set.
    #[initial(2)]
    max_retries: u32,
    /// A proxy: `http://host:port`, `https://host:port`, `socks5://host:port` or `socks5h://host:port`, which leaves
    /// looking up the host's address to the proxy. Other kinds are refused.
    ///
    /// Without it, the system's settings apply (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`). A proxy of the environment that
    /// cannot be used is refused too, unless `NO_PROXY` names the host. No proxy can be used with a plain http base URL.
    #[hidden]
    proxy: Option<String>,
    /// Certificates of authorities to trust besides the system's: PEM text, or the path of a file with it.
    #[into]
    ca_certificates: Option<CaCertificates>,
    /// A certificate that the client shows to the server (mutual TLS), for a gateway in front of the API: PEM text with the
    /// certificate, its chain and its private key, or the path of a file with it.
    #[into]
    client_certificate: Option<ClientCertificate>,
    /// The largest size of an answer in bytes; 16 MiB unless set.
    #[initial(16_777_216)]
    max_response_bytes: u64,
    /// Headers to send with every call, besides those of the client itself. They are never logged.
    #[into]
    default_headers: Option<Headers>,
    /// Your program and its version, such as `shop/2.1`, to add to the user agent of every call.
    app_info: Option<String>,
}

/// Time-outs, retries and cancellation of some calls. Options that are not set are those of the client.
#[options]
pub struct CallOptions {
    /// How long to wait for a connection.
    connect_timeout: Option<Duration>,
    /// How long to wait for the answer to begin, and then for each piece of it.
    read_timeout: Option<Duration>,
    /// How long a call may take in all, with its repetitions. Each page of a list is a call.
    total_timeout: Option<Duration>,
    /// How often a call may be sent again where that is safe.
    max_retries: Option<u32>,
    /// Headers to send besides those of the client. They replace headers of the same name.
    #[into]
    headers: Option<Headers>,
    /// A token that stops the calls from another thread.
    #[rust_only]
    cancel: Option<CancelToken>,
}

impl CallOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }
}
