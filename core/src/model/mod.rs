//! Models shared by several areas.

mod account;
mod account_source;
mod address;
mod amount;
mod business;
mod company;
mod person;
mod read;
mod scalar;
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
pub use scalar::{CivilDate, Decimal, Timestamp, Uuid};
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
