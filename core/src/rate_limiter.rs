//! Limits how fast many calls go out: a rate limiter, the API's `Retry-After`, and a circuit breaker.

use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::lock::Unpoisoned;
use crate::observe::{AttemptInfo, CallInfo, CallObserver};
use crate::retry::Outcome;
use crate::wait::{Deadline, Interrupt, Pause, pause};
use crate::world;

/// The number of failures in a row that opens the circuit breaker.
const FAILURE_THRESHOLD: u32 = 10;
/// How long the circuit breaker is open at first. Each next time is twice as long.
const FIRST_OPEN: Duration = Duration::from_secs(1);
const LONGEST_OPEN: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(365 * 24 * 3600);

/// The limiter that all calls in flight of a portfolio share. Each takes permits and reports results.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    /// The time between two calls; `None` without a rate limit.
    interval: Option<Duration>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    next_permit: Instant,
    open_until: Instant,
    /// The moment until which the API asked not to be called.
    asked_until: Instant,
    failures: u32,
    /// When the circuit breaker first opened; `None` if it is closed.
    down_since: Option<Instant>,
    times_opened: u32,
    /// Whether a half-open probe is under way: one call that tests whether the API is back.
    half_open_probe: bool,
}

/// The answer to a call that asks for a permit.
enum Permit {
    /// The call has its permit, and may be sent after this time.
    After(Duration),
    /// The call has no permit yet, and asks again after this time.
    RetryAfter(Duration),
    /// The permit would come after the deadline.
    DeadlineExceeded,
}

impl RateLimiter {
    /// Creates a limiter. With `None`, only `Retry-After` and the circuit breaker hold calls back.
    pub(crate) fn new(calls_per_second: Option<f64>) -> Self {
        let now = world::now();
        let interval = calls_per_second.and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok());
        let state = State {
            next_permit: now,
            open_until: now,
            asked_until: now,
            failures: 0,
            down_since: None,
            times_opened: 0,
            half_open_probe: false,
        };
        Self { interval, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unpoisoned()
    }

    /// Waits for a permit. Returns `DeadlinePassed` at once if the permit would not come before `deadline`.
    pub(crate) async fn acquire(&self, deadline: Deadline, interrupt: &Interrupt) -> Pause {
        loop {
            let (left, is_permit) = match self.try_acquire(deadline) {
                Permit::After(left) => (left, true),
                Permit::RetryAfter(left) => (left, false),
                Permit::DeadlineExceeded => return Pause::DeadlinePassed,
            };
            match pause(left, deadline, interrupt).await {
                Pause::Over if !is_permit => {}
                ended => return ended,
            }
        }
    }

    /// Takes the next permit, unless calls are held back.
    fn try_acquire(&self, deadline: Deadline) -> Permit {
        let now = world::now();
        let mut state = self.state();
        let held_back = if state.half_open_probe { LONGEST_OPEN / 300 } else { Duration::ZERO };
        let open_for = state.open_until.saturating_duration_since(now);
        if deadline.comes_within(open_for) {
            return Permit::DeadlineExceeded;
        }
        let left = open_for.max(held_back);
        if !left.is_zero() {
            return Permit::RetryAfter(left);
        }
        let next = state.next_permit.max(now);
        let left = next.saturating_duration_since(now);
        if deadline.comes_within(left) {
            return Permit::DeadlineExceeded;
        }
        state.next_permit = next + self.interval.unwrap_or_default();
        state.half_open_probe = state.times_opened > 0 && state.down_since.is_some();
        Permit::After(left)
    }

    /// Records the result of an attempt. `outcome` is `None` for an answer of 2xx.
    pub(crate) fn record(&self, outcome: Option<Outcome>, retry_after: Option<Duration>) {
        let now = world::now();
        let mut state = self.state();
        state.half_open_probe = false;
        if let Some(asked) = retry_after {
            // A time that the clock cannot hold counts as a year.
            let until = now.checked_add(asked).unwrap_or(now + LONGEST_WAIT);
            state.asked_until = state.asked_until.max(until);
            state.open_until = state.open_until.max(until);
        }
        let down = match outcome {
            Some(Outcome::NotSent | Outcome::Lost | Outcome::CutOff) => true,
            Some(Outcome::Status(status)) => status >= 500,
            Some(Outcome::Unusable) | None => false,
        };
        if !down {
            (state.failures, state.times_opened, state.down_since) = (0, 0, None);
            return;
        }
        state.failures += 1;
        let again = state.down_since.is_some();
        if state.failures >= FAILURE_THRESHOLD || (again && state.open_until <= now) {
            state.down_since.get_or_insert(now);
            let length = FIRST_OPEN.saturating_mul(1 << state.times_opened.min(16)).min(LONGEST_OPEN);
            state.times_opened += 1;
            state.failures = 0;
            state.open_until = state.open_until.max(now + length);
            tracing::warn!(target: "defacto_sdk", pause = ?length, "the API seems to be down");
        }
    }

    /// Ends the half-open probe without a result, so that another call can be the probe.
    pub(crate) fn release_probe(&self) {
        self.state().half_open_probe = false;
    }

    /// Returns for how much longer the API asks not to be called; zero if it does not.
    pub(crate) fn asked_for(&self) -> Duration {
        self.state().asked_until.saturating_duration_since(world::now())
    }

    /// Returns how long the API has been down; zero if it is not down.
    pub(crate) fn down_for(&self) -> Duration {
        self.state().down_since.map_or(Duration::ZERO, world::elapsed)
    }
}

impl CallObserver for RateLimiter {
    fn attempted(&self, _: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        match (&attempt.error, attempt.outcome) {
            (None, _) => self.record(None, None),
            (Some(_), Some(outcome)) => self.record(Some(outcome), attempt.retry_after),
            // The call was stopped on this side, which says nothing about the API.
            (Some(_), None) => self.release_probe(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(rate_limiter: &RateLimiter, patience_ms: u64) -> Pause {
        let deadline = Deadline::after(Some(Duration::from_millis(patience_ms)));
        world::wait_for(rate_limiter.acquire(deadline, &Interrupt::default()))
    }

    #[test]
    fn a_success_lets_the_next_call_go_at_once() {
        let rate_limiter = RateLimiter::new(None);
        for _ in 0..100 {
            assert_eq!(turn(&rate_limiter, 1000), Pause::Over);
            rate_limiter.record(None, None);
        }
        assert_eq!(rate_limiter.down_for(), Duration::ZERO);
    }

    #[test]
    fn what_the_api_asks_for_holds_for_everybody() {
        let rate_limiter = RateLimiter::new(None);
        rate_limiter.record(Some(Outcome::Status(429)), Some(Duration::from_secs(60)));
        assert_eq!(turn(&rate_limiter, 20), Pause::DeadlinePassed);
    }

    #[test]
    fn what_the_api_asks_for_holds_however_long_it_is() {
        let rate_limiter = RateLimiter::new(None);
        rate_limiter.record(Some(Outcome::Status(429)), Some(Duration::from_secs(3600)));
        // A 2xx answer to another call does not shorten the wait that the API asked for.
        rate_limiter.record(None, None);
        assert_eq!(turn(&rate_limiter, 600_000), Pause::DeadlinePassed, "at once: the deadline comes first");
        assert!(rate_limiter.asked_for() > Duration::from_secs(3500));
        rate_limiter.record(Some(Outcome::Status(503)), Some(Duration::MAX));
        assert!(rate_limiter.asked_for() > Duration::from_secs(3600));
    }

    #[test]
    fn a_call_before_its_turn_waits() {
        let rate_limiter = RateLimiter::new(Some(0.01));
        assert_eq!(turn(&rate_limiter, 1000), Pause::Over);
        assert_eq!(turn(&rate_limiter, 20), Pause::DeadlinePassed);
    }

    #[test]
    fn ten_failures_in_a_row_make_a_break_and_fewer_do_not() {
        let rate_limiter = RateLimiter::new(None);
        for _ in 0..9 {
            rate_limiter.record(Some(Outcome::Lost), None);
        }
        assert_eq!(turn(&rate_limiter, 20), Pause::Over);
        rate_limiter.record(Some(Outcome::Status(503)), None);
        assert_eq!(turn(&rate_limiter, 20), Pause::DeadlinePassed);
        assert!(rate_limiter.down_for() > Duration::ZERO);
    }

    #[test]
    fn after_a_break_one_call_looks_whether_the_api_is_back() {
        let rate_limiter = RateLimiter::new(None);
        (0..10).for_each(|_| rate_limiter.record(Some(Outcome::NotSent), None));
        rate_limiter.state().open_until = world::now();
        assert_eq!(turn(&rate_limiter, 1000), Pause::Over, "the probe goes");
        assert_eq!(turn(&rate_limiter, 20), Pause::DeadlinePassed, "the others wait for it");
        rate_limiter.record(None, None);
        assert_eq!(turn(&rate_limiter, 1000), Pause::Over);
        assert_eq!(rate_limiter.down_for(), Duration::ZERO);
    }

    #[test]
    fn a_refusal_is_an_answer_and_no_failure() {
        let rate_limiter = RateLimiter::new(None);
        (0..50).for_each(|_| rate_limiter.record(Some(Outcome::Status(422)), None));
        assert_eq!(turn(&rate_limiter, 20), Pause::Over);
    }
}
