//! The outcome of an enrolment as text.

use defacto_sdk_macros::model;

use super::candidate::BorrowerCandidate;
use super::outcome::Enrollment;
use crate::api::borrowers::Borrower;
use crate::api::credit_lines::CreditLine;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::wire::{JsonObject, read, to_json};

/// Every field that an outcome may have.
#[model]
pub(crate) struct StoredEnrollment {
    /// The name of the outcome.
    pub(crate) outcome: String,
    /// The borrower.
    pub(crate) borrower: Option<Borrower>,
    /// The credit line.
    pub(crate) credit_line: Option<CreditLine>,
    /// The resume token.
    pub(crate) resume: Option<String>,
    /// The missing fields.
    pub(crate) fields: Vec<String>,
    /// The API's text about them.
    pub(crate) detail: Option<String>,
    /// The reason for the decline.
    pub(crate) reason: Option<String>,
    /// The differences from what the options expect.
    pub(crate) warnings: Vec<Problem>,
    /// The borrowers that may be the company.
    pub(crate) candidates: Vec<BorrowerCandidate>,
}

impl Enrollment {
    /// Returns the name of the outcome.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Ready { .. } => "ready",
            Self::Pending { .. } => "pending",
            Self::MissingData { .. } => "missing_data",
            Self::Declined { .. } => "declined",
            Self::Ambiguous { .. } => "ambiguous",
        }
    }

    /// Returns the outcome as JSON text, to store it. It holds the borrower's personal data, but no API key.
    pub fn to_json(&self) -> String {
        let mut stored = StoredEnrollment {
            outcome: String::new(),
            borrower: None,
            credit_line: None,
            resume: None,
            fields: Vec::new(),
            detail: None,
            reason: None,
            warnings: Vec::new(),
            candidates: Vec::new(),
            extra: JsonObject::default(),
        };
        self.name().clone_into(&mut stored.outcome);
        match self.clone() {
            Self::Ready { borrower, credit_line, warnings } => {
                (stored.borrower, stored.credit_line) = (Some(borrower), Some(credit_line));
                stored.warnings = warnings;
            }
            Self::Pending { borrower, resume } => {
                (stored.borrower, stored.resume) = (borrower, Some(resume));
            }
            Self::MissingData { fields, detail } => {
                (stored.fields, stored.detail) = (fields, detail);
            }
            Self::Declined { borrower, reason } => {
                (stored.borrower, stored.reason) = (borrower, reason);
            }
            Self::Ambiguous { candidates } => {
                stored.candidates = candidates;
            }
        }
        to_json(&stored)
    }

    /// Reads an outcome from the text that `to_json` returned.
    ///
    /// # Errors
    /// `Validation` when `text` is not an outcome.
    pub fn from_json(text: &str) -> Result<Self> {
        let stored: StoredEnrollment = read(text.as_bytes()).map_err(DefactoError::unreadable)?;
        let borrower = stored.borrower;
        let outcome = match (stored.outcome.as_str(), borrower, stored.credit_line, stored.resume) {
            ("ready", Some(borrower), Some(credit_line), _) => {
                Some(Self::Ready { borrower, credit_line, warnings: stored.warnings })
            }
            ("pending", borrower, _, Some(resume)) => Some(Self::Pending { borrower, resume }),
            ("missing_data", ..) => Some(Self::MissingData { fields: stored.fields, detail: stored.detail }),
            ("declined", borrower, ..) => Some(Self::Declined { borrower, reason: stored.reason }),
            ("ambiguous", ..) => Some(Self::Ambiguous { candidates: stored.candidates }),
            _ => None,
        };
        outcome.ok_or_else(|| {
            let detail = "is no outcome that this version knows";
            DefactoError::invalid(vec![Problem::new("/outcome", "unknown_value", Severity::Error, detail)])
        })
    }
}
