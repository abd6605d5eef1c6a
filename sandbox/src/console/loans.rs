//! Loans: the list, and one with its way and what can be done next.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::json;

use crate::{
    console::{
        entities::{MOST, borrower_path, loan_path, name, text},
        format,
        frame::{Entity, Frame, List, missing, render},
        highlight,
        parts::{Action, Cell, Document, Row, Step, Table},
    },
    life::loan,
    server::app::App,
    wire::LoanStatus as S,
    world::{World, loan::Loan},
};

const COLUMNS: &[(&str, &str)] = &[
    ("Loan", ""),
    ("Company", "wide"),
    ("Status", ""),
    ("Amount", "number"),
    ("Outstanding", "number wide"),
    ("Repayment", "wide"),
];

/// The way of a loan that meets no trouble.
const WAY: [S; 8] = [
    S::PendingValidation,
    S::ToValidate,
    S::Validated,
    S::Scheduled,
    S::Initiated,
    S::ToRepay,
    S::ToRepayFees,
    S::Closed,
];

/// `GET /_console/loans`
pub(crate) async fn list(State(app): State<Arc<App>>) -> Response {
    let table = {
        let world = app.world();
        let loans = table(&world, world.ledger.loans.iter().rev());
        Table { title: "", ..loans }
    };
    render(&List {
        frame: Frame::new(&app, "loans", "Loans"),
        about: "Loans that were requested, the newest first.",
        actions: Vec::new(),
        search: None,
        links: vec![("Request a loan", "/_console/operations/loans.request".to_owned())],
        table,
    })
}

/// A table of loans.
pub(crate) fn table<'a>(world: &World, loans: impl Iterator<Item = &'a Loan>) -> Table {
    Table {
        id: "loans",
        title: "Loans",
        columns: COLUMNS,
        rows: loans.take(MOST).map(|loan| row(world, loan)).collect(),
        empty: "No loan was requested yet.",
        more: None,
    }
}

fn row(world: &World, loan: &Loan) -> Row {
    let currency = loan.body["currency"].as_str().unwrap_or("EUR");
    let cells = vec![
        Cell::id(&loan.id).to(loan_path(&loan.id)),
        Cell::text(company(world, loan)),
        Cell::badge(loan.status.as_str()),
        Cell::number(format::amount(&loan.body, "amount")),
        Cell::number(format::money(loan.outstanding(), currency)),
        Cell::muted(format::day(text(&loan.body, "to_repay_at"))),
    ];
    Row { cells }
}

fn company(world: &World, loan: &Loan) -> String {
    let borrower = world.borrower(&loan.borrower_id);
    borrower.map_or_else(|| loan.company().to_owned(), |borrower| name(world, borrower))
}

/// `GET /_console/loans/{id}`
pub(crate) async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let mut frame = Frame::new(&app, "loans", "");
    let world = app.world();
    let Some(loan) = world.ledger.loan(&id) else {
        drop(world);
        return missing(&app, "loans");
    };
    frame.title = format!("Loan of {}", format::amount(&loan.body, "amount"));
    let mut page = Entity::new(frame, ("Loans", "/_console/loans"), &id, loan.status.as_str());
    page.steps = steps(loan);
    page.actions = actions(loan);
    page.facts = facts(&world, loan);
    page.links = vec![
        ("Read by the API", format!("/_console/operations/loans.get?loan_id={id}")),
        ("Change it", format!("/_console/operations/loans.update?loan_id={id}")),
    ];
    page.documents = vec![Document { title: "Loan", html: highlight::json(&loan::shown(&world, loan)) }];
    render(&page)
}

fn facts(world: &World, loan: &Loan) -> Vec<(&'static str, Cell)> {
    let currency = loan.body["currency"].as_str().unwrap_or("EUR");
    let mut facts = vec![
        ("Company", Cell::text(company(world, loan)).to(borrower_path(&loan.borrower_id))),
        ("Outstanding", Cell::text(format::money(loan.outstanding(), currency))),
        ("Fees owed", Cell::text(format::money(loan.fees_owed(world.now()), currency))),
        ("Paid to", Cell::code(text(&loan.body["loan_to"], "account_number"))),
    ];
    for (label, field) in [("Payout", "to_pay_at"), ("Repayment", "to_repay_at")] {
        facts.push((label, Cell::text(format::time(text(&loan.body, field)))));
    }
    if let Some(reason) = loan.body["denial_reason"].as_str() {
        facts.push(("Denied because", Cell::code(reason)));
    }
    facts
}

/// The steps that were taken, and those that lie ahead when all goes well.
fn steps(loan: &Loan) -> Vec<Step> {
    let taken = loan
        .events
        .iter()
        .filter_map(|event| S::named(event["status"].as_str()?).map(|status| (status, event)));
    let mut steps: Vec<(S, Step)> = taken
        .filter(|(status, _)| *status != S::Submitted)
        .map(|(status, event)| {
            let note = format::time(text(event, "timestamp"));
            (status, Step { name: format::words(status.as_str()), state: "done", note })
        })
        .collect();
    if let Some((_, last)) = steps.last_mut()
        && loan.status != S::Closed
    {
        last.state = "now";
    }
    if let Some(place) = WAY.iter().position(|status| *status == loan.status) {
        for status in &WAY[place + 1..] {
            steps.push((
                *status,
                Step { name: format::words(status.as_str()), state: "", note: String::new() },
            ));
        }
    }
    steps.into_iter().map(|(_, step)| step).collect()
}

/// What can be done with a loan in its status.
fn actions(loan: &Loan) -> Vec<Action> {
    let id = loan.id.as_str();
    let to = |label: &str, status: S| Action::trigger(label, &format!("Loan.{}", status.as_str()), id);
    let mut actions = Vec::new();
    let next = WAY.iter().position(|status| *status == loan.status).and_then(|place| WAY.get(place + 1));
    if let Some(next) = next {
        let label = format!("Next: {}", format::words(next.as_str()).to_lowercase());
        actions.push(to(&label, *next).primary().hint("Takes the loan one step on, at once"));
        let event = json!({"to_next_event": true});
        let clock = Action::control("Clock to the next event", "POST", "/_sandbox/clock", &event);
        actions.push(clock.hint("Moves the clock to the time at which something is planned"));
        actions.push(to("All the way to closed", S::Closed).hint("Takes every step that is left, at once"));
    }
    if loan.is_outstanding() {
        let path = format!("/_sandbox/loan/{id}/repay");
        actions.push(
            Action::control("Repay all", "POST", path, &json!({}))
                .hint("As its borrower would, by a transfer"),
        );
    }
    match loan.status {
        S::PendingValidation => actions.push(to("Decline", S::Declined).danger()),
        S::Initiated => actions.push(to("Let the payout fail", S::IssueDetected).danger()),
        S::ToValidate | S::Validated | S::Scheduled => {
            actions.push(Action::operation("Cancel", "loans.cancel", &json!({"loan_id": id})).danger());
        }
        _ => {}
    }
    actions
}
