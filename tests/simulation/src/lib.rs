//! The journeys in a world of a seed.
//!
//! Several processes enrol the same companies and request the same loans, by the library's own code, on the statements of
//! its own store. Time is virtual; a seed decides what takes how long, what is lost, what is carried out late, which
//! process dies at which step, whose clock is wrong, which call is dropped while it waits. The same seed gives the same
//! run. `docs/reliability.md` says what is proved by it, and under which assumptions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "what must not happen ends the run, which says its seed"
)]

mod api;
mod chaos;
mod company;
mod database;
mod process;
mod run;

pub use run::{Report, Scenario, run};
