//! Borrowers: the list, and one with its credit line and loans.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::json;

use crate::{
    console::{
        entities::{MOST, borrower_path, credit_line_path, enroll, name},
        format,
        frame::{Entity, Frame, List, missing, render},
        highlight, loans,
        parts::{Action, Cell, Document, Row, Table},
    },
    server::app::App,
    wire::BorrowerStatus,
    world::{World, borrower::Borrower},
};

const COLUMNS: &[(&str, &str)] =
    &[("Company", ""), ("Number", "wide"), ("Status", ""), ("Available", "number"), ("Loans", "number wide")];

/// `GET /_console/borrowers`
pub(crate) async fn list(State(app): State<Arc<App>>) -> Response {
    let rows = {
        let world = app.world();
        world.borrowers.iter().rev().take(MOST).map(|borrower| row(&world, borrower)).collect()
    };
    render(&List {
        frame: Frame::new(&app, "borrowers", "Borrowers"),
        about: "Companies that were enrolled, the newest first.",
        actions: vec![enroll("Enrol a company")],
        search: None,
        links: vec![("Write the request yourself", "/_console/operations/borrowers.enroll".to_owned())],
        table: Table {
            id: "borrowers",
            title: "",
            columns: COLUMNS,
            rows,
            empty: "No company is enrolled yet.",
            more: None,
        },
    })
}

fn row(world: &World, borrower: &Borrower) -> Row {
    let line = world.line_of(&borrower.id);
    let available = line.map(|line| format::amount(&line.body, "balance_available")).unwrap_or_default();
    let name = Cell::text(name(world, borrower)).to(borrower_path(&borrower.id));
    let cells = vec![
        name,
        Cell::code(borrower.identifier.as_str()),
        Cell::badge(borrower.status.as_str()),
        Cell::number(available),
        Cell::number(world.ledger.loans_of(&borrower.id).count().to_string()),
    ];
    Row { cells }
}

/// `GET /_console/borrowers/{id}`
pub(crate) async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let mut frame = Frame::new(&app, "borrowers", "");
    let world = app.world();
    let Some(borrower) = world.borrower(&id) else {
        drop(world);
        return missing(&app, "borrowers");
    };
    frame.title = name(&world, borrower);
    let mut page = Entity::new(frame, ("Borrowers", "/_console/borrowers"), &id, borrower.status.as_str());
    page.facts = facts(&world, borrower);
    page.actions = actions(&world, borrower);
    page.links = vec![
        ("Request a loan", format!("/_console/operations/loans.request?company={}", borrower.identifier)),
        ("Read by the API", format!("/_console/operations/borrowers.get?borrower_id={id}")),
    ];
    let loans = world.ledger.loans_of(&id).collect::<Vec<_>>();
    page.tables = vec![loans::table(&world, loans.into_iter().rev())];
    page.documents = vec![Document { title: "Borrower", html: highlight::json(&borrower.shown()) }];
    if let Some(line) = world.line_of(&id) {
        page.documents.push(Document { title: "Credit line", html: highlight::json(&line.body) });
    }
    render(&page)
}

fn facts(world: &World, borrower: &Borrower) -> Vec<(&'static str, Cell)> {
    let text = |field: &str| borrower.body[field].as_str().unwrap_or_default();
    let number = match text("identifier_type") {
        "" => borrower.identifier.clone(),
        kind => format!("{} ({kind})", borrower.identifier),
    };
    let mut facts = vec![("Company number", Cell::code(number))];
    if let Some(line) = world.line_of(&borrower.id) {
        let available = format::amount(&line.body, "balance_available");
        let pool = format::amount(&line.body, "pool_amount");
        facts.push((
            "Credit line",
            Cell::text(format!("{available} of {pool}")).to(credit_line_path(&line.id)),
        ));
    }
    for (label, field) in [("Created", "created_at"), ("Signed", "signed_at")] {
        if !text(field).is_empty() {
            facts.push((label, Cell::text(format::time(text(field)))));
        }
    }
    if let Some(reason) = borrower.body["status_reason"].as_str() {
        facts.push(("Reason", Cell::code(reason)));
    }
    facts
}

fn actions(world: &World, borrower: &Borrower) -> Vec<Action> {
    let id = json!({"borrower_id": borrower.id});
    let mut actions = Vec::new();
    let line = world.line_of(&borrower.id);
    match (line, borrower.status) {
        (None, status) if !borrower.evaluated && status != BorrowerStatus::Deactivated => {
            let event = json!({"to_next_event": true});
            let next = Action::control("To the next event", "POST", "/_sandbox/clock", &event);
            actions.push(next.primary().hint("Moves the clock to what happens next, such as the evaluation"));
        }
        (Some(line), _) => {
            let raise = Action::trigger("Raise the limit", "CreditLine.POOL_AMOUNT_UPDATED", &line.id);
            actions.push(raise.hint("Adds 1,000 EUR to the credit line, and delivers the event"));
        }
        _ => {}
    }
    if borrower.status == BorrowerStatus::ToSign {
        let sign =
            json!({"borrower_id": borrower.id, "body": {"signed_at": crate::rules::datetime(world.now())}});
        actions.push(Action::operation("Sign", "borrowers.sign", &sign));
    }
    if borrower.status != BorrowerStatus::Deactivated {
        actions.push(Action::operation("Deactivate", "borrowers.deactivate", &id).danger());
    }
    actions
}
