//! Two spellings of one path.
//!
//! The contract has `/credit_lines`; the vendor's guides write `/credit-lines`. If the first is answered with
//! 404, the client tries the other once. From then on, it uses the one that was answered.

use std::sync::OnceLock;

use super::call::Call;
use crate::error::{DefactoError, ErrorKind, Result};

const PATH: &str = "/credit_lines";
const OTHER: &str = "/credit-lines";

/// The spelling that a server knows.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    /// Whether the server knows the other spelling; not set until that is known.
    other: OnceLock<bool>,
}

/// A call in the spelling to send first.
pub(super) struct Choice {
    pub(super) call: Call,
    is_certain: bool,
}

impl Spelling {
    /// Returns the call as it is sent first; `None` if its path has one spelling only.
    pub(super) fn choose(&self, call: &Call) -> Option<Choice> {
        if call.is_raw || call.method != "GET" || call.path != PATH {
            return None;
        }
        Some(match self.other.get() {
            Some(true) => Choice { call: call.at(OTHER), is_certain: true },
            known => Choice { call: call.clone(), is_certain: known.is_some() },
        })
    }

    /// Returns the call in its other spelling if the first answer requires it; `None` if not.
    pub(super) fn other<T>(&self, call: &Call, choice: &Choice, first: &Result<T>) -> Option<Call> {
        if choice.is_certain {
            return None;
        }
        match first {
            Ok(_) => {
                let _ = self.other.set(false);
                None
            }
            Err(error) => (error.kind() == ErrorKind::NotFound).then(|| call.at(OTHER)),
        }
    }

    /// Returns the answer to use after both spellings were tried.
    pub(super) fn decide<T>(&self, first: Result<T>, second: Result<T>) -> Result<T> {
        match &second {
            Ok(_) => {
                let _ = self.other.set(true);
                second
            }
            // This error says nothing about the path, so the next 404 tries again.
            Err(error) if says_nothing(error) => second,
            Err(_) => {
                let _ = self.other.set(false);
                first
            }
        }
    }
}

/// Returns `true` if an error does not show whether the server knows the path.
fn says_nothing(error: &DefactoError) -> bool {
    error.status().is_none() || error.retryable()
}
