//! Lists over several pages, which Kotlin and Swift read one by one.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::page::Trail;

/// The cursors that one reading of a list has passed.
#[derive(Debug, Default, uniffi::Object)]
pub struct NativeCursors(Mutex<Trail>);

#[uniffi::export]
impl NativeCursors {
    /// Begins with none.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes the cursor of the next page. Does not block.
    ///
    /// # Errors
    /// `Decode` if it was noted before: the list would never end.
    pub fn pass(&self, cursor: &str) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pass(cursor)
    }

    /// Returns the same cursors for another reading that goes on from here.
    pub fn copied(&self) -> Arc<Self> {
        let trail = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Arc::new(Self(Mutex::new(trail)))
    }
}
