//! The items that the engine has for an event loop.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::sync::oneshot;
use tracing::Level;

use super::call::{CallOrigin, CallResult};
use super::notifier;
use crate::enrollment::EnrollmentProgress;
use crate::python::logging;

/// Something to do in Python.
type Work = Box<dyn FnOnce(Python<'_>) -> PyResult<()> + Send>;

/// An item for the loop's thread.
pub(in crate::python) enum Item {
    /// A call has ended.
    Ended { of: Arc<CallOrigin>, call_result: CallResult },
    /// A line is logged.
    Logged { of: Arc<CallOrigin>, level: Level, text: String },
    /// An observer is called. If the loop is gone, it is dropped.
    Observed { work: Work },
    /// An enrolment has reached a step. `handled` is answered, or dropped, when the callback has returned.
    Reached {
        of: Arc<CallOrigin>,
        callback: Arc<Py<PyAny>>,
        progress: EnrollmentProgress,
        handled: oneshot::Sender<()>,
    },
}

/// The part of an inbox that the engine holds. It does not keep the loop alive.
pub(super) struct Shared {
    queue: Mutex<Queue>,
    /// A weak reference to the owner of the loop.
    owner: Py<PyAny>,
    process: u32,
}

#[derive(Default)]
struct Queue {
    items: Vec<Item>,
    is_closed: bool,
}

impl Shared {
    /// Adds an item. Only the first one wakes the loop, which then takes the others as well.
    pub(super) fn push(self: &Arc<Self>, item: Item) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        // Dropped after the lock: the item may hold the last reference to other objects.
        let item = if queue.is_closed { Some(item) } else { None.or_else(|| queue.keep(item)) };
        let is_first = item.is_none() && queue.items.len() == 1;
        drop(queue);
        if is_first {
            notifier::wake(Arc::clone(self));
        }
    }

    /// Puts items back in front of all others.
    fn put_back(self: &Arc<Self>, mut items: Vec<Item>) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let was_empty = queue.items.is_empty();
        items.append(&mut queue.items);
        queue.items = items;
        let is_needed = was_empty && !queue.items.is_empty() && !queue.is_closed;
        drop(queue);
        if is_needed {
            notifier::wake(Arc::clone(self));
        }
    }

    /// Closes the inbox: later items are dropped, since no loop takes them.
    pub(super) fn close(&self) {
        // In a forked child the lock may belong to a thread that the child does not have.
        if self.process != std::process::id() {
            return;
        }
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.is_closed = true;
        let items = std::mem::take(&mut queue.items);
        drop(queue);
        drop(items);
    }

    /// Makes the loop take all items. Returns `false` if the loop is gone or closed.
    pub(super) fn wake(&self, py: Python<'_>) -> bool {
        let wake = || -> PyResult<bool> {
            let owner = self.owner.bind(py).call0()?;
            if owner.is_none() { Ok(false) } else { owner.call_method0("wake")?.extract() }
        };
        wake().unwrap_or(false)
    }
}

impl Queue {
    fn keep(&mut self, item: Item) -> Option<Item> {
        self.items.push(item);
        None
    }
}

/// The inbox of an event loop, from which it takes the engine's items.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(crate) struct Inbox(Arc<Shared>);

impl Inbox {
    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.0)
    }

    /// Creates an inbox. `owner` is a weak reference to an object whose `wake` makes the loop call `deliver`.
    pub(super) fn new(owner: Py<PyAny>) -> Self {
        Self(Arc::new(Shared { queue: Mutex::default(), owner, process: std::process::id() }))
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[pymethods]
impl Inbox {
    /// Takes all items, on the loop's thread. Results go to the futures in `waiting`, by their numbers.
    fn deliver(&self, py: Python<'_>, waiting: &Bound<'_, PyDict>) -> PyResult<()> {
        let items = std::mem::take(&mut self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).items);
        let mut items = items.into_iter();
        while let Some(item) = items.next() {
            // Ctrl-C, for example, ends the loop. The remaining items are delivered when the loop continues.
            if let Err(raised) = item.deliver(py, waiting) {
                self.0.put_back(items.collect());
                return Err(raised);
            }
        }
        Ok(())
    }
}

impl Item {
    fn deliver(self, py: Python<'_>, waiting: &Bound<'_, PyDict>) -> PyResult<()> {
        match self {
            Self::Ended { of, call_result } => end(py, &of, call_result, waiting),
            Self::Logged { of, level, text } => {
                let context = of.context.bind(py);
                logging::log(py, level, |log, level| context.call_method1("run", (log, level, text)))
            }
            Self::Observed { work } => work(py),
            Self::Reached { of, callback, progress, handled } => {
                // An exception of the callback ends the enrolment; the callback is not called again.
                if !of.has_raised() {
                    let called = of.context.bind(py).call_method1("run", (callback.bind(py), progress));
                    called.map_or_else(|raised| of.end_with(raised), drop);
                }
                let _ = handled.send(());
                Ok(())
            }
        }
    }
}

fn end(
    py: Python<'_>,
    of: &CallOrigin,
    call_result: CallResult,
    waiting: &Bound<'_, PyDict>,
) -> PyResult<()> {
    let result = of.result(py, call_result);
    let Some(future) = waiting.get_item(of.number)? else { return Ok(()) };
    let is_done: bool = future.call_method0("done")?.extract()?;
    if is_done || of.is_given_up() {
        // The cancelled task asks how the call ended.
        of.ended(result.err());
        return if is_done { Ok(()) } else { future.call_method1("set_result", (py.None(),)).map(drop) };
    }
    match result {
        Ok(value) => future.call_method1("set_result", (value,)).map(drop),
        Err(error) => {
            let set = future.call_method1("set_exception", (error.value(py),));
            // A future refuses some exceptions, such as StopIteration.
            set.or_else(|refused| {
                if refused.is_instance_of::<PyException>(py) {
                    future.call_method1("set_exception", (refused.value(py),))
                } else {
                    Err(refused)
                }
            })
            .map(drop)
        }
    }
}
