//! Failures of a command, with texts that say what to do.

use std::io;

use defacto_sandbox::SandboxError;
use defacto_sdk::DefactoError;
use defacto_sdk::error::{ErrorDetails, ErrorKind};

use crate::outcome::exit::Exit;
use crate::terminal::output::{BAD, note};
use crate::terminal::words;

/// The reason why a command cannot continue.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the library or the API.
    Sdk(DefactoError),
    /// The command line cannot be carried out: the problem, and what to do.
    CommandLine(String, String),
    /// Any other failure, as a full text.
    Other(String),
    /// Standard output cannot be written to.
    Output(io::Error),
}

impl From<DefactoError> for Failure {
    fn from(error: DefactoError) -> Self {
        Self::Sdk(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<SandboxError> for Failure {
    fn from(error: SandboxError) -> Self {
        Self::Other(error.to_string())
    }
}

impl Failure {
    /// Creates the failure for wrong settings: the problem, and what to do. It is the library's own error.
    pub(crate) fn configuration(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        let mut details = ErrorDetails::default();
        details.kind = Some(ErrorKind::Configuration);
        (details.detail, details.hint) = (Some(detail.into()), Some(hint.into()));
        Self::Sdk(DefactoError::Configuration { details: Box::new(details) })
    }

    /// Returns the exit code of this failure.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Sdk(error) if error.kind() == ErrorKind::Validation => Exit::Invalid,
            Self::Sdk(error) if error.kind() == ErrorKind::Interrupted => Exit::Interrupted,
            Self::CommandLine(..) => Exit::Usage,
            _ => Exit::Failed,
        }
    }

    /// Returns the failure in words.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Sdk(error) => error.to_string(),
            Self::CommandLine(detail, hint) => format!("{detail}\n{hint}"),
            Self::Other(text) => text.clone(),
            Self::Output(error) => format!("cannot write to standard output: {error}"),
        }
    }

    /// Returns the token that continues the enrolment in spite of the failure; `None` if the failure has no token.
    pub(crate) fn resume_token(&self) -> Option<&str> {
        match self {
            Self::Sdk(error) => error.details().resume_token.as_deref(),
            _ => None,
        }
    }

    /// Prints the failure on standard error and returns the exit code. Prints nothing if the output was
    /// closed.
    pub(crate) fn tell(&self) -> Exit {
        let reader_gone = matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe);
        if !reader_gone {
            note(format_args!("{BAD}error{BAD:#}: {}", words::plain(&self.text())));
            if let Some(token) = self.resume_token() {
                note(words::resume_hint(token));
            }
        }
        self.exit()
    }
}
