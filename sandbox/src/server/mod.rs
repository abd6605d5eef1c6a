//! The server: from a connection to an operation and back, with faults, the log and the control API.

pub(crate) mod answer;
pub(crate) mod app;
pub(crate) mod control;
pub(crate) mod deliveries;
pub(crate) mod exchange;
pub(crate) mod fault;
pub(crate) mod faults;
pub(crate) mod guard;
pub(crate) mod log;
pub(crate) mod operations;
pub(crate) mod routes;
pub(crate) mod thread;
pub(crate) mod worker;
