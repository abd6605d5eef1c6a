//! One thread a process that drives the asynchronous calls of other languages: a call in flight is a future, not a thread.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::task::JoinHandle;

use crate::error::{DefactoError, ErrorKind, Result};
use crate::per_process::PerProcess;

/// Threads for what blocks on a store; they end when there has been nothing to do for a while.
const BLOCKING_THREADS: usize = 8;
const KEPT_ALIVE: Duration = Duration::from_secs(10);

/// The runtime of this process. It begins with the first call; a forked child begins one of its own.
fn engine() -> Result<&'static Handle> {
    static ENGINE: PerProcess<std::result::Result<Handle, String>> = PerProcess::new();
    ENGINE.get(|_| start().map_err(|error| error.to_string())).as_ref().map_err(|error| {
        let detail = format!("the network cannot be set up: {error}");
        DefactoError::configuration(detail, "Check system limits, such as those of threads and open files.")
    })
}

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_keep_alive(KEPT_ALIVE)
        .build()?;
    let handle = runtime.handle().clone();
    // It sleeps until something happens on a socket, and never keeps the process from ending.
    std::thread::Builder::new()
        .name("defacto-engine".to_owned())
        .spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}

/// A call that is under way. Dropped, it ends: its connection is closed, and nothing more is sent.
pub(crate) struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Begins a future on the engine.
pub(crate) fn spawn(future: Pin<Box<dyn Future<Output = ()> + Send>>) -> Result<Task> {
    Ok(Task(engine()?.spawn(future)))
}

/// Drives a future on the engine, whoever polls this one.
pub(crate) async fn run<T: Send + 'static>(
    future: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let result = Arc::new(Mutex::new(None));
    let place = Arc::clone(&result);
    // Boxed, and its result beside it: so the runtime's code exists once, not once for each operation.
    let mut task = spawn(Box::pin(async move {
        let value = future.await;
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
    }))?;
    // It ends early only when the process does, or when a caller's function panicked.
    let _ = (&mut task.0).await;
    let result = result.lock().unwrap_or_else(PoisonError::into_inner).take();
    result.unwrap_or_else(|| {
        let hint = "It may have taken effect: look before you make it again.";
        let mut error = DefactoError::of(ErrorKind::Interrupted, "the call was given up", hint);
        error.details_mut().outcome_unknown = true;
        Err(error)
    })
}
