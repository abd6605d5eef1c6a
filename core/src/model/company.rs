//! Companies, identified by number, name or both.

use defacto_sdk_macros::model;

use super::address::Address;
use super::business::IdentifierType;

/// A company, identified by its number. The type of the number is optional.
#[model(request)]
pub struct CompanyReference {
    /// Company number, without spaces. It is text because leading zeros count.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: Option<IdentifierType>,
}

/// A company, identified by its number, with its name.
#[model]
pub struct NamedBusiness {
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: String,
}

/// A contact person at a company.
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
    /// Telephone number, preferably with country prefix: `+33612345678`.
    #[sensitive]
    pub phone_number: String,
}

/// A company that takes part in a trade, for example as buyer or seller. The API contract requires no field;
/// give the company number if you have it.
#[model(request)]
pub struct TradeParty {
    /// Company number, without spaces.
    pub identifier: Option<String>,
    /// Type of the company number.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// VAT number with country prefix.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// Contact person at the company.
    pub contact: Option<ContactPerson>,
}
