//! The connections. Only this file and `exchange.rs` name reqwest.
//!
//! A blocking call drives the network on the caller's own thread while it waits. An asynchronous call is
//! polled on the runtime where it began. An interruption closes the connection (see docs/adr).

#![expect(clippy::disallowed_types, reason = "the one place for them")]

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, RwLock};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use tokio::runtime::{Builder, Handle, Runtime};
use url::Url;

use super::call::Call;
use super::config::{Config, Options};
use super::exchange::{Limits, causes, drain_due_work, exchange, ready_to_send};
use super::failure::Failure;
use super::proxy::{ProxyChoice, not_a_url, proxy_for};
use super::reply::Reply;
use crate::error::{DefactoError, Result};
use crate::lock::Unpoisoned;
use crate::scrub::Secret;
use crate::wait::{CHECK_INTERVAL, CancelToken, Deadline, Interrupt, InterruptCheck};
use crate::world::{self, Regularly};

/// The runtime and the connection pools of one process.
struct Connections {
    process: u32,
    /// A runtime without threads: the thread that waits for an answer drives it.
    network: Option<Arc<Runtime>>,
    /// One pool per connect time-out, which reqwest keeps in the pool. Blocking and asynchronous calls have
    /// separate pools, since a connection belongs to the runtime that it was made on.
    pools: Vec<(PoolKey, reqwest::Client)>,
}

/// Whether the calls are blocking, and their connect time-out.
type PoolKey = (bool, Duration);

impl Connections {
    fn new() -> Self {
        Self { process: std::process::id(), network: None, pools: Vec::new() }
    }
}

impl Drop for Connections {
    fn drop(&mut self) {
        let Some(network) = self.network.take() else { return };
        if self.is_of_this_process() {
            shut_down(network);
        } else {
            // A forked child must not touch the runtime and the connections of its parent.
            std::mem::forget(network);
            std::mem::forget(std::mem::take(&mut self.pools));
        }
    }
}

/// Shuts the runtime down with its last user. An ordinary drop would panic inside an asynchronous task.
fn shut_down(network: Arc<Runtime>) {
    if let Some(network) = Arc::into_inner(network) {
        network.shutdown_background();
    }
}

/// What an attempt sends.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    pub(super) call: &'a Call,
    pub(super) key: &'a Secret,
    pub(super) options: &'a Options,
}

pub(super) struct Engine {
    config: Arc<Config>,
    base: Url,
    closed: CancelToken,
    connections: RwLock<Connections>,
}

impl Engine {
    /// Prepares the pool of blocking or of asynchronous calls; a first call of the other kind adds its pool.
    pub(super) fn new(config: Arc<Config>, connect_timeout: Duration, is_blocking: bool) -> Result<Self> {
        let base = config.parsed_base_url()?;
        let mut connections = Connections::new();
        // A test has its own network.
        #[cfg(feature = "simulation")]
        let is_needed = world::simulated::world().is_none();
        #[cfg(not(feature = "simulation"))]
        let is_needed = true;
        #[cfg(feature = "testing")]
        let is_needed = is_needed && config.answers.is_none();
        if is_needed {
            connections.pools.push(((is_blocking, connect_timeout), pool(&config, connect_timeout)?));
        }
        Ok(Self { config, base, closed: CancelToken::default(), connections: RwLock::new(connections) })
    }

    /// Closes all connections for good. Calls under way end at once.
    pub(super) fn close(&self) {
        self.closed.cancel();
        let mut connections = self.connections.write().unpoisoned();
        drop(std::mem::replace(&mut *connections, Connections::new()));
    }

    /// Returns an error if the client is closed.
    pub(super) fn check_open(&self) -> Result<()> {
        if self.closed.is_cancelled() {
            return Err(DefactoError::configuration("the client is closed", "Make a new client."));
        }
        Ok(())
    }

    /// Drives `future` on the caller's thread. `question` holds the interrupt check, which runs about 20 times a
    /// second, and the token that is cancelled when the check returns `true`.
    pub(super) fn block_on<T>(
        &self,
        future: impl Future<Output = Result<T>>,
        question: Option<(&InterruptCheck, &CancelToken)>,
    ) -> Result<T> {
        refuse_in_async_task()?;
        let network = self.network()?;
        let mut result = None;
        let driven = async { result = Some(future.await) };
        let ask = question.map(|(check, token)| {
            move || {
                if !token.is_cancelled() && check() {
                    token.cancel();
                }
            }
        });
        let regular = ask.as_ref().map(|ask| Regularly { interval: CHECK_INTERVAL, work: ask });
        world::drive(&network, pin!(driven), regular.as_ref());
        shut_down(network);
        result.unwrap_or_else(|| Err(DefactoError::configuration("the call did not end", "Report it.")))
    }

    /// Makes one attempt. It ends when the answer is complete, a time-out passes or the call is interrupted.
    ///
    /// `prepare` is awaited last, immediately before the network is used. Its error ends the attempt. Its
    /// duration counts against the deadline.
    pub(super) async fn exchange(
        &self,
        sent: Sent<'_>,
        deadline: Deadline,
        interrupt: &Interrupt,
        prepare: impl Future<Output = Result<()>>,
    ) -> Result<Reply, Failure> {
        let options = sent.options;
        #[cfg(feature = "simulation")]
        if let Some(world) = world::simulated::world() {
            let answer = |call| world.exchange(call);
            return super::offline::exchange(answer, sent.call, options, deadline, interrupt, prepare).await;
        }
        #[cfg(feature = "testing")]
        if let Some(answers) = &self.config.answers {
            let answer = async |call| answers.take(call);
            return super::offline::exchange(answer, sent.call, options, deadline, interrupt, prepare).await;
        }
        let pool = self.pool(options.connect_timeout).map_err(Failure::Configuration)?;
        let request = self.request(&pool, sent).map_err(Failure::Configuration)?;
        ready_to_send(deadline, interrupt, prepare).await?;
        let limits = Limits { read: options.read_timeout, deadline, bytes: self.config.max_response_bytes };
        // Boxed: each wait around it would store it twice, as an argument and while it is polled.
        let exchange = Box::pin(exchange(request, limits));
        let exchange = pin!(self.unless_closed(exchange));
        let result = match interrupt.unless_asked(exchange).await {
            Some(result) => result,
            None => Err(Failure::Interrupted { sent: true }),
        };
        if result.is_err() && world::is_driving() {
            // Closes the abandoned connection now, not when the next call drives the network.
            drain_due_work().await;
        }
        result
    }

    async fn unless_closed(
        &self,
        mut exchange: Pin<Box<impl Future<Output = Result<Reply, Failure>>>>,
    ) -> Result<Reply, Failure> {
        let mut closed = pin!(self.closed.cancelled());
        poll_fn(|context| {
            if let Poll::Ready(result) = exchange.as_mut().poll(context) {
                return Poll::Ready(result);
            }
            closed
                .as_mut()
                .poll(context)
                .map(|()| Err(Failure::Broken { reason: "the client was closed".to_owned() }))
        })
        .await
    }

    fn request(
        &self,
        pool: &reqwest::Client,
        Sent { call, key, options }: Sent<'_>,
    ) -> Result<reqwest::RequestBuilder> {
        let method = call.method.parse().map_err(|_| {
            DefactoError::configuration(
                "the HTTP method is not valid",
                "Use GET, POST, PUT, PATCH or DELETE.",
            )
        })?;
        let request = pool.request(method, self.url(call)).header(AUTHORIZATION, authorization(key)?);
        let request = request.headers(options.headers.to_send()?);
        Ok(match &call.body {
            Some(body) => request.header(CONTENT_TYPE, &*body.content_type).body(body.bytes.clone()),
            // A gateway may refuse a write without a content length.
            None if call.changes_something => request.header(CONTENT_LENGTH, 0),
            None => request,
        })
    }

    /// Returns the URL of a call. To parse the whole text each time would take five times as long.
    fn url(&self, call: &Call) -> Url {
        let mut url = self.base.clone();
        match self.base.path().trim_end_matches('/') {
            "" => url.set_path(&call.path),
            prefix => url.set_path(&[prefix, &call.path].concat()),
        }
        if !call.query.is_empty() {
            url.set_query(Some(&call.query));
        }
        url
    }

    /// Returns the runtime of this process for blocking calls.
    fn network(&self) -> Result<Arc<Runtime>> {
        self.prepared(
            |connections| connections.network.clone(),
            |connections| {
                connections.network = Some(Arc::new(network()?));
                Ok(())
            },
        )
    }

    /// Returns the pool of this process for calls of this kind.
    fn pool(&self, connect_timeout: Duration) -> Result<reqwest::Client> {
        let key = (world::is_driving(), connect_timeout);
        self.prepared(
            |connections| connections.pools.iter().find(|(of, _)| *of == key).map(|(_, pool)| pool.clone()),
            |connections| {
                connections.pools.push((key, pool(&self.config, connect_timeout)?));
                Ok(())
            },
        )
    }

    /// Returns what `find` finds for this process. If it finds nothing, `make` creates it first.
    fn prepared<T>(
        &self,
        find: impl Fn(&Connections) -> Option<T>,
        make: impl FnOnce(&mut Connections) -> Result<()>,
    ) -> Result<T> {
        let connections = self.connections.read().unpoisoned();
        if let Some(found) =
            Some(&*connections).filter(|connections| connections.is_of_this_process()).and_then(&find)
        {
            return Ok(found);
        }
        drop(connections);
        let mut connections = self.connections.write().unpoisoned();
        self.check_open()?;
        if !connections.is_of_this_process() {
            drop(std::mem::replace(&mut *connections, Connections::new()));
        }
        if let Some(found) = find(&connections) {
            return Ok(found);
        }
        make(&mut connections)?;
        find(&connections)
            .ok_or_else(|| DefactoError::configuration("the network was not set up", "Try again."))
    }
}

impl Connections {
    fn is_of_this_process(&self) -> bool {
        self.process == std::process::id()
    }
}

fn network() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().map_err(|error| {
        let detail = format!("the network cannot be set up: {error}");
        DefactoError::configuration(detail, "Check system limits, such as that of open files.")
    })
}

/// Creates a pool. It follows no redirect, since the key must not go to a server that the URL does not name.
fn pool(config: &Config, connect_timeout: Duration) -> Result<reqwest::Client> {
    // A provider that the program installed before is as good as ours.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .default_headers(HeaderMap::from_iter([(
            ACCEPT,
            HeaderValue::from_static("application/json, */*;q=0.1"),
        )]))
        .user_agent(&config.user_agent)
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    builder = match proxy_for(config)? {
        ProxyChoice::Given(proxy) => builder.proxy(reqwest::Proxy::all(proxy).map_err(|_| not_a_url())?),
        ProxyChoice::Never => builder.no_proxy(),
        ProxyChoice::Surroundings => builder,
    };
    if let Some(certificate) = &config.client_certificate {
        let identity = reqwest::Identity::from_pem(certificate.pem()?.as_bytes());
        builder =
            builder.identity(identity.map_err(|_| certificate.unreadable("it is damaged, or has no key"))?);
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

/// Returns the authorities that the caller trusts in addition.
fn given_certificates(config: &Config) -> Result<Vec<reqwest::Certificate>> {
    let Some(given) = &config.ca_certificates else { return Ok(Vec::new()) };
    let pem = given.pem()?;
    let certificates = reqwest::Certificate::from_pem_bundle(pem.as_bytes())
        .map_err(|_| given.unreadable("a certificate is damaged"))?;
    if certificates.is_empty() { Err(given.unreadable("there is none")) } else { Ok(certificates) }
}

/// Returns the authorities that are compiled in, for builds that do not use the system's.
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

fn authorization(key: &Secret) -> Result<HeaderValue> {
    let mut key = HeaderValue::from_str(&format!("Bearer {}", key.reveal())).map_err(|_| {
        let hint = "Copy it again from the dashboard: it has neither blanks nor line breaks.";
        DefactoError::configuration("the API key holds characters that cannot be sent", hint)
    })?;
    key.set_sensitive(true);
    Ok(key)
}

/// Returns an error inside an asynchronous task, where blocking would stop all other work of its thread.
///
/// Only a task can run out of its tokio budget; `spawn_blocking` and plain threads cannot. The parts of the
/// budget that this takes are returned in reverse order.
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
    let hint = "Use AsyncClient, or call it inside tokio::task::spawn_blocking. Nothing was sent.";
    Err(DefactoError::configuration("this call blocks, and it was made inside an asynchronous task", hint))
}
