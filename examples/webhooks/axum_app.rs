//! Receiving webhooks with axum: each event goes to its handler, and an error leaves it to the next delivery.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::routing::post;
use defacto_sdk::webhook::{AsyncRouter, Receiver};

/// The longest accepted body, in bytes. A published example has 3 KB.
const LONGEST_BODY: usize = 1024 * 1024;

/// The webhook receiver of your application. `router` has its handlers:
/// `AsyncRouter::new(receiver.clone(), client).on("CreditLine.CREATED", |event, line| async { ... })`. A handler
/// that takes long passes its event on to a queue, since the API waits for the answer.
///
/// Wherever requests are logged, log `uri.path()` alone: the query has the secret.
pub(crate) fn routes(receiver: Receiver, router: Arc<AsyncRouter>) -> Router {
    Router::new().route("/webhooks/defacto", post(receive)).with_state((receiver, router))
}

async fn receive(
    State((receiver, router)): State<(Receiver, Arc<AsyncRouter>)>,
    OriginalUri(url): OriginalUri,
    body: Body,
) -> StatusCode {
    let url = url.to_string();
    // The body of a call without the secret is not read.
    if !receiver.verify(&url) {
        return StatusCode::NOT_FOUND;
    }
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    match router.route(&url, &body).await {
        Ok(answer) => StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        // Log it where you log errors. The event's next delivery is new.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
