//! A lock by name: one holder at a time within a process.

use std::collections::HashSet;

use crate::per_process::PerProcess;
use crate::wait::{Deadline, Interrupt, Watched};

type Turns = Watched<HashSet<String>>;

static TURNS: PerProcess<Turns> = PerProcess::new();

/// A lock that is held. Dropping it lets the next call in.
pub(crate) struct Turn {
    turns: &'static Turns,
    what: String,
}

/// Waits until no other call of this process holds the lock `what`, and takes it. Returns `None` if the
/// deadline passes or the call is interrupted first.
pub(crate) async fn turn(what: String, deadline: Deadline, interrupt: &Interrupt) -> Option<Turn> {
    let turns = TURNS.get(|_| Turns::default());
    let taken = turns.wait_for(deadline, interrupt, |taken| taken.insert(what.clone()).then_some(())).await;
    taken.ok().map(|()| Turn { turns, what })
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.change(|taken| taken.remove(&self.what));
    }
}
