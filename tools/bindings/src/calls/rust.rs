//! The calls in Rust.

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Kind, Operation};

use super::each;
use crate::surface::{Surface, accessor};

const HEAD: &str = "//! Written by tools/bindings. Change the core or that tool, not this file.

use defacto_sdk::{Client, DefactoError};
use serde_json::Value;

use crate::arguments::{Arguments, bytes, items, list, model};

/// Calls an operation by its name in the core; arguments and result are JSON.
///
/// # Errors
/// What the operation fails with.
#[allow(deprecated, clippy::too_many_lines, reason = \"every operation is called, whatever stands beside it\")]
pub fn call(client: &Client, operation: &str, arguments: &Arguments<'_>) -> Result<Value, DefactoError> {
    Ok(match operation {
";

pub(super) fn source(surface: &Surface) -> String {
    format!(
        "{HEAD}{}        _ => panic!(\"no operation is called {{operation}}\"),\n    }})\n}}\n",
        each(surface, arm)
    )
}

fn arm(name: &str, area: &AreaInfo, operation: &Operation) -> String {
    let arguments: Vec<String> = operation.arguments.iter().map(argument).collect();
    let call = format!("client.{}().{}({})?", accessor(area), operation.verb, arguments.join(", "));
    let value = match operation.answer {
        Answer::Nothing => {
            return format!(
                "        {name:?} => {{\n            {call};\n            Value::Null\n        }}\n"
            );
        }
        Answer::Pages(_) => format!("items({call})?"),
        Answer::One(Kind::List(_)) => format!("list(&{call})"),
        Answer::One(Kind::Bytes) => format!("bytes({call})"),
        Answer::One(Kind::String) => format!("Value::String({call})"),
        Answer::One(_) => format!("model(&{call})"),
    };
    format!("        {name:?} => {value},\n")
}

fn argument(argument: &ArgumentInfo) -> String {
    let read = match (argument.kind, argument.required) {
        (Kind::Model(_), _) => return format!("&arguments.model({:?})", argument.name),
        (Kind::Pdf, true) => return format!("&arguments.pdf({:?})", argument.name),
        (Kind::Boolean, false) => "optional_flag",
        (Kind::Enum(_), true) => "value",
        (Kind::Enum(_), false) => "optional_value",
        (Kind::String | Kind::Uuid, true) => "text",
        (Kind::String | Kind::DateTime, false) => "optional_text",
        (kind, _) => unimplemented!("no operation takes {kind:?} yet"),
    };
    format!("arguments.{read}({:?})", argument.name)
}
