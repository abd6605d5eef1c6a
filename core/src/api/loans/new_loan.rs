//! Requests that create or change a loan.

use defacto_sdk_macros::{model, open_enum};

use super::documents::{LoanAttachment, NewLoanDocument};
use super::loan::LoanType;
use crate::api::credit_lines::PaymentMethod;
use crate::api::financial_products::InstallmentPlanType;
use crate::model::{
    Address, CompanyReference, Currency, JsonObject, PaymentAccount, Timestamp, TradeParty, Uuid,
};

/// Issuer of an invoice.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InvoiceType {
    /// The vendor.
    Defacto,
    /// A company.
    User,
}

/// An invoice that is created together with the loan that finances it. Amounts are in cents.
#[model(request)]
pub struct LoanInvoice {
    /// PDF content in Base64.
    #[sensitive]
    pub document: String,
    /// Invoice number, as printed on the invoice.
    pub invoice_number: String,
    /// Buyer: the company that is billed.
    pub buyer: TradeParty,
    /// Seller: the company that issues the invoice.
    pub seller: TradeParty,
    /// Amount including tax, in cents.
    pub total_amount: i64,
    /// Issue date.
    pub issued_at: Timestamp,
    /// Due date.
    pub due_at: Timestamp,
    /// Amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// Tax amount, in cents.
    pub tax_amount: Option<i64>,
    /// Amount that the buyer still owes, in cents; 0 if the invoice is paid.
    pub to_pay_amount: Option<i64>,
    /// Currency of the invoice; `EUR` if omitted.
    pub currency: Option<Currency>,
    /// Issuer of the invoice, the vendor or a company; `USER` if omitted.
    pub invoice_type: Option<InvoiceType>,
    /// Address printed on the invoice.
    pub address: Option<Address>,
    /// Account to pay, as printed on the invoice. It does not set the payout account of the loan.
    pub to_account: Option<PaymentAccount>,
    /// Your own data. The API returns it unchanged.
    #[sensitive]
    pub metadata: JsonObject,
}

/// An instalment of a loan: one repayment.
#[model(request)]
pub struct LoanInstallment {
    /// Amount, in cents.
    pub amount: i64,
    /// Planned payment date.
    pub date: Timestamp,
}

/// Request for a loan. Amounts are in cents; the highest amount is 200,000 euros.
#[model(request)]
pub struct NewLoan {
    /// Amount to lend, in cents. The maximum is 20,000,000 (200,000 euros).
    pub amount: i64,
    /// Account that receives the payout.
    pub loan_to: PaymentAccount,
    /// Planned payout date.
    pub to_pay_at: Timestamp,
    /// Planned repayment date.
    pub to_repay_at: Timestamp,
    /// Company that borrows. Required unless the API key belongs to the borrower.
    pub borrower: Option<CompanyReference>,
    /// Id of the borrower's financial product. Required only if the borrower has several.
    pub borrower_financial_product_id: Option<Uuid>,
    /// Currency of the loan; `EUR` if omitted.
    pub currency: Option<Currency>,
    /// Id of the invoice to finance, at most one.
    pub invoice_ids: Vec<Uuid>,
    /// New invoice to finance, created with the loan; at most one.
    pub invoices: Vec<LoanInvoice>,
    /// Supporting documents. The product determines which ones are required.
    pub documents: Vec<NewLoanDocument>,
    /// Other supporting attachments. The product determines which ones are required.
    pub attachments: Vec<LoanAttachment>,
    /// Whether an offer is accepted at once, without `validate`; false if omitted.
    pub auto_validate: Option<bool>,
    /// Whether the API waits for the decision; false if omitted. A decision that takes longer than 20 seconds
    /// is not waited for, and may take up to 2 business days: the loan is `PENDING_VALIDATION` until then.
    pub wait_for_validation: Option<bool>,
    /// Type of repayment schedule; `IN_FINE` if omitted.
    pub installment_plan_type: Option<InstallmentPlanType>,
    /// Repayments, for `INSTALLMENTS` only. They sum to `amount`, and the last one is on `to_repay_at`.
    pub installments: Vec<LoanInstallment>,
    /// Payout reference, as the receiver's bank shows it.
    pub loan_to_references: Vec<String>,
    /// Repayment reference, as the payer's bank shows it.
    pub repayment_from_references: Vec<String>,
    /// E-mail addresses that receive notifications.
    #[sensitive]
    pub notification_emails: Vec<String>,
    /// Your own data. The API returns it unchanged.
    #[sensitive]
    pub metadata: JsonObject,
    /// Purpose of the loan; `INVOICE_BASED_FINANCING` if omitted. The vendor's text calls the field
    /// deprecated: use `borrower_financial_product_id`.
    pub loan_type: Option<LoanType>,
    /// Idempotency key: requests with the same `salt_id` are one loan. A new object gets a random one, so
    /// sending the same object again never creates a second loan. `for_key` derives it from a key of yours. A
    /// changed request needs its own `salt_id`: the client refuses one that was sent with a different
    /// request. If it is absent, each call generates one.
    #[salt]
    pub salt_id: Option<String>,
}

/// Changes of a loan. Omitted fields stay unchanged. The loan's status determines what can change: all fields
/// in `SUBMITTED` and `TO_VALIDATE`, the references and `to_repay_at` in `VALIDATED` and `SCHEDULED`,
/// `to_repay_at` alone in `TO_REPAY`, and nothing in any other status.
#[model(patch)]
pub struct LoanChanges {
    /// Amount to lend, in cents.
    pub amount: Option<i64>,
    /// Account that receives the payout.
    pub loan_to: Option<PaymentAccount>,
    /// Payout reference, as the receiver's bank shows it.
    pub loan_to_references: Option<Vec<String>>,
    /// Planned payout date.
    pub to_pay_at: Option<Timestamp>,
    /// Planned repayment date. In `TO_REPAY`, it cannot be before `earliest_to_repay_at`.
    pub to_repay_at: Option<Timestamp>,
    /// Repayment method: `DIRECT_DEBIT` or `SCT` (transfer).
    pub repayment_method: Option<PaymentMethod>,
    /// Repayment reference, as the receiver's bank shows it.
    pub repayment_to_references: Option<Vec<String>>,
    /// Vendor's id of the lender. The API contract does not define its type.
    pub lender_id: Option<String>,
    /// Link to the contract that transfers the loan to another lender.
    #[sensitive]
    pub transfer_contract_url: Option<String>,
    /// Your own data. The API returns it unchanged.
    #[sensitive]
    pub metadata: JsonObject,
}
