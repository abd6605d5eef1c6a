//! Exit codes.

use std::process::ExitCode;

use defacto_sdk::Enrollment;

/// The exit codes. `defacto --help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done: ready, or valid.
    Done = 0,
    /// Something unexpected failed.
    Failed = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The request is not valid, the API lacks data for it, or it may be about one of several borrowers.
    Invalid = 3,
    /// The company is declined.
    Declined = 4,
    /// Not decided yet.
    Pending = 5,
    /// Interrupted with Ctrl-C.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&Enrollment> for Exit {
    fn from(outcome: &Enrollment) -> Self {
        match outcome {
            Enrollment::Ready { .. } => Self::Done,
            Enrollment::Pending { .. } => Self::Pending,
            Enrollment::MissingData { .. } | Enrollment::Ambiguous { .. } => Self::Invalid,
            Enrollment::Declined { .. } => Self::Declined,
        }
    }
}
