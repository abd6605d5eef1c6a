//! Shared bank transactions.

use defacto_sdk_macros::{model, open_enum};

use super::rows::{Row, with_salts};
use crate::error::Result;
use crate::model::{IdentifierType, Timestamp, Uuid};
use crate::wire::to_json;

/// Direction of a transaction.
#[open_enum(snake_case)]
pub enum TransactionSide {
    /// Money into the account.
    Credit,
    /// Money out of the account.
    Debit,
}

/// Status of a transaction.
#[open_enum(snake_case)]
pub enum TransactionStatus {
    /// Completed.
    Completed,
    /// Declined.
    Declined,
    /// Deleted.
    Deleted,
    /// In progress.
    Pending,
}

/// Type of a transaction.
#[open_enum(snake_case)]
pub enum TransactionType {
    /// Interest on the account balance.
    AccountRemuneration,
    /// A card payment.
    Card,
    /// A payout of a card processor.
    CardAcquirerPayout,
    /// A cheque.
    Cheque,
    /// A direct debit that another party collects from the account.
    DirectDebit,
    /// A direct debit that the account holder collects from another party.
    DirectDebitCollection,
    /// An amount held for a direct debit.
    DirectDebitHold,
    /// An instalment of a loan.
    FinancingInstallment,
    /// Incoming money.
    Income,
    /// A French tax payment without a mandate.
    NrcPayment,
    /// Another type.
    Other,
    /// A deferred payment.
    PayLater,
    /// A fee of Qonto.
    QontoFee,
    /// A recalled payment.
    Recall,
    /// Incoming money by SWIFT.
    SwiftIncome,
    /// A transfer.
    Transfer,
}

/// A transaction of a bank account.
#[model(request)]
pub struct SharedTransaction {
    /// Transaction amount. The API contract names no unit; cents are assumed.
    pub amount: i64,
    /// Time of the transaction.
    pub at: Timestamp,
    /// Account id, equal to `id` of the `SharedAccount`.
    #[sensitive]
    pub account: Option<String>,
    /// Idempotency key of the transaction, for example its id at the bank. Transactions with the same key are
    /// one transaction. If omitted, the key is derived from the company and the content of the row when it is
    /// sent: equal rows of one upload are separate transactions, and a repeated upload has the same keys.
    pub salt_id: Option<String>,
    /// Direction of the transaction.
    pub side: Option<TransactionSide>,
    /// Status of the transaction.
    pub status: Option<TransactionStatus>,
    /// Type of the transaction.
    pub operation_type: Option<TransactionType>,
    /// Currency of the transaction, ISO 4217; `EUR` if omitted. Historic codes are possible.
    pub currency: Option<String>,
    /// Category of the transaction, for example salaries.
    pub category: Option<String>,
    /// Name of the other party.
    #[sensitive]
    pub counterparty_name: Option<String>,
    /// Reference of the transaction at the bank.
    #[sensitive]
    pub reference: Option<String>,
    /// Source of the data; `MANUAL` if it was entered by hand.
    pub provider: Option<String>,
    /// Account balance after the transaction. The API contract names no unit; cents are assumed.
    pub settled_balance: Option<i64>,
}

/// Bank transactions of a company. An upload does not change earlier uploads.
#[model(request)]
pub struct SharedTransactions {
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Transactions to share.
    pub transactions: Vec<SharedTransaction>,
    /// Start of the period in which the data is complete; the year 1 if omitted, which means no start.
    pub start_date: Option<Timestamp>,
    /// End of the period in which the data is complete.
    pub end_date: Option<Timestamp>,
    /// Id of the batch that this upload belongs to.
    pub batch_id: Option<Uuid>,
}

impl SharedTransactions {
    /// Returns the request as it is sent: each row has a `salt_id`.
    pub(super) fn with_salts(&self) -> Result<Self> {
        let mut ready = self.clone();
        let rows = ready.transactions.iter_mut().map(|row| {
            let content = to_json(&*row);
            Row { salt_id: &mut row.salt_id, content }
        });
        with_salts("transactions", self.identifier.trim(), rows.collect(), true)?;
        Ok(ready)
    }
}
