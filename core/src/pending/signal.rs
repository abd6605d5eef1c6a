//! Many events, one look.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::model::Timestamp;
use crate::wait::{Deadline, Interrupt, Pause, SLICE, pause};
use crate::world;

/// An uninterrupted stream of events is looked at after so many times of gathering.
const LONGEST_GATHERING: u32 = 8;

/// Since when an event waits for a look.
#[derive(Debug, Default)]
pub(super) struct Signal {
    raised: Mutex<Option<(Timestamp, Instant)>>,
    changed: Condvar,
}

/// Why a wait ended.
pub(super) enum Heard {
    Event,
    Nothing,
    Stopped(Pause),
}

impl Signal {
    /// An event has come.
    pub(super) fn raise(&self) {
        let mut raised = self.raised.lock().unwrap_or_else(PoisonError::into_inner);
        let first = raised.map_or_else(world::wall_clock, |(first, _)| first);
        *raised = Some((first, world::now()));
        self.changed.notify_all();
    }

    /// When the first event came that no look has followed, and forgets it.
    pub(super) fn take(&self) -> Option<Timestamp> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).take().map(|(first, _)| first)
    }

    /// Waits for an event, and then until no other comes for a while.
    pub(super) fn wait(
        &self,
        longest: Duration,
        gather: Duration,
        deadline: Deadline,
        interrupt: &Interrupt,
    ) -> Heard {
        let end = Deadline::after(Some(longest));
        let mut raised = self.raised.lock().unwrap_or_else(PoisonError::into_inner);
        while raised.is_none() {
            if interrupt.requested() {
                return Heard::Stopped(Pause::Interrupted);
            }
            if deadline.has_passed() {
                return Heard::Stopped(Pause::DeadlinePassed);
            }
            if end.has_passed() {
                return Heard::Nothing;
            }
            let slice =
                end.remaining().unwrap_or(SLICE).min(deadline.remaining().unwrap_or(SLICE)).min(SLICE);
            (raised, _) = self.changed.wait_timeout(raised, slice).unwrap_or_else(PoisonError::into_inner);
        }
        drop(raised);
        self.gather(gather, deadline, interrupt)
    }

    fn gather(&self, gather: Duration, deadline: Deadline, interrupt: &Interrupt) -> Heard {
        let end = Deadline::after(Some(gather.saturating_mul(LONGEST_GATHERING)));
        loop {
            let last = *self.raised.lock().unwrap_or_else(PoisonError::into_inner);
            let quiet = last.map_or(gather, |(_, last)| world::elapsed(last));
            if quiet >= gather || end.has_passed() {
                return Heard::Event;
            }
            match pause(gather.saturating_sub(quiet), deadline, interrupt) {
                Pause::Over => {}
                stopped => return Heard::Stopped(stopped),
            }
        }
    }
}
