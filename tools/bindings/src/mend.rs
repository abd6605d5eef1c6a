//! Changes to the text that uniffi generates. Each must find what it changes: a new version of uniffi that writes
//! something else stops the build instead of slipping through.

use anyhow::{Result, ensure};

/// Replaces every occurrence; there must be at least one.
pub(crate) fn replace(text: &str, old: &str, new: &str) -> Result<String> {
    ensure!(text.contains(old), "uniffi does not write {old:?} any more: look at its templates");
    Ok(text.replace(old, new))
}
