//! Batches: data that is uploaded together.

use defacto_sdk_macros::{model, open_enum};

use crate::model::{BusinessIdentifier, Timestamp, Uuid};

/// Reason for sharing data.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BatchContext {
    /// A borrower is being created.
    BorrowerCreation,
    /// Data of a known company is refreshed.
    DataRefresh,
}

/// Status of a batch.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BatchStatus {
    /// Cancelled: its data is not used.
    Canceled,
    /// Closed: its data is used.
    Closed,
    /// The batch is being closed.
    ClosingInProgress,
    /// The batch will be closed soon.
    ClosingScheduled,
    /// Open for uploads.
    Created,
}

/// Type of shared data.
#[open_enum(snake_case)]
pub enum SharedDataType {
    /// Transactions of bank accounts.
    AccountTransactions,
    /// Balances of bank accounts.
    Accounts,
    /// Invoices.
    Invoices,
}

/// The period of an account's transactions that a batch will contain.
#[model(request)]
pub struct TransactionPeriod {
    /// Account id, as used in the transactions.
    #[sensitive]
    pub account: String,
    /// Start of the period.
    pub start_date: Timestamp,
    /// End of the period.
    pub end_date: Timestamp,
}

/// The number of accounts that a batch will contain.
#[model(request)]
pub struct AccountCount {
    /// Number of accounts.
    pub total_count: i64,
}

/// The number of invoices that a batch will contain.
#[model(request)]
pub struct InvoiceCount {
    /// Number of invoices.
    pub total_count: i64,
}

/// The content that a batch will have. With it, the API detects when the batch is complete.
#[model(request)]
pub struct BatchContent {
    /// Types of data.
    pub shared_data_types: Vec<SharedDataType>,
    /// Number of accounts.
    pub accounts: Option<AccountCount>,
    /// Period of the transactions, one entry per account.
    pub account_transactions: Vec<TransactionPeriod>,
    /// Number of invoices.
    pub invoices: Option<InvoiceCount>,
}

/// Request to open a batch.
#[model(request)]
pub struct NewBatch {
    /// Company whose data is shared.
    pub business_identifier: BusinessIdentifier,
    /// Content that the batch will have.
    pub content: BatchContent,
    /// Reason for sharing the data.
    pub context: BatchContext,
    /// Whether to cancel an open batch of the same company; true if omitted.
    pub auto_cancel_ongoing_batch_for_business: Option<bool>,
}

/// Data of a company that is uploaded together. The API uses it only after the batch is closed.
#[model]
pub struct Batch {
    /// Id of the batch. Uploads refer to it.
    pub id: Uuid,
    /// Company whose data is shared.
    pub business_identifier: BusinessIdentifier,
    /// Content that the batch will have.
    pub content: BatchContent,
    /// Reason for sharing the data.
    pub context: BatchContext,
    /// Status of the batch.
    pub status: BatchStatus,
}
