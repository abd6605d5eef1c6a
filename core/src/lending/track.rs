//! Following a loan by looking at it.

use super::TrackOptions;
use crate::api::Loans;
use crate::api::loans::{Loan, LoanStatus};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::Uuid;
use crate::transport::Transport;
use crate::wait::{Deadline, Pause, Pauses, is_passing};

/// How often the pauses between two looks may grow: from 5 seconds to 5 minutes.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 60;
/// After so many failures in a row without a deadline, the error is told.
const FAILURES_IN_A_ROW: u32 = 10;

/// A loan at each of its status changes, the first time as it is now. `next` blocks until the next one.
///
/// Each item is a `Result`: after an error the iteration ends. It ends, too, with the loan's last status and at the
/// deadline.
#[derive(Debug)]
pub struct LoanTracker {
    transport: Transport,
    loan_id: Uuid,
    interval: std::time::Duration,
    deadline: Deadline,
    pauses: Pauses,
    status: Option<LoanStatus>,
    ended: bool,
}

impl LoanTracker {
    pub(super) fn new(transport: &Transport, loan_id: Uuid, options: &TrackOptions) -> Self {
        Self {
            transport: transport.clone(),
            loan_id,
            interval: options.poll_interval,
            deadline: Deadline::after(options.deadline),
            pauses: pauses(options.poll_interval),
            status: None,
            ended: false,
        }
    }

    /// Looks until there is something to tell.
    fn look(&mut self) -> Result<Option<Loan>> {
        let (mut failures, mut failed) = (0, None);
        let mut first = self.status.is_none();
        loop {
            if !first && !self.pause(failed.as_ref())? {
                return Ok(None);
            }
            first = false;
            let area = Loans { transport: self.transport.until(self.deadline) };
            match area.get(self.loan_id) {
                Ok(loan) if self.status.as_ref() == Some(&loan.status) => (failures, failed) = (0, None),
                Ok(loan) => {
                    self.ended = is_final(&loan.status);
                    self.status = Some(loan.status.clone());
                    self.pauses = pauses(self.interval);
                    return Ok(Some(loan));
                }
                Err(error) => {
                    failures += 1;
                    let enough = self.deadline.remaining().is_none() && failures >= FAILURES_IN_A_ROW;
                    if !is_passing(&error) || enough {
                        return Err(error);
                    }
                    failed = Some(error);
                }
            }
        }
    }

    /// Waits before the next poll. Returns `false` if there is no time for one before the deadline.
    fn pause(&mut self, failed: Option<&DefactoError>) -> Result<bool> {
        match self.pauses.wait(failed, self.deadline, &self.transport.interrupt()) {
            Pause::Over => Ok(true),
            Pause::DeadlinePassed => Ok(false),
            Pause::Interrupted => {
                Err(DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", ""))
            }
        }
    }
}

impl Iterator for LoanTracker {
    type Item = Result<Loan>;

    fn next(&mut self) -> Option<Result<Loan>> {
        if self.ended {
            return None;
        }
        let found = self.look().transpose();
        self.ended |= !matches!(found, Some(Ok(_)));
        found
    }
}

impl std::iter::FusedIterator for LoanTracker {}

fn pauses(first: std::time::Duration) -> Pauses {
    Pauses::new(first, first.saturating_mul(LONGEST_PAUSE_IN_INTERVALS))
}

/// Whether nothing follows.
fn is_final(status: &LoanStatus) -> bool {
    use LoanStatus::{Canceled, Closed, Declined, Deleted};
    matches!(status, Canceled | Closed | Declined | Deleted)
}
