//! One at a time within a process.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::per_process::PerProcess;
use crate::wait::{Deadline, Interrupt, SLICE};

#[derive(Default)]
struct Turns {
    taken: Mutex<HashSet<String>>,
    given_back: Condvar,
}

static TURNS: PerProcess<Turns> = PerProcess::new();

/// The right to do something; dropped, the next one may.
pub(crate) struct Turn {
    turns: &'static Turns,
    what: String,
}

/// Waits until nobody else in this process has the turn for `what`. Returns `None` if the deadline passed or the caller
/// was interrupted before.
pub(crate) fn turn(what: String, deadline: Deadline, interrupt: &Interrupt) -> Option<Turn> {
    let turns = TURNS.get(|_| Turns::default());
    let mut taken = turns.taken.lock().unwrap_or_else(PoisonError::into_inner);
    while taken.contains(&what) {
        let slice = deadline.remaining().unwrap_or(SLICE).min(SLICE);
        (taken, _) = turns.given_back.wait_timeout(taken, slice).unwrap_or_else(PoisonError::into_inner);
        if taken.contains(&what) && (deadline.has_passed() || interrupt.requested()) {
            return None;
        }
    }
    taken.insert(what.clone());
    Some(Turn { turns, what })
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.what);
        self.turns.given_back.notify_all();
    }
}
