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

impl Spelling {
    /// Sends the call as the server knows it. `send` sends a call, the second time (`true`) without
    /// repetitions.
    pub(super) fn send<T>(&self, call: &Call, send: impl Fn(&Call, bool) -> Result<T>) -> Result<T> {
        if call.is_raw || call.method != "GET" || call.path != PATH {
            return send(call, false);
        }
        let other = || call.at(OTHER);
        match self.other.get() {
            Some(true) => return send(&other(), false),
            Some(false) => return send(call, false),
            None => {}
        }
        let first = send(call, false);
        match &first {
            Ok(_) => {
                let _ = self.other.set(false);
                return first;
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return first,
            Err(_) => {}
        }
        let second = send(&other(), true);
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
