//! The client: where a program begins.

mod builder;
mod environment;
mod options;

use crate::api::{
    Accounting, Billing, Borrowers, BusinessData, Businesses, Cards, Counterparties, CreditLines,
    Eligibility, FinancialProducts, Installments, Invoices, Loans, Onboardings, Payments, Recollection,
    RepaymentMethods, Subscriptions, Testing, Translations, Webhooks,
};
use crate::error::Result;
use crate::transport::{Call, Options, Transport};

pub use builder::ClientBuilder;
pub use environment::Environment;
#[cfg(feature = "python")]
pub use environment::PyEnvironment;
pub(crate) use environment::variables;
pub use options::CallOptions;

/// A client of the Defacto API.
///
/// Cheap to clone and safe to share between threads; all clones share their connections. Every call blocks the
/// calling thread. The areas of the API are methods: `client.borrowers().list(...)`; the main job, from a company to
/// its credit line, is `client.enroll(...)`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, subclass, module = "defacto_sdk"))]
pub struct Client {
    pub(crate) transport: Transport,
}

impl Client {
    /// A client with the defaults. Does not block; sends nothing.
    ///
    /// # Errors
    /// `Configuration` when the key or the URL cannot be used.
    pub fn new(api_key: impl Into<String>, environment: impl Into<Environment>) -> Result<Self> {
        Self::builder(api_key, environment).build()
    }

    /// Sets up a client step by step.
    pub fn builder(api_key: impl Into<String>, environment: impl Into<Environment>) -> ClientBuilder {
        ClientBuilder::new(api_key.into(), environment.into())
    }

    /// A client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL). Neither has a
    /// default: nobody talks to production by accident.
    ///
    /// # Errors
    /// `Configuration` when one of them is missing or cannot be used.
    pub fn from_env() -> Result<Self> {
        Self::builder_from_env()?.build()
    }

    /// Like `from_env`, to set up more.
    ///
    /// # Errors
    /// `Configuration` when a variable is missing.
    pub fn builder_from_env() -> Result<ClientBuilder> {
        let (key, environment) = variables()?;
        Ok(Self::builder(key, environment))
    }

    /// The same client with other options; they share the connections.
    #[must_use]
    pub fn with_options(&self, changes: CallOptions) -> Self {
        let base = self.transport.options();
        let options = Options {
            connect_timeout: changes.connect_timeout.unwrap_or(base.connect_timeout),
            read_timeout: changes.read_timeout.unwrap_or(base.read_timeout),
            total_timeout: changes.total_timeout.or(base.total_timeout),
            max_retries: changes.max_retries.unwrap_or(base.max_retries),
            cancel: changes.cancel.or_else(|| base.cancel.clone()),
        };
        Self { transport: self.transport.with_options(options) }
    }

    /// The URL that all paths are appended to.
    pub fn base_url(&self) -> &str {
        self.transport.base_url()
    }

    /// Closes the connections of this client and of all its clones, for good. Calls under way end with an error.
    ///
    /// Dropping the last clone does the same; this is for programs that want to say when.
    pub fn close(&self) {
        self.transport.close();
    }

    /// Calls an endpoint that this library does not know yet. Blocks.
    ///
    /// `path` begins with a slash and is sent as it is; one that would not arrive as it is written (`..`,
    /// `//`, an encoded question mark) is refused. `query` is encoded; `json` is the body's JSON text. GET
    /// and HEAD are repeated when they fail; nothing else is, unless it certainly was not carried out.
    ///
    /// # Errors
    /// As every operation: an answer outside 2xx is an error. `Configuration` if the path cannot be sent so.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        json: Option<&str>,
    ) -> Result<RawResponse> {
        let call =
            query.iter().fold(Call::raw(method, path), |call, (name, value)| call.query(name, Some(value)));
        let call = match json {
            Some(text) => call.body(text.as_bytes().to_vec()),
            None => call,
        };
        let reply = self.transport.send(&call)?;
        Ok(RawResponse { status: reply.status, request_id: reply.request_id, body: reply.body })
    }
}

/// The answer to `Client::request`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The id of the request, from the answer's headers.
    pub request_id: Option<String>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawResponse(status={}, {} bytes)", self.status, self.body.len())
    }
}

impl Client {
    /// Accounting: what happened to the money of loans.
    pub fn accounting(&self) -> Accounting {
        Accounting { transport: self.transport.clone() }
    }

    /// Billing: bills for fees, and referrers with their shares of revenue.
    pub fn billing(&self) -> Billing {
        Billing { transport: self.transport.clone() }
    }

    /// Enrolling borrowers and what belongs to a borrower.
    pub fn borrowers(&self) -> Borrowers {
        Borrowers { transport: self.transport.clone() }
    }

    /// Sharing what you know of a company: accounts, transactions, invoices.
    pub fn business_data(&self) -> BusinessData {
        BusinessData { transport: self.transport.clone() }
    }

    /// Companies: their segment, and what public registers say.
    pub fn businesses(&self) -> Businesses {
        Businesses { transport: self.transport.clone() }
    }

    /// Credit cards.
    pub fn cards(&self) -> Cards {
        Cards { transport: self.transport.clone() }
    }

    /// Counterparties: whom a company trades with.
    pub fn counterparties(&self) -> Counterparties {
        Counterparties { transport: self.transport.clone() }
    }

    /// Credit lines: how much a borrower may still be lent.
    pub fn credit_lines(&self) -> CreditLines {
        CreditLines { transport: self.transport.clone() }
    }

    /// Whether a company can be lent to.
    pub fn eligibility(&self) -> Eligibility {
        Eligibility { transport: self.transport.clone() }
    }

    /// The financial products of a borrower.
    pub fn financial_products(&self) -> FinancialProducts {
        FinancialProducts { transport: self.transport.clone() }
    }

    /// Instalments: plans by which loans are repaid, and each payment of them.
    pub fn installments(&self) -> Installments {
        Installments { transport: self.transport.clone() }
    }

    /// Invoices that loans are to finance.
    pub fn invoices(&self) -> Invoices {
        Invoices { transport: self.transport.clone() }
    }

    /// Loans: request, accept, change, follow, repay.
    pub fn loans(&self) -> Loans {
        Loans { transport: self.transport.clone() }
    }

    /// Hosted onboarding: the vendor's own pages lead the borrower.
    pub fn onboardings(&self) -> Onboardings {
        Onboardings { transport: self.transport.clone() }
    }

    /// Payments of all kinds, and payment links.
    pub fn payments(&self) -> Payments {
        Payments { transport: self.transport.clone() }
    }

    /// Recollection: recovering late money, case by case.
    pub fn recollection(&self) -> Recollection {
        Recollection { transport: self.transport.clone() }
    }

    /// How a borrower repays.
    pub fn repayment_methods(&self) -> RepaymentMethods {
        RepaymentMethods { transport: self.transport.clone() }
    }

    /// Subscriptions.
    pub fn subscriptions(&self) -> Subscriptions {
        Subscriptions { transport: self.transport.clone() }
    }

    /// Connectivity, and helpers that exist in sandboxes only.
    pub fn testing(&self) -> Testing {
        Testing { transport: self.transport.clone() }
    }

    /// Translations of the vendor's codes.
    pub fn translations(&self) -> Translations {
        Translations { transport: self.transport.clone() }
    }

    /// Webhooks: where the API sends what happens.
    pub fn webhooks(&self) -> Webhooks {
        Webhooks { transport: self.transport.clone() }
    }

    /// Checks the key and the connection: the API's greeting. Blocks; safe to repeat.
    ///
    /// Operation: `GET /hello`.
    ///
    /// # Errors
    /// `Authentication` when the key is not accepted; `Transport` and `Timeout` when the API is not reached.
    pub fn hello(&self) -> Result<String> {
        self.testing().hello()
    }
}
