//! The calls in Swift, blocking and asynchronous.

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Kind, Operation};
use heck::ToLowerCamelCase;

use super::each;
use super::samples::sample;
use crate::surface::{Surface, accessor, is_in_swift};

const HEAD: &str = "// Written by tools/bindings. Change the core or that tool, not this file.

import Defacto
import Foundation

/// The functions are deprecated like the calls inside, so neither they nor their callers get warnings.
struct Calls: Calling {
";

pub(super) fn source(surface: &Surface) -> String {
    let blocking = function(surface, "callBlocking", "throws", "try");
    let suspending = function(surface, "call", "async throws", "try await");
    format!("{HEAD}{blocking}\n{suspending}}}\n{}", values(surface))
}

/// Returns every model with a sample of it, and every open enum.
fn values(surface: &Surface) -> String {
    let models = surface.models.iter().filter(|model| is_in_swift(model.name));
    let samples = models.map(|model| format!("    ({}.self, #\"{}\"#),\n", model.name, sample(model)));
    let enums = surface.enums.iter().filter(|info| is_in_swift(info.name));
    let enums = enums.map(|info| format!("    {}.self,\n", info.name));
    format!(
        "
/// Every model, with JSON that has all of its fields.
let samples: [(type: any JSONForm.Type, json: String)] = [
{}]

/// Every open enum.
let openEnums: [any OpenEnum.Type] = [
{}]
",
        samples.collect::<String>(),
        enums.collect::<String>()
    )
}

fn function(surface: &Surface, name: &str, throws: &str, attempt: &str) -> String {
    let arms = each(surface, |name, area, operation| arm(name, area, operation, attempt));
    format!(
        "    /// Calls an operation by its name in the core; what it takes and gives is JSON.
    @available(*, deprecated)
    func {name}(_ client: Client, _ operation: String, _ arguments: Arguments) {throws} -> JsonValue {{
        switch operation {{
{arms}        default: throw Unexpected(\"no operation is called \\(operation)\")
        }}
    }}
"
    )
}

fn arm(name: &str, area: &AreaInfo, operation: &Operation, attempt: &str) -> String {
    let camel = ToLowerCamelCase::to_lower_camel_case;
    let arguments: Vec<String> = operation.arguments.iter().map(argument).collect();
    let call = format!(
        "client.{}.{}({})",
        camel(accessor(area).as_str()),
        camel(operation.verb),
        arguments.join(", ")
    );
    let body = match operation.answer {
        Answer::Nothing => format!("{attempt} {call}\n            return .null"),
        Answer::Pages(_) => format!("return {attempt} items({call}) {{ $0.toJSON() }}"),
        Answer::One(Kind::List(_)) => format!("return try list({attempt} {call}) {{ $0.toJSON() }}"),
        Answer::One(Kind::Bytes) => {
            format!("return .text(value: String(decoding: {attempt} {call}, as: UTF8.self))")
        }
        Answer::One(Kind::String) => format!("return .text(value: {attempt} {call})"),
        Answer::One(_) => format!("return try value({attempt} {call}.toJSON())"),
    };
    format!("        case {name:?}:\n            {body}\n")
}

/// A required argument has no label, and neither has a filter.
fn argument(argument: &ArgumentInfo) -> String {
    let name = argument.name;
    let value = match (argument.kind, argument.required) {
        (Kind::Model(_), _) => format!(".fromJSON(arguments.json({name:?}))"),
        (Kind::Enum(info), true) => format!("{}(wire: arguments.text({name:?}))", info.name),
        (Kind::Enum(info), false) => {
            format!("arguments.optionalText({name:?}).map({}.init(wire:))", info.name)
        }
        (Kind::Pdf, true) => format!("arguments.pdf({name:?})"),
        (Kind::Uuid, true) => format!("arguments.uuid({name:?})"),
        (Kind::DateTime, false) => format!("arguments.optionalMoment({name:?})"),
        (Kind::Boolean, false) => format!("arguments.optionalFlag({name:?})"),
        (Kind::String, true) => format!("arguments.text({name:?})"),
        (Kind::String, false) => format!("arguments.optionalText({name:?})"),
        (kind, _) => unimplemented!("no operation takes {kind:?} yet"),
    };
    let label = (!argument.required && name != "filter").then(|| format!("{}: ", name.to_lower_camel_case()));
    label.unwrap_or_default() + &value
}
