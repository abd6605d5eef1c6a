//! Changes to the text that uniffi generates. Each change must find its text: if a new version of uniffi
//! writes something else, the build stops.

use anyhow::{Result, ensure};

/// Replaces every occurrence; fails if there is none.
pub(crate) fn replace(text: &str, old: &str, new: &str) -> Result<String> {
    ensure!(text.contains(old), "uniffi does not write {old:?} any more: look at its templates");
    Ok(text.replace(old, new))
}
