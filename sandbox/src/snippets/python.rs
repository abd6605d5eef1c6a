//! The call in Python.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use serde_json::Value;

use super::call::{Call, Environment};
use super::layout::{Expr, Layout};
use super::literal::{number, python as quoted};
use super::names::{API_KEY, constant, snake};
use super::surface::{Answer, Argument};
use super::value::{Code, Object};

const LAYOUT: Layout = Layout { trailing_comma: true };

pub(super) fn program(call: &Call<'_>) -> String {
    let environment = match call.environment {
        Environment::Known(name) => format!("Environment.{}", constant(name)),
        Environment::Url(url) => quoted(url),
    };
    let client = Expr::call("Client", vec![Expr::atom(quoted(API_KEY)), Expr::atom(environment)]);
    let head = LAYOUT.statement(0, "with ", &client, " as client:");
    format!("{}\n{head}{}", imports(call), body(call)).trim_end().to_owned()
}

fn imports(call: &Call<'_>) -> String {
    let mut standard: BTreeSet<&str> = BTreeSet::new();
    let mut ours: BTreeSet<&str> = BTreeSet::from(["Client"]);
    if matches!(call.environment, Environment::Known(_)) {
        ours.insert("Environment");
    }
    for (argument, code) in &call.arguments {
        let Some(code) = code else { continue };
        standard.extend(code.whole().into_iter().flat_map(times));
        // The members of a filter are arguments of the call.
        let shown = if argument.name == "filter" { code.parts() } else { vec![code] };
        ours.extend(shown.into_iter().flat_map(Code::whole).filter_map(class));
    }
    let standard: Vec<&str> = standard.into_iter().collect();
    let lines = match standard.join(", ") {
        names if names.is_empty() => names,
        names => format!("from datetime import {names}\n\n"),
    };
    let names: Vec<&str> = ours.into_iter().collect();
    let line = format!("from defacto_sdk import {}\n", names.join(", "));
    if line.len() <= 100 {
        return lines + &line;
    }
    let names = names.iter().map(|name| Expr::atom(*name)).collect();
    let group = Expr::Group { open: "(".to_owned(), items: names, close: ")" };
    lines + &LAYOUT.statement(0, "from defacto_sdk import ", &group, "")
}

/// Returns what a value needs from Python's own module.
fn times(code: &Code<'_>) -> &'static [&'static str] {
    match code {
        Code::Date(_) => &["date"],
        Code::Moment(Ok(_)) => &["datetime", "timezone"],
        Code::Moment(Err(_)) => &["datetime"],
        _ => &[],
    }
}

/// Returns the class that a value names.
fn class<'a>(code: &Code<'a>) -> Option<&'a str> {
    match code {
        Code::Object(object) => Some(object.name),
        Code::Enum { name, variant: Some(_), .. } | Code::Json { model: name, .. } => Some(name),
        _ => None,
    }
}

fn body(call: &Call<'_>) -> String {
    let (area, verb) = call.operation.place();
    let mut arguments = vec![];
    let mut all_before_are_given = true;
    for (argument, code) in &call.arguments {
        match code {
            Some(Code::Object(object)) if argument.name == "filter" => arguments.extend(keywords(object)),
            Some(Code::Json { model, text }) if argument.name == "filter" => {
                arguments.extend(as_given(call, model, text));
            }
            Some(code) => arguments.push(passed(argument, code, all_before_are_given)),
            None => all_before_are_given = false,
        }
    }
    let sent = Expr::call(format!("client.{area}.{verb}"), arguments);
    let kept =
        |name: &str| LAYOUT.statement(4, &format!("{name} = "), &sent, "") + &format!("    print({name})\n");
    match &call.operation.answer {
        Answer::Nothing => LAYOUT.statement(4, "", &sent, ""),
        Answer::Text => kept("text"),
        Answer::File => kept("file"),
        Answer::One(model) => kept(&snake(model)),
        Answer::List(model) | Answer::Pages(model) => {
            let name = snake(model);
            let head = LAYOUT.statement(4, &format!("for {name} in "), &sent, ":");
            format!("{head}        print({name})\n")
        }
    }
}

/// Returns the members of a filter that does not have its form: the call refuses them as they are.
fn as_given(call: &Call<'_>, model: &str, text: &str) -> Vec<Expr> {
    let given: Value = serde_json::from_str(text).unwrap_or_default();
    let fields = call.surface.models.get(model).map_or(&[][..], |model| &model.fields);
    let fields = fields.iter().filter_map(|field| Some((field.field(), given.get(&field.name)?)));
    fields.map(|(name, value)| Expr::before(format!("{name}="), json(value))).collect()
}

fn passed(argument: &Argument, code: &Code<'_>, all_before_are_given: bool) -> Expr {
    if argument.required && all_before_are_given {
        return written(code);
    }
    Expr::before(format!("{}=", argument.name), written(code))
}

fn keywords(object: &Object<'_>) -> Vec<Expr> {
    let field = |name: &str, value: Expr| Expr::before(format!("{name}="), value);
    let mut items: Vec<Expr> =
        object.fields.iter().map(|(info, code)| field(info.field(), written(code))).collect();
    if !object.clear.is_empty() {
        let names = object.clear.iter().map(|name| Expr::atom(quoted(name))).collect();
        items.push(field("clear", list(names)));
    }
    if !object.extra.is_empty() {
        items.push(field("extra", free(&object.extra)));
    }
    items
}

fn list(items: Vec<Expr>) -> Expr {
    Expr::Group { open: "[".to_owned(), items, close: "]" }
}

fn written(code: &Code<'_>) -> Expr {
    Expr::atom(match code {
        Code::Text(text) | Code::Uuid(text) => quoted(text),
        Code::Integer(value) => number(*value),
        Code::Boolean(true) => "True".to_owned(),
        Code::Boolean(false) => "False".to_owned(),
        Code::Date(day) => format!("date({}, {}, {})", day.year(), day.month(), day.day()),
        Code::Moment(Ok(moment)) => return datetime(*moment),
        Code::Moment(Err(text)) => format!("datetime.fromisoformat({})", quoted(text)),
        Code::Enum { name, variant: Some(variant), .. } => format!("{name}.{}", constant(variant)),
        Code::Enum { wire, .. } => quoted(wire),
        Code::List(_, items) => return list(items.iter().map(written).collect()),
        Code::Free(members) => return free(members),
        Code::Object(object) => return Expr::call(object.name, keywords(object)),
        Code::Json { model, text } => format!("{model}.from_json({})", quoted(text)),
        Code::Pdf(name) => quoted(name),
        Code::Missing(name) => (*name).to_owned(),
    })
}

/// A moment of Python has microseconds.
fn datetime(moment: jiff::Timestamp) -> Expr {
    let time = moment.to_zoned(TimeZone::UTC).datetime();
    let mut parts = vec![
        i32::from(time.year()),
        i32::from(time.month()),
        i32::from(time.day()),
        i32::from(time.hour()),
        i32::from(time.minute()),
    ];
    let micros = time.subsec_nanosecond() / 1000;
    if time.second() > 0 || micros > 0 {
        parts.push(i32::from(time.second()));
    }
    if micros > 0 {
        parts.push(micros);
    }
    let parts = parts.iter().map(ToString::to_string).chain(["tzinfo=timezone.utc".to_owned()]);
    Expr::call("datetime", parts.map(Expr::atom).collect())
}

fn free(members: &[(&str, &Value)]) -> Expr {
    let member = |(name, value): &(&str, &Value)| Expr::before(format!("{}: ", quoted(name)), json(value));
    Expr::Group { open: "{".to_owned(), items: members.iter().map(member).collect(), close: "}" }
}

fn json(value: &Value) -> Expr {
    Expr::atom(match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) => return list(items.iter().map(json).collect()),
        Value::Object(members) => {
            let members: Vec<(&str, &Value)> =
                members.iter().map(|(name, value)| (name.as_str(), value)).collect();
            return free(&members);
        }
    })
}
