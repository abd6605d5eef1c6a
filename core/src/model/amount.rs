//! Money with its currency.

use defacto_sdk_macros::model;

use crate::api::credit_lines::Currency;

/// An amount of money.
#[model(request)]
pub struct Amount {
    /// The amount, in cents.
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
}
