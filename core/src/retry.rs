//! When a call is sent again: a pure policy without clock or network.
//!
//! The rule is about money. A read may always be repeated. A write is repeated only when the contract makes it
//! idempotent, or when it certainly was not carried out: the connection was never made, or the API turned it away
//! with 429 before looking at it. Everything else that happens to a write leaves its outcome unknown, and an unknown
//! outcome is looked up, never repeated.

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
    /// The longest pause that the server may ask for; beyond it the call fails at once.
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

/// How one attempt ended, when it did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection was made: the server cannot have seen the call.
    NotSent,
    /// It was sent, and no complete answer came back (time-out, reset, body cut off).
    Lost,
    /// The server answered with this status.
    Status(u16),
}

impl Outcome {
    /// Whether the call may have been carried out although it did not succeed.
    pub(crate) fn may_have_taken_effect(self) -> bool {
        match self {
            Self::NotSent => false,
            Self::Lost => true,
            Self::Status(status) => status >= 500 || status == 408,
        }
    }

    /// Whether the same call may succeed later.
    pub(crate) fn is_temporary(self) -> bool {
        match self {
            Self::NotSent | Self::Lost => true,
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504),
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

/// Decides about the next attempt. `retries` is how many repetitions there were already; `random` lies in 0..1.
pub(crate) fn decide(
    policy: &RetryPolicy,
    repeatable: bool,
    outcome: Outcome,
    retries: u32,
    retry_after: Option<Duration>,
    random: f64,
) -> Decision {
    let safe = repeatable || outcome == Outcome::NotSent || outcome == Outcome::Status(429);
    if retries >= policy.max_retries || !outcome.is_temporary() || !safe {
        return Decision::Stop;
    }
    match retry_after {
        Some(asked) if asked > policy.longest_retry_after => Decision::Stop,
        Some(asked) => Decision::RepeatAfter(asked.max(pause(policy, 0, random))),
        None => Decision::RepeatAfter(pause(policy, retries, random)),
    }
}

/// Between half and all of the doubled pause, so that many clients do not come back at the same moment.
fn pause(policy: &RetryPolicy, retries: u32, random: f64) -> Duration {
    let doubled = policy.first_pause.saturating_mul(1 << retries.min(16));
    doubled.min(policy.longest_pause).mul_f64(0.5 + random.clamp(0.0, 1.0) / 2.0)
}
