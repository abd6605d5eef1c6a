//! What keeps a command from doing its work, in words that say what to do.

use std::io;

use defacto_sandbox::SandboxError;
use defacto_sdk::DefactoError;
use defacto_sdk::error::{ErrorDetails, ErrorKind};

use crate::outcome::exit::Exit;
use crate::terminal::output::{BAD, note};
use crate::terminal::words;

/// Why a command cannot go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library or the API refused or failed.
    Sdk(DefactoError),
    /// The command line asks for what cannot be: what, and what to do.
    CommandLine(String, String),
    /// Anything else, told in full.
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
    /// The settings are wrong: what, and what to do. The same error as the library's own.
    pub(crate) fn configuration(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        let mut details = ErrorDetails::default();
        details.kind = Some(ErrorKind::Configuration);
        (details.detail, details.hint) = (Some(detail.into()), Some(hint.into()));
        Self::Sdk(DefactoError::Configuration { details: Box::new(details) })
    }

    /// The exit code that it leads to.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Sdk(error) if error.kind() == ErrorKind::Validation => Exit::Invalid,
            Self::Sdk(error) if error.kind() == ErrorKind::Interrupted => Exit::Interrupted,
            Self::CommandLine(..) => Exit::Usage,
            _ => Exit::Failed,
        }
    }

    /// The failure in words.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Sdk(error) => error.to_string(),
            Self::CommandLine(detail, hint) => format!("{detail}\n{hint}"),
            Self::Other(text) => text.clone(),
            Self::Output(error) => format!("cannot write to standard output: {error}"),
        }
    }

    /// The text with which an enrolment goes on in spite of the failure.
    pub(crate) fn resume_token(&self) -> Option<&str> {
        match self {
            Self::Sdk(error) => error.details().resume_token.as_deref(),
            _ => None,
        }
    }

    /// Tells it on standard error. When the reader of the output has gone, nobody wants to know.
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
