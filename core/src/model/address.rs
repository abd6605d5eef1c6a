//! Addresses.

use defacto_sdk_macros::model;

/// The address of a person, or of a company as the API knows it. Every part may be missing.
#[model(request)]
pub struct Address {
    /// Street and number.
    #[sensitive]
    pub address_line_1: Option<String>,
    /// Whatever the first line does not hold.
    #[sensitive]
    pub address_line_2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country, ISO 3166-1 alpha-3: `FRA`.
    pub country: Option<String>,
    /// Postal code, at most 10 characters; blanks in it are kept.
    pub postal_code: Option<String>,
    /// State or region.
    pub state: Option<String>,
}

/// The registered address of a company that is enrolled: four parts are required.
#[model(request)]
pub struct BusinessAddress {
    /// Street and number.
    #[sensitive]
    pub address_line_1: String,
    /// Town.
    pub city: String,
    /// Country, ISO 3166-1 alpha-3: `FRA`.
    pub country: String,
    /// Postal code, at most 10 characters; blanks in it are kept.
    pub postal_code: String,
    /// Whatever the first line does not hold.
    #[sensitive]
    pub address_line_2: Option<String>,
    /// State or region.
    pub state: Option<String>,
}
