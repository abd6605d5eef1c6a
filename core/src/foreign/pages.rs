//! Lists over several pages, which Kotlin and Swift read page by page.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::page::Trail;

/// The cursors that one reading of a list has passed.
#[derive(Debug, Default, uniffi::Object)]
pub struct NativeCursors(Mutex<Trail>);

#[uniffi::export]
impl NativeCursors {
    /// Creates an empty set of cursors.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records the cursor of the next page. Does not block.
    ///
    /// # Errors
    /// `Decode` if the cursor was recorded before: the list would never end.
    pub fn pass(&self, cursor: &str) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pass(cursor)
    }

    /// Returns a copy of the cursors, for another reading that continues from here.
    pub fn copied(&self) -> Arc<Self> {
        let trail = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Arc::new(Self(Mutex::new(trail)))
    }
}
