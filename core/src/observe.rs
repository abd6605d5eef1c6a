//! What a program can see of its calls while they are made: for logs, traces and metrics.

use std::time::Duration;

use crate::error::ErrorKind;
use crate::retry::Outcome;

/// Hears of every call of a client. Give it to `ClientBuilder::observer`.
///
/// Its functions are called where the call is driven: they must not block, and must not make calls with the client. They
/// are told what a call is and how it went, never a value, a body or a header. A function that is not written does nothing.
pub trait CallObserver: Send + Sync {
    /// A call begins.
    fn started(&self, call: &CallInfo<'_>) {
        let _ = call;
    }

    /// An attempt has ended: with an answer, or without one.
    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        let _ = (call, attempt);
    }

    /// The call is sent again after a pause.
    fn resending(&self, call: &CallInfo<'_>, pause: Duration) {
        let _ = (call, pause);
    }

    /// The call has ended: all its attempts, and the pauses between them. A call that was dropped ends with `Interrupted`.
    fn ended(&self, call: &CallInfo<'_>, end: &EndInfo) {
        let _ = (call, end);
    }
}

/// What a call is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// A number that the calls of a process share with no other: it ties together what is told of a call.
    pub id: u64,
    /// The HTTP method.
    pub method: &'a str,
    /// The path with the names of its values: `/borrower/{borrower_id}`.
    pub path_template: &'a str,
    /// Method and path template: what errors and logs say.
    pub(crate) label: &'a str,
}

/// How an attempt went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// How many attempts there were before: 0 for the first.
    pub resend_count: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The kind of the error; nothing for an answer of 2xx.
    pub error: Option<ErrorKind>,
    /// How long it took.
    pub duration: Duration,
    /// The id of the request, from the answer's headers.
    pub request_id: Option<&'a str>,
    /// How long the API asks not to be called again.
    pub retry_after: Option<Duration>,
    /// How it ended, as far as that says something about the API.
    pub(crate) outcome: Option<Outcome>,
}

/// How a call ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndInfo {
    /// How many attempts there were.
    pub attempts: u32,
    /// The HTTP status of the last answer, if there was one.
    pub status: Option<u16>,
    /// The kind of the error that the caller gets; nothing if it gets an answer.
    pub error: Option<ErrorKind>,
    /// How long it took, pauses included.
    pub duration: Duration,
}

/// Writes the log.
pub(crate) struct Log;

impl CallObserver for Log {
    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        let (operation, took) = (call.label, millis(attempt.duration));
        let status = attempt.status.unwrap_or(0);
        match &attempt.error {
            None => tracing::debug!(
                target: "defacto_sdk", operation, status, took_ms = took,
                request_id = attempt.request_id.unwrap_or("-"), "answered"
            ),
            Some(kind) => tracing::info!(
                target: "defacto_sdk", operation, status, took_ms = took, kind = kind.as_str(), "failed"
            ),
        }
    }

    fn resending(&self, call: &CallInfo<'_>, pause: Duration) {
        tracing::info!(target: "defacto_sdk", operation = call.label, pause_ms = millis(pause), "sending again");
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
