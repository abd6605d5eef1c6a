//! How fast many calls may go together: a rate, what the API asked for, and a pause while it is down.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::observe::{AttemptInfo, CallInfo, CallObserver};
use crate::retry::Outcome;
use crate::wait::{Deadline, Interrupt, Pause, pause};
use crate::world;

/// So many calls in a row fail before nobody calls for a while.
const FAILURES_BEFORE_A_BREAK: u32 = 10;
/// The first break; each next one is twice as long.
const FIRST_BREAK: Duration = Duration::from_secs(1);
const LONGEST_BREAK: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(365 * 24 * 3600);

/// Shared by all workers of a portfolio: each asks before it sends, and says how it went.
#[derive(Debug)]
pub(crate) struct Pacer {
    /// The time between two calls, if there is a limit.
    interval: Option<Duration>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    next_turn: Instant,
    quiet_until: Instant,
    /// Until when the API asked not to be called.
    asked_until: Instant,
    failures: u32,
    /// Since when every call has failed, once there was a break.
    down_since: Option<Instant>,
    breaks: u32,
    /// After a break one call goes first, to see whether the API is back.
    scout: bool,
}

/// What a call is told that wants to go.
enum Ask {
    /// Its turn comes after so long.
    Turn(Duration),
    /// It asks again after so long.
    Later(Duration),
    /// Its turn comes after its deadline.
    TooLate,
}

impl Pacer {
    /// At most so many calls a second; without a number only what the API asks for.
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

    /// Waits until the next call may go. Returns `DeadlinePassed` at once if that is not before the deadline.
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

    /// Takes the next turn, if there is no break.
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

    /// A call was answered; nothing for an answer of 2xx.
    pub(crate) fn hear(&self, outcome: Option<Outcome>, retry_after: Option<Duration>) {
        let now = world::now();
        let mut state = self.state();
        state.scout = false;
        if let Some(asked) = retry_after {
            // What the clock cannot hold is longer than anybody waits.
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

    /// A call was not sent after all.
    pub(crate) fn give_back(&self) {
        self.state().scout = false;
    }

    /// Returns for how much longer the API asks not to be called; zero if it does not.
    pub(crate) fn asked_for(&self) -> Duration {
        self.state().asked_until.saturating_duration_since(world::now())
    }

    /// For how long nothing has got through.
    pub(crate) fn down_for(&self) -> Duration {
        self.state().down_since.map_or(Duration::ZERO, world::elapsed)
    }
}

impl CallObserver for Pacer {
    fn attempted(&self, _: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        match (&attempt.error, attempt.outcome) {
            (None, _) => self.hear(None, None),
            (Some(_), Some(outcome)) => self.hear(Some(outcome), attempt.retry_after),
            // Stopped on this side: that says nothing about the API.
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
        // An answer of 2xx to a call that was under way ends no wait that was asked for.
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
