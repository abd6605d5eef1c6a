//! The part of the control API that makes happen what no request of the real API can: a user completes an
//! onboarding, a card is issued and used, a limit changes.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
    routing::post,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    api::onboardings,
    life::{cards, counterparties, installments, loan, trigger as triggered},
    rules::{Refusal, parse_datetime},
    server::{
        app::App,
        control::{Answer, Refused, Shared, refuse},
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
        "/_sandbox/trigger",
        "Make an event happen, `event_type`, to the entity with this `id` or to the newest one: what leads to it is \
         done at once, and webhooks tell of it",
    ),
    (
        "POST",
        "/_sandbox/counterparty/{counterparty_id}",
        "Set `max_amount` in cents, which webhooks show, or `selected_for_financing`",
    ),
];

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/_sandbox/onboarding/{onboarding_id}/complete", post(complete_onboarding))
        .route("/_sandbox/loan/{loan_id}/repay", post(repay))
        .route("/_sandbox/loan/{loan_id}/delete", post(delete_loan))
        .route("/_sandbox/cards", post(issue_card))
        .route("/_sandbox/cards/{card_id}/entries", post(pay))
        .route("/_sandbox/trigger", post(trigger))
        .route("/_sandbox/counterparty/{counterparty_id}", post(steer_counterparty))
}

async fn complete_onboarding(State(app): Shared, Path(id): Path<String>) -> Answer {
    Ok(Json(onboardings::complete(&mut app.world(), &id)?).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Repayment {
    amount: Option<i64>,
}

async fn repay(State(app): Shared, Path(id): Path<String>, body: Bytes) -> Answer {
    let wanted: Repayment = read(&body)?;
    let mut world = app.world();
    installments::transfer(&mut world, &id, wanted.amount)?;
    Ok(Json(world.ledger.loan(&id).map(|loan| loan::shown(&world, loan))).into_response())
}

async fn delete_loan(State(app): Shared, Path(id): Path<String>) -> Answer {
    let mut world = app.world();
    loan::delete(&mut world, &id)?;
    Ok(Json(world.ledger.loan(&id).map(|loan| loan::shown(&world, loan))).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NewCard {
    first_name: Option<String>,
    last_name: Option<String>,
    status: Option<CardStatus>,
}

async fn issue_card(State(app): Shared, body: Bytes) -> Answer {
    let wanted: NewCard = read(&body)?;
    let status = wanted.status.unwrap_or(CardStatus::Active);
    let card = cards::issue(&mut app.world(), &wanted.first_name.into(), &wanted.last_name.into(), status);
    Ok((StatusCode::CREATED, Json(card.shown())).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NewEntry {
    amount: Option<i64>,
    merchant_name: Option<String>,
    at: Option<String>,
}

async fn pay(State(app): Shared, Path(id): Path<String>, body: Bytes) -> Answer {
    let wanted: NewEntry = read(&body)?;
    let mut world = app.world();
    let read = |at: &str| parse_datetime(at, false).ok_or(refuse("at is not a date-time with an offset"));
    let at = wanted.at.as_deref().map(read).transpose()?.unwrap_or(world.now());
    let entry = cards::add_entry(&mut world, &id, wanted.amount, wanted.merchant_name.as_deref(), at);
    let entry = entry.ok_or(Refusal::not_found("card"))?;
    Ok((StatusCode::CREATED, Json(entry)).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CounterpartyChange {
    max_amount: Option<u64>,
    selected_for_financing: Option<bool>,
}

async fn steer_counterparty(State(app): Shared, Path(id): Path<String>, body: Bytes) -> Answer {
    let change: CounterpartyChange = read(&body)?;
    let mut world = app.world();
    let known = counterparties::steer(&mut world, &id, change.max_amount, change.selected_for_financing);
    Ok(Json(known.ok_or(Refusal::not_found("counterparty"))?).into_response())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Triggered {
    event_type: String,
    #[serde(default)]
    id: Option<String>,
}

/// Answers with the entity's id, and how many subscriptions want the event.
async fn trigger(State(app): Shared, body: Bytes) -> Answer {
    let wanted: Triggered = serde_json::from_slice(&body).map_err(refuse)?;
    let mut world = app.world();
    let id = triggered::happen(&mut world, &wanted.event_type, wanted.id.as_deref())?;
    let subscriptions = world.subscribers(&wanted.event_type);
    let happened = json!({"event_type": wanted.event_type, "id": id, "subscriptions": subscriptions});
    Ok(Json(happened).into_response())
}

/// Reads a body; an empty one is one without members.
fn read<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, Refused> {
    if body.is_empty() { Ok(T::default()) } else { serde_json::from_slice(body).map_err(refuse) }
}
