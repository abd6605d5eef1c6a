//! The requests that make or change a loan.

use defacto_sdk_macros::{model, open_enum};

use super::{LoanAttachment, LoanType, NewLoanDocument};
use crate::api::credit_lines::{Currency, PaymentMethod};
use crate::api::financial_products::InstallmentPlanType;
use crate::model::{Address, CompanyReference, JsonObject, PaymentAccount, Timestamp, TradeParty, Uuid};

/// Whose invoice it is.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InvoiceType {
    /// The vendor's.
    Defacto,
    /// A company's.
    User,
}

/// An invoice that is created together with the loan that finances it. Amounts are in cents.
#[model(request)]
pub struct LoanInvoice {
    /// The PDF in Base64.
    #[sensitive]
    pub document: String,
    /// Its number, as it stands on it.
    pub invoice_number: String,
    /// Who is billed.
    pub buyer: TradeParty,
    /// Who bills.
    pub seller: TradeParty,
    /// The amount with tax, in cents.
    pub total_amount: i64,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it is due.
    pub due_at: Timestamp,
    /// The amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// The tax, in cents.
    pub tax_amount: Option<i64>,
    /// What the buyer still has to pay, in cents; 0 when it is paid.
    pub to_pay_amount: Option<i64>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// Whose invoice it is.
    pub invoice_type: Option<InvoiceType>,
    /// The address on it.
    pub address: Option<Address>,
    /// The account to pay to, as it stands on the invoice. It does not decide where the loan is paid to.
    pub to_account: Option<PaymentAccount>,
    /// Your own data, given back as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}

/// One repayment of a loan.
#[model(request)]
pub struct LoanInstallment {
    /// Its amount, in cents.
    pub amount: i64,
    /// When it is to be paid.
    pub date: Timestamp,
}

/// A loan to be requested. Amounts are in cents; at most 200,000 euros can be lent.
#[model(request)]
pub struct NewLoan {
    /// What is to be lent, in cents: 200,000 euros are 20,000,000.
    pub amount: i64,
    /// The account that is to receive the money.
    pub loan_to: PaymentAccount,
    /// When it is to be paid out.
    pub to_pay_at: Timestamp,
    /// When it is to be repaid.
    pub to_repay_at: Timestamp,
    /// Who borrows; needed unless the key stands for the borrower.
    pub borrower: Option<CompanyReference>,
    /// Which financial product; needed only when the borrower has several.
    pub borrower_financial_product_id: Option<Uuid>,
    /// The currency.
    pub currency: Option<Currency>,
    /// The invoice that it finances, by id; one at most.
    pub invoice_ids: Vec<Uuid>,
    /// The invoice that it finances, when it does not exist yet; one at most.
    pub invoices: Vec<LoanInvoice>,
    /// Documents that support the request; which are needed depends on the product.
    pub documents: Vec<NewLoanDocument>,
    /// What else supports the request; which is needed depends on the product.
    pub attachments: Vec<LoanAttachment>,
    /// Whether an offer is accepted at once, without `validate`.
    pub auto_validate: Option<bool>,
    /// Whether to wait for the decision, at most 30 seconds. Without it the loan comes back undecided.
    pub wait_for_validation: Option<bool>,
    /// How it is repaid over time.
    pub installment_plan_type: Option<InstallmentPlanType>,
    /// The repayments, for `INSTALLMENTS`: they sum to the amount, and the last is on `to_repay_at`.
    pub installments: Vec<LoanInstallment>,
    /// The text of the payout, as the receiver's bank shows it.
    pub loan_to_references: Vec<String>,
    /// The text of the repayment, as the payer's bank shows it.
    pub repayment_from_references: Vec<String>,
    /// Who is told by e-mail.
    #[sensitive]
    pub notification_emails: Vec<String>,
    /// Your own data, given back as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
    /// What it finances; the vendor's text calls it deprecated: use `borrower_financial_product_id`.
    pub loan_type: Option<LoanType>,
    /// The idempotency key: requests with the same salt are one loan. A new object has a random one, so sending the same
    /// object again never makes a second loan; `for_key` derives it from a key of yours. A changed request needs a salt
    /// of its own: a salt that was sent with another request is refused. Without a salt each call makes one.
    #[salt]
    pub salt_id: Option<String>,
}

/// What to change about a loan. What is left out stays; what may change depends on the status: everything
/// until it is accepted, then references and `to_repay_at`, and from `TO_REPAY` on `to_repay_at` alone.
#[model(patch)]
pub struct LoanChanges {
    /// What is lent, in cents.
    pub amount: Option<i64>,
    /// The account that is to receive the money.
    pub loan_to: Option<PaymentAccount>,
    /// The text of the payout, as the receiver's bank shows it.
    pub loan_to_references: Option<Vec<String>>,
    /// When it is to be paid out.
    pub to_pay_at: Option<Timestamp>,
    /// When it is to be repaid; not before `earliest_to_repay_at`.
    pub to_repay_at: Option<Timestamp>,
    /// `DIRECT_DEBIT` or `SCT`.
    pub repayment_method: Option<PaymentMethod>,
    /// The text of the repayment, as the receiver's bank shows it.
    pub repayment_to_references: Option<Vec<String>>,
    /// Who lends, by the vendor's id; untyped in the contract.
    pub lender_id: Option<String>,
    /// Where the contract is by which the loan went to another lender.
    #[sensitive]
    pub transfer_contract_url: Option<String>,
    /// Your own data, given back as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}
