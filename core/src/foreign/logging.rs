//! Sends the core's events to the log of a Kotlin or Swift program.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tracing::Level;

use crate::logging::{Sink, install};

/// A level of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// Final failures.
    Error,
    /// Unusual events.
    Warning,
    /// Failed calls, and calls that are sent again.
    Info,
    /// Every call.
    Debug,
}

/// Receives the library's log lines. They never hold a secret, an IBAN, a birth date or a body.
#[uniffi::export(callback_interface)]
pub trait LogHandler: Send + Sync {
    /// Receives one line, on the thread of the call that it is about. It must not block.
    fn log(&self, level: LogLevel, text: String);
}

static MOST: AtomicU8 = AtomicU8::new(LogLevel::Off as u8);
static HANDLER: RwLock<Option<Arc<dyn LogHandler>>> = RwLock::new(None);

/// Sends the log lines of all clients of this process, up to a level, to a handler. A later call replaces it.
#[uniffi::export]
pub fn set_log_handler(most: LogLevel, handler: Box<dyn LogHandler>) {
    *HANDLER.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::from(handler));
    MOST.store(most as u8, Ordering::Relaxed);
    install(ToHandler);
}

struct ToHandler;

fn level_of(level: Level) -> LogLevel {
    match level {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warning,
        Level::INFO => LogLevel::Info,
        _ => LogLevel::Debug,
    }
}

impl Sink for ToHandler {
    fn wants(&self, level: Level) -> bool {
        level_of(level) as u8 <= MOST.load(Ordering::Relaxed)
    }

    fn write(&self, level: Level, text: String) {
        // The lock is not held while the handler runs, since the handler may set another one.
        let handler = HANDLER.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(handler) = handler {
            handler.log(level_of(level), text);
        }
    }
}
