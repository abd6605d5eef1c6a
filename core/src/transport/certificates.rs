//! The authorities that a caller trusts in addition to the system's.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{DefactoError, Result};

/// How each certificate in PEM text begins.
const BEGIN: &str = "-----BEGIN";

/// Certificates of authorities to trust besides the system's: PEM text, or the path of a file with it.
#[derive(Clone, PartialEq, Eq)]
pub struct CaCertificates(String);

impl fmt::Debug for CaCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_text() { "CaCertificates(PEM text)" } else { "CaCertificates(a file)" })
    }
}

impl From<&str> for CaCertificates {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for CaCertificates {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&[u8]> for CaCertificates {
    fn from(text: &[u8]) -> Self {
        // Text of another encoding has no certificates, which `pem` says.
        Self(String::from_utf8_lossy(text).into_owned())
    }
}

impl From<Vec<u8>> for CaCertificates {
    fn from(text: Vec<u8>) -> Self {
        text.as_slice().into()
    }
}

impl From<&Path> for CaCertificates {
    fn from(path: &Path) -> Self {
        Self(path.to_string_lossy().into_owned())
    }
}

impl From<PathBuf> for CaCertificates {
    fn from(path: PathBuf) -> Self {
        path.as_path().into()
    }
}

impl From<CaCertificates> for String {
    fn from(certificates: CaCertificates) -> Self {
        certificates.0
    }
}

impl CaCertificates {
    fn is_text(&self) -> bool {
        self.0.contains(BEGIN)
    }

    /// Returns the PEM text. Reads the file if this is a path.
    ///
    /// # Errors
    /// `Configuration` when the file cannot be read.
    pub(super) fn pem(&self) -> Result<String> {
        let text = if self.is_text() {
            self.0.clone()
        } else {
            std::fs::read_to_string(&self.0).map_err(|error| unreadable(&error.to_string()))?
        };
        // An editor may have put a byte order mark in front, which would hide the first certificate.
        Ok(text.trim_start_matches('\u{feff}').to_owned())
    }
}

/// The error of certificates that cannot be read.
pub(super) fn unreadable(reason: &str) -> DefactoError {
    let hint =
        "Give the PEM text of one or more certificates (BEGIN CERTIFICATE), or the path of a file with it.";
    DefactoError::configuration(format!("the CA certificates cannot be read: {reason}"), hint)
}
