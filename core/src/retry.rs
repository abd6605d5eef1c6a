//! The retry policy: when a call is sent again. It uses neither a clock nor the network.
//!
//! The rule protects money. A read may always be repeated. A write is repeated only if the contract makes it
//! idempotent, or if it certainly was not carried out: no connection was made, or the API refused it with 429
//! before it read it. In every other case the outcome of a write is unknown. It is looked up, never repeated.
//! A write that was answered with 2xx was carried out. It is not repeated even if it is idempotent.

use std::time::Duration;

/// The limits within which a call is repeated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RetryPolicy {
    /// The largest number of repetitions after the first attempt.
    pub(crate) max_retries: u32,
    /// The pause before the first repetition; it doubles each time.
    pub(crate) first_pause: Duration,
    /// The longest back-off that the policy itself chooses.
    pub(crate) longest_pause: Duration,
    /// The longest `Retry-After` that a call without a deadline obeys. If the API asks for more, the call
    /// fails at once.
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

/// The effect of sending the same call again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repetition {
    /// No effect: the call only reads.
    Reads,
    /// No second effect: the contract makes the write idempotent.
    Idempotent,
    /// The call may take effect twice.
    NotIdempotent,
}

/// The result of an attempt that did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection was made: the server cannot have seen the call.
    NotSent,
    /// The call was sent, and no answer came back (time-out, reset).
    Lost,
    /// The server answered with 2xx, and the answer was cut off.
    CutOff,
    /// The server answered with 2xx, and the answer cannot be used. A repetition would get the same answer.
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
            (Self::CutOff | Self::Unusable, _) | (_, Repetition::NotIdempotent) => false,
            (_, Repetition::Idempotent) => true,
        }
    }
}

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Decision {
    /// Wait this long, then send the call again.
    RepeatAfter(Duration),
    /// Give up.
    Stop,
}

/// The facts that decide about the next attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    /// How the attempt ended.
    pub(crate) outcome: Outcome,
    /// The number of repetitions so far.
    pub(crate) retries: u32,
    /// How much longer the API asks not to be called again; `None` if it does not ask.
    pub(crate) retry_after: Option<Duration>,
    /// The time until the call's deadline; `None` without a deadline.
    pub(crate) left: Option<Duration>,
}

/// Decides whether the call is sent again. `random` lies in 0..1.
///
/// A call with a deadline waits as long as the API asks. If the deadline comes first, it stops at once.
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

/// Returns between half and all of the doubled pause, so that many clients do not return at once.
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
        let busy = |asked, left| after(Outcome::Status(429), Repetition::NotIdempotent, Some(asked), left);
        assert_eq!(busy(90, Some(120)), Decision::RepeatAfter(Duration::from_secs(90)));
        assert_eq!(busy(90, Some(90)), Decision::Stop, "the deadline comes first");
        assert_eq!(busy(60, None), Decision::RepeatAfter(Duration::from_secs(60)));
        assert_eq!(busy(61, None), Decision::Stop, "a call without a deadline is no long wait");
    }

    #[test]
    fn a_write_that_was_answered_with_2xx_is_never_repeated() {
        for repetition in [Repetition::Idempotent, Repetition::NotIdempotent] {
            assert_eq!(after(Outcome::CutOff, repetition, None, None), Decision::Stop);
        }
        assert_ne!(after(Outcome::CutOff, Repetition::Reads, None, None), Decision::Stop);
        assert_eq!(after(Outcome::Unusable, Repetition::Reads, None, None), Decision::Stop);
    }

    #[test]
    fn an_idempotent_write_is_repeated_where_another_is_not() {
        assert_ne!(after(Outcome::Lost, Repetition::Idempotent, None, None), Decision::Stop);
        assert_eq!(after(Outcome::Lost, Repetition::NotIdempotent, None, None), Decision::Stop);
    }

    #[test]
    fn a_redirect_may_have_taken_effect_and_a_refusal_has_not() {
        assert!(Outcome::Status(303).may_have_taken_effect() && !Outcome::Status(303).is_temporary());
        assert!(!Outcome::Status(409).may_have_taken_effect());
    }
}
