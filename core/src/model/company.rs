//! Companies by what is known of them.

use defacto_sdk_macros::model;

use super::{Address, IdentifierType};

/// A company by its number, whose register may be left open.
#[model(request)]
pub struct CompanyReference {
    /// The number, without blanks, as text: leading zeros count.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: Option<IdentifierType>,
}

/// A company by its number, with its name.
#[model]
pub struct NamedBusiness {
    /// The number that names the company.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: String,
}

/// Whom to reach at a company.
#[model(request)]
pub struct ContactPerson {
    /// E-mail address.
    #[sensitive]
    pub email: String,
    /// Given name.
    #[sensitive]
    pub first_name: String,
    /// Family name or names.
    #[sensitive]
    pub last_name: String,
    /// Telephone number, best with the country's prefix: `+33612345678`.
    #[sensitive]
    pub phone_number: String,
}

/// A company that buys, sells or otherwise takes part, by whatever is known of it. Nothing is required by the
/// contract; give the number where you have it.
#[model(request)]
pub struct TradeParty {
    /// The number that names the company, without blanks.
    pub identifier: Option<String>,
    /// Which register the number comes from.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// VAT number with its country prefix.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// Whom to reach there.
    pub contact: Option<ContactPerson>,
}
