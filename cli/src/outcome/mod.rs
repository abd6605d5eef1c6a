//! The end of a command: exit codes, failures, and the document that it prints.

pub(crate) mod document;
pub(crate) mod ending;
pub(crate) mod exit;
pub(crate) mod failure;
