//! Subscriptions: financial products with a monthly fee.

use defacto_sdk_macros::operations;

use crate::error::Result;
use crate::model::Uuid;

/// Subscriptions: financial products with a monthly fee.
#[operations]
impl Subscriptions {
    /// Activates a subscription. Blocks.
    ///
    /// The API contract does not define what a repeated call does, and no operation reads a subscription. If
    /// the outcome is unknown, ask the vendor.
    ///
    /// Operation: `POST /subscription/{subscription_id}/activate`.
    ///
    /// # Errors
    /// `NotFound` if no subscription has this id; `Validation` if the subscription cannot be activated.
    #[operation(POST, "/subscription/{subscription_id}/activate")]
    pub fn activate(&self, subscription_id: Uuid) -> Result<()>;
}
