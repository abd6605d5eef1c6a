//! The part of the control API that steers the simulator itself: its log, faults, settings and clock.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    rules::{Refusal, datetime, later, parse_datetime},
    server::{
        app::App,
        control::{Answer, Shared, refuse, state},
        fault::Fault,
    },
    world::World,
};

/// Method, path and meaning of each control, for the index.
pub(crate) const CONTROLS: &[(&str, &str, &str)] = &[
    ("GET", "/_sandbox/log", "The requests so far"),
    ("DELETE", "/_sandbox/log", "Forget the requests so far"),
    ("GET", "/_sandbox/faults", "The faults that are set"),
    ("POST", "/_sandbox/faults", "Set a fault"),
    ("DELETE", "/_sandbox/faults", "Remove all faults"),
    (
        "DELETE",
        "/_sandbox/faults/{number}",
        "Remove the fault with this `number` in the list of those that are set",
    ),
    ("GET", "/_sandbox/settings", "The switches"),
    ("PATCH", "/_sandbox/settings", "Change some switches"),
    ("GET", "/_sandbox/clock", "The time, and whether real time moves it"),
    (
        "POST",
        "/_sandbox/clock",
        "Move the clock forward by `advance_seconds` or `advance_days`, `to` a time or `to_next_event`; set `frozen`",
    ),
    ("GET", "/_sandbox/state", "Borrowers, credit lines, loans, invoices and payments in short"),
    ("GET", "/_sandbox/deliveries", "The webhooks that were delivered, or not"),
    ("POST", "/_sandbox/reset", "Back to the start: no state, log or faults, and the first switches"),
];

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/_sandbox/log", get(log).delete(clear_log))
        .route("/_sandbox/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/_sandbox/faults/{number}", delete(remove_fault))
        .route("/_sandbox/settings", get(settings).patch(change_settings))
        .route("/_sandbox/clock", get(clock).post(move_clock))
        .route("/_sandbox/state", get(state::state))
        .route("/_sandbox/deliveries", get(deliveries))
        .route("/_sandbox/reset", post(reset))
}

async fn log(State(app): Shared) -> Response {
    Json(json!({"requests": app.log.entries()})).into_response()
}

async fn clear_log(State(app): Shared) -> StatusCode {
    app.log.clear();
    StatusCode::NO_CONTENT
}

async fn faults(State(app): Shared) -> Response {
    let faults = app.faults.numbered().into_iter().map(|(number, fault)| {
        let mut shown = json!(fault);
        shown["number"] = number.into();
        shown
    });
    Json(json!({"faults": faults.collect::<Vec<_>>()})).into_response()
}

async fn remove_fault(State(app): Shared, Path(number): Path<u64>) -> Answer {
    if app.faults.remove(number) {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Refusal::not_found("fault").into())
    }
}

async fn add_fault(State(app): Shared, body: Bytes) -> Answer {
    let fault: Fault = serde_json::from_slice(&body).map_err(refuse)?;
    app.faults.add(fault.clone());
    Ok((StatusCode::CREATED, Json(fault)).into_response())
}

async fn clear_faults(State(app): Shared) -> StatusCode {
    app.faults.clear();
    StatusCode::NO_CONTENT
}

async fn settings(State(app): Shared) -> Response {
    Json(app.settings()).into_response()
}

async fn change_settings(State(app): Shared, body: Bytes) -> Answer {
    let wanted: Value = serde_json::from_slice(&body).map_err(refuse)?;
    app.settings().merged(&wanted).and_then(|merged| app.set_settings(merged)).map_err(refuse)?;
    Ok(Json(app.settings()).into_response())
}

async fn clock(State(app): Shared) -> Response {
    Json(time_of(&app.world())).into_response()
}

fn time_of(world: &World) -> Value {
    json!({"now": datetime(world.now()), "frozen": world.clock_is_frozen()})
}

/// How the clock is to be moved: in one way, or not at all when only `frozen` is given.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ClockChange {
    advance_seconds: Option<u64>,
    advance_days: Option<u64>,
    to: Option<String>,
    to_next_event: bool,
    frozen: Option<bool>,
}

impl ClockChange {
    fn target(&self, now: Timestamp, next: Option<Timestamp>) -> Result<Timestamp, &'static str> {
        const WAYS: &str =
            "give exactly one of advance_seconds, advance_days, to and to_next_event, or only frozen";
        let after = |seconds: u64| Ok(later(now, Duration::from_secs(seconds)));
        match (self.advance_seconds, self.advance_days, &self.to, self.to_next_event) {
            (Some(seconds), None, None, false) => after(seconds),
            (None, Some(days), None, false) => after(days.saturating_mul(24 * 60 * 60)),
            (None, None, Some(to), false) => {
                let to = parse_datetime(to, false).ok_or("to is not a date-time with an offset")?;
                if to < now { Err("the clock does not go back") } else { Ok(to) }
            }
            (None, None, None, true) => next.ok_or("nothing is planned: request a loan, or enrol a company"),
            (None, None, None, false) if self.frozen.is_some() => Ok(now),
            _ => Err(WAYS),
        }
    }
}

async fn move_clock(State(app): Shared, body: Bytes) -> Answer {
    let change: ClockChange = serde_json::from_slice(&body).map_err(refuse)?;
    let mut world = app.world();
    let to = change.target(world.now(), world.next_due()).map_err(refuse)?;
    world.move_clock(to);
    if let Some(frozen) = change.frozen {
        world.freeze_clock(frozen);
    }
    Ok(Json(time_of(&world)).into_response())
}

async fn deliveries(State(app): Shared) -> Response {
    Json(json!({"deliveries": app.deliveries.list()})).into_response()
}

async fn reset(State(app): Shared) -> StatusCode {
    app.reset();
    StatusCode::NO_CONTENT
}
