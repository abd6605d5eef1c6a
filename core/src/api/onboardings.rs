//! Hosted onboarding: the vendor's own pages lead the borrower.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::api::businesses::Segment;
use crate::api::eligibility::DenialReason;
use crate::error::Result;
use crate::model::{BusinessIdentifier, Decimal, IdentifierType, JsonObject, Uuid};

/// Where an onboarding stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum OnboardingStatus {
    /// The borrower has gone through it.
    Completed,
    /// Begun.
    Created,
    /// The company is being onboarded, or was, elsewhere.
    Duplicate,
}

/// How far the evaluation of an onboarding is.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum OnboardingEligibilityStatus {
    /// Finished.
    Done,
    /// The borrower has to do something.
    PendingUserAction,
    /// The vendor's people look at it.
    PendingValidation,
}

/// How often a company needs money.
#[open_enum(snake_case)]
pub enum NeedFrequency {
    /// Always.
    Permanent,
    /// For a time.
    Temporary,
}

/// Why somebody did not connect a bank account.
#[open_enum(snake_case)]
pub enum ConnectionRefusal {
    /// Somebody else has the credentials.
    #[wire("no-access-to-company-bank-credentials")]
    NoAccess,
    /// It did not feel right.
    #[wire("not-comfortable-with-bank-account-connection")]
    NotComfortable,
    /// For another reason.
    Other,
    /// Documents are preferred.
    #[wire("prefer-to-share-documents")]
    PreferDocuments,
}

/// Why somebody did not connect a bank account.
#[model]
pub struct BankConnectionRefusal {
    /// The reason.
    pub answer_code: ConnectionRefusal,
    /// More about it.
    #[sensitive]
    pub comments: Option<String>,
}

/// A source of data that may be connected.
#[model]
pub struct Integration {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Whether it is connected.
    pub is_connected: bool,
}

/// The company that is onboarded.
#[model]
pub struct OnboardingBusiness {
    /// The number that names the company.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: String,
    /// The vendor's class of the company.
    pub defacto_segment: Option<Segment>,
}

/// The person who goes through an onboarding.
#[model]
pub struct OnboardingUser {
    /// How many accounts the person has at the vendor.
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

/// What the person said in an onboarding.
#[model]
pub struct OnboardingAnswers {
    /// How much is wanted, in whole euros, not in cents.
    pub desired_amount_euros: Option<i64>,
    /// When it is wanted, in words.
    pub desired_timeline: Option<String>,
    /// How often it is wanted.
    pub frequency: Option<NeedFrequency>,
    /// What it is wanted for now, in words.
    pub immediate_need: Option<String>,
    /// What it is wanted for, in words.
    pub user_need: Option<String>,
    /// Which sources of data are asked for.
    pub integrations_need: Vec<String>,
    /// Why the person did not go on: the class.
    pub no_enrollment_category: Option<String>,
    /// Why the person did not go on, in words.
    #[sensitive]
    pub no_enrollment_detail: Option<String>,
    /// Why no bank account was connected.
    pub reason_for_not_connecting_bank_account: Option<BankConnectionRefusal>,
}

/// What a loan would cost.
#[model]
pub struct PricingDetails {
    /// The daily rate, in percent per day.
    pub fees_daily_rate: Decimal,
    /// The daily rate when it is late, in percent per day.
    pub late_daily_rate: Decimal,
}

/// What the evaluation of an onboarding says.
#[model]
pub struct OnboardingEvaluation {
    /// Whether the company can be lent to.
    pub is_eligible: bool,
    /// Why not.
    pub reasons: Vec<DenialReason>,
    /// The most that can be lent, in cents.
    pub max_amount: Option<i64>,
    /// The daily rate, in percent per day.
    pub fees_daily_rate: Option<Decimal>,
    /// What a loan would cost.
    pub pricing_details: Option<PricingDetails>,
}

/// The evaluation of an onboarding.
#[model]
pub struct OnboardingEligibility {
    /// Its id.
    pub id: Uuid,
    /// How far it is.
    pub status: OnboardingEligibilityStatus,
    /// Whether it is being worked out.
    pub is_computing: bool,
    /// Whether all is worked out.
    pub finished_processing: bool,
    /// What it says.
    pub response: Option<OnboardingEvaluation>,
}

/// An onboarding to be begun.
#[model(request)]
pub struct NewOnboarding {
    /// Two letters, ISO 639-1: `fr`.
    pub preferred_language: String,
    /// The company; a partner has to name it.
    pub business: Option<BusinessIdentifier>,
    /// The borrower's e-mail address.
    #[sensitive]
    pub email: Option<String>,
    /// The borrower's telephone number, best with the country's prefix: `+33612345678`.
    #[sensitive]
    pub phone_number: Option<String>,
    /// Where the borrower is sent when the contract is signed.
    pub redirect_url: Option<String>,
    /// Where the borrower comes from, in words.
    pub referral: Option<String>,
    /// Where in the onboarding to begin.
    pub step: Option<String>,
    /// Your own data for following the borrower's way.
    #[sensitive]
    pub traceability_payload: JsonObject,
}

/// An onboarding. It lives 168 hours; begin another when it has expired.
#[model]
pub struct Onboarding {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub status: OnboardingStatus,
    /// Whether its time is over.
    pub is_expired: bool,
    /// Where the borrower comes from.
    pub referral: String,
    /// Where to send the borrower when it is there: a personal link that holds two hours. Never store or log
    /// it.
    #[sensitive]
    pub secure_resume_link: Option<String>,
    /// The borrower; there when the onboarding is completed.
    pub borrower_id: Option<Uuid>,
    /// The company.
    pub business: Option<OnboardingBusiness>,
    /// The evaluation.
    pub eligibility: Option<OnboardingEligibility>,
    /// The sources of data that may be connected.
    pub integrations: Vec<Integration>,
    /// Which sources of data are asked for.
    pub integrations_need: Vec<String>,
    /// Two letters, ISO 639-1.
    pub preferred_language: Option<String>,
    /// Where the borrower is sent when the contract is signed.
    pub redirect_url: Option<String>,
    /// The person who goes through it.
    pub user: Option<OnboardingUser>,
    /// What the person said.
    pub user_input: Option<OnboardingAnswers>,
    /// What money is wanted for, in words.
    pub user_need: Option<String>,
    /// The borrower's e-mail address.
    #[sensitive]
    pub email: Option<String>,
    /// The borrower's telephone number.
    #[sensitive]
    pub phone_number: Option<String>,
    /// Whether e-mails may be tracked; missing when nobody was asked.
    pub email_tracking_consent: Option<bool>,
    /// A token with which a password is set: never store or log it.
    #[sensitive]
    pub reset_password_token: Option<String>,
}

/// Hosted onboarding: the vendor's own pages lead the borrower.
#[operations]
impl Onboardings {
    /// Begins an onboarding. Send the borrower to `secure_resume_link` if it is there, else to the vendor's
    /// page for this id. With 30 seconds the API's time is up, and the outcome is unknown. Blocks.
    ///
    /// The contract does not say whether a repetition begins a second onboarding, and no operation lists
    /// them. Look for a borrower of the company with `borrowers.list` first.
    ///
    /// Operation: `POST /onboardings`.
    ///
    /// # Errors
    /// `Validation` when the request is not acceptable.
    #[operation(POST, "/onboardings")]
    pub fn create(&self, body: &NewOnboarding) -> Result<Onboarding>;

    /// Reads an onboarding: where it stands, and the borrower when it is completed. Blocks; safe to repeat.
    ///
    /// Operation: `GET /onboarding/{onboarding_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/onboarding/{onboarding_id}")]
    pub fn get(&self, onboarding_id: Uuid) -> Result<Onboarding>;
}
