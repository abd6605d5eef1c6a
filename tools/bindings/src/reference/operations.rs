//! The operations of an area: a table of all, then each operation.

use defacto_sandbox::snippets::{Place, Surface as Calls};
use defacto_sdk::wire::{AreaInfo, ArgumentInfo, Kind, Operation};

use super::call;
use super::text::{anchor, answer, first_sentence, kind, table};
use crate::snippets;
use crate::surface::accessor;

/// Returns the table of all operations.
pub(super) fn overview(area: &AreaInfo) -> String {
    let row = |operation: &Operation| {
        let mut what = first_sentence(operation.doc);
        if let Some(successor) = operation.deprecated {
            what = format!("{what} **Deprecated:** {}.", code_names(successor));
        }
        let repeat = if operation.read_only || operation.repeatable { "yes" } else { "no" };
        let name = format!("[`{}`](#{})", operation.verb, anchor(&title(area, operation)));
        vec![name, request(operation), what, repeat.to_owned()]
    };
    let rows: Vec<Vec<String>> = area.functions().map(row).collect();
    table(&["Operation", "Request", "What it does", "Safe to repeat"], &rows)
}

/// Returns every operation with its description, arguments and answer.
pub(super) fn details(area: &AreaInfo, page: &str, calls: &Calls) -> String {
    area.functions().map(|operation| detail(area, operation, page, calls)).collect()
}

fn detail(area: &AreaInfo, operation: &Operation, page: &str, calls: &Calls) -> String {
    let row = |argument: &ArgumentInfo| {
        let required = if argument.required { "yes" } else { "no" };
        let place = place(operation, argument).to_owned();
        vec![format!("`{}`", argument.name), kind(argument.kind, page), required.to_owned(), place]
    };
    let rows: Vec<Vec<String>> = operation.arguments.iter().map(row).collect();
    let arguments = table(&["Argument", "Kind", "Required", "Where it goes"], &rows);
    let name = title(area, operation);
    let deprecated = operation
        .deprecated
        .map_or_else(String::new, |successor| format!("> **Deprecated:** {}.\n\n", code_names(successor)));
    format!(
        "### {name}\n\n{}\n\n{deprecated}{}\n\n{arguments}Returns {}{}.\n\n{}",
        request(operation),
        described(operation.doc),
        answer(operation.answer, page),
        call::status(calls, &name),
        call::blocks(calls, &name),
        name = name,
    )
}

fn title(area: &AreaInfo, operation: &Operation) -> String {
    format!("{}.{}", accessor(area), operation.verb)
}

fn request(operation: &Operation) -> String {
    if operation.path.is_empty() {
        return "several requests".to_owned();
    }
    format!("`{} {}`", operation.method, operation.path)
}

/// Names the part of the request that holds an argument.
fn place(operation: &Operation, argument: &ArgumentInfo) -> &'static str {
    match (snippets::place(operation, argument), argument.kind) {
        (Place::Path, _) => "path",
        (Place::Query, _) => "query",
        (Place::Body, _) => "JSON body",
        (Place::Form, Kind::Pdf) => "file in a form",
        (Place::Form, Kind::Model(_)) => "web form",
        (Place::Form, _) => "text in the form",
    }
}

/// Returns the description without what the page says already; the heading for errors becomes a paragraph.
fn described(doc: &str) -> String {
    let told = ["Operation: ", "# Errors\nThose of every call"];
    let paragraphs = doc.trim().split("\n\n");
    let paragraphs = paragraphs.filter(|paragraph| !told.iter().any(|begin| paragraph.starts_with(begin)));
    let paragraphs = paragraphs.map(|paragraph| paragraph.replace("# Errors\n", "Errors: "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Returns a note such as `use credit_lines.list` with the names of operations as code.
fn code_names(note: &str) -> String {
    let words =
        note.split(' ').map(|word| if word.contains('.') { format!("`{word}`") } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}
