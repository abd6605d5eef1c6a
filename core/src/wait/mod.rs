//! Waits that can be stopped: deadlines, pauses, interruption.

mod cancel;
mod event;
mod gate;
mod polls;

use std::pin::pin;
use std::time::{Duration, Instant};

use crate::error::{DefactoError, ErrorKind};
use crate::world;

pub use cancel::CancelToken;
pub(crate) use cancel::{Interrupt, InterruptCheck};
pub(crate) use event::Watched;
pub(crate) use gate::{Handover, Pass, forget as forget_companies};
pub(crate) use polls::Polls;

/// How often a waiting thread runs the interrupt check, where no event wakes it.
pub(crate) const CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// The moment at which a wait ends; `None` for a wait without limit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) fn after(duration: Option<Duration>) -> Self {
        // A duration that is too long for the clock means no deadline.
        Self(duration.and_then(|duration| world::now().checked_add(duration)))
    }

    pub(crate) fn remaining(self) -> Option<Duration> {
        self.0.map(|at| at.saturating_duration_since(world::now()))
    }

    /// Returns the earlier of two deadlines.
    pub(crate) fn min(self, other: Self) -> Self {
        Self([self.0, other.0].into_iter().flatten().min())
    }

    /// Returns `true` if the deadline comes within `length`.
    pub(crate) fn comes_within(self, length: Duration) -> bool {
        self.remaining().is_some_and(|left| left <= length)
    }

    pub(crate) fn has_passed(self) -> bool {
        self.remaining().is_some_and(|left| left.is_zero())
    }
}

/// How a pause ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pause {
    Over,
    DeadlinePassed,
    Interrupted,
}

/// Sleeps for `length`, or until the deadline passes or the call is interrupted.
pub(crate) async fn pause(length: Duration, deadline: Deadline, interrupt: &Interrupt) -> Pause {
    if interrupt.requested() {
        return Pause::Interrupted;
    }
    if deadline.has_passed() {
        return Pause::DeadlinePassed;
    }
    let comes_first = deadline.remaining().filter(|left| *left < length);
    if length.is_zero() {
        return Pause::Over;
    }
    if interrupt.unless_asked(pin!(world::sleep(comes_first.unwrap_or(length)))).await.is_none() {
        return Pause::Interrupted;
    }
    if comes_first.is_some() { Pause::DeadlinePassed } else { Pause::Over }
}

/// The longest `Retry-After` that a job without a deadline obeys.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// Without any pause a poll loop would do nothing else.
const SHORTEST_PAUSE: Duration = Duration::from_millis(1);

/// The back-off between polls: each pause is 1.5 times the last one, up to `longest`, minus up to a quarter.
#[derive(Debug)]
pub(crate) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        let longest = longest.max(SHORTEST_PAUSE);
        Self { next: first.clamp(SHORTEST_PAUSE, longest), longest }
    }

    /// Returns the next pause. It is never shorter than the time for which the API asks in `error`.
    fn next_after(&mut self, error: Option<&DefactoError>) -> Duration {
        let own = self.next().unwrap_or_default();
        error.and_then(DefactoError::retry_after).map_or(own, |asked| asked.max(own))
    }

    /// Waits for the next pause. `error` is the error of the last poll; `None` if the API answered.
    ///
    /// Returns `DeadlinePassed` at once if the API asked in `error` not to be called before the deadline: the
    /// job ends now, because it may not poll again in time. A job without a deadline waits no longer than a
    /// call does.
    pub(crate) async fn wait(
        &mut self,
        error: Option<&DefactoError>,
        deadline: Deadline,
        interrupt: &Interrupt,
    ) -> Pause {
        let length = self.next_after(error);
        if interrupt.requested() {
            return Pause::Interrupted;
        }
        let asked = error.and_then(DefactoError::retry_after).unwrap_or_default();
        let too_long =
            deadline.remaining().map_or(asked > LONGEST_RETRY_AFTER, |_| deadline.comes_within(asked));
        if !asked.is_zero() && too_long {
            return Pause::DeadlinePassed;
        }
        pause(length, deadline, interrupt).await
    }
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let length = self.next.mul_f64(0.75 + world::random_fraction() / 4.0);
        self.next = self.next.mul_f64(1.5).min(self.longest);
        Some(length)
    }
}

/// Returns `true` if another poll may succeed.
pub(crate) fn is_transient(error: &DefactoError) -> bool {
    match error.kind() {
        ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Decode => true,
        ErrorKind::Api => error.retryable(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::RetryAfter;
    use crate::world::wait_for;

    fn busy(seconds: i64) -> DefactoError {
        let mut error = DefactoError::of(ErrorKind::Api, "busy", "");
        error.details_mut().retry_after = Some(RetryAfter::from(seconds));
        error
    }

    #[test]
    fn a_pause_is_never_shorter_than_the_api_asks_for() {
        let mut pauses = Pauses::new(Duration::from_millis(100), Duration::from_secs(1));
        assert!(pauses.next_after(Some(&busy(90))) > Duration::from_secs(80));
        assert!(pauses.next_after(Some(&busy(0))) < Duration::from_secs(1));
        assert!(pauses.next_after(None) < Duration::from_secs(1));
    }

    #[test]
    fn a_job_ends_at_once_if_it_may_not_call_before_its_deadline() {
        let mut pauses = Pauses::new(Duration::from_millis(1), Duration::from_millis(1));
        let deadline = Deadline::after(Some(Duration::from_secs(3600)));
        let never = Interrupt::default();
        let mut wait = |seconds| wait_for(pauses.wait(Some(&busy(seconds)), deadline, &never));
        assert_eq!(wait(7200), Pause::DeadlinePassed);
        assert_eq!(wait(0), Pause::Over);
    }

    #[test]
    fn a_job_that_may_not_call_can_still_be_stopped() {
        let token = CancelToken::default();
        token.cancel();
        let interrupt = Interrupt { driver: None, token: Some(token) };
        let mut pauses = Pauses::new(Duration::from_millis(1), Duration::from_millis(1));
        let waited = wait_for(pauses.wait(Some(&busy(7200)), Deadline::after(None), &interrupt));
        assert_eq!(waited, Pause::Interrupted);
    }
}
