//! The log of requests, for tests that ask what a client really sent.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;
use serde_json::Value;

use crate::server::fault::FaultKind;

/// How many requests are kept.
const CAPACITY: usize = 100_000;

/// One request to the simulated API, whatever became of it. The API key is never part of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LogEntry {
    /// Counts from 1 in the order of arrival; clearing the log does not restart it.
    pub sequence: u64,
    /// When it arrived.
    pub at: String,
    /// The HTTP method.
    pub method: String,
    /// The path as it was sent.
    pub path: String,
    /// The query string as it was sent, without the question mark.
    pub query: Option<String>,
    /// Method and path template, such as `GET /borrower/{borrower_id}`; none for an unknown path.
    pub operation: Option<String>,
    /// The status of the answer; none while there is no answer, and for ever when the connection was cut.
    pub status: Option<u16>,
    /// Whether it changed the state.
    pub committed: bool,
    /// The fault that was injected.
    pub fault: Option<FaultKind>,
    /// The client that sent it.
    pub user_agent: Option<String>,
    /// The trace of the client, as the header `traceparent` of W3C Trace Context names it.
    pub traceparent: Option<String>,
    /// The body when it is JSON or a form. The fields of a form are an object of texts; a file among them is
    /// an object with `filename`, `content_type` and the number of its `bytes`.
    pub body: Option<Value>,
    /// The `x-request-id` of the answer.
    pub request_id: String,
}

/// All requests so far.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    count: u64,
    kept: VecDeque<LogEntry>,
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request that has arrived.
    pub(crate) fn next(&self) -> u64 {
        let mut entries = self.lock();
        entries.count += 1;
        entries.count
    }

    pub(crate) fn open(&self, entry: LogEntry) {
        let kept = &mut self.lock().kept;
        if kept.len() == CAPACITY {
            kept.pop_front();
        }
        kept.push_back(entry);
    }

    /// Changes an entry that is still there.
    pub(crate) fn amend(&self, sequence: u64, change: impl FnOnce(&mut LogEntry)) {
        let mut entries = self.lock();
        let found = entries.kept.iter_mut().rev().find(|entry| entry.sequence == sequence);
        if let Some(entry) = found {
            change(entry);
        }
    }

    pub(crate) fn entries(&self) -> Vec<LogEntry> {
        self.lock().kept.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().kept.clear();
    }

    /// As if nothing had ever arrived.
    pub(crate) fn reset(&self) {
        *self.lock() = Entries::default();
    }
}
