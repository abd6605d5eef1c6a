//! Drives the asynchronous calls of other languages on one thread per process, not a thread per call.

use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};

use crate::per_process::PerProcess;

/// The largest number of threads for work that blocks. A thread ends when it is idle for `KEPT_ALIVE`.
const BLOCKING_THREADS: usize = 8;
const KEPT_ALIVE: Duration = Duration::from_secs(10);

/// Why a future was not driven to its end on the engine.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EngineError {
    /// The engine could not be started. The text is the reason.
    NotStarted(String),
    /// The future began, and ended early with its task.
    #[cfg(feature = "uniffi")]
    GivenUp,
}

/// Returns the runtime of this process. The first call starts it; a forked child starts its own.
pub(super) fn engine() -> Result<&'static Handle, EngineError> {
    static ENGINE: PerProcess<Result<Handle, String>> = PerProcess::new();
    let started = ENGINE.get(|_| start().map_err(|error| error.to_string())).as_ref();
    started.map_err(|error| EngineError::NotStarted(error.clone()))
}

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_keep_alive(KEPT_ALIVE)
        .build()?;
    let handle = runtime.handle().clone();
    // The thread sleeps until a socket has an event, and does not keep the process from ending.
    std::thread::Builder::new()
        .name("defacto-engine".to_owned())
        .spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}

/// Starts a future on the runtime, with the origin of this thread's call, and does not wait for it.
pub(crate) fn spawn_and_forget(future: Pin<Box<dyn Future<Output = ()> + Send>>) -> Result<(), EngineError> {
    #[cfg(feature = "simulation")]
    if super::simulated::world().is_some() {
        drop(tokio::spawn(carried_along(future)));
        return Ok(());
    }
    engine()?.spawn(carried_along(future));
    Ok(())
}

/// Returns the future with the origin of this thread's call, for another task.
pub(crate) fn carried_along(
    future: Pin<Box<dyn Future<Output = ()> + Send>>,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    #[cfg(feature = "simulation")]
    if let Some(world) = super::simulated::world() {
        return world.in_process(future);
    }
    #[cfg(feature = "python")]
    if let Some(origin) = super::origin::origin() {
        return Box::pin(super::origin::on_behalf(origin, future));
    }
    future
}

/// Returns `true` if this thread drives futures now. It must not block then.
pub(crate) fn is_in_runtime() -> bool {
    Handle::try_current().is_ok()
}

/// Waits for two futures, both on this task.
pub(crate) async fn join(one: impl Future<Output = ()>, other: impl Future<Output = ()>) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut one_is_done, mut other_is_done) = (false, false);
    poll_fn(|context| {
        one_is_done = one_is_done || one.as_mut().poll(context).is_ready();
        other_is_done = other_is_done || other.as_mut().poll(context).is_ready();
        if one_is_done && other_is_done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
