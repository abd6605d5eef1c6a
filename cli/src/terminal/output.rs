//! Where text goes. Colours reach terminals only, and none where `NO_COLOR` is set.

use std::fmt::Display;
use std::io::{self, IsTerminal, Stdout, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

/// A heading.
pub(crate) const HEADING: Style = Style::new().bold();
/// It went well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// It went wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// It wants attention.
pub(crate) const CARE: Style = AnsiColor::Yellow.on_default();
/// It matters less.
pub(crate) const DIM: Style = Style::new().dimmed();

/// A terminal that does not say how wide it is.
const COLUMNS: u16 = 80;

/// Standard output: the result of a command, and nothing else.
pub(crate) struct Output {
    stream: AutoStream<Stdout>,
}

impl Output {
    /// Colours if standard output is a terminal that wants them.
    pub(crate) fn new() -> Self {
        Self { stream: anstream::stdout() }
    }

    /// Writes a line and sends it off at once.
    pub(crate) fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.stream, "{text}")?;
        self.stream.flush()
    }

    /// The columns of the terminal; nothing when the reader is a file or another program.
    pub(crate) fn width() -> Option<u16> {
        let width = || terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| width.0);
        io::stdout().is_terminal().then(width)
    }

    /// Where bytes go that a library writes.
    pub(crate) fn stream(&mut self) -> &mut impl Write {
        &mut self.stream
    }

    /// Writes a value as one line of JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.line(serde_json::to_string(value)?)
    }
}

/// Writes a line to standard error. If nobody reads it, nothing is lost: the exit code still tells the result.
pub(crate) fn note(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
