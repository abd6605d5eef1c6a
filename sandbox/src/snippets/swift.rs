//! The call in Swift.

use super::call::{Call, Environment};
use super::labelled::Labelled;
use super::layout::{Expr, Layout};
use super::literal::{number, swift as quoted};
use super::names::{API_KEY, camel, snake, swift as named, swift_variant};
use super::surface::Answer;
use super::value::Code;

const LAYOUT: Layout = Layout { trailing_comma: false };
const LABELLED: Labelled = Labelled { sign: ": ", named, quoted, null: "nil", list, written, members };

pub(super) fn program(call: &Call<'_>) -> String {
    let environment = match call.environment {
        Environment::Known(name) => format!("environment: .{}", swift_variant(name)),
        Environment::Url(url) => format!("environment: .url({})", quoted(url)),
    };
    let key = Expr::atom(format!("apiKey: {}", quoted(API_KEY)));
    let client = Expr::call("Client", vec![key, Expr::atom(environment)]);
    let needs_foundation = call.operation.answer == Answer::File
        || call.values().iter().any(|code| matches!(code, Code::Moment(_) | Code::Uuid(_)));
    let imports = if needs_foundation { "import Defacto\nimport Foundation\n" } else { "import Defacto\n" };
    let head = LAYOUT.statement(0, "let client = try ", &client, "");
    format!("{imports}\n{head}{}", body(call)).trim_end().to_owned()
}

fn body(call: &Call<'_>) -> String {
    let (area, verb) = call.operation.place();
    let given = call.arguments.iter().filter_map(|(argument, code)| Some((*argument, code.as_ref()?)));
    let arguments = given.map(|(argument, code)| LABELLED.passed(argument, code)).collect();
    let sent = Expr::call(format!("client.{}.{}", camel(area), named(verb)), arguments);
    let kept = |name: &str| {
        LAYOUT.statement(0, &format!("let {name} = try await "), &sent, "") + &format!("print({name})\n")
    };
    match &call.operation.answer {
        Answer::Nothing => LAYOUT.statement(0, "try await ", &sent, ""),
        Answer::Text => kept("text"),
        Answer::File => kept("file").replace("print(file)", "print(String(decoding: file, as: UTF8.self))"),
        Answer::One(model) => kept(&camel(&snake(model))),
        Answer::List(model) => {
            let name = camel(&snake(model));
            let head = LAYOUT.statement(0, &format!("for {name} in try await "), &sent, " {");
            format!("{head}    print({name})\n}}\n")
        }
        Answer::Pages(model) => {
            let name = camel(&snake(model));
            let reads = call.values().iter().any(|code| matches!(code, Code::Json { .. } | Code::Pdf(_)));
            let source = if reads { "try " } else { "" };
            let head = LAYOUT.statement(0, &format!("for try await {name} in {source}"), &sent, " {");
            format!("{head}    print({name})\n}}\n")
        }
    }
}

fn list(items: Vec<Expr>) -> Expr {
    Expr::Group { open: "[".to_owned(), items, close: "]" }
}

fn written(code: &Code<'_>) -> Expr {
    Expr::atom(match code {
        Code::Text(text) => quoted(text),
        Code::Integer(value) => number(*value),
        Code::Boolean(value) => value.to_string(),
        Code::Date(day) => format!("CivilDate({})!", quoted(&day.to_string())),
        Code::Moment(Ok(moment)) => date(*moment),
        Code::Moment(Err(text)) => format!("ISO8601DateFormatter().date(from: {})!", quoted(text)),
        Code::Uuid(text) => format!("UUID(uuidString: {})!", quoted(text)),
        Code::Enum { variant: Some(variant), .. } => format!(".{}", swift_variant(variant)),
        Code::Enum { name, wire, .. } => format!("{name}(wire: {})", quoted(wire)),
        Code::List(_, items) => return list(items.iter().map(written).collect()),
        Code::Free(members) => return LABELLED.free(members),
        Code::Object(object) => return Expr::call(object.name, LABELLED.fields(object)),
        Code::Json { model, text } => format!("{model}.fromJSON({})", quoted(text)),
        Code::Pdf(name) => format!("Pdf.fromPath({})", quoted(name)),
        Code::Missing(name) => named(name),
    })
}

/// The formatter reads whole seconds.
fn date(moment: jiff::Timestamp) -> String {
    if moment.subsec_nanosecond() == 0 {
        return format!("ISO8601DateFormatter().date(from: {})!", quoted(&moment.to_string()));
    }
    let micros = moment.as_microsecond();
    let sign = if micros < 0 { "-" } else { "" };
    let (seconds, fraction) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
    format!("Date(timeIntervalSince1970: {sign}{seconds}.{fraction:06})")
}

fn members(members: Vec<(String, Expr)>) -> Expr {
    if members.is_empty() {
        return Expr::atom("[:]");
    }
    list(members.into_iter().map(|(name, value)| Expr::before(format!("{name}: "), value)).collect())
}
