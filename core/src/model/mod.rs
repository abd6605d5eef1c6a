//! Models shared by several areas.

mod account;
mod account_source;
mod address;
mod amount;
mod business;
mod company;
mod person;
mod read;
mod translation;

pub use account::{
    Account, AccountDetails, AccountNumberType, BankIdentifierType, DebitAccount, PaymentAccount,
};
pub use account_source::{AccountSource, AccountSourceName};
pub use address::{Address, BusinessAddress};
pub use amount::{Amount, Currency};
pub use business::{Business, BusinessIdentifier, IdentifierType};
pub use company::{CompanyReference, ContactPerson, NamedBusiness, TradeParty};
pub use person::{
    BirthPlace, Director, EntityType, IdentityDocument, IdentityDocuments, NewOwner, Owner, PersonRole,
};
pub use read::from_json;
#[cfg(feature = "portfolio")]
pub(crate) use read::read_value_leniently;
pub(crate) use read::{Lenient, read_leniently};
pub use translation::{Language, TranslatedText};
#[cfg(feature = "python")]
pub use {
    account::{PyAccountNumberType, PyBankIdentifierType},
    account_source::PyAccountSourceName,
    amount::PyCurrency,
    business::PyIdentifierType,
    person::{PyEntityType, PyPersonRole},
    translation::PyLanguage,
};

pub use crate::wire::JsonObject;

/// A calendar date without time or time zone.
pub type CivilDate = jiff::civil::Date;
/// A point in time.
pub type Timestamp = jiff::Timestamp;
/// An exact decimal number.
pub type Decimal = rust_decimal::Decimal;
/// The id of an object in the API.
pub type Uuid = uuid::Uuid;
