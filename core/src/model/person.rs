//! People: directors and owners.

use defacto_sdk_macros::{model, open_enum};

use super::{Address, CivilDate, IdentifierType, Uuid};

/// Whether somebody directs the company.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PersonRole {
    /// A managing director.
    Director,
    /// Somebody else, a shareholder for instance.
    NonDirector,
}

/// What kind of object something is. A director is `people` or `business`.
#[open_enum(snake_case)]
pub enum EntityType {
    /// A bank account.
    Account,
    /// The verification of an account.
    AccountDetailVerification,
    /// A bill.
    Bill,
    /// A borrower.
    Borrower,
    /// A financial product as one borrower has it.
    BorrowerFinancialProduct,
    /// A company.
    Business,
    /// How much is lent on a company.
    BusinessExposure,
    /// A financial product as one company has it.
    BusinessFinancialProduct,
    /// A contract.
    Contract,
    /// A counterparty.
    Counterparty,
    /// A country.
    Country,
    /// A credit card.
    CreditCard,
    /// A credit line.
    CreditLine,
    /// A request for data of a company.
    DataRequest,
    /// A deposit that secures loans.
    Deposit,
    /// Interest that is due.
    DueInterest,
    /// A check whether a company can be lent to.
    EligibilityRequest,
    /// An enrolment in a campaign of the vendor.
    Enrollment,
    /// The outcome of such a check.
    EntityEligibility,
    /// A financial product.
    FinancialProduct,
    /// A mark on something.
    Flag,
    /// An instalment.
    Installment,
    /// An invoice.
    Invoice,
    /// A loan.
    Loan,
    /// A note about a loan.
    LoanLog,
    /// A mandate for direct debits.
    Mandate,
    /// A change of how much may be lent.
    MaxExposureDeployment,
    /// An onboarding.
    Onboarding,
    /// A financial product of an onboarding.
    OnboardingFinancialProduct,
    /// A payment.
    Payment,
    /// A person.
    People,
    /// A credit policy of the vendor.
    Rac,
    /// Data as it was received.
    RawData,
    /// A document of a recollection case.
    RecollectionDocument,
    /// A share of revenue for a referrer.
    RevenueShare,
    /// An invoice made by the sandbox.
    SandboxInvoice,
    /// A check before lending.
    UnderwritingCheck,
}

/// Where a person was born.
#[model(request)]
pub struct BirthPlace {
    /// Town.
    #[sensitive]
    pub city: Option<String>,
    /// Country, ISO 3166-1 alpha-3: `FRA`.
    #[sensitive]
    pub country: Option<String>,
}

/// A director of a company: a person, or another company.
///
/// Direct debit needs, of a managing director: first and last name, birth date, nationality, e-mail and the country of
/// residence. The vendor looks French directors up; of others send everything.
#[model(request)]
pub struct Director {
    /// Whether the person directs the company; `DIRECTOR` when it is left out.
    pub role: Option<PersonRole>,
    /// A person or a company; `people` when it is left out.
    pub entity_type: Option<EntityType>,
    /// Given name.
    #[sensitive]
    pub first_name: Option<String>,
    /// Family name or names.
    #[sensitive]
    pub last_name: Option<String>,
    /// Birth date.
    #[sensitive]
    pub birth_date: Option<CivilDate>,
    /// Nationality, ISO 3166-1 alpha-3: `FRA`.
    #[sensitive]
    pub nationality: Option<String>,
    /// Where the person was born.
    pub birth_place: Option<BirthPlace>,
    /// Form of address: `Dr.`.
    pub title: Option<String>,
    /// E-mail address at work.
    #[sensitive]
    pub business_email: Option<String>,
    /// Telephone number at work, best with the country's prefix: `+33612345678`.
    #[sensitive]
    pub business_phone_number: Option<String>,
    /// Where the person lives; the country is what direct debit needs.
    pub address: Option<Address>,
    /// When the director is a company: its legal name.
    pub legal_name: Option<String>,
    /// When the director is a company: its number.
    pub identifier: Option<String>,
    /// When the director is a company: which register the number comes from.
    pub identifier_type: Option<IdentifierType>,
    /// When the director is a company: its registered address.
    pub siege_address: Option<Address>,
    /// The director's id at the vendor; untyped in the contract.
    pub id: Option<String>,
}

/// The person who signs up for the borrower. It must be among the directors as well.
#[model(request)]
pub struct NewOwner {
    /// Given name.
    #[sensitive]
    pub first_name: String,
    /// Family name or names.
    #[sensitive]
    pub last_name: String,
    /// Birth date.
    #[sensitive]
    pub birth_date: Option<CivilDate>,
    /// E-mail address.
    #[sensitive]
    pub email: Option<String>,
    /// Telephone number, best with the country's prefix: `+33612345678`.
    #[sensitive]
    pub phone_number: Option<String>,
    /// Identity documents.
    pub identity_documents: Option<IdentityDocuments>,
}

/// The identity documents of a person.
#[model(request)]
pub struct IdentityDocuments {
    /// The front.
    pub identity_document_front: Option<IdentityDocument>,
    /// The back.
    pub identity_document_back: Option<IdentityDocument>,
    /// Others.
    pub custom_identity_documents: Vec<IdentityDocument>,
}

/// A document as a file.
#[model(request)]
pub struct IdentityDocument {
    /// The file's name with its extension.
    #[sensitive]
    pub filename: String,
    /// The file's content in Base64.
    #[sensitive]
    pub document_binary_base64: String,
    /// What the document is.
    pub description: Option<String>,
}

/// The person who signed up for the borrower, as the API knows it.
#[model]
pub struct Owner {
    /// The person's id at the vendor.
    pub id: Uuid,
    /// E-mail address.
    #[sensitive]
    pub email: String,
    /// Telephone number.
    #[sensitive]
    pub phone_number: Option<String>,
}
