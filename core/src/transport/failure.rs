//! Why an exchange brought no answer.

use crate::error::DefactoError;

/// Why an exchange brought no answer.
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
    /// What has to be done before the call is sent failed.
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
