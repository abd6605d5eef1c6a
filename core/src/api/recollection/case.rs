//! Recollection cases: recovery of late money.

use defacto_sdk_macros::{model, open_enum};

use crate::model::{BusinessIdentifier, JsonObject, Timestamp, Uuid};

/// Status of a recollection action.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RecollectionActionStatus {
    /// Cancelled.
    Canceled,
    /// Done.
    Done,
    /// To be done.
    Scheduled,
}

/// Type of strategy to recover money.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RecollectionStrategyType {
    /// An instalment plan.
    InstallmentPlan,
}

/// An action to recover money.
#[model]
pub struct RecollectionAction {
    /// Id of the action.
    pub id: Uuid,
    /// Name of the action.
    pub action_name: String,
    /// Status of the action.
    pub action_status: RecollectionActionStatus,
    /// Time of the latest status change.
    pub action_status_date: Timestamp,
    /// Original due date.
    pub original_due_at: Timestamp,
    /// Reason for the status.
    pub action_status_details: Option<String>,
    /// Short description.
    pub short_description: Option<String>,
}

/// A strategy to recover money.
#[model]
pub struct RecollectionStrategy {
    /// Id of the strategy.
    pub id: Uuid,
    /// Whether the strategy is in use.
    pub is_active: bool,
    /// Type of the strategy.
    pub strategy_type: RecollectionStrategyType,
}

/// A case to recover late money from a company.
#[model]
pub struct RecollectionCase {
    /// Id of the case.
    pub id: Uuid,
    /// Person in charge of the case.
    #[sensitive]
    pub agent: String,
    /// Company that owes the money.
    pub debtor_business: BusinessIdentifier,
    /// Ids of the late loans.
    #[required]
    pub loan_ids: Vec<Uuid>,
    /// Next action.
    pub next_action: RecollectionAction,
    /// Past actions.
    #[required]
    pub past_actions: Vec<RecollectionAction>,
    /// Strategies to recover the money.
    #[required]
    pub strategies: Vec<RecollectionStrategy>,
    /// Your notes.
    #[sensitive]
    pub recollection_notes: JsonObject,
}

/// An action to plan in a new case.
#[model(request)]
pub struct NewRecollectionAction {
    /// Name of the action.
    pub action_name: String,
    /// Due date.
    pub due_at: Timestamp,
    /// Short description.
    pub short_description: Option<String>,
}

/// Request to open a case.
#[model(request)]
pub struct NewRecollectionCase {
    /// Person in charge of the case.
    #[sensitive]
    pub agent: String,
    /// Company that owes the money.
    pub debtor_business: BusinessIdentifier,
    /// Ids of the late loans.
    #[required]
    pub loan_ids: Vec<Uuid>,
    /// First action.
    pub next_action: NewRecollectionAction,
}

/// Notes of a case. They replace the earlier notes.
#[model(request)]
pub struct RecollectionNotes {
    /// The notes.
    #[required]
    #[sensitive]
    pub recollection_notes: JsonObject,
}
