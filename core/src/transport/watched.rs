//! Reports the events of a call to its observers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::call::Call;
use super::classify::Failed;
use super::reply::Reply;
use crate::error::ErrorKind;
use crate::observe::{AttemptInfo, CallInfo, CallObserver, EndInfo};
use crate::world;

static CALLS: AtomicU64 = AtomicU64::new(0);

/// One call, from its beginning to its end.
pub(super) struct WatchedCall<'a> {
    observers: &'a [Arc<dyn CallObserver>],
    /// The rate limiter of a portfolio, which needs the events as well.
    rate_limiter: Option<&'a dyn CallObserver>,
    info: CallInfo<'a>,
    started: Instant,
    attempts: u32,
    status: Option<u16>,
    /// The error that the caller gets. A call that is dropped ends with the first value, `Interrupted`.
    error: Option<ErrorKind>,
}

impl<'a> WatchedCall<'a> {
    pub(super) fn begin(
        observers: &'a [Arc<dyn CallObserver>],
        rate_limiter: Option<&'a dyn CallObserver>,
        call: &'a Call,
    ) -> Self {
        let (method, path_template) = call.label().split_once(' ').unwrap_or(("", call.label()));
        let id = CALLS.fetch_add(1, Ordering::Relaxed);
        let watched = Self {
            observers,
            rate_limiter,
            info: CallInfo { id, method, path_template, label: call.label() },
            started: world::now(),
            attempts: 0,
            status: None,
            error: Some(ErrorKind::Interrupted),
        };
        watched.tell(|observer| observer.started(&watched.info));
        watched
    }

    fn tell(&self, tell: impl Fn(&dyn CallObserver)) {
        self.observers.iter().for_each(|observer| tell(&**observer));
        if let Some(rate_limiter) = self.rate_limiter {
            tell(rate_limiter);
        }
    }

    /// Reports the end of an attempt.
    pub(super) fn attempted(&mut self, judged: &Result<Reply, Failed>, began: Instant) {
        let attempt = match judged {
            Ok(reply) => AttemptInfo {
                resend_count: self.attempts,
                status: Some(reply.status),
                error: None,
                duration: world::elapsed(began),
                request_id: reply.request_id.as_deref(),
                retry_after: None,
                outcome: None,
            },
            Err(Failed { outcome, error }) => AttemptInfo {
                resend_count: self.attempts,
                status: error.status(),
                error: Some(error.kind()),
                duration: world::elapsed(began),
                request_id: error.details().request_id.as_deref(),
                retry_after: error.retry_after(),
                outcome: *outcome,
            },
        };
        self.attempts += 1;
        (self.status, self.error) = (attempt.status, attempt.error.clone());
        self.tell(|observer| observer.attempted(&self.info, &attempt));
    }

    pub(super) fn resending(&self, pause: Duration) {
        self.tell(|observer| observer.resending(&self.info, pause));
    }

    /// Records the error that the call ends with; `None` if it gets an answer.
    pub(super) fn ends_with(&mut self, error: Option<ErrorKind>) {
        self.error = error;
    }
}

impl Drop for WatchedCall<'_> {
    fn drop(&mut self) {
        let end = EndInfo {
            attempts: self.attempts,
            status: self.status,
            error: self.error.take(),
            duration: world::elapsed(self.started),
        };
        self.tell(|observer| observer.ended(&self.info, &end));
    }
}
