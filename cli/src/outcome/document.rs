//! The JSON document that `defacto enroll --json` prints. All members are always present.

use defacto_sdk::Enrollment;
use defacto_sdk::api::borrowers::Borrower;
use defacto_sdk::api::credit_lines::CreditLine;
use defacto_sdk::enrollment::BorrowerCandidate;
use defacto_sdk::error::{DefactoError, Problem};
use serde::Serialize;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;

/// How an enrolment ended, for programs.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Document<'a> {
    outcome: &'static str,
    borrower: Option<&'a Borrower>,
    credit_line: Option<&'a CreditLine>,
    fields: &'a [String],
    reason: Option<String>,
    resume: Option<&'a str>,
    problems: Vec<&'a Problem>,
    candidates: &'a [BorrowerCandidate],
    error: Option<Error<'a>>,
}

/// What a program needs to decide about an error. The API's body is left out: it may hold personal data.
#[derive(Debug, Serialize)]
struct Error<'a> {
    kind: String,
    status: Option<u16>,
    retryable: bool,
    outcome_unknown: bool,
    request_id: Option<&'a str>,
}

impl<'a> Document<'a> {
    /// Creates the document of a request that was not sent.
    pub(crate) fn invalid(problems: &'a [Problem]) -> Self {
        Self { outcome: "invalid", problems: problems.iter().collect(), ..Self::default() }
    }

    /// Creates the document of an enrolment that reached the API.
    pub(crate) fn outcome(outcome: &'a Enrollment, problems: &'a [Problem]) -> Self {
        let base = Self { problems: problems.iter().collect(), ..Self::default() };
        match outcome {
            Enrollment::Ready { borrower, credit_line, warnings } => Self {
                outcome: "ready",
                borrower: Some(borrower),
                credit_line: Some(credit_line),
                problems: problems.iter().chain(warnings).collect(),
                ..base
            },
            Enrollment::Pending { borrower, resume } => {
                Self { outcome: "pending", borrower: borrower.as_ref(), resume: Some(resume), ..base }
            }
            Enrollment::MissingData { fields, detail } => {
                Self { outcome: "missing_data", fields, reason: detail.clone(), ..base }
            }
            Enrollment::Declined { borrower, reason } => {
                Self { outcome: "declined", borrower: borrower.as_ref(), reason: reason.clone(), ..base }
            }
            Enrollment::Ambiguous { candidates } => Self { outcome: "ambiguous", candidates, ..base },
        }
    }

    /// Creates the document of an enrolment that failed without an outcome.
    pub(crate) fn failure(failure: &'a Failure) -> Self {
        let outcome = match failure.exit() {
            Exit::Interrupted => "interrupted",
            Exit::Invalid => "invalid",
            _ => "failed",
        };
        let error = match failure {
            Failure::Sdk(error) => Some(error),
            _ => None,
        };
        Self {
            outcome,
            reason: Some(failure.text()),
            resume: failure.resume_token(),
            problems: error.map_or(&[][..], DefactoError::problems).iter().collect(),
            error: error.map(Error::of),
            ..Self::default()
        }
    }
}

impl<'a> Error<'a> {
    fn of(error: &'a DefactoError) -> Self {
        Self {
            kind: error.kind().to_string(),
            status: error.status(),
            retryable: error.retryable(),
            outcome_unknown: error.outcome_unknown(),
            request_id: error.request_id(),
        }
    }
}
