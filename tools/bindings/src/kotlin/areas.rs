//! One file for each area: a class with blocking calls and futures for Java, and its suspending twin.

use defacto_sdk::wire::{Answer, AreaInfo, ArgumentInfo, Kind, Operation};
use heck::{ToLowerCamelCase, ToUpperCamelCase};

use super::docs::{comment, future_doc, suspending};
use crate::surface::{Surface, accessor, in_camel_case};

const HEAD: &str = "// Written by tools/bindings. Change the core or that tool, not this file.\n\
                    @file:Suppress(\"warnings\")\n\npackage com.getdefacto.sdk\n\n";

/// Returns the names and texts of all files.
pub(crate) fn files(surface: &Surface) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        surface.areas.iter().map(|area| (format!("{}.kt", area.name), file(area))).collect();
    files.push(("Areas.kt".to_owned(), areas(surface)));
    files
}

/// Returns the properties of a client for its areas.
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
                   import java.util.UUID\nimport java.util.concurrent.CompletableFuture\n\
                   import kotlinx.coroutines.flow.Flow\n\n";
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
            let read = format!("{{ cursor -> calling {{ {call} }} }}");
            let read_async = format!("{{ cursor, stop -> {} }}", native_async(area, operation));
            (format!(": Pages<{}>", type_name(kind)), format!("Pages({read}, {read_async})"))
        }
    };
    // A listing sends nothing before the first item is read.
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
    ) + &future(area, operation)
}

/// Returns the twin for Java, which has no coroutines. A list is the same object, with futures for its pages.
fn future(area: &AreaInfo, operation: &Operation) -> String {
    let call = native_async(area, operation);
    let (answer, body) = match operation.answer {
        Answer::Nothing => ("Void?".to_owned(), format!("futureOf {{ stop -> {call}; null }}")),
        Answer::One(kind) => (type_name(kind), format!("futureOf {{ stop -> {call} }}")),
        Answer::Pages(_) => return String::new(),
    };
    let overloads =
        if operation.arguments.iter().all(|argument| argument.required) { "" } else { "    @JvmOverloads\n" };
    format!(
        "\n{}{}{overloads}    public fun {}Async({}): CompletableFuture<{answer}> =\n        {body}\n",
        comment(&future_doc(operation.doc), "    "),
        deprecated(operation),
        verb(operation),
        parameters(operation),
    )
}

fn suspended(area: &AreaInfo, operation: &Operation) -> String {
    let call = native_async(area, operation);
    let (modifier, answer, body) = match operation.answer {
        Answer::Nothing => ("suspend ", String::new(), format!("suspending {{ stop -> {call} }}")),
        Answer::One(kind) => {
            ("suspend ", format!(": {}", type_name(kind)), format!("suspending {{ stop -> {call} }}"))
        }
        Answer::Pages(kind) => {
            ("", format!(": Flow<{}>", type_name(kind)), format!("flowOfPages {{ cursor, stop -> {call} }}"))
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

/// Returns Kotlin's annotation for deprecated calls.
fn deprecated(operation: &Operation) -> String {
    let mark = |note| format!("    @Deprecated({:?})\n", in_camel_case(note));
    operation.deprecated.map(mark).unwrap_or_default()
}

fn verb(operation: &Operation) -> String {
    operation.verb.to_lower_camel_case()
}

/// Returns the call of uniffi's object; for a listing, the call for one page.
fn native(area: &AreaInfo, operation: &Operation) -> String {
    call(area, operation, "", None)
}

/// Returns the suspending call, which `stop` ends.
fn native_async(area: &AreaInfo, operation: &Operation) -> String {
    call(area, operation, "Async", Some("stop"))
}

fn call(area: &AreaInfo, operation: &Operation, ending: &str, stop: Option<&str>) -> String {
    let mut arguments: Vec<String> = operation.arguments.iter().map(passed).collect();
    let is_list = matches!(operation.answer, Answer::Pages(_));
    arguments.extend(is_list.then(|| "cursor".to_owned()));
    arguments.extend(stop.map(ToOwned::to_owned));
    let (page, read) = if is_list { ("Page", ".run { Page(data, nextPage, total) }") } else { ("", "") };
    format!(
        "native.{}{}{page}{ending}({}){read}",
        accessor(area).to_lower_camel_case(),
        operation.verb.to_upper_camel_case(),
        arguments.join(", ")
    )
}

/// Returns an argument as uniffi's object takes it: our class for a document wraps uniffi's.
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
