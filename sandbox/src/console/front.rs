//! The front page: where the sandbox is, what to try first, and what happens in it.

use std::sync::Arc;

use askama::Template;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    console::{
        controls, entities,
        frame::{Frame, base_url, render},
        parts::{Action, Table},
        requests,
    },
    server::{app::App, control::index, fault::FaultKind},
    wire::LoanStatus,
    world::World,
};

/// How many requests the front page shows.
const LATEST: usize = 8;

/// Something to try, and whether it was tried.
#[derive(Debug)]
struct Try {
    title: &'static str,
    about: String,
    done: bool,
    action: Option<Action>,
    link: Option<(&'static str, String)>,
}

#[derive(Debug, Template)]
#[template(path = "console/overview.html")]
struct Page {
    frame: Frame,
    base_url: String,
    api_key: String,
    tries: Vec<Try>,
    counts: Vec<(&'static str, usize, &'static str)>,
    requests: Table,
}

/// `GET /`: the front page for browsers, a document for programs.
pub(crate) async fn index(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if !accept.contains("text/html") {
        return Json(index::document()).into_response();
    }
    let frame = Frame::new(&app, "overview", "Overview");
    let requests = requests::table(&app, LATEST, |_| true);
    let (_, logged) = app.log.newest(0, |_| true);
    let world = app.world();
    render(&Page {
        base_url: base_url(&app, &headers),
        api_key: app.api_keys.first().cloned().unwrap_or_default(),
        tries: tries(&app, &world),
        counts: counts(&app, &world, logged),
        frame,
        requests,
    })
}

fn counts(app: &App, world: &World, requests: usize) -> Vec<(&'static str, usize, &'static str)> {
    let deliveries = usize::try_from(app.deliveries.count()).unwrap_or(usize::MAX);
    vec![
        ("Borrowers", world.borrowers.len(), "/_console/borrowers"),
        ("Credit lines", world.lines.len(), "/_console/credit-lines"),
        ("Loans", world.ledger.loans.len(), "/_console/loans"),
        ("Deliveries", deliveries, "/_console/deliveries"),
        ("Requests", requests, "/_console/requests"),
    ]
}

fn tries(app: &App, world: &World) -> Vec<Try> {
    let company = world.lines.iter().next_back().map(|line| line.identifier.clone());
    let loan = world.ledger.loans.last();
    let has_struck = !app.log.newest(1, |entry| entry.fault.is_some()).0.is_empty();
    let request = "/_console/operations/loans.request".to_owned();
    let request = company.as_ref().map_or(request.clone(), |company| format!("{request}?company={company}"));
    let fault = json!({"kind": FaultKind::CutAfterCommit, "operation": "POST /borrowers"});
    let lose = Action::control("Lose the next answer", "POST", "/_sandbox/faults", &fault);
    let closed = world.ledger.loans.iter().any(|loan| loan.status == LoanStatus::Closed);
    vec![
        Try {
            title: "Enrol a company",
            about: "An invented French company, by POST /borrowers. Its credit line follows.".to_owned(),
            done: !world.borrowers.is_empty(),
            action: Some(entities::enroll("Enrol a company")),
            link: None,
        },
        Try {
            title: "Break an answer",
            about:
                "The next enrolment is carried out, but its answer is lost. Enrol with an SDK, and see it \
                    recover."
                    .to_owned(),
            done: has_struck,
            action: Some(lose.hint("Arms a fault for the next POST /borrowers")),
            link: None,
        },
        Try {
            title: "Request a loan",
            about: "An example that fits the newest credit line, and the same call in six languages."
                .to_owned(),
            done: loan.is_some(),
            action: None,
            link: Some(("Open the form", request)),
        },
        Try {
            title: "Let time pass",
            about: "Move the clock until the loan is paid out, repaid and closed.".to_owned(),
            done: closed,
            action: controls::clock(false).into_iter().nth(4).map(|action| Action { kind: "", ..action }),
            link: loan.map(|loan| ("See loan", entities::loan_path(&loan.id))),
        },
    ]
}
