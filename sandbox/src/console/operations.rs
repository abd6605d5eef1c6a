//! The page of an operation: a form, the call as code, and its answer.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    console::{
        arguments::{self, Arguments, Preset},
        call::{self, Outgoing},
        format,
        frame::{Frame, base_url, missing, render},
        panel::{Answer, Code},
        parts::Action,
    },
    life::inventions,
    rules::datetime,
    server::app::App,
    snippets::{Argument, Kind, Operation, Place, surface},
};

/// An input of the form.
#[derive(Debug)]
struct Input {
    name: String,
    label: String,
    /// What it takes, in a word.
    kind: String,
    required: bool,
    /// `json`, `choice` or `text`.
    control: &'static str,
    value: String,
    lines: usize,
    choices: Vec<String>,
    offers: Vec<(String, String)>,
}

/// A member of a body or a filter.
#[derive(Debug)]
struct Member {
    name: &'static str,
    kind: String,
    required: bool,
    about: &'static str,
}

#[derive(Debug, Template)]
#[template(path = "console/operation.html")]
struct Page {
    frame: Frame,
    operation: &'static Operation,
    area: String,
    inputs: Vec<Input>,
    presets: Vec<(String, String)>,
    members: Vec<Member>,
    code: Code,
    /// What must be there first, when it is missing.
    first: Option<Action>,
}

/// `GET /_console/operations/{name}`: the query has arguments by name, a `company`, or the number of a logged
/// `request`.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Query(given): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let Some(operation) = surface().operation(&name) else { return missing(&app, "operations") };
    let mut frame = Frame::new(&app, "operations", arguments::title_of(operation));
    frame.operation.clone_from(&operation.name);
    let mut presets = Vec::new();
    if let Some(entry) = given.get("request").and_then(|number| number.parse::<u64>().ok()) {
        let (entries, _) = app.log.newest(1, |known| known.sequence == entry);
        presets.extend(entries.first().map(|known| Preset {
            name: format!("Request {entry} of the log"),
            arguments: arguments::of_entry(operation, known),
        }));
    }
    let world = app.world();
    presets.extend(arguments::presets(&world, operation, &given));
    let first = presets.first().map(|preset| preset.arguments.clone()).unwrap_or_default();
    let input = |argument: &Argument| {
        let offers = arguments::offers(&world, &argument.name);
        input(argument, first.get(&argument.name), offers)
    };
    let page = Page {
        inputs: operation.arguments.iter().map(input).collect(),
        area: format::words(operation.name.split('.').next().unwrap_or_default()),
        code: Code::of(operation, &base_url(&app, &headers), &first),
        presets: presets
            .into_iter()
            .map(|preset| (preset.name, json!(preset.arguments).to_string()))
            .collect(),
        first: arguments::first(&world, operation),
        members: operation.arguments.iter().flat_map(|argument| members(&argument.kind)).collect(),
        frame,
        operation,
    };
    drop(world);
    render(&page)
}

fn input(argument: &Argument, value: Option<&Value>, offers: Vec<(String, String)>) -> Input {
    let choices = match &argument.kind {
        Kind::Boolean => vec!["true".to_owned(), "false".to_owned()],
        Kind::Named(name) => surface()
            .enums
            .get(name)
            .map(|known| known.values.iter().map(|value| value.0.clone()).collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    let is_choice = !choices.is_empty();
    let is_json =
        !is_choice && matches!(argument.kind, Kind::Named(_) | Kind::Object | Kind::Pdf | Kind::List(_));
    let control = if is_choice {
        "choice"
    } else if is_json {
        "json"
    } else {
        "text"
    };
    let value = match value {
        Some(value) if is_json => serde_json::to_string_pretty(value).unwrap_or_default(),
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) if is_json => "{}".to_owned(),
        None | Some(Value::Null) => String::new(),
        Some(value) => value.to_string(),
    };
    Input {
        name: argument.name.clone(),
        label: label(argument),
        kind: argument.kind.to_string(),
        required: argument.required,
        control,
        lines: value.lines().count().clamp(3, 26),
        value,
        choices,
        offers,
    }
}

fn label(argument: &Argument) -> String {
    match (argument.place, argument.name.as_str()) {
        (Place::Body, "body") => "Body".to_owned(),
        (Place::Query, "filter") => "Filter".to_owned(),
        (Place::Form, "form") => "Form".to_owned(),
        (_, name) => name.to_owned(),
    }
}

fn members(kind: &Kind) -> Vec<Member> {
    let Kind::Named(name) = kind else { return Vec::new() };
    let fields = surface().models.get(name).map(|model| model.fields.as_slice()).unwrap_or_default();
    let member = |field: &'static crate::snippets::Field| Member {
        name: &field.name,
        kind: field.kind.to_string(),
        required: field.required,
        about: &field.doc,
    };
    fields.iter().map(member).collect()
}

/// What the form sends: an operation and its arguments by name.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    operation: String,
    #[serde(default)]
    arguments: Arguments,
}

fn unknown() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({"detail": "There is no such operation."}))).into_response()
}

/// `POST /_console/preview`: the call as code, as the form has it now.
pub(crate) async fn preview(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(wanted): Json<Wanted>,
) -> Response {
    let Some(operation) = surface().operation(&wanted.operation) else { return unknown() };
    render(&Code::of(operation, &base_url(&app, &headers), &wanted.arguments))
}

/// `POST /_console/send`: sends the call, and answers with what came back.
pub(crate) async fn send(State(app): State<Arc<App>>, Json(wanted): Json<Wanted>) -> Response {
    let Some(operation) = surface().operation(&wanted.operation) else { return unknown() };
    let outgoing = Outgoing::of(operation, &wanted.arguments);
    let outcome = call::send(&app, &outgoing).await;
    Json(Answer::of(&outgoing, &outcome).document()).into_response()
}

/// Which country an invented company is from.
#[derive(Debug, Deserialize)]
pub(crate) struct Invented {
    country: String,
}

/// `POST /_console/enroll`: invents a company as `GET /sandbox/business-generator` does, and enrols it by the
/// API.
pub(crate) async fn enroll(State(app): State<Arc<App>>, Json(wanted): Json<Invented>) -> Response {
    let company = {
        let world = app.world();
        inventions::country_of(&wanted.country).map(|country| {
            let mut company = inventions::invent(world.seed, country, world.next_invention());
            company["signed_at"] = datetime(world.now()).into();
            company
        })
    };
    let company = match company {
        Ok(company) => company,
        Err(refusal) => {
            let detail = json!({"detail": refusal.detail});
            return (StatusCode::UNPROCESSABLE_ENTITY, Json(detail)).into_response();
        }
    };
    let outgoing = Outgoing {
        method: "POST".to_owned(),
        path_and_query: "/borrowers".to_owned(),
        content_type: Some("application/json".to_owned()),
        body: company.to_string().into(),
    };
    let outcome = call::send(&app, &outgoing).await;
    Json(Answer::of(&outgoing, &outcome).document()).into_response()
}
