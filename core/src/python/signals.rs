//! Ctrl-C, and exceptions of callbacks, during a call.

use std::cell::RefCell;

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use crate::error::{DefactoError, Result};

thread_local! {
    /// The exception that ends the call on this thread.
    static PENDING: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Returns `true` if the call on this thread must end: because of Ctrl-C, or because a callback raised an
/// exception.
///
/// Python delivers signals to its main thread only, so other threads find none.
pub(super) fn requested() -> bool {
    if pending() {
        return true;
    }
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method's lifetime is not general enough"
    )]
    // While the interpreter ends, a call goes on without signals.
    let raised = Python::try_attach(|py| py.check_signals()).and_then(PyResult::err);
    let requested = raised.is_some();
    if requested {
        PENDING.set(raised);
    }
    requested
}

/// Returns `true` if the call on this thread is ending with an exception.
pub(super) fn pending() -> bool {
    PENDING.with_borrow(Option::is_some)
}

/// Ends the call on this thread with an exception, at its next check.
pub(super) fn end_with(error: PyErr) {
    PENDING.with_borrow_mut(|pending| {
        pending.get_or_insert(error);
    });
}

/// Returns the call's result, or the exception that ended it. The exception's `defacto_error` holds what is
/// known about the call, such as the token to continue with. Ctrl-C becomes `InterruptedCall`, a
/// `KeyboardInterrupt` with the same attribute.
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
    // A signal handler of the program raised its own exception. A class without attributes only loses
    // `defacto_error`.
    let _ = raised.value(py).setattr("defacto_error", error.value(py));
    raised
}
