//! The log of requests: the list, and one with the same call as code.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    console::{
        entities::MOST,
        format,
        frame::{Entity, Frame, List, missing, render},
        highlight,
        parts::{Action, Cell, Document, Row, Table},
    },
    server::{app::App, fault::FaultKind, log::LogEntry},
};

const COLUMNS: &[(&str, &str)] = &[
    ("Request", ""),
    ("Answer", ""),
    ("Fault", ""),
    ("Changed", "wide"),
    ("Client", "wide"),
    ("At", "wide"),
];

/// What is asked of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    q: String,
}

/// `GET /_console/requests`
pub(crate) async fn list(State(app): State<Arc<App>>, Query(wanted): Query<Wanted>) -> Response {
    let looked_for = wanted.q.to_lowercase();
    let fits = |entry: &LogEntry| looked_for.is_empty() || line(entry).to_lowercase().contains(&looked_for);
    let table = Table { title: "", more: None, ..table(&app, MOST, fits) };
    render(&List {
        frame: Frame::new(&app, "requests", "Requests"),
        about: "What the API received, the newest first. The log keeps 100,000 requests, at most 64 MiB.",
        actions: vec![Action::control("Clear the log", "DELETE", "/_sandbox/log", &Value::Null)],
        search: Some(wanted.q),
        links: Vec::new(),
        table,
    })
}

/// A table of the newest requests that fit.
pub(crate) fn table(app: &App, limit: usize, fits: impl Fn(&LogEntry) -> bool) -> Table {
    let (entries, _) = app.log.newest(limit, fits);
    Table {
        id: "requests",
        title: "Latest requests",
        columns: COLUMNS,
        rows: entries.iter().map(row).collect(),
        empty: "No request yet.",
        more: Some("/_console/requests"),
    }
}

/// What a search looks through.
fn line(entry: &LogEntry) -> String {
    let LogEntry { method, path, query, operation, status, fault, user_agent, .. } = entry;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let status = status.map(|status| status.to_string());
    let fault = fault.map_or("", FaultKind::name);
    format!(
        "{method} {path} {} {} {} {fault} {}",
        text(query),
        text(operation),
        text(&status),
        text(user_agent)
    )
}

fn row(entry: &LogEntry) -> Row {
    let request = format!("{} {}", entry.method, entry.path);
    let cells = vec![
        Cell::code(request).to(format!("/_console/requests/{}", entry.sequence)),
        Cell::badge(answer(entry)),
        Cell { kind: "fault", ..Cell::text(entry.fault.map_or("", FaultKind::name)) },
        Cell::muted(if entry.committed { "yes" } else { "" }),
        Cell::muted(client(entry)),
        Cell::muted(format::time(&entry.at)),
    ];
    Row { cells }
}

/// The status, or that the connection was cut; while a request is under way, nothing is known.
fn answer(entry: &LogEntry) -> String {
    let cut = matches!(entry.fault, Some(FaultKind::CutBeforeCommit | FaultKind::CutAfterCommit));
    match entry.status {
        Some(status) => status.to_string(),
        None if cut => "lost".to_owned(),
        None => "…".to_owned(),
    }
}

/// The name of a client, without the rest of its user agent.
fn client(entry: &LogEntry) -> &str {
    entry.user_agent.as_deref().and_then(|agent| agent.split([' ', ';']).next()).unwrap_or_default()
}

/// `GET /_console/requests/{sequence}`
pub(crate) async fn one(State(app): State<Arc<App>>, Path(sequence): Path<u64>) -> Response {
    let (entries, _) = app.log.newest(1, |entry| entry.sequence == sequence);
    let Some(entry) = entries.into_iter().next() else { return missing(&app, "requests") };
    let frame = Frame::new(&app, "requests", format!("{} {}", entry.method, entry.path));
    let back = ("Requests", "/_console/requests");
    let mut page = Entity::new(frame, back, &entry.request_id, &answer(&entry));
    page.facts = facts(&entry);
    if let Some(operation) = crate::console::arguments::operation_of(&entry) {
        let path = format!("/_console/operations/{}?request={sequence}", operation.name);
        page.links = vec![("Open as a form, with code in six languages", path)];
    }
    if let Some(body) = &entry.body {
        page.documents = vec![Document { title: "Body of the request", html: highlight::json(body) }];
    }
    render(&page)
}

fn facts(entry: &LogEntry) -> Vec<(&'static str, Cell)> {
    let mut facts = vec![
        ("At", Cell::text(format::time(&entry.at))),
        ("Changed the state", Cell::text(if entry.committed { "yes" } else { "no" })),
    ];
    if let Some(fault) = entry.fault {
        facts.push(("Fault", Cell::text(format!("{}: {}", fault.name(), fault.meaning().replace('`', "")))));
    }
    let texts = [
        ("Operation", &entry.operation),
        ("Query", &entry.query),
        ("Client", &entry.user_agent),
        ("Trace", &entry.traceparent),
    ];
    for (label, text) in texts {
        if let Some(text) = text {
            facts.push((label, Cell::code(text.as_str())));
        }
    }
    facts
}
