//! What an enrolment tells about itself while it runs.

use defacto_sdk_macros::{model, open_enum};

use crate::api::borrowers::BorrowerStatus;

/// The step that an enrolment has reached.
#[open_enum(snake_case)]
pub enum EnrollmentStage {
    /// The request is valid.
    Validated,
    /// An active borrower of the company was found; none is created.
    FoundExisting,
    /// `POST /borrowers` is being sent.
    Sending,
    /// The API confirmed the borrower.
    Created,
    /// It is not known whether the call took effect; the company is looked up.
    OutcomeUnknown,
    /// After a call of unknown outcome the borrower was found: it had taken effect.
    Recovered,
    /// The API did certainly not carry the call out; it is sent again.
    SendingAgain,
    /// The credit line is not there yet.
    WaitingForLine,
    /// The credit line is there.
    Ready,
}

/// One step of an enrolment.
#[model]
pub struct EnrollmentProgress {
    /// The step.
    pub stage: EnrollmentStage,
    /// How long the enrolment has run, in milliseconds.
    pub elapsed_ms: i64,
    /// How often the enrolment came to send `POST /borrowers`.
    pub attempts: i64,
    /// Where the borrower stands, when that is known.
    pub borrower_status: Option<BorrowerStatus>,
}
