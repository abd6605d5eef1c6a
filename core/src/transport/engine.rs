//! The connections: the only file that names reqwest and tokio.
//!
//! The calls are blocking for the caller, but run on a runtime thread of the client's own. So a waiting caller can be
//! interrupted, and the interruption closes the connection instead of leaving a thread behind (see docs/adr).

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Waker};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::timeout;

use super::{Call, Config, Options, Reply};
use crate::error::{DefactoError, Result};
use crate::wait::{Deadline, Interrupt, SLICE};

/// Where servers and gateways put the id of a request.
const REQUEST_ID_HEADERS: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];

/// Why an exchange brought no answer.
#[derive(Debug)]
pub(super) enum Failure {
    NotSent { reason: String, timed_out: bool },
    ReadTimeout,
    DeadlinePassed,
    Broken { reason: String },
    BrokenBody { status: u16, request_id: Option<String>, reason: String },
    TooLarge { status: u16, request_id: Option<String> },
    Interrupted,
    Configuration(DefactoError),
}

/// The runtime and the connection pools of one process.
struct Machinery {
    process: u32,
    runtime: Option<Runtime>,
    closed: bool,
    /// One pool for each connect time-out that was asked for, since reqwest keeps it in the pool.
    pools: Vec<(Duration, reqwest::Client)>,
}

impl Drop for Machinery {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        if self.process == std::process::id() {
            runtime.shutdown_background();
        } else {
            // A forked child inherits the memory but not the threads: joining them would wait for ever.
            std::mem::forget(runtime);
            std::mem::forget(std::mem::take(&mut self.pools));
        }
    }
}

pub(super) struct Engine {
    config: Arc<Config>,
    machinery: RwLock<Machinery>,
}

impl Engine {
    pub(super) fn new(config: Arc<Config>, connect_timeout: Duration) -> Result<Self> {
        let pool = pool(&config, connect_timeout)?;
        let machinery = Machinery {
            process: std::process::id(),
            runtime: None,
            pools: vec![(connect_timeout, pool)],
            closed: false,
        };
        Ok(Self { config, machinery: RwLock::new(machinery) })
    }

    /// Ends the network thread and closes all connections, for good.
    pub(super) fn close(&self) {
        let mut machinery = self.machinery.write().unwrap_or_else(PoisonError::into_inner);
        let closed =
            Machinery { process: std::process::id(), runtime: None, pools: Vec::new(), closed: true };
        drop(std::mem::replace(&mut *machinery, closed));
    }

    /// One attempt. Blocks until the answer is complete, a time-out passes or the wait is interrupted.
    pub(super) fn exchange(
        &self,
        call: &Call,
        options: &Options,
        deadline: Deadline,
        interrupt: &Interrupt,
    ) -> Result<Reply, Failure> {
        refuse_in_async_task().map_err(Failure::Configuration)?;
        let (handle, pool) = self.ready(options.connect_timeout).map_err(Failure::Configuration)?;
        let request = self.request(&pool, call).map_err(Failure::Configuration)?;
        let (limit, read_timeout) = (self.config.max_response_bytes, options.read_timeout);
        if deadline.has_passed() {
            return Err(Failure::NotSent {
                reason: "the total time-out has passed".to_owned(),
                timed_out: true,
            });
        }
        let left = deadline.remaining();
        let (sender, receiver) = sync_channel(1);
        let task = handle.spawn(async move {
            let exchange = exchange(request, read_timeout, limit);
            let result = match left {
                Some(left) => timeout(left, exchange).await.unwrap_or(Err(Failure::DeadlinePassed)),
                None => exchange.await,
            };
            // Nobody listens any more when the caller was interrupted.
            let _ = sender.send(result);
        });
        loop {
            match receiver.recv_timeout(SLICE) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Timeout) if interrupt.requested() => {
                    task.abort();
                    return Err(Failure::Interrupted);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::Broken { reason: "the network thread stopped".to_owned() });
                }
            }
        }
    }

    fn request(&self, pool: &reqwest::Client, call: &Call) -> Result<reqwest::RequestBuilder> {
        let separator = if call.query.is_empty() { "" } else { "?" };
        let url = format!("{}{}{separator}{}", self.config.base_url, call.path, call.query);
        let method = call.method.parse().map_err(|_| {
            DefactoError::configuration(
                "the HTTP method is not valid",
                "Use GET, POST, PUT, PATCH or DELETE.",
            )
        })?;
        let request = pool.request(method, url);
        Ok(match &call.body {
            Some(body) => request.header(CONTENT_TYPE, "application/json").body(body.clone()),
            None => request,
        })
    }

    /// The runtime and the pool of this process, made when they are not there yet.
    fn ready(&self, connect_timeout: Duration) -> Result<(Handle, reqwest::Client)> {
        let machinery = self.machinery.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = machinery.ready(connect_timeout) {
            return Ok(ready);
        }
        drop(machinery);
        let mut machinery = self.machinery.write().unwrap_or_else(PoisonError::into_inner);
        if machinery.closed {
            return Err(DefactoError::configuration("the client is closed", "Make a new client."));
        }
        if machinery.process != std::process::id() {
            let fresh =
                Machinery { process: std::process::id(), runtime: None, pools: Vec::new(), closed: false };
            drop(std::mem::replace(&mut *machinery, fresh));
        }
        if machinery.runtime.is_none() {
            machinery.runtime = Some(runtime()?);
        }
        if !machinery.pools.iter().any(|(of, _)| *of == connect_timeout) {
            machinery.pools.push((connect_timeout, pool(&self.config, connect_timeout)?));
        }
        machinery
            .ready(connect_timeout)
            .ok_or_else(|| DefactoError::configuration("the network thread did not start", "Try again."))
    }
}

impl Machinery {
    fn ready(&self, connect_timeout: Duration) -> Option<(Handle, reqwest::Client)> {
        let runtime = self.runtime.as_ref().filter(|_| self.process == std::process::id())?;
        let (_, pool) = self.pools.iter().find(|(of, _)| *of == connect_timeout)?;
        Some((runtime.handle().clone(), pool.clone()))
    }
}

fn runtime() -> Result<Runtime> {
    Builder::new_multi_thread().worker_threads(1).thread_name("defacto-sdk").enable_all().build().map_err(
        |error| {
            DefactoError::configuration(
                format!("the network thread cannot be started: {error}"),
                "Check system limits.",
            )
        },
    )
}

/// A connection pool. It never follows a redirect, since the key must not travel to where the URL did not point.
fn pool(config: &Config, connect_timeout: Duration) -> Result<reqwest::Client> {
    // Another provider that the program has installed before is as good as ours.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .default_headers(headers(config)?)
        .user_agent(&config.user_agent)
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    if let Some(proxy) = &config.proxy {
        let wrong =
            |_| DefactoError::configuration("the proxy is not a valid URL", "Write it as http://host:port.");
        builder = builder.proxy(reqwest::Proxy::all(proxy).map_err(wrong)?);
    } else if is_loopback_http(&config.base_url) {
        builder = builder.no_proxy();
    }
    let given = given_certificates(config)?;
    builder = match bundled_roots()? {
        Some(roots) => builder.tls_certs_only(roots.into_iter().chain(given)),
        None if given.is_empty() => builder,
        None => builder.tls_certs_merge(given),
    };
    builder.build().map_err(|error| {
        let detail = format!("the HTTP client cannot be set up: {}", causes(&error));
        DefactoError::configuration(detail, "Check the certificates and the system's trust store.")
    })
}

/// The authorities that the caller trusts besides the others.
fn given_certificates(config: &Config) -> Result<Vec<reqwest::Certificate>> {
    if config.ca_certificates.is_empty() {
        return Ok(Vec::new());
    }
    let hint = "Give the PEM text of one or more certificates (BEGIN CERTIFICATE).";
    let wrong = || DefactoError::configuration("the CA certificates cannot be read", hint);
    let certificates = reqwest::Certificate::from_pem_bundle(&config.ca_certificates).map_err(|_| wrong())?;
    if certificates.is_empty() { Err(wrong()) } else { Ok(certificates) }
}

/// The authorities that are compiled in, where the system's are not asked.
#[cfg(any(target_os = "android", feature = "bundled-roots"))]
fn bundled_roots() -> Result<Option<Vec<reqwest::Certificate>>> {
    let read = |der: &rustls::pki_types::CertificateDer<'_>| {
        reqwest::Certificate::from_der(der)
            .map_err(|_| DefactoError::configuration("a bundled certificate cannot be read", "Report it."))
    };
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(read).collect::<Result<_>>().map(Some)
}

#[cfg(not(any(target_os = "android", feature = "bundled-roots")))]
#[expect(clippy::unnecessary_wraps, reason = "the other form of it can fail")]
fn bundled_roots() -> Result<Option<Vec<reqwest::Certificate>>> {
    Ok(None)
}

fn headers(config: &Config) -> Result<HeaderMap> {
    let mut key = HeaderValue::from_str(&format!("Bearer {}", config.api_key.reveal())).map_err(|_| {
        let hint = "Copy it again from the dashboard: it has neither blanks nor line breaks.";
        DefactoError::configuration("the API key holds characters that cannot be sent", hint)
    })?;
    key.set_sensitive(true);
    Ok(HeaderMap::from_iter([
        (AUTHORIZATION, key),
        (ACCEPT, HeaderValue::from_static("application/json, */*;q=0.1")),
    ]))
}

fn is_loopback_http(url: &str) -> bool {
    url.starts_with("http://")
}

async fn exchange(request: reqwest::RequestBuilder, read: Duration, limit: usize) -> Result<Reply, Failure> {
    let mut response = match timeout(read, request.send()).await {
        Err(_) => return Err(Failure::ReadTimeout),
        Ok(Err(error)) if error.is_connect() || error.is_builder() => {
            return Err(Failure::NotSent { timed_out: error.is_timeout(), reason: causes(&error) });
        }
        Ok(Err(error)) => return Err(Failure::Broken { reason: causes(&error) }),
        Ok(Ok(response)) => response,
    };
    let status = response.status().as_u16();
    let header = |name: &str| response.headers().get(name)?.to_str().ok().map(ToOwned::to_owned);
    let request_id = REQUEST_ID_HEADERS.iter().find_map(|name| header(name));
    let (retry_after, content_type) = (header(RETRY_AFTER.as_str()), header(CONTENT_TYPE.as_str()));
    let mut body = Vec::new();
    loop {
        let broken = |reason| Failure::BrokenBody { status, request_id: request_id.clone(), reason };
        let failure = match timeout(read, response.chunk()).await {
            Ok(Ok(Some(chunk))) if body.len() + chunk.len() <= limit => {
                body.extend_from_slice(&chunk);
                continue;
            }
            Ok(Ok(None)) => return Ok(Reply { status, request_id, retry_after, content_type, body }),
            Ok(Ok(Some(_))) => Failure::TooLarge { status, request_id: request_id.clone() },
            Ok(Err(error)) => broken(causes(&error)),
            Err(_) => broken("the rest did not come within the read time-out".to_owned()),
        };
        // The status alone says that the call failed; what the body would have explained is lost.
        let refused = !(200..300).contains(&status);
        return if refused {
            Ok(Reply { status, request_id, retry_after, content_type, body })
        } else {
            Err(failure)
        };
    }
}

/// The innermost causes without the URL, whose query may name a person.
fn causes(error: &reqwest::Error) -> String {
    let mut texts = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        texts.push(cause.to_string());
        source = cause.source();
    }
    texts.dedup();
    if texts.is_empty() { "the connection failed".to_owned() } else { texts.join(": ") }
}

/// Blocking inside an asynchronous task would stop everything else that its thread has to do.
///
/// A task is told from `spawn_blocking` and from plain threads by its budget: only a task runs out of it. Taken
/// pieces of the budget are given back in reverse order.
fn refuse_in_async_task() -> Result<()> {
    if Handle::try_current().is_err() {
        return Ok(());
    }
    let mut context = Context::from_waker(Waker::noop());
    let mut taken = Vec::new();
    let mut runs_out = false;
    for _ in 0..=u8::MAX {
        match tokio::task::coop::poll_proceed(&mut context) {
            std::task::Poll::Ready(piece) => taken.push(piece),
            std::task::Poll::Pending => {
                runs_out = true;
                break;
            }
        }
    }
    while let Some(piece) = taken.pop() {
        drop(piece);
    }
    if !runs_out {
        return Ok(());
    }
    let hint = "Call it inside tokio::task::spawn_blocking; nothing was sent.";
    Err(DefactoError::configuration("this call blocks, and it was made inside an asynchronous task", hint))
}
