//! What a check finds.

use std::borrow::Cow;

/// How certain a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// The value breaks the contract.
    Error,
    /// The value looks wrong, but the server decides.
    Warning,
}

/// The finding of a check, without a place: the caller adds the JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// A stable name in `snake_case`, for programs.
    pub(crate) code: &'static str,
    /// How certain the check is.
    pub(crate) severity: Severity,
    /// What to do about it. The text follows the name of the field and never holds the value.
    pub(crate) detail: Cow<'static, str>,
}

impl Finding {
    pub(crate) fn error(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, severity: Severity::Error, detail: detail.into() }
    }

    pub(super) fn warning(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, severity: Severity::Warning, detail: detail.into() }
    }
}
