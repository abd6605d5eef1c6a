//! Credit lines: the list, and one.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    console::{
        entities::{MOST, borrower_path, credit_line_path, enroll, name, text},
        format,
        frame::{Entity, Frame, List, missing, render},
        highlight, loans,
        parts::{Action, Cell, Document, Row, Table},
    },
    server::app::App,
    world::{World, line::Line},
};

const COLUMNS: &[(&str, &str)] = &[
    ("Company", ""),
    ("Credit line", "wide"),
    ("Limit", "number"),
    ("Available", "number"),
    ("Pending", "number wide"),
];

/// `GET /_console/credit-lines`
pub(crate) async fn list(State(app): State<Arc<App>>) -> Response {
    let rows = {
        let world = app.world();
        world.lines.iter().rev().take(MOST).map(|line| row(&world, line)).collect()
    };
    render(&List {
        frame: Frame::new(&app, "credit-lines", "Credit lines"),
        about: "What each company may draw, the newest first.",
        actions: vec![enroll("Enrol a company")],
        search: None,
        links: Vec::new(),
        table: Table {
            id: "credit-lines",
            title: "",
            columns: COLUMNS,
            rows,
            empty: "No credit line yet: a company gets one when it is enrolled and accepted.",
            more: None,
        },
    })
}

fn row(world: &World, line: &Line) -> Row {
    let cells = vec![
        Cell::text(company(world, line)).to(credit_line_path(&line.id)),
        Cell::id(&line.id),
        Cell::number(format::amount(&line.body, "pool_amount")),
        Cell::number(format::amount(&line.body, "balance_available")),
        Cell::number(format::amount(&line.body, "balance_pending")),
    ];
    Row { cells }
}

fn company(world: &World, line: &Line) -> String {
    let borrower = world.borrower(&line.borrower_id);
    borrower.map_or_else(|| line.identifier.clone(), |borrower| name(world, borrower))
}

/// `GET /_console/credit-lines/{id}`
pub(crate) async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let mut frame = Frame::new(&app, "credit-lines", "");
    let world = app.world();
    let Some(line) = world.lines.iter().find(|line| line.id == id) else {
        drop(world);
        return missing(&app, "credit-lines");
    };
    frame.title = format!("Credit line of {}", company(&world, line));
    let mut page = Entity::new(frame, ("Credit lines", "/_console/credit-lines"), &id, "");
    let amount = |field| Cell::text(format::amount(&line.body, field));
    page.facts = vec![
        ("Company", Cell::text(company(&world, line)).to(borrower_path(&line.borrower_id))),
        ("Limit", amount("pool_amount")),
        ("Available", amount("balance_available")),
        ("Pending validation", amount("balance_pending_validation")),
        ("Pending", amount("balance_pending")),
        ("Since", Cell::text(format::day(text(&line.body, "start_date")))),
    ];
    page.actions = vec![
        Action::trigger("Raise the limit", "CreditLine.POOL_AMOUNT_UPDATED", &id)
            .hint("Adds 1,000 EUR to the limit"),
        Action::trigger("Deliver CREATED again", "CreditLine.CREATED", &id)
            .hint("Posts the event to all subscriptions"),
        Action::trigger("Deliver BALANCE_UPDATED", "CreditLine.BALANCE_UPDATED", &id)
            .hint("Posts the event to all subscriptions"),
    ];
    page.links = vec![
        ("Request a loan", format!("/_console/operations/loans.request?company={}", line.identifier)),
        ("Read by the API", format!("/_console/operations/credit_lines.get?credit_line_id={id}")),
    ];
    let loans = world.ledger.loans_of(&line.borrower_id).collect::<Vec<_>>();
    page.tables = vec![loans::table(&world, loans.into_iter().rev())];
    page.documents = vec![Document { title: "Credit line", html: highlight::json(&line.body) }];
    render(&page)
}
