//! Locks that stay usable when a thread panics while it holds them.
//!
//! No value behind a lock of this library is ever half changed, so nothing is gained by passing a panic on to
//! the next caller. The locks are those of the standard library: `parking_lot` keeps its waiting threads in a
//! table of the process, which a forked child may inherit locked.

use std::sync::{LockResult, PoisonError};

/// The result of taking a lock.
pub(crate) trait Unpoisoned<G> {
    /// Returns the guard, also if another thread panicked while it held the lock.
    fn unpoisoned(self) -> G;
}

impl<G> Unpoisoned<G> for LockResult<G> {
    fn unpoisoned(self) -> G {
        self.unwrap_or_else(PoisonError::into_inner)
    }
}
