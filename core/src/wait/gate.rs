//! One enrolment of a company at a time, within one process.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use super::cancel::Interrupt;
use super::event::Watched;
use super::{Deadline, Pause};
use crate::model::Uuid;
use crate::per_process::PerProcess;
use crate::world;
#[cfg(feature = "simulation")]
use crate::world::simulated::Protection;

/// The companies that are being enrolled now, and those whose outcome may still change.
///
/// Two calls that enrol the same company would both find nothing, and both create a borrower, even if each
/// has its own client. So the second waits for the first, and then finds what the first created. If the first
/// ended without a known outcome, the second learns until when the first may still take effect.
type Gate = Watched<State>;

#[derive(Debug, Default)]
struct State {
    busy: HashSet<String>,
    left: HashMap<String, Handover>,
}

/// What an enrolment leaves for the next enrolment of the company.
#[derive(Clone, Debug, Default)]
pub(crate) struct Handover {
    /// The moment until which an earlier call may still take effect.
    pub(crate) settles: Option<Instant>,
    /// The time to add for other processes, whose clock may differ from this one's.
    pub(crate) margin: Duration,
    /// Numbers of the company that cannot be derived from others, such as the SIRETs of a SIREN.
    pub(crate) spellings: Vec<String>,
    /// Borrowers that were created. A list of the API may not show them yet.
    pub(crate) created: Vec<Uuid>,
}

impl Handover {
    /// Returns `true` if nothing is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.settles.is_none() && self.spellings.is_empty() && self.created.is_empty()
    }

    /// Returns the moment until which other processes have to expect that an earlier call takes effect.
    pub(crate) fn settles_elsewhere(&self) -> Option<Instant> {
        self.settles.map(|settles| settles.checked_add(self.margin).unwrap_or(settles))
    }

    /// Adds what another enrolment left.
    pub(crate) fn add(&mut self, other: Self) {
        let end = self.settles_elsewhere().max(other.settles_elsewhere());
        self.settles = self.settles.max(other.settles);
        self.margin = end.zip(self.settles).map_or(Duration::ZERO, |(end, settles)| end - settles);
        self.spellings.extend(other.spellings);
        self.created.extend(other.created);
    }
}

/// The largest number of companies. Beyond it, companies whose outcome is certain are forgotten.
const MOST_REMEMBERED: usize = 100_000;

/// A permit to enrol a company. Dropping it lets the next call in.
#[derive(Debug)]
pub(crate) struct Pass {
    gate: &'static Gate,
    locks: Vec<String>,
}

/// Returns the gate that all clients of a process share, since they work on the same account. A forked child
/// does not wait for its parent's enrolments, but what may still take effect is in doubt for both.
fn gate() -> &'static Gate {
    static GATE: PerProcess<Gate> = PerProcess::new();
    GATE.get(|parent| {
        let left = parent.and_then(|parent| parent.try_lock().map(|state| state.left.clone()));
        Gate::new(State { left: left.unwrap_or_default(), ..State::default() })
    })
}

impl Pass {
    /// Waits until all `locks` of a company are free at `api`, and takes them. The error says why not.
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

    /// Returns what earlier enrolments left.
    pub(crate) fn left(&self) -> Handover {
        let state = self.gate.lock();
        let mut all = Handover::default();
        for left in self.locks.iter().filter_map(|lock| state.left.get(lock)) {
            all.add(left.clone());
        }
        all
    }

    /// Stores what the next enrolment must know.
    pub(crate) fn leave(&self, left: &Handover) {
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

/// Forgets what was left at `api`, after its state was reset.
pub(crate) fn forget(api: &str) {
    gate().lock().left.retain(|lock, _| !lock.starts_with(&format!("{api} ")));
}
