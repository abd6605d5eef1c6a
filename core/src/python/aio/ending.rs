//! The end of the interpreter, after which no thread of the library may call Python.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCFunction, PyDict, PyTuple};

use crate::world;

/// How long the interpreter waits for a thread that calls it. Only a thread that is blocked in a database
/// takes longer.
const PATIENCE: Duration = Duration::from_secs(1);

static IS_ENDING: AtomicBool = AtomicBool::new(false);
static INSIDE: AtomicUsize = AtomicUsize::new(0);

/// The right to call Python from a thread of the library.
pub(in crate::python) struct Inside;

/// Returns the right to call Python, or nothing if the interpreter is ending.
pub(in crate::python) fn inside() -> Option<Inside> {
    INSIDE.fetch_add(1, Ordering::SeqCst);
    // Counted before the check, so that the end waits for every thread that passes it.
    let inside = Inside;
    (!IS_ENDING.load(Ordering::SeqCst)).then_some(inside)
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Registers a function that the interpreter calls when it ends.
pub(super) fn watch(py: Python<'_>) -> PyResult<()> {
    static WATCHED: PyOnceLock<()> = PyOnceLock::new();
    WATCHED
        .get_or_try_init(py, || {
            let hook = PyCFunction::new_closure(py, None, None, at_exit)?;
            py.import("atexit")?.call_method1("register", (hook,)).map(drop)
        })
        .map(drop)
}

fn at_exit(arguments: &Bound<'_, PyTuple>, _keywords: Option<&Bound<'_, PyDict>>) {
    IS_ENDING.store(true, Ordering::SeqCst);
    let until: Option<Instant> = world::now().checked_add(PATIENCE);
    // A thread inside needs the GIL to leave.
    arguments.py().detach(|| {
        while INSIDE.load(Ordering::SeqCst) > 0 && until.is_some_and(|until| world::now() < until) {
            world::sleep_blocking(Duration::from_millis(1));
        }
    });
}
