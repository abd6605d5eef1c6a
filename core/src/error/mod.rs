//! The one public error.

mod body;
mod problem;
mod retry_after;
mod text;

use defacto_sdk_macros::{model, open_enum};

use crate::wire::Fault;

pub(crate) use body::ErrorBody;
#[cfg(feature = "python")]
pub use problem::PySeverity;
pub use problem::{Problem, Severity};
pub use retry_after::RetryAfter;

/// What every fallible function of this library returns.
pub type Result<T, E = DefactoError> = std::result::Result<T, E>;

/// What went wrong, in few kinds; everything else about it is in the `details`.
///
/// Its text says what to do next and never holds a secret, an IBAN, a birth date or a body.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
#[non_exhaustive]
#[error("{}", text::explain(.details))]
pub enum DefactoError {
    /// The client is set up wrongly (key, URL, certificate), or is used where it cannot work. Nothing was sent.
    Configuration {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// The request is not acceptable: found here (no status, nothing was sent) or by the API (400, 422).
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
    /// The connection failed: name, route, TLS, proxy, or it broke on the way.
    Transport {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// The API answered, but not what its contract says.
    Decode {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// A person or the program stopped the wait.
    Interrupted {
        /// Everything known about it.
        details: Box<ErrorDetails>,
    },
    /// What is kept on this side (the store of enrolments, a file) cannot be read or written. What was kept stays.
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
    /// The request is not acceptable.
    Validation,
    /// The key is not accepted.
    Authentication,
    /// The object is not known.
    NotFound,
    /// Another refusal or failure with an HTTP status.
    Api,
    /// A time-out passed.
    Timeout,
    /// The connection failed.
    Transport,
    /// The answer is not what the contract says.
    Decode,
    /// The wait was stopped.
    Interrupted,
    /// What is kept on this side cannot be read or written.
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
    /// The HTTP status, when there was an answer.
    pub status: Option<i64>,
    /// The title that the API gave.
    pub title: Option<String>,
    /// What happened, by the API or by this library; without personal data.
    pub detail: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
    /// The API's name for this occurrence of the error.
    pub instance: Option<String>,
    /// Every problem of the request, each with its place.
    pub problems: Vec<Problem>,
    /// The values that the API could not obtain, as JSON pointers into the request; only after a 400.
    pub missing_fields: Vec<String>,
    /// Why the company is declined, when the API says so with an error: a denial code or its words.
    pub denial_reason: Option<String>,
    /// The text with which an enrolment goes on in spite of this error.
    #[sensitive]
    pub resume_token: Option<String>,
    /// The salt with which a write was sent: the same request, which holds it, takes effect once.
    pub salt_id: Option<String>,
    /// The id of the request, from the answer's headers: name it when you ask the vendor for help.
    pub request_id: Option<String>,
    /// For how many seconds, counted from this answer, the API asked not to be called again; `None` if it did
    /// not ask.
    pub retry_after: Option<RetryAfter>,
    /// How often the request was sent.
    #[default]
    pub attempts: i64,
    /// Whether the same call may succeed later without any change.
    #[default]
    pub retryable: bool,
    /// Whether the call may have taken effect although it failed: look before you repeat a write.
    #[default]
    pub outcome_unknown: bool,
    /// The answer's body as it came, for debugging. It may hold personal data, so it is neither shown nor written.
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

            /// The kind alone, for a `match` without fields.
            pub fn kind(&self) -> ErrorKind {
                match self { $(Self::$kind { .. } => ErrorKind::$kind,)* }
            }

            /// Everything known about the error.
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

    /// What is kept on this side cannot be read or written.
    pub(crate) fn store(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::of(ErrorKind::Store, detail, hint)
    }

    /// A request that is refused before anything is sent.
    pub(crate) fn invalid(problems: Vec<Problem>) -> Self {
        let detail = Some("the request is not valid; nothing was sent".to_owned());
        Self::new(ErrorKind::Validation, ErrorDetails { detail, problems, ..ErrorDetails::default() })
    }

    pub(crate) fn unreadable(faults: Vec<Fault>) -> Self {
        Self::invalid(faults.into_iter().map(Problem::from).collect())
    }

    /// The same error, for a write with a salt.
    pub(crate) fn with_salt(mut self, salt: Option<String>) -> Self {
        self.details_mut().salt_id = salt;
        self
    }

    /// The HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.details().status.and_then(|status| u16::try_from(status).ok())
    }

    /// Every problem of the request, each with its place.
    pub fn problems(&self) -> &[Problem] {
        &self.details().problems
    }

    /// Whether the same call may succeed later without any change.
    pub fn retryable(&self) -> bool {
        self.details().retryable
    }

    /// Whether the call may have taken effect although it failed: look before you repeat a write.
    pub fn outcome_unknown(&self) -> bool {
        self.details().outcome_unknown
    }

    /// Returns how much longer the API asks not to be called again, counted down since its answer came.
    /// `None` if it did not ask.
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        self.details().retry_after.map(RetryAfter::remaining)
    }

    /// Returns `true` if the API answered with 2xx: the call was carried out, although its answer cannot be
    /// used. A write with this error must never be sent again.
    pub(crate) fn was_carried_out(&self) -> bool {
        self.status().is_some_and(|status| (200..300).contains(&status))
    }

    /// The id of the request, from the answer's headers.
    pub fn request_id(&self) -> Option<&str> {
        self.details().request_id.as_deref()
    }
}
