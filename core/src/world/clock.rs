//! The two clocks: the monotonic clock, and the wall clock that people set.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Returns the monotonic time, for waits inside this process. A change of the wall clock does not affect it.
pub(crate) fn now() -> Instant {
    #[cfg(feature = "simulation")]
    if super::simulated::world().is_some() {
        return super::simulated::now();
    }
    Instant::now()
}

/// Returns the monotonic time that has passed since `since`.
pub(crate) fn elapsed(since: Instant) -> Duration {
    now().saturating_duration_since(since)
}

/// Returns the date and time of day, for what is stored, shown, or compared with dates of the API.
pub(crate) fn wall_clock() -> Timestamp {
    #[cfg(feature = "simulation")]
    if let Some(world) = super::simulated::world() {
        return super::simulated::wall_clock(&*world);
    }
    #[cfg(test)]
    return Timestamp::now() + AHEAD.get();
    #[cfg(not(test))]
    Timestamp::now()
}

/// Waits for `length`.
pub(crate) async fn sleep(length: Duration) {
    tokio::time::sleep(length).await;
}

/// Waits for `future`, for at most `length` if there is one. Returns `None` if it takes longer.
pub(crate) async fn timeout<T>(length: Option<Duration>, future: impl Future<Output = T>) -> Option<T> {
    match length {
        Some(length) => tokio::time::timeout(length, future).await.ok(),
        None => Some(future.await),
    }
}

/// Blocks this thread for `length`. For threads that wait for others, never inside a future.
#[cfg(any(test, feature = "sqlite", feature = "python"))]
pub(crate) fn sleep_blocking(length: Duration) {
    std::thread::sleep(length);
}

#[cfg(test)]
thread_local! {
    static AHEAD: std::cell::Cell<jiff::SignedDuration> = const { std::cell::Cell::new(jiff::SignedDuration::ZERO) };
}

/// Sets this thread's wall clock ahead by `by`, as a person or a time server may at any moment.
#[cfg(test)]
pub(crate) fn set_wall_clock_ahead(by: jiff::SignedDuration) {
    AHEAD.set(by);
}
