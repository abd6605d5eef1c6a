//! Borrowers: companies that can get loans through a partner.

mod borrower;
mod company;
mod new_borrower;
mod normalize;
mod validate;

use defacto_sdk_macros::{model, operations};

pub use borrower::{
    ActiveEnrollment, Borrower, BorrowerStatus, ComplianceChecks, ComplianceStatus, EnrollmentEntity,
    NextAction,
};
#[cfg(feature = "python")]
pub use borrower::{PyBorrowerStatus, PyComplianceStatus, PyEnrollmentEntity, PyNextAction};
pub use new_borrower::NewBorrower;
pub use validate::CheckedBorrower;

use crate::error::Result;
use crate::model::{NewOwner, Owner, Timestamp, Uuid};
use crate::page::{Pages, page_type};
use crate::transport::Call;
use crate::wire::{Operation, operation};

/// Filter for the borrowers to list. An empty filter lists all.
#[model(request)]
pub struct BorrowerFilter {
    /// Only borrowers with these ids.
    pub borrower_id: Vec<Uuid>,
    /// Only the borrower with this company number.
    pub borrower_identifier: Option<String>,
    /// Only borrowers that accepted the terms at or after this time.
    pub from_signed_at: Option<Timestamp>,
    /// Only borrowers that accepted the terms at or before this time.
    pub to_signed_at: Option<Timestamp>,
    /// Number of borrowers per page; 100 if omitted.
    pub page_size: Option<i64>,
}

/// The borrower's acceptance of the terms.
#[model(request)]
pub struct Signature {
    /// Time of acceptance, usually the time of a click on your terms.
    pub signed_at: Timestamp,
    /// Whether the API waits until a loan can be requested: 4 to 8 seconds, at most 30; false if omitted.
    pub wait_for_ready: Option<bool>,
}

page_type!(BorrowerPage, Borrower);

/// Borrowers: enrol, read, sign, deactivate.
#[operations]
impl Borrowers {
    /// Enrols a company with one call: creates the borrower, sets up repayment, evaluates solvency and opens
    /// the credit line. Blocks.
    ///
    /// This is the bare operation; `client.enroll` also waits for the credit line and handles unknown
    /// outcomes. The client validates the request first. With `wait_for_ready` the call takes 4 to 8 seconds,
    /// and the API ends it after 30 seconds with a 504. Without it the call takes 0.3 to 1.5 seconds, and the
    /// credit line is created later. Not safe to repeat: a second call may create a second borrower. The
    /// client sends the request again only if it was certainly not carried out.
    ///
    /// Operation: `POST /borrowers`.
    ///
    /// # Errors
    /// `Validation` if the request is invalid, or if mandatory data is missing and the API could not obtain
    /// it (`missing_fields`). After a 504, a time-out or a broken connection, `outcome_unknown` is true.
    #[operation(POST, "/borrowers")]
    pub async fn enroll(&self, body: &NewBorrower) -> Result<Borrower> {
        self.post(&body.ready_to_send(self.transport.is_production(), None)?).await
    }

    /// Lists borrowers, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /borrowers`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/borrowers")]
    pub fn list(&self, filter: &BorrowerFilter) -> Result<Pages<Borrower>>;

    /// Reads one borrower. Blocks; safe to repeat.
    ///
    /// Operation: `GET /borrower/{borrower_id}`.
    ///
    /// # Errors
    /// `NotFound` if no borrower has this id.
    #[operation(GET, "/borrower/{borrower_id}")]
    pub fn get(&self, borrower_id: Uuid) -> Result<Borrower>;

    /// Records when the borrower accepted the terms. Blocks.
    ///
    /// A repeated call records the same time; the API contract defines no answer. Check with `get`:
    /// `signed_at` holds the recorded time.
    ///
    /// Operation: `POST /borrower/{borrower_id}/sign`.
    ///
    /// # Errors
    /// `NotFound` if no borrower has this id; `Validation` if the API rejects the time.
    #[operation(POST, "/borrower/{borrower_id}/sign")]
    pub fn sign(&self, borrower_id: Uuid, body: &Signature) -> Result<Borrower>;

    /// Deactivates a borrower: it can request no new loan. Blocks.
    ///
    /// The API contract does not define the answer to a repeated call. Check with `get`: the status is
    /// `DEACTIVATED` once it took effect.
    ///
    /// Operation: `POST /borrower/{borrower_id}/deactivate`.
    ///
    /// # Errors
    /// `NotFound` if no borrower has this id.
    #[operation(POST, "/borrower/{borrower_id}/deactivate")]
    pub fn deactivate(&self, borrower_id: Uuid) -> Result<()>;

    /// Adds the person who signs up for the borrower, with identity documents. Blocks.
    ///
    /// The API contract does not define whether a repeated call adds the person again. Check with `get`
    /// first: `owner` holds the person on record.
    ///
    /// Operation: `POST /borrower/{borrower_id}/owner`.
    ///
    /// # Errors
    /// `NotFound` if no borrower has this id; `Validation` if the API rejects the person's data.
    #[operation(POST, "/borrower/{borrower_id}/owner")]
    pub fn add_owner(&self, borrower_id: Uuid, body: &NewOwner) -> Result<Owner>;
}

impl AsyncBorrowers {
    /// Sends a validated and normalised request.
    pub(crate) async fn post(&self, body: &NewBorrower) -> Result<Borrower> {
        const ENROLL: &Operation = operation(Borrowers::OPERATIONS, "enroll");
        Call::new(ENROLL).json(body).send(&self.transport).await
    }
}
