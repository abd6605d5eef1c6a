//! Follows a loan by polling.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::options::TrackOptions;
use crate::api::loans::{AsyncLoans, Loan, LoanStatus};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::Uuid;
use crate::stream::{Finder, Findings};
use crate::transport::Transport;
use crate::wait::{Deadline, Pause, Pauses, is_transient};

/// The longest pause between two polls, as a multiple of the polling interval: 5 minutes for 5 seconds.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 60;
/// The number of failures in a row after which the error is returned, if there is no deadline.
const FAILURES_IN_A_ROW: u32 = 10;

/// A `Stream` of a loan: as it is now, then at each change of its status.
///
/// Each item is a `Result`. The stream ends after an error, after the loan's last status and at the deadline.
pub struct AsyncLoanTracker(Findings<Watch>);

impl std::fmt::Debug for AsyncLoanTracker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncLoanTracker").finish_non_exhaustive()
    }
}

impl AsyncLoanTracker {
    pub(super) fn new(transport: Transport, loan_id: Uuid, options: &TrackOptions) -> Self {
        Self(Findings::of(Watch::new(transport, loan_id, options)))
    }

    /// Returns the loan at its next status change, or nothing after the last change or at the deadline.
    ///
    /// # Errors
    /// Those of `loans.get`; the stream ends then.
    pub async fn next_change(&mut self) -> Result<Option<Loan>> {
        self.0.next().await
    }
}

impl Stream for AsyncLoanTracker {
    type Item = Result<Loan>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Loan>>> {
        self.0.poll_next(context)
    }
}

/// An iterator of a loan: as it is now, then at each change of its status. `next` blocks until then.
///
/// Each item is a `Result`. The iteration ends after an error, after the loan's last status and at the
/// deadline.
#[derive(Debug)]
pub struct LoanTracker(Watch);

impl LoanTracker {
    pub(super) fn new(transport: Transport, loan_id: Uuid, options: &TrackOptions) -> Self {
        Self(Watch::new(transport, loan_id, options))
    }
}

/// The state of a loan that is followed.
#[derive(Debug)]
struct Watch {
    transport: Transport,
    loan_id: Uuid,
    interval: std::time::Duration,
    deadline: Deadline,
    pauses: Pauses,
    status: Option<LoanStatus>,
    ended: bool,
}

impl Watch {
    fn new(transport: Transport, loan_id: Uuid, options: &TrackOptions) -> Self {
        Self {
            transport,
            loan_id,
            interval: options.poll_interval,
            deadline: Deadline::after(options.wait),
            pauses: pauses(options.poll_interval),
            status: None,
            ended: false,
        }
    }

    /// Polls until the status differs from the last one. Returns `None` at the deadline.
    async fn look(&mut self) -> Result<Option<Loan>> {
        let (mut failures, mut failed) = (0, None);
        let mut first = self.status.is_none();
        loop {
            if !first && !self.pause(failed.as_ref()).await? {
                return Ok(None);
            }
            first = false;
            let area = AsyncLoans { transport: self.transport.until(self.deadline) };
            match area.get(self.loan_id).await {
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
                    if !is_transient(&error) || enough {
                        return Err(error);
                    }
                    failed = Some(error);
                }
            }
        }
    }

    /// Waits before the next poll. Returns `false` if there is no time for one before the deadline.
    async fn pause(&mut self, failed: Option<&DefactoError>) -> Result<bool> {
        match self.pauses.wait(failed, self.deadline, &self.transport.interrupt()).await {
            Pause::Over => Ok(true),
            Pause::DeadlinePassed => Ok(false),
            Pause::Interrupted => {
                Err(DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", ""))
            }
        }
    }
}

impl Finder for Watch {
    type Item = Loan;

    async fn find(&mut self) -> Result<Option<Loan>> {
        if self.ended {
            return Ok(None);
        }
        let found = self.look().await;
        self.ended |= !matches!(found, Ok(Some(_)));
        found
    }
}

impl Iterator for LoanTracker {
    type Item = Result<Loan>;

    fn next(&mut self) -> Option<Result<Loan>> {
        let watch = &mut self.0;
        let transport = watch.transport.clone();
        let found = transport.block_on(|driven| {
            watch.transport = driven;
            watch.find()
        });
        self.0.transport = transport;
        found.transpose()
    }
}

impl std::iter::FusedIterator for LoanTracker {}

fn pauses(first: std::time::Duration) -> Pauses {
    Pauses::new(first, first.saturating_mul(LONGEST_PAUSE_IN_INTERVALS))
}

/// Returns `true` if no other status follows.
fn is_final(status: &LoanStatus) -> bool {
    use LoanStatus::{Canceled, Closed, Declined, Deleted};
    matches!(status, Canceled | Closed | Declined | Deleted)
}
