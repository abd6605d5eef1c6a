//! Keeps the panics of decoders away from the caller.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::plan::invalid;
use crate::error::{DefactoError, Result};

/// What to do about a file that a decoder cannot read.
pub(super) const HINT: &str = "Write the file anew, or export it as CSV in UTF-8.";

/// Returns an error if `work` panics, as decoders of damaged files sometimes do.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(truncated_error()))
}

pub(super) fn truncated_error() -> DefactoError {
    invalid("the file cannot be read any further: it is damaged or cut off", HINT)
}
