//! Subscriptions: financial products with a monthly fee.

use defacto_sdk_macros::operations;

use crate::error::Result;
use crate::model::Uuid;

/// Subscriptions: financial products with a monthly fee.
#[operations]
impl Subscriptions {
    /// Activates a subscription. Blocks; look before you repeat it.
    ///
    /// Operation: `POST /subscription/{subscription_id}/activate`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when it cannot be activated.
    #[operation(POST, "/subscription/{subscription_id}/activate")]
    pub fn activate(&self, subscription_id: Uuid) -> Result<()>;
}
