//! Why something is refused, without a word about HTTP.

use serde_json::Value;

/// Which kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request is well formed and cannot be carried out.
    Refused,
    /// The request is malformed.
    Malformed,
    /// It is about something that does not exist.
    NotFound,
}

/// A refusal. Its texts never repeat a value of the request: those may be personal.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) kind: Kind,
    pub(crate) detail: String,
    /// Names of fields, each with what is wrong with it.
    pub(crate) params: Vec<(String, String)>,
    pub(crate) data: Option<Value>,
}

impl Refusal {
    /// Refuses what is well formed and cannot be carried out.
    pub(crate) fn new(detail: impl Into<String>) -> Self {
        Self { kind: Kind::Refused, detail: detail.into(), params: Vec::new(), data: None }
    }

    /// Refuses a well-formed request because of one field.
    pub(crate) fn of_field(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new("The request cannot be carried out.").with_param(name, reason)
    }

    /// Refuses what is malformed.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self { kind: Kind::Malformed, ..Self::new(detail) }
    }

    /// Refuses a malformed field.
    pub(crate) fn invalid(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::malformed("The request is malformed.").with_param(name, reason)
    }

    /// Refuses a request about a thing, named by its kind, that does not exist.
    pub(crate) fn not_found(what: &str) -> Self {
        Self { kind: Kind::NotFound, ..Self::new(format!("No such {what}.")) }
    }

    pub(crate) fn with_param(mut self, name: impl Into<String>, reason: impl Into<String>) -> Self {
        self.params.push((name.into(), reason.into()));
        self
    }

    pub(crate) fn with_data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }
}
