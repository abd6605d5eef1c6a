//! The server that receives events.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::webhook::{Receiver, WebhookEvent};

use super::saved::Saved;
use crate::outcome::failure::Failure;

/// The longest accepted body, in bytes. A published example has 3 KB.
const LONGEST: usize = 1024 * 1024;

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
    pub(super) fn run(&self, inbox: Inbox) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::Other(format!("the server cannot be started: {error}"));
        let listener = self.listener.try_clone().map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let app = Router::new().fallback(answer).with_state(inbox);
        let serve = move || {
            runtime.block_on(async {
                // It ends only with the process.
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    let _ = axum::serve(listener, app).await;
                }
            });
        };
        thread::Builder::new().name("webhooks".to_owned()).spawn(serve).map(drop).map_err(failed)
    }
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
async fn answer(State(inbox): State<Inbox>, request: Request<Body>) -> StatusCode {
    let (status, seen) = judge(&inbox, request).await;
    match inbox.seen.send(seen) {
        Ok(()) => status,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn judge(inbox: &Inbox, request: Request<Body>) -> (StatusCode, Seen) {
    let receiver = &inbox.receiver;
    let url = request.uri().to_string();
    // The body of a call without the secret is not read.
    if !receiver.verify(&url) {
        return (StatusCode::NOT_FOUND, Seen::Refused("a call without the secret"));
    }
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, Seen::Refused("a call that was no POST"));
    }
    let Ok(body) = to_bytes(request.into_body(), LONGEST).await else {
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
