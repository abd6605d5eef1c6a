//! The end of a run, for which the caller may wait.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;

use crate::lock::Unpoisoned;
use crate::store::JobLock;
use crate::wait::Deadline;
use crate::world;

/// Whether a run has ended.
#[derive(Debug, Default)]
pub(crate) struct Ended {
    is_over: Mutex<bool>,
    /// For threads that wait.
    told: Condvar,
    /// For futures that wait.
    notified: Notify,
}

impl Ended {
    /// Waits on this thread until the run has ended, but not longer than `patience`. Returns `true` if it has ended.
    pub(crate) fn wait(&self, patience: Duration) -> bool {
        let deadline = Deadline::after(Some(patience));
        let mut is_over = self.lock();
        while !*is_over && !deadline.has_passed() {
            is_over = match deadline.remaining() {
                Some(left) => {
                    let waited = self.told.wait_timeout(is_over, left);
                    waited.unpoisoned().0
                }
                None => self.told.wait(is_over).unpoisoned(),
            };
        }
        *is_over
    }

    /// Waits until the run has ended, but not longer than `patience`. Takes no thread.
    pub(super) async fn wait_without_thread(&self, patience: Duration) {
        let end = async {
            // Made before the question, so that the end does not fall between the two.
            let notified = self.notified.notified();
            let is_over = *self.lock();
            if !is_over {
                notified.await;
            }
        };
        world::timeout(Some(patience), end).await;
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_over.lock().unpoisoned()
    }
}

/// The lock of a run's job. The last part of the run that works releases it.
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
        // The next run may begin, even if this one still exists.
        drop(self.lock.take());
        *self.ended.lock() = true;
        self.ended.told.notify_all();
        self.ended.notified.notify_waiters();
    }
}
