//! Polls: a question that is asked again until the answer comes, the deadline passes or the caller stops it.

use std::time::Duration;

use super::cancel::Interrupt;
use super::{Deadline, Pause, Pauses, is_transient};
use crate::error::{DefactoError, Result};

/// The polls of one question, with the pauses between them.
#[derive(Debug)]
pub(crate) struct Polls {
    pauses: Pauses,
    deadline: Deadline,
    /// The passing error of the last poll; `None` if the API answered.
    failed: Option<DefactoError>,
}

impl Polls {
    /// The first pause is `first`. Later pauses grow to `most` times as much.
    pub(crate) fn new(first: Duration, most: u32, deadline: Deadline) -> Self {
        Self { pauses: Pauses::new(first, first.saturating_mul(most)), deadline, failed: None }
    }

    /// Takes the result of a poll. Returns `None` for an error after which another poll may succeed.
    ///
    /// # Errors
    /// Every other error of the poll.
    pub(crate) fn take<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => {
                self.failed = None;
                Ok(Some(value))
            }
            Err(error) if is_transient(&error) => {
                self.failed = Some(error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Records the error of a poll that the caller repeats. The next pause respects its `Retry-After`.
    pub(crate) fn fail(&mut self, error: DefactoError) {
        self.failed = Some(error);
    }

    /// Waits until the next poll. Returns `false` if there is no time for one before the deadline.
    ///
    /// # Errors
    /// `interrupted` makes the error of a wait that was stopped.
    pub(crate) async fn again(
        &mut self,
        interrupt: &Interrupt,
        interrupted: impl FnOnce() -> DefactoError,
    ) -> Result<bool> {
        match self.pauses.wait(self.failed.as_ref(), self.deadline, interrupt).await {
            Pause::Over => Ok(true),
            Pause::DeadlinePassed => Ok(false),
            Pause::Interrupted => Err(interrupted()),
        }
    }
}
