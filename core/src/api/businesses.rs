//! Companies: their segment, and data of public registers.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{Address, BusinessIdentifier, IdentifierType, Uuid};

/// Segment of a company: a class that the vendor assigns.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Segment {
    /// First segment.
    #[wire("CAT1")]
    Category1,
    /// Second segment.
    #[wire("CAT2")]
    Category2,
    /// Third segment.
    #[wire("CAT3")]
    Category3,
    /// Fourth segment.
    #[wire("CAT4")]
    Category4,
}

/// The vendor's segment of a company.
#[model]
pub struct BusinessSegment {
    /// Vendor's id of the company.
    pub business_id: Uuid,
    /// Number and type of the company.
    pub business_identifier: BusinessIdentifier,
    /// Segment; absent if not yet computed.
    pub defacto_segment: Option<Segment>,
}

/// A company in a public register.
#[model]
pub struct RegisteredBusiness {
    /// Company number in the register.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
}

/// Additional search criteria for a company in a register.
#[model(request)]
pub struct RegisterFilter {
    /// Register to search; `hr_nummer` if omitted. The API supports only this one, the German register.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town or city.
    pub city: Option<String>,
    /// Country, ISO 3166-1 alpha-3, for example `DEU`.
    pub country: Option<String>,
}

/// Companies: their segment, and data of public registers.
#[operations]
impl Businesses {
    /// Reads the vendor's segment of a company. Blocks; safe to repeat.
    ///
    /// Operation: `GET /business/{business_id}/segment`.
    ///
    /// # Errors
    /// `NotFound` if no company has this id.
    #[operation(GET, "/business/{business_id}/segment")]
    pub fn get_segment(&self, business_id: Uuid) -> Result<BusinessSegment>;

    /// Searches the German commercial register for a company number. The number is unique only together with
    /// its court, so the answer may list several companies. Blocks; safe to repeat.
    ///
    /// Operation: `GET /business/public-data`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the search.
    #[operation(GET, "/business/public-data")]
    pub fn search_register(
        &self,
        identifier: String,
        filter: &RegisterFilter,
    ) -> Result<Vec<RegisteredBusiness>>;
}
