//! The control API: what a test steers the simulator with. JSON, without a key, below `/_sandbox`.

pub(crate) mod index;
pub(crate) mod simulator;
pub(crate) mod staging;
pub(crate) mod state;

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    http::problem::Problem,
    rules::refusal::{Kind, Refusal},
    server::app::App,
};

/// What every control has at hand.
pub(crate) type Shared = State<Arc<App>>;

/// Answers 404 about what does not exist, and 422 about all else.
pub(crate) fn refused(refusal: Refusal) -> Response {
    let problem = match refusal.kind {
        Kind::NotFound => refusal.into(),
        _ => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, &refusal.detail),
    };
    (problem.status, Json(problem.body("/_sandbox"))).into_response()
}

/// Answers 422.
pub(crate) fn unprocessable(reason: &str) -> Response {
    refused(Refusal::new(reason))
}

/// Answers 404 about a thing that is named by its kind.
pub(crate) fn not_found(what: &str) -> Response {
    refused(Refusal::not_found(what))
}
