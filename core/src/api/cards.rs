//! Credit cards.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{JsonObject, Timestamp, Uuid};

/// What to do with a card.
#[open_enum(snake_case)]
pub enum CardAction {
    /// Let it pay.
    Active,
    /// End it for good.
    Canceled,
    /// Stop it for now.
    Inactive,
}

/// How much a card may still spend, in cents.
#[model]
pub struct CardBalance {
    /// What is left, in cents.
    pub available: i64,
    /// What is spent, in cents.
    pub used: i64,
    /// The currency, ISO 4217.
    pub currency: String,
    /// What is left when all that is under way is done, in cents.
    pub available_including_pending: Option<i64>,
    /// What is under way, in cents.
    pub pending: Option<i64>,
}

/// A credit card.
#[model]
pub struct Card {
    /// Its id.
    pub id: Uuid,
    /// How much it may still spend.
    pub balance: CardBalance,
    /// Its brand: `visa`.
    pub brand: String,
    /// Its currency, ISO 4217.
    pub currency: String,
    /// The last four digits of its number.
    #[sensitive]
    pub last4: String,
    /// Where it stands; free text in the contract, `active`, `inactive` and `canceled` at least.
    pub status: String,
    /// Where and how it may pay.
    #[required]
    pub constraints: JsonObject,
    /// What kind of card it is.
    pub card_type: Option<String>,
    /// Its holder's given name.
    #[sensitive]
    pub first_name: Option<String>,
    /// Its holder's family name.
    #[sensitive]
    pub last_name: Option<String>,
    /// The account's id at who issues the card.
    pub provider_account_id: Option<String>,
    /// The card's id at who issues it.
    pub provider_card_id: Option<String>,
}

/// Something that was paid with a card, or paid back to it.
#[model]
pub struct CardEntry {
    /// Its id.
    pub id: String,
    /// The amount, in cents of the card's currency.
    pub amount: i64,
    /// The card's currency, ISO 4217.
    pub currency: String,
    /// When it happened.
    pub created: Timestamp,
    /// Whom it was paid to.
    #[sensitive]
    pub merchant_name: String,
    /// What kind of merchant that is.
    pub merchant_category: String,
    /// What kind of transaction it is; free text in the contract.
    pub transaction_type: String,
    /// What kind of entry it is; free text in the contract.
    pub entry_type: Option<String>,
    /// The amount, in cents of the merchant's currency.
    pub merchant_amount: Option<i64>,
    /// The merchant's currency, ISO 4217.
    pub merchant_currency: Option<String>,
    /// What the vendor lends for it, by its id there.
    pub funding_obligation_id: Option<String>,
}

/// What a card shall do.
#[model(request)]
pub struct CardStatusChange {
    /// Let it pay, stop it for now, or end it for good.
    pub status: CardAction,
}

/// What the card issuer's own library gave you to ask for a key.
#[model(request)]
pub struct EphemeralKeyRequest {
    /// The random value of that library.
    #[sensitive]
    pub nonce: String,
}

/// A key with which the card issuer's own library shows number and code of a card. It holds for a short time:
/// never store or log it.
#[model]
pub struct EphemeralKey {
    /// The key.
    #[sensitive]
    pub ephemeral_key_secret: String,
    /// The public key of the card issuer.
    pub publishable_key: String,
    /// The account's id at the card issuer.
    pub provider_account_id: String,
    /// The card's id at the card issuer.
    pub provider_card_id: String,
}

/// Which entries to give; nothing set gives all.
#[model(request)]
pub struct CardEntryFilter {
    /// Only entries of this moment or later.
    pub from_date: Option<Timestamp>,
    /// Only entries of this moment or before.
    pub to_date: Option<Timestamp>,
}

/// Which entries to export; nothing set exports all.
#[model(request)]
pub struct CardExportFilter {
    /// Only entries of this moment or later.
    pub from_date: Option<Timestamp>,
    /// Only entries of this moment or before.
    pub to_date: Option<Timestamp>,
    /// A period instead of two moments; its form is not in the contract.
    pub period: Option<String>,
}

/// Credit cards. They belong to the borrower that the key stands for.
#[operations]
impl Cards {
    /// Gives all cards. Blocks; safe to repeat.
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
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/cards/{card_id}")]
    pub fn get(&self, card_id: Uuid) -> Result<Card>;

    /// Gives what was paid with a card. Blocks; safe to repeat.
    ///
    /// Operation: `GET /cards/{card_id}/entries`.
    ///
    /// # Errors
    /// `NotFound` when there is no card with this id.
    #[operation(GET, "/cards/{card_id}/entries")]
    pub fn list_entries(&self, card_id: Uuid, filter: &CardEntryFilter) -> Result<Vec<CardEntry>>;

    /// Gives what was paid with a card as a CSV file that Pennylane reads. Blocks; safe to repeat.
    ///
    /// Operation: `GET /cards/{card_id}/entries/export`.
    ///
    /// # Errors
    /// `NotFound` when there is no card with this id.
    #[operation(GET, "/cards/{card_id}/entries/export")]
    pub fn export_entries(&self, card_id: Uuid, filter: &CardExportFilter) -> Result<Vec<u8>>;

    /// Makes a key with which the card issuer's own library shows number and code of a card. Blocks.
    ///
    /// The contract does not say what a repetition with the same nonce does, and no operation lists keys.
    ///
    /// Operation: `POST /cards/{card_id}/ephemeral-key`.
    ///
    /// # Errors
    /// `NotFound` when there is no card with this id; `Validation` when the nonce is not accepted.
    #[operation(POST, "/cards/{card_id}/ephemeral-key")]
    pub fn create_ephemeral_key(&self, card_id: Uuid, form: &EphemeralKeyRequest) -> Result<EphemeralKey>;

    /// Lets a card pay, stops it for now, or ends it for good. Blocks.
    ///
    /// A repetition sets the same status again; the contract does not say what it answers then. Look with
    /// `get`.
    ///
    /// Operation: `PATCH /cards/{card_id}/status`.
    ///
    /// # Errors
    /// `NotFound` when there is no card with this id; `Validation` when its status forbids the change.
    #[operation(PATCH, "/cards/{card_id}/status")]
    pub fn set_status(&self, card_id: Uuid, body: &CardStatusChange) -> Result<Card>;
}
