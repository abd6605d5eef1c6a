//! Events of calls and journeys: for logs, traces and metrics.

mod added_headers;
#[cfg(any(feature = "python", feature = "uniffi"))]
mod event;
mod log;
mod span;

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use crate::error::ErrorKind;
use crate::retry::Outcome;

pub use added_headers::AddedHeaders;
#[cfg(any(feature = "python", feature = "uniffi"))]
pub use event::{AttemptEvent, JourneyEvent};
pub(crate) use log::Log;
pub(crate) use span::{AttemptSpan, journey_span};

/// What an observer keeps of a caller, see `CallObserver::caller`.
pub type Caller = Arc<dyn Any + Send + Sync>;

/// Receives events: when a journey or a call starts, around each attempt, before a call is sent again, and when
/// it ends.
///
/// Pass it to `ClientBuilder::observer`. Its functions run on the thread that drives the call: they must not
/// block, and must not make calls with the client. An event never holds a value, a body or a header. A
/// function that is not implemented does nothing.
///
/// An attempt and a journey also are spans of the crate `tracing`, with the names of OpenTelemetry's semantic
/// conventions. The functions that belong to one run inside it.
pub trait CallObserver: Send + Sync {
    /// Called on the thread that makes a blocking call, before anything else. Returns what the observer needs of
    /// that thread, such as its active trace. It comes back as `caller` of the events, which may come from other
    /// threads. A call of `AsyncClient` has no such moment, and its `caller` is `None`: its events come
    /// while the caller's task polls it.
    fn caller(&self) -> Option<Caller> {
        None
    }

    /// Called when a journey starts, such as `enroll`. The calls until its end name it.
    fn journey_started(&self, journey: &JourneyInfo<'_>) {
        let _ = journey;
    }

    /// Called once when a journey ends. A journey whose future was dropped ends with `ErrorKind::Interrupted`.
    fn journey_ended(&self, journey: &JourneyInfo<'_>, end: &JourneyEnd) {
        let _ = (journey, end);
    }

    /// Called when a call starts, before its first attempt.
    fn started(&self, call: &CallInfo<'_>) {
        let _ = call;
    }

    /// Called before each attempt. Returns headers to send with this attempt, such as `traceparent`. They
    /// replace headers of the caller with the same name. Headers of the client itself, and those that cannot be
    /// sent, are left out.
    fn attempting(&self, call: &CallInfo<'_>, resend_count: u32) -> AddedHeaders {
        let _ = (call, resend_count);
        AddedHeaders::default()
    }

    /// Called when an attempt has ended, with an answer or with an error. Not called for an attempt that was
    /// abandoned, see `EndInfo::abandoned`.
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

/// Identifies a journey: a function that makes several calls.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct JourneyInfo<'a> {
    /// A number that is unique within the process.
    pub id: u64,
    /// The name of the function: `enroll`, `resume_enrollment`, `follow_enrollment` or `request_loan`.
    pub name: &'static str,
    /// What `CallObserver::caller` returned for it.
    pub caller: Option<&'a (dyn Any + Send + Sync)>,
}

/// The result of a journey.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JourneyEnd {
    /// The name of the outcome, `ready` for instance; `None` after an error.
    pub outcome: Option<&'static str>,
    /// The kind of the error that the caller gets; `None` if it gets an outcome.
    pub error: Option<ErrorKind>,
    /// How long the journey took.
    pub duration: Duration,
}

/// Identifies a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// A number that is unique within the process. All events of one call have the same number.
    pub id: u64,
    /// The id of the journey that makes the call; `None` for a call of its own.
    pub journey: Option<u64>,
    /// The HTTP method.
    pub method: &'a str,
    /// The path with the names of its values: `/borrower/{borrower_id}`. For `Client::request`, the path of the
    /// caller, without what looks personal.
    pub path_template: &'a str,
    /// The host of the base URL.
    pub server_address: &'a str,
    /// The port of the base URL.
    pub server_port: u16,
    /// What `CallObserver::caller` returned for it.
    pub caller: Option<&'a (dyn Any + Send + Sync)>,
    /// The method and the path template, as errors and logs show them.
    pub(crate) label: &'a str,
    /// Whether the caller wrote the path, so that it is no template.
    pub(crate) is_raw: bool,
}

impl<'a> CallInfo<'a> {
    /// Returns the path template, for attributes that must have few different values; `None` for
    /// `Client::request`, whose path may hold an id. Does not block.
    pub fn url_template(&self) -> Option<&'a str> {
        (!self.is_raw).then_some(self.path_template)
    }

    /// Returns the HTTP method, or `_OTHER` for a method that HTTP does not define. Does not block.
    pub fn known_method(&self) -> &'a str {
        let known = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];
        if known.contains(&self.method) { self.method } else { "_OTHER" }
    }

    /// Returns the name of a span for an attempt of this call: `GET /borrower/{borrower_id}`, or the method alone
    /// for `Client::request`. Does not block.
    pub fn span_name(&self) -> &'a str {
        match (self.is_raw, self.known_method()) {
            (false, _) => self.label,
            (true, "_OTHER") => "HTTP",
            (true, method) => method,
        }
    }
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

impl AttemptInfo<'_> {
    /// Returns OpenTelemetry's `error.type`: the status from 400 on, otherwise the kind of the error; `None`
    /// without an error. Does not block.
    pub fn error_type(&self) -> Option<Cow<'static, str>> {
        let error = self.error.as_ref()?;
        Some(match self.status {
            Some(status) if status >= 400 => status.to_string().into(),
            _ => error.as_str().to_owned().into(),
        })
    }
}

/// The result of a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndInfo {
    /// How many attempts there were, without one that was abandoned.
    pub attempts: u32,
    /// The HTTP status of the last answer, if there was one.
    pub status: Option<u16>,
    /// The kind of the error that the caller gets; `None` if it gets an answer.
    pub error: Option<ErrorKind>,
    /// How long the call took, pauses included.
    pub duration: Duration,
    /// How long the attempt took that was under way at the end, because the future was dropped, or because what
    /// comes before a write failed; `None` if there was none.
    pub abandoned: Option<Duration>,
}

/// Calls `tell` with each observer and what it keeps of the caller.
pub(crate) fn tell_all(
    observers: &[Arc<dyn CallObserver>],
    callers: Option<&[Option<Caller>]>,
    mut tell: impl FnMut(&dyn CallObserver, Option<&(dyn Any + Send + Sync)>),
) {
    for (index, observer) in observers.iter().enumerate() {
        let caller = callers.and_then(|callers| callers.get(index)?.as_deref());
        tell(&**observer, caller);
    }
}

/// Returns what the observers keep of the caller on this thread; `None` if they keep nothing.
pub(crate) fn callers(observers: &[Arc<dyn CallObserver>]) -> Option<Arc<[Option<Caller>]>> {
    // Most clients have no observer that keeps anything.
    let mut kept: Option<Vec<Option<Caller>>> = None;
    for (index, observer) in observers.iter().enumerate() {
        if let Some(caller) = observer.caller() {
            kept.get_or_insert_with(|| vec![None; observers.len()])[index] = Some(caller);
        }
    }
    kept.map(Into::into)
}
