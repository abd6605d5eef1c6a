//! Failures of an exchange.

use crate::error::DefactoError;

/// The reason why an exchange has no complete answer.
#[derive(Debug)]
pub(super) enum Failure {
    NotSent {
        reason: String,
        timed_out: bool,
    },
    /// The deadline had passed before anything was sent.
    TooLate,
    ReadTimeout,
    DeadlinePassed,
    Broken {
        reason: String,
    },
    BrokenBody {
        status: u16,
        request_id: Option<String>,
        reason: String,
    },
    TooLarge {
        status: u16,
        request_id: Option<String>,
    },
    Interrupted {
        sent: bool,
    },
    Configuration(DefactoError),
    /// The preparation of the call failed.
    NotPrepared(DefactoError),
}

impl Failure {
    /// Returns `true` if the call, or a part of it, may have reached the server.
    pub(super) fn was_sent(&self) -> bool {
        !matches!(
            self,
            Self::NotSent { .. }
                | Self::TooLate
                | Self::Interrupted { sent: false }
                | Self::Configuration(_)
                | Self::NotPrepared(_)
        )
    }
}
