//! Companies: their segment, and what public registers say.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{Address, BusinessIdentifier, IdentifierType, Uuid};

/// The vendor's class of a company.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Segment {
    /// The first class.
    #[wire("CAT1")]
    Category1,
    /// The second class.
    #[wire("CAT2")]
    Category2,
    /// The third class.
    #[wire("CAT3")]
    Category3,
    /// The fourth class.
    #[wire("CAT4")]
    Category4,
}

/// The class in which the vendor sees a company.
#[model]
pub struct BusinessSegment {
    /// The company's id at the vendor.
    pub business_id: Uuid,
    /// The company.
    pub business_identifier: BusinessIdentifier,
    /// The class; none when it has not been worked out.
    pub defacto_segment: Option<Segment>,
}

/// A company as a public register knows it.
#[model]
pub struct RegisteredBusiness {
    /// The number in the register.
    pub identifier: String,
    /// Which register that is.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
}

/// What is known of a company besides its number; it narrows the search.
#[model(request)]
pub struct RegisterFilter {
    /// Which register to search; the API knows `hr_nummer` only, the German one.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country, ISO 3166-1 alpha-3: `DEU`.
    pub country: Option<String>,
}

/// Companies: their segment, and what public registers say.
#[operations]
impl Businesses {
    /// Reads the vendor's class of a company. Blocks; safe to repeat.
    ///
    /// Operation: `GET /business/{business_id}/segment`.
    ///
    /// # Errors
    /// `NotFound` when there is no company with this id.
    #[operation(GET, "/business/{business_id}/segment")]
    pub fn get_segment(&self, business_id: Uuid) -> Result<BusinessSegment>;

    /// Searches the German commercial register for a number, which is unique only together with its court: the answer
    /// may hold several companies. Blocks; safe to repeat.
    ///
    /// Operation: `GET /business/public-data`.
    ///
    /// # Errors
    /// `Validation` when the search is not accepted.
    #[operation(GET, "/business/public-data")]
    pub fn search_register(
        &self,
        identifier: String,
        filter: &RegisterFilter,
    ) -> Result<Vec<RegisteredBusiness>>;
}
