//! The page of the clock and the faults.

use std::{fmt::Write, sync::Arc};

use askama::Template;
use axum::{extract::State, response::Response};
use serde_json::{Value, json};

use crate::{
    console::{
        frame::{Frame, render},
        parts::Action,
    },
    server::{
        app::App,
        fault::{Fault, FaultKind},
        operations::{OPERATIONS, Operation},
    },
};

/// The kinds that people ask for first, in their words.
const QUICK: [(FaultKind, &str, &str); 6] = [
    (
        FaultKind::CutAfterCommit,
        "The next answer is lost",
        "It is carried out, but the client never learns of it",
    ),
    (FaultKind::CutBody, "The next answer is cut", "It is carried out; the body ends too early"),
    (
        FaultKind::TimeoutAfterCommit,
        "The next answer is a time-out",
        "It is carried out; 504 comes 30 seconds later",
    ),
    (FaultKind::BadGateway, "The next answer is 502", "Nothing is carried out"),
    (
        FaultKind::RateLimited,
        "The next answer is 429",
        "Nothing is carried out; Retry-After says when to come again",
    ),
    (FaultKind::Latency, "The next answer is slow", "It takes one second longer"),
];

/// A fault that is set, in words.
#[derive(Debug)]
struct Armed {
    name: &'static str,
    about: String,
    remove: Action,
}

#[derive(Debug, Template)]
#[template(path = "console/controls.html")]
struct Page {
    frame: Frame,
    clock: Vec<Action>,
    quick: Vec<Action>,
    armed: Vec<Armed>,
    kinds: Vec<(&'static str, String)>,
    operations: Vec<String>,
}

/// `GET /_console/controls`
pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    let frame = Frame::new(&app, "controls", "Clock & faults");
    let kinds = FaultKind::ALL.iter().filter(|kind| **kind != FaultKind::Answer);
    render(&Page {
        clock: clock(frame.clock.frozen),
        frame,
        quick: quick(),
        armed: app.faults.numbered().iter().map(|(number, fault)| armed(*number, fault)).collect(),
        kinds: kinds.map(|kind| (kind.name(), kind.meaning().replace('`', ""))).collect(),
        operations: OPERATIONS.iter().map(Operation::name).collect(),
    })
}

/// What moves the clock.
pub(crate) fn clock(frozen: bool) -> Vec<Action> {
    let of = |label: &str, body: Value| Action::control(label, "POST", "/_sandbox/clock", &body);
    vec![
        of("To the next event", json!({"to_next_event": true})).primary(),
        of("+1 hour", json!({"advance_seconds": 3600})),
        of("+1 day", json!({"advance_days": 1})),
        of("+7 days", json!({"advance_days": 7})),
        of("+30 days", json!({"advance_days": 30})),
        of(if frozen { "Let it run" } else { "Freeze" }, json!({"frozen": !frozen})),
    ]
}

/// The faults of one click.
pub(crate) fn quick() -> Vec<Action> {
    QUICK
        .iter()
        .map(|(kind, label, hint)| {
            Action::control(label, "POST", "/_sandbox/faults", &json!({"kind": kind})).hint(*hint)
        })
        .collect()
}

fn armed(number: u64, fault: &Fault) -> Armed {
    let shown = json!(fault);
    let times = match fault.remaining() {
        Some(1) => "the next one".to_owned(),
        Some(times) => format!("the next {times}"),
        None => "every one".to_owned(),
    };
    let text = |field: &str| shown[field].as_str();
    let mut about = format!("{times} of {}", text("operation").unwrap_or("any operation"));
    // Writing to a text cannot fail.
    if let Some(company) = text("identifier") {
        let _ = write!(about, ", about company {company}");
    }
    if let Some(probability) = fault.probability {
        let _ = write!(about, ", with a probability of {probability}");
    }
    let remove = Action::control("Remove", "DELETE", format!("/_sandbox/faults/{number}"), &Value::Null);
    Armed { name: fault.kind().name(), about, remove }
}
