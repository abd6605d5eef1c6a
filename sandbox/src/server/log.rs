//! The log of requests, for tests that ask what a client really sent.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;
use serde_json::Value;

use crate::server::fault::FaultKind;

/// The most requests that are kept, and the most bytes of them; the oldest make room.
const CAPACITY: usize = 100_000;
const BYTES: usize = 64 * 1024 * 1024;
/// What an entry takes beside its texts.
const ENTRY: usize = 512;

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
    /// How often something was changed.
    revision: u64,
    bytes: usize,
    kept: VecDeque<Kept>,
}

/// An entry with its body as text, which takes a fraction of the memory.
#[derive(Debug)]
struct Kept {
    entry: LogEntry,
    body: Option<Box<str>>,
}

impl Kept {
    fn new(mut entry: LogEntry) -> Self {
        let body = entry.body.take().map(|body| body.to_string().into_boxed_str());
        Self { entry, body }
    }

    fn bytes(&self) -> usize {
        let query = self.entry.query.as_ref().map_or(0, String::len);
        ENTRY + self.entry.path.len() + query + self.body.as_ref().map_or(0, |body| body.len())
    }

    fn shown(&self) -> LogEntry {
        let body = self.body.as_ref().and_then(|body| serde_json::from_str(body).ok());
        LogEntry { body, ..self.entry.clone() }
    }
}

impl Entries {
    fn push(&mut self, kept: Kept) {
        self.revision += 1;
        self.bytes += kept.bytes();
        self.kept.push_back(kept);
        while self.kept.len() > CAPACITY || (self.bytes > BYTES && self.kept.len() > 1) {
            let Some(oldest) = self.kept.pop_front() else { return };
            self.bytes -= oldest.bytes();
        }
    }

    fn clear(&mut self) {
        self.revision += 1;
        self.kept.clear();
        self.bytes = 0;
    }
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
        let kept = Kept::new(entry);
        self.lock().push(kept);
    }

    /// Changes an entry that is still there; its texts stay as they are.
    pub(crate) fn amend(&self, sequence: u64, change: impl FnOnce(&mut LogEntry)) {
        let mut entries = self.lock();
        entries.revision += 1;
        let found = entries.kept.iter_mut().rev().find(|kept| kept.entry.sequence == sequence);
        if let Some(kept) = found {
            change(&mut kept.entry);
        }
    }

    pub(crate) fn entries(&self) -> Vec<LogEntry> {
        self.lock().kept.iter().map(Kept::shown).collect()
    }

    /// The last `limit` entries that fit, the newest first, and how many are kept.
    pub(crate) fn newest(&self, limit: usize, fits: impl Fn(&LogEntry) -> bool) -> (Vec<LogEntry>, usize) {
        let entries = self.lock();
        let fitting = entries.kept.iter().rev().filter(|kept| fits(&kept.entry));
        (fitting.take(limit).map(Kept::shown).collect(), entries.kept.len())
    }

    /// A number that differs when something was changed since.
    pub(crate) fn revision(&self) -> u64 {
        self.lock().revision
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// As if nothing had ever arrived.
    pub(crate) fn reset(&self) {
        let mut entries = self.lock();
        *entries = Entries { revision: entries.revision + 1, ..Entries::default() };
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{BYTES, Log, LogEntry};

    fn entry(log: &Log, text: &str) -> LogEntry {
        LogEntry {
            sequence: log.next(),
            at: String::new(),
            method: "POST".to_owned(),
            path: "/borrowers".to_owned(),
            query: None,
            operation: None,
            status: None,
            committed: false,
            fault: None,
            user_agent: None,
            traceparent: None,
            body: Some(json!({ "name": text })),
            request_id: String::new(),
        }
    }

    #[test]
    fn bodies_are_shown_as_they_came() {
        let log = Log::default();
        log.open(entry(&log, "Brasserie du Vallon"));
        log.amend(1, |entry| entry.status = Some(201));
        let shown = log.entries();
        assert_eq!((shown.len(), shown[0].status), (1, Some(201)));
        assert_eq!(shown[0].body, Some(json!({ "name": "Brasserie du Vallon" })));
    }

    #[test]
    fn the_oldest_make_room_for_large_bodies() {
        let log = Log::default();
        let large = "x".repeat(BYTES / 3);
        for _ in 0..4 {
            log.open(entry(&log, &large));
        }
        let kept: Vec<u64> = log.entries().iter().map(|entry| entry.sequence).collect();
        assert_eq!(kept, [3, 4]);
        log.open(entry(&log, &"x".repeat(BYTES + 1)));
        assert_eq!(log.entries().len(), 1, "the last one is always there");
        log.clear();
        log.open(entry(&log, "small"));
        assert_eq!(log.entries().len(), 1);
    }
}
