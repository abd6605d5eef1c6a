//! Credit lines: how much a borrower may be lent, and at what rates.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{AccountDetails, Business, Decimal, Timestamp, Uuid};
use crate::page::{Pages, page_type};

/// A currency.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Currency {
    /// Euro.
    #[wire("EUR")]
    Eur,
    /// Pound sterling.
    #[wire("GBP")]
    Gbp,
}

/// How money is paid back.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentMethod {
    /// The vendor debits the borrower's account.
    DirectDebit,
    /// A payment between people; in answers only.
    #[wire("P2P")]
    PersonToPerson,
    /// The borrower transfers the money.
    #[wire("SCT")]
    CreditTransfer,
}

/// Who a loan's borrower is when nothing else is said.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BorrowerStrategy {
    /// The buyer of the invoice.
    Buyer,
    /// The seller of the invoice.
    Seller,
}

/// How the line reaches the borrower.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Distribution {
    /// From the vendor directly.
    Direct,
    /// Through a partner.
    Partner,
}

/// What kind of contract a loan is.
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
    /// How the line reaches the borrower.
    pub distribution: Distribution,
    /// The part of the daily rate that is interest, in percent per day.
    pub fees_interest_daily_rate: Decimal,
    /// The part of the daily rate that pays for operations, in percent per day.
    pub fees_operating_daily_rate: Decimal,
    /// What kind of contract its loans are.
    pub loan_contract_type: LoanContractType,
    /// From when it holds.
    pub start_date: Timestamp,
    /// Its id; untyped in the contract and perhaps missing.
    pub id: Option<String>,
    /// The currency of all its amounts.
    pub currency: Option<Currency>,
    /// The most that can be lent in all, in cents.
    pub pool_amount: Option<i64>,
    /// What can still be lent, in cents.
    pub balance_available: Option<i64>,
    /// What is reserved for loans under way, in cents.
    pub balance_pending: Option<i64>,
    /// What is reserved for loans that are being decided on, in cents.
    pub balance_pending_validation: Option<i64>,
    /// The whole daily rate, in percent per day.
    pub fees_daily_rate: Option<Decimal>,
    /// VAT on the fees; the contract names no unit.
    pub vat: Option<Decimal>,
    /// The company that borrows. Its `id` is not the id of the borrower: match the `identifier`.
    pub default_borrower: Option<Business>,
    /// Who borrows when nothing else is said.
    pub default_borrower_strategy: Option<BorrowerStrategy>,
    /// The company that answers for it.
    pub default_guarantor: Option<Business>,
    /// The account that loans are paid from.
    pub default_loan_from: Option<AccountDetails>,
    /// The account that is debited for repayment.
    pub default_repayment_from: Option<AccountDetails>,
    /// How loans are repaid.
    pub default_repayment_method: Option<PaymentMethod>,
    /// The account that repayments go to.
    pub default_repayment_to: Option<AccountDetails>,
    /// The company that pays the fees.
    pub fees_payer: Option<Business>,
    /// The contract's number.
    pub contract_number: Option<String>,
    /// When the contract was signed.
    pub signed_at: Option<Timestamp>,
    /// Until when it holds.
    pub end_date: Option<Timestamp>,
    /// What is to be repaid in all, in cents; on your own line only.
    pub amount_to_repay: Option<i64>,
    /// The fees of the coming month, in cents; on your own line only.
    pub coming_up_monthly_fees: Option<i64>,
}

/// Which credit lines to list; nothing set lists all.
#[model(request)]
pub struct CreditLineFilter {
    /// Only those of these companies, by company number (not by the borrower's id).
    pub borrower: Vec<String>,
    /// Only these, by id.
    pub id: Vec<Uuid>,
    /// How many lines a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

page_type!(CreditLinePage, CreditLine);

/// Credit lines: how much a borrower may still be lent, and at what rates.
#[operations]
impl CreditLines {
    /// Lists credit lines, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// While a company is evaluated it has no line: the list is empty then.
    ///
    /// Operation: `GET /credit_lines`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/credit_lines")]
    pub fn list(&self, filter: &CreditLineFilter) -> Result<Pages<CreditLine>>;

    /// Reads one credit line, as it is or as it was at a moment. Blocks; safe to repeat.
    ///
    /// Deprecated by the vendor: use `list`, or the financial products of the borrower.
    ///
    /// Operation: `GET /credit_line/{credit_line_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[deprecated(note = "use credit_lines.list or financial_products.list")]
    #[operation(GET, "/credit_line/{credit_line_id}")]
    pub fn get(&self, credit_line_id: String, at: Option<Timestamp>) -> Result<CreditLine>;

    /// Reads your own credit line: that of the company which the key stands for. Blocks; safe to repeat.
    ///
    /// Deprecated by the vendor: use `list`, or the financial products of the borrower.
    ///
    /// Operation: `GET /credit_line`.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    #[deprecated(note = "use credit_lines.list or financial_products.list")]
    #[operation(GET, "/credit_line")]
    pub fn get_own(&self) -> Result<CreditLine>;
}
