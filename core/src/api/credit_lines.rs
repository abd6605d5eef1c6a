//! Credit lines: amounts that a borrower can borrow, and rates.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{AccountDetails, Business, Currency, Decimal, Timestamp, Uuid};
use crate::page::{Pages, page_type};

/// Payment method of a repayment.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentMethod {
    /// The vendor debits the borrower's account.
    DirectDebit,
    /// `P2P`; only in answers. The API contract does not say what it stands for.
    #[wire("P2P")]
    P2p,
    /// The borrower transfers the money.
    #[wire("SCT")]
    CreditTransfer,
}

/// Default borrower of a loan on an invoice.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BorrowerStrategy {
    /// The buyer of the invoice.
    Buyer,
    /// The seller of the invoice.
    Seller,
}

/// Distribution channel of a credit line.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Distribution {
    /// Directly from the vendor.
    Direct,
    /// Through a partner.
    Partner,
}

/// Contract type of a loan.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum LoanContractType {
    /// A credit.
    CreditOperation,
    /// A credit secured by trade receivables.
    CreditOperationWithTradeReceivableGuarantee,
    /// An equity loan.
    EquityLoan,
    /// The purchase of a trade receivable.
    TradeReceivable,
}

/// A credit line. Amounts are in cents, rates in percent per day (0.06 means 0.06 %).
#[model]
pub struct CreditLine {
    /// Distribution channel.
    pub distribution: Distribution,
    /// Interest part of the daily rate, in percent per day.
    pub fees_interest_daily_rate: Decimal,
    /// Operating part of the daily rate, in percent per day.
    pub fees_operating_daily_rate: Decimal,
    /// Contract type of the loans.
    pub loan_contract_type: LoanContractType,
    /// Start of validity.
    pub start_date: Timestamp,
    /// Id of the credit line; may be absent. The API contract does not define its type.
    pub id: Option<String>,
    /// Currency of all amounts.
    pub currency: Option<Currency>,
    /// Highest total amount that can be lent, in cents.
    pub pool_amount: Option<i64>,
    /// Amount that can still be lent, in cents.
    pub balance_available: Option<i64>,
    /// Amount reserved for loans in progress, in cents.
    pub balance_pending: Option<i64>,
    /// Amount reserved for loans that await a decision, in cents.
    pub balance_pending_validation: Option<i64>,
    /// Total daily rate, in percent per day.
    pub fees_daily_rate: Option<Decimal>,
    /// VAT on the fees. The API contract names no unit.
    pub vat: Option<Decimal>,
    /// Company that borrows. Its `id` is not the id of the borrower: compare the `identifier` instead.
    pub default_borrower: Option<Business>,
    /// Default borrower of a loan on an invoice.
    pub default_borrower_strategy: Option<BorrowerStrategy>,
    /// Company that guarantees the loans by default.
    pub default_guarantor: Option<Business>,
    /// Default account from which loans are paid out.
    pub default_loan_from: Option<AccountDetails>,
    /// Default account that is debited for repayments.
    pub default_repayment_from: Option<AccountDetails>,
    /// Default repayment method.
    pub default_repayment_method: Option<PaymentMethod>,
    /// Default account that receives repayments.
    pub default_repayment_to: Option<AccountDetails>,
    /// Company that pays the fees.
    pub fees_payer: Option<Business>,
    /// Contract number.
    pub contract_number: Option<String>,
    /// Time when the contract was signed.
    pub signed_at: Option<Timestamp>,
    /// End of validity.
    pub end_date: Option<Timestamp>,
    /// Total amount to repay, in cents; only on your own credit line.
    pub amount_to_repay: Option<i64>,
    /// Fees of the coming month, in cents; only on your own credit line.
    pub coming_up_monthly_fees: Option<i64>,
}

/// Filter for the credit lines to list. An empty filter lists all.
#[model(request)]
pub struct CreditLineFilter {
    /// Only credit lines of these companies, by company number (not by borrower id).
    pub borrower: Vec<String>,
    /// Only credit lines with these ids.
    pub id: Vec<Uuid>,
    /// Number of credit lines per page; 100 if omitted.
    pub page_size: Option<i64>,
}

page_type!(CreditLinePage, CreditLine);

/// Credit lines: amounts that a borrower can borrow, and rates.
#[operations]
impl CreditLines {
    /// Lists credit lines, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// A company has no credit line while the API evaluates it: the list is then empty.
    ///
    /// Operation: `GET /credit_lines`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/credit_lines")]
    pub fn list(&self, filter: &CreditLineFilter) -> Result<Pages<CreditLine>>;

    /// Reads one credit line in its present state, or its state at the time `at`. Blocks; safe to repeat.
    ///
    /// Deprecated by the vendor: use `list`, or the financial products of the borrower.
    ///
    /// Operation: `GET /credit_line/{credit_line_id}`.
    ///
    /// # Errors
    /// `NotFound` if no credit line has this id.
    #[deprecated(note = "use credit_lines.list or financial_products.list")]
    #[operation(GET, "/credit_line/{credit_line_id}")]
    pub fn get(&self, credit_line_id: String, at: Option<Timestamp>) -> Result<CreditLine>;

    /// Reads your own credit line: that of the company that owns the API key. Blocks; safe to repeat.
    ///
    /// Deprecated by the vendor: use `list`, or the financial products of the borrower.
    ///
    /// Operation: `GET /credit_line`.
    ///
    /// # Errors
    /// `NotFound` if there is no credit line.
    #[deprecated(note = "use credit_lines.list or financial_products.list")]
    #[operation(GET, "/credit_line")]
    pub fn get_own(&self) -> Result<CreditLine>;
}
