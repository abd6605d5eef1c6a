//! Enrolment: from a company to its credit line, with every outcome as a value.

mod candidate;
#[cfg(test)]
mod clock_tests;
mod company_claim;
mod ending;
mod journey;
mod line;
mod look_up;
mod options;
mod outcome;
mod progress;
mod search;
mod stored;
mod token;

use defacto_sdk_macros::journeys;
use tracing::Instrument;

use crate::api::borrowers::NewBorrower;
use crate::client::{AsyncClient, Client};
use crate::error::Result;

pub use candidate::BorrowerCandidate;
pub(crate) use company_claim::leave_doubt;
pub(crate) use look_up::{find_borrowers, find_line, has_ended, is_declined};
pub use options::EnrollOptions;
#[cfg(feature = "python")]
pub(crate) use options::Handled;
pub(crate) use options::check_line;
#[cfg(feature = "python")]
pub(crate) use options::enroll_options;
#[cfg(feature = "uniffi")]
pub(crate) use options::enroll_options_record;
pub use outcome::Enrollment;
#[cfg(feature = "python")]
pub use progress::PyEnrollmentStage;
pub use progress::{EnrollmentProgress, EnrollmentStage};
pub(crate) use token::ResumeToken;

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
        let watched = self.transport.watch("enroll");
        let journey = journey::Journey::new(watched.transport(), options).enroll(new_borrower);
        let outcome = journey.instrument(watched.span()).await;
        watched.end(outcome, Enrollment::name)
    }

    /// Continues an enrolment that was `Pending`, in this process or another one. Blocks up to the options'
    /// deadline; safe to repeat. Sends reads only.
    ///
    /// # Errors
    /// `Validation` when `resume` is not a token; `Configuration` when it belongs to another environment;
    /// `NotFound` when the API has created no borrower: enrol the company again then. Otherwise as `enroll`.
    pub async fn resume_enrollment(&self, resume: &str, options: &EnrollOptions) -> Result<Enrollment> {
        let watched = self.transport.watch("resume_enrollment");
        let journey = journey::Journey::new(watched.transport(), options).resume(resume);
        let outcome = journey.instrument(watched.span()).await;
        watched.end(outcome, Enrollment::name)
    }

    /// Continues the enrolment of a company by its number alone, without a token: waits for the credit line
    /// of its active borrower. Blocks up to the options' deadline; safe to repeat. Sends reads only.
    ///
    /// If you have a token, use `resume_enrollment`: a token also knows of a call that may still take effect.
    ///
    /// # Errors
    /// `NotFound` when the API has no active borrower with this number. Otherwise as `enroll`.
    pub async fn follow_enrollment(&self, identifier: &str, options: &EnrollOptions) -> Result<Enrollment> {
        let watched = self.transport.watch("follow_enrollment");
        let journey = journey::Journey::new(watched.transport(), options).follow(identifier);
        let outcome = journey.instrument(watched.span()).await;
        watched.end(outcome, Enrollment::name)
    }
}
