//! Passes the library's log events on to the logging of other languages.

use std::fmt::Write;

use tracing::field::{Field, Visit};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber, span};

/// The name under which the library logs.
pub(crate) const TARGET: &str = "defacto_sdk";

/// A receiver of log events.
pub(crate) trait Sink: Send + Sync + 'static {
    /// Returns `true` if events of this level are wanted now. Called for every event.
    fn wants(&self, level: Level) -> bool;
    /// Writes one event.
    fn write(&self, level: Level, text: String);
}

/// Sends the library's events to `sink` from now on. The library has its own copy of `tracing`, so it
/// receives no events of others. A second call changes nothing.
pub(crate) fn install(sink: impl Sink) {
    let _ = tracing::subscriber::set_global_default(Forward(sink));
}

struct Forward<S>(S);

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.is_event() && metadata.target() == TARGET
}

impl<S: Sink> Subscriber for Forward<S> {
    /// Returns `sometimes` for our events, because the wanted level may change between two calls.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_ours(metadata) { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_ours(metadata) && self.0.wants(*metadata.level())
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        self.0.write(*event.metadata().level(), line.text + &line.fields);
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
