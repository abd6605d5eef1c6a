//! Companies and the numbers that name them.

use defacto_sdk_macros::{model, open_enum};

use super::{Address, CivilDate, Uuid};

/// Which register an identifier comes from.
#[open_enum(snake_case)]
pub enum IdentifierType {
    /// Belgium: enterprise number, 10 digits.
    BelgiumRegistrationNumber,
    /// Netherlands: the number of a person, sensitive; 9 digits.
    Bsn,
    /// Spain: company tax number, a letter, 7 digits and a control sign.
    Cif,
    /// Germany: commercial register number, for instance `HRB 424242 B`; its blanks belong to it.
    HrNummer,
    /// Netherlands: chamber of commerce number, 8 digits.
    Kvk,
    /// A name instead of a number; not accepted for enrolment.
    Name,
    /// Spain: tax number of a person, sometimes of a company.
    Nif,
    /// France: company number, 9 digits.
    Siren,
    /// France: establishment number, 14 digits of which the first 9 are the SIREN.
    Siret,
    /// Germany: tax number.
    Steuernummer,
    /// European VAT number with its country prefix.
    VatNumber,
}

/// A company by the number that names it.
#[model(request)]
pub struct BusinessIdentifier {
    /// The number, without blanks, as text: leading zeros count.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
}

/// A company as other objects refer to it.
#[model]
pub struct Business {
    /// The number that names the company.
    pub identifier: String,
    /// Which register the number comes from.
    pub identifier_type: Option<IdentifierType>,
    /// The company's id at the vendor. It is not the id of the borrower.
    pub id: Option<Uuid>,
    /// Legal name.
    pub name: Option<String>,
    /// Legal form: `SAS`, `GmbH`.
    pub legal_form: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// What the company does, in words.
    pub activity_description: Option<String>,
    /// What the company does, as the vendor classifies it.
    pub activity_type: Option<String>,
    /// What the company does, by the European classification.
    pub nace_code: Option<String>,
    /// Capital; the API names no unit.
    pub capital: Option<i64>,
    /// Capital from shares, in cents.
    pub share_capital: Option<i64>,
    /// When the company was founded.
    pub creation_date: Option<CivilDate>,
    /// When it was registered.
    pub registration_date: Option<CivilDate>,
    /// Who registered it: the RCS of Paris for instance.
    pub registration_body: Option<String>,
    /// When it left the register.
    pub registry_radiation_date: Option<CivilDate>,
    /// When it ended.
    pub termination_date: Option<CivilDate>,
    /// Whether it is active.
    pub is_active: Option<bool>,
    /// Whether its data may be shown to others.
    pub is_diffusible: Option<bool>,
    /// Whether an insolvency procedure is open.
    pub has_ongoing_insolvency_procedure: Option<bool>,
    /// When the last insolvency procedure was opened.
    pub last_insolvency_procedure_open_date: Option<CivilDate>,
    /// When the last insolvency procedure was closed.
    pub last_insolvency_procedure_closing_date: Option<CivilDate>,
    /// What kind of insolvency procedure the last one was.
    pub last_insolvency_procedure_type: Option<String>,
}
