//! What Kotlin and Swift ask an error, and what becomes of theirs.

use uniffi::UnexpectedUniFFICallbackError;

use crate::error::DefactoError;

#[uniffi::export]
impl DefactoError {
    /// What happened and what to do next, for people; without secrets and personal data.
    pub fn text(&self) -> String {
        self.to_string()
    }
}

impl From<UnexpectedUniFFICallbackError> for DefactoError {
    /// The error's own text may hold a value, so it is left out; whoever threw it knows it.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        let hint = "See what the caller's own code threw.";
        Self::configuration("what the caller passed in has failed", hint)
    }
}
