//! When a call is sent again: a pure policy without clock or network.
//!
//! The rule is about money. A read may always be repeated. A write is repeated only if the contract makes it
//! idempotent, or if it certainly was not carried out: the connection was never made, or the API turned it
//! away with 429 before looking at it. Everything else that happens to a write leaves its outcome unknown,
//! and an unknown outcome is looked up, never repeated. A write that was answered with 2xx was carried out:
//! it is not repeated even if it is idempotent.

use std::time::Duration;

/// How often and how patiently a call is repeated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RetryPolicy {
    /// How often a call is sent again after the first time.
    pub(crate) max_retries: u32,
    /// The pause before the first repetition; it doubles each time.
    pub(crate) first_pause: Duration,
    /// The longest pause of our own choice.
    pub(crate) longest_pause: Duration,
    /// The longest pause that the API may ask for if the call has no deadline; beyond it the call fails at
    /// once.
    pub(crate) longest_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(60),
        }
    }
}

/// What a second call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repetition {
    /// Nothing: the call only reads.
    Reads,
    /// Nothing more than the first: the contract makes the write idempotent.
    Idempotent,
    /// It may take effect once more.
    Doubles,
}

/// How one attempt ended, if it did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection was made: the server cannot have seen the call.
    NotSent,
    /// It was sent, and no answer came back (time-out, reset).
    Lost,
    /// The server answered with 2xx, and the answer was cut off.
    CutOff,
    /// The server answered with 2xx, and the answer cannot be used; the next one would be the same.
    Unusable,
    /// The server answered with this status, which is not 2xx.
    Status(u16),
}

impl Outcome {
    /// Returns `true` if the call may have been carried out although it did not succeed. A redirect may be
    /// the answer to a write that was carried out.
    pub(crate) fn may_have_taken_effect(self) -> bool {
        match self {
            Self::NotSent => false,
            Self::Lost | Self::CutOff | Self::Unusable => true,
            Self::Status(status) => !(400..500).contains(&status) || status == 408,
        }
    }

    /// Returns `true` if the same call may succeed later.
    pub(crate) fn is_temporary(self) -> bool {
        match self {
            Self::NotSent | Self::Lost | Self::CutOff => true,
            Self::Unusable => false,
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504),
        }
    }

    /// Returns `true` if the call may be sent again.
    fn may_repeat(self, repetition: Repetition) -> bool {
        match (self, repetition) {
            (Self::NotSent | Self::Status(429), _) | (_, Repetition::Reads) => true,
            (Self::CutOff | Self::Unusable, _) | (_, Repetition::Doubles) => false,
            (_, Repetition::Idempotent) => true,
        }
    }
}

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Decision {
    /// Wait this long, then send it again.
    RepeatAfter(Duration),
    /// Give up.
    Stop,
}

/// What is known when the next attempt is decided about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// How many repetitions there were already.
    pub(crate) retries: u32,
    /// For how much longer the API asked not to be called again.
    pub(crate) retry_after: Option<Duration>,
    /// How much time is left until the call's deadline.
    pub(crate) left: Option<Duration>,
}

/// Decides about the next attempt. `random` lies in 0..1.
///
/// A call with a deadline waits for as long as the API asks; if the deadline comes first it stops at once.
pub(crate) fn decide(
    policy: &RetryPolicy,
    repetition: Repetition,
    attempt: Attempt,
    random: f64,
) -> Decision {
    let Attempt { outcome, retries, retry_after, left } = attempt;
    if retries >= policy.max_retries || !outcome.is_temporary() || !outcome.may_repeat(repetition) {
        return Decision::Stop;
    }
    let length = match retry_after {
        Some(asked) => asked.max(pause(policy, 0, random)),
        None => pause(policy, retries, random),
    };
    let limit = left.unwrap_or(policy.longest_retry_after.saturating_add(Duration::from_nanos(1)));
    if length < limit { Decision::RepeatAfter(length) } else { Decision::Stop }
}

/// Between half and all of the doubled pause, so that many clients do not come back at the same moment.
fn pause(policy: &RetryPolicy, retries: u32, random: f64) -> Duration {
    let doubled = policy.first_pause.saturating_mul(1 << retries.min(16));
    doubled.min(policy.longest_pause).mul_f64(0.5 + random.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(
        outcome: Outcome,
        repetition: Repetition,
        retry_after: Option<u64>,
        left: Option<u64>,
    ) -> Decision {
        let (retry_after, left) = (retry_after.map(Duration::from_secs), left.map(Duration::from_secs));
        decide(&RetryPolicy::default(), repetition, Attempt { outcome, retries: 0, retry_after, left }, 1.0)
    }

    #[test]
    fn a_call_with_a_deadline_waits_for_as_long_as_it_is_asked_to() {
        let busy = |asked, left| after(Outcome::Status(429), Repetition::Doubles, Some(asked), left);
        assert_eq!(busy(90, Some(120)), Decision::RepeatAfter(Duration::from_secs(90)));
        assert_eq!(busy(90, Some(90)), Decision::Stop, "the deadline comes first");
        assert_eq!(busy(60, None), Decision::RepeatAfter(Duration::from_secs(60)));
        assert_eq!(busy(61, None), Decision::Stop, "a call without a deadline is no long wait");
    }

    #[test]
    fn a_write_that_was_answered_with_2xx_is_never_repeated() {
        for repetition in [Repetition::Idempotent, Repetition::Doubles] {
            assert_eq!(after(Outcome::CutOff, repetition, None, None), Decision::Stop);
        }
        assert_ne!(after(Outcome::CutOff, Repetition::Reads, None, None), Decision::Stop);
        assert_eq!(after(Outcome::Unusable, Repetition::Reads, None, None), Decision::Stop);
    }

    #[test]
    fn an_idempotent_write_is_repeated_where_another_is_not() {
        assert_ne!(after(Outcome::Lost, Repetition::Idempotent, None, None), Decision::Stop);
        assert_eq!(after(Outcome::Lost, Repetition::Doubles, None, None), Decision::Stop);
    }

    #[test]
    fn a_redirect_may_have_taken_effect_and_a_refusal_has_not() {
        assert!(Outcome::Status(303).may_have_taken_effect() && !Outcome::Status(303).is_temporary());
        assert!(!Outcome::Status(409).may_have_taken_effect());
    }
}
