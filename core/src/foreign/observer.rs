//! Observers that are written in Kotlin or Swift.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use crate::observe::{
    AddedHeaders, AttemptInfo, CallInfo, CallObserver, Caller, EndInfo, JourneyEnd, JourneyInfo,
};
pub use crate::observe::{AttemptEvent, JourneyEvent};

/// Receives the events of calls. Its functions must not block, must not make calls with the client, and must not
/// throw. Those of a blocking call run on its thread, others on a thread of the library.
#[uniffi::export(callback_interface)]
pub trait NativeCallObserver: Send + Sync {
    /// Called on the thread that makes a call. Returns a number for what the observer keeps of the caller, or 0
    /// for nothing. It comes back with the events.
    fn caller(&self) -> i64;
    /// Called once when a number of `caller` is not needed any more.
    fn caller_left(&self, caller: i64);
    /// Called when a journey starts.
    fn journey_started(&self, journey: JourneyEvent, caller: i64);
    /// Called once when a journey ends.
    fn journey_ended(&self, journey: JourneyEvent, caller: i64);
    /// Called before each attempt. Returns headers to add to it.
    fn attempt_started(&self, attempt: AttemptEvent, caller: i64) -> HashMap<String, String>;
    /// Called once when an attempt ends.
    fn attempt_ended(&self, attempt: AttemptEvent, caller: i64);
}

/// A number of `caller`, for as long as it is needed.
struct Number {
    observer: Arc<dyn NativeCallObserver>,
    number: i64,
}

impl Drop for Number {
    fn drop(&mut self) {
        self.observer.caller_left(self.number);
    }
}

fn number(caller: Option<&(dyn Any + Send + Sync)>) -> i64 {
    caller.and_then(|caller| caller.downcast_ref::<Number>()).map_or(0, |caller| caller.number)
}

/// Passes the events on.
pub(super) struct Observed(Arc<dyn NativeCallObserver>);

impl Observed {
    pub(super) fn new(observer: Box<dyn NativeCallObserver>) -> Self {
        Self(Arc::from(observer))
    }
}

impl CallObserver for Observed {
    fn caller(&self) -> Option<Caller> {
        let number = self.0.caller();
        (number != 0).then(|| Arc::new(Number { observer: Arc::clone(&self.0), number }) as Caller)
    }

    fn journey_started(&self, journey: &JourneyInfo<'_>) {
        self.0.journey_started(JourneyEvent::started(journey), number(journey.caller));
    }

    fn journey_ended(&self, journey: &JourneyInfo<'_>, end: &JourneyEnd) {
        self.0.journey_ended(JourneyEvent::ended(journey, end), number(journey.caller));
    }

    fn attempting(&self, call: &CallInfo<'_>, resend_count: u32) -> AddedHeaders {
        let event = AttemptEvent::started(call, resend_count);
        self.0.attempt_started(event, number(call.caller)).into_iter().collect()
    }

    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        self.0.attempt_ended(AttemptEvent::ended(call, attempt), number(call.caller));
    }

    fn ended(&self, call: &CallInfo<'_>, end: &EndInfo) {
        if let Some(event) = AttemptEvent::abandoned(call, end) {
            self.0.attempt_ended(event, number(call.caller));
        }
    }
}
