//! The part of the control API that makes happen what no request of the real API can: a user completes an
//! onboarding, a card is issued and used, a limit changes.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    api::onboardings,
    life::{cards, counterparties, installments, loan},
    rules::dates::parse_datetime,
    server::{
        app::App,
        control::{Shared, not_found, refused, unprocessable},
    },
    wire::CardStatus,
};

/// Method, path and meaning of each, for the index.
pub(crate) const STAGINGS: &[(&str, &str, &str)] = &[
    (
        "POST",
        "/_sandbox/onboarding/{onboarding_id}/complete",
        "Do what its user would: the company becomes a borrower, and its evaluation begins",
    ),
    (
        "POST",
        "/_sandbox/loan/{loan_id}/repay",
        "Transfer money as its borrower would: `amount` in cents, or all that is owed",
    ),
    ("POST", "/_sandbox/loan/{loan_id}/delete", "Delete a loan that is not paid out, as only the vendor can"),
    ("POST", "/_sandbox/cards", "Issue a card: `first_name`, `last_name`, `status` (active), all optional"),
    (
        "POST",
        "/_sandbox/cards/{card_id}/entries",
        "Pay with a card: `amount` in cents (negative: a payment), `merchant_name`, `at`, all optional",
    ),
    (
        "POST",
        "/_sandbox/counterparty/{counterparty_id}",
        "Set `max_amount` in cents, which webhooks are told, or `selected_for_financing`",
    ),
];

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/_sandbox/onboarding/{onboarding_id}/complete", post(complete_onboarding))
        .route("/_sandbox/loan/{loan_id}/repay", post(repay))
        .route("/_sandbox/loan/{loan_id}/delete", post(delete_loan))
        .route("/_sandbox/cards", post(issue_card))
        .route("/_sandbox/cards/{card_id}/entries", post(pay))
        .route("/_sandbox/counterparty/{counterparty_id}", post(steer_counterparty))
}

async fn complete_onboarding(State(app): Shared, Path(id): Path<String>) -> Response {
    match onboardings::complete(&mut app.world(), &id) {
        Ok(onboarding) => Json(onboarding).into_response(),
        Err(refusal) => refused(refusal),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Repayment {
    amount: Option<i64>,
}

async fn repay(State(app): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    let wanted: Repayment = match read(&body) {
        Ok(wanted) => wanted,
        Err(reason) => return unprocessable(&reason),
    };
    let mut world = app.world();
    if world.ledger.loan(&id).is_none() {
        return not_found("loan");
    }
    if let Err(refusal) = installments::transfer(&mut world, &id, wanted.amount) {
        return refused(refusal);
    }
    Json(world.ledger.loan(&id).map(|loan| loan::shown(&world, loan))).into_response()
}

async fn delete_loan(State(app): Shared, Path(id): Path<String>) -> Response {
    let mut world = app.world();
    if world.ledger.loan(&id).is_none() {
        return not_found("loan");
    }
    if !loan::delete(&mut world, &id) {
        return unprocessable("the loan is sent, paid out or over");
    }
    Json(world.ledger.loan(&id).map(|loan| loan::shown(&world, loan))).into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NewCard {
    first_name: Option<String>,
    last_name: Option<String>,
    status: Option<CardStatus>,
}

async fn issue_card(State(app): Shared, body: Bytes) -> Response {
    let wanted: NewCard = match read(&body) {
        Ok(wanted) => wanted,
        Err(reason) => return unprocessable(&reason),
    };
    let status = wanted.status.unwrap_or(CardStatus::Active);
    let card = cards::issue(&mut app.world(), &wanted.first_name.into(), &wanted.last_name.into(), status);
    (StatusCode::CREATED, Json(card.shown())).into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NewEntry {
    amount: Option<i64>,
    merchant_name: Option<String>,
    at: Option<String>,
}

async fn pay(State(app): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    let wanted: NewEntry = match read(&body) {
        Ok(wanted) => wanted,
        Err(reason) => return unprocessable(&reason),
    };
    let mut world = app.world();
    let at = match wanted.at.as_deref().map(|at| parse_datetime(at, false)) {
        None => world.now(),
        Some(Some(at)) => at,
        Some(None) => return unprocessable("at is not a date-time with an offset"),
    };
    match cards::add_entry(&mut world, &id, wanted.amount, wanted.merchant_name.as_deref(), at) {
        Some(entry) => (StatusCode::CREATED, Json(entry)).into_response(),
        None => not_found("card"),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CounterpartyChange {
    max_amount: Option<u64>,
    selected_for_financing: Option<bool>,
}

async fn steer_counterparty(State(app): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    let change: CounterpartyChange = match read(&body) {
        Ok(change) => change,
        Err(reason) => return unprocessable(&reason),
    };
    let mut world = app.world();
    match counterparties::steer(&mut world, &id, change.max_amount, change.selected_for_financing) {
        Some(counterparty) => Json(counterparty).into_response(),
        None => not_found("counterparty"),
    }
}

/// A body; none is one without members.
fn read<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, String> {
    if body.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
