//! One thread a process that drives the asynchronous calls of other languages: a call in flight is a future, not a thread.

use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};

use crate::error::{DefactoError, Result};
use crate::per_process::PerProcess;

/// Threads for what blocks on a store; they end when there has been nothing to do for a while.
const BLOCKING_THREADS: usize = 8;
const KEPT_ALIVE: Duration = Duration::from_secs(10);

/// The runtime of this process. It begins with the first call; a forked child begins one of its own.
pub(super) fn engine() -> Result<&'static Handle> {
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

/// Begins a future that ends by itself.
pub(crate) fn spawn_and_forget(future: Pin<Box<dyn Future<Output = ()> + Send>>) -> Result<()> {
    engine()?.spawn(future);
    Ok(())
}

/// Whether this thread drives futures just now: it must not wait for anybody.
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
