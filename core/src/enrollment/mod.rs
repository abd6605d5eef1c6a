//! Enrolment: from a company to its credit line, with every outcome as a value.

mod candidate;
#[cfg(test)]
mod clock_tests;
mod ending;
mod hold;
mod journey;
mod line;
mod look_up;
mod options;
mod progress;
mod search;
mod stored;
mod token;

use std::time::Duration;

use defacto_sdk_macros::journeys;

use crate::api::borrowers::{Borrower, NewBorrower};
use crate::api::credit_lines::CreditLine;
use crate::client::{AsyncClient, Client};
use crate::error::{Problem, Result};

pub use candidate::BorrowerCandidate;
pub(crate) use hold::leave_doubt;
pub(crate) use look_up::{find_borrowers, find_line, has_ended, is_declined};
pub use options::EnrollOptions;
#[cfg(feature = "python")]
pub(crate) use options::Heard;
pub(crate) use options::check_line;
#[cfg(feature = "python")]
pub(crate) use options::enroll_options;
#[cfg(feature = "uniffi")]
pub(crate) use options::enroll_options_record;
#[cfg(feature = "python")]
pub use progress::PyEnrollmentStage;
pub use progress::{EnrollmentProgress, EnrollmentStage};
pub(crate) use token::ResumeToken;

/// The outcome of an enrolment, or its present state.
#[derive(Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum), uniffi::export(Debug))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, from_py_object, module = "defacto_sdk"))]
pub enum Enrollment {
    /// The credit line exists: a loan can be requested now.
    Ready {
        /// The borrower.
        borrower: Borrower,
        /// Its credit line.
        credit_line: CreditLine,
        /// Differences from what the options expect: `/credit_line/default_repayment_method`.
        warnings: Vec<Problem>,
    },
    /// Not decided yet: the enrolment was asynchronous, or the deadline passed. Continue with the token.
    Pending {
        /// The borrower, once the API has confirmed that there is one.
        borrower: Option<Borrower>,
        /// The token for `resume_enrollment`. Store it unchanged; it holds the company's number, no secret.
        resume: String,
    },
    /// The API could not obtain data that it needs. Nothing was created: complete the request, enrol again.
    MissingData {
        /// The missing fields of the request, as JSON pointers: `/directors/0/birth_date`.
        fields: Vec<String>,
        /// The API's text about them.
        detail: Option<String>,
    },
    /// The company gets no credit line.
    Declined {
        /// The borrower, if one was created all the same.
        borrower: Option<Borrower>,
        /// One of the vendor's denial codes, or the API's text.
        reason: Option<String>,
    },
    /// Borrowers exist that may be this company. Nothing was sent, unless `POST /borrowers` led to them.
    ///
    /// Enrol again with more data about the company (its court or name, the VAT number, the IBAN), or decide:
    /// the option `borrower_id` names the company's borrower, the option `create_new` says that none is.
    Ambiguous {
        /// The borrowers that may be the company.
        candidates: Vec<BorrowerCandidate>,
    },
}

/// The default time during which a call of unknown outcome may still take effect.
pub(crate) const SETTLE_TIME: Duration = Duration::from_secs(45);

impl std::fmt::Debug for Enrollment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ready { borrower, credit_line, warnings } => write!(
                f,
                "Enrollment.Ready(borrower={borrower:?}, credit_line={credit_line:?}, warnings={warnings:?})"
            ),
            // The token holds the company's number, which may be that of a person.
            Self::Pending { borrower, .. } => {
                write!(f, "Enrollment.Pending(borrower={borrower:?}, resume=<token>)")
            }
            Self::MissingData { fields, detail } => {
                write!(f, "Enrollment.MissingData(fields={fields:?}, detail={detail:?})")
            }
            Self::Declined { borrower, reason } => {
                write!(f, "Enrollment.Declined(borrower={borrower:?}, reason={reason:?})")
            }
            Self::Ambiguous { candidates } => write!(f, "Enrollment.Ambiguous(candidates={candidates:?})"),
        }
    }
}

#[journeys]
impl Client {
    /// Enrols a company and, if wanted, waits for its credit line.
    ///
    /// Validates the request. Looks for an active borrower of the same company and continues with it;
    /// otherwise sends `POST /borrowers`. If the outcome of that call is unknown (504, time-out, broken
    /// connection), looks the company up until the API must have finished, before it sends again. With
    /// `EnrollOptions::wait_until_ready`, polls `GET /credit_lines` until the line exists. Blocks up to the
    /// options' deadline.
    ///
    /// Safe to repeat: the same company is not enrolled twice. One case needs your help: the outcome is still
    /// unknown (`Pending` without a borrower, or an error with `outcome_unknown`), and another process that
    /// does not share a store with this one continues. Give it the token, by `EnrollOptions::resume` or
    /// `resume_enrollment`, so that it does not send too early.
    ///
    /// # Errors
    /// `Validation` with every problem when the request is invalid (nothing was sent) or is refused for
    /// another reason than missing data; `Authentication`; `Interrupted`; `Transport`, `Timeout` or `Api`
    /// when the API cannot be reached; `Store` when the store cannot be used. `details.resume_token` is set
    /// when the enrolment may continue in spite of the error.
    pub async fn enroll(&self, new_borrower: &NewBorrower, options: &EnrollOptions) -> Result<Enrollment> {
        journey::Journey::new(&self.transport, options).enroll(new_borrower).await
    }

    /// Continues an enrolment that was `Pending`, in this process or another one. Blocks up to the options'
    /// deadline; safe to repeat. Sends reads only.
    ///
    /// # Errors
    /// `Validation` when `resume` is not a token; `Configuration` when it belongs to another environment;
    /// `NotFound` when the API has created no borrower: enrol the company again then. Otherwise as `enroll`.
    pub async fn resume_enrollment(&self, resume: &str, options: &EnrollOptions) -> Result<Enrollment> {
        journey::Journey::new(&self.transport, options).resume(resume).await
    }

    /// Continues the enrolment of a company by its number alone, without a token: waits for the credit line
    /// of its active borrower. Blocks up to the options' deadline; safe to repeat. Sends reads only.
    ///
    /// If you have a token, use `resume_enrollment`: a token also knows of a call that may still take effect.
    ///
    /// # Errors
    /// `NotFound` when the API has no active borrower with this number. Otherwise as `enroll`.
    pub async fn follow_enrollment(&self, identifier: &str, options: &EnrollOptions) -> Result<Enrollment> {
        journey::Journey::new(&self.transport, options).follow(identifier).await
    }
}
