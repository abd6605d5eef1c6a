//! The front page: what there is, for people and for programs.

use std::{fmt::Write, sync::Arc};

use axum::{
    Json, Router,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};

use crate::{
    server::{
        app::App,
        control::{simulator::CONTROLS, staging::STAGINGS},
        fault::FaultKind,
        operations::OPERATIONS,
    },
    settings::Settings,
};

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/", get(index))
}

async fn index(headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") { Html(page()).into_response() } else { Json(document()).into_response() }
}

/// An OpenAPI document of the operations, with the controls beside it.
fn document() -> Value {
    let mut paths = json!({});
    for operation in OPERATIONS {
        let method = operation.method.as_str().to_lowercase();
        paths[operation.template][method] = json!({
            "summary": operation.summary,
            "parameters": parameters(operation.template),
            "responses": {operation.status.to_string(): {"description": operation.summary}},
        });
    }
    for (method, path, summary) in CONTROLS.iter().chain(STAGINGS) {
        let described =
            json!({"summary": summary, "security": [], "responses": {"2XX": {"description": summary}}});
        paths[*path][method.to_lowercase()] = described;
    }
    let switches: serde_json::Map<_, _> =
        Settings::switches().map(|(name, meaning)| (name.to_owned(), meaning.into())).collect();
    let faults: serde_json::Map<_, _> =
        FaultKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.meaning().into())).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Defacto sandbox on this machine", "version": env!("CARGO_PKG_VERSION")},
        "security": [{"Bearer": []}],
        "components": {"securitySchemes": {"Bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": paths,
        "x-settings": switches,
        "x-faults": faults,
    })
}

fn parameters(template: &str) -> Vec<Value> {
    let names = template.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter =
        |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    names.map(parameter).collect()
}

fn page() -> String {
    let operations = OPERATIONS.iter().map(|o| (o.name(), o.summary.to_owned()));
    let controls = CONTROLS
        .iter()
        .chain(STAGINGS)
        .map(|(method, path, what)| (format!("{method} {path}"), (*what).to_owned()));
    let switches = Settings::switches().map(|(name, meaning)| (name.to_owned(), meaning));
    let faults = FaultKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.meaning()));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Defacto sandbox</title>\
         <style>body{{font-family:sans-serif;margin:2em}}td{{padding:.2em 1em .2em 0}}</style></head><body>\
         <h1>Defacto sandbox</h1>\
         <p>The lending API simulated on this machine. Nothing here is real money, and nothing leaves it.</p>\
         {}{}{}{}</body></html>\n",
        table("Operations", operations),
        table("Control, without a key", controls),
        table("Switches: PATCH /_sandbox/settings", switches),
        table("Faults: POST /_sandbox/faults", faults),
    )
}

fn table(title: &str, rows: impl Iterator<Item = (String, String)>) -> String {
    let mut html = format!("<h2>{title}</h2><table>");
    for (name, meaning) in rows {
        // Writing to a String cannot fail.
        let _ = write!(html, "<tr><td><code>{name}</code></td><td>{}</td></tr>", meaning.replace('`', ""));
    }
    html + "</table>"
}
