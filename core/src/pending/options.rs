//! How pending enrolments are polled.

use std::time::Duration;

use defacto_sdk_macros::options;

/// The options of pending enrolments.
#[options]
pub struct PendingOptions {
    /// The name of these enrolments in the store; `pending` unless set.
    #[initial("pending".to_owned())]
    name: String,
    /// The first pause between two polls without an event, 5 seconds unless set.
    ///
    /// The pauses grow to twelve times as much while nothing happens.
    #[initial(Duration::from_secs(5))]
    poll_interval: Duration,
    /// How long to wait after an event for the events that follow it closely, 250 milliseconds unless set.
    ///
    /// All of them cause one poll.
    #[initial(Duration::from_millis(250))]
    gather: Duration,
}

impl PendingOptions {
    /// Returns the default options.
    pub fn new() -> Self {
        Self::default()
    }
}
