//! One example for each area, in four languages: written by hand, and compiled from the pages by the tests.

use std::fs;

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/reference/examples");
const LANGUAGES: [(&str, &str); 4] =
    [("Rust", "rust,no_run"), ("Python", "python"), ("Kotlin", "kotlin"), ("Swift", "swift")];

/// Returns the example of an area, with the name of its language before each block.
pub(super) fn of(area: &str) -> Result<String> {
    let path = Utf8Path::new(FOLDER).join(format!("{area}.md"));
    let text =
        fs::read_to_string(&path).with_context(|| format!("every area has an example: write {path}"))?;
    let mut text = text.trim_end().to_owned();
    for (language, fence) in LANGUAGES {
        let begin = format!("```{fence}\n");
        ensure!(text.matches(&begin).count() == 1, "{path} must have one block of `{fence}`");
        text = text.replacen(&begin, &format!("{language}:\n\n{begin}"), 1);
    }
    Ok(text + "\n\n")
}

#[cfg(test)]
mod tests {
    use crate::surface::{Surface, accessor};

    #[test]
    fn the_rust_example_of_every_area_is_compiled() {
        let compiled = include_str!("../../../../core/src/reference.rs");
        for area in Surface::read().areas {
            let name = accessor(area);
            assert!(compiled.lines().any(|line| line.trim() == name), "add {name} to core/src/reference.rs");
        }
    }
}
