//! Deliveries of webhooks: the list, and one.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    console::{
        entities::{MOST, text},
        format,
        frame::{Entity, Frame, List, missing, render},
        highlight,
        parts::{Cell, Document, Row, Table},
    },
    server::{app::App, deliveries::Delivery},
};

const COLUMNS: &[(&str, &str)] =
    &[("Event", ""), ("About", "wide"), ("Receiver", "wide"), ("Answer", ""), ("At", "wide")];

/// `GET /_console/deliveries`
pub(crate) async fn list(State(app): State<Arc<App>>) -> Response {
    let deliveries = app.deliveries.list();
    let rows =
        deliveries.iter().enumerate().rev().take(MOST).map(|(place, delivery)| row(place + 1, delivery));
    render(&List {
        table: Table {
            id: "deliveries",
            title: "",
            columns: COLUMNS,
            rows: rows.collect(),
            empty: "Nothing was delivered yet. Subscribe a receiver, then let something happen.",
            more: None,
        },
        frame: Frame::new(&app, "deliveries", "Deliveries"),
        about: "Webhooks that were posted to subscriptions, or could not be, the newest first.",
        actions: Vec::new(),
        search: None,
        links: vec![("Subscribe a receiver", "/_console/operations/webhooks.create".to_owned())],
    })
}

fn row(number: usize, delivery: &Delivery) -> Row {
    let cells = vec![
        Cell::text(text(&delivery.body, "event_type")).to(format!("/_console/deliveries/{number}")),
        Cell::id(text(&delivery.body, "id")),
        Cell::code(delivery.to.as_str()),
        answer(delivery),
        Cell::muted(format::time(&delivery.at)),
    ];
    Row { cells }
}

fn answer(delivery: &Delivery) -> Cell {
    let status = delivery.status.map(|status| status.to_string());
    Cell::badge(status.unwrap_or_else(|| "no answer".to_owned()))
}

/// `GET /_console/deliveries/{number}`
pub(crate) async fn one(State(app): State<Arc<App>>, Path(number): Path<usize>) -> Response {
    let delivery = number.checked_sub(1).and_then(|place| app.deliveries.list().into_iter().nth(place));
    let Some(delivery) = delivery else { return missing(&app, "deliveries") };
    let frame = Frame::new(&app, "deliveries", text(&delivery.body, "event_type"));
    let status = answer(&delivery).text;
    let mut page =
        Entity::new(frame, ("Deliveries", "/_console/deliveries"), text(&delivery.body, "id"), &status);
    page.facts = vec![
        ("Receiver", Cell::code(delivery.to.as_str())),
        ("Subscription", Cell::code(delivery.subscription_id.as_str())),
        ("At", Cell::text(format::time(&delivery.at))),
    ];
    if let Some(error) = &delivery.error {
        page.facts.push(("Error", Cell::text(error.as_str())));
    }
    page.documents = vec![Document { title: "Body", html: highlight::json(&delivery.body) }];
    render(&page)
}
