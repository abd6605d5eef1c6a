//! Installment plans, which take the place of the schedules of loans.

use serde_json::Value;

use crate::world::installment::Installment;

/// An installment plan.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) business: Value,
    pub(crate) loan_ids: Vec<String>,
    /// What stands in the plan until it is activated.
    pub(crate) draft: Vec<Installment>,
    pub(crate) salt: Option<String>,
    pub(crate) request: Value,
}
