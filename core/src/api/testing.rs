//! Connection check, and helpers for sandboxes.

use defacto_sdk_macros::{model, open_enum, operations};

use super::borrowers::NewBorrower;
use super::invoices::NewInvoice;
use crate::error::Result;
use crate::model::{BusinessIdentifier, TradeParty};

/// Country for which a sandbox generates test data.
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

/// Result of a payment to a generated IBAN.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum SandboxScenario {
    /// The payment is cancelled.
    Cancel,
    /// The payment fails after its approval.
    Fail,
    /// The payment is rejected.
    Reject,
    /// The payment succeeds.
    Success,
    /// The payment succeeds one day later.
    SuccessOneDayLater,
}

/// Result of a company's evaluation in a sandbox.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum EligibilityScenario {
    /// The company is not eligible.
    NotEligible,
    /// The company is eligible.
    #[wire("OK")]
    Eligible,
}

/// A generated test IBAN.
#[model]
pub struct GeneratedIban {
    /// The IBAN.
    #[sensitive]
    pub iban: String,
}

/// Request to set the eligibility of a company.
#[model(request)]
pub struct BusinessEligibility {
    /// Number and type of the company.
    pub business_identifier: BusinessIdentifier,
    /// Eligibility to set.
    pub scenario: EligibilityScenario,
}

/// Request to generate a test invoice.
#[model(request)]
pub struct GeneratedInvoiceRequest {
    /// Country of the companies; `FRA` if omitted.
    pub country: Option<SandboxCountry>,
    /// Result of payments to the invoice's account; `SUCCESS` if omitted.
    pub scenario: Option<SandboxScenario>,
    /// Buyer: the company that is billed.
    pub buyer: Option<TradeParty>,
    /// Seller: the company that issues the invoice.
    pub seller: Option<TradeParty>,
}

/// A generated invoice. It is not created yet.
#[model]
pub struct GeneratedInvoice {
    /// Request that creates the invoice.
    pub invoice_creation_payload: NewInvoice,
    /// Temporary link to the PDF.
    #[sensitive]
    pub pdf_download_url: String,
}

/// Connection check, and helpers that exist only in sandboxes.
#[operations]
impl Testing {
    /// Checks the API key and the connection. Returns the greeting of the API. Blocks; safe to repeat.
    ///
    /// Operation: `GET /hello`.
    ///
    /// # Errors
    /// `Authentication` if the API rejects the key; `Transport` or `Timeout` if the API is unreachable.
    #[operation(GET, "/hello")]
    pub fn hello(&self) -> Result<String>;

    /// Generates the request for a test company, to be sent with `borrowers.enroll`. Creates nothing.
    /// Sandboxes only. Blocks; safe to repeat.
    ///
    /// `country` is that of the company; `FRA` if omitted. `is_borrower` is whether the company is to be a
    /// borrower; true if omitted.
    ///
    /// Operation: `GET /sandbox/business-generator`.
    ///
    /// # Errors
    /// `NotFound` outside a sandbox.
    #[operation(GET, "/sandbox/business-generator")]
    pub fn generate_business(
        &self,
        country: Option<SandboxCountry>,
        is_borrower: Option<bool>,
    ) -> Result<NewBorrower>;

    /// Generates a test IBAN that sets the result of payments to it. Sandboxes only. Blocks; safe to repeat.
    ///
    /// `country` is that of the IBAN; `FRA` if omitted. `scenario` is the result; `SUCCESS` if omitted.
    ///
    /// Operation: `GET /sandbox/iban-generator`.
    ///
    /// # Errors
    /// `NotFound` outside a sandbox.
    #[operation(GET, "/sandbox/iban-generator")]
    pub fn generate_iban(
        &self,
        country: Option<SandboxCountry>,
        scenario: Option<SandboxScenario>,
    ) -> Result<GeneratedIban>;

    /// Sets whether a company is eligible. Sandboxes only. Blocks.
    ///
    /// A repeated call sets the same value again. Check with `eligibility.borrower`.
    ///
    /// Operation: `POST /sandbox/business-eligible`.
    ///
    /// # Errors
    /// `NotFound` outside a sandbox; `Validation` if the API rejects the identifier.
    #[operation(POST, "/sandbox/business-eligible")]
    pub fn set_eligibility(&self, body: &BusinessEligibility) -> Result<()>;

    /// Generates a test invoice whose account sets the result of payments to it. Creates nothing: send the
    /// invoice with `invoices.create`. Sandboxes only. Blocks.
    ///
    /// A repeated call generates another invoice; the API keeps nothing of the first.
    ///
    /// Operation: `POST /sandbox/invoice-generator`.
    ///
    /// # Errors
    /// `NotFound` outside a sandbox; `Validation` if the API rejects a company.
    #[operation(POST, "/sandbox/invoice-generator")]
    pub fn generate_invoice(&self, body: &GeneratedInvoiceRequest) -> Result<GeneratedInvoice>;
}
