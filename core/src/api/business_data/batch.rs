//! Batches: what is uploaded together.

use defacto_sdk_macros::{model, open_enum};

use crate::model::{BusinessIdentifier, Timestamp, Uuid};

/// Why data is shared.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BatchContext {
    /// A borrower is being created.
    BorrowerCreation,
    /// Data of a known company is brought up to date.
    DataRefresh,
}

/// Where a batch stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BatchStatus {
    /// Cancelled: its data is not used.
    Canceled,
    /// Closed: its data is used.
    Closed,
    /// Being closed.
    ClosingInProgress,
    /// To be closed soon.
    ClosingScheduled,
    /// Open for uploads.
    Created,
}

/// What kind of data is shared.
#[open_enum(snake_case)]
pub enum SharedDataType {
    /// Transactions of bank accounts.
    AccountTransactions,
    /// Balances of bank accounts.
    Accounts,
    /// Invoices.
    Invoices,
}

/// Which transactions of an account a batch will hold.
#[model(request)]
pub struct TransactionPeriod {
    /// The account's id, as its transactions name it.
    #[sensitive]
    pub account: String,
    /// From when.
    pub start_date: Timestamp,
    /// Until when.
    pub end_date: Timestamp,
}

/// How many accounts a batch will hold.
#[model(request)]
pub struct AccountCount {
    /// Their number.
    pub total_count: i64,
}

/// How many invoices a batch will hold.
#[model(request)]
pub struct InvoiceCount {
    /// Their number.
    pub total_count: i64,
}

/// What a batch will hold, so that the API can tell when it is complete.
#[model(request)]
pub struct BatchContent {
    /// The kinds of data.
    pub shared_data_types: Vec<SharedDataType>,
    /// How many accounts.
    pub accounts: Option<AccountCount>,
    /// Which transactions, account by account.
    pub account_transactions: Vec<TransactionPeriod>,
    /// How many invoices.
    pub invoices: Option<InvoiceCount>,
}

/// A batch to be opened.
#[model(request)]
pub struct NewBatch {
    /// The company whose data is shared.
    pub business_identifier: BusinessIdentifier,
    /// What the batch will hold.
    pub content: BatchContent,
    /// Why the data is shared.
    pub context: BatchContext,
    /// Whether an open batch of the same company is cancelled, as it is when this is left out.
    pub auto_cancel_ongoing_batch_for_business: Option<bool>,
}

/// Data of a company that is uploaded together. It is used once the batch is closed, not before.
#[model]
pub struct Batch {
    /// Its id, for the uploads.
    pub id: Uuid,
    /// The company whose data is shared.
    pub business_identifier: BusinessIdentifier,
    /// What it will hold.
    pub content: BatchContent,
    /// Why the data is shared.
    pub context: BatchContext,
    /// Where it stands.
    pub status: BatchStatus,
}
