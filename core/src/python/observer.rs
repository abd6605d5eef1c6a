//! Observers that are written in Python.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use tokio::sync::oneshot;

use super::aio::call::of_this_call;
use super::aio::inbox::Item;
use super::signals;
use crate::observe::{
    AddedHeaders, AttemptEvent, AttemptInfo, CallInfo, CallObserver, Caller, EndInfo, JourneyEnd,
    JourneyEvent, JourneyInfo,
};

/// The headers that an observer returned.
type Added = Option<HashMap<String, String>>;

/// A Python object with the methods of `CallObserver`.
///
/// They run in the context (`contextvars`) of the caller: for a blocking call on its thread, for an asynchronous
/// call on the thread of its loop.
pub(super) struct PyObserver(Arc<Py<PyAny>>);

impl PyObserver {
    pub(super) fn new(observer: Py<PyAny>) -> Self {
        Self(Arc::new(observer))
    }

    fn tell<T>(&self, caller: Option<&(dyn Any + Send + Sync)>, method: &'static str, event: T)
    where
        T: for<'py> IntoPyObject<'py> + Send + 'static,
    {
        self.ask(caller, method, event, |_| Ok(()));
    }

    /// Calls a method in the caller's context, and gives its result to `then`. Does not wait for an event loop.
    fn ask<T>(
        &self,
        caller: Option<&(dyn Any + Send + Sync)>,
        method: &'static str,
        event: T,
        then: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<()> + Send + 'static,
    ) where
        T: for<'py> IntoPyObject<'py> + Send + 'static,
    {
        let observer = Arc::clone(&self.0);
        let context = caller.and_then(|caller| caller.downcast_ref::<Arc<Py<PyAny>>>()).cloned();
        let work = move |py: Python<'_>| {
            let call = || {
                let method = observer.bind(py).getattr(method)?;
                let answer = match context {
                    // A copy, since a context can be entered by one thread at a time.
                    Some(context) => {
                        context.bind(py).call_method0("copy")?.call_method1("run", (method, event))?
                    }
                    None => method.call1((event,))?,
                };
                then(&answer)
            };
            match call() {
                // An exception does not end the call, but Ctrl-C does.
                Err(raised) if raised.is_instance_of::<PyException>(py) => {
                    raised.write_unraisable(py, Some(observer.bind(py)));
                    Ok(())
                }
                result => result,
            }
        };
        if let Some(of) = of_this_call() {
            of.post(Item::Observed { work: Box::new(work) });
            return;
        }
        // When the interpreter is ending, nothing is observed any more.
        Python::try_attach(|py| work(py).unwrap_or_else(signals::end_with));
    }
}

impl CallObserver for PyObserver {
    fn caller(&self) -> Option<Caller> {
        let context = Python::try_attach(|py| match of_this_call() {
            Some(of) => Some(of.context(py)),
            None => Some(py.import("contextvars").ok()?.call_method0("copy_context").ok()?.unbind()),
        });
        Some(Arc::new(Arc::new(context??)))
    }

    fn journey_started(&self, journey: &JourneyInfo<'_>) {
        self.tell(journey.caller, "journey_started", JourneyEvent::started(journey));
    }

    fn journey_ended(&self, journey: &JourneyInfo<'_>, end: &JourneyEnd) {
        self.tell(journey.caller, "journey_ended", JourneyEvent::ended(journey, end));
    }

    fn attempting(&self, call: &CallInfo<'_>, resend_count: u32) -> AddedHeaders {
        let event = AttemptEvent::started(call, resend_count);
        let (answer, mut answered) = oneshot::channel();
        self.ask(call.caller, "attempt_started", event, |headers| {
            // The attempt may have ended meanwhile.
            let _ = answer.send(headers.extract::<Added>()?.unwrap_or_default());
            Ok(())
        });
        match answered.try_recv() {
            Ok(headers) => headers.into_iter().collect(),
            Err(oneshot::error::TryRecvError::Closed) => AddedHeaders::default(),
            // The loop has not called the observer yet. If it is closed, it never will, and the answer is dropped.
            Err(oneshot::error::TryRecvError::Empty) => {
                AddedHeaders::later(async { answered.await.into_iter().flatten().collect() })
            }
        }
    }

    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        self.tell(call.caller, "attempt_ended", AttemptEvent::ended(call, attempt));
    }

    fn ended(&self, call: &CallInfo<'_>, end: &EndInfo) {
        if let Some(event) = AttemptEvent::abandoned(call, end) {
            self.tell(call.caller, "attempt_ended", event);
        }
    }
}
