//! Following a loan by looking at it.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::TrackOptions;
use crate::api::AsyncLoans;
use crate::api::loans::{Loan, LoanStatus};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::Uuid;
use crate::stream::{Finder, Findings};
use crate::transport::Transport;
use crate::wait::{Deadline, Pause, Pauses, is_passing};

/// How often the pauses between two looks may grow: from 5 seconds to 5 minutes.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 60;
/// After so many failures in a row without a deadline, the error is told.
const FAILURES_IN_A_ROW: u32 = 10;

/// A loan at each of its status changes, the first time as it is now: a `Stream`.
///
/// Each item is a `Result`: after an error the stream ends. It ends, too, with the loan's last status and at the deadline.
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

    /// The loan at its next status change, or nothing after the last and at the deadline.
    ///
    /// # Errors
    /// Those of `loans.get`; then it has ended.
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

/// A loan at each of its status changes, the first time as it is now. `next` blocks until the next one.
///
/// Each item is a `Result`: after an error the iteration ends. It ends, too, with the loan's last status and at the
/// deadline.
#[derive(Debug)]
pub struct LoanTracker(Watch);

impl LoanTracker {
    pub(super) fn new(transport: Transport, loan_id: Uuid, options: &TrackOptions) -> Self {
        Self(Watch::new(transport, loan_id, options))
    }
}

/// What is known of a loan that is followed.
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

    /// Looks until there is something to tell.
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
                    if !is_passing(&error) || enough {
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

/// Whether nothing follows.
fn is_final(status: &LoanStatus) -> bool {
    use LoanStatus::{Canceled, Closed, Declined, Deleted};
    matches!(status, Canceled | Closed | Declined | Deleted)
}
