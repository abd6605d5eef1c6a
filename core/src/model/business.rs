//! Companies and their numbers.

use defacto_sdk_macros::{model, open_enum};

use super::address::Address;
use super::scalar::{CivilDate, Uuid};

/// Type of a company number: the register that issued it.
#[open_enum(snake_case)]
pub enum IdentifierType {
    /// Belgium: enterprise number, 10 digits.
    BelgiumRegistrationNumber,
    /// Netherlands: number of a person, 9 digits. Sensitive.
    Bsn,
    /// Spain: company tax number, one letter, 7 digits and one control character.
    Cif,
    /// Germany: commercial register number, for example `HRB 424242 B`. Its spaces are significant.
    HrNummer,
    /// Netherlands: chamber of commerce number, 8 digits.
    Kvk,
    /// A name instead of a number. Not accepted for enrolment.
    Name,
    /// Spain: tax number of a person, sometimes of a company.
    Nif,
    /// France: company number, 9 digits.
    Siren,
    /// France: establishment number, 14 digits. The first 9 digits are the SIREN.
    Siret,
    /// Germany: tax number.
    Steuernummer,
    /// European VAT number with country prefix.
    VatNumber,
}

/// A company, identified by its number.
#[model(request)]
pub struct BusinessIdentifier {
    /// Company number, without spaces. It is text because leading zeros count.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
}

/// A company to which other objects refer.
#[model]
pub struct Business {
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: Option<IdentifierType>,
    /// Vendor's id of the company. It is not the id of the borrower.
    pub id: Option<Uuid>,
    /// Legal name.
    pub name: Option<String>,
    /// Legal form, for example `SAS` or `GmbH`.
    pub legal_form: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// Activity of the company, in words.
    pub activity_description: Option<String>,
    /// Activity of the company, in the vendor's classification.
    pub activity_type: Option<String>,
    /// Activity of the company, in the European classification (NACE).
    pub nace_code: Option<String>,
    /// Capital. The API contract names no unit.
    pub capital: Option<i64>,
    /// Share capital, in cents.
    pub share_capital: Option<i64>,
    /// Date of foundation.
    pub creation_date: Option<CivilDate>,
    /// Date of registration.
    pub registration_date: Option<CivilDate>,
    /// Authority that registered the company, for example the RCS of Paris.
    pub registration_body: Option<String>,
    /// Date of removal from the register.
    pub registry_radiation_date: Option<CivilDate>,
    /// Date when the company ended.
    pub termination_date: Option<CivilDate>,
    /// Whether the company is active.
    pub is_active: Option<bool>,
    /// Whether the company's data may be shown to others.
    pub is_diffusible: Option<bool>,
    /// Whether an insolvency procedure is open.
    pub has_ongoing_insolvency_procedure: Option<bool>,
    /// Opening date of the last insolvency procedure.
    pub last_insolvency_procedure_open_date: Option<CivilDate>,
    /// Closing date of the last insolvency procedure.
    pub last_insolvency_procedure_closing_date: Option<CivilDate>,
    /// Type of the last insolvency procedure.
    pub last_insolvency_procedure_type: Option<String>,
}
