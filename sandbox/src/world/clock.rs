//! The time of the simulator: it flows like real time, can be moved forward, and can be frozen.

use std::time::Instant;

use jiff::Timestamp;

/// The clock. It never goes back.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    base: Timestamp,
    since: Instant,
    frozen: bool,
}

impl Clock {
    pub(crate) fn new(start: Timestamp, frozen: bool) -> Self {
        Self { base: whole_microseconds(start), since: Instant::now(), frozen }
    }

    /// The time in whole microseconds, so that what is shown is what is compared.
    pub(crate) fn now(&self) -> Timestamp {
        if self.frozen {
            return self.base;
        }
        let passed = self.since.elapsed();
        whole_microseconds(self.base.saturating_add(passed).unwrap_or(Timestamp::MAX))
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Moves it to a time that is not past.
    pub(crate) fn set(&mut self, to: Timestamp) {
        *self = Self::new(to.max(self.now()), self.frozen);
    }

    /// Whether real time moves it from now on.
    pub(crate) fn freeze(&mut self, frozen: bool) {
        *self = Self::new(self.now(), frozen);
    }
}

fn whole_microseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told_and_never_back() {
        let start = "2026-11-20T09:30:00.123456789Z".parse().unwrap();
        let mut clock = Clock::new(start, true);
        assert_eq!(clock.now().to_string(), "2026-11-20T09:30:00.123456Z");
        let later = "2027-01-01T00:00:00Z".parse().unwrap();
        clock.set(later);
        clock.set(start);
        assert_eq!(clock.now(), later);
        clock.freeze(false);
        assert!(clock.now() >= later);
    }
}
