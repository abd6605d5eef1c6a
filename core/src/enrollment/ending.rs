//! The outcomes of an enrolment, and the data that its errors carry.

use std::time::Duration;

use super::candidate::BorrowerCandidate;
use super::look_up::is_declined;
use super::outcome::Enrollment;
use super::token::ResumeToken;
use crate::api::borrowers::{Borrower, NewBorrower};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::{Company, CompanyMatch};

/// The default time during which a call of unknown outcome may still take effect.
pub(crate) const SETTLE_TIME: Duration = Duration::from_secs(45);

/// Returns the tolerated difference between the clocks of two machines: a third of the settle time.
pub(super) fn skew(settle_time: Duration) -> Duration {
    settle_time / 3
}

pub(super) fn ambiguous(borrowers: &[Borrower]) -> Enrollment {
    Enrollment::Ambiguous { candidates: borrowers.iter().map(BorrowerCandidate::from).collect() }
}

pub(super) fn pending(borrower: Option<Borrower>, token: &ResumeToken) -> Enrollment {
    Enrollment::Pending { borrower, resume: token.text() }
}

pub(super) fn declined(borrower: &Borrower) -> Option<Enrollment> {
    let outcome =
        || Enrollment::Declined { borrower: Some(borrower.clone()), reason: borrower.status_reason.clone() };
    is_declined(borrower).then(outcome)
}

/// Converts an error that is a result into an outcome: missing data, or a decline that came as an error.
pub(super) fn outcome_of(error: &DefactoError) -> Option<Enrollment> {
    let details = error.details();
    if !details.missing_fields.is_empty() {
        let (fields, detail) = (details.missing_fields.clone(), details.detail.clone());
        return Some(Enrollment::MissingData { fields, detail });
    }
    details.denial_reason.clone().map(|reason| Enrollment::Declined { borrower: None, reason: Some(reason) })
}

/// Completes the error for a borrower that the API says it created but does not list.
pub(super) fn not_listed(mut error: DefactoError) -> DefactoError {
    let details = error.details_mut();
    (details.outcome_unknown, details.retryable) = (true, false);
    let hint = "The API answered that the borrower was created, yet does not list it. Look with borrowers.list, and ask \
        the vendor before you enrol the company again.";
    details.hint = Some(hint.to_owned());
    error
}

/// Completes the error for a call that had no effect: the company was looked up for the whole settle time.
pub(super) fn settled(mut error: DefactoError) -> DefactoError {
    let details = error.details_mut();
    details.outcome_unknown = false;
    details.retryable = true;
    details.hint =
        Some("The company was looked up afterwards: no borrower was created. Enrol it again.".to_owned());
    error
}

pub(super) fn token_of(token: ResumeToken, request: &NewBorrower, company: &Company) -> Result<ResumeToken> {
    if token.is_shortened && token.identifier == company.shown(&request.identifier) {
        let identifier = request.identifier.clone();
        return Ok(ResumeToken { identifier, is_shortened: false, ..token });
    }
    // The token holds less data about the company than the request.
    if token.identifier == request.identifier || token.company().compare(company) != CompanyMatch::Different {
        return Ok(token);
    }
    Err(DefactoError::configuration(
        "the token belongs to another company",
        "Pass the token of this enrolment.",
    ))
}

pub(super) fn interrupted(token: &ResumeToken) -> DefactoError {
    let begun = token.confirmed || token.settles_at.is_some();
    let hint =
        if begun { "It may have taken effect: go on with the resume token." } else { "Nothing was sent." };
    with_token(DefactoError::of(ErrorKind::Interrupted, "the enrolment was interrupted", hint), token)
}

/// Adds the resume token to `error` if the enrolment may have begun.
pub(super) fn with_token(mut error: DefactoError, token: &ResumeToken) -> DefactoError {
    if token.confirmed || token.settles_at.is_some() {
        let details = error.details_mut();
        details.outcome_unknown |= token.settles_at.is_some();
        details.resume_token.get_or_insert_with(|| token.text());
    }
    error
}
