//! The work that requests leave behind: planned tasks, and webhooks, which are posted over plain HTTP.

use std::{sync::Arc, time::Duration};

use axum::http::{Request, Uri, header};
use bytes::Bytes;
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpStream,
    sync::mpsc::UnboundedReceiver,
    time::{sleep, sleep_until, timeout},
};

use crate::{
    rules::datetime,
    server::{app::App, deliveries::Delivery},
    world::job::{Event, Job},
};

/// How long a receiver may take. What the real API allows is not documented.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a webhook that is to be overtaken waits for the next one.
const OVERTAKING: Duration = Duration::from_millis(250);

/// Does the work that requests leave behind: what is on the agenda, each in its own time, and webhooks one
/// after the other.
pub(crate) async fn work(app: Arc<App>, mut jobs: UnboundedReceiver<Job>) {
    let (events, queue) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(deliver_all(Arc::clone(&app), queue));
    loop {
        // Taking the state runs what is due.
        let next_due = app.world().until_due();
        let job = tokio::select! {
            job = jobs.recv() => job,
            () = sleep_if_some(next_due) => Some(Job::Wake),
        };
        match job {
            None => return,
            Some(Job::Wake) => {}
            Some(Job::Deliver(event)) => {
                if events.send(event).is_err() {
                    return;
                }
            }
        }
    }
}

/// Sleeps, for ever when there is nothing to wait for.
async fn sleep_if_some(time: Option<Duration>) {
    match time {
        Some(time) => sleep(time).await,
        None => std::future::pending().await,
    }
}

async fn deliver_all(app: Arc<App>, mut queue: UnboundedReceiver<Event>) {
    while let Some(event) = queue.recv().await {
        if event.reordered {
            let until = tokio::time::Instant::now() + OVERTAKING;
            let next = tokio::select! {
                next = queue.recv() => next,
                () = sleep_until(until) => None,
            };
            if let Some(next) = next {
                deliver(&app, next).await;
            }
        }
        deliver(&app, event).await;
    }
}

async fn deliver(app: &App, event: Event) {
    let result =
        timeout(PATIENCE, post(&event)).await.unwrap_or_else(|_| Err("no answer in time".to_owned()));
    let (status, error) = match result {
        Ok(status) => (Some(status), None),
        Err(error) => (None, Some(error)),
    };
    tracing::debug!(status, error, "webhook delivered");
    let to = event.to_url.split(['?', '#']).next().unwrap_or_default().to_owned();
    let at = datetime(app.world().now());
    let delivery =
        Delivery { at, subscription_id: event.subscription_id, to, body: event.body, status, error };
    app.deliveries.add(delivery);
}

async fn post(event: &Event) -> Result<u16, String> {
    let uri: Uri = event.to_url.parse().map_err(|_| "the address is not a URL".to_owned())?;
    if uri.scheme_str() != Some("http") {
        return Err("only plain http is delivered".to_owned());
    }
    let host = uri.host().ok_or("the address has no host")?.to_owned();
    let port = uri.port_u16().unwrap_or(80);
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let stream =
        TcpStream::connect((address, port)).await.map_err(|error| format!("cannot connect: {error}"))?;
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let request = Request::post(target)
        .header(header::HOST, format!("{host}:{port}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(event.body.to_string())))
        .map_err(|error| error.to_string())?;
    let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
    Ok(response.status().as_u16())
}
