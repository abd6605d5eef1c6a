//! The sources of the API key. The key is never an argument and never shown.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Keyring, Origin};
use crate::outcome::failure::Failure;

/// The variable with the key itself.
pub(super) const VARIABLE: &str = "DEFACTO_API_KEY";
/// The size limit of a key file, in bytes: a longer file is not a key file.
const LONGEST_FILE: u64 = 64 * 1024;

/// An API key. Only `reveal` shows it.
#[derive(PartialEq, Eq)]
pub(crate) struct ApiKey(String);

impl ApiKey {
    /// Creates a key without the whitespace around it.
    pub(crate) fn trimmed(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Returns the key itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<masked>")
    }
}

/// The source of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// The variable `DEFACTO_API_KEY`.
    Variable,
    /// A file.
    File {
        /// The path of the file.
        path: PathBuf,
        /// The setting that names the file.
        origin: Origin,
    },
    /// The keyring of the operating system.
    Keyring {
        /// The profile of the key.
        profile: String,
    },
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable => f.write_str(VARIABLE),
            Self::File { path, origin } => write!(f, "the file {} ({origin})", path.display()),
            Self::Keyring { profile } => {
                write!(f, "the keyring, for the profile {profile} ({})", Origin::File)
            }
        }
    }
}

impl KeySource {
    /// Reads the key.
    pub(crate) fn read(&self) -> Result<ApiKey, Failure> {
        match self {
            Self::Variable => {
                let key = std::env::var(VARIABLE).map_err(|_| {
                    Failure::configuration(format!("{VARIABLE} cannot be read"), "It must be text in UTF-8.")
                })?;
                Ok(ApiKey(key))
            }
            Self::File { path, .. } => read_file(path),
            Self::Keyring { profile } => Keyring::of_this_machine()?.read(profile),
        }
    }
}

/// Reads the key from a file that only its owner can read.
fn read_file(path: &Path) -> Result<ApiKey, Failure> {
    let failed = |error: std::io::Error| {
        Failure::configuration(
            format!("cannot read the key file {}: {error}", path.display()),
            "Name a file that holds the key and nothing else.",
        )
    };
    let file = File::open(path).map_err(failed)?;
    // The open file is checked, so that it cannot be replaced between the check and the read.
    if is_open_to_others(&file.metadata().map_err(failed)?) {
        return Err(Failure::configuration(
            format!("the key file {} is open to others", path.display()),
            format!("Keep it to yourself: chmod 600 {}", path.display()),
        ));
    }
    let mut text = String::new();
    file.take(LONGEST_FILE).read_to_string(&mut text).map_err(failed)?;
    Ok(ApiKey::trimmed(&text))
}

#[cfg(unix)]
fn is_open_to_others(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

/// Other systems use access lists, and the user's own folder keeps the file private.
#[cfg(not(unix))]
fn is_open_to_others(_: &Metadata) -> bool {
    false
}
