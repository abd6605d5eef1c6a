//! A call and its answer as HTTP, on standard error.

use defacto_sdk::{DefactoError, RawResponse};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::terminal::output::{DIM, note};
use crate::terminal::words::plain;

/// Shows the request. The key is not at hand here, so it cannot be shown.
pub(super) fn sent(base: &str, method: &str, path: &str, query: &[(&str, &str)], body: Option<&str>) {
    let base = Url::parse(base).ok();
    let prefix = base.as_ref().map_or("", |url| url.path().trim_end_matches('/'));
    let (path, given) = path.split_once('?').unwrap_or((path, ""));
    let query = Serializer::new(given.to_owned()).extend_pairs(query).finish();
    let question = if query.is_empty() { "" } else { "?" };
    show('>', &format!("{method} {prefix}{path}{question}{query} HTTP/1.1"));
    if let Some(host) = base.as_ref().and_then(Url::host_str) {
        let port = base.as_ref().and_then(Url::port).map(|port| format!(":{port}")).unwrap_or_default();
        show('>', &format!("host: {host}{port}"));
    }
    show('>', "authorization: Bearer ***");
    show('>', "accept: application/json, */*;q=0.1");
    if let Some(body) = body {
        show('>', "content-type: application/json");
        show('>', &format!("content-length: {}", body.len()));
    }
    show_body('>', body.unwrap_or_default());
}

/// Shows an answer of 2xx.
pub(super) fn answered(answer: &RawResponse) {
    show('<', &format!("HTTP/1.1 {}", answer.status));
    for (name, value) in
        [("content-type", answer.content_type()), ("request id", answer.request_id.as_deref())]
    {
        if let Some(value) = value {
            show('<', &format!("{name}: {value}"));
        }
    }
    show_body('<', &String::from_utf8_lossy(&answer.body));
}

/// Shows the answer of an error, if there was one.
pub(super) fn failed(error: &DefactoError) {
    let Some(status) = error.status() else { return };
    let details = error.details();
    show('<', &format!("HTTP/1.1 {status}"));
    if let Some(id) = error.request_id() {
        show('<', &format!("request id: {id}"));
    }
    if details.attempts > 1 {
        show('<', &format!("the last of {} attempts", details.attempts));
    }
    show_body('<', details.body.as_deref().unwrap_or_default());
}

fn show_body(direction: char, body: &str) {
    show(direction, "");
    body.lines().for_each(|line| show(direction, line));
}

fn show(direction: char, line: &str) {
    note(format_args!("{DIM}{direction}{DIM:#} {}", plain(line)));
}
