//! Waits for what another call of this process does.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard};

use tokio::sync::Notify;

use super::cancel::Interrupt;
use super::{Deadline, Pause};
use crate::lock::Unpoisoned;
use crate::world;

/// A value under a lock, with a notification of its changes.
#[derive(Debug, Default)]
pub(crate) struct Watched<T> {
    value: Mutex<T>,
    changed: Notify,
}

impl<T> Watched<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { value: Mutex::new(value), changed: Notify::new() }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.value.lock().unpoisoned()
    }

    /// Returns the value, or `None` if it is locked: in a forked child it may be locked for ever.
    pub(crate) fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        self.value.try_lock().ok()
    }

    /// Changes the value and wakes every call that waits for a change.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.lock());
        self.changed.notify_waiters();
        result
    }

    /// Waits until `look` returns a value. The error says why the wait ended without one.
    pub(crate) async fn wait_for<R>(
        &self,
        deadline: Deadline,
        interrupt: &Interrupt,
        mut look: impl FnMut(&mut T) -> Option<R>,
    ) -> Result<R, Pause> {
        loop {
            // Created before the check, so that no change in between is missed.
            let changed = self.changed.notified();
            if let Some(found) = look(&mut self.lock()) {
                return Ok(found);
            }
            if interrupt.requested() {
                return Err(Pause::Interrupted);
            }
            if deadline.has_passed() {
                return Err(Pause::DeadlinePassed);
            }
            let change = world::timeout(deadline.remaining(), changed);
            if interrupt.unless_asked(pin!(change)).await.is_none() {
                return Err(Pause::Interrupted);
            }
        }
    }
}
