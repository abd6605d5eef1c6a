//! Credit cards.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{JsonObject, Timestamp, Uuid};

/// Change of a card's status.
#[open_enum(snake_case)]
pub enum CardAction {
    /// Activates the card: it can pay.
    Active,
    /// Cancels the card permanently.
    Canceled,
    /// Deactivates the card temporarily.
    Inactive,
}

/// Spending balance of a card. Amounts are in cents.
#[model]
pub struct CardBalance {
    /// Amount still available, in cents.
    pub available: i64,
    /// Amount spent, in cents.
    pub used: i64,
    /// Currency, ISO 4217.
    pub currency: String,
    /// Amount still available after all pending transactions, in cents.
    pub available_including_pending: Option<i64>,
    /// Amount of pending transactions, in cents.
    pub pending: Option<i64>,
}

/// A credit card.
#[model]
pub struct Card {
    /// Id of the card.
    pub id: Uuid,
    /// Spending balance of the card.
    pub balance: CardBalance,
    /// Card brand, for example `visa`.
    pub brand: String,
    /// Currency of the card, ISO 4217.
    pub currency: String,
    /// Last four digits of the card number.
    #[sensitive]
    pub last4: String,
    /// Status of the card. The API contract defines no values; `active`, `inactive` and `canceled` are known.
    pub status: String,
    /// Limits on where and how the card can pay.
    #[required]
    pub constraints: JsonObject,
    /// Type of the card.
    pub card_type: Option<String>,
    /// Given name of the card holder.
    #[sensitive]
    pub first_name: Option<String>,
    /// Family name of the card holder.
    #[sensitive]
    pub last_name: Option<String>,
    /// Card issuer's id of the account.
    pub provider_account_id: Option<String>,
    /// Card issuer's id of the card.
    pub provider_card_id: Option<String>,
}

/// A card payment or refund.
#[model]
pub struct CardEntry {
    /// Id of the entry.
    pub id: String,
    /// Amount, in cents of the card's currency.
    pub amount: i64,
    /// Currency of the card, ISO 4217.
    pub currency: String,
    /// Time of the entry.
    pub created: Timestamp,
    /// Name of the merchant.
    #[sensitive]
    pub merchant_name: String,
    /// Category of the merchant.
    pub merchant_category: String,
    /// Type of the transaction. The API contract defines no values.
    pub transaction_type: String,
    /// Type of the entry. The API contract defines no values.
    pub entry_type: Option<String>,
    /// Amount, in cents of the merchant's currency.
    pub merchant_amount: Option<i64>,
    /// Currency of the merchant, ISO 4217.
    pub merchant_currency: Option<String>,
    /// Vendor's id of the financing for this entry.
    pub funding_obligation_id: Option<String>,
}

/// Request to change a card's status.
#[model(request)]
pub struct CardStatusChange {
    /// Change to make: activate, deactivate or cancel the card.
    pub status: CardAction,
}

/// Request for an ephemeral key. Its value comes from the card issuer's library.
#[model(request)]
pub struct EphemeralKeyRequest {
    /// Nonce (random value) from the card issuer's library.
    #[sensitive]
    pub nonce: String,
}

/// A short-lived key for the card issuer's library, which shows a card's number and security code with it.
/// Never store or log it.
#[model]
pub struct EphemeralKey {
    /// Secret of the key.
    #[sensitive]
    pub ephemeral_key_secret: String,
    /// Public key of the card issuer.
    pub publishable_key: String,
    /// Card issuer's id of the account.
    pub provider_account_id: String,
    /// Card issuer's id of the card.
    pub provider_card_id: String,
}

/// Filter for the entries to list. An empty filter lists all.
#[model(request)]
pub struct CardEntryFilter {
    /// Only entries at or after this time.
    pub from_date: Option<Timestamp>,
    /// Only entries at or before this time.
    pub to_date: Option<Timestamp>,
}

/// Filter for the entries to export. The API requires either `period`, or both `from_date` and `to_date`.
#[model(request)]
pub struct CardExportFilter {
    /// Only entries at or after this time.
    pub from_date: Option<Timestamp>,
    /// Only entries at or before this time.
    pub to_date: Option<Timestamp>,
    /// Month to export, in place of the two times: `2026-11`.
    pub period: Option<String>,
}

/// Credit cards of the borrower to which the API key belongs.
#[operations]
impl Cards {
    /// Lists all cards. Blocks; safe to repeat.
    ///
    /// Operation: `GET /cards`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/cards")]
    pub fn list(&self) -> Result<Vec<Card>>;

    /// Reads one card. Blocks; safe to repeat.
    ///
    /// Operation: `GET /cards/{card_id}`.
    ///
    /// # Errors
    /// `NotFound` if no card has this id.
    #[operation(GET, "/cards/{card_id}")]
    pub fn get(&self, card_id: Uuid) -> Result<Card>;

    /// Lists the payments and refunds of a card. Blocks; safe to repeat.
    ///
    /// Operation: `GET /cards/{card_id}/entries`.
    ///
    /// # Errors
    /// `NotFound` if no card has this id.
    #[operation(GET, "/cards/{card_id}/entries")]
    pub fn list_entries(&self, card_id: Uuid, filter: &CardEntryFilter) -> Result<Vec<CardEntry>>;

    /// Exports the payments and refunds of a card as a CSV file for Pennylane. `filter` has either a month, or
    /// both times. Blocks; safe to repeat.
    ///
    /// Operation: `GET /cards/{card_id}/entries/export`.
    ///
    /// # Errors
    /// `NotFound` if no card has this id; `Validation` if the API rejects the period.
    #[operation(GET, "/cards/{card_id}/entries/export")]
    pub fn export_entries(&self, card_id: Uuid, filter: &CardExportFilter) -> Result<Vec<u8>>;

    /// Creates a short-lived key with which the issuer's library shows a card's number and security code.
    /// Blocks.
    ///
    /// The API contract does not define what a second call with this nonce does. No operation lists keys.
    ///
    /// Operation: `POST /cards/{card_id}/ephemeral-key`.
    ///
    /// # Errors
    /// `NotFound` if no card has this id; `Validation` if the API rejects the nonce.
    #[operation(POST, "/cards/{card_id}/ephemeral-key")]
    pub fn create_ephemeral_key(&self, card_id: Uuid, form: &EphemeralKeyRequest) -> Result<EphemeralKey>;

    /// Activates, deactivates or cancels a card. Blocks.
    ///
    /// A repeated call sets the same status again; the API contract defines no answer. Check with `get`.
    ///
    /// Operation: `PATCH /cards/{card_id}/status`.
    ///
    /// # Errors
    /// `NotFound` if no card has this id; `Validation` if the card's status does not allow the change.
    #[operation(PATCH, "/cards/{card_id}/status")]
    pub fn set_status(&self, card_id: Uuid, body: &CardStatusChange) -> Result<Card>;
}
