//! Converts comments from Rust's conventions to Kotlin's.

use std::collections::BTreeSet;

use heck::ToLowerCamelCase;

use crate::surface::Surface;

/// Returns all names of fields, operations and arguments that differ in Kotlin.
pub(crate) fn snake_names(surface: &Surface) -> BTreeSet<&'static str> {
    let fields = surface.models.iter().flat_map(|model| model.fields.iter().map(|field| field.name));
    let operations = surface.areas.iter().flat_map(|area| area.functions());
    let names = operations.flat_map(|operation| {
        let arguments = operation.arguments.iter().map(|argument| argument.name);
        arguments.chain([operation.verb])
    });
    let ours = [
        "resume_enrollment",
        "follow_enrollment",
        "for_key",
        "request_loan",
        "direct_debit",
        "next_page",
        "poll_interval",
        "create_new",
        "compare_company",
    ];
    fields.chain(names).chain(ours).filter(|name| name.contains('_')).collect()
}

/// Returns the text with those names in camel case, where they are code in a comment.
pub(crate) fn in_camel_case(text: &str, names: &BTreeSet<&'static str>) -> String {
    let name = |name: &str| if names.contains(name) { name.to_lower_camel_case() } else { name.to_owned() };
    let code = |code: &str| code.split("::").map(name).collect::<Vec<_>>().join(".");
    let camel = |line: &str| {
        let parts = line.split('`').enumerate().map(
            |(at, part)| {
                if at % 2 == 1 { code(part) } else { part.to_owned() }
            },
        );
        parts.collect::<Vec<_>>().join("`")
    };
    let lines = text.lines().map(|line| if line.contains('*') { camel(line) } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Returns a comment. Rust's section "Errors" becomes a tag.
pub(crate) fn comment(doc: &str, indent: &str) -> String {
    let doc = doc.trim().replace("# Errors\n", "@throws DefactoException ");
    if !doc.contains('\n') {
        return format!("{indent}/** {doc} */\n");
    }
    let lines: String =
        doc.lines().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
    format!("{indent}/**\n{lines}{indent} */\n")
}

/// Returns the comment of a suspending call.
pub(crate) fn suspending(doc: &str) -> String {
    doc.replace("Blocks", "Suspends")
}

/// Returns the comment of a call that returns a future.
pub(crate) fn future_doc(doc: &str) -> String {
    let cancelling = "Returns a future; cancelling it ends the call.\n";
    let doc = doc.replace("Blocks; safe", "Does not block; safe").replace("Blocks.", "Does not block.");
    match doc.split_once("# Errors\n") {
        Some((text, errors)) => format!("{}\n\n{cancelling}\n# Errors\n{errors}", text.trim_end()),
        None => format!("{}\n\n{cancelling}", doc.trim_end()),
    }
}
