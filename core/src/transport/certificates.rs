//! Certificates of a caller: the authorities to trust, and the one to show.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{DefactoError, Result};

/// How each part of PEM text begins.
const BEGIN: &str = "-----BEGIN";

/// Defines a type for PEM text, or the path of a file with it.
macro_rules! pem {
    ($(#[$doc:meta])* $name:ident, $what:literal, $hint:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))?;
                f.write_str(if is_text(&self.0) { "(PEM text)" } else { "(a file)" })
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&[u8]> for $name {
            fn from(text: &[u8]) -> Self {
                // Text of another encoding has no certificates, which is said when it is read.
                Self(String::from_utf8_lossy(text).into_owned())
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(text: Vec<u8>) -> Self {
                text.as_slice().into()
            }
        }

        impl From<&Path> for $name {
            fn from(path: &Path) -> Self {
                Self(path.to_string_lossy().into_owned())
            }
        }

        impl From<PathBuf> for $name {
            fn from(path: PathBuf) -> Self {
                path.as_path().into()
            }
        }

        impl From<$name> for String {
            fn from(pem: $name) -> Self {
                pem.0
            }
        }

        impl $name {
            /// Returns the PEM text. Reads the file if this is a path.
            ///
            /// # Errors
            /// `Configuration` when the file cannot be read.
            pub(super) fn pem(&self) -> Result<String> {
                read(&self.0).map_err(|error| self.unreadable(&error.to_string()))
            }

            /// The error of PEM text that cannot be used.
            pub(super) fn unreadable(&self, reason: &str) -> DefactoError {
                DefactoError::configuration(format!(concat!($what, " cannot be read: {}"), reason), $hint)
            }
        }
    };
}

pem!(
    /// Certificates of authorities to trust besides the system's: PEM text, or the path of a file with it.
    CaCertificates,
    "the CA certificates",
    "Give the PEM text of one or more certificates (BEGIN CERTIFICATE), or the path of a file with it."
);

pem!(
    /// A certificate to show to the server, with its chain and its private key: PEM text, or the path of a file with it.
    ClientCertificate,
    "the client certificate",
    "Give the PEM text of the certificate and its private key (BEGIN CERTIFICATE, BEGIN PRIVATE KEY), or the path of a \
     file with both."
);

fn is_text(given: &str) -> bool {
    given.contains(BEGIN)
}

fn read(given: &str) -> std::io::Result<String> {
    let text = if is_text(given) { given.to_owned() } else { std::fs::read_to_string(given)? };
    // An editor may have put a byte order mark in front, which would hide the first certificate.
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
