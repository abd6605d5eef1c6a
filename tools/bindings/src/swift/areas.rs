//! One structure an area, with every operation twice: blocking and asynchronous.

use std::fmt::Write;

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Operation};

use super::document::{Names, suspending};
use super::{HEADER, camel, type_of};
use crate::surface::{Surface, accessor};

pub(super) fn write(surface: &Surface) -> String {
    let names = Names::read(surface);
    let mut out = format!("{HEADER}\nimport Foundation\n\nextension Client {{\n");
    for area in &surface.areas {
        out.push_str(&names.comment(area.doc, "    "));
        let _ = writeln!(
            out,
            "    public var {}: {} {{ {}(client: self) }}\n",
            camel(&accessor(area)),
            area.name,
            area.name
        );
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n}\n");
    for area in &surface.areas {
        out.push_str(&structure(area, &names));
    }
    out
}

/// Inside of the client: a type called `Testing` beside it would hide the module of that name.
fn structure(area: &AreaInfo, names: &Names) -> String {
    let operations: Vec<String> =
        area.operations.iter().map(|operation| calls(area, operation, names)).collect();
    let (comment, name) = (names.comment(area.doc, ""), area.name);
    let structure = format!(
        "{comment}public struct {name}: Sendable {{\n    let client: Client\n\n{}}}\n",
        operations.join("\n")
    );
    format!("\nextension Client {{\n{}}}\n", indented(&structure))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", format!("    {line}").trim_end())).collect()
}

fn calls(area: &AreaInfo, operation: &Operation, names: &Names) -> String {
    let (verb, native) = (camel(operation.verb), camel(&format!("{}_{}", accessor(area), operation.verb)));
    let parameters: Vec<String> = operation.arguments.iter().map(parameter).collect();
    let parameters = parameters.join(", ");
    let passed: Vec<String> =
        operation.arguments.iter().map(|a| camel(a.name)).map(|a| format!("{a}: {a}")).collect();
    let comment = names.comment(operation.doc, "    ");
    let answer = match operation.answer {
        Answer::Nothing => String::new(),
        Answer::One(kind) => format!(" -> {}", type_of(kind)),
        Answer::Pages(item) => {
            return listing(&verb, &native, &parameters, &passed, &type_of(item), &comment);
        }
    };
    let call = format!("$0.{native}({})", passed.join(", "));
    format!(
        "{comment}    public func {verb}({parameters}) throws{answer} {{\n        try client.native.{}\n    }}\n\n{}    \
         public func {verb}({parameters}) async throws{answer} {{\n        try await client.run {{ try {call} }}\n    }}\n",
        call.trim_start_matches("$0."),
        names.comment(&suspending(operation.doc), "    "),
    )
}

fn listing(
    verb: &str,
    native: &str,
    parameters: &str,
    passed: &[String],
    item: &str,
    comment: &str,
) -> String {
    let passed: String = passed.iter().map(|argument| format!("{argument}, ")).collect();
    format!(
        "{comment}    public func {verb}({parameters}) -> Pages<{item}> {{
        Pages(client) {{ native, cursor in
            let page = try native.{native}Page({passed}cursor: cursor)
            return Page(data: page.data, nextPage: page.nextPage, total: page.total)
        }}
    }}\n"
    )
}

/// What is required stands without a label; the rest has one and may be left out.
fn parameter(argument: &ArgumentInfo) -> String {
    let (name, ty) = (camel(argument.name), type_of(argument.kind));
    match (argument.required, argument.name) {
        (true, _) => format!("_ {name}: {ty}"),
        (false, "filter") => format!("_ {name}: {ty} = {ty}()"),
        (false, _) => format!("{name}: {ty}? = nil"),
    }
}
