//! The switches: one documented field for each behaviour that the contract leaves open.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{error::SandboxError, rules::parse_datetime, wire::BorrowerStatus};

/// Where the 400 about missing enrolment data lists what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingDataLocation {
    /// In `data.missing_fields`, as paths such as `directors[0].birth_date`.
    Data,
    /// In `invalid_params`, one entry a path.
    InvalidParams,
    /// In the text of `detail`, separated by commas.
    Detail,
}

/// What happens when a company that is already enrolled is enrolled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatEnrollment {
    /// A second borrower is created: the outcome that a careful client must avoid.
    CreateSecond,
    /// The borrower that exists is returned.
    ReturnExisting,
    /// Status 400.
    Refuse,
}

/// What a company gets whose evaluation ends with a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclinedAs {
    /// Status BLOCKED with a reason; no credit line ever.
    NoLine,
    /// Status READY with a credit line of 0.
    ZeroLine,
    /// Status 400 when synchronous; as `NoLine` when asynchronous, since that answer comes before the
    /// evaluation.
    #[serde(rename = "error_400")]
    Error400,
    /// Status PROHIBITED with a reason; no credit line ever.
    Prohibited,
}

/// How much of an object an answer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Every field that the simulator knows.
    Full,
    /// Only what the contract requires.
    Minimal,
}

impl Shape {
    /// Returns an object in this shape. `required` has the names of the required fields, parted by spaces.
    pub(crate) fn of(self, body: &Value, required: &str) -> Value {
        match self {
            Self::Full => body.clone(),
            Self::Minimal => {
                required.split(' ').map(|field| (field.to_owned(), body[field].clone())).collect()
            }
        }
    }
}

/// What the list of credit lines says while the evaluation of the borrower asked for is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingLines {
    /// An empty page.
    Empty,
    /// Status 404.
    NotFound,
}

/// Where the webhook about a new credit line carries its `borrower_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookBorrowerId {
    /// Inside `entity_state`.
    EntityState,
    /// Beside `entity_type`, at the top.
    TopLevel,
    /// Nowhere.
    Absent,
}

/// The content type of error answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorContentType {
    /// `application/json`.
    #[serde(rename = "application/json")]
    Json,
    /// `application/problem+json`.
    #[serde(rename = "application/problem+json")]
    ProblemJson,
}

/// How a repayment is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RepaymentMethod {
    /// Collected from the borrower's account.
    DirectDebit,
    /// Transferred by the borrower.
    Sct,
    /// Platform to platform.
    P2p,
}

/// What a French company gets that is to repay by direct debit and names no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectDebitWithoutAccount {
    /// It is enrolled and repays by transfer.
    Transfer,
    /// Status 400: `account_number` is missing.
    Refuse,
}

/// What happens to a birth date that lies in the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FutureBirthDates {
    /// Nothing: it is a date.
    Accept,
    /// Status 422.
    Refuse,
}

/// When the answer to a new onboarding holds a link into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecureResumeLink {
    /// When the company has completed an onboarding before.
    WhenConnected,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a request for a loan answers that is declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoanDeclinedAs {
    /// Status 201 with the loan, which is DECLINED and has a `denial_reason`.
    Loan,
    /// Status 400 with the loan in short in `data`; asynchronous requests are answered before the decision.
    #[serde(rename = "error_400")]
    Error400,
}

/// What happens to a salt that was used with another body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaltReuse {
    /// Status 400.
    Refuse,
    /// What the first request made is returned; the new body is ignored.
    ReturnExisting,
}

/// Makes the struct, its defaults and the table that the index shows, from one list.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ty = $default:expr;)+) => {
        /// The switches of the simulator. Each can also be changed while it runs: `PATCH /_sandbox/settings`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Settings {
            $($(#[doc = $doc])+ pub $name: $kind,)+
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        /// Name and meaning of each switch.
        const SWITCHES: &[(&str, &[&str])] = &[$((stringify!($name), &[$($doc),+])),+];
    };
}

settings! {
    /// How many times faster than documented: 1 takes 4 to 8 seconds for a synchronous enrolment.
    speed: f64 = 100.0;
    /// The time at which the clock starts, and starts again after a reset, as a date-time of RFC 3339; null:
    /// the real time. Only the first switches count; `POST /_sandbox/clock` moves a clock that runs.
    start_time: Option<String> = None;
    /// Whether the clock starts frozen: then only `POST /_sandbox/clock` moves it, and what takes time does
    /// not happen by itself. Only the first switches count.
    clock_frozen: bool = false;
    /// A factor on the time that an answer takes; 0 answers at once. Evaluation in the background is not
    /// affected.
    latency: f64 = 1.0;
    /// Whether a date-time without offset is accepted (`2026-11-20T09:30:00`).
    accept_naive_datetimes: bool = true;
    /// What happens to a birth date in the future: `accept` or `refuse` (422).
    future_birth_dates: FutureBirthDates = FutureBirthDates::Accept;
    /// The status for an IBAN with a wrong length, structure or checksum: 400 or 422.
    bad_iban_status: u16 = 400;
    /// Where missing enrolment data is listed: `data`, `invalid_params` or `detail`.
    missing_data_location: MissingDataLocation = MissingDataLocation::Data;
    /// What a second enrolment of one company does: `create_second`, `return_existing` or `refuse`.
    repeat_enrollment: RepeatEnrollment = RepeatEnrollment::CreateSecond;
    /// The borrower status in an asynchronous answer; null: SIGNED when `signed_at` was given, else
    /// `TO_SIGN`.
    async_status: Option<String> = None;
    /// Whether a borrower becomes READY without a signature; if not, it stays `TO_SIGN` until it signs.
    ready_without_signature: bool = true;
    /// What a declined company gets: `no_line`, `zero_line`, `error_400` or `prohibited`.
    declined_as: DeclinedAs = DeclinedAs::NoLine;
    /// The code given as the reason of a decline; any text, so that codes unknown to a client can be tried.
    denial_code: String = "CREDIT_RISK_NOT_ELIGIBLE".to_owned();
    /// What an answer carries: `full`, or `minimal` with the required fields alone. Borrowers are minimal
    /// only in the answer to `POST /borrowers`; credit lines have a switch of their own.
    response_shape: Shape = Shape::Full;
    /// When an onboarding holds a `secure_resume_link`: `when_connected`, `always` or `never`.
    secure_resume_link: SecureResumeLink = SecureResumeLink::WhenConnected;
    /// After how many seconds of the clock a new onboarding is completed; null: only by
    /// `POST /_sandbox/onboarding/{onboarding_id}/complete`.
    onboarding_completed_after: Option<u64> = None;
    /// Whether a second batch of uploads may be open beside the first, when that is not to be canceled; if
    /// not, 400.
    parallel_batches: bool = false;
    /// Whether reading and translating denial codes needs a key, as everything else does.
    denial_codes_need_key: bool = true;
    /// What a credit line carries: `full`, or `minimal` with the required fields alone.
    line_shape: Shape = Shape::Full;
    /// The pool of a new credit line in cents; null: a round amount that depends on the company.
    pool_amount: Option<i64> = None;
    /// The partner's repayment method: `DIRECT_DEBIT`, `SCT` or `P2P`. Direct debit needs an account to
    /// debit.
    default_repayment_method: RepaymentMethod = RepaymentMethod::DirectDebit;
    /// Whether the directors of French companies are looked up: what a request leaves out is filled in, with
    /// invented people. If not, it is missing as for companies of other countries, and the answer is the
    /// documented 400.
    french_look_up: bool = true;
    /// What a French company gets that is to repay by direct debit and names no account: `transfer` (it
    /// repays by `SCT`, and so its line says) or `refuse` (400, `account_number` is missing). Other companies
    /// are refused. The guide demands the account; what the API does without one is unknown.
    direct_debit_without_account: DirectDebitWithoutAccount = DirectDebitWithoutAccount::Transfer;
    /// Whether a borrower may have repayment methods of several kinds. If not, one that is not of the
    /// partner's kind is refused with 400: the guide gives each partner one method. How the API refuses is
    /// unknown.
    several_repayment_methods: bool = false;
    /// How long a decision about a loan takes, in seconds that the speed divides; null: 2 to 6. A synchronous
    /// request waits for at most 20 and then gets `PENDING_VALIDATION`.
    loan_decision_seconds: Option<u64> = None;
    /// What a declined request for a loan answers: `loan` (201, DECLINED) or `error_400`.
    loan_declined_as: LoanDeclinedAs = LoanDeclinedAs::Loan;
    /// What a `salt_id` does that was used with another body: `refuse` (400) or `return_existing`.
    salt_reuse: SaltReuse = SaltReuse::Refuse;
    /// Whether a loan can be canceled while it is `PENDING_VALIDATION`.
    cancel_while_pending: bool = false;
    /// Whether borrowers repay by themselves when their date has come. If not, only installment plans repay.
    automatic_repayment: bool = true;
    /// Whether an invoice is a draft when the request does not say.
    invoice_draft_default: bool = false;
    /// What the list of credit lines says while a borrower is evaluated: `empty` or `not_found`.
    pending_lines: PendingLines = PendingLines::Empty;
    /// Where a webhook carries `borrower_id`: `entity_state`, `top_level` or `absent`.
    webhook_borrower_id: WebhookBorrowerId = WebhookBorrowerId::EntityState;
    /// How many times each webhook is delivered; 0 loses it.
    webhook_copies: u32 = 1;
    /// Whether neighbouring webhooks change places.
    webhook_reordered: bool = false;
    /// The content type of errors: `application/json` or `application/problem+json`.
    error_content_type: ErrorContentType = ErrorContentType::Json;
    /// The largest `page_size` that is accepted; a larger one is answered with 422.
    max_page_size: usize = 1000;
}

impl Settings {
    /// Returns the name of each switch and what it means.
    pub fn switches() -> impl Iterator<Item = (&'static str, String)> {
        let sentence = |lines: &[&str]| lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
        SWITCHES.iter().map(move |(name, meaning)| (*name, sentence(meaning)))
    }

    /// Returns the settings with one switch changed. `value` is JSON (`20`, `true`, `null`) or a bare word
    /// (`return_existing`).
    ///
    /// # Errors
    /// `Switch` if there is no switch of this name, or `value` is none of its values.
    pub fn with(&self, name: &str, value: &str) -> Result<Self, SandboxError> {
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        self.merged(&Value::Object([(name.to_owned(), value)].into_iter().collect()))
    }

    /// Returns the settings with the members of an object in place of their own.
    pub(crate) fn merged(&self, changes: &Value) -> Result<Self, SandboxError> {
        let wrong = |error: serde_json::Error| SandboxError::Switch(error.to_string());
        let fields =
            changes.as_object().ok_or(SandboxError::Switch("the body is not an object".to_owned()))?;
        let mut merged = serde_json::to_value(self).map_err(wrong)?;
        for (name, value) in fields {
            merged[name] = value.clone();
        }
        serde_json::from_value(merged).map_err(wrong)
    }

    /// Refuses values that no simulator could follow.
    pub(crate) fn check(&self) -> Result<(), SandboxError> {
        let wrong = |field, reason| Err(SandboxError::Setting { field, reason });
        if !(self.speed.is_finite() && self.speed > 0.0) {
            return wrong("speed", "must be a number above 0");
        }
        if !(self.latency.is_finite() && self.latency >= 0.0) {
            return wrong("latency", "must be a number from 0 up");
        }
        if self.start_time.is_some() && self.start().is_none() {
            return wrong("start_time", "must be null or a date-time with an offset");
        }
        if self.loan_decision_seconds.is_some_and(|seconds| seconds > 864_000) {
            return wrong("loan_decision_seconds", "must be null or at most 864000, which is ten days");
        }
        if ![400, 422].contains(&self.bad_iban_status) {
            return wrong("bad_iban_status", "must be 400 or 422");
        }
        if self.async_status.as_deref().is_some_and(|status| BorrowerStatus::named(status).is_none()) {
            return wrong("async_status", "must be null or a borrower status");
        }
        if self.max_page_size == 0 {
            return wrong("max_page_size", "must be at least 1");
        }
        Ok(())
    }

    /// The time at which the clock starts.
    pub(crate) fn start(&self) -> Option<Timestamp> {
        self.start_time.as_deref().and_then(|at| parse_datetime(at, false))
    }

    /// How long something takes that is documented to take `documented`.
    pub(crate) fn scaled(&self, documented: Duration) -> Duration {
        documented.div_f64(self.speed.max(f64::MIN_POSITIVE)).min(Duration::from_secs(3600))
    }

    /// How long an answer takes that is documented to take `documented`.
    pub(crate) fn answer_time(&self, documented: Duration) -> Duration {
        self.scaled(documented.mul_f64(self.latency.min(1e6)))
    }
}

impl RepaymentMethod {
    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DirectDebit => "DIRECT_DEBIT",
            Self::Sct => "SCT",
            Self::P2p => "P2P",
        }
    }
}
