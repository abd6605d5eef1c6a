//! Borrowers: companies that may be lent to through a partner.

mod borrower;
mod new_borrower;
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

/// Which borrowers to list; nothing set lists all.
#[model(request)]
pub struct BorrowerFilter {
    /// Only these borrowers, by id.
    pub borrower_id: Vec<Uuid>,
    /// Only the company with this number.
    pub borrower_identifier: Option<String>,
    /// Only those who accepted the terms at this moment or later.
    pub from_signed_at: Option<Timestamp>,
    /// Only those who accepted the terms at this moment or before.
    pub to_signed_at: Option<Timestamp>,
    /// How many borrowers a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

/// When the borrower accepted the terms.
#[model(request)]
pub struct Signature {
    /// The moment, usually that of a click in your terms.
    pub signed_at: Timestamp,
    /// Whether to wait, 4 to 8 seconds and at most 30, until a loan can be requested.
    pub wait_for_ready: Option<bool>,
}

page_type!(BorrowerPage, Borrower);

/// Borrowers: enrolling, reading, signing, deactivating.
#[operations]
impl Borrowers {
    /// Enrols a company with one call: creates the borrower, sets up repayment, evaluates solvency, opens the line.
    ///
    /// This is the bare operation; `client.enroll` adds all that makes it safe and waits for the credit line.
    /// With `wait_for_ready` it takes 4 to 8 seconds and is cut at 30 with a 504; without, 0.3 to 1.5 seconds, and
    /// the line comes later. The request is validated first. Blocks. Not safe to repeat: a second call may create a
    /// second borrower, so it is sent again only when it certainly was not carried out.
    ///
    /// Operation: `POST /borrowers`.
    ///
    /// # Errors
    /// `Validation` when the request is not acceptable, or when data that the API could not obtain is missing
    /// (`missing_fields`); after a 504, a time-out or a broken connection `outcome_unknown` is true.
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
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/borrower/{borrower_id}")]
    pub fn get(&self, borrower_id: Uuid) -> Result<Borrower>;

    /// Records when the borrower accepted the terms. Blocks.
    ///
    /// A repetition records the same moment; the contract does not say what it answers then. Look with `get`:
    /// `signed_at` shows the moment.
    ///
    /// Operation: `POST /borrower/{borrower_id}/sign`.
    ///
    /// # Errors
    /// `NotFound` when there is no borrower with this id; `Validation` when the moment is not accepted.
    #[operation(POST, "/borrower/{borrower_id}/sign")]
    pub fn sign(&self, borrower_id: Uuid, body: &Signature) -> Result<Borrower>;

    /// Ends the borrower's business with the vendor: no new loan. Blocks.
    ///
    /// The contract does not say what a repetition answers. Look with `get`: the status is `DEACTIVATED` once
    /// it took effect.
    ///
    /// Operation: `POST /borrower/{borrower_id}/deactivate`.
    ///
    /// # Errors
    /// `NotFound` when there is no borrower with this id.
    #[operation(POST, "/borrower/{borrower_id}/deactivate")]
    pub fn deactivate(&self, borrower_id: Uuid) -> Result<()>;

    /// Adds the person who signs up for the borrower, with identity documents. Blocks.
    ///
    /// The contract does not say whether a repetition adds the person again. Look with `get` first: `owner`
    /// shows who is there.
    ///
    /// Operation: `POST /borrower/{borrower_id}/owner`.
    ///
    /// # Errors
    /// `NotFound` when there is no borrower with this id; `Validation` when the person's data is not accepted.
    #[operation(POST, "/borrower/{borrower_id}/owner")]
    pub fn add_owner(&self, borrower_id: Uuid, body: &NewOwner) -> Result<Owner>;
}

impl AsyncBorrowers {
    /// Sends a request that was validated and normalised before.
    pub(crate) async fn post(&self, body: &NewBorrower) -> Result<Borrower> {
        const ENROLL: &Operation = operation(Borrowers::OPERATIONS, "enroll");
        Call::new(ENROLL).json(body).send(&self.transport).await
    }
}
