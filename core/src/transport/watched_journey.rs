//! Reports the beginning and the end of a journey to the observers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tracing::Span;

use super::Transport;
use super::scope::Scope;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::observe::{CallObserver, JourneyEnd, JourneyInfo, journey_span, tell_all};
use crate::world;

static JOURNEYS: AtomicU64 = AtomicU64::new(0);

/// One journey, from its beginning to its end. A journey that is dropped ends with `Interrupted`.
pub(crate) struct WatchedJourney {
    transport: Transport,
    id: u64,
    name: &'static str,
    span: Span,
    started: Instant,
    end: (Option<&'static str>, Option<ErrorKind>),
}

impl Transport {
    /// Begins a journey: the observers are called, and the calls of its transport name it.
    pub(crate) fn watch(&self, name: &'static str) -> WatchedJourney {
        let id = JOURNEYS.fetch_add(1, Ordering::Relaxed);
        let watched = WatchedJourney {
            transport: self.with_scope(|scope| Scope { journey: Some(id), ..scope }),
            id,
            name,
            span: journey_span(name),
            started: world::now(),
            end: (None, Some(ErrorKind::Interrupted)),
        };
        watched.tell(|observer, journey| observer.journey_started(journey));
        watched
    }
}

impl WatchedJourney {
    /// Returns the transport for the calls of the journey.
    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Returns the span for the future of the journey.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Ends the journey with `result`, whose outcome has the name `name`.
    pub(crate) fn end<T>(mut self, result: Result<T>, name: fn(&T) -> &'static str) -> Result<T> {
        self.end = (result.as_ref().ok().map(name), result.as_ref().err().map(DefactoError::kind));
        result
    }

    fn tell(&self, tell: impl Fn(&dyn CallObserver, &JourneyInfo<'_>)) {
        let (id, name) = (self.id, self.name);
        let (observers, callers) =
            (&self.transport.shared.config.observers, self.transport.scope.callers.as_deref());
        self.span.in_scope(|| {
            tell_all(observers, callers, |observer, caller| {
                tell(observer, &JourneyInfo { id, name, caller });
            });
        });
    }
}

impl Drop for WatchedJourney {
    fn drop(&mut self) {
        let (outcome, error) = (self.end.0, self.end.1.take());
        let end = JourneyEnd { outcome, error, duration: world::elapsed(self.started) };
        end.record(&self.span);
        self.tell(|observer, journey| observer.journey_ended(journey, &end));
    }
}
