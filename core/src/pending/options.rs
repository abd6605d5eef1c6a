//! How waiting enrolments are looked after.

use std::time::Duration;

/// How waiting enrolments are looked after.
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
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Under which name they stand in the store; `pending` unless set.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The first pause between two looks when no event comes, 5 seconds unless set; the pauses grow to twelve times as
    /// much while nothing happens.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// How long to wait after an event for others that come close behind it, 250 milliseconds unless set: all of them
    /// lead to one look.
    pub fn gather(mut self, gather: Duration) -> Self {
        self.gather = gather;
        self
    }
}
