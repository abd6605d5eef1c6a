//! Counterparties: companies with which you or your borrowers trade.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{Address, ContactPerson, IdentifierType, Uuid};
use crate::page::{Pages, page_type};

/// Relation of a counterparty to you or your borrowers.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RelationType {
    /// A borrower.
    Borrower,
    /// A client.
    Client,
    /// A debtor.
    Debtor,
    /// A buyer on a marketplace.
    MarketplaceBuyer,
    /// A seller on a marketplace.
    MarketplaceSeller,
    /// The company itself.
    #[wire("SELF")]
    Own,
    /// A supplier.
    Supplier,
}

/// Limit for financing against a counterparty. Amounts are in cents.
#[model]
pub struct CreditLimit {
    /// Amount that can still be financed, in cents. A loan above it is declined.
    pub available_amount: i64,
    /// Highest total amount that can be financed, in cents.
    pub max_amount: i64,
    /// Reason for `max_amount`: a denial code of the vendor. The list of codes changes.
    pub max_amount_details: Option<String>,
}

/// Request to create a counterparty, or to find an existing one.
#[model(request)]
pub struct NewCounterparty {
    /// Company number, without spaces.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Relations to you or your borrowers, at least one.
    #[required]
    pub relation_types: Vec<RelationType>,
    /// Legal name.
    pub name: Option<String>,
    /// VAT number with country prefix.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// Contact person at the company.
    pub contact: Option<ContactPerson>,
}

/// A company with which you or your borrowers trade, with its financing limit.
#[model]
pub struct Counterparty {
    /// Id of the counterparty.
    pub id: Uuid,
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: String,
    /// Limit for financing against the counterparty.
    pub credit_limit: CreditLimit,
    /// Relations to you or your borrowers.
    #[required]
    pub relation_types: Vec<RelationType>,
    /// Whether the counterparty is selected for financing.
    pub selected_for_financing: Option<bool>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// Contact person at the company.
    pub contact: Option<ContactPerson>,
}

/// Filter for the counterparties to list. An empty filter lists all.
#[model(request)]
pub struct CounterpartyFilter {
    /// Only companies with this legal name.
    pub business_name: Option<String>,
    /// Only the company with this number.
    pub identifier: Option<String>,
    /// Type of the company number.
    pub identifier_type: Option<IdentifierType>,
    /// Only counterparties with one of these relations to you or your borrowers.
    pub relation_types: Vec<RelationType>,
    /// Only counterparties that are selected for financing if true, not selected if false.
    pub selected_for_financing: Option<bool>,
    /// Number of counterparties per page; 100 if omitted.
    pub page_size: Option<i64>,
}

page_type!(CounterpartyPage, Counterparty);

/// Counterparties: companies with which you or your borrowers trade.
#[operations]
impl Counterparties {
    /// Lists counterparties, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /counterparties`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/counterparties")]
    pub fn list(&self, filter: &CounterpartyFilter) -> Result<Pages<Counterparty>>;

    /// Creates a counterparty, or returns the existing one. Blocks.
    ///
    /// A repeated call returns the existing counterparty: the API creates or finds it. Check with `list`.
    ///
    /// Operation: `POST /counterparties`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the company.
    #[operation(POST, "/counterparties")]
    pub fn create(&self, body: &NewCounterparty) -> Result<Counterparty>;

    /// Reads one counterparty. Blocks; safe to repeat.
    ///
    /// Operation: `GET /counterparty/{counterparty_id}`.
    ///
    /// # Errors
    /// `NotFound` if no counterparty has this id.
    #[operation(GET, "/counterparty/{counterparty_id}")]
    pub fn get(&self, counterparty_id: Uuid) -> Result<Counterparty>;
}
