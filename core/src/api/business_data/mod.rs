//! Sharing what you know of a company: accounts, transactions, invoices.

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

/// Sharing what you know of a company: accounts, transactions, invoices.
///
/// Open a batch, upload with its id, close it. What is in a batch that was never closed is not used.
#[operations]
impl BusinessData {
    /// Opens a batch. An open batch of the same company is cancelled unless you say otherwise. Blocks.
    ///
    /// A repetition opens a second batch, and cancels the first one unless you say otherwise. No operation
    /// reads a batch: after an unknown outcome open another one, and upload to that.
    ///
    /// Operation: `POST /business/data/batch-upload`.
    ///
    /// # Errors
    /// `Validation` when the company or the content is not accepted.
    #[operation(POST, "/business/data/batch-upload")]
    pub fn open_batch(&self, body: &NewBatch) -> Result<Batch>;

    /// Closes a batch: its data is used from now on. Blocks.
    ///
    /// The contract does not say what a repetition answers, and no operation reads a batch: after an unknown
    /// outcome close it again.
    ///
    /// Operation: `POST /business/data/batch-upload/{batch_id}/close`.
    ///
    /// # Errors
    /// `NotFound` when there is no batch with this id; `Validation` when it cannot be closed.
    #[operation(POST, "/business/data/batch-upload/{batch_id}/close")]
    pub fn close_batch(&self, batch_id: Uuid) -> Result<Batch>;

    /// Shares bank accounts with their balances. Blocks.
    ///
    /// The contract calls `id` the unique id of the account, and does not say what a repetition does. No
    /// operation reads what was shared: within a batch open another one, which cancels the first, and upload
    /// again.
    ///
    /// Operation: `POST /business/data/accounts`.
    ///
    /// # Errors
    /// `Validation` when the data is not accepted; the API does not say which account.
    #[operation(POST, "/business/data/accounts")]
    pub fn share_accounts(&self, body: &SharedAccounts) -> Result<()>;

    /// Shares bank transactions. A row is known by its `salt_id`, which is derived from what the row says when it has
    /// none: an upload that is repeated names the same rows. The contract calls the salt the unique id of the row, and
    /// does not say what is answered to one that is known. Blocks; send the same rows again when the outcome is unknown.
    ///
    /// Operation: `POST /business/data/account-transactions`.
    ///
    /// # Errors
    /// `Validation` when a salt is blank, or when the data is not accepted; the API does not say which transaction.
    #[operation(POST, "/business/data/account-transactions")]
    pub async fn share_transactions(&self, body: &SharedTransactions) -> Result<()> {
        const SHARE: &Operation = operation(BusinessData::OPERATIONS, "share_transactions");
        Call::new(SHARE).json(&body.with_salts()?).send_for_nothing(&self.transport).await
    }

    /// Shares invoices, for the evaluation of the company. A row is known by its `salt_id`, which is derived from what the
    /// row says when it has none: an upload that is repeated names the same rows. The contract calls the salt the unique
    /// id of the row, and does not say what is answered to one that is known. Blocks; send the same rows again when the
    /// outcome is unknown.
    ///
    /// Operation: `POST /business/data/invoices`.
    ///
    /// # Errors
    /// `Validation` when a salt is blank, or when the data is not accepted; the API does not say which invoice.
    #[operation(POST, "/business/data/invoices")]
    pub async fn share_invoices(&self, body: &SharedInvoices) -> Result<()> {
        const SHARE: &Operation = operation(BusinessData::OPERATIONS, "share_invoices");
        Call::new(SHARE).json(&body.with_salts()?).send_for_nothing(&self.transport).await
    }
}
