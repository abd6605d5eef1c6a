//! Helpers of the vectors and the stories: companies, a client for the sandbox, a server with canned answers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "helpers of tests: whatever goes wrong here fails the test"
)]

pub mod arguments;
#[rustfmt::skip]
pub mod calls;
pub mod canned;
pub mod companies;
pub mod story;
pub mod vectors;
