//! Events of calls: for logs, traces and metrics.

use std::time::Duration;

use crate::error::ErrorKind;
use crate::retry::Outcome;

/// Receives events: when a call starts, when each attempt ends, before it is sent again, and when it ends.
///
/// Pass it to `ClientBuilder::observer`. Its functions run on the thread that drives the call: they must not
/// block, and must not make calls with the client. An event never holds a value, a body or a header. A
/// function that is not implemented does nothing.
pub trait CallObserver: Send + Sync {
    /// Called when a call starts, before its first attempt.
    fn started(&self, call: &CallInfo<'_>) {
        let _ = call;
    }

    /// Called when an attempt has ended, with an answer or with an error.
    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        let _ = (call, attempt);
    }

    /// Called before the pause after which the call is sent again.
    fn resending(&self, call: &CallInfo<'_>, pause: Duration) {
        let _ = (call, pause);
    }

    /// Called once when the call ends. A call whose future was dropped ends with `ErrorKind::Interrupted`.
    fn ended(&self, call: &CallInfo<'_>, end: &EndInfo) {
        let _ = (call, end);
    }
}

/// Identifies a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// A number that is unique within the process. All events of one call have the same number.
    pub id: u64,
    /// The HTTP method.
    pub method: &'a str,
    /// The path with the names of its values: `/borrower/{borrower_id}`.
    pub path_template: &'a str,
    /// The method and the path template, as errors and logs show them.
    pub(crate) label: &'a str,
}

/// The result of one attempt.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// How many attempts came before this one: 0 for the first.
    pub resend_count: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The kind of the error; `None` for an answer of 2xx.
    pub error: Option<ErrorKind>,
    /// How long the attempt took.
    pub duration: Duration,
    /// The id of the request, from the headers of the answer.
    pub request_id: Option<&'a str>,
    /// How long the API asks not to be called again; `None` if it does not ask.
    pub retry_after: Option<Duration>,
    /// The result as the retry policy classifies it; `None` if it says nothing about the API.
    pub(crate) outcome: Option<Outcome>,
}

/// The result of a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndInfo {
    /// How many attempts there were.
    pub attempts: u32,
    /// The HTTP status of the last answer, if there was one.
    pub status: Option<u16>,
    /// The kind of the error that the caller gets; `None` if it gets an answer.
    pub error: Option<ErrorKind>,
    /// How long the call took, pauses included.
    pub duration: Duration,
}

/// Emits `tracing` events.
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
