//! Combines many events into one poll.

use std::time::{Duration, Instant};

use crate::model::Timestamp;
use crate::wait::{Deadline, Interrupt, Pause, Watched, pause};
use crate::world;

/// The longest time to collect events before a poll, as a multiple of the option `gather`.
const LONGEST_GATHERING: u32 = 8;

/// The time of the first event without a poll, and the time of the last event.
#[derive(Debug, Default)]
pub(super) struct Signal(Watched<Option<(Timestamp, Instant)>>);

/// Why a wait ended.
pub(super) enum Heard {
    Event,
    Nothing,
    Stopped(Pause),
}

impl Signal {
    /// Records an event.
    pub(super) fn raise(&self) {
        self.0.change(|raised| {
            let first = raised.map_or_else(world::wall_clock, |(first, _)| first);
            *raised = Some((first, world::now()));
        });
    }

    /// Returns the time of the first event without a poll, and resets it.
    pub(super) fn take(&self) -> Option<Timestamp> {
        self.0.lock().take().map(|(first, _)| first)
    }

    /// Waits for an event, and then until no other event follows for the time `gather`.
    pub(super) async fn wait(
        &self,
        longest: Duration,
        gather: Duration,
        deadline: Deadline,
        interrupt: &Interrupt,
    ) -> Heard {
        let end = Deadline::after(Some(longest));
        match self.0.wait_for(deadline.min(end), interrupt, |raised| *raised).await {
            Ok(_) => self.gather(gather, deadline, interrupt).await,
            Err(Pause::DeadlinePassed) if !deadline.has_passed() => Heard::Nothing,
            Err(stopped) => Heard::Stopped(stopped),
        }
    }

    async fn gather(&self, gather: Duration, deadline: Deadline, interrupt: &Interrupt) -> Heard {
        let end = Deadline::after(Some(gather.saturating_mul(LONGEST_GATHERING)));
        loop {
            let last = *self.0.lock();
            let quiet = last.map_or(gather, |(_, last)| world::elapsed(last));
            if quiet >= gather || end.has_passed() {
                return Heard::Event;
            }
            match pause(gather.saturating_sub(quiet), deadline, interrupt).await {
                Pause::Over => {}
                stopped => return Heard::Stopped(stopped),
            }
        }
    }
}
