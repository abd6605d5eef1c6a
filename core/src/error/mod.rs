//! The one public error.

mod body;
mod problem;
mod retry_after;
mod text;

use defacto_sdk_macros::{model, open_enum};

use crate::wire::Fault;
use crate::world::EngineError;

pub(crate) use body::ErrorBody;
#[cfg(feature = "python")]
pub use problem::PySeverity;
pub use problem::{Problem, Severity};
pub use retry_after::RetryAfter;

/// What every fallible function of this library returns.
pub type Result<T, E = DefactoError> = std::result::Result<T, E>;

/// The error of this library. It has few kinds; everything else about it is in the `details`.
///
/// Its text says what to do next. It never holds a secret, an IBAN, a birth date or a body.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
#[non_exhaustive]
#[error("{}", text::explain(.details))]
pub enum DefactoError {
    /// The client is set up wrongly (key, URL, certificate) or used where it cannot work. Nothing was sent.
    Configuration {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// The request is invalid. This library found it (no status, nothing was sent) or the API did (400, 422).
    Validation {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// The API does not accept the key (401, 403).
    Authentication {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// The API does not know the object (404).
    NotFound {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// Any other refusal or failure with an HTTP status (402, 409, 429, 5xx, ...).
    Api {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// A time-out passed before the answer was complete.
    Timeout {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// The connection failed (name, route, TLS, proxy), or it broke on the way.
    Transport {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// The answer of the API does not match its contract.
    Decode {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// A person or the program stopped the wait.
    Interrupted {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// Local data (the store of enrolments, a file) cannot be read or written. What was stored stays.
    Store {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
}

/// The kinds of `DefactoError`.
#[open_enum(snake_case)]
pub enum ErrorKind {
    /// The client is set up wrongly. Nothing was sent.
    Configuration,
    /// The request is invalid.
    Validation,
    /// The API does not accept the key.
    Authentication,
    /// The API does not know the object.
    NotFound,
    /// Another refusal or failure with an HTTP status.
    Api,
    /// A time-out passed.
    Timeout,
    /// The connection failed.
    Transport,
    /// The answer does not match the contract.
    Decode,
    /// The wait was stopped.
    Interrupted,
    /// Local data cannot be read or written.
    Store,
}

/// Everything known about an error.
#[model]
#[derive(Default)]
pub struct ErrorDetails {
    /// The kind, `validation` for instance.
    pub kind: Option<ErrorKind>,
    /// The operation as method and path template, `POST /borrowers` for instance.
    pub operation: Option<String>,
    /// The HTTP status. Absent without an answer.
    pub status: Option<i64>,
    /// The title in the API's answer.
    pub title: Option<String>,
    /// What happened, in words of the API or of this library, without personal data.
    pub detail: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
    /// The API's identifier of this occurrence of the error.
    pub instance: Option<String>,
    /// Every problem of the request, each with its JSON pointer.
    pub problems: Vec<Problem>,
    /// The values that the API could not obtain, as JSON pointers into the request; only after a 400.
    pub missing_fields: Vec<String>,
    /// Why the company is declined, if the API says so with an error: a denial code or the API's text.
    pub denial_reason: Option<String>,
    /// The token that resumes the enrolment after this error.
    #[sensitive]
    pub resume_token: Option<String>,
    /// The idempotency key of the write. A repetition with the same key does not take effect twice.
    pub salt_id: Option<String>,
    /// The id of the request, from the headers of the answer. Name it when you ask the vendor for help.
    pub request_id: Option<String>,
    /// For how many seconds, counted from this answer, the API asked not to be called again. Absent if it
    /// did not ask.
    pub retry_after: Option<RetryAfter>,
    /// How often the request was sent.
    #[default]
    pub attempts: i64,
    /// Whether the same call may succeed later without any change.
    #[default]
    pub retryable: bool,
    /// Whether the call may have taken effect although it failed: check before you repeat a write.
    #[default]
    pub outcome_unknown: bool,
    /// The body of the answer, for debugging. It may hold personal data, so it is neither shown nor saved.
    #[sensitive]
    #[transient]
    pub body: Option<String>,
}

macro_rules! by_kind {
    ($($kind:ident),*) => {
        impl DefactoError {
            pub(crate) fn new(kind: ErrorKind, mut details: ErrorDetails) -> Self {
                details.kind = Some(kind.clone());
                let details = Box::new(details);
                match kind {
                    $(ErrorKind::$kind => Self::$kind { details },)*
                    ErrorKind::Unknown { .. } => Self::Api { details },
                }
            }

            /// Returns the kind alone, for a `match` without fields.
            pub fn kind(&self) -> ErrorKind {
                match self { $(Self::$kind { .. } => ErrorKind::$kind,)* }
            }

            /// Returns everything known about the error.
            pub fn details(&self) -> &ErrorDetails {
                match self { $(Self::$kind { details } => details,)* }
            }

            pub(crate) fn details_mut(&mut self) -> &mut ErrorDetails {
                match self { $(Self::$kind { details } => details,)* }
            }
        }
    };
}

by_kind!(
    Configuration,
    Validation,
    Authentication,
    NotFound,
    Api,
    Timeout,
    Transport,
    Decode,
    Interrupted,
    Store
);

impl DefactoError {
    pub(crate) fn of(kind: ErrorKind, detail: impl Into<String>, hint: impl Into<String>) -> Self {
        let (detail, hint) = (Some(detail.into()), Some(hint.into()).filter(|hint| !hint.is_empty()));
        Self::new(kind, ErrorDetails { detail, hint, ..ErrorDetails::default() })
    }

    pub(crate) fn configuration(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::of(ErrorKind::Configuration, detail, hint)
    }

    /// Creates the error of local data that cannot be read or written.
    pub(crate) fn store(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::of(ErrorKind::Store, detail, hint)
    }

    /// Creates the error of a request that is refused before anything is sent.
    pub(crate) fn invalid(problems: Vec<Problem>) -> Self {
        let detail = Some("the request is not valid; nothing was sent".to_owned());
        Self::new(ErrorKind::Validation, ErrorDetails { detail, problems, ..ErrorDetails::default() })
    }

    pub(crate) fn unreadable(faults: Vec<Fault>) -> Self {
        Self::invalid(faults.into_iter().map(Problem::from).collect())
    }

    /// Returns the same error with the salt of a write.
    pub(crate) fn with_salt(mut self, salt: Option<String>) -> Self {
        self.details_mut().salt_id = salt;
        self
    }

    /// Returns the HTTP status, or `None` without an answer.
    pub fn status(&self) -> Option<u16> {
        self.details().status.and_then(|status| u16::try_from(status).ok())
    }

    /// Returns every problem of the request, each with its JSON pointer.
    pub fn problems(&self) -> &[Problem] {
        &self.details().problems
    }

    /// Returns `true` if the same call may succeed later without any change.
    pub fn retryable(&self) -> bool {
        self.details().retryable
    }

    /// Returns `true` if the call may have taken effect although it failed: check before you repeat a write.
    pub fn outcome_unknown(&self) -> bool {
        self.details().outcome_unknown
    }

    /// Returns how much longer the API asks not to be called again, counted down since its answer came.
    /// Returns `None` if it did not ask.
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        self.details().retry_after.map(RetryAfter::remaining)
    }

    /// Returns `true` if the API answered with 2xx: the call was carried out, although its answer cannot be
    /// used. A write with this error must never be sent again.
    pub(crate) fn was_carried_out(&self) -> bool {
        self.status().is_some_and(|status| (200..300).contains(&status))
    }

    /// Returns the id of the request, from the headers of the answer; `None` if they have none.
    pub fn request_id(&self) -> Option<&str> {
        self.details().request_id.as_deref()
    }
}

impl From<EngineError> for DefactoError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::NotStarted(reason) => Self::configuration(
                format!("the network cannot be set up: {reason}"),
                "Check system limits, such as those of threads and open files.",
            ),
            #[cfg(feature = "uniffi")]
            EngineError::GivenUp => {
                let hint = "It may have taken effect: look before you make it again.";
                let mut error = Self::of(ErrorKind::Interrupted, "the call was given up", hint);
                error.details_mut().outcome_unknown = true;
                error
            }
        }
    }
}

/// Creates the error of a store, for the stores of a simulation.
#[cfg(feature = "simulation")]
#[doc(hidden)]
pub fn store_error(detail: &str) -> DefactoError {
    DefactoError::store(detail, "")
}
