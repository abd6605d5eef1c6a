//! Asynchronous calls, for `aio.py`.
//!
//! A `Call` begins on the library's engine thread. Its result goes to the `Inbox` of an event loop, which
//! takes all items at once on its own thread. The engine itself never calls Python.

pub(super) mod call;
pub(super) mod client;
pub(super) mod ending;
pub(super) mod inbox;
mod notifier;
pub(super) mod pending;
mod portfolio;
mod source;

pub(crate) use call::{Call, call_result, cancellable, done};
pub(crate) use client::Calls;
pub(crate) use source::Source;
