//! The control API: what a test steers the simulator with. JSON, without a key, below `/_sandbox`.

pub(crate) mod index;
pub(crate) mod simulator;
pub(crate) mod staging;
pub(crate) mod state;

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use crate::{http::problem::Problem, rules::refusal::Refusal, server::app::App};

/// What every control has at hand.
pub(crate) type Shared = State<Arc<App>>;

fn refused(refusal: Refusal) -> Response {
    let problem = Problem::from(refusal);
    (problem.status, Json(problem.body("/_sandbox"))).into_response()
}

/// Answers 422.
pub(crate) fn unprocessable(reason: &str) -> Response {
    refused(Refusal::malformed(reason))
}

/// Answers 404 about a thing that is named by its kind.
pub(crate) fn not_found(what: &str) -> Response {
    refused(Refusal::not_found(what))
}
