//! Blocking calls.

use pyo3::prelude::*;

use super::{logging, signals};
use crate::error::Result;

/// Runs a blocking call without the GIL. Ctrl-C ends it with `InterruptedCall`, a `KeyboardInterrupt`.
pub(crate) fn blocking<T: Send>(py: Python<'_>, call: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    logging::follow_level(py);
    let result = py.detach(call);
    signals::raise_pending(py, result)
}
