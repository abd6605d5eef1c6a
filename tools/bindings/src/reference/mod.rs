//! The reference in `docs/reference`: one page for each area, one for shared types, and an index.

mod call;
mod example;
mod index;
mod links;
mod operations;
mod page;
mod text;
mod types;

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;

use crate::surface::Surface;

/// The texts of all pages, by file name.
type Pages = BTreeMap<String, String>;

/// Writes the pages to the folder, or checks that the folder's pages are up to date.
pub(crate) fn write(out: &Utf8Path, check: bool) -> Result<()> {
    let surface = Surface::read();
    let pages = page::all(&surface, &crate::snippets::of(&surface)?)?;
    links::check(&pages)?;
    let stale = stale(out, &pages)?;
    if check {
        ensure!(stale.is_empty(), "{out} is not up to date ({}). Run `make docs`", stale.join(", "));
        return Ok(());
    }
    fs::create_dir_all(out)?;
    for name in stale {
        let path = out.join(&name);
        match pages.get(&name) {
            Some(text) => fs::write(path, text)?,
            None => fs::remove_file(path)?,
        }
    }
    Ok(())
}

/// Returns the files that are missing, differ, or belong to no area.
fn stale(out: &Utf8Path, pages: &Pages) -> Result<Vec<String>> {
    let mut stale: Vec<String> = pages
        .iter()
        .filter(|(name, text)| fs::read_to_string(out.join(name)).ok().as_ref() != Some(text))
        .map(|(name, _)| name.clone())
        .collect();
    if out.is_dir() {
        for file in out.read_dir_utf8().with_context(|| format!("cannot read {out}"))? {
            let path = file?.into_path();
            let name = path.file_name().unwrap_or_default();
            if path.extension() == Some("md") && !pages.contains_key(name) && !index::is_another(name) {
                stale.push(name.to_owned());
            }
        }
    }
    Ok(stale)
}
