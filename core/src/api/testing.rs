//! Connectivity, and the helpers of sandboxes.

use defacto_sdk_macros::{model, open_enum, operations};

use super::borrowers::NewBorrower;
use super::invoices::NewInvoice;
use crate::error::Result;
use crate::model::{BusinessIdentifier, TradeParty};

/// A country for which sandboxes make test data.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum SandboxCountry {
    /// Belgium.
    #[wire("BEL")]
    Belgium,
    /// Germany.
    #[wire("DEU")]
    Germany,
    /// Spain.
    #[wire("ESP")]
    Spain,
    /// France.
    #[wire("FRA")]
    France,
    /// French Guiana.
    #[wire("GUF")]
    FrenchGuiana,
    /// Iceland.
    #[wire("ISL")]
    Iceland,
    /// Saint Martin.
    #[wire("MAF")]
    SaintMartin,
    /// Netherlands.
    #[wire("NLD")]
    Netherlands,
    /// Réunion.
    #[wire("REU")]
    Reunion,
}

/// What happens to a payment to a generated IBAN.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum SandboxScenario {
    /// It is cancelled.
    Cancel,
    /// It fails after it was approved.
    Fail,
    /// It is rejected.
    Reject,
    /// It succeeds.
    Success,
    /// It succeeds a day later.
    SuccessOneDayLater,
}

/// Whether a company shall be eligible in the sandbox.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum EligibilityScenario {
    /// It is declined.
    NotEligible,
    /// It is accepted.
    #[wire("OK")]
    Eligible,
}

/// An IBAN made for a test.
#[model]
pub struct GeneratedIban {
    /// The IBAN.
    #[sensitive]
    pub iban: String,
}

/// A company and whether it shall be eligible.
#[model(request)]
pub struct BusinessEligibility {
    /// The company.
    pub business_identifier: BusinessIdentifier,
    /// Whether it shall be eligible.
    pub scenario: EligibilityScenario,
}

/// What an invented invoice shall look like.
#[model(request)]
pub struct GeneratedInvoiceRequest {
    /// The country of its companies.
    pub country: Option<SandboxCountry>,
    /// What happens to payments to its account.
    pub scenario: Option<SandboxScenario>,
    /// Who is billed.
    pub buyer: Option<TradeParty>,
    /// Who bills.
    pub seller: Option<TradeParty>,
}

/// An invented invoice; it is not created yet.
#[model]
pub struct GeneratedInvoice {
    /// The request that creates it.
    pub invoice_creation_payload: NewInvoice,
    /// Where its PDF is, for a short time.
    #[sensitive]
    pub pdf_download_url: String,
}

/// Connectivity, and helpers that exist in sandboxes only.
#[operations]
impl Testing {
    /// Checks the key and the connection: the API's greeting. Blocks; safe to repeat.
    ///
    /// Operation: `GET /hello`.
    ///
    /// # Errors
    /// `Authentication` when the key is not accepted; `Transport` and `Timeout` when the API is not reached.
    #[operation(GET, "/hello")]
    pub fn hello(&self) -> Result<String>;

    /// Invents a company that can be enrolled; it creates nothing. Sandboxes only. Blocks; safe to repeat.
    ///
    /// Operation: `GET /sandbox/business-generator`.
    ///
    /// # Errors
    /// `NotFound` outside sandboxes.
    #[operation(GET, "/sandbox/business-generator")]
    pub fn generate_business(
        &self,
        country: Option<SandboxCountry>,
        is_borrower: Option<bool>,
    ) -> Result<NewBorrower>;

    /// Makes an IBAN that steers what happens to payments to it. Sandboxes only. Blocks; safe to repeat.
    ///
    /// Operation: `GET /sandbox/iban-generator`.
    ///
    /// # Errors
    /// `NotFound` outside sandboxes.
    #[operation(GET, "/sandbox/iban-generator")]
    pub fn generate_iban(
        &self,
        country: Option<SandboxCountry>,
        scenario: Option<SandboxScenario>,
    ) -> Result<GeneratedIban>;

    /// Makes a company eligible or not. Sandboxes only. Blocks.
    ///
    /// A repetition sets the same again. Look with `eligibility.borrower`.
    ///
    /// Operation: `POST /sandbox/business-eligible`.
    ///
    /// # Errors
    /// `NotFound` outside sandboxes; `Validation` when the identifier is not accepted.
    #[operation(POST, "/sandbox/business-eligible")]
    pub fn set_eligibility(&self, body: &BusinessEligibility) -> Result<()>;

    /// Invents an invoice whose account steers what happens to payments to it; it creates nothing: send it
    /// with `invoices.create`. Sandboxes only. Blocks.
    ///
    /// A repetition makes another example; nothing is kept of the first.
    ///
    /// Operation: `POST /sandbox/invoice-generator`.
    ///
    /// # Errors
    /// `NotFound` outside sandboxes; `Validation` when a company is not accepted.
    #[operation(POST, "/sandbox/invoice-generator")]
    pub fn generate_invoice(&self, body: &GeneratedInvoiceRequest) -> Result<GeneratedInvoice>;
}
