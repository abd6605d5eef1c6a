//! Sends the core's events to Python's `logging`, under the name `defacto_sdk`.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use tracing::Level;

use super::aio::call::of_this_call;
use super::aio::inbox::Item;
use super::signals;
use crate::logging::{Sink, TARGET};

const OFF: u8 = u8::MAX;

thread_local! {
    /// The lowest level that is logged, as Python counts levels. Read when a call begins.
    static LEVEL: Cell<Option<u8>> = const { Cell::new(None) };
}

/// The same for threads of the core, on which no call begins: the level at the latest call.
static LAST: AtomicU8 = AtomicU8::new(OFF);

/// Sends the core's events to Python from now on.
pub(super) fn install() {
    crate::logging::install(ToPython);
}

/// Reads the wanted level from `logging`. Wants no events if the program has not imported `logging`.
pub(super) fn follow_level(py: Python<'_>) {
    let level = wanted_level(py);
    LEVEL.set(Some(level));
    LAST.store(level, Ordering::Relaxed);
}

/// Returns the lowest level that is logged, as Python counts levels.
pub(super) fn wanted_level(py: Python<'_>) -> u8 {
    level(py).unwrap_or(OFF)
}

fn level(py: Python<'_>) -> Option<u8> {
    let level: i64 = logger(py)?.call_method0("getEffectiveLevel").ok()?.extract().ok()?;
    u8::try_from(level).ok()
}

fn logger(py: Python<'_>) -> Option<&Bound<'_, PyAny>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if let Some(logger) = LOGGER.get(py) {
        return Some(logger.bind(py));
    }
    // A lookup in a dict costs no exception; a program that does not log repeats it at every call.
    let logging = loaded_modules(py)?.get_item("logging").ok()??;
    let logger = logging.call_method1("getLogger", (TARGET,)).ok()?;
    // A library is silent until the program sets up logging.
    logger.call_method1("addHandler", (logging.call_method0("NullHandler").ok()?,)).ok()?;
    LOGGER.set(py, logger.unbind()).ok();
    LOGGER.get(py).map(|logger| logger.bind(py))
}

/// Returns `sys.modules`.
fn loaded_modules(py: Python<'_>) -> Option<&Bound<'_, PyDict>> {
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    let find = || Ok::<_, PyErr>(py.import("sys")?.getattr("modules")?.cast_into::<PyDict>()?.unbind());
    MODULES.get_or_try_init(py, find).ok().map(|modules| modules.bind(py))
}

fn number(level: Level) -> u8 {
    match level {
        Level::ERROR => 40,
        Level::WARN => 30,
        Level::INFO => 20,
        _ => 10,
    }
}

struct ToPython;

impl Sink for ToPython {
    fn wants(&self, level: Level) -> bool {
        let wanted = of_this_call().map(|call| call.level).or_else(|| LEVEL.get());
        number(level) >= wanted.unwrap_or_else(|| LAST.load(Ordering::Relaxed))
    }

    fn write(&self, level: Level, text: String) {
        if let Some(of) = of_this_call() {
            let line = Item::Logged { of: Arc::clone(&of), level, text };
            return of.post(line);
        }
        // When the interpreter is ending, nothing is logged any more.
        Python::try_attach(|py| {
            log(py, level, |log, level| log.call1((level, &text))).unwrap_or_else(signals::end_with);
        });
    }
}

/// Writes a line by the function `write`, which receives `Logger.log` and the level.
///
/// # Errors
/// An exception of a handler does not end the call, but Ctrl-C during a handler does.
pub(super) fn log<'py>(
    py: Python<'py>,
    level: Level,
    write: impl FnOnce(Bound<'py, PyAny>, u8) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<()> {
    let Some(logger) = logger(py) else { return Ok(()) };
    match logger.getattr("log").and_then(|log| write(log, number(level))) {
        Err(raised) if !raised.is_instance_of::<PyException>(py) => Err(raised),
        _ => Ok(()),
    }
}
