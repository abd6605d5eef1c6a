//! One enrolment of a company at a time, within one process.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use super::{Deadline, Interrupt, Pause, Watched};
use crate::model::Uuid;
use crate::per_process::PerProcess;
use crate::world;
#[cfg(feature = "simulation")]
use crate::world::simulated::Protection;

/// Which companies are being enrolled right now, and of which the outcome may still change.
///
/// Two calls that enrol the same company would both look, both find nothing, and both create a borrower, also when
/// each has a client of its own. So the second waits for the first, and then finds what it created. If the first gave up
/// without knowing its outcome, the second learns until when that outcome may still show.
type Gate = Watched<State>;

#[derive(Debug, Default)]
struct State {
    busy: HashSet<String>,
    left: HashMap<String, Left>,
}

/// What the enrolment before has left for the next one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Left {
    /// Until when a call may still take effect.
    pub(crate) settles: Option<Instant>,
    /// Numbers of the company that cannot be derived from others: the SIRETs of a SIREN.
    pub(crate) spellings: Vec<String>,
    /// Borrowers that were created: a list of the API may not have them yet.
    pub(crate) created: Vec<Uuid>,
}

impl Left {
    /// Whether there is nothing to know.
    pub(crate) fn is_empty(&self) -> bool {
        self.settles.is_none() && self.spellings.is_empty() && self.created.is_empty()
    }

    /// Adds what somebody else has left.
    pub(crate) fn add(&mut self, other: Self) {
        self.settles = self.settles.max(other.settles);
        self.spellings.extend(other.spellings);
        self.created.extend(other.created);
    }
}

/// Beyond so many companies those are forgotten of which nothing is in doubt.
const MOST_REMEMBERED: usize = 100_000;

/// The right to enrol a company; dropped, the next one may.
#[derive(Debug)]
pub(crate) struct Pass {
    gate: &'static Gate,
    locks: Vec<String>,
}

/// All clients of a process share it: what they work on is the account's, not theirs. A forked child inherits what its
/// parent was doing; it must not wait for that, but what may still take effect is in doubt for both.
fn gate() -> &'static Gate {
    static GATE: PerProcess<Gate> = PerProcess::new();
    GATE.get(|parent| {
        let left = parent.and_then(|parent| parent.try_lock().map(|state| state.left.clone()));
        Gate::new(State { left: left.unwrap_or_default(), ..State::default() })
    })
}

impl Pass {
    /// Waits until all locks of a company are free at this API, and takes them. The error says why it did not.
    pub(crate) async fn enter(
        api: &str,
        locks: &[String],
        deadline: Deadline,
        interrupt: &Interrupt,
    ) -> Result<Self, Pause> {
        let locks: Vec<String> = locks.iter().map(|lock| format!("{api} {lock}")).collect();
        let gate = gate();
        gate.wait_for(deadline, interrupt, |state| {
            let is_free = !locks.iter().any(|lock| state.busy.contains(lock));
            #[cfg(feature = "simulation")]
            let is_free = is_free || world::simulated::is_without(Protection::ProcessGate);
            is_free.then(|| state.busy.extend(locks.iter().cloned()))
        })
        .await?;
        Ok(Self { gate, locks })
    }

    /// What the enrolment before has left.
    pub(crate) fn left(&self) -> Left {
        let state = self.gate.lock();
        let mut all = Left::default();
        for left in self.locks.iter().filter_map(|lock| state.left.get(lock)) {
            all.add(left.clone());
        }
        all
    }

    /// Leaves for the next one what it has to know.
    pub(crate) fn leave(&self, left: &Left) {
        let mut state = self.gate.lock();
        if state.left.len() >= MOST_REMEMBERED {
            let now = world::now();
            state.left.retain(|_, left| left.settles.is_some_and(|settles| settles > now));
        }
        for lock in &self.locks {
            if left.is_empty() {
                state.left.remove(lock);
            } else {
                state.left.insert(lock.clone(), left.clone());
            }
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.gate.change(|state| {
            for lock in &self.locks {
                state.busy.remove(lock);
            }
        });
    }
}

/// Forgets what was left at an API, whose state was taken back to its beginning.
pub(crate) fn forget(api: &str) {
    gate().lock().left.retain(|lock, _| !lock.starts_with(&format!("{api} ")));
}
