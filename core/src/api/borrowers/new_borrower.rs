//! The request that enrols a company.

use defacto_sdk_macros::model;

use crate::model::{BusinessAddress, Director, IdentifierType, JsonObject, NewOwner, Timestamp};

/// Request to enrol a company.
///
/// Only `identifier` is required. Repayment by direct debit also requires the IBAN in `account_number` and a
/// managing director with first and last name, birth date, nationality, e-mail and country of residence. The
/// vendor looks up most director data of French companies; send it for other companies.
#[model(request)]
pub struct NewBorrower {
    /// Company number. It is text because leading zeros count. Spaces are removed, except inside an
    /// `hr_nummer` or a number without type.
    pub identifier: String,
    /// Type of the company number. Every type is accepted except `name`.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// Legal form, for example `SAS` or `GmbH`.
    pub legal_form: Option<String>,
    /// VAT number with country prefix.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<BusinessAddress>,
    /// Directors. Omit the field instead of sending an empty list.
    pub directors: Option<Vec<Director>>,
    /// Person who signs up for the borrower. The person must also be in `directors`.
    pub owner: Option<NewOwner>,
    /// IBAN of the company. One IBAN belongs to one borrower only.
    #[sensitive]
    pub account_number: Option<String>,
    /// Preferred language, two letters (ISO 639-1): `fr`.
    pub preferred_language: Option<String>,
    /// Time when the borrower accepted the terms. It can also be sent later with `sign`.
    pub signed_at: Option<Timestamp>,
    /// Your own data. The API returns it unchanged.
    #[sensitive]
    pub metadata: JsonObject,
    /// Whether the API waits until a loan can be requested: 4 to 8 seconds, at most 30; false if omitted.
    pub wait_for_ready: Option<bool>,
}
