//! The call in Rust.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::call::{Call, Environment};
use super::layout::{Expr, Layout};
use super::literal::{number, rust as quoted};
use super::names::{API_KEY, snake};
use super::surface::{Answer, Argument, Kind};
use super::value::{self, Code, Object};

const LAYOUT: Layout = Layout { trailing_comma: true };

pub(super) fn program(call: &Call<'_>) -> String {
    let environment = match call.environment {
        Environment::Known(name) => format!("Environment::{name}"),
        Environment::Url(url) => quoted(url),
    };
    let client = Expr::call("Client::new", vec![Expr::atom(quoted(API_KEY)), Expr::atom(environment)]);
    format!(
        "{}\nfn main() -> Result<(), Box<dyn std::error::Error>> {{\n{}{}    Ok(())\n}}",
        imports(call),
        LAYOUT.statement(4, "let client = ", &client, "?;"),
        body(call),
    )
}

fn imports(call: &Call<'_>) -> String {
    let mut used: BTreeMap<&str, BTreeSet<&str>> = call.types();
    for code in call.values() {
        match code {
            Code::Json { .. } => drop(used.entry("model").or_default().insert("from_json")),
            Code::Free(members) if members.is_empty() => {
                used.entry("model").or_default().insert("JsonObject");
            }
            _ => {}
        }
    }
    // A filter that is not given is passed all the same.
    for (argument, _) in call.arguments.iter().filter(|(_, code)| code.is_none()) {
        if let (Kind::Named(name), "filter") = (&argument.kind, argument.name.as_str()) {
            let module = value::module(call.surface, &argument.kind).unwrap_or("model");
            used.entry(module).or_default().insert(name);
        }
    }
    // Inside a model the type of a text that is parsed has to be named.
    for code in call.given().flat_map(Code::parts).flat_map(Code::whole) {
        let name = match code {
            Code::Date(_) => "CivilDate",
            Code::Moment(_) => "Timestamp",
            Code::Uuid(_) => "Uuid",
            _ => continue,
        };
        used.entry("model").or_default().insert(name);
    }
    let line = |(module, names): (&&str, &BTreeSet<&str>)| {
        let names: Vec<&str> = names.iter().copied().collect();
        match names.as_slice() {
            [name] => format!("use defacto_sdk::{module}::{name};\n"),
            names => {
                let items = names.iter().map(|name| Expr::atom(*name)).collect();
                let group = Expr::Group { open: "{".to_owned(), items, close: "}" };
                LAYOUT.statement(0, &format!("use defacto_sdk::{module}::"), &group, ";")
            }
        }
    };
    let lines: String = used.iter().map(line).collect();
    let client = match call.environment {
        Environment::Known(_) => "use defacto_sdk::{Client, Environment};\n",
        Environment::Url(_) => "use defacto_sdk::Client;\n",
    };
    lines + client
}

fn body(call: &Call<'_>) -> String {
    let (area, verb) = call.operation.place();
    let arguments = call.arguments.iter().map(|(argument, code)| passed(argument, code.as_ref())).collect();
    let sent = Expr::call(format!("client.{area}().{verb}"), arguments);
    match &call.operation.answer {
        Answer::Nothing => LAYOUT.statement(4, "", &sent, "?;"),
        Answer::Text => LAYOUT.statement(4, "let text = ", &sent, "?;") + "    println!(\"{text}\");\n",
        Answer::File => {
            LAYOUT.statement(4, "let file = ", &sent, "?;") + "    std::fs::write(\"answer\", file)?;\n"
        }
        Answer::One(model) => {
            let name = snake(model);
            LAYOUT.statement(4, &format!("let {name} = "), &sent, "?;")
                + &format!("    println!(\"{{{name}:?}}\");\n")
        }
        Answer::List(model) => {
            let name = snake(model);
            let head = LAYOUT.statement(4, &format!("for {name} in "), &sent, "? {");
            format!("{head}        println!(\"{{{name}:?}}\");\n    }}\n")
        }
        Answer::Pages(model) => {
            let name = snake(model);
            let head = LAYOUT.statement(4, &format!("for {name} in "), &sent, "? {");
            format!("{head}        println!(\"{{:?}}\", {name}?);\n    }}\n")
        }
    }
}

/// Models and documents are passed by reference.
fn passed(argument: &Argument, code: Option<&Code<'_>>) -> Expr {
    let is_enum = matches!(code, Some(Code::Enum { .. }));
    let by_reference = match &argument.kind {
        Kind::Pdf => true,
        Kind::Named(_) => !is_enum && matches!(argument.name.as_str(), "body" | "filter" | "form"),
        _ => false,
    };
    let Some(code) = code else {
        return match &argument.kind {
            Kind::Named(name) if by_reference => Expr::atom(format!("&{name}::new()")),
            _ => Expr::atom("None"),
        };
    };
    let value = match code {
        Code::Moment(Ok(moment)) => Expr::atom(format!("{}.parse()?", quoted(&moment.to_string()))),
        Code::Moment(Err(text)) | Code::Uuid(text) => Expr::atom(format!("{}.parse()?", quoted(text))),
        code => written(code),
    };
    match (by_reference, argument.required) {
        (true, _) => Expr::before("&", value),
        (false, true) => value,
        (false, false) => Expr::call("Some", vec![value]),
    }
}

fn written(code: &Code<'_>) -> Expr {
    Expr::atom(match code {
        Code::Text(text) => format!("{}.to_owned()", quoted(text)),
        Code::Integer(value) if i32::try_from(*value).is_err() => format!("{}_i64", number(*value)),
        Code::Integer(value) => number(*value),
        Code::Boolean(value) => value.to_string(),
        Code::Date(day) => format!("{}.parse::<CivilDate>()?", quoted(&day.to_string())),
        Code::Moment(moment) => {
            let text = moment.as_ref().map_or_else(|text| (*text).to_owned(), ToString::to_string);
            format!("{}.parse::<Timestamp>()?", quoted(&text))
        }
        Code::Uuid(text) => format!("{}.parse::<Uuid>()?", quoted(text)),
        Code::Enum { name, variant: Some(variant), .. } => format!("{name}::{variant}"),
        Code::Enum { name, wire, variant: None } => format!("{name}::from({})", quoted(wire)),
        Code::List(item, items) if items.is_empty() => {
            format!("Vec::<{}>::new()", type_name(item.kind, item.module.unwrap_or("model")))
        }
        Code::List(_, items) => {
            let items = items.iter().map(written).collect();
            return Expr::Group { open: "[".to_owned(), items, close: "]" };
        }
        Code::Free(members) if members.is_empty() => "JsonObject::default()".to_owned(),
        Code::Free(members) => return free(members),
        Code::Object(object) => return built(object),
        Code::Json { model, text } => format!("from_json::<{model}>({})?", quoted(text)),
        Code::Pdf(name) => format!("defacto_sdk::Pdf::from_path({})?", quoted(name)),
        Code::Missing(name) => (*name).to_owned(),
    })
}

/// Required fields go to `new`, the others to methods.
fn built(object: &Object<'_>) -> Expr {
    let required = object.model.fields.iter().filter(|field| field.required);
    let required = required.filter_map(|field| object.get(field)).map(argument_of_new).collect();
    let base = Expr::call(format!("{}::new", object.name), required);
    let optional = object.fields.iter().filter(|(field, _)| !field.required);
    let mut calls: Vec<Expr> = optional
        .map(|(field, code)| Expr::call(format!(".{}", field.field()), vec![argument_of_new(code)]))
        .collect();
    if !object.clear.is_empty() {
        let names = object.clear.iter().map(|name| Expr::atom(format!("{}.to_owned()", quoted(name))));
        let list = Expr::Group { open: "[".to_owned(), items: names.collect(), close: "]" };
        calls.push(Expr::call(".clear", vec![list]));
    }
    if !object.extra.is_empty() {
        calls.push(Expr::call(".extra", vec![free(&object.extra)]));
    }
    if calls.is_empty() { base } else { Expr::Chain(Box::new(base), calls) }
}

/// `new` and the methods take what becomes a text.
fn argument_of_new(code: &Code<'_>) -> Expr {
    match code {
        Code::Text(text) => Expr::atom(quoted(text)),
        code => written(code),
    }
}

fn free(members: &[(&str, &Value)]) -> Expr {
    let is_text = members.iter().all(|(_, value)| value.is_string());
    let member = |(name, value): &(&str, &Value)| {
        let value = if is_text { json(value) } else { Expr::call("serde_json::json!", vec![json(value)]) };
        Expr::Group { open: "(".to_owned(), items: vec![Expr::atom(quoted(name)), value], close: ")" }
    };
    Expr::Group { open: "[".to_owned(), items: members.iter().map(member).collect(), close: "]" }
}

/// Returns a value in the syntax of the macro `json!`.
fn json(value: &Value) -> Expr {
    match value {
        Value::String(text) => Expr::atom(quoted(text)),
        Value::Array(items) => {
            Expr::Group { open: "[".to_owned(), items: items.iter().map(json).collect(), close: "]" }
        }
        Value::Object(members) => {
            let member =
                |(name, value): (&String, &Value)| Expr::before(format!("{}: ", quoted(name)), json(value));
            Expr::Group { open: "{".to_owned(), items: members.iter().map(member).collect(), close: "}" }
        }
        Value::Number(number) if number.is_i64() => match number.as_i64() {
            Some(number) if i32::try_from(number).is_err() => Expr::atom(format!("{number}_i64")),
            _ => Expr::atom(number.to_string()),
        },
        other => Expr::atom(other.to_string()),
    }
}

/// Returns a type by its whole name, for a list without items.
fn type_name(kind: &Kind, module: &str) -> String {
    let name = match kind {
        Kind::Text => return "String".to_owned(),
        Kind::Integer => return "i64".to_owned(),
        Kind::Boolean => return "bool".to_owned(),
        Kind::List(item) => return format!("Vec<{}>", type_name(item, module)),
        Kind::Pdf => return "defacto_sdk::Pdf".to_owned(),
        Kind::Date => "CivilDate",
        Kind::Moment => "Timestamp",
        Kind::Uuid => "Uuid",
        Kind::Object => "JsonObject",
        Kind::Named(name) => name,
    };
    format!("defacto_sdk::{module}::{name}")
}
