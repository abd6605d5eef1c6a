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
    /// An account of the vendor's own records.
    Account,
    /// An account detail verification of the vendor's own records.
    AccountDetailVerification,
    /// A bill of the vendor's own records.
    Bill,
    /// A borrower of the vendor's own records.
    Borrower,
    /// A borrower financial product of the vendor's own records.
    BorrowerFinancialProduct,
    /// A company.
    Business,
    /// A business exposure of the vendor's own records.
    BusinessExposure,
    /// A business financial product of the vendor's own records.
    BusinessFinancialProduct,
    /// A contract of the vendor's own records.
    Contract,
    /// A counterparty of the vendor's own records.
    Counterparty,
    /// A country of the vendor's own records.
    Country,
    /// A credit card of the vendor's own records.
    CreditCard,
    /// A credit line of the vendor's own records.
    CreditLine,
    /// A data request of the vendor's own records.
    DataRequest,
    /// A deposit of the vendor's own records.
    Deposit,
    /// A due interest of the vendor's own records.
    DueInterest,
    /// An eligibility request of the vendor's own records.
    EligibilityRequest,
    /// An enrollment of the vendor's own records.
    Enrollment,
    /// An entity eligibility of the vendor's own records.
    EntityEligibility,
    /// A financial product of the vendor's own records.
    FinancialProduct,
    /// A flag of the vendor's own records.
    Flag,
    /// An installment of the vendor's own records.
    Installment,
    /// An invoice of the vendor's own records.
    Invoice,
    /// A loan of the vendor's own records.
    Loan,
    /// A loan log of the vendor's own records.
    LoanLog,
    /// A mandate of the vendor's own records.
    Mandate,
    /// A max exposure deployment of the vendor's own records.
    MaxExposureDeployment,
    /// An onboarding of the vendor's own records.
    Onboarding,
    /// An onboarding financial product of the vendor's own records.
    OnboardingFinancialProduct,
    /// A payment of the vendor's own records.
    Payment,
    /// A person.
    People,
    /// A rac of the vendor's own records.
    Rac,
    /// A raw data of the vendor's own records.
    RawData,
    /// A recollection document of the vendor's own records.
    RecollectionDocument,
    /// A revenue share of the vendor's own records.
    RevenueShare,
    /// A sandbox invoice of the vendor's own records.
    SandboxInvoice,
    /// An underwriting check of the vendor's own records.
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
