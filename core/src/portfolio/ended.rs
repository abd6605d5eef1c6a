//! The end of a run, which whoever began it may wait for.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::store::JobLock;
use crate::wait::Deadline;

/// Whether a run has ended.
#[derive(Debug, Default)]
pub(super) struct Ended {
    has_ended: Mutex<bool>,
    told: Condvar,
}

impl Ended {
    /// Waits on this thread until the run has ended, but not longer than that.
    pub(super) fn wait(&self, patience: Duration) {
        let deadline = Deadline::after(Some(patience));
        let mut has_ended = self.has_ended.lock().unwrap_or_else(PoisonError::into_inner);
        while !*has_ended && !deadline.has_passed() {
            has_ended = match deadline.remaining() {
                Some(left) => {
                    let waited = self.told.wait_timeout(has_ended, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.told.wait(has_ended).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

/// What a run holds while somebody works for it: the lock of its job. The last of them lets it go.
#[derive(Debug)]
pub(super) struct Held {
    lock: Option<JobLock>,
    ended: Arc<Ended>,
}

impl Held {
    pub(super) fn new(lock: JobLock, ended: &Arc<Ended>) -> Arc<Self> {
        Arc::new(Self { lock: Some(lock), ended: Arc::clone(ended) })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // The next run may begin, whoever still has this one.
        drop(self.lock.take());
        *self.ended.has_ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.ended.told.notify_all();
    }
}
