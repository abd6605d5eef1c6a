//! The operations: one file an area of URLs, with handlers and views.

pub(crate) mod hello;
