//! Counterparties: whom a company trades with.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{Address, ContactPerson, IdentifierType, Uuid};
use crate::page::{Pages, page_type};

/// What a counterparty is to you or your borrowers.
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

/// How much may be financed against a company, in cents.
#[model]
pub struct CreditLimit {
    /// What may still be financed, in cents; a loan beyond it is declined.
    pub available_amount: i64,
    /// The most that may be financed in all, in cents.
    pub max_amount: i64,
    /// Why it is that much: one of the vendor's denial codes, whose list changes.
    pub max_amount_details: Option<String>,
}

/// A counterparty to be created, or found when it is known.
#[model(request)]
pub struct NewCounterparty {
    /// The number that names the company, without blanks.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
    /// What it is to you or your borrowers, at least one.
    #[required]
    pub relation_types: Vec<RelationType>,
    /// Legal name.
    pub name: Option<String>,
    /// VAT number with its country prefix.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// Whom to reach there.
    pub contact: Option<ContactPerson>,
}

/// A company that is traded with, and how much may be financed against it.
#[model]
pub struct Counterparty {
    /// Its id.
    pub id: Uuid,
    /// The number that names the company.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
    /// Legal name.
    pub name: String,
    /// How much may be financed against it.
    pub credit_limit: CreditLimit,
    /// What it is to you or your borrowers.
    #[required]
    pub relation_types: Vec<RelationType>,
    /// Whether it was chosen for financing.
    pub selected_for_financing: Option<bool>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Registered address.
    pub address: Option<Address>,
    /// Whom to reach there.
    pub contact: Option<ContactPerson>,
}

/// Which counterparties to list; nothing set lists all.
#[model(request)]
pub struct CounterpartyFilter {
    /// Only the company of this legal name.
    pub business_name: Option<String>,
    /// Only the company with this number.
    pub identifier: Option<String>,
    /// Which register that number comes from.
    pub identifier_type: Option<IdentifierType>,
    /// Only those that are this to you or your borrowers.
    pub relation_types: Vec<RelationType>,
    /// Only those that were chosen for financing, or were not.
    pub selected_for_financing: Option<bool>,
    /// How many counterparties a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

page_type!(CounterpartyPage, Counterparty);

/// Counterparties: whom a company trades with.
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

    /// Creates a counterparty, or gives the one that is known. Blocks.
    ///
    /// A repetition gives the counterparty that is known: the contract creates or finds it. Look with `list`.
    ///
    /// Operation: `POST /counterparties`.
    ///
    /// # Errors
    /// `Validation` when the company is not accepted.
    #[operation(POST, "/counterparties")]
    pub fn create(&self, body: &NewCounterparty) -> Result<Counterparty>;

    /// Reads one counterparty. Blocks; safe to repeat.
    ///
    /// Operation: `GET /counterparty/{counterparty_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/counterparty/{counterparty_id}")]
    pub fn get(&self, counterparty_id: Uuid) -> Result<Counterparty>;
}
