//! The call in Kotlin.

use std::collections::BTreeSet;

use super::call::{Call, Environment};
use super::labelled::Labelled;
use super::layout::{Expr, Layout};
use super::literal::{kotlin as quoted, number};
use super::names::{API_KEY, camel, kotlin as named};
use super::surface::Answer;
use super::value::Code;

const LAYOUT: Layout = Layout { trailing_comma: true };
const LABELLED: Labelled = Labelled { sign: " = ", named, quoted, null: "null", list, written, members };

pub(super) fn program(call: &Call<'_>) -> String {
    let environment = match call.environment {
        Environment::Known(name) => format!("Environment.{name}"),
        Environment::Url(url) => format!("Environment.of({})", quoted(url)),
    };
    let client = Expr::call("Client", vec![Expr::atom(quoted(API_KEY)), Expr::atom(environment)]);
    let head = LAYOUT.statement(0, "fun main() = ", &client, ".use { client ->");
    format!("{}\n{head}{}}}", imports(call), body(call))
}

fn imports(call: &Call<'_>) -> String {
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
    names.into_iter().flat_map(|name| ["import ", name, "\n"]).collect()
}

fn body(call: &Call<'_>) -> String {
    let (area, verb) = call.operation.place();
    let given = call.arguments.iter().filter_map(|(argument, code)| Some((*argument, code.as_ref()?)));
    let arguments = given.map(|(argument, code)| LABELLED.passed(argument, code)).collect();
    let sent = Expr::call(format!("client.{}.{}", camel(area), named(verb)), arguments);
    let kept = |name: &str| {
        LAYOUT.statement(4, &format!("val {name} = "), &sent, "") + &format!("    println({name})\n")
    };
    match &call.operation.answer {
        Answer::Nothing => LAYOUT.statement(4, "", &sent, ""),
        Answer::Text => kept("text"),
        Answer::File => kept("file").replace("println(file)", "println(String(file))"),
        Answer::One(model) => kept(&lower_first(model)),
        Answer::List(model) | Answer::Pages(model) => {
            let name = lower_first(model);
            let head = LAYOUT.statement(4, &format!("for ({name} in "), &sent, ") {");
            format!("{head}        println({name})\n    }}\n")
        }
    }
}

fn lower_first(model: &str) -> String {
    camel(&super::names::snake(model))
}

fn list(items: Vec<Expr>) -> Expr {
    Expr::call("listOf", items)
}

fn written(code: &Code<'_>) -> Expr {
    Expr::atom(match code {
        Code::Text(text) => quoted(text),
        Code::Integer(value) if i32::try_from(*value).is_err() => format!("{}L", number(*value)),
        Code::Integer(value) => number(*value),
        Code::Boolean(value) => value.to_string(),
        Code::Date(day) => format!("LocalDate.parse({})", quoted(&day.to_string())),
        Code::Moment(Ok(moment)) => format!("Instant.parse({})", quoted(&moment.to_string())),
        Code::Moment(Err(text)) => format!("Instant.parse({})", quoted(text)),
        Code::Uuid(text) => format!("UUID.fromString({})", quoted(text)),
        Code::Enum { name, variant: Some(variant), .. } => format!("{name}.{variant}"),
        Code::Enum { name, wire, .. } => format!("{name}.of({})", quoted(wire)),
        Code::List(_, items) => return list(items.iter().map(written).collect()),
        Code::Free(members) => return LABELLED.free(members),
        Code::Object(object) => return Expr::call(object.name, LABELLED.fields(object)),
        Code::Json { model, text } => format!("{model}.fromJson({})", quoted(text)),
        Code::Pdf(name) => format!("Pdf.fromPath(Path.of({}))", quoted(name)),
        Code::Missing(name) => named(name),
    })
}

fn members(members: Vec<(String, Expr)>) -> Expr {
    Expr::call(
        "mapOf",
        members.into_iter().map(|(name, value)| Expr::before(format!("{name} to "), value)).collect(),
    )
}
