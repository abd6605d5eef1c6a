//! The index: all areas, and the rules for all pages.

use super::page::{about, title};
use super::text::{first_sentence, table};
use crate::surface::{Surface, accessor};

/// The pages that `tools/surface_pages.py` writes, with what they are about.
const MORE: [(&str, &str, &str); 7] = [
    ("client.md", "Client", "The client, its options, and what it returns besides models."),
    ("enrolling.md", "Enrolling", "From a company to its credit line, and enrolments that are pending."),
    ("lending.md", "Lending", "Request a loan, accept its offer and follow it."),
    ("receiving_webhooks.md", "Receiving webhooks", "Verify a sender, deduplicate events, route them."),
    (
        "many_companies.md",
        "Many companies",
        "Enrol a portfolio from a file, with a store that keeps every step.",
    ),
    ("errors.md", "Errors", "The exceptions of all calls."),
    ("sandbox.md", "Sandbox", "The API on this machine, for tests."),
];

const HOW: &str = include_str!("how_to_read.md");

/// Returns `true` for a page that another tool writes.
pub(super) fn is_another(name: &str) -> bool {
    MORE.iter().any(|(file, ..)| *file == name)
}

pub(super) fn page(surface: &Surface) -> String {
    let rows: Vec<Vec<String>> = surface
        .areas
        .iter()
        .map(|area| {
            let link = format!("[{}]({}.md)", title(area), accessor(area));
            vec![link, first_sentence(&about(area)), area.operations.len().to_string()]
        })
        .collect();
    let more: Vec<Vec<String>> = MORE
        .iter()
        .map(|(file, title, about)| vec![format!("[{title}]({file})"), (*about).to_owned()])
        .collect();
    let operations: usize = surface.areas.iter().map(|area| area.operations.len()).sum();
    format!(
        "# Reference\n\n\
         Every operation of the API in its area: {operations} in {areas} areas, with {models} models and {enums} enums. What \
         several areas share is in [Shared models](models.md).\n\n\
         {table}\
         What is more than one operation has pages of its own:\n\n\
         {more}{HOW}",
        areas = surface.areas.len(),
        models = surface.models.len(),
        enums = surface.enums.len(),
        more = table(&["Page", "What it is about"], &more),
        table = table(&["Area", "What it is about", "Operations"], &rows),
    )
}
