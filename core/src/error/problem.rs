//! One problem of a request.

use defacto_sdk_macros::{model, open_enum};

use crate::wire::{Fault, JsonObject};

/// How certain it is that a request with this problem is refused.
#[open_enum(snake_case)]
pub enum Severity {
    /// The contract forbids it. Nothing is sent.
    Error,
    /// It looks wrong, but the API decides. The request is sent.
    Warning,
}

/// One problem of a request: its place, its cause and its severity. It never holds the value.
#[model]
pub struct Problem {
    /// Where it is in the request, as a JSON pointer: `/directors/0/birth_date`. Empty for the whole request.
    pub pointer: String,
    /// A stable code that programs may branch on, `iban_checksum` for instance.
    pub code: String,
    /// Whether the problem stops the request.
    pub severity: Severity,
    /// What is wrong and what to do, in plain English.
    pub detail: String,
}

impl Problem {
    pub(crate) fn new(
        pointer: impl Into<String>,
        code: impl Into<String>,
        severity: Severity,
        detail: impl Into<String>,
    ) -> Self {
        let (pointer, code, detail) = (pointer.into(), code.into(), detail.into());
        Self { pointer, code, severity, detail, extra: JsonObject::default() }
    }

    /// Returns `true` if the problem stops the request.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let severity = if fault.harmless { Severity::Warning } else { Severity::Error };
        Self::new(fault.pointer, fault.code, severity, fault.detail)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = if self.pointer.is_empty() { "the request" } else { &self.pointer };
        write!(f, "{place} {}", self.detail)
    }
}
