//! What the library takes from outside itself: time and chance. Nothing else reads a clock, sleeps or draws a random
//! number, so that tests can put a world of their own in its place.
#![expect(clippy::disallowed_methods, reason = "the one place for them")]

mod clock;
mod random;

#[cfg(test)]
pub(crate) use clock::set_wall_clock_ahead;
pub(crate) use clock::{elapsed, now, sleep, wall_clock};
pub(crate) use random::{new_uuid, random_bytes, random_fraction, random_number};
