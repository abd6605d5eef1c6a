//! The journeys in a simulated world.
//!
//! Several processes enrol the same companies and request the same loans, with the library's own code and the
//! statements of its own store. Time is virtual. A seed decides how long each step takes, which messages are
//! lost or late, which process dies at which step, which clock is wrong, and which call is dropped. The same
//! seed gives the same run. `docs/reliability.md` says what this proves, and under which assumptions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "what must not happen ends the run, which says its seed"
)]

mod aftermath;
mod api;
mod chaos;
mod company;
mod database;
mod ledger;
mod pending;
mod portfolio;
mod process;
mod run;
mod scene;
mod within;

pub use run::{Report, Scenario, run};
