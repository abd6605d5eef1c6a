//! The core's events in Python's `logging`, under the name `defacto_sdk`.

use std::cell::Cell;
use std::fmt::Write;

use super::signals;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use tracing::field::{Field, Visit};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber, span};

const TARGET: &str = "defacto_sdk";
const OFF: u8 = u8::MAX;

thread_local! {
    /// The lowest level that is wanted at present, as Python counts them; read when a call begins.
    static LEVEL: Cell<u8> = const { Cell::new(OFF) };
}

/// Sends the core's events to Python from now on. The library's copy of `tracing` is its own, so nobody else's events
/// are taken and a second call changes nothing.
pub(super) fn install() {
    let _ = tracing::subscriber::set_global_default(ToPython);
}

/// Asks `logging` what it wants to hear. Nothing, as long as the program has not imported it.
pub(super) fn follow_level(py: Python<'_>) {
    LEVEL.set(level(py).unwrap_or(OFF));
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
    let modules = py.import("sys").ok()?.getattr("modules").ok()?;
    // A plain dict says no without an exception; this is asked at every call of a program that does not log.
    let logging = modules.cast::<PyDict>().ok()?.get_item("logging").ok()??;
    let logger = logging.call_method1("getLogger", (TARGET,)).ok()?;
    // A library is silent until the program sets up logging.
    logger.call_method1("addHandler", (logging.call_method0("NullHandler").ok()?,)).ok()?;
    LOGGER.set(py, logger.unbind()).ok();
    LOGGER.get(py).map(|logger| logger.bind(py))
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

impl Subscriber for ToPython {
    /// What is wanted may change between two calls, so the answer must not be remembered.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.is_event() && metadata.target() == TARGET {
            Interest::sometimes()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target() == TARGET && number(*metadata.level()) >= LEVEL.get()
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let text = format!("{}{}", line.text, line.fields);
        Python::attach(|py| {
            let level = number(*event.metadata().level());
            let Some(Err(raised)) = logger(py).map(|logger| logger.call_method1("log", (level, text))) else {
                return;
            };
            // A handler that fails must not end the call, but Ctrl-C while it runs must.
            if !raised.is_instance_of::<PyException>(py) {
                signals::end_with(raised);
            }
        });
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// An event as one line: its text, then `name=value`.
#[derive(Default)]
struct Line {
    text: String,
    fields: String,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.fields, " {}={value}", field.name());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self.text, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}
