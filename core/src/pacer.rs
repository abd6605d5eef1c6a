//! Limits how fast many calls go out: a rate limiter, the API's `Retry-After`, and a circuit breaker.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::observe::{AttemptInfo, CallInfo, CallObserver};
use crate::retry::Outcome;
use crate::wait::{Deadline, Interrupt, Pause, pause};
use crate::world;

/// The number of failures in a row that opens the circuit breaker.
const FAILURES_BEFORE_A_BREAK: u32 = 10;
/// How long the circuit breaker is open at first. Each next time is twice as long.
const FIRST_BREAK: Duration = Duration::from_secs(1);
const LONGEST_BREAK: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(365 * 24 * 3600);

/// The limiter that all calls in flight of a portfolio share. Each takes permits and reports results.
#[derive(Debug)]
pub(crate) struct Pacer {
    /// The time between two calls; `None` without a rate limit.
    interval: Option<Duration>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    next_turn: Instant,
    quiet_until: Instant,
    /// The moment until which the API asked not to be called.
    asked_until: Instant,
    failures: u32,
    /// When the circuit breaker first opened; `None` if it is closed.
    down_since: Option<Instant>,
    breaks: u32,
    /// Whether a half-open probe is under way: one call that tests whether the API is back.
    scout: bool,
}

/// The answer to a call that asks for a permit.
enum Ask {
    /// The call has its permit, and may be sent after this time.
    Turn(Duration),
    /// The call has no permit yet, and asks again after this time.
    Later(Duration),
    /// The permit would come after the deadline.
    TooLate,
}

impl Pacer {
    /// Creates a limiter. With `None`, only `Retry-After` and the circuit breaker hold calls back.
    pub(crate) fn new(calls_per_second: Option<f64>) -> Self {
        let now = world::now();
        let interval = calls_per_second.and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok());
        let state = State {
            next_turn: now,
            quiet_until: now,
            asked_until: now,
            failures: 0,
            down_since: None,
            breaks: 0,
            scout: false,
        };
        Self { interval, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a permit. Returns `DeadlinePassed` at once if the permit would not come before `deadline`.
    pub(crate) async fn wait_for_turn(&self, deadline: Deadline, interrupt: &Interrupt) -> Pause {
        loop {
            let (left, is_turn) = match self.ask(deadline) {
                Ask::Turn(left) => (left, true),
                Ask::Later(left) => (left, false),
                Ask::TooLate => return Pause::DeadlinePassed,
            };
            match pause(left, deadline, interrupt).await {
                Pause::Over if !is_turn => {}
                ended => return ended,
            }
        }
    }

    /// Takes the next permit, unless calls are held back.
    fn ask(&self, deadline: Deadline) -> Ask {
        let now = world::now();
        let mut state = self.state();
        let held_back = if state.scout { LONGEST_BREAK / 300 } else { Duration::ZERO };
        let quiet = state.quiet_until.saturating_duration_since(now);
        if deadline.comes_within(quiet) {
            return Ask::TooLate;
        }
        let left = quiet.max(held_back);
        if !left.is_zero() {
            return Ask::Later(left);
        }
        let turn = state.next_turn.max(now);
        let left = turn.saturating_duration_since(now);
        if deadline.comes_within(left) {
            return Ask::TooLate;
        }
        state.next_turn = turn + self.interval.unwrap_or_default();
        state.scout = state.breaks > 0 && state.down_since.is_some();
        Ask::Turn(left)
    }

    /// Records the result of an attempt. `outcome` is `None` for an answer of 2xx.
    pub(crate) fn hear(&self, outcome: Option<Outcome>, retry_after: Option<Duration>) {
        let now = world::now();
        let mut state = self.state();
        state.scout = false;
        if let Some(asked) = retry_after {
            // A time that the clock cannot hold counts as a year.
            let until = now.checked_add(asked).unwrap_or(now + LONGEST_WAIT);
            state.asked_until = state.asked_until.max(until);
            state.quiet_until = state.quiet_until.max(until);
        }
        let down = match outcome {
            Some(Outcome::NotSent | Outcome::Lost | Outcome::CutOff) => true,
            Some(Outcome::Status(status)) => status >= 500,
            Some(Outcome::Unusable) | None => false,
        };
        if !down {
            (state.failures, state.breaks, state.down_since) = (0, 0, None);
            return;
        }
        state.failures += 1;
        let again = state.down_since.is_some();
        if state.failures >= FAILURES_BEFORE_A_BREAK || (again && state.quiet_until <= now) {
            state.down_since.get_or_insert(now);
            let length = FIRST_BREAK.saturating_mul(1 << state.breaks.min(16)).min(LONGEST_BREAK);
            state.breaks += 1;
            state.failures = 0;
            state.quiet_until = state.quiet_until.max(now + length);
            tracing::warn!(target: "defacto_sdk", pause = ?length, "the API seems to be down");
        }
    }

    /// Ends the half-open probe without a result, so that another call can be the probe.
    pub(crate) fn give_back(&self) {
        self.state().scout = false;
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

impl CallObserver for Pacer {
    fn attempted(&self, _: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        match (&attempt.error, attempt.outcome) {
            (None, _) => self.hear(None, None),
            (Some(_), Some(outcome)) => self.hear(Some(outcome), attempt.retry_after),
            // The call was stopped on this side, which says nothing about the API.
            (Some(_), None) => self.give_back(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(pacer: &Pacer, patience_ms: u64) -> Pause {
        let deadline = Deadline::after(Some(Duration::from_millis(patience_ms)));
        world::wait_for(pacer.wait_for_turn(deadline, &Interrupt::default()))
    }

    #[test]
    fn a_success_lets_the_next_call_go_at_once() {
        let pacer = Pacer::new(None);
        for _ in 0..100 {
            assert_eq!(turn(&pacer, 1000), Pause::Over);
            pacer.hear(None, None);
        }
        assert_eq!(pacer.down_for(), Duration::ZERO);
    }

    #[test]
    fn what_the_api_asks_for_holds_for_everybody() {
        let pacer = Pacer::new(None);
        pacer.hear(Some(Outcome::Status(429)), Some(Duration::from_secs(60)));
        assert_eq!(turn(&pacer, 20), Pause::DeadlinePassed);
    }

    #[test]
    fn what_the_api_asks_for_holds_however_long_it_is() {
        let pacer = Pacer::new(None);
        pacer.hear(Some(Outcome::Status(429)), Some(Duration::from_secs(3600)));
        // A 2xx answer to another call does not shorten the wait that the API asked for.
        pacer.hear(None, None);
        assert_eq!(turn(&pacer, 600_000), Pause::DeadlinePassed, "at once: the deadline comes first");
        assert!(pacer.asked_for() > Duration::from_secs(3500));
        pacer.hear(Some(Outcome::Status(503)), Some(Duration::MAX));
        assert!(pacer.asked_for() > Duration::from_secs(3600));
    }

    #[test]
    fn a_call_before_its_turn_waits() {
        let pacer = Pacer::new(Some(0.01));
        assert_eq!(turn(&pacer, 1000), Pause::Over);
        assert_eq!(turn(&pacer, 20), Pause::DeadlinePassed);
    }

    #[test]
    fn ten_failures_in_a_row_make_a_break_and_fewer_do_not() {
        let pacer = Pacer::new(None);
        for _ in 0..9 {
            pacer.hear(Some(Outcome::Lost), None);
        }
        assert_eq!(turn(&pacer, 20), Pause::Over);
        pacer.hear(Some(Outcome::Status(503)), None);
        assert_eq!(turn(&pacer, 20), Pause::DeadlinePassed);
        assert!(pacer.down_for() > Duration::ZERO);
    }

    #[test]
    fn after_a_break_one_call_looks_whether_the_api_is_back() {
        let pacer = Pacer::new(None);
        (0..10).for_each(|_| pacer.hear(Some(Outcome::NotSent), None));
        pacer.state().quiet_until = world::now();
        assert_eq!(turn(&pacer, 1000), Pause::Over, "the scout goes");
        assert_eq!(turn(&pacer, 20), Pause::DeadlinePassed, "the others wait for it");
        pacer.hear(None, None);
        assert_eq!(turn(&pacer, 1000), Pause::Over);
        assert_eq!(pacer.down_for(), Duration::ZERO);
    }

    #[test]
    fn a_refusal_is_an_answer_and_no_failure() {
        let pacer = Pacer::new(None);
        (0..50).for_each(|_| pacer.hear(Some(Outcome::Status(422)), None));
        assert_eq!(turn(&pacer, 20), Pause::Over);
    }
}
