//! Two spellings of one path.
//!
//! The contract has `/credit_lines`, the vendor's guides write `/credit-lines`. If the first is answered with
//! 404, the other is tried once for each client, and the one that is answered is used from then on.

use std::sync::OnceLock;

use super::Call;
use crate::error::{DefactoError, ErrorKind, Result};

const PATH: &str = "/credit_lines";
const OTHER: &str = "/credit-lines";

/// Which spelling a server knows.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    /// Whether it is the other one; not set until that is known.
    other: OnceLock<bool>,
}

/// A call as the server knows it, as far as that is known.
pub(super) struct Choice {
    pub(super) call: Call,
    is_certain: bool,
}

impl Spelling {
    /// Returns the call as it is sent first; nothing if it has one spelling only.
    pub(super) fn choose(&self, call: &Call) -> Option<Choice> {
        if call.is_raw || call.method != "GET" || call.path != PATH {
            return None;
        }
        Some(match self.other.get() {
            Some(true) => Choice { call: call.at(OTHER), is_certain: true },
            known => Choice { call: call.clone(), is_certain: known.is_some() },
        })
    }

    /// Returns the call in its other spelling if the first answer asks for it.
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

    /// Returns the answer that counts after both spellings were tried.
    pub(super) fn decide<T>(&self, first: Result<T>, second: Result<T>) -> Result<T> {
        match &second {
            Ok(_) => {
                let _ = self.other.set(true);
                second
            }
            // It says nothing about the path: the next 404 tries again.
            Err(error) if says_nothing(error) => second,
            Err(_) => {
                let _ = self.other.set(false);
                first
            }
        }
    }
}

/// Whether an error leaves open if the server knows the path.
fn says_nothing(error: &DefactoError) -> bool {
    error.status().is_none() || error.retryable()
}
