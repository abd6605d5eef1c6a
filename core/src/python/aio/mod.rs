//! Asynchronous calls, for `aio.py`.
//!
//! A `Call` begins on the library's engine thread. Its result goes to the `Inbox` of an event loop, which
//! takes all items at once on its own thread. The engine itself never calls Python.

mod call;
mod client;
mod ending;
mod inbox;
mod notifier;
mod pending;
mod portfolio;
mod source;

pub(super) use call::of_this_call;
pub(crate) use call::{Call, brought, cancellable, done};
pub(crate) use client::Calls;
pub(super) use ending::{Inside, inside};
pub(super) use inbox::Item;
pub(super) use pending::PendingCalls;
pub(crate) use source::Source;
