//! Cases in which late money is recovered.

use defacto_sdk_macros::{model, open_enum};

use crate::model::{BusinessIdentifier, JsonObject, Timestamp, Uuid};

/// Where an action stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RecollectionActionStatus {
    /// Cancelled.
    Canceled,
    /// Done.
    Done,
    /// To be done.
    Scheduled,
}

/// How money is recovered.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RecollectionStrategyType {
    /// By a plan of instalments.
    InstallmentPlan,
}

/// Something that is done to recover money.
#[model]
pub struct RecollectionAction {
    /// Its id.
    pub id: Uuid,
    /// What is done.
    pub action_name: String,
    /// Where it stands.
    pub action_status: RecollectionActionStatus,
    /// Since when it stands there.
    pub action_status_date: Timestamp,
    /// When it was to be done at first.
    pub original_due_at: Timestamp,
    /// Why it stands there.
    pub action_status_details: Option<String>,
    /// More about it.
    pub short_description: Option<String>,
}

/// A way in which money is recovered.
#[model]
pub struct RecollectionStrategy {
    /// Its id.
    pub id: Uuid,
    /// Whether it is followed.
    pub is_active: bool,
    /// How money is recovered.
    pub strategy_type: RecollectionStrategyType,
}

/// A case in which late money of a company is recovered.
#[model]
pub struct RecollectionCase {
    /// Its id.
    pub id: Uuid,
    /// Who looks after it.
    #[sensitive]
    pub agent: String,
    /// The company that owes the money.
    pub debtor_business: BusinessIdentifier,
    /// The loans that are late.
    #[required]
    pub loan_ids: Vec<Uuid>,
    /// What is done next.
    pub next_action: RecollectionAction,
    /// What was done.
    #[required]
    pub past_actions: Vec<RecollectionAction>,
    /// How the money is recovered.
    #[required]
    pub strategies: Vec<RecollectionStrategy>,
    /// Your notes.
    #[sensitive]
    pub recollection_notes: JsonObject,
}

/// Something that is to be done to recover money.
#[model(request)]
pub struct NewRecollectionAction {
    /// What is to be done.
    pub action_name: String,
    /// When it is to be done.
    pub due_at: Timestamp,
    /// More about it.
    pub short_description: Option<String>,
}

/// A case to be opened.
#[model(request)]
pub struct NewRecollectionCase {
    /// Who looks after it.
    #[sensitive]
    pub agent: String,
    /// The company that owes the money.
    pub debtor_business: BusinessIdentifier,
    /// The loans that are late.
    #[required]
    pub loan_ids: Vec<Uuid>,
    /// What is done first.
    pub next_action: NewRecollectionAction,
}

/// Notes on a case; they replace what was noted before.
#[model(request)]
pub struct RecollectionNotes {
    /// The notes.
    #[required]
    #[sensitive]
    pub recollection_notes: JsonObject,
}
