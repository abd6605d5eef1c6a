//! One enrolment of a company at a time, within one client.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, PoisonError};

use super::{Deadline, Interrupt, SLICE};

/// Which companies are being enrolled right now.
///
/// Two threads that enrol the same company would both look, both find nothing, and both create a borrower. So the
/// second waits for the first, and then finds what it created.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    busy: Mutex<HashSet<String>>,
    changed: Condvar,
}

/// The right to enrol a company; dropped, the next one may.
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
    company: String,
}

impl Gate {
    /// Waits for the company to be free. Nothing when the deadline passed or somebody wants to stop.
    pub(crate) fn enter(&self, company: &str, deadline: Deadline, interrupt: &Interrupt) -> Option<Pass<'_>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        while busy.contains(company) {
            let slice = deadline.remaining().unwrap_or(SLICE).min(SLICE);
            (busy, _) = self.changed.wait_timeout(busy, slice).unwrap_or_else(PoisonError::into_inner);
            if busy.contains(company) && (deadline.has_passed() || interrupt.requested()) {
                return None;
            }
        }
        busy.insert(company.to_owned());
        Some(Pass { gate: self, company: company.to_owned() })
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.company);
        self.gate.changed.notify_all();
    }
}
