//! How pending enrolments are polled.

use std::time::Duration;

use defacto_sdk_macros::options;

/// How pending enrolments are polled.
#[options]
pub struct PendingOptions {
    /// The name of the pending enrolments in the store; `pending` unless set.
    #[initial("pending".to_owned())]
    name: String,
    /// The first pause between two polls when no event comes, 5 seconds unless set.
    ///
    /// The pauses grow to twelve times as much while nothing happens.
    #[initial(Duration::from_secs(5))]
    poll_interval: Duration,
    /// How long to wait after an event for others that come close behind it, 250 milliseconds unless set.
    ///
    /// All of them lead to one poll.
    #[initial(Duration::from_millis(250))]
    gather: Duration,
}

impl PendingOptions {
    /// Creates options with the defaults.
    pub fn new() -> Self {
        Self::default()
    }
}
