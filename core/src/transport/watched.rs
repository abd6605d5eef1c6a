//! Reports the events of a call to its observers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::call::Call;
use super::classify::Failed;
use super::config::Config;
use super::reply::Reply;
use super::scope::Scope;
use crate::error::ErrorKind;
use crate::observe::{
    AddedHeaders, AttemptInfo, AttemptSpan, CallInfo, CallObserver, Caller, EndInfo, tell_all,
};
use crate::world;

static CALLS: AtomicU64 = AtomicU64::new(0);

/// One call, from its beginning to its end.
pub(super) struct WatchedCall<'a> {
    observers: &'a [Arc<dyn CallObserver>],
    /// What the observers keep of the caller, in their order.
    callers: Option<&'a [Option<Caller>]>,
    /// The rate limiter of a portfolio, which needs the events as well.
    rate_limiter: Option<&'a dyn CallObserver>,
    info: CallInfo<'a>,
    started: Instant,
    attempts: u32,
    status: Option<u16>,
    /// The error that the caller gets. A call that is dropped ends with the first value, `Interrupted`.
    error: Option<ErrorKind>,
    /// The attempt that is under way, and when it began.
    span: AttemptSpan,
    attempting: Option<Instant>,
}

impl<'a> WatchedCall<'a> {
    pub(super) fn begin(config: &'a Config, scope: &'a Scope, call: &'a Call) -> Self {
        let (method, path_template) = call.label().split_once(' ').unwrap_or(("", call.label()));
        let watched = Self {
            observers: &config.observers,
            callers: scope.callers.as_deref(),
            rate_limiter: scope.rate_limiter.as_deref().map(|limiter| limiter as &dyn CallObserver),
            info: CallInfo {
                id: CALLS.fetch_add(1, Ordering::Relaxed),
                journey: scope.journey,
                method,
                path_template,
                server_address: &config.server.0,
                server_port: config.server.1,
                caller: None,
                label: call.label(),
                is_raw: call.is_raw,
            },
            started: world::now(),
            attempts: 0,
            status: None,
            error: Some(ErrorKind::Interrupted),
            span: AttemptSpan::default(),
            attempting: None,
        };
        watched.tell(|observer, call| observer.started(call));
        watched
    }

    fn tell(&self, mut tell: impl FnMut(&dyn CallObserver, &CallInfo<'_>)) {
        tell_all(self.observers, self.callers, |observer, caller| {
            tell(observer, &CallInfo { caller, ..self.info });
        });
        if let Some(rate_limiter) = self.rate_limiter {
            tell(rate_limiter, &self.info);
        }
    }

    /// Reports that an attempt begins. Returns the headers that the observers add, and those to wait for.
    pub(super) fn attempting(&mut self) -> AddedHeaders {
        self.span = AttemptSpan::begin(&self.info, self.attempts);
        self.attempting = Some(world::now());
        let mut added = AddedHeaders::default();
        let span = self.span.span();
        span.in_scope(|| self.tell(|observer, call| added.append(observer.attempting(call, self.attempts))));
        added
    }

    /// Returns the span of the attempt that is under way.
    pub(super) fn span(&self) -> tracing::Span {
        self.span.span()
    }

    /// Restarts the clock of the attempt that is under way: what comes before it does not count.
    pub(super) fn restart(&mut self) -> Instant {
        *self.attempting.insert(world::now())
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
        let span = self.span.span();
        span.in_scope(|| self.tell(|observer, call| observer.attempted(call, &attempt)));
        self.span.end(&attempt);
        self.attempting = None;
    }

    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(super) fn resending(&self, pause: Duration) {
        self.tell(|observer, call| observer.resending(call, pause));
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
            abandoned: self.attempting.map(world::elapsed),
        };
        self.span.abandon(end.error.as_ref());
        self.tell(|observer, call| observer.ended(call, &end));
    }
}
