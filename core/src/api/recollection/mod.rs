//! Recollection: recovering late money.

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

/// Recollection: recovering late money, case by case.
#[operations]
impl Recollection {
    /// Lists the cases of a company. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /recollection-cases`.
    ///
    /// # Errors
    /// `Validation` when the identifier is not accepted.
    #[operation(GET, "/recollection-cases")]
    pub fn list_cases(
        &self,
        identifier: String,
        identifier_type: IdentifierType,
    ) -> Result<Pages<RecollectionCase>>;

    /// Opens a case. Blocks.
    ///
    /// The contract does not say whether a repetition opens a second case. Look with `list_cases` first.
    ///
    /// Operation: `POST /recollection-cases`.
    ///
    /// # Errors
    /// `Validation` when the company or a loan is not accepted.
    #[operation(POST, "/recollection-cases")]
    pub fn create_case(&self, body: &NewRecollectionCase) -> Result<RecollectionCase>;

    /// Reads one case. Blocks; safe to repeat.
    ///
    /// Operation: `GET /recollection-case/{recollection_case_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/recollection-case/{recollection_case_id}")]
    pub fn get_case(&self, recollection_case_id: Uuid) -> Result<RecollectionCase>;

    /// Writes the notes of a case in place of those before. Blocks.
    ///
    /// A repetition writes the same notes again. Look with `get_case`.
    ///
    /// Operation: `PUT /recollection-case/{recollection_case_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(PUT, "/recollection-case/{recollection_case_id}")]
    pub fn set_notes(&self, recollection_case_id: Uuid, body: &RecollectionNotes)
    -> Result<RecollectionCase>;

    /// Makes a plan of instalments inside a case. Blocks.
    ///
    /// The request has no idempotency key, and the contract does not say whether a repetition makes a second
    /// plan. Look with `installments.list` first, by the loans of the case.
    ///
    /// Operation: `POST /recollection-case/{recollection_case_id}/installment-plans`.
    ///
    /// # Errors
    /// `NotFound` when there is no case with this id; `Validation` when the plan is not acceptable.
    #[operation(POST, "/recollection-case/{recollection_case_id}/installment-plans")]
    pub fn create_plan(
        &self,
        recollection_case_id: Uuid,
        body: &NewRecollectionPlan,
    ) -> Result<RecollectionPlan>;

    /// Works out a plan of instalments, for `create_plan`. It makes none. Blocks; safe to repeat.
    ///
    /// Operation: `POST /recollection-case/{recollection_case_id}/installment-plans/compute`.
    ///
    /// # Errors
    /// `NotFound` when there is no case with this id; `Validation` when there can be no such plan.
    #[operation(POST, "/recollection-case/{recollection_case_id}/installment-plans/compute", reads)]
    pub fn compute_plan(
        &self,
        recollection_case_id: Uuid,
        body: &RecollectionPlanProposal,
    ) -> Result<NewRecollectionPlan>;
}
