//! A loan in answers of the API.

use std::collections::HashMap;

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::{
    AccountDetails, Business, BusinessIdentifier, Currency, EntityType, JsonObject, Timestamp, Uuid,
};

/// Status of a loan. A loan may skip statuses between two reads.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum LoanStatus {
    /// Cancelled before it was paid out.
    Canceled,
    /// Repaid in full.
    Closed,
    /// Declined; `denial_reason` gives the reason.
    Declined,
    /// Deleted.
    Deleted,
    /// The payout was ordered.
    Initiated,
    /// A problem with a payment occurred.
    IssueDetected,
    /// A decision is pending.
    PendingValidation,
    /// The payout is scheduled.
    Scheduled,
    /// Requested.
    Submitted,
    /// Paid out, not repaid yet.
    ToRepay,
    /// The principal is repaid, but fees are still open.
    ToRepayFees,
    /// Offered: the loan needs your `validate`.
    ToValidate,
    /// Accepted by you.
    Validated,
}

/// Purpose of a loan: what it finances.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum LoanType {
    /// Credit card expenses.
    CreditCardFinancing,
    /// Consolidation of debts.
    FundingObligationConsolidation,
    /// Stock.
    InventoryFinancing,
    /// Invoices.
    InvoiceBasedFinancing,
    /// A wallet.
    WalletFinancing,
}

/// Type of a loan document.
#[open_enum(snake_case)]
pub enum LoanDocumentType {
    /// Credit card expenses.
    CreditCardExpenses,
    /// An invoice.
    Invoice,
    /// A pro-forma invoice.
    ProForma,
    /// The act that awards a public contract.
    PublicProcurementOwnershipAct,
    /// The single copy of a public contract.
    PublicProcurementSingleCopy,
    /// A sale agreement.
    SalePurchaseAgreement,
    /// A time sheet.
    TimeSheet,
}

/// A deposit that secures a loan.
#[model]
pub struct LoanDeposit {
    /// Amount to deposit, in cents.
    pub amount: i64,
    /// Amount deposited, in cents.
    pub paid_amount: i64,
    /// Id of the deposit.
    pub deposit_id: Option<Uuid>,
}

/// A document of a loan.
#[model]
pub struct LoanDocument {
    /// Type of the document.
    pub document_type: LoanDocumentType,
    /// Link to the document. It expires soon: never store it.
    #[sensitive]
    pub document_url: String,
    /// File name with extension.
    #[sensitive]
    pub document_name: Option<String>,
    /// Company that the document is about.
    pub about_business: Option<BusinessIdentifier>,
    /// Time when the document was uploaded.
    pub uploaded_at: Option<Timestamp>,
    /// Data given with the document.
    #[sensitive]
    pub user_input: JsonObject,
}

/// A loan. Amounts are in cents. In lists, `documents` is empty.
#[model]
pub struct Loan {
    /// Id of the loan.
    pub id: Uuid,
    /// Status of the loan.
    pub status: LoanStatus,
    /// Amount lent, in cents.
    pub amount: i64,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Purpose of the loan: what it finances.
    pub loan_type: LoanType,
    /// Company that borrows. Its `id` is not the id of the borrower: compare the `identifier` instead.
    pub borrower: Business,
    /// Company that receives the payout.
    pub beneficiary: Business,
    /// Time when the loan was requested.
    pub submitted_at: Timestamp,
    /// Planned payout date.
    pub to_pay_at: Timestamp,
    /// Planned repayment date.
    pub to_repay_at: Timestamp,
    /// Earliest date to which `to_repay_at` can be moved.
    pub earliest_to_repay_at: Timestamp,
    /// Repayment method.
    pub repayment_method: PaymentMethod,
    /// Account from which the loan is paid out.
    pub loan_from: AccountDetails,
    /// Payout reference, as the payer's bank shows it.
    #[required]
    pub loan_from_references: Vec<String>,
    /// Account that receives the payout.
    pub loan_to: AccountDetails,
    /// Payout reference, as the receiver's bank shows it.
    #[required]
    pub loan_to_references: Vec<String>,
    /// Repayment reference, as the payer's bank shows it.
    #[required]
    pub repayment_from_references: Vec<String>,
    /// Account that receives repayments.
    pub repayment_to: AccountDetails,
    /// Repayment reference, as the receiver's bank shows it.
    #[required]
    pub repayment_to_references: Vec<String>,
    /// Total amount repaid, principal and fees, in cents.
    pub repaid_amount: i64,
    /// Principal repaid, in cents.
    pub repaid_nominal_amount: i64,
    /// Interest paid, in cents.
    pub paid_interests_amount: i64,
    /// Ids of the invoices that the loan finances.
    #[required]
    pub invoice_ids: Vec<Uuid>,
    /// Deposits that secure the loan. The API contract does not define the keys of the map.
    #[required]
    pub deposits: HashMap<String, LoanDeposit>,
    /// Documents of the loan; empty in lists.
    pub documents: Vec<LoanDocument>,
    /// Reason for the decline: a denial code of the vendor. The list of codes changes.
    pub denial_reason: Option<String>,
    /// Id of the borrower's financial product.
    pub borrower_financial_product_id: Option<Uuid>,
    /// Fees if the loan is repaid as planned, in cents.
    pub fees_estimated: Option<i64>,
    /// Fees if the loan is repaid today, in cents.
    pub fees_ongoing: Option<i64>,
    /// Company that guarantees the loan.
    pub guarantor: Option<Business>,
    /// Account from which the loan is repaid.
    pub repayment_from: Option<AccountDetails>,
    /// Time of the payout.
    pub paid_at: Option<Timestamp>,
    /// Time when the principal was repaid.
    pub repaid_nominal_at: Option<Timestamp>,
    /// Time when the loan was fully repaid.
    pub closed_at: Option<Timestamp>,
    /// Repayment date of the contract.
    pub contractual_repayment_date: Option<Timestamp>,
    /// Link to the contract. It expires soon: never store it.
    #[sensitive]
    pub contract_url: Option<String>,
    /// Link to the contract that transfers the loan to another lender. It expires soon: never store it.
    #[sensitive]
    pub transfer_contract_url: Option<String>,
    /// E-mail addresses that receive notifications.
    #[sensitive]
    pub notification_emails: Vec<String>,
    /// Your own data, as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}

/// A status change of a loan.
#[model]
pub struct LoanEvent {
    /// Type of the object: a loan.
    pub entity_type: EntityType,
    /// New status of the loan.
    pub status: LoanStatus,
    /// Name of the transition.
    pub transition_name: Option<String>,
    /// Time of the change.
    pub timestamp: Option<Timestamp>,
    /// Vendor's data about the change.
    #[sensitive]
    pub payload: JsonObject,
}
