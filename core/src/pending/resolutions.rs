//! Resolutions one by one, and the state of each of their consumers.

use std::collections::VecDeque;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use futures_core::Stream;
use tokio::sync::OwnedMutexGuard;

use super::deliveries::Found;
use super::signal::Heard;
use super::{AsyncPendingEnrollments, Resolution, Rounds};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::store::{Store, When, ask};
use crate::stream::{Finder, Findings};
#[cfg(feature = "python")]
use crate::wait::CancelToken;
use crate::wait::{Deadline, Pause, Pauses, is_transient, pause};
use crate::world;
#[cfg(feature = "simulation")]
use crate::world::simulated::Protection;

/// An iterator of resolutions: see [`PendingEnrollments::resolutions`](super::PendingEnrollments::resolutions).
#[derive(Debug)]
pub struct Resolutions(Watch);

/// A `Stream` of resolutions: see [`AsyncPendingEnrollments::resolutions`].
pub struct AsyncResolutions(Findings<Watch>);

/// The state of one consumer of resolutions.
#[derive(Debug)]
pub(super) struct Watch {
    pending: AsyncPendingEnrollments,
    deadline: Deadline,
    endless: bool,
    pauses: Pauses,
    handed_over: Option<Found>,
    first: bool,
    /// Until when the API asked not to be called, even if events come.
    quiet_until: Option<Instant>,
}

impl Iterator for Resolutions {
    type Item = Result<Resolution>;

    fn next(&mut self) -> Option<Result<Resolution>> {
        let watch = &mut self.0;
        let transport = watch.pending.transport.clone();
        let found = transport.block_on(|driven| {
            watch.pending.transport = driven;
            watch.find()
        });
        self.0.pending.transport = transport;
        found.transpose()
    }
}

impl Resolutions {
    pub(super) fn of(watch: Watch) -> Self {
        Self(watch)
    }

    /// Replaces the token that ends the waits from now on.
    #[cfg(feature = "python")]
    pub(crate) fn cancelled_by(&mut self, token: CancelToken) {
        self.0.pending = self.0.pending.cancelled_by(token);
    }

    /// Returns the next resolution without blocking. Unlike the stream it continues after an error.
    #[cfg(feature = "python")]
    pub(crate) async fn next_resolution(&mut self) -> Result<Option<Resolution>> {
        self.0.find().await
    }
}

impl AsyncResolutions {
    pub(super) fn of(watch: Watch) -> Self {
        Self(Findings::of(watch))
    }

    /// Returns the next resolution, or nothing if no enrolment is pending any more or the time is over.
    ///
    /// # Errors
    /// Those of the calls and of the store; the stream ends then.
    pub async fn next_resolution(&mut self) -> Result<Option<Resolution>> {
        self.0.next().await
    }
}

impl fmt::Debug for AsyncResolutions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncResolutions").finish_non_exhaustive()
    }
}

impl Stream for AsyncResolutions {
    type Item = Result<Resolution>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next(context)
    }
}

impl Finder for Watch {
    type Item = Resolution;

    async fn find(&mut self) -> Result<Option<Resolution>> {
        self.wait().await
    }
}

impl Watch {
    pub(super) fn new(pending: AsyncPendingEnrollments, deadline: Deadline, endless: bool) -> Self {
        let pauses = pending.pauses();
        Self { pending, deadline, endless, pauses, handed_over: None, first: true, quiet_until: None }
    }

    async fn wait(&mut self) -> Result<Option<Resolution>> {
        let pending = self.pending.clone();
        if self.first {
            pending.check_api().await?;
        }
        if let Some(found) = self.handed_over.clone() {
            let (company, outcome) = (found.company.clone(), found.outcome.clone());
            let job = pending.options.name.clone();
            // The condition keeps the entry if the company was added again meanwhile.
            let remove = move |store: &dyn Store| store.remove(&job, &company, When::Outcome(&outcome));
            ask(&pending.store, remove).await?;
            self.handed_over = None;
            pending.deliveries().close(&found);
        }
        loop {
            if let Some(found) = self.take_or_look(&pending).await? {
                let resolution = found.resolution.clone();
                #[cfg(feature = "simulation")]
                if world::simulated::is_without(Protection::KeptUntilDelivered) {
                    let (job, company) = (pending.options.name.clone(), found.company.clone());
                    ask(&pending.store, move |store| store.remove(&job, &company, When::Always)).await?;
                }
                self.handed_over = Some(found);
                return Ok(Some(resolution));
            }
            if !self.endless && pending.is_empty().await? {
                return Ok(None);
            }
            pending.transport.check_open()?;
            if !self.pause(&pending).await? {
                return Ok(None);
            }
        }
    }

    /// Returns a resolution that is not delivered yet, or one that a single poll finds.
    async fn take_or_look(&mut self, pending: &AsyncPendingEnrollments) -> Result<Option<Found>> {
        let Some(mut rounds) = self.turn(pending).await? else { return Ok(None) };
        pending.read_undelivered(&mut rounds).await?;
        if let Some(found) = pending.hand_over_next(&mut rounds) {
            return Ok(Some(found));
        }
        if self.quiet_until.is_some_and(|until| until > world::now()) {
            return Ok(None);
        }
        self.quiet_until = None;
        let heard = pending.signal.take();
        let due = std::mem::take(&mut self.first) || heard.is_some();
        if !due || pending.is_empty().await? {
            return Ok(None);
        }
        let now = world::now();
        let thorough = heard.is_none() || rounds.thorough_at.is_some_and(|at| at <= now);
        if thorough || rounds.thorough_at.is_none() {
            rounds.thorough_at = now.checked_add(pending.longest_pause());
        }
        let not_since = heard.filter(|_| !thorough).unwrap_or_else(world::wall_clock);
        match pending.look(&mut rounds, self.deadline, not_since, thorough).await {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::Store => {
                // A failed write may have taken effect, so the undelivered entries are read again.
                (rounds.ready, rounds.read_undelivered) = (VecDeque::new(), false);
                return Err(error);
            }
            Err(error) if is_transient(&error) => {
                tracing::info!(target: "defacto_sdk", kind = error.kind().as_str(), "the look failed, another follows");
                let asked = error.retry_after().map(|asked| world::now().checked_add(asked));
                self.quiet_until = asked.flatten();
                // The poll that the API refused is repeated after that time.
                self.first |= self.quiet_until.is_some();
            }
            Err(error) => {
                if heard.is_some() {
                    // The other consumers do not know of the event yet.
                    pending.signal.raise();
                }
                return Err(error);
            }
        }
        if !rounds.ready.is_empty() {
            self.pauses = pending.pauses();
        }
        Ok(pending.hand_over_next(&mut rounds))
    }

    /// Waits for the permit to poll, which one consumer at a time holds; `None` at the deadline.
    async fn turn(&self, pending: &AsyncPendingEnrollments) -> Result<Option<OwnedMutexGuard<Rounds>>> {
        if let Ok(rounds) = Arc::clone(&pending.looking).try_lock_owned() {
            return Ok(Some(rounds));
        }
        let turn = world::timeout(self.deadline.remaining(), Arc::clone(&pending.looking).lock_owned());
        pending.transport.interrupt().unless_asked(pin!(turn)).await.ok_or_else(interrupted)
    }

    /// Waits for an event or for the next poll. Returns `false` if the time is over.
    async fn pause(&mut self, pending: &AsyncPendingEnrollments) -> Result<bool> {
        if let Some(until) = self.quiet_until {
            let left = until.saturating_duration_since(world::now());
            return match pause(left, self.deadline, &pending.transport.interrupt()).await {
                Pause::Over => Ok(true),
                Pause::DeadlinePassed => Ok(false),
                Pause::Interrupted => Err(interrupted()),
            };
        }
        let length = self.pauses.next().unwrap_or_default();
        let (gather, interrupt) = (pending.options.gather, pending.transport.interrupt());
        match pending.signal.wait(length, gather, self.deadline, &interrupt).await {
            Heard::Event => {}
            Heard::Nothing => self.first = true,
            Heard::Stopped(Pause::Interrupted) => return Err(interrupted()),
            Heard::Stopped(_) => return Ok(false),
        }
        Ok(true)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(found) = self.handed_over.take() {
            self.pending.deliveries().give_back(found);
        }
    }
}

fn interrupted() -> DefactoError {
    let hint = "Nothing is lost: the pending enrolments are in the store.";
    DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", hint)
}
