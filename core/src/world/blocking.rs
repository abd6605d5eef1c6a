//! Drives a future on the caller's own thread.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::Runtime;

use super::blocking_work::{has_work, next_work};
use super::clock::{elapsed, now, timeout};
use super::driving::Polling;

enum Turn {
    Done,
    Work,
    Slice,
}

/// Work that a driving thread does at regular intervals, for example a check for an interruption.
pub(crate) struct Regularly<'a> {
    /// The longest time between two runs.
    pub(crate) interval: Duration,
    /// The work. It runs outside the runtime, so it may make calls itself.
    pub(crate) work: &'a dyn Fn(),
}

/// Drives `future` to its end on this thread, and does the `regular` work meanwhile.
pub(crate) fn drive(
    runtime: &Runtime,
    mut future: Pin<&mut dyn Future<Output = ()>>,
    regular: Option<&Regularly<'_>>,
) {
    let mut worked_at = now();
    let slice = regular.map(|regular| regular.interval);
    loop {
        let step = poll_fn(|context| {
            let polling = Polling::begin();
            let done = future.as_mut().poll(context).is_ready();
            drop(polling);
            match (done, has_work()) {
                (true, _) => Poll::Ready(Turn::Done),
                (false, true) => Poll::Ready(Turn::Work),
                (false, false) => Poll::Pending,
            }
        });
        let turn = runtime.block_on(async { timeout(slice, step).await }).unwrap_or(Turn::Slice);
        match turn {
            Turn::Done => {
                // Work of a future that was dropped meanwhile is still done.
                std::iter::from_fn(next_work).for_each(|work| work());
                return;
            }
            Turn::Work => std::iter::from_fn(next_work).for_each(|work| work()),
            Turn::Slice => {}
        }
        if let Some(regular) = regular
            // A caller's function may have caused what the regular work looks for.
            && (matches!(turn, Turn::Work) || elapsed(worked_at) >= regular.interval)
        {
            (regular.work)();
            worked_at = now();
        }
    }
}

/// Drives a future that needs no client: for tests.
#[cfg(test)]
pub(crate) fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut result = None;
    let future = async { result = Some(future.await) };
    drive(&runtime, std::pin::pin!(future), None);
    result.expect("it was driven to its end")
}
