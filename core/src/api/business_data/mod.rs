//! Sharing data of a company: accounts, transactions, invoices.

mod accounts;
mod batch;
mod invoices;
mod rows;
mod transactions;

use defacto_sdk_macros::operations;

pub use accounts::{SharedAccount, SharedAccounts};
pub use batch::{
    AccountCount, Batch, BatchContent, BatchContext, BatchStatus, InvoiceCount, NewBatch, SharedDataType,
    TransactionPeriod,
};
#[cfg(feature = "python")]
pub use batch::{PyBatchContext, PyBatchStatus, PySharedDataType};
pub use invoices::{InvoiceDirection, InvoicePaymentMethod, SharedInvoice, SharedInvoices};
#[cfg(feature = "python")]
pub use invoices::{PyInvoiceDirection, PyInvoicePaymentMethod};
#[cfg(feature = "python")]
pub use transactions::{PyTransactionSide, PyTransactionStatus, PyTransactionType};
pub use transactions::{
    SharedTransaction, SharedTransactions, TransactionSide, TransactionStatus, TransactionType,
};

use crate::error::Result;
use crate::model::Uuid;
use crate::transport::Call;
use crate::wire::{Operation, operation};

/// Sharing data of a company: accounts, transactions, invoices.
///
/// Open a batch, upload data with its id, then close it. The API does not use data of an open batch.
#[operations]
impl BusinessData {
    /// Opens a batch. Cancels an open batch of the same company, unless
    /// `auto_cancel_ongoing_batch_for_business` is false. Blocks.
    ///
    /// A repeated call opens a second batch and cancels the first one under the same condition. No operation
    /// reads a batch. After an unknown outcome, open another batch and upload to it.
    ///
    /// Operation: `POST /business/data/batch-upload`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the company or the content.
    #[operation(POST, "/business/data/batch-upload")]
    pub fn open_batch(&self, body: &NewBatch) -> Result<Batch>;

    /// Closes a batch: from then on, the API uses its data. Blocks.
    ///
    /// The API contract does not define the answer to a repeated call, and no operation reads a batch. After
    /// an unknown outcome, close the batch again.
    ///
    /// Operation: `POST /business/data/batch-upload/{batch_id}/close`.
    ///
    /// # Errors
    /// `NotFound` if no batch has this id; `Validation` if it cannot be closed.
    #[operation(POST, "/business/data/batch-upload/{batch_id}/close")]
    pub fn close_batch(&self, batch_id: Uuid) -> Result<Batch>;

    /// Shares bank accounts with their balances. Blocks.
    ///
    /// The API contract calls `id` the unique id of the account, and does not define what a repeated call
    /// does. No operation reads shared data. After an unknown outcome within a batch, open another batch,
    /// which cancels the first one, and upload again.
    ///
    /// Operation: `POST /business/data/accounts`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the data; the API does not say which account.
    #[operation(POST, "/business/data/accounts")]
    pub fn share_accounts(&self, body: &SharedAccounts) -> Result<()>;

    /// Shares bank transactions. Blocks. Each row is identified by its `salt_id`. If omitted, it is derived
    /// from the content of the row, so a repeated upload has the same keys. The API contract calls it the
    /// unique id of the row, but does not define the answer to a duplicate. After an unknown outcome, send
    /// the same rows again.
    ///
    /// Operation: `POST /business/data/account-transactions`.
    ///
    /// # Errors
    /// `Validation` if a `salt_id` is blank (nothing is sent then), or if the API rejects the data; the API
    /// does not say which transaction.
    #[operation(POST, "/business/data/account-transactions")]
    pub async fn share_transactions(&self, body: &SharedTransactions) -> Result<()> {
        const SHARE: &Operation = operation(BusinessData::OPERATIONS, "share_transactions");
        Call::new(SHARE).json(&body.with_salts()?).send_for_nothing(&self.transport).await
    }

    /// Shares invoices for the evaluation of the company. Blocks. Each row is identified by its `salt_id`. If
    /// omitted, it is derived from the content of the row, so a repeated upload has the same keys. The API
    /// contract calls it the unique id of the row, but does not define the answer to a duplicate. After an
    /// unknown outcome, send the same rows again.
    ///
    /// Operation: `POST /business/data/invoices`.
    ///
    /// # Errors
    /// `Validation` if a `salt_id` is blank (nothing is sent then), or if the API rejects the data; the API
    /// does not say which invoice.
    #[operation(POST, "/business/data/invoices")]
    pub async fn share_invoices(&self, body: &SharedInvoices) -> Result<()> {
        const SHARE: &Operation = operation(BusinessData::OPERATIONS, "share_invoices");
        Call::new(SHARE).json(&body.with_salts()?).send_for_nothing(&self.transport).await
    }
}
