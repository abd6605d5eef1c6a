//! The progress of an enrolment.

use defacto_sdk_macros::{model, open_enum};

use crate::api::borrowers::BorrowerStatus;

/// The step that an enrolment has reached.
#[open_enum(snake_case)]
pub enum EnrollmentStage {
    /// The request is valid.
    Validated,
    /// An active borrower of the company was found, so no other one is created.
    FoundExisting,
    /// `POST /borrowers` is being sent.
    Sending,
    /// The API confirmed that it created the borrower.
    Created,
    /// The outcome of the call is unknown; the company is looked up.
    OutcomeUnknown,
    /// The borrower was found after a call of unknown outcome: the call had taken effect.
    Recovered,
    /// The call certainly had no effect; it is sent again.
    SendingAgain,
    /// The credit line does not exist yet.
    WaitingForLine,
    /// The credit line exists.
    Ready,
}

/// One step of an enrolment.
#[model]
pub struct EnrollmentProgress {
    /// The step.
    pub stage: EnrollmentStage,
    /// The time since the start of the enrolment, in milliseconds.
    pub elapsed_ms: i64,
    /// The number of attempts to send `POST /borrowers`.
    pub attempts: i64,
    /// The borrower's status, if it is known.
    pub borrower_status: Option<BorrowerStatus>,
}
