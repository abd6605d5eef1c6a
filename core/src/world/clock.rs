//! The two clocks: one that only goes on, and one that people set.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Returns the time by the monotonic clock: for waits inside this process, whatever happens to the time of day.
pub(crate) fn now() -> Instant {
    #[cfg(feature = "simulation")]
    if super::simulated::world().is_some() {
        return tokio::time::Instant::now().into_std();
    }
    Instant::now()
}

/// Returns how long ago a moment was, by the monotonic clock.
pub(crate) fn elapsed(since: Instant) -> Duration {
    now().saturating_duration_since(since)
}

/// Returns the date and time of day: for what is written down, shown, or compared with dates of the API.
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

/// Waits so long.
pub(crate) async fn sleep(length: Duration) {
    tokio::time::sleep(length).await;
}

/// Waits for a future, but not longer than that; nothing if it takes longer.
pub(crate) async fn at_most<T>(length: Option<Duration>, future: impl Future<Output = T>) -> Option<T> {
    match length {
        Some(length) => tokio::time::timeout(length, future).await.ok(),
        None => Some(future.await),
    }
}

/// Lets this thread stand still for so long: for threads that wait for others, never inside a future.
#[cfg(any(test, feature = "sqlite", feature = "python"))]
pub(crate) fn stand_still(length: Duration) {
    std::thread::sleep(length);
}

#[cfg(test)]
thread_local! {
    static AHEAD: std::cell::Cell<jiff::SignedDuration> = const { std::cell::Cell::new(jiff::SignedDuration::ZERO) };
}

/// Sets this thread's wall clock, as a person or a time server may at any moment.
#[cfg(test)]
pub(crate) fn set_wall_clock_ahead(by: jiff::SignedDuration) {
    AHEAD.set(by);
}
