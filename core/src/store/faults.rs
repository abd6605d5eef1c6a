//! Faults of a database, as errors that say what to do.

#[cfg(any(feature = "sqlite", feature = "python"))]
use std::path::Path;
#[cfg(any(feature = "sqlite", feature = "python"))]
use std::time::Duration;

use crate::error::DefactoError;
#[cfg(any(feature = "sqlite", feature = "python"))]
use crate::world;

/// How long to wait for another process that writes to the file.
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a file, again and again while it is busy. SQLite waits for locks by itself, except for the one under
/// which the first process creates the file's log.
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(crate) fn retry_while_busy<T>(is_busy: impl Fn(&T) -> bool, mut open: impl FnMut() -> T) -> T {
    let began = world::now();
    loop {
        let opened = open();
        if !is_busy(&opened) || world::elapsed(began) >= PATIENCE {
            return opened;
        }
        world::sleep_blocking(Duration::from_millis(10));
    }
}

/// A fault of a store's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(crate) enum FileFault {
    DiskFull,
    NoStore,
    CannotOpen,
    ReadOnly,
    Busy,
    Other,
}

#[cfg(any(feature = "sqlite", feature = "python"))]
impl FileFault {
    /// Returns the error, with the code of the database driver.
    pub(crate) fn error(self, path: &Path, code: &str) -> DefactoError {
        let (what, hint) = match self {
            Self::DiskFull => (
                "the disk is full",
                "Make room and go on: what was written is kept, and nothing was sent that is not in it.",
            ),
            Self::NoStore => (
                "it is no store, or is damaged",
                "Name the file that an earlier run made, or one that does not exist yet.",
            ),
            Self::CannotOpen => {
                ("it cannot be opened", "Check that its folder exists and may be written to.")
            }
            Self::ReadOnly => {
                ("it may not be written to", "Check who may write to the file and to its folder.")
            }
            Self::Busy => {
                ("another process is writing to it all the time", "Wait for the other process to end.")
            }
            Self::Other => ("it cannot be used", "Check the file and its folder."),
        };
        let code = if code.is_empty() { String::new() } else { format!(" ({code})") };
        let mut error = DefactoError::store(format!("the store {}: {what}{code}", path.display()), hint);
        error.details_mut().retryable = matches!(self, Self::DiskFull | Self::Busy);
        error
    }
}

#[cfg(any(feature = "postgres", feature = "python"))]
const GO_ON: &str = "Check the address, the user and the database, then go on: what was written is kept.";

/// Returns the error for a refusal by the server. The server's text may repeat values; its code does not.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) fn refused(code: &str) -> DefactoError {
    let mut error = DefactoError::store(format!("the database refuses (SQLSTATE {code})"), GO_ON);
    // Broken connection, conflict, out of resources, shutdown or start.
    let passing = ["08", "40", "53", "57P"];
    error.details_mut().retryable = passing.iter().any(|class| code.starts_with(class));
    error
}

/// Returns the error for a broken connection to the server.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) fn broken() -> DefactoError {
    let mut error = DefactoError::store("the connection to the database broke", GO_ON);
    error.details_mut().retryable = true;
    error
}

/// Returns the error for a server that cannot be reached.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) fn unreachable() -> DefactoError {
    let mut error = DefactoError::store("the database cannot be reached", GO_ON);
    error.details_mut().retryable = true;
    error
}
