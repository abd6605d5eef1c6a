//! One enrolment of a company at a time, within one client.

use std::collections::{HashMap, HashSet};
use std::sync::{Condvar, Mutex, PoisonError};

use jiff::Timestamp;

use super::{Deadline, Interrupt, SLICE};

/// Which companies are being enrolled right now, and of which the outcome may still change.
///
/// Two threads that enrol the same company would both look, both find nothing, and both create a borrower. So the
/// second waits for the first, and then finds what it created. If the first gave up without knowing its outcome, the
/// second is told until when that outcome may still show.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    busy: HashSet<String>,
    unsettled: HashMap<String, Timestamp>,
}

/// The right to enrol a company; dropped, the next one may.
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
    company: String,
}

impl Gate {
    /// Waits for the company to be free. Nothing when the deadline passed or somebody wants to stop.
    pub(crate) fn enter(&self, company: &str, deadline: Deadline, interrupt: &Interrupt) -> Option<Pass<'_>> {
        // A forked child inherits what its parent was doing; it must not wait for that.
        let company = format!("{}/{company}", std::process::id());
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.busy.contains(&company) {
            let slice = deadline.remaining().unwrap_or(SLICE).min(SLICE);
            (state, _) = self.changed.wait_timeout(state, slice).unwrap_or_else(PoisonError::into_inner);
            if state.busy.contains(&company) && (deadline.has_passed() || interrupt.requested()) {
                return None;
            }
        }
        state.busy.insert(company.clone());
        Some(Pass { gate: self, company })
    }
}

impl Pass<'_> {
    /// Until when an earlier call for this company may still take effect, if one was left in doubt.
    pub(crate) fn settles_at(&self) -> Option<Timestamp> {
        self.gate.state.lock().unwrap_or_else(PoisonError::into_inner).unsettled.get(&self.company).copied()
    }

    /// Remembers, for the next one, until when the call may still take effect; nothing means that it is known.
    pub(crate) fn leave_unsettled(&self, settles_at: Option<Timestamp>) {
        let mut state = self.gate.state.lock().unwrap_or_else(PoisonError::into_inner);
        match settles_at {
            Some(at) => state.unsettled.insert(self.company.clone(), at),
            None => state.unsettled.remove(&self.company),
        };
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.state.lock().unwrap_or_else(PoisonError::into_inner).busy.remove(&self.company);
        self.gate.changed.notify_all();
    }
}
