//! One structure for each area, with every operation twice: blocking and asynchronous.

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Operation};

use super::document::{Names, suspending};
use super::{HEADER, camel, type_of};
use crate::surface::{Surface, accessor, in_camel_case};

pub(super) fn write(surface: &Surface) -> String {
    let names = Names::read(surface);
    let accessors: Vec<String> = surface.areas.iter().map(|area| getter(area, &names)).collect();
    let structures: Vec<String> = surface.areas.iter().map(|area| structure(area, &names)).collect();
    let client = extension(&accessors.join("\n"));
    format!("{HEADER}\nimport Foundation\n\n{client}{}", structures.concat())
}

fn getter(area: &AreaInfo, names: &Names) -> String {
    let (comment, name) = (names.comment(area.doc), area.name);
    format!("{comment}public var {}: {name} {{ {name}(client: self) }}\n", camel(&accessor(area)))
}

/// Inside the client: a type called `Testing` at top level would hide the module with that name.
fn structure(area: &AreaInfo, names: &Names) -> String {
    let calls: Vec<String> = area.functions().map(|operation| calls(area, operation, names)).collect();
    let (comment, name, calls) = (names.comment(area.doc), area.name, indented(&calls.join("\n")));
    let structure =
        format!("{comment}public struct {name}: Sendable {{\n    let client: Client\n\n{calls}}}\n");
    format!("\n{}", extension(&structure))
}

fn extension(members: &str) -> String {
    format!("extension Client {{\n{}}}\n", indented(members))
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}").trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

fn calls(area: &AreaInfo, operation: &Operation, names: &Names) -> String {
    let (verb, native) = (camel(operation.verb), camel(&format!("{}_{}", accessor(area), operation.verb)));
    let parameters: Vec<String> = operation.arguments.iter().map(parameter).collect();
    let arguments: Vec<String> =
        operation.arguments.iter().map(|a| camel(a.name)).map(|a| format!("{a}: {a}")).collect();
    let mark = |note| format!("@available(*, deprecated, message: {:?})\n", in_camel_case(note));
    let mark = operation.deprecated.map(mark).unwrap_or_default();
    let (comment, twin) = (names.comment(operation.doc), names.comment(&suspending(operation.doc)));
    let (comment, twin) = (comment + &mark, twin + &mark);
    let (parameters, passed) = (parameters.join(", "), arguments.join(", "));
    let stopped = [arguments.clone(), vec!["stop: $1".to_owned()]].concat().join(", ");
    let answer = match operation.answer {
        Answer::Nothing => String::new(),
        Answer::One(kind) => format!(" -> {}", type_of(kind)),
        Answer::Pages(item) => {
            let passed = [arguments, vec!["cursor: cursor".to_owned()]].concat().join(", ");
            return format!(
                "{comment}public func {verb}({parameters}) -> Pages<{}> {{
    Pages(client) {{ native, cursor in
        let page = try native.{native}Page({passed})
        return Page(data: page.data, nextPage: page.nextPage, total: page.total)
    }} suspending: {{ native, cursor, stop in
        let page = try await native.{native}PageAsync({passed}, stop: stop)
        return Page(data: page.data, nextPage: page.nextPage, total: page.total)
    }}
}}\n",
                type_of(item)
            );
        }
    };
    format!(
        "{comment}public func {verb}({parameters}) throws{answer} {{
    try client.native.{native}({passed})
}}

{twin}public func {verb}({parameters}) async throws{answer} {{
    try await client.run {{ try await $0.{native}Async({stopped}) }}
}}\n"
    )
}

/// A required parameter has no label; the others have one and may be left out.
fn parameter(argument: &ArgumentInfo) -> String {
    let (name, ty) = (camel(argument.name), type_of(argument.kind));
    match (argument.required, argument.name) {
        (true, _) => format!("_ {name}: {ty}"),
        (false, "filter") => format!("_ {name}: {ty} = {ty}()"),
        (false, _) => format!("{name}: {ty}? = nil"),
    }
}
