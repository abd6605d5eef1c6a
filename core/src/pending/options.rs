//! The options of pending enrolments.

use std::time::Duration;

/// The options of pending enrolments.
#[derive(Clone, Debug)]
#[must_use]
pub struct PendingOptions {
    pub(crate) name: String,
    pub(crate) poll_interval: Duration,
    pub(crate) gather: Duration,
}

impl Default for PendingOptions {
    fn default() -> Self {
        Self {
            name: "pending".to_owned(),
            poll_interval: Duration::from_secs(5),
            gather: Duration::from_millis(250),
        }
    }
}

impl PendingOptions {
    /// Returns the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name of these enrolments in the store; `pending` by default.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the first pause between two polls without an event, 5 seconds by default. The pauses grow to
    /// twelve times as much while nothing happens.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// Sets how long to wait after an event for the events that follow it closely, 250 milliseconds by
    /// default. All of them cause one poll.
    pub fn gather(mut self, gather: Duration) -> Self {
        self.gather = gather;
        self
    }
}
