//! Words and links of the pages.

use defacto_sdk::wire::{Answer, Kind};

/// The page of types that belong to no area.
pub(super) const SHARED: &str = "models.md";

/// Returns the page of a type, from its module in Rust.
pub(super) fn page_of(module: &str) -> String {
    let area = module.strip_prefix("defacto_sdk::api::").and_then(|rest| rest.split("::").next());
    area.map_or_else(|| SHARED.to_owned(), |area| format!("{area}.md"))
}

/// Returns the name of a type with a link to its description, seen from `page`.
pub(super) fn linked(name: &str, module: &str, page: &str) -> String {
    let target = page_of(module);
    let file = if target == page { "" } else { &target };
    format!("[{name}]({file}#{})", anchor(name))
}

/// Describes a value in words.
pub(super) fn kind(kind: &Kind, page: &str) -> String {
    let of = |item| self::kind(item, page);
    match kind {
        Kind::String => "text".to_owned(),
        Kind::Integer => "whole number".to_owned(),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Decimal => "decimal".to_owned(),
        Kind::Date => "day".to_owned(),
        Kind::DateTime => "moment".to_owned(),
        Kind::Uuid => "UUID".to_owned(),
        Kind::Object => "object".to_owned(),
        Kind::Bytes => "bytes".to_owned(),
        Kind::Pdf => "PDF".to_owned(),
        Kind::List(item) => format!("list of {}", of(item)),
        Kind::Map(item) => format!("map of {}", of(item)),
        Kind::Enum(info) => linked(info.name, info.module, page),
        Kind::Model(info) => linked(info.name, info.module, page),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// Describes the answer of an operation in words.
pub(super) fn answer(answer: Answer, page: &str) -> String {
    match answer {
        Answer::Nothing => "nothing".to_owned(),
        Answer::One(kind) => self::kind(kind, page),
        Answer::Pages(item) => {
            format!("all {}, page by page", self::kind(item, page))
        }
    }
}

/// Returns the anchor that GitHub gives a heading.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// Returns a text as a table cell: one line.
pub(super) fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// Returns a table, or nothing if it has no rows.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&name| name.to_owned()).collect();
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{rule}{rows}\n", line(&head))
}

/// Returns the first sentence of a description as a table cell.
pub(super) fn first_sentence(doc: &str) -> String {
    cell(&crate::surface::first_sentence(doc))
}
