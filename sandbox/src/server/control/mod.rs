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
    rules::{Refusal, refusal::Kind},
    server::app::App,
};

/// What every control has at hand.
pub(crate) type Shared = State<Arc<App>>;

/// A refusal as the control API answers it: 404 about what does not exist, and 422 about all else.
pub(crate) struct Refused(Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let problem = match self.0.kind {
            Kind::NotFound => self.0.into(),
            _ => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, &self.0.detail),
        };
        (problem.status, Json(problem.body("/_sandbox"))).into_response()
    }
}

/// What a control answers.
pub(crate) type Answer = Result<Response, Refused>;

/// Refuses with a reason.
#[expect(clippy::needless_pass_by_value, reason = "it takes errors as `map_err` passes them")]
pub(crate) fn refuse(reason: impl ToString) -> Refused {
    Refused(Refusal::new(reason.to_string()))
}
