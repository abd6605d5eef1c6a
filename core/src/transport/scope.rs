//! The circumstances of calls: what ends them, what limits them, and what comes before them.

use std::sync::Arc;

use super::call::Call;
use super::classify::{interrupted, no_permit};
use crate::error::Result;
use crate::observe::Caller;
use crate::rate_limiter::RateLimiter;
use crate::wait::{CancelToken, Deadline, Interrupt, Pause};
use crate::world;

/// Runs before each attempt of a write.
pub(crate) type BeforeWrite = Arc<dyn Fn() -> Result<()> + Send + Sync>;

/// The circumstances of all calls that one transport sends.
#[derive(Clone, Default)]
pub(super) struct Scope {
    /// The deadline of all calls, whatever their own time-outs.
    pub(super) deadline: Deadline,
    /// The rate limiter that the transport shares with others; `None` without one.
    pub(super) rate_limiter: Option<Arc<RateLimiter>>,
    /// Runs before each attempt of a write. If it fails, the attempt is not made.
    pub(super) before_write: Option<BeforeWrite>,
    /// Whether the calls run in the background. The interrupt check runs on threads of callers only.
    pub(super) in_background: bool,
    /// Cancelled by the driver of a call: the thread of a blocking call, when the interrupt check returns
    /// `true`, or the program around an asynchronous call from another language.
    pub(super) driver: Option<CancelToken>,
    /// The journey that makes the calls.
    pub(super) journey: Option<u64>,
    /// What the observers keep of the caller.
    pub(super) callers: Option<Arc<[Option<Caller>]>>,
}

impl Scope {
    /// Waits for a permit, if there is a rate limiter.
    pub(super) async fn acquire_permit(
        &self,
        call: &Call,
        deadline: Deadline,
        interrupt: &Interrupt,
        in_doubt: bool,
    ) -> Result<()> {
        let Some(rate_limiter) = &self.rate_limiter else { return Ok(()) };
        let error = match rate_limiter.acquire(deadline, interrupt).await {
            Pause::Over => return Ok(()),
            Pause::Interrupted => interrupted(call, in_doubt),
            Pause::DeadlinePassed => no_permit(call, rate_limiter.asked_for(), in_doubt),
        };
        rate_limiter.release_probe();
        Err(error)
    }

    /// Returns the permit of a call that was not sent.
    pub(super) fn give_back(&self) {
        if let Some(rate_limiter) = &self.rate_limiter {
            rate_limiter.release_probe();
        }
    }

    /// Does what comes before each attempt of a write.
    pub(super) async fn prepare_write(&self, call: &Call) -> Result<()> {
        match self.before_write.clone() {
            Some(prepare) if call.changes_something => world::run_blocking(move || prepare()).await,
            _ => Ok(()),
        }
    }
}
