//! The command, run as a user runs it. One program: each file by itself would be linked with everything once more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;
mod completions;
mod demo;
mod enroll;
#[cfg(unix)]
mod enroll_killed;
mod explain;
mod hello;
mod help;
mod listening;
mod lists;
mod portfolio;
mod portfolio_check;
mod portfolio_killed;
mod request;
mod sandbox;
mod settings;
mod trigger;
mod validate;
mod wait;
mod webhooks;
