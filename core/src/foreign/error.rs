//! What Kotlin and Swift ask an error.

use crate::error::DefactoError;

#[uniffi::export]
impl DefactoError {
    /// What happened and what to do next, for people; without secrets and personal data.
    pub fn text(&self) -> String {
        self.to_string()
    }
}
