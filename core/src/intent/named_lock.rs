//! A lock by name: one holder at a time within a process.

use std::collections::HashSet;

use crate::per_process::PerProcess;
use crate::wait::{Deadline, Interrupt, Watched};

type NamedLocks = Watched<HashSet<String>>;

static LOCKS: PerProcess<NamedLocks> = PerProcess::new();

/// A lock that is held. Dropping it lets the next call in.
pub(crate) struct NamedLock {
    locks: &'static NamedLocks,
    what: String,
}

/// Waits until no other call of this process holds the lock `what`, and takes it. Returns `None` if the
/// deadline passes or the call is interrupted first.
pub(crate) async fn named_lock(what: String, deadline: Deadline, interrupt: &Interrupt) -> Option<NamedLock> {
    let locks = LOCKS.get(|_| NamedLocks::default());
    let taken = locks.wait_for(deadline, interrupt, |taken| taken.insert(what.clone()).then_some(())).await;
    taken.ok().map(|()| NamedLock { locks, what })
}

impl Drop for NamedLock {
    fn drop(&mut self) {
        self.locks.change(|taken| taken.remove(&self.what));
    }
}
