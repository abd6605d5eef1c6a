//! An outcome as text, to keep it.

use defacto_sdk_macros::model;

use super::{BorrowerCandidate, Enrollment};
use crate::api::borrowers::Borrower;
use crate::api::credit_lines::CreditLine;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::wire::{JsonObject, read, to_json};

/// All that an outcome may hold.
#[model]
pub(crate) struct StoredEnrollment {
    /// Which outcome it is.
    pub(crate) outcome: String,
    /// The borrower.
    pub(crate) borrower: Option<Borrower>,
    /// The credit line.
    pub(crate) credit_line: Option<CreditLine>,
    /// The token to go on with.
    pub(crate) resume: Option<String>,
    /// The missing values.
    pub(crate) fields: Vec<String>,
    /// What the API said about them.
    pub(crate) detail: Option<String>,
    /// Why the company is declined.
    pub(crate) reason: Option<String>,
    /// What is not as it was expected.
    pub(crate) warnings: Vec<Problem>,
    /// The borrowers that the company may be.
    pub(crate) candidates: Vec<BorrowerCandidate>,
}

impl Enrollment {
    /// The outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
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
        match self.clone() {
            Self::Ready { borrower, credit_line, warnings } => {
                (stored.borrower, stored.credit_line) = (Some(borrower), Some(credit_line));
                stored.warnings = warnings;
                "ready".clone_into(&mut stored.outcome);
            }
            Self::Pending { borrower, resume } => {
                (stored.borrower, stored.resume) = (borrower, Some(resume));
                "pending".clone_into(&mut stored.outcome);
            }
            Self::MissingData { fields, detail } => {
                (stored.fields, stored.detail) = (fields, detail);
                "missing_data".clone_into(&mut stored.outcome);
            }
            Self::Declined { borrower, reason } => {
                (stored.borrower, stored.reason) = (borrower, reason);
                "declined".clone_into(&mut stored.outcome);
            }
            Self::Ambiguous { candidates } => {
                stored.candidates = candidates;
                "ambiguous".clone_into(&mut stored.outcome);
            }
        }
        to_json(&stored)
    }

    /// Reads what `to_json` wrote.
    ///
    /// # Errors
    /// `Validation` when the text is no outcome.
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
