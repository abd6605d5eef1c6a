//! One file an area of the API: a class with blocking calls, and its suspending twin.

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Kind, Operation};
use heck::{ToLowerCamelCase, ToUpperCamelCase};

use super::docs::{comment, suspending};
use crate::surface::{Surface, accessor, in_camel_case};

const HEAD: &str = "// Written by tools/bindings. Change the core or that tool, not this file.\n\
                    @file:Suppress(\"warnings\")\n\npackage com.getdefacto.sdk\n\n";

/// The names and texts of all files.
pub(crate) fn files(surface: &Surface) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        surface.areas.iter().map(|area| (format!("{}.kt", area.name), file(area))).collect();
    files.push(("Areas.kt".to_owned(), areas(surface)));
    files
}

/// What a client has besides its own functions.
fn areas(surface: &Surface) -> String {
    let class = |name: &str, prefix: &str, doc: &str| {
        let properties: Vec<String> = surface
            .areas
            .iter()
            .map(|area| {
                let (class, name) = (area.name, accessor(area).to_lower_camel_case());
                let doc = comment(area.doc, "    ");
                format!(
                    "\n{doc}    @get:JvmName(\"{name}\")\n    \
                     public val {name}: {prefix}{class} = {prefix}{class}(native)\n"
                )
            })
            .collect();
        format!(
            "/** {doc} */\npublic abstract class {name} internal constructor(internal val native: NativeClient) {{\
             {}}}\n",
            properties.concat()
        )
    };
    format!(
        "{HEAD}{}\n{}",
        class("Areas", "", "The areas of the API, with blocking calls."),
        class("AsyncAreas", "Async", "The areas of the API, with suspending calls.")
    )
}

fn file(area: &AreaInfo) -> String {
    let imports = "import java.math.BigDecimal\nimport java.time.Instant\nimport java.time.LocalDate\n\
                   import java.util.UUID\nimport kotlinx.coroutines.flow.Flow\n\n";
    let name = area.name;
    let blocking: String = area.functions().map(|operation| blocking(area, operation)).collect();
    let suspending: String = area.functions().map(|operation| suspended(area, operation)).collect();
    format!(
        "{HEAD}{imports}{doc}public class {name} internal constructor(private val native: NativeClient) {{{blocking}}}\n\n\
         {doc}public class Async{name} internal constructor(private val native: NativeClient) {{{suspending}}}\n",
        doc = comment(area.doc, ""),
    )
}

fn blocking(area: &AreaInfo, operation: &Operation) -> String {
    let call = native(area, operation);
    let (answer, body) = match operation.answer {
        Answer::Nothing => (String::new(), format!("calling {{ {call} }}")),
        Answer::One(kind) => (format!(": {}", type_name(kind)), format!("calling {{ {call} }}")),
        Answer::Pages(kind) => {
            (format!(": Pages<{}>", type_name(kind)), format!("Pages {{ cursor -> calling {{ {call} }} }}"))
        }
    };
    // A listing reads nothing before the first item is asked for.
    let throws = if matches!(operation.answer, Answer::Pages(_)) {
        ""
    } else {
        "    @Throws(DefactoException::class)\n"
    };
    let overloads =
        if operation.arguments.iter().all(|argument| argument.required) { "" } else { "    @JvmOverloads\n" };
    format!(
        "\n{}{}{throws}{overloads}    public fun {}({}){answer} =\n        {body}\n",
        comment(operation.doc, "    "),
        deprecated(operation),
        verb(operation),
        parameters(operation),
    )
}

fn suspended(area: &AreaInfo, operation: &Operation) -> String {
    let call = native(area, operation);
    let (modifier, answer, body) = match operation.answer {
        Answer::Nothing => ("suspend ", String::new(), format!("suspending {{ {call} }}")),
        Answer::One(kind) => {
            ("suspend ", format!(": {}", type_name(kind)), format!("suspending {{ {call} }}"))
        }
        Answer::Pages(kind) => {
            ("", format!(": Flow<{}>", type_name(kind)), format!("flowOfPages {{ cursor -> {call} }}"))
        }
    };
    format!(
        "\n{}{}    public {modifier}fun {}({}){answer} =\n        {body}\n",
        comment(&suspending(operation.doc), "    "),
        deprecated(operation),
        verb(operation),
        parameters(operation),
    )
}

/// Kotlin's own mark of what should not be used any more.
fn deprecated(operation: &Operation) -> String {
    let mark = |note| format!("    @Deprecated({:?})\n", in_camel_case(note));
    operation.deprecated.map(mark).unwrap_or_default()
}

fn verb(operation: &Operation) -> String {
    operation.verb.to_lower_camel_case()
}

/// The call of uniffi's object; of a listing one page.
fn native(area: &AreaInfo, operation: &Operation) -> String {
    let mut arguments: Vec<String> = operation.arguments.iter().map(passed).collect();
    let begin =
        format!("native.{}{}", accessor(area).to_lower_camel_case(), operation.verb.to_upper_camel_case());
    if matches!(operation.answer, Answer::Pages(_)) {
        arguments.push("cursor".to_owned());
        return format!("{begin}Page({}).run {{ Page(data, nextPage, total) }}", arguments.join(", "));
    }
    format!("{begin}({})", arguments.join(", "))
}

/// An argument as uniffi's object takes it: a document is a class of ours around one of uniffi's.
fn passed(argument: &ArgumentInfo) -> String {
    let name = argument.name.to_lower_camel_case();
    match (argument.kind, argument.required) {
        (Kind::Pdf, true) => format!("{name}.native"),
        (Kind::Pdf, false) => format!("{name}?.native"),
        _ => name,
    }
}

fn parameters(operation: &Operation) -> String {
    let parameter = |argument: &ArgumentInfo| {
        let (name, kind) = (argument.name.to_lower_camel_case(), type_name(argument.kind));
        match (argument.required, argument.kind) {
            (true, _) => format!("{name}: {kind}"),
            (false, Kind::Model(_)) => format!("{name}: {kind} = {kind}()"),
            (false, _) => format!("{name}: {kind}? = null"),
        }
    };
    operation.arguments.iter().map(parameter).collect::<Vec<_>>().join(", ")
}

fn type_name(kind: &Kind) -> String {
    match kind {
        Kind::String => "String".to_owned(),
        Kind::Integer => "Long".to_owned(),
        Kind::Boolean => "Boolean".to_owned(),
        Kind::Decimal => "BigDecimal".to_owned(),
        Kind::Date => "LocalDate".to_owned(),
        Kind::DateTime => "Instant".to_owned(),
        Kind::Uuid => "UUID".to_owned(),
        Kind::Bytes => "ByteArray".to_owned(),
        Kind::Pdf => "Pdf".to_owned(),
        Kind::List(item) => format!("List<{}>", type_name(item)),
        Kind::Map(item) => format!("Map<String, {}>", type_name(item)),
        Kind::Enum(info) => info.name.to_owned(),
        Kind::Model(info) => info.name.to_owned(),
        _ => "Map<String, Any?>".to_owned(),
    }
}
