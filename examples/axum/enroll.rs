//! A service that enrols companies: `POST /companies` with a company as JSON answers with the outcome.
//!
//! Enrolments take seconds, and a service has many at once: each is a future on its own runtime. The client
//! records each intent in a store before it sends. So even several services enrol a company once.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::{AsyncClient, EnrollOptions, Enrollment};

/// The routes of the service.
pub(crate) fn routes(client: AsyncClient) -> Router {
    Router::new().route("/companies", post(enroll)).with_state(client)
}

async fn enroll(State(client): State<AsyncClient>, body: String) -> Response {
    let checked = NewBorrower::check_json(&body, None);
    let Some(company) = checked.borrower else { return invalid(&checked.problems) };
    let options = EnrollOptions::wait_until_ready(Duration::from_secs(60));
    match client.enroll(&company, &options).await {
        Ok(Enrollment::Ready { borrower, credit_line, .. }) => {
            let available = credit_line.balance_available.unwrap_or(0);
            (StatusCode::CREATED, format!("{}: {available} cents", borrower.identifier)).into_response()
        }
        Ok(Enrollment::Pending { .. }) => (StatusCode::ACCEPTED, "being decided on").into_response(),
        Ok(Enrollment::Declined { reason, .. }) => {
            (StatusCode::OK, format!("declined: {}", reason.unwrap_or_default())).into_response()
        }
        Ok(Enrollment::MissingData { fields, .. }) => {
            (StatusCode::UNPROCESSABLE_ENTITY, format!("missing: {}", fields.join(", "))).into_response()
        }
        Ok(Enrollment::Ambiguous { .. }) => {
            (StatusCode::CONFLICT, "several borrowers may be this company").into_response()
        }
        Err(error) if error.kind() == ErrorKind::Validation => invalid(error.problems()),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

fn invalid(problems: &[defacto_sdk::error::Problem]) -> Response {
    let lines: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", problem.pointer, problem.detail)).collect();
    (StatusCode::UNPROCESSABLE_ENTITY, lines.join("\n")).into_response()
}
