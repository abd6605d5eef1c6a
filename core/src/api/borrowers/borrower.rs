//! A borrower in answers of the API.

use defacto_sdk_macros::{model, open_enum};

use crate::model::{Account, Address, Director, IdentifierType, JsonObject, Owner, Timestamp, Uuid};

/// Status of a borrower on the way to a loan.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BorrowerStatus {
    /// The payment set-up is complete.
    AllPaymentSetup,
    /// Blocked. The API contract does not define when; `status_reason` may give the reason.
    Blocked,
    /// The borrower was deactivated.
    Deactivated,
    /// Prohibited. The API contract does not define when; `status_reason` may give the reason.
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

/// An action that the borrower must take.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum NextAction {
    /// Answer questions about the company and its people.
    FillKybCase,
}

/// Status of the compliance checks of the company and its people.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ComplianceStatus {
    /// Passed.
    Approved,
    /// The borrower must act.
    PendingUserAction,
    /// Not passed.
    Rejected,
    /// In review.
    Reviewing,
    /// Unknown. This is a value of the API, not a value that this library does not know.
    #[wire("UNKNOWN")]
    NotKnown,
}

/// Compliance checks of the company and its people.
#[model]
pub struct ComplianceChecks {
    /// Status of the checks.
    pub status: ComplianceStatus,
}

/// Type of object enrolled in a campaign.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum EnrollmentEntity {
    /// A borrower.
    Borrower,
    /// An onboarding.
    Onboarding,
}

/// A campaign of the vendor in which the borrower takes part.
#[model]
pub struct ActiveEnrollment {
    /// Id of the enrolment.
    pub id: Uuid,
    /// The campaign.
    pub enrollment_campaign: String,
    /// Name of the enrolment.
    pub enrollment_name: String,
    /// Id of the object that takes part.
    pub entity_id: Uuid,
    /// Type of the object that takes part.
    pub entity_type: EnrollmentEntity,
    /// Status of the enrolment. The API contract defines no values.
    pub status: String,
    /// Feedback from the vendor's staff.
    pub agent_feedback: Option<String>,
    /// Time when the enrolment was submitted.
    pub submitted_at: Option<Timestamp>,
}

/// A borrower: a company that can get loans through you.
///
/// The API contract guarantees only `identifier`; every other field may be absent.
#[model]
pub struct Borrower {
    /// Company number.
    pub identifier: String,
    /// Id of the borrower, used in all operations on it.
    pub id: Option<Uuid>,
    /// Type of the company number.
    pub identifier_type: Option<IdentifierType>,
    /// Legal name.
    pub name: Option<String>,
    /// Legal form, for example `SAS` or `GmbH`.
    pub legal_form: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Status of the borrower.
    pub status: Option<BorrowerStatus>,
    /// Reason for the status: a denial code of the vendor. The list of codes changes.
    pub status_reason: Option<String>,
    /// Time when the borrower accepted the terms.
    pub signed_at: Option<Timestamp>,
    /// Bank accounts.
    pub accounts: Vec<Account>,
    /// Directors.
    pub directors: Vec<Director>,
    /// Person who signed up for the borrower.
    pub owner: Option<Owner>,
    /// Registered address.
    pub address: Option<Address>,
    /// Actions that the borrower must take.
    pub next_actions: Vec<NextAction>,
    /// Compliance checks of the company and its people. The vendor's text calls the field deprecated.
    pub compliance_checks: Option<ComplianceChecks>,
    /// Whether the company may start another onboarding.
    pub can_reonboard: Option<bool>,
    /// Campaigns of the vendor in which the borrower takes part.
    pub active_enrollments: Vec<ActiveEnrollment>,
    /// Id of the contract.
    pub contract_id: Option<Uuid>,
    /// Link to the contract. It expires soon: never store it.
    #[sensitive]
    pub contract_s3_url: Option<String>,
    /// Your own data, as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}
