//! The calls in Kotlin, blocking and suspending.

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Kind, Operation};
use heck::ToLowerCamelCase;

use super::each;
use crate::surface::{Surface, accessor};

const HEAD: &str = "// Written by tools/bindings. Change the core or that tool, not this file.
@file:Suppress(\"DEPRECATION\")

package com.getdefacto.tests

import com.getdefacto.sdk.*

";

pub(super) fn source(surface: &Surface) -> String {
    let function = |head: &str| {
        let arms = each(surface, arm);
        let other = "        else -> error(\"no operation is called $operation\")\n";
        format!("{head} =\n    when (operation) {{\n{arms}{other}    }}\n")
    };
    let blocking = function("fun call(client: Client, operation: String, arguments: Arguments): String");
    let suspending =
        function("suspend fun call(client: AsyncClient, operation: String, arguments: Arguments): String");
    let doc = "/** Calls an operation by its name in the core; what it takes and gives is JSON. */\n";
    format!("{HEAD}{doc}{blocking}\n{doc}{suspending}")
}

fn arm(name: &str, area: &AreaInfo, operation: &Operation) -> String {
    let arguments: Vec<String> = operation.arguments.iter().map(argument).collect();
    let call = format!(
        "client.{}.{}({})",
        accessor(area).to_lower_camel_case(),
        operation.verb.to_lower_camel_case(),
        arguments.join(", ")
    );
    let value = match operation.answer {
        Answer::Nothing => format!("nothing({call})"),
        Answer::Pages(_) => format!("items({call}) {{ it.toJson() }}"),
        Answer::One(Kind::List(_)) => format!("list({call}) {{ it.toJson() }}"),
        Answer::One(Kind::Bytes) => format!("text(String({call}))"),
        Answer::One(Kind::String) => format!("text({call})"),
        Answer::One(_) => format!("{call}.toJson()"),
    };
    format!("        {name:?} -> {value}\n")
}

fn argument(argument: &ArgumentInfo) -> String {
    let name = argument.name;
    match (argument.kind, argument.required) {
        (Kind::Model(info), _) => format!("{}.fromJson(arguments.json({name:?}))", info.name),
        (Kind::Enum(info), true) => format!("{}.of(arguments.text({name:?}))", info.name),
        (Kind::Enum(info), false) => format!("arguments.optionalText({name:?})?.let({}::of)", info.name),
        (Kind::Pdf, true) => format!("arguments.pdf({name:?})"),
        (Kind::Uuid, true) => format!("arguments.uuid({name:?})"),
        (Kind::DateTime, false) => format!("arguments.optionalMoment({name:?})"),
        (Kind::Boolean, false) => format!("arguments.optionalFlag({name:?})"),
        (Kind::String, true) => format!("arguments.text({name:?})"),
        (Kind::String, false) => format!("arguments.optionalText({name:?})"),
        (kind, _) => unimplemented!("no operation takes {kind:?} yet"),
    }
}
