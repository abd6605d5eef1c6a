//! Receiving webhooks with axum: the raw body, a fast answer, the work in the background.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::routing::post;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::webhook::{Freshness, Receiver, WebhookEvent};

/// What deals with an event: it wakes whoever waits (`pending.notify`), or reads the entity again (`event.refetch`).
pub(crate) type Handle = Arc<dyn Fn(WebhookEvent) + Send + Sync>;

/// A published example has 3 KB.
const LONGEST_BODY: usize = 1024 * 1024;

/// The part of your application that receives webhooks.
pub(crate) fn routes(receiver: Receiver, handle: Handle) -> Router {
    Router::new().route("/webhooks/defacto", post(receive)).with_state((receiver, handle))
}

/// Answers before the work is done: how long the API waits is not documented.
async fn receive(
    State((receiver, handle)): State<(Receiver, Handle)>,
    OriginalUri(url): OriginalUri,
    body: Body,
) -> StatusCode {
    let url = url.to_string();
    // Strangers have no body read.
    if !receiver.verify(&url) {
        return StatusCode::NOT_FOUND;
    }
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    match receiver.receive(&url, &body) {
        Ok(event) if event.freshness == Freshness::New => {
            // Calls of the client block: they belong on a thread where that is allowed.
            tokio::task::spawn_blocking(move || handle(event));
            StatusCode::NO_CONTENT
        }
        Ok(_) => StatusCode::NO_CONTENT,
        Err(error) => match error.kind() {
            ErrorKind::Validation => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}
