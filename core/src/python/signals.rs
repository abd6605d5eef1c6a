//! Ctrl-C, and exceptions of callbacks, while a call waits.

use std::cell::RefCell;

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use crate::error::{DefactoError, Result};

thread_local! {
    /// The exception that ends the call which waits on this thread.
    static PENDING: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Whether the call on this thread shall end: somebody pressed Ctrl-C, or a callback raised.
///
/// Python delivers signals to its main thread only; on other threads this finds none.
pub(super) fn requested() -> bool {
    if pending() {
        return true;
    }
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method's lifetime is not general enough"
    )]
    let raised = Python::attach(|py| py.check_signals()).err();
    let requested = raised.is_some();
    if requested {
        PENDING.set(raised);
    }
    requested
}

/// Whether the call on this thread is ending with an exception.
pub(super) fn pending() -> bool {
    PENDING.with_borrow(Option::is_some)
}

/// Ends the call on this thread with an exception, as soon as it looks.
pub(super) fn end_with(error: PyErr) {
    PENDING.with_borrow_mut(|pending| {
        pending.get_or_insert(error);
    });
}

/// The call's result, or the exception that ended it. The exception's `defacto_error` says what is known about the
/// call, the token to go on with for instance. Ctrl-C becomes a `KeyboardInterrupt` of ours, which says it as well.
pub(super) fn raise_pending<T>(py: Python<'_>, result: Result<T>) -> PyResult<T> {
    match (PENDING.take(), result) {
        (None, result) => result.map_err(PyErr::from),
        (Some(raised), Ok(_)) => Err(raised),
        (Some(raised), Err(error)) => Err(with_details(py, raised, error)),
    }
}

pub(super) fn with_details(py: Python<'_>, raised: PyErr, error: DefactoError) -> PyErr {
    let error = PyErr::from(error);
    if raised.get_type(py).is(py.get_type::<PyKeyboardInterrupt>()) {
        let ours = || -> PyResult<PyErr> {
            let class = super::error::classes(py)?.getattr("InterruptedCall")?;
            Ok(PyErr::from_value(class.call1((error.value(py),))?))
        };
        if let Ok(ours) = ours() {
            ours.set_traceback(py, raised.traceback(py));
            return ours;
        }
    }
    // A handler of the program raised what it wants. A class without attributes loses nothing but this help.
    let _ = raised.value(py).setattr("defacto_error", error.value(py));
    raised
}
