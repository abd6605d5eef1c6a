//! A borrower as the API shows it.

use defacto_sdk_macros::{model, open_enum};

use crate::model::{Account, Address, Director, IdentifierType, JsonObject, Owner, Timestamp, Uuid};

/// Where a borrower stands on the way to a loan.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BorrowerStatus {
    /// Payments are set up in full.
    AllPaymentSetup,
    /// No loan at present; `status_reason` may say why.
    Blocked,
    /// The borrower was deactivated.
    Deactivated,
    /// No loan ever; `status_reason` may say why.
    Prohibited,
    /// A loan can be requested.
    Ready,
    /// Direct debit is set up.
    SddSetup,
    /// The terms are accepted.
    Signed,
    /// The terms are not accepted yet.
    ToSign,
}

/// Something that the borrower has to do.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum NextAction {
    /// Answer questions about the company and its people.
    FillKybCase,
}

/// How far the checks of the company and its people are.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ComplianceStatus {
    /// Passed.
    Approved,
    /// The borrower has to do something.
    PendingUserAction,
    /// Not passed.
    Rejected,
    /// Being looked at.
    Reviewing,
    /// Not known. It is the API's own word, not a value that this library does not know.
    #[wire("UNKNOWN")]
    NotKnown,
}

/// The checks of the company and its people.
#[model]
pub struct ComplianceChecks {
    /// How far they are.
    pub status: ComplianceStatus,
}

/// What a campaign's enrolment is about.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum EnrollmentEntity {
    /// A borrower.
    Borrower,
    /// An onboarding.
    Onboarding,
}

/// A campaign of the vendor that the borrower takes part in.
#[model]
pub struct ActiveEnrollment {
    /// Its id.
    pub id: Uuid,
    /// The campaign.
    pub enrollment_campaign: String,
    /// Its name.
    pub enrollment_name: String,
    /// The object that takes part.
    pub entity_id: Uuid,
    /// What kind of object that is.
    pub entity_type: EnrollmentEntity,
    /// Where it stands; free text in the contract.
    pub status: String,
    /// What the vendor's people said.
    pub agent_feedback: Option<String>,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
}

/// A borrower: a company that may be lent to through you.
///
/// The contract promises `identifier` alone; everything else may be missing.
#[model]
pub struct Borrower {
    /// The number that names the company.
    pub identifier: String,
    /// The borrower's id, for all operations on it.
    pub id: Option<Uuid>,
    /// Which register the number comes from.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// Legal form: `SAS`, `GmbH`.
    pub legal_form: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Where the borrower stands.
    pub status: Option<BorrowerStatus>,
    /// Why it stands there: one of the vendor's denial codes, whose list changes.
    pub status_reason: Option<String>,
    /// When the terms were accepted.
    pub signed_at: Option<Timestamp>,
    /// Bank accounts.
    pub accounts: Vec<Account>,
    /// Directors.
    pub directors: Vec<Director>,
    /// The person who signed up.
    pub owner: Option<Owner>,
    /// Registered address.
    pub address: Option<Address>,
    /// What the borrower has to do.
    pub next_actions: Vec<NextAction>,
    /// The checks of the company and its people; the vendor's text calls it deprecated.
    pub compliance_checks: Option<ComplianceChecks>,
    /// Whether the company may go through onboarding again.
    pub can_reonboard: Option<bool>,
    /// Campaigns of the vendor that it takes part in.
    pub active_enrollments: Vec<ActiveEnrollment>,
    /// The contract's id.
    pub contract_id: Option<Uuid>,
    /// A link to the contract that holds for a short time: never store it.
    #[sensitive]
    pub contract_s3_url: Option<String>,
    /// Your own data, as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}
