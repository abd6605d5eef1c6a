//! Shared bank accounts.

use defacto_sdk_macros::model;

use crate::model::{AccountNumberType, BankIdentifierType, IdentifierType, Timestamp, Uuid};

/// A bank account with its balance.
#[model(request)]
pub struct SharedAccount {
    /// Account id of your choice, for example the IBAN. Transactions refer to it.
    #[sensitive]
    pub id: String,
    /// Account balance. The API contract names no unit; cents are assumed.
    pub amount: i64,
    /// Time when the balance was read.
    pub last_updated_at: Timestamp,
    /// Account number; at present always an IBAN.
    #[sensitive]
    pub account_number: Option<String>,
    /// Type of the account number.
    pub account_number_type: Option<AccountNumberType>,
    /// Bank identifier, usually the BIC.
    pub bank_identifier: Option<String>,
    /// Type of `bank_identifier`.
    pub bank_identifier_type: Option<BankIdentifierType>,
    /// Custom name of the account.
    #[sensitive]
    pub account_name: Option<String>,
    /// Source of the data; `MANUAL` if it was entered by hand.
    pub provider: Option<String>,
}

/// Bank accounts of a company with their balances.
#[model(request)]
pub struct SharedAccounts {
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Accounts with their balances.
    pub accounts: Vec<SharedAccount>,
    /// Id of the batch that this upload belongs to.
    pub batch_id: Option<Uuid>,
}
