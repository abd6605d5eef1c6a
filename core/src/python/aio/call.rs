//! One asynchronous call.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::BoundObject;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use tokio::sync::Semaphore;

use super::ending;
use super::inbox::{Inbox, Item, Shared};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::python::{logging, signals};
use crate::transport::{Options, Transport};
use crate::wait::CancelToken;
use crate::wait::Interrupt;
use crate::world::{self, Task};

/// Converts the result of a call into a Python object, on the loop's thread.
type Conversion = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;
/// The result of a call.
pub(crate) type CallResult = Result<Conversion>;
/// The work of a call, on the engine. Boxed, so that the code that begins it exists once and not once for
/// each operation.
pub(super) type Work = Pin<Box<dyn Future<Output = CallResult> + Send>>;

/// Returns the result of a call, to be converted later.
pub(crate) fn call_result<T>(result: Result<T>) -> CallResult
where
    T: for<'py> IntoPyObject<'py> + Send + 'static,
{
    result.map(|value| {
        let convert = move |py: Python<'_>| {
            value.into_pyobject(py).map(|value| value.into_any().unbind()).map_err(Into::into)
        };
        Box::new(convert) as Conversion
    })
}

/// Returns the result of a call without a value.
pub(crate) fn done(result: Result<()>) -> CallResult {
    result.map(|()| Box::new(|py: Python<'_>| Ok(py.None())) as Conversion)
}

/// Returns a transport for one call, and the token that ends the call.
pub(crate) fn cancellable(transport: &Transport) -> (Transport, CancelToken) {
    let token = CancelToken::default();
    let options = Options { cancel: Some(token.clone()), ..transport.options().clone() };
    (transport.with_options(options).of_this_caller(), token)
}

/// The origin of a call, known wherever the call does something.
pub(in crate::python) struct CallOrigin {
    pub(super) inbox: Arc<Shared>,
    /// The number of the call's future in the loop.
    pub(super) number: u64,
    /// The context of the task that made the call.
    pub(super) context: Py<PyAny>,
    /// The lowest level that is logged.
    pub(in crate::python) level: u8,
    pub(super) token: CancelToken,
    /// The exception that a callback raised.
    raised: Mutex<Option<PyErr>>,
    /// Whether the call's task was cancelled.
    is_given_up: AtomicBool,
    /// How the call ended, if no task waited for the result any more.
    end: Mutex<End>,
}

/// The end of a call whose task was cancelled.
#[derive(Default)]
struct End {
    is_known: bool,
    error: Option<PyErr>,
}

/// Returns the call on whose behalf this thread works.
pub(in crate::python) fn of_this_call() -> Option<Arc<CallOrigin>> {
    world::origin()?.downcast().ok()
}

impl CallOrigin {
    /// Returns the context of the task that made the call.
    pub(in crate::python) fn context(&self, py: Python<'_>) -> Py<PyAny> {
        self.context.clone_ref(py)
    }

    pub(in crate::python) fn post(&self, item: Item) {
        self.inbox.push(item);
    }

    pub(super) fn has_raised(&self) -> bool {
        lock(&self.raised).is_some()
    }

    /// Ends the call with an exception.
    pub(super) fn end_with(&self, error: PyErr) {
        lock(&self.raised).get_or_insert(error);
        self.token.cancel();
    }

    /// Returns the result for Python.
    pub(super) fn result(&self, py: Python<'_>, call_result: CallResult) -> PyResult<Py<PyAny>> {
        let raised = lock(&self.raised).take();
        match (raised, call_result) {
            (None, Ok(convert)) => convert(py),
            (None, Err(error)) => Err(error.into()),
            (Some(raised), Ok(_)) => Err(raised),
            (Some(raised), Err(error)) => Err(signals::with_details(py, raised, error)),
        }
    }

    pub(super) fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }

    pub(super) fn ended(&self, error: Option<PyErr>) {
        *lock(&self.end) = End { is_known: true, error };
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

enum State {
    Ready(Work),
    /// If it is dropped, the call ends: its connection is closed, and nothing more is sent.
    Running {
        _task: Task,
        origin: Arc<CallOrigin>,
    },
    Begun,
}

/// A call that can be begun once. It ends when it is garbage-collected.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(crate) struct Call {
    token: CancelToken,
    state: Mutex<State>,
}

impl Call {
    /// Creates a call that `token` ends.
    pub(crate) fn new(token: CancelToken, work: Work) -> Self {
        Self { token, state: Mutex::new(State::Ready(work)) }
    }
}

#[pymethods]
impl Call {
    /// Begins the call. Its result goes to the future with this number in the loop of the inbox.
    #[pyo3(signature = (inbox, number, context, limit))]
    fn begin(
        &self,
        py: Python<'_>,
        inbox: &Bound<'_, Inbox>,
        number: u64,
        context: Py<PyAny>,
        limit: Option<&Bound<'_, Limit>>,
    ) -> PyResult<()> {
        ending::watch(py)?;
        let mut state = lock(&self.state);
        let State::Ready(work) = std::mem::replace(&mut *state, State::Begun) else {
            return Err(PyRuntimeError::new_err("the call was made before"));
        };
        let origin = Arc::new(CallOrigin {
            inbox: inbox.get().shared(),
            number,
            context,
            level: logging::wanted_level(py),
            token: self.token.clone(),
            raised: Mutex::default(),
            is_given_up: AtomicBool::default(),
            end: Mutex::default(),
        });
        let turns = limit.map(|limit| limit.get().turns());
        let (of, token) = (Arc::clone(&origin), self.token.clone());
        let work = async move {
            let call_result = in_turn(turns, token, work).await;
            let inbox = Arc::clone(&of.inbox);
            inbox.push(Item::Ended { of, call_result });
        };
        let task = world::spawn(Box::pin(world::on_behalf(Arc::clone(&origin) as world::Origin, work)))
            .map_err(DefactoError::from)?;
        *state = State::Running { _task: task, origin };
        Ok(())
    }

    /// Ends the call at once; its future gets an exception.
    fn cancel(&self) {
        self.token.cancel();
    }

    /// Ends the call, since its task was cancelled. Returns True if it has already ended. Then, or once the
    /// future that now has its number is done, `error` is set.
    fn give_up(&self) -> bool {
        self.token.cancel();
        let State::Running { origin, .. } = &*lock(&self.state) else { return true };
        origin.is_given_up.store(true, Ordering::Relaxed);
        lock(&origin.end).is_known
    }

    /// The exception of a call that was given up, or None if there is none.
    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let State::Running { origin, .. } = &*lock(&self.state) else { return None };
        lock(&origin.end).error.as_ref().map(|error| error.value(py).clone().into_any().unbind())
    }
}

async fn in_turn(turns: Option<Arc<Semaphore>>, token: CancelToken, work: Work) -> CallResult {
    let Some(turns) = turns else { return work.await };
    let interrupt = Interrupt { token: Some(token), driver: None };
    match interrupt.unless_asked(pin!(turns.acquire_owned())).await {
        Some(_permit) => work.await,
        None => Err(DefactoError::of(
            ErrorKind::Interrupted,
            "the call was cancelled before its turn",
            "Nothing was sent.",
        )),
    }
}

/// The largest number of calls in flight in one process.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(crate) struct Limit {
    most: usize,
    /// The permits, with their process: a forked child has no calls in flight yet. Locked with the GIL held,
    /// so by no other thread while a process forks.
    turns: Mutex<(u32, Arc<Semaphore>)>,
}

impl Limit {
    fn turns(&self) -> Arc<Semaphore> {
        let (mut turns, process) = (lock(&self.turns), std::process::id());
        if turns.0 != process {
            // The parent's semaphore is not dropped, since its lock may be held.
            std::mem::forget(std::mem::replace(&mut *turns, (process, Arc::new(Semaphore::new(self.most)))));
        }
        Arc::clone(&turns.1)
    }
}

impl Limit {
    pub(super) fn new(most: i64) -> PyResult<Self> {
        let text = "max_concurrency must be greater than zero, or None";
        let most = usize::try_from(most).ok().filter(|most| *most > 0);
        let most = most.ok_or_else(|| PyValueError::new_err(text))?.min(Semaphore::MAX_PERMITS);
        Ok(Self { most, turns: Mutex::new((std::process::id(), Arc::new(Semaphore::new(most)))) })
    }
}
