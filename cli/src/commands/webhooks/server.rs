//! The server that receives events.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::webhook::{Receiver, WebhookEvent};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use super::saved::Saved;
use crate::outcome::failure::Failure;

/// The longest accepted body, in bytes. A published example has 3 KB.
const LONGEST: usize = 1024 * 1024;

/// What callers may take of the server. A URL that leads here through a tunnel is public, so anybody may call.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// How many connections are open at a time. Further ones wait until one of them ends.
    connections: usize,
    /// How long the headers of a request may take, also on a connection that is kept open.
    headers: Duration,
    /// How long the body of a request may take.
    body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 64, headers: Duration::from_secs(10), body: Duration::from_secs(20) }
    }
}

/// A call that the server received, or the end.
pub(super) enum Seen {
    /// An event, with its body.
    Event { event: Box<WebhookEvent>, body: Vec<u8> },
    /// A call that is not from the API.
    Refused(&'static str),
    /// An event that could not be saved.
    Unsaved(Failure),
    /// The listener stops.
    Stop,
}

/// A server on the loopback address of this machine.
pub(super) struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Binds the port; 0 picks a free one.
    pub(super) fn bind(port: u16) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| {
            Failure::Other(format!("cannot listen on 127.0.0.1:{port}: {error}.\nChoose another --port."))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// Returns the address of the server.
    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Starts to answer, on its own thread, until the process ends.
    pub(super) fn run(&self, inbox: Inbox, limits: Limits) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::Other(format!("the server cannot be started: {error}"));
        let listener = self.listener.try_clone().map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let app = Router::new().fallback(answer).with_state((inbox, limits));
        let serve = move || {
            runtime.block_on(async {
                // It ends only with the process.
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    accept(&listener, &app, limits).await;
                }
            });
        };
        thread::Builder::new().name("webhooks".to_owned()).spawn(serve).map(drop).map_err(failed)
    }
}

/// Accepts connections, as many at a time as the limit allows. Those that wait stay in the system's queue.
async fn accept(listener: &tokio::net::TcpListener, app: &Router, limits: Limits) {
    let places = Arc::new(Semaphore::new(limits.connections));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(serve(stream, app.clone(), limits, place))),
            // For example too many open files: they become fewer when connections end.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Serves a connection to its end, which frees its place.
async fn serve(stream: tokio::net::TcpStream, app: Router, limits: Limits, place: OwnedSemaphorePermit) {
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(limits.headers);
    // How it ended concerns the caller alone.
    let _ = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app)).await;
    drop(place);
}

/// Checks and saves an event before it is answered.
#[derive(Clone)]
pub(super) struct Inbox {
    receiver: Receiver,
    saved: Option<Arc<Mutex<Saved>>>,
    seen: Sender<Seen>,
}

impl Inbox {
    /// Creates an inbox that checks with `receiver`, saves to `saved` and reports to `seen`.
    pub(super) fn new(receiver: Receiver, saved: Option<Saved>, seen: Sender<Seen>) -> Self {
        Self { receiver, saved: saved.map(|saved| Arc::new(Mutex::new(saved))), seen }
    }

    /// Saves the body. An event is answered only after it was saved.
    fn save(&self, body: &[u8]) -> Result<(), Failure> {
        match &self.saved {
            Some(saved) => saved.lock().unwrap_or_else(PoisonError::into_inner).append(body),
            None => Ok(()),
        }
    }
}

/// Answers at once: events are printed and forwarded elsewhere.
async fn answer(State((inbox, limits)): State<(Inbox, Limits)>, request: Request<Body>) -> StatusCode {
    let (status, seen) = judge(&inbox, request, limits).await;
    match inbox.seen.send(seen) {
        Ok(()) => status,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn judge(inbox: &Inbox, request: Request<Body>, limits: Limits) -> (StatusCode, Seen) {
    let receiver = &inbox.receiver;
    let url = request.uri().to_string();
    // The body of a call without the secret is not read.
    if !receiver.verify(&url) {
        return (StatusCode::NOT_FOUND, Seen::Refused("a call without the secret"));
    }
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, Seen::Refused("a call that was no POST"));
    }
    let Ok(body) = timeout(limits.body, to_bytes(request.into_body(), LONGEST)).await else {
        return (StatusCode::REQUEST_TIMEOUT, Seen::Refused("a body that did not come in time"));
    };
    let Ok(body) = body else {
        return (
            StatusCode::PAYLOAD_TOO_LARGE,
            Seen::Refused("a body that is longer than 1 MiB or breaks off"),
        );
    };
    match receiver.receive(&url, &body) {
        Ok(event) => match inbox.save(&body) {
            Ok(()) => (StatusCode::OK, Seen::Event { event: Box::new(event), body: body.into() }),
            Err(failure) => (StatusCode::INTERNAL_SERVER_ERROR, Seen::Unsaved(failure)),
        },
        Err(error) if error.kind() == ErrorKind::Validation => {
            (StatusCode::BAD_REQUEST, Seen::Refused("a body that is no event"))
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Seen::Refused("an event that could not be remembered")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::sync::mpsc::{self, channel};

    use super::*;

    const PATH: &str = "/?token=0123456789abcdef";
    const LONG: Duration = Duration::from_secs(60);

    fn serving(limits: Limits) -> (SocketAddr, mpsc::Receiver<Seen>) {
        let server = Server::bind(0).unwrap();
        let (seen, events) = channel();
        server.run(Inbox::new(Receiver::new("0123456789abcdef").unwrap(), None, seen), limits).unwrap();
        (server.address, events)
    }

    fn connected(address: SocketAddr, sent: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).unwrap();
        // A test that fails ends.
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        stream
    }

    fn event(id: &str) -> String {
        let body = format!("{{\"event_type\": \"Loan.CLOSED\", \"id\": \"{id}\"}}");
        let length = body.len();
        format!(
            "POST {PATH} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    }

    /// What comes until the server closes the connection.
    fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        match stream.read_to_string(&mut text) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("it stays open"),
            _ => text,
        }
    }

    fn next_id(events: &mpsc::Receiver<Seen>) -> String {
        match events.recv_timeout(LONG).unwrap() {
            Seen::Event { event, .. } => event.id.unwrap(),
            Seen::Refused(why) => why.to_owned(),
            _ => "another".to_owned(),
        }
    }

    #[test]
    fn headers_that_do_not_come_end_the_connection() {
        let headers = Duration::from_millis(200);
        let (address, _events) = serving(Limits { headers, ..Limits::default() });
        let torn = connected(address, &format!("POST {PATH} HTTP/1.1\r\nhost: "));
        let silent = connected(address, "");
        let kept_open = connected(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
        assert!(!rest(torn).contains(" 200 "));
        assert_eq!(rest(silent), "");
        assert!(rest(kept_open).contains(" 404 "), "it was answered before");
    }

    #[test]
    fn a_body_that_does_not_come_is_refused() {
        let body = Duration::from_millis(200);
        let (address, events) = serving(Limits { body, ..Limits::default() });
        let sent = event("never");
        let torn = connected(address, &sent[..sent.len() - 1]);
        assert!(rest(torn).starts_with("HTTP/1.1 408 "));
        assert_eq!(next_id(&events), "a body that did not come in time");
    }

    #[test]
    fn a_connection_over_the_limit_waits_for_a_place() {
        let (address, events) = serving(Limits { connections: 2, headers: LONG, body: LONG });
        let first = event("first");
        let (begin, end) = first.split_at(first.len() - 1);
        let mut held = connected(address, begin);
        let mut other = connected(address, "");
        let waits = connected(address, &event("second"));
        // A server that took the third connection would have answered it before this call, which came later.
        other.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        assert_eq!(next_id(&events), "a call without the secret");
        held.write_all(end.as_bytes()).unwrap();
        assert_eq!(next_id(&events), "first");
        assert_eq!(next_id(&events), "second");
        assert!(rest(held).starts_with("HTTP/1.1 200 "));
        assert!(rest(waits).starts_with("HTTP/1.1 200 "));
    }
}
