//! Subscriptions: financial products with a monthly fee.

use defacto_sdk_macros::operations;

use crate::error::Result;
use crate::model::Uuid;

/// Subscriptions: financial products with a monthly fee.
#[operations]
impl Subscriptions {
    /// Activates a subscription. Blocks.
    ///
    /// The contract does not say what a repetition does, and no operation reads a subscription: ask the
    /// vendor when the outcome is unknown.
    ///
    /// Operation: `POST /subscription/{subscription_id}/activate`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when it cannot be activated.
    #[operation(POST, "/subscription/{subscription_id}/activate")]
    pub fn activate(&self, subscription_id: Uuid) -> Result<()>;
}
