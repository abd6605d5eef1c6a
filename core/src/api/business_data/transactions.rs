//! Bank transactions that are shared.

use defacto_sdk_macros::{model, open_enum};

use super::rows::{Row, with_salts};
use crate::error::Result;
use crate::model::{IdentifierType, Timestamp, Uuid};
use crate::wire::to_json;

/// Which way money moved.
#[open_enum(snake_case)]
pub enum TransactionSide {
    /// Into the account.
    Credit,
    /// Out of the account.
    Debit,
}

/// Where a transaction stands.
#[open_enum(snake_case)]
pub enum TransactionStatus {
    /// Done.
    Completed,
    /// Declined.
    Declined,
    /// Deleted.
    Deleted,
    /// Under way.
    Pending,
}

/// How a transaction came about.
#[open_enum(snake_case)]
pub enum TransactionType {
    /// Interest for the account.
    AccountRemuneration,
    /// Paid by card.
    Card,
    /// What a card processor paid out.
    CardAcquirerPayout,
    /// By cheque.
    Cheque,
    /// Debited by somebody else.
    DirectDebit,
    /// Debited from somebody else.
    DirectDebitCollection,
    /// Held back for a debit.
    DirectDebitHold,
    /// An instalment of a loan.
    FinancingInstallment,
    /// Money that came in.
    Income,
    /// A French tax payment without a mandate.
    NrcPayment,
    /// Anything else.
    Other,
    /// Paid later.
    PayLater,
    /// A fee of Qonto.
    QontoFee,
    /// Called back.
    Recall,
    /// Money that came in by SWIFT.
    SwiftIncome,
    /// A transfer.
    Transfer,
}

/// One transaction of a bank account.
#[model(request)]
pub struct SharedTransaction {
    /// The amount; in cents as far as is known, the contract names no unit.
    pub amount: i64,
    /// When it happened.
    pub at: Timestamp,
    /// The account's id, as `SharedAccount` has it.
    #[sensitive]
    pub account: Option<String>,
    /// An id of your choice that no other transaction has, its id at the bank for instance: the same one twice is one
    /// transaction. Without one it is derived from the company and from all that the row says, when it is sent. Rows of
    /// one upload that say the same then count as several, and the same rows of another upload as the same.
    pub salt_id: Option<String>,
    /// Which way the money moved.
    pub side: Option<TransactionSide>,
    /// Where it stands.
    pub status: Option<TransactionStatus>,
    /// How it came about.
    pub operation_type: Option<TransactionType>,
    /// Its currency, ISO 4217: `EUR`. Historic codes occur.
    pub currency: Option<String>,
    /// What it is for: salaries, for instance.
    pub category: Option<String>,
    /// Who is at the other end.
    #[sensitive]
    pub counterparty_name: Option<String>,
    /// The bank's reference.
    #[sensitive]
    pub reference: Option<String>,
    /// Where the data comes from; `MANUAL` when it was entered by hand.
    pub provider: Option<String>,
    /// The account's balance after it; in cents as far as is known, the contract names no unit.
    pub settled_balance: Option<i64>,
}

/// Bank transactions of a company. What was uploaded before is not changed.
#[model(request)]
pub struct SharedTransactions {
    /// The number that names the company.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
    /// The transactions.
    pub transactions: Vec<SharedTransaction>,
    /// From when the data is complete.
    pub start_date: Option<Timestamp>,
    /// Until when the data is complete.
    pub end_date: Option<Timestamp>,
    /// The batch that this belongs to.
    pub batch_id: Option<Uuid>,
}

impl SharedTransactions {
    /// The request as it is sent: every row with a salt.
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
