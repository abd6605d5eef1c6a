//! Addresses.

use defacto_sdk_macros::model;

/// An address of a person or company. Every part may be absent.
#[model(request)]
pub struct Address {
    /// Street and number.
    #[sensitive]
    pub address_line_1: Option<String>,
    /// Second address line.
    #[sensitive]
    pub address_line_2: Option<String>,
    /// Town or city.
    pub city: Option<String>,
    /// Country, ISO 3166-1 alpha-3, for example `FRA`.
    pub country: Option<String>,
    /// Postal code, at most 10 characters. Spaces inside it are kept.
    pub postal_code: Option<String>,
    /// State or region.
    pub state: Option<String>,
}

/// The registered address of a company to enrol. Four parts are required.
#[model(request)]
pub struct BusinessAddress {
    /// Street and number.
    #[sensitive]
    pub address_line_1: String,
    /// Town or city.
    pub city: String,
    /// Country, ISO 3166-1 alpha-3, for example `FRA`.
    pub country: String,
    /// Postal code, at most 10 characters. Spaces inside it are kept.
    pub postal_code: String,
    /// Second address line.
    #[sensitive]
    pub address_line_2: Option<String>,
    /// State or region.
    pub state: Option<String>,
}
