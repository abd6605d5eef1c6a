//! The output streams. Colours are for terminals only, unless `NO_COLOR` is set.

use std::fmt::Display;
use std::io::{self, IsTerminal, Stdout, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

/// A heading.
pub(crate) const HEADING: Style = Style::new().bold();
/// Success.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// Failure.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// A warning.
pub(crate) const CARE: Style = AnsiColor::Yellow.on_default();
/// Less important text.
pub(crate) const DIM: Style = Style::new().dimmed();

/// The width of a terminal that does not report its width.
const COLUMNS: u16 = 80;

/// Standard output, which has the result of a command and nothing else.
pub(crate) struct Output {
    stream: AutoStream<Stdout>,
}

impl Output {
    /// Opens standard output. It has colours if it is a terminal that supports them.
    pub(crate) fn new() -> Self {
        Self { stream: anstream::stdout() }
    }

    /// Writes a line and flushes it.
    pub(crate) fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.stream, "{text}")?;
        self.stream.flush()
    }

    /// Returns the number of columns of the terminal; `None` if the output is a file or another program.
    pub(crate) fn width() -> Option<u16> {
        let width = || terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| width.0);
        io::stdout().is_terminal().then(width)
    }

    /// Returns the stream for libraries that write bytes themselves.
    pub(crate) fn stream(&mut self) -> &mut impl Write {
        &mut self.stream
    }

    /// Writes a value as one line of JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.line(serde_json::to_string(value)?)
    }
}

/// Writes a line to standard error. A failed write is ignored: the exit code still tells the result.
pub(crate) fn note(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
