//! Recollection: recovery of late money.

mod case;
mod plan;

use defacto_sdk_macros::operations;

pub use case::{
    NewRecollectionAction, NewRecollectionCase, RecollectionAction, RecollectionActionStatus,
    RecollectionCase, RecollectionNotes, RecollectionStrategy, RecollectionStrategyType,
};
#[cfg(feature = "python")]
pub use case::{PyRecollectionActionStatus, PyRecollectionStrategyType};
#[cfg(feature = "python")]
pub use plan::PyRecollectionPeriod;
pub use plan::{
    NewRecollectionInstallment, NewRecollectionPlan, RecollectionPeriod, RecollectionPlan,
    RecollectionPlanProposal, RecollectionShare,
};

use crate::error::Result;
use crate::model::{IdentifierType, Uuid};
use crate::page::{Pages, page_type};

page_type!(RecollectionCasePage, RecollectionCase);

/// Recollection: recovery of late money, in cases.
#[operations]
impl Recollection {
    /// Lists the recollection cases of a company. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /recollection-cases`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the identifier.
    #[operation(GET, "/recollection-cases")]
    pub fn list_cases(
        &self,
        identifier: String,
        identifier_type: IdentifierType,
    ) -> Result<Pages<RecollectionCase>>;

    /// Opens a recollection case. Blocks.
    ///
    /// The API contract does not define whether a second call opens a second case. Check with `list_cases`.
    ///
    /// Operation: `POST /recollection-cases`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the company or a loan.
    #[operation(POST, "/recollection-cases")]
    pub fn create_case(&self, body: &NewRecollectionCase) -> Result<RecollectionCase>;

    /// Reads one recollection case. Blocks; safe to repeat.
    ///
    /// Operation: `GET /recollection-case/{recollection_case_id}`.
    ///
    /// # Errors
    /// `NotFound` if no case has this id.
    #[operation(GET, "/recollection-case/{recollection_case_id}")]
    pub fn get_case(&self, recollection_case_id: Uuid) -> Result<RecollectionCase>;

    /// Replaces the notes of a case. Blocks.
    ///
    /// A repeated call sets the same notes again. Check with `get_case`.
    ///
    /// Operation: `PUT /recollection-case/{recollection_case_id}`.
    ///
    /// # Errors
    /// `NotFound` if no case has this id.
    #[operation(PUT, "/recollection-case/{recollection_case_id}")]
    pub fn set_notes(&self, recollection_case_id: Uuid, body: &RecollectionNotes)
    -> Result<RecollectionCase>;

    /// Creates an instalment plan in a case. Blocks.
    ///
    /// The request has no idempotency key, and the API contract does not define whether a repeated call
    /// creates a second plan. Check with `installments.list` first, by the loans of the case.
    ///
    /// Operation: `POST /recollection-case/{recollection_case_id}/installment-plans`.
    ///
    /// # Errors
    /// `NotFound` if no case has this id; `Validation` if the API rejects the plan.
    #[operation(POST, "/recollection-case/{recollection_case_id}/installment-plans")]
    pub fn create_plan(
        &self,
        recollection_case_id: Uuid,
        body: &NewRecollectionPlan,
    ) -> Result<RecollectionPlan>;

    /// Computes an instalment plan that `create_plan` accepts. Creates nothing. Blocks; safe to repeat.
    ///
    /// Operation: `POST /recollection-case/{recollection_case_id}/installment-plans/compute`.
    ///
    /// # Errors
    /// `NotFound` if no case has this id; `Validation` if no such plan is possible.
    #[operation(POST, "/recollection-case/{recollection_case_id}/installment-plans/compute", reads)]
    pub fn compute_plan(
        &self,
        recollection_case_id: Uuid,
        body: &RecollectionPlanProposal,
    ) -> Result<NewRecollectionPlan>;
}
