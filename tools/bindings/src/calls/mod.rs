//! A test function that calls any operation by its name, with arguments and results as JSON, so that the same
//! vectors apply to every language.

mod kotlin;
mod rust;
mod samples;
mod swift;

use anyhow::Result;
use camino::Utf8Path;
use defacto_sdk::wire::{AreaInfo, Operation};

use crate::surface::{Surface, accessor};

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Language {
    Rust,
    Kotlin,
    Swift,
}

/// Writes the source, unless it is up to date, so that nothing is recompiled without need.
pub(crate) fn write(language: Language, out: &Utf8Path) -> Result<()> {
    let text = source(language);
    if std::fs::read_to_string(out).is_ok_and(|present| present == text) {
        return Ok(());
    }
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(out, text)?)
}

fn source(language: Language) -> String {
    let surface = Surface::read();
    match language {
        Language::Rust => rust::source(&surface),
        Language::Kotlin => kotlin::source(&surface),
        Language::Swift => swift::source(&surface),
    }
}

/// Returns one text for each operation, with its name in the core: `loans.request`.
fn each(surface: &Surface, text: impl Fn(&str, &AreaInfo, &Operation) -> String) -> String {
    let of_area = |area: &&'static AreaInfo| -> String {
        let named = |operation: &Operation| format!("{}.{}", accessor(area), operation.verb);
        area.operations.iter().map(|operation| text(&named(operation), area, operation)).collect()
    };
    surface.areas.iter().map(of_area).collect()
}

#[cfg(test)]
mod tests {
    use super::{Language, source};

    #[test]
    fn the_calls_of_the_rust_tests_are_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/rust/src/calls.rs");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        let again = "write it anew: cargo run -p defacto-bindings -- calls --language rust --out tests/rust/src/calls.rs";
        assert!(committed == source(Language::Rust), "{again}");
    }
}
