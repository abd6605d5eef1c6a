//! Amounts with their currency.

use defacto_sdk_macros::model;

use crate::api::credit_lines::Currency;

/// An amount of money with its currency.
#[model(request)]
pub struct Amount {
    /// Amount, in cents.
    pub amount: i64,
    /// Currency of the amount.
    pub currency: Currency,
}
