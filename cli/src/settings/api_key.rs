//! The API key: where it may be, and reading it from there. It is never an argument and never shown.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Keyring, Origin};
use crate::outcome::failure::Failure;

/// The variable with the key itself.
pub(super) const VARIABLE: &str = "DEFACTO_API_KEY";
/// A longer file is some other file.
const LONGEST_FILE: u64 = 64 * 1024;

/// A key. It shows itself only to who asks for it by name.
#[derive(PartialEq, Eq)]
pub(crate) struct ApiKey(String);

impl ApiKey {
    /// A key without the blanks and line ends around it.
    pub(crate) fn trimmed(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The key itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<masked>")
    }
}

/// Where the key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// In `DEFACTO_API_KEY`.
    Variable,
    /// In a file.
    File {
        /// Its path.
        path: PathBuf,
        /// Who names it.
        origin: Origin,
    },
    /// In the keyring of the operating system.
    Keyring {
        /// The profile that it is kept for.
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

/// Reads the key of a file that only its owner can read.
fn read_file(path: &Path) -> Result<ApiKey, Failure> {
    let failed = |error: std::io::Error| {
        Failure::configuration(
            format!("cannot read the key file {}: {error}", path.display()),
            "Name a file that holds the key and nothing else.",
        )
    };
    let file = File::open(path).map_err(failed)?;
    // Asked of the open file, so that nobody can put another one in its place in between.
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

/// Elsewhere a file has lists of rights, and a folder of the user keeps it private.
#[cfg(not(unix))]
fn is_open_to_others(_: &Metadata) -> bool {
    false
}
