//! The call in Java.

use std::collections::BTreeSet;

use serde_json::Value;

use super::call::{Call, Environment};
use super::layout::{Expr, Layout};
use super::literal::{java as quoted, number};
use super::names::{API_KEY, camel, snake};
use super::surface::{Answer, Argument, Kind};
use super::value::{Code, Object};

const LAYOUT: Layout = Layout { trailing_comma: false };

/// The most entries that `Map.of` takes.
const ENTRIES: usize = 10;

pub(super) fn program(call: &Call<'_>) -> String {
    let environment = match call.environment {
        Environment::Known(name) => format!("Environment.of({})", quoted(&name.to_lowercase())),
        Environment::Url(url) => format!("Environment.of({})", quoted(url)),
    };
    let client = Expr::call("new Client", vec![Expr::atom(quoted(API_KEY)), Expr::atom(environment)]);
    let body = body(call);
    let head = LAYOUT.statement(8, "try (Client client = ", &client, ") {");
    format!(
        "{}\nclass Example {{\n    public static void main(String[] arguments) {{\n{head}{body}        }}\n    }}\n}}",
        imports(call, &body)
    )
}

fn imports(call: &Call<'_>, body: &str) -> String {
    let mut names = BTreeSet::from(["com.getdefacto.sdk.*"]);
    for code in call.values() {
        names.extend(match code {
            Code::Date(_) => Some("java.time.LocalDate"),
            Code::Moment(_) => Some("java.time.Instant"),
            Code::Uuid(_) => Some("java.util.UUID"),
            Code::Pdf(_) => Some("java.nio.file.Path"),
            _ => None,
        });
    }
    // An import that is not needed does no harm: a text may hold the same words.
    for (word, name) in [("List.of(", "java.util.List"), ("Map.", "java.util.Map")] {
        if body.contains(word) {
            names.insert(name);
        }
    }
    names.into_iter().flat_map(|name| ["import ", name, ";\n"]).collect()
}

fn body(call: &Call<'_>) -> String {
    let (area, verb) = call.operation.place();
    // Only the last ones may be left out.
    let given = call.arguments.iter().rposition(|(_, code)| code.is_some()).map_or(0, |last| last + 1);
    let arguments = call.arguments.iter().take(given);
    let arguments = arguments.map(|(argument, code)| passed(argument, code.as_ref())).collect();
    let sent = Expr::call(format!("client.{}().{}", camel(area), camel(verb)), arguments);
    let kept = |kind: &str, name: &str| {
        LAYOUT.statement(12, &format!("{kind} {name} = "), &sent, ";")
            + &format!("            System.out.println({name});\n")
    };
    match &call.operation.answer {
        Answer::Nothing => LAYOUT.statement(12, "", &sent, ";"),
        Answer::Text => kept("String", "text"),
        Answer::File => {
            LAYOUT.statement(12, "byte[] file = ", &sent, ";")
                + "            System.out.println(new String(file));\n"
        }
        Answer::One(model) => kept(model, &camel(&snake(model))),
        Answer::List(model) | Answer::Pages(model) => {
            let name = camel(&snake(model));
            let head = LAYOUT.statement(12, &format!("for ({model} {name} : "), &sent, ") {");
            format!("{head}                System.out.println({name});\n            }}\n")
        }
    }
}

fn passed(argument: &Argument, code: Option<&Code<'_>>) -> Expr {
    match (code, &argument.kind) {
        (Some(code), _) => written(code),
        (None, Kind::Named(name)) if argument.name == "filter" => {
            Expr::atom(format!("{name}.builder().build()"))
        }
        (None, _) => Expr::atom("null"),
    }
}

fn list(items: Vec<Expr>) -> Expr {
    Expr::call("List.of", items)
}

fn written(code: &Code<'_>) -> Expr {
    Expr::atom(match code {
        Code::Text(text) => quoted(text),
        Code::Integer(value) => format!("{}L", number(*value)),
        Code::Boolean(value) => value.to_string(),
        Code::Date(day) => format!("LocalDate.parse({})", quoted(&day.to_string())),
        Code::Moment(Ok(moment)) => format!("Instant.parse({})", quoted(&moment.to_string())),
        Code::Moment(Err(text)) => format!("Instant.parse({})", quoted(text)),
        Code::Uuid(text) => format!("UUID.fromString({})", quoted(text)),
        Code::Enum { name, wire, .. } => format!("{name}.of({})", quoted(wire)),
        Code::List(_, items) => return list(items.iter().map(written).collect()),
        Code::Free(members) => return free(members),
        Code::Object(object) => return built(object),
        Code::Json { model, text } => format!("{model}.fromJson({})", quoted(text)),
        Code::Pdf(name) => format!("Pdf.fromPath(Path.of({}))", quoted(name)),
        Code::Missing(name) => camel(name),
    })
}

/// Required fields go to `builder`, the others to its methods. A map of Java holds no null, so a model with one is read
/// from JSON.
fn built(object: &Object<'_>) -> Expr {
    let frees = object.fields.iter().filter_map(|(_, code)| match code {
        Code::Free(members) => Some(members),
        _ => None,
    });
    let holds_null = frees.chain([&object.extra]).flatten().any(|(_, value)| holds_null(value));
    if holds_null {
        return Expr::atom(format!("{}.fromJson({})", object.name, quoted(&object.json())));
    }
    let required = object.model.fields.iter().filter(|field| field.required);
    let required = required.filter_map(|field| object.get(field)).map(written).collect();
    let base = Expr::call(format!("{}.builder", object.name), required);
    let optional = object.fields.iter().filter(|(field, _)| !field.required);
    let mut calls: Vec<Expr> = optional
        .map(|(field, code)| Expr::call(format!(".{}", camel(field.field())), vec![written(code)]))
        .collect();
    if !object.clear.is_empty() {
        let names = object.clear.iter().map(|name| Expr::atom(quoted(name))).collect();
        calls.push(Expr::call(".clear", vec![list(names)]));
    }
    if !object.extra.is_empty() {
        calls.push(Expr::call(".extra", vec![free(&object.extra)]));
    }
    calls.push(Expr::atom(".build()"));
    Expr::Chain(Box::new(base), calls)
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(members) => members.values().any(holds_null),
        _ => false,
    }
}

fn free(members: &[(&str, &Value)]) -> Expr {
    let name = |name: &str| Expr::atom(quoted(name));
    if members.len() <= ENTRIES {
        let items = members.iter().flat_map(|(key, value)| [name(key), json(value)]);
        return Expr::call("Map.of", items.collect());
    }
    let entry = |(key, value): &(&str, &Value)| Expr::call("Map.entry", vec![name(key), json(value)]);
    Expr::call("Map.ofEntries", members.iter().map(entry).collect())
}

fn json(value: &Value) -> Expr {
    Expr::atom(match value {
        Value::String(text) => quoted(text),
        Value::Number(number) if number.is_i64() => format!("{number}L"),
        Value::Array(items) => return list(items.iter().map(json).collect()),
        Value::Object(members) => {
            let members: Vec<(&str, &Value)> =
                members.iter().map(|(name, value)| (name.as_str(), value)).collect();
            return free(&members);
        }
        other => other.to_string(),
    })
}
