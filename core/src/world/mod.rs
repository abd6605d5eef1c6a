//! What the library takes from outside: time, random numbers, and threads. No other module reads a clock,
//! sleeps or draws random numbers, so that tests can replace the world.
//!
//! Journeys are written once, as futures. A blocking call drives its future on its own thread (`blocking`).
//! An asynchronous one runs on the caller's tokio runtime or, from other languages, on one thread (`shared`).
#![expect(clippy::disallowed_methods, reason = "the one place for them")]

#[cfg(feature = "testing")]
mod answer;
mod blocking;
mod blocking_work;
mod clock;
mod driving;
#[cfg(feature = "python")]
mod origin;
mod random;
mod shared;
#[cfg(feature = "simulation")]
pub mod simulated;
#[cfg(any(feature = "python", feature = "uniffi"))]
mod task;

#[cfg(feature = "testing")]
pub use answer::{Answer, SentCall};
#[cfg(test)]
pub(crate) use blocking::wait_for;
pub(crate) use blocking::{Regularly, drive};
pub(crate) use blocking_work::{run_blocking, spawn_blocking};
#[cfg(test)]
pub(crate) use clock::set_wall_clock_ahead;
#[cfg(any(test, feature = "sqlite", feature = "python"))]
pub(crate) use clock::sleep_blocking;
pub(crate) use clock::{elapsed, now, sleep, timeout, wall_clock};
pub(crate) use driving::is_driving;
#[cfg(feature = "python")]
pub(crate) use origin::{Origin, on_behalf, origin};
pub(crate) use random::{new_uuid, random_bytes, random_fraction, random_number};
pub(crate) use shared::{EngineError, carried_along, is_in_runtime, join, spawn_and_forget};
#[cfg(feature = "uniffi")]
pub(crate) use task::run;
#[cfg(feature = "python")]
pub(crate) use task::{Task, spawn};
