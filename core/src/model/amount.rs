//! Amounts with their currency.

use defacto_sdk_macros::{model, open_enum};

/// A currency.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Currency {
    /// Euro.
    #[wire("EUR")]
    Eur,
    /// Pound sterling.
    #[wire("GBP")]
    Gbp,
}

/// An amount of money with its currency.
#[model(request)]
pub struct Amount {
    /// Amount, in cents.
    pub amount: i64,
    /// Currency of the amount.
    pub currency: Currency,
}
