//! Blocking work on behalf of a future, such as a call of a store or of a caller's function.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{pending, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use super::driving::is_driving;

use crate::lock::Unpoisoned;

/// Blocking work that the driving thread does for a future between two polls.
type BlockingWork = Box<dyn FnOnce() + Send>;

thread_local! {
    static WAITING: RefCell<VecDeque<BlockingWork>> = const { RefCell::new(VecDeque::new()) };
}

/// Returns the next work of the future that this thread drives; `None` if there is none.
pub(super) fn next_work() -> Option<BlockingWork> {
    WAITING.with_borrow_mut(VecDeque::pop_front)
}

pub(super) fn has_work() -> bool {
    WAITING.with_borrow(|waiting| !waiting.is_empty())
}

/// The result of blocking work, and the waker of the future that needs it.
struct Brought<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

/// Runs `work`, which may block. For a blocking call it runs on the caller's thread, outside the runtime, so
/// it may make calls itself. For an asynchronous call it runs on a thread for blocking work.
pub(crate) async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    #[cfg(feature = "simulation")]
    if let Some(world) = super::simulated::world() {
        world.around_blocking_work().await;
        let done = work();
        world.around_blocking_work().await;
        return done;
    }
    if is_driving() {
        return by_the_driver(work).await;
    }
    #[cfg(feature = "python")]
    let work = super::origin::carried(work);
    by_another_thread(work).await
}

/// Runs `work`, which may block and whose result is not needed, such as the clean-up of a dropped future.
pub(crate) fn spawn_blocking(work: impl FnOnce() + Send + 'static) {
    #[cfg(feature = "simulation")]
    if let Some(world) = super::simulated::world() {
        if world.is_alive() {
            work();
        }
        return;
    }
    if is_driving() {
        WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(work)));
    } else if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        #[cfg(feature = "python")]
        let work = super::origin::carried(work);
        drop(runtime.spawn_blocking(work));
    } else {
        work();
    }
}

async fn by_the_driver<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let brought = Arc::new(Mutex::new(Brought { value: None, waker: None }));
    let place = Arc::clone(&brought);
    let work = move || {
        let value = work();
        let mut brought = place.lock().unpoisoned();
        brought.value = Some(value);
        if let Some(waker) = brought.waker.take() {
            waker.wake();
        }
    };
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(work)));
    poll_fn(|context| {
        let mut brought = brought.lock().unpoisoned();
        brought.waker = Some(context.waker().clone());
        brought.value.take().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

async fn by_another_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime shuts down, and drops this future with it.
            Err(_) => pending().await,
        },
    }
}
