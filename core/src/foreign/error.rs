//! Errors for Kotlin and Swift, and errors of their callbacks.

use uniffi::UnexpectedUniFFICallbackError;

use crate::error::DefactoError;

#[uniffi::export]
impl DefactoError {
    /// Returns what happened and what to do next, for people. Holds no secrets and no personal data.
    pub fn text(&self) -> String {
        self.to_string()
    }
}

impl From<UnexpectedUniFFICallbackError> for DefactoError {
    /// Omits the text of the caller's own error, which may hold a value. The caller knows it.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        let hint = "See what the caller's own code threw.";
        Self::configuration("what the caller passed in has failed", hint)
    }
}
