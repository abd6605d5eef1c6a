//! Where a store in a file may be.

use std::path::Path;

use crate::error::{DefactoError, Result};

/// Refuses the names by which SQLite keeps nothing: whoever gives one, by a variable that is not set for instance, would
/// have no journal.
pub(crate) fn check(path: &Path) -> Result<()> {
    // Some builds of SQLite take such a name for a URI, which may ask for memory.
    let is_uri = path.as_os_str().as_encoded_bytes().starts_with(b"file:");
    if !path.as_os_str().is_empty() && path != Path::new(":memory:") && !is_uri {
        return Ok(());
    }
    let hint = "Name a file. For a store that forgets with the process there is the one in memory.";
    Err(DefactoError::configuration("the store needs a file, and none is named", hint))
}
