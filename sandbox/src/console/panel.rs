//! The right side of the page of an operation: the call as code, what was sent, and what came back.

use askama::Template;
use axum::http::header;
use serde_json::{Value, json};

use crate::{
    console::{
        arguments::Arguments,
        call::{Outcome, Outgoing},
        highlight::{self, Markup},
    },
    server::fault::FaultKind,
    snippets::{Language, Operation},
};

/// The languages in the order of the tabs.
const LANGUAGES: [Language; 6] =
    [Language::Curl, Language::Rust, Language::Python, Language::Kotlin, Language::Java, Language::Swift];

/// The call in one language.
#[derive(Debug)]
struct Tab {
    id: &'static str,
    label: &'static str,
    code: Markup,
}

/// The call in every language.
#[derive(Debug, Template)]
#[template(path = "console/code.html")]
pub(crate) struct Code {
    tabs: Vec<Tab>,
}

impl Code {
    pub(crate) fn of(operation: &Operation, base_url: &str, arguments: &Arguments) -> Self {
        let tab = |language: Language| Tab {
            id: language.fence(),
            label: language.label(),
            code: highlight::code(&operation.snippet(language, base_url, arguments), language.label()),
        };
        let mut tabs: Vec<Tab> = LANGUAGES.into_iter().map(tab).collect();
        let code = Markup(highlight::code(&operation.request(arguments).text(base_url), "HTTP").0);
        tabs.push(Tab { id: "http", label: "HTTP", code });
        Self { tabs }
    }
}

/// What was sent, and what came back.
#[derive(Debug, Template)]
#[template(path = "console/answer.html")]
pub(crate) struct Answer {
    method: String,
    path: String,
    sent: Markup,
    /// The status with its name, or that no answer came.
    status: String,
    /// `good`, `bad` or `lost`.
    tone: &'static str,
    took: String,
    headers: Vec<(String, String)>,
    body: Markup,
    trouble: Option<String>,
    /// The fault that struck, and what it does.
    fault: Option<(&'static str, String)>,
    /// Whether it was carried out although it looks otherwise.
    was_carried_out: bool,
    sequence: Option<u64>,
}

impl Answer {
    pub(crate) fn of(outgoing: &Outgoing, outcome: &Outcome) -> Self {
        let tone = match outcome.status {
            _ if outcome.trouble.is_some() => "lost",
            Some(status) if status.is_success() => "good",
            _ => "bad",
        };
        let entry = outcome.entry.as_ref();
        let fault = entry.and_then(|entry| entry.fault);
        Self {
            method: outgoing.method.clone(),
            path: outgoing.path_and_query.clone(),
            sent: shown(&outgoing.body, outgoing.content_type.as_deref()),
            status: status(outcome),
            tone,
            took: format!("{} ms", outcome.took.as_millis()),
            headers: headers(outcome),
            body: shown(&outcome.body, content_type(outcome)),
            trouble: outcome.trouble.clone(),
            fault: fault.map(|kind: FaultKind| (kind.name(), kind.meaning().replace('`', ""))),
            was_carried_out: tone != "good" && entry.is_some_and(|entry| entry.committed),
            sequence: entry.map(|entry| entry.sequence),
        }
    }

    /// What the script gets: the HTML, and a line for people.
    pub(crate) fn document(&self) -> Value {
        json!({
            "ok": self.tone == "good",
            "summary": format!("{} {}: {}", self.method, self.path, self.status),
            "html": self.render().unwrap_or_else(|error| error.to_string()),
        })
    }
}

fn status(outcome: &Outcome) -> String {
    match outcome.status {
        Some(status) => format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default()),
        None => "No answer".to_owned(),
    }
}

fn content_type(outcome: &Outcome) -> Option<&str> {
    outcome.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
}

fn headers(outcome: &Outcome) -> Vec<(String, String)> {
    let headers = outcome.headers.iter();
    headers
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect()
}

/// A body as people read it: JSON over several lines, other texts as they are.
fn shown(body: &[u8], content_type: Option<&str>) -> Markup {
    if body.is_empty() {
        return Markup::default();
    }
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        return highlight::json(&value);
    }
    match std::str::from_utf8(body) {
        Ok(text) => highlight::code(text, content_type.unwrap_or_default()),
        Err(_) => highlight::code(&format!("{} bytes that are no text", body.len()), ""),
    }
}
