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
use crate::wait::{Deadline, Polls};

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
    polls: Polls,
    status: Option<LoanStatus>,
    ended: bool,
}

impl Watch {
    fn new(transport: Transport, loan_id: Uuid, options: &TrackOptions) -> Self {
        let deadline = Deadline::after(options.wait);
        Self {
            transport,
            loan_id,
            interval: options.poll_interval,
            deadline,
            polls: polls(options.poll_interval, deadline),
            status: None,
            ended: false,
        }
    }

    /// Polls until the status differs from the last one. Returns `None` at the deadline.
    async fn look(&mut self) -> Result<Option<Loan>> {
        let mut failures = 0;
        let mut first = self.status.is_none();
        loop {
            if !first && !self.again().await? {
                return Ok(None);
            }
            first = false;
            let area = AsyncLoans { transport: self.transport.until(self.deadline) };
            let answer = area.get(self.loan_id).await;
            failures = if answer.is_ok() { 0 } else { failures + 1 };
            let loan = match answer {
                Err(error) if self.deadline.remaining().is_none() && failures >= FAILURES_IN_A_ROW => {
                    return Err(error);
                }
                answer => self.polls.take(answer)?,
            };
            if let Some(loan) = loan.filter(|loan| self.status.as_ref() != Some(&loan.status)) {
                self.ended = is_final(&loan.status);
                self.status = Some(loan.status.clone());
                self.polls = polls(self.interval, self.deadline);
                return Ok(Some(loan));
            }
        }
    }

    /// Waits before the next poll. Returns `false` if there is no time for one before the deadline.
    async fn again(&mut self) -> Result<bool> {
        let interrupted = || DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", "");
        self.polls.again(&self.transport.interrupt(), interrupted).await
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

fn polls(first: std::time::Duration, deadline: Deadline) -> Polls {
    Polls::new(first, LONGEST_PAUSE_IN_INTERVALS, deadline)
}

/// Returns `true` if no other status follows.
fn is_final(status: &LoanStatus) -> bool {
    use LoanStatus::{Canceled, Closed, Declined, Deleted};
    matches!(status, Canceled | Closed | Declined | Deleted)
}
