//! The switches: a field for each behaviour that the contract leaves open.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use serde_json::{Value, json};

use crate::{
    console::frame::{Frame, render},
    server::app::App,
    settings::Settings,
};

/// A switch with the way in which it is set: `flag`, `number`, `choice` or `text`.
#[derive(Debug)]
struct Switch {
    name: &'static str,
    meaning: String,
    value: String,
    kind: &'static str,
    choices: Vec<String>,
    is_changed: bool,
}

#[derive(Debug, Template)]
#[template(path = "console/switches.html")]
struct Page {
    frame: Frame,
    switches: Vec<Switch>,
}

/// `GET /_console/switches`
pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    let settings = app.settings();
    let (values, usual) = (json!(settings), json!(Settings::default()));
    let switches =
        Settings::switches().map(|(name, meaning)| switch(name, &meaning, &settings, &values, &usual));
    render(&Page { switches: switches.collect(), frame: Frame::new(&app, "switches", "Switches") })
}

fn switch(name: &'static str, meaning: &str, settings: &Settings, values: &Value, usual: &Value) -> Switch {
    let value = &values[name];
    let choices = choices(name, meaning, settings);
    let kind = match value {
        Value::Bool(_) => "flag",
        Value::String(_) if choices.len() > 1 => "choice",
        Value::Number(_) => "number",
        _ => "text",
    };
    Switch {
        name,
        meaning: meaning.replace('`', ""),
        value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        kind,
        choices,
        is_changed: *value != usual[name],
    }
}

/// The words of a meaning that are values of its switch.
fn choices(name: &str, meaning: &str, settings: &Settings) -> Vec<String> {
    let words = meaning.split('`').skip(1).step_by(2);
    // A text takes any word: it has no choices.
    if settings.with(name, "\"no value of any switch\"").is_ok() {
        return Vec::new();
    }
    words.filter(|word| settings.with(name, &format!("\"{word}\"")).is_ok()).map(str::to_owned).collect()
}
