//! Reads requests and secret arguments.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::outcome::failure::Failure;

/// Returns the text of a file, or of standard input for `-`, without a byte order mark at its beginning.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let standard_input = path.as_os_str() == "-";
    let result = if standard_input { read_standard_input() } else { fs::read_to_string(path) };
    let name = if standard_input { "standard input".into() } else { path.display().to_string() };
    let text = result.map_err(|error| Failure::Other(explain(&name, &error)))?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), ToOwned::to_owned))
}

/// Returns an argument that holds a secret. `-` reads it from standard input: other users can read arguments.
pub(crate) fn argument(given: &str) -> Result<String, Failure> {
    let text = if given == "-" { read(Path::new("-"))? } else { given.to_owned() };
    Ok(text.trim().to_owned())
}

fn read_standard_input() -> io::Result<String> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

fn explain(name: &str, error: &io::Error) -> String {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "Check the path; `-` reads standard input.",
        io::ErrorKind::PermissionDenied => "Check who may read it.",
        io::ErrorKind::InvalidData => "It must be JSON text in UTF-8.",
        io::ErrorKind::IsADirectory => "Name a file with the JSON of one company.",
        _ => "Check the file.",
    };
    format!("cannot read {name}: {error}.\n{hint}")
}
