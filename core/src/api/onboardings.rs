//! Hosted onboarding: the borrower goes through pages of the vendor.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::api::businesses::Segment;
use crate::api::eligibility::DenialReason;
use crate::error::Result;
use crate::model::{BusinessIdentifier, Decimal, IdentifierType, JsonObject, Uuid};

/// Status of an onboarding.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum OnboardingStatus {
    /// The borrower completed the onboarding.
    Completed,
    /// The onboarding was created.
    Created,
    /// Another onboarding of the company exists or existed.
    Duplicate,
}

/// Status of the evaluation of an onboarding.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum OnboardingEligibilityStatus {
    /// Finished.
    Done,
    /// The borrower must act.
    PendingUserAction,
    /// The vendor's staff reviews it.
    PendingValidation,
}

/// Frequency of a company's need for money.
#[open_enum(snake_case)]
pub enum NeedFrequency {
    /// Permanent.
    Permanent,
    /// Temporary.
    Temporary,
}

/// Reason for not connecting a bank account.
#[open_enum(snake_case)]
pub enum ConnectionRefusal {
    /// The person has no access to the bank credentials.
    #[wire("no-access-to-company-bank-credentials")]
    NoAccess,
    /// The person does not feel comfortable with a connection.
    #[wire("not-comfortable-with-bank-account-connection")]
    NotComfortable,
    /// Another reason.
    Other,
    /// The person prefers to share documents.
    #[wire("prefer-to-share-documents")]
    PreferDocuments,
}

/// The reason for not connecting a bank account, with comments.
#[model]
pub struct BankConnectionRefusal {
    /// The reason.
    pub answer_code: ConnectionRefusal,
    /// Comments on the reason.
    #[sensitive]
    pub comments: Option<String>,
}

/// A data source that can be connected.
#[model]
pub struct Integration {
    /// Id of the data source.
    pub id: Uuid,
    /// Name of the data source.
    pub name: String,
    /// Whether it is connected.
    pub is_connected: bool,
}

/// The company in an onboarding.
#[model]
pub struct OnboardingBusiness {
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: String,
    /// Vendor's segment of the company.
    pub defacto_segment: Option<Segment>,
}

/// The person who goes through an onboarding.
#[model]
pub struct OnboardingUser {
    /// Number of accounts that the person has at the vendor.
    pub total_active_tenants: i64,
    /// E-mail address.
    #[sensitive]
    pub email: Option<String>,
    /// Given name.
    #[sensitive]
    pub first_name: Option<String>,
    /// Family name or names.
    #[sensitive]
    pub last_name: Option<String>,
    /// Telephone number.
    #[sensitive]
    pub phone_number: Option<String>,
}

/// Answers that the person gave in an onboarding.
#[model]
pub struct OnboardingAnswers {
    /// Amount wanted, in whole euros (not cents).
    pub desired_amount_euros: Option<i64>,
    /// Time when the money is wanted, in words.
    pub desired_timeline: Option<String>,
    /// Frequency of the need.
    pub frequency: Option<NeedFrequency>,
    /// Immediate use of the money, in words.
    pub immediate_need: Option<String>,
    /// Use of the money, in words.
    pub user_need: Option<String>,
    /// Data sources that are requested.
    pub integrations_need: Vec<String>,
    /// Category of the reason for not continuing.
    pub no_enrollment_category: Option<String>,
    /// Reason for not continuing, in words.
    #[sensitive]
    pub no_enrollment_detail: Option<String>,
    /// Reason for not connecting a bank account.
    pub reason_for_not_connecting_bank_account: Option<BankConnectionRefusal>,
}

/// Rates of a loan.
#[model]
pub struct PricingDetails {
    /// Daily rate, in percent per day.
    pub fees_daily_rate: Decimal,
    /// Daily rate for late payment, in percent per day.
    pub late_daily_rate: Decimal,
}

/// Result of an onboarding's evaluation.
#[model]
pub struct OnboardingEvaluation {
    /// Whether the company is eligible for loans.
    pub is_eligible: bool,
    /// Reasons why the company is not eligible.
    pub reasons: Vec<DenialReason>,
    /// Highest amount that can be lent, in cents.
    pub max_amount: Option<i64>,
    /// Daily rate, in percent per day.
    pub fees_daily_rate: Option<Decimal>,
    /// Rates of a loan.
    pub pricing_details: Option<PricingDetails>,
}

/// The evaluation of an onboarding.
#[model]
pub struct OnboardingEligibility {
    /// Id of the evaluation.
    pub id: Uuid,
    /// Status of the evaluation.
    pub status: OnboardingEligibilityStatus,
    /// Whether the computation is in progress.
    pub is_computing: bool,
    /// Whether the computation is complete.
    pub finished_processing: bool,
    /// Result of the evaluation.
    pub response: Option<OnboardingEvaluation>,
}

/// Request to start an onboarding.
#[model(request)]
pub struct NewOnboarding {
    /// Preferred language, two letters (ISO 639-1): `fr`.
    pub preferred_language: String,
    /// Company to onboard. Required for partners.
    pub business: Option<BusinessIdentifier>,
    /// E-mail address of the borrower.
    #[sensitive]
    pub email: Option<String>,
    /// Telephone number of the borrower, preferably with country prefix: `+33612345678`.
    #[sensitive]
    pub phone_number: Option<String>,
    /// URL to which the borrower is redirected after signing the contract.
    pub redirect_url: Option<String>,
    /// Origin of the borrower, in words.
    pub referral: Option<String>,
    /// Step at which the onboarding starts.
    pub step: Option<String>,
    /// Your own data to track the borrower's path.
    #[sensitive]
    pub traceability_payload: JsonObject,
}

/// An onboarding. It expires after 168 hours (a week): create another one then.
#[model]
pub struct Onboarding {
    /// Id of the onboarding.
    pub id: Uuid,
    /// Status of the onboarding.
    pub status: OnboardingStatus,
    /// Whether the onboarding has expired.
    pub is_expired: bool,
    /// Origin of the borrower.
    pub referral: String,
    /// Personal link to which you redirect the borrower; absent if the vendor gives none. It is valid for 2
    /// hours: after that, `create` gives a new one. Never store or log it.
    #[sensitive]
    pub secure_resume_link: Option<String>,
    /// Id of the borrower; absent until the onboarding is completed.
    pub borrower_id: Option<Uuid>,
    /// Company in the onboarding.
    pub business: Option<OnboardingBusiness>,
    /// Evaluation of the company.
    pub eligibility: Option<OnboardingEligibility>,
    /// Data sources that can be connected.
    pub integrations: Vec<Integration>,
    /// Data sources that are requested.
    pub integrations_need: Vec<String>,
    /// Preferred language, two letters (ISO 639-1).
    pub preferred_language: Option<String>,
    /// URL to which the borrower is redirected after signing the contract.
    pub redirect_url: Option<String>,
    /// Person who goes through the onboarding.
    pub user: Option<OnboardingUser>,
    /// Answers of the person.
    pub user_input: Option<OnboardingAnswers>,
    /// Use of the money, in words.
    pub user_need: Option<String>,
    /// E-mail address of the borrower.
    #[sensitive]
    pub email: Option<String>,
    /// Telephone number of the borrower.
    #[sensitive]
    pub phone_number: Option<String>,
    /// Whether the borrower agreed to e-mail tracking; absent if not asked.
    pub email_tracking_consent: Option<bool>,
    /// Token for setting a password. Never store or log it.
    #[sensitive]
    pub reset_password_token: Option<String>,
}

/// Hosted onboarding: the borrower goes through pages of the vendor.
#[operations]
impl Onboardings {
    /// Starts an onboarding. Redirect the borrower to `secure_resume_link` if it is present, otherwise to
    /// `https://app.getdefacto.com/onboarding/continue/{id}` with the id of the onboarding. This is the page in
    /// production: the API contract names none for sandboxes. Blocks.
    ///
    /// The link is valid for 2 hours, the onboarding for 168. After that, create another one.
    ///
    /// The API ends a call after 30 seconds, and the outcome is then unknown. The API contract does not
    /// define whether a repeated call starts a second onboarding, and no operation lists onboardings. Check
    /// with `borrowers.list` first whether the company is a borrower.
    ///
    /// Operation: `POST /onboardings`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the request.
    #[operation(POST, "/onboardings")]
    pub fn create(&self, body: &NewOnboarding) -> Result<Onboarding>;

    /// Reads an onboarding: its status and, once completed, the id of the borrower. Blocks; safe to repeat.
    ///
    /// Operation: `GET /onboarding/{onboarding_id}`.
    ///
    /// # Errors
    /// `NotFound` if no onboarding has this id.
    #[operation(GET, "/onboarding/{onboarding_id}")]
    pub fn get(&self, onboarding_id: Uuid) -> Result<Onboarding>;
}
