//! One at a time within a process.

use std::collections::HashSet;

use crate::per_process::PerProcess;
use crate::wait::{Deadline, Interrupt, Watched};

type Turns = Watched<HashSet<String>>;

static TURNS: PerProcess<Turns> = PerProcess::new();

/// The right to do something; dropped, the next one may.
pub(crate) struct Turn {
    turns: &'static Turns,
    what: String,
}

/// Waits until nobody else in this process has the turn for `what`. Returns `None` if the deadline passed or the caller
/// was interrupted before.
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
