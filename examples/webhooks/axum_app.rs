//! Receiving webhooks with axum: the raw body, a fast answer, the work in the background.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::routing::post;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::webhook::{Freshness, Receiver, WebhookEvent};

/// Handles an event: polls pending enrolments (`pending.notify`) or reads the entity again (`refetch`).
pub(crate) type Handle = Arc<dyn Fn(WebhookEvent) + Send + Sync>;

/// The longest accepted body, in bytes. A published example has 3 KB.
const LONGEST_BODY: usize = 1024 * 1024;

/// The webhook receiver of your application.
pub(crate) fn routes(receiver: Receiver, handle: Handle) -> Router {
    Router::new().route("/webhooks/defacto", post(receive)).with_state((receiver, handle))
}

/// Answers before the work is done: the API's time-out is not documented.
async fn receive(
    State((receiver, handle)): State<(Receiver, Handle)>,
    OriginalUri(url): OriginalUri,
    body: Body,
) -> StatusCode {
    let url = url.to_string();
    // The body of a call without the secret is not read.
    if !receiver.verify(&url) {
        return StatusCode::NOT_FOUND;
    }
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    match receiver.receive(&url, &body) {
        Ok(event) if event.freshness == Freshness::New => {
            // Calls of the client block, so they run on a thread for blocking work.
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
