//! Requests and answers as operations see them.

pub(crate) mod call;
pub(crate) mod content;
pub(crate) mod page;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod schema;

pub(crate) use call::{Call, File, Handler, Payload, Reply, Step};
