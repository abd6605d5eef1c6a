//! A loan as the API shows it.

use std::collections::HashMap;

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::{Currency, PaymentMethod};
use crate::model::{AccountDetails, Business, BusinessIdentifier, EntityType, JsonObject, Timestamp, Uuid};

/// Where a loan stands. States may be skipped between two looks.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum LoanStatus {
    /// Cancelled before it was paid out.
    Canceled,
    /// Repaid in full.
    Closed,
    /// Declined; `denial_reason` says why.
    Declined,
    /// Deleted.
    Deleted,
    /// The payout was ordered.
    Initiated,
    /// A payment went wrong.
    IssueDetected,
    /// Being decided on.
    PendingValidation,
    /// The payout is planned.
    Scheduled,
    /// Requested.
    Submitted,
    /// Paid out, and to be repaid.
    ToRepay,
    /// The principal is repaid, fees are still open.
    ToRepayFees,
    /// Offered: it waits for `validate`.
    ToValidate,
    /// Accepted by you.
    Validated,
}

/// What a loan finances.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum LoanType {
    /// Credit card expenses.
    CreditCardFinancing,
    /// Debts that are put together.
    FundingObligationConsolidation,
    /// Stock.
    InventoryFinancing,
    /// Invoices.
    InvoiceBasedFinancing,
    /// A wallet.
    WalletFinancing,
}

/// What a document of a loan is.
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
    /// An agreement about a sale.
    SalePurchaseAgreement,
    /// A time sheet.
    TimeSheet,
}

/// A deposit that secures a loan.
#[model]
pub struct LoanDeposit {
    /// What is to be deposited, in cents.
    pub amount: i64,
    /// What is deposited, in cents.
    pub paid_amount: i64,
    /// Its id.
    pub deposit_id: Option<Uuid>,
}

/// A document of a loan.
#[model]
pub struct LoanDocument {
    /// What it is.
    pub document_type: LoanDocumentType,
    /// A link to it that holds for a short time: never store it.
    #[sensitive]
    pub document_url: String,
    /// The file's name with its extension.
    #[sensitive]
    pub document_name: Option<String>,
    /// The company that it is about.
    pub about_business: Option<BusinessIdentifier>,
    /// When it was handed in.
    pub uploaded_at: Option<Timestamp>,
    /// What was said about it.
    #[sensitive]
    pub user_input: JsonObject,
}

/// A loan. Amounts are in cents. In lists `documents` is empty.
#[model]
pub struct Loan {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub status: LoanStatus,
    /// What is lent, in cents.
    pub amount: i64,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// What it finances.
    pub loan_type: LoanType,
    /// Who borrows. Its `id` is not the id of the borrower: match the `identifier`.
    pub borrower: Business,
    /// Who receives the money.
    pub beneficiary: Business,
    /// When it was requested.
    pub submitted_at: Timestamp,
    /// When it is to be paid out.
    pub to_pay_at: Timestamp,
    /// When it is to be repaid.
    pub to_repay_at: Timestamp,
    /// The earliest day to which `to_repay_at` can be moved.
    pub earliest_to_repay_at: Timestamp,
    /// How it is repaid.
    pub repayment_method: PaymentMethod,
    /// The account that it is paid out from.
    pub loan_from: AccountDetails,
    /// The text of the payout, as the payer's bank shows it.
    #[required]
    pub loan_from_references: Vec<String>,
    /// The account that it is paid out to.
    pub loan_to: AccountDetails,
    /// The text of the payout, as the receiver's bank shows it.
    #[required]
    pub loan_to_references: Vec<String>,
    /// The text of the repayment, as the payer's bank shows it.
    #[required]
    pub repayment_from_references: Vec<String>,
    /// The account that repayments go to.
    pub repayment_to: AccountDetails,
    /// The text of the repayment, as the receiver's bank shows it.
    #[required]
    pub repayment_to_references: Vec<String>,
    /// What is repaid in all, principal and fees, in cents.
    pub repaid_amount: i64,
    /// What is repaid of the principal, in cents.
    pub repaid_nominal_amount: i64,
    /// What is paid of the interest, in cents.
    pub paid_interests_amount: i64,
    /// The invoices that it finances.
    #[required]
    pub invoice_ids: Vec<Uuid>,
    /// The deposits that secure it; what their names are is not in the contract.
    #[required]
    pub deposits: HashMap<String, LoanDeposit>,
    /// Its documents; not in lists.
    pub documents: Vec<LoanDocument>,
    /// Why it was declined: one of the vendor's denial codes, whose list changes.
    pub denial_reason: Option<String>,
    /// The borrower's financial product that it belongs to.
    pub borrower_financial_product_id: Option<Uuid>,
    /// The fees when it is repaid as planned, in cents.
    pub fees_estimated: Option<i64>,
    /// The fees if it were repaid today, in cents.
    pub fees_ongoing: Option<i64>,
    /// Who answers for it.
    pub guarantor: Option<Business>,
    /// The account that repays it.
    pub repayment_from: Option<AccountDetails>,
    /// When it was paid out.
    pub paid_at: Option<Timestamp>,
    /// When the principal was repaid.
    pub repaid_nominal_at: Option<Timestamp>,
    /// When it was repaid in full.
    pub closed_at: Option<Timestamp>,
    /// When it was to be repaid by its contract.
    pub contractual_repayment_date: Option<Timestamp>,
    /// A link to the contract that holds for a short time: never store it.
    #[sensitive]
    pub contract_url: Option<String>,
    /// A link to the contract by which it went to another lender; it holds for a short time.
    #[sensitive]
    pub transfer_contract_url: Option<String>,
    /// Who is told by e-mail.
    #[sensitive]
    pub notification_emails: Vec<String>,
    /// Your own data, as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}

/// A step of a loan from one status to another.
#[model]
pub struct LoanEvent {
    /// What kind of object it is about: a loan.
    pub entity_type: EntityType,
    /// The status that the loan reached.
    pub status: LoanStatus,
    /// The name of the step.
    pub transition_name: Option<String>,
    /// When it was.
    pub timestamp: Option<Timestamp>,
    /// What the vendor noted about it.
    #[sensitive]
    pub payload: JsonObject,
}
