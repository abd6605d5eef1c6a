//! Shapes that several areas share.

mod account;
mod address;
mod business;
mod person;
mod read;

pub use account::{
    Account, AccountDetails, AccountNumberType, BankIdentifierType, DebitAccount, PaymentAccount,
};
pub use address::{Address, BusinessAddress};
pub use business::{Business, BusinessIdentifier, IdentifierType};
pub use person::{
    BirthPlace, Director, EntityType, IdentityDocument, IdentityDocuments, NewOwner, Owner, PersonRole,
};
pub use read::from_json;
pub(crate) use read::read_leniently;
#[cfg(feature = "python")]
pub use {
    account::{PyAccountNumberType, PyBankIdentifierType},
    business::PyIdentifierType,
    person::{PyEntityType, PyPersonRole},
};

pub use crate::wire::JsonObject;

/// A day without time or zone.
pub type CivilDate = jiff::civil::Date;
/// A moment in time.
pub type Timestamp = jiff::Timestamp;
/// A decimal number, exact.
pub type Decimal = rust_decimal::Decimal;
/// The identifier of an object at the API.
pub type Uuid = uuid::Uuid;
