//! The index: all areas, and the rules for all pages.

use super::page::{about, title};
use super::text::{first_sentence, table};
use crate::surface::{Surface, accessor};

const HOW: &str = include_str!("how_to_read.md");

pub(super) fn page(surface: &Surface) -> String {
    let rows: Vec<Vec<String>> = surface
        .areas
        .iter()
        .map(|area| {
            let link = format!("[{}]({}.md)", title(area), accessor(area));
            vec![link, first_sentence(&about(area)), area.operations.len().to_string()]
        })
        .collect();
    let operations: usize = surface.areas.iter().map(|area| area.operations.len()).sum();
    format!(
        "# Reference\n\n\
         Every operation of the API in its area: {operations} in {areas} areas, with {models} models and {enums} enums. What \
         several areas share is in [Shared models](models.md).\n\n\
         {table}{HOW}",
        areas = surface.areas.len(),
        models = surface.models.len(),
        enums = surface.enums.len(),
        table = table(&["Area", "What it is about", "Operations"], &rows),
    )
}
