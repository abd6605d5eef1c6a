//! The request that enrols a company.

use defacto_sdk_macros::model;

use crate::model::{BusinessAddress, Director, IdentifierType, JsonObject, NewOwner, Timestamp};

/// A company to be enrolled.
///
/// Only `identifier` is required. Repayment by direct debit needs more: the IBAN in `account_number`, and a managing
/// director with first and last name, birth date, nationality, e-mail and country of residence. The vendor looks that
/// up for French companies; for others send it.
#[model(request)]
pub struct NewBorrower {
    /// The number that names the company, as text: leading zeros count. Blanks are taken out, except in `hr_nummer`.
    pub identifier: String,
    /// Which register the number comes from; every type but `name`.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// Legal form: `SAS`, `GmbH`.
    pub legal_form: Option<String>,
    /// VAT number with its country prefix.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<BusinessAddress>,
    /// Directors; leave it out rather than send an empty list.
    pub directors: Option<Vec<Director>>,
    /// The person who signs up; it must be among the directors as well.
    pub owner: Option<NewOwner>,
    /// The company's IBAN. One IBAN serves one borrower.
    #[sensitive]
    pub account_number: Option<String>,
    /// Two letters, ISO 639-1: `fr`.
    pub preferred_language: Option<String>,
    /// When the terms were accepted. It may come later, by `sign`.
    pub signed_at: Option<Timestamp>,
    /// Your own data, given back as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
    /// Whether to wait, 4 to 8 seconds and at most 30, until a loan can be requested.
    pub wait_for_ready: Option<bool>,
}
