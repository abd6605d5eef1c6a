//! Bank accounts that are shared.

use defacto_sdk_macros::model;

use crate::model::{AccountNumberType, BankIdentifierType, IdentifierType, Timestamp, Uuid};

/// A bank account and its balance.
#[model(request)]
pub struct SharedAccount {
    /// The account's id of your choice; its IBAN may serve. Transactions name it.
    #[sensitive]
    pub id: String,
    /// The balance; in cents as far as is known, the contract names no unit.
    pub amount: i64,
    /// When the balance was read.
    pub last_updated_at: Timestamp,
    /// The number, at present always an IBAN.
    #[sensitive]
    pub account_number: Option<String>,
    /// What the number is.
    pub account_number_type: Option<AccountNumberType>,
    /// What names the bank, its BIC as a rule.
    pub bank_identifier: Option<String>,
    /// What `bank_identifier` is.
    pub bank_identifier_type: Option<BankIdentifierType>,
    /// A name that somebody gave to the account.
    #[sensitive]
    pub account_name: Option<String>,
    /// Where the data comes from; `MANUAL` when it was entered by hand.
    pub provider: Option<String>,
}

/// Bank accounts of a company with their balances.
#[model(request)]
pub struct SharedAccounts {
    /// The number that names the company.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
    /// The accounts.
    pub accounts: Vec<SharedAccount>,
    /// The batch that this belongs to.
    pub batch_id: Option<Uuid>,
}
