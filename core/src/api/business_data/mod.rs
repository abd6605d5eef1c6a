//! Sharing what you know of a company: accounts, transactions, invoices.

mod accounts;
mod batch;
mod invoices;
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

/// Sharing what you know of a company: accounts, transactions, invoices.
///
/// Open a batch, upload with its id, close it. What is in a batch that was never closed is not used.
#[operations]
impl BusinessData {
    /// Opens a batch. An open batch of the same company is cancelled unless you say otherwise. Blocks; look before you
    /// repeat it.
    ///
    /// Operation: `POST /business/data/batch-upload`.
    ///
    /// # Errors
    /// `Validation` when the company or the content is not accepted.
    #[operation(POST, "/business/data/batch-upload")]
    pub fn open_batch(&self, body: &NewBatch) -> Result<Batch>;

    /// Closes a batch: its data is used from now on. Blocks; look before you repeat it.
    ///
    /// Operation: `POST /business/data/batch-upload/{batch_id}/close`.
    ///
    /// # Errors
    /// `NotFound` when there is no batch with this id; `Validation` when it cannot be closed.
    #[operation(POST, "/business/data/batch-upload/{batch_id}/close")]
    pub fn close_batch(&self, batch_id: Uuid) -> Result<Batch>;

    /// Shares bank accounts with their balances. Blocks; look before you repeat it.
    ///
    /// Operation: `POST /business/data/accounts`.
    ///
    /// # Errors
    /// `Validation` when the data is not accepted; the API does not say which account.
    #[operation(POST, "/business/data/accounts")]
    pub fn share_accounts(&self, body: &SharedAccounts) -> Result<()>;

    /// Shares bank transactions. Rows with a `salt_id` that is known are not added again. Blocks; look before you
    /// repeat it.
    ///
    /// Operation: `POST /business/data/account-transactions`.
    ///
    /// # Errors
    /// `Validation` when the data is not accepted; the API does not say which transaction.
    #[operation(POST, "/business/data/account-transactions")]
    pub fn share_transactions(&self, body: &SharedTransactions) -> Result<()>;

    /// Shares invoices, for the evaluation of the company. Rows with a `salt_id` that is known are not added again.
    /// Blocks; look before you repeat it.
    ///
    /// Operation: `POST /business/data/invoices`.
    ///
    /// # Errors
    /// `Validation` when the data is not accepted; the API does not say which invoice.
    #[operation(POST, "/business/data/invoices")]
    pub fn share_invoices(&self, body: &SharedInvoices) -> Result<()>;
}
