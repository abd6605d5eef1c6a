//! A payment.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::{Currency, PaymentMethod};
use crate::model::{AccountDetails, Timestamp, Uuid};

/// Where a payment stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentStatus {
    /// Cancelled.
    Canceled,
    /// Failed.
    Failed,
    /// The bank was told to pay.
    Instructed,
    /// Under way, for one to three business days.
    InTransit,
    /// Paid.
    Paid,
    /// Proposed.
    Proposed,
    /// Planned.
    Scheduled,
}

/// What a payment is for.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentType {
    /// To check an account.
    ChannelVerification,
    /// A debit that was taken back.
    Chargeback,
    /// Into a deposit.
    DepositFunding,
    /// A deposit given back.
    DepositRelease,
    /// Out of a deposit.
    DepositWithdrawal,
    /// More than was due.
    Extra,
    /// Between the vendor's own accounts.
    Internal,
    /// To settle debts with a lender.
    LenderDebtResolution,
    /// From a lender, ahead of loans.
    LenderPrefunding,
    /// To buy a loan back from a lender.
    LenderRepurchase,
    /// The payout of a loan.
    LoanPayment,
    /// To buy a loan.
    LoanPurchase,
    /// The fees of who carries payments out.
    PaymentProviderFees,
    /// For the platform.
    Platform,
    /// Money given back.
    Refund,
    /// The repayment of fees.
    RepaymentFees,
    /// The repayment of a loan with its fees.
    RepaymentFull,
    /// The repayment of principal.
    RepaymentNominal,
    /// A payment that came back.
    Returned,
    /// A share of revenue.
    RevenueShare,
    /// A payment undone.
    Revert,
    /// A subscription.
    Subscription,
}

/// Who carries payments out.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentProvider {
    /// Lemonway.
    Lemonway,
    /// Memo Bank.
    Memobank,
    /// Numeral.
    Numeral,
    /// Nobody: it is a sandbox.
    Sandbox,
    /// Swan.
    Swan,
    /// Nobody: it is a test.
    Test,
}

/// A payment as who carries it out knows it.
#[model]
pub struct ProviderPayment {
    /// Who carries it out.
    pub name: PaymentProvider,
    /// Its id there.
    pub payment_id: Option<String>,
    /// The id of the payment that it follows.
    pub initial_payment_id: Option<String>,
    /// Its first id there.
    pub original_id: Option<String>,
    /// The id by which it was matched by hand.
    pub override_reconciliation_id: Option<String>,
    /// Why it failed.
    pub failure_reason: Option<String>,
}

/// The part of a payment that is for one loan.
#[model]
pub struct PaymentLoan {
    /// The loan.
    pub loan_id: Uuid,
    /// The part, in cents.
    pub amount: i64,
    /// What it is for.
    pub payment_type: PaymentType,
    /// The deposit that it belongs to; untyped in the contract.
    pub deposit_id: Option<String>,
}

/// The part of a payment that is for one bill.
#[model]
pub struct PaymentBill {
    /// The bill.
    pub bill_id: Uuid,
    /// The part, in cents.
    pub amount: i64,
    /// The payment's id; untyped in the contract.
    pub payment_id: Option<String>,
}

/// The part of a payment that is for one subscription.
#[model]
pub struct PaymentSubscription {
    /// The subscription.
    pub subscription_id: Uuid,
    /// The part, in cents.
    pub amount_cents: i64,
}

/// The part of a payment that carries out one plan.
#[model]
pub struct PaymentForIntent {
    /// The plan.
    pub payment_intent_id: Uuid,
    /// The part, in cents.
    pub amount: i64,
    /// What it is for.
    pub payment_type: PaymentType,
}

/// What a payment is for.
#[model]
pub struct PaymentRelations {
    /// The loans.
    pub loans: Vec<PaymentLoan>,
    /// The bills.
    pub bills: Vec<PaymentBill>,
    /// The invoices, by id.
    pub invoices: Vec<Uuid>,
    /// The plans that it carries out.
    pub payment_intents: Vec<PaymentForIntent>,
    /// The subscriptions.
    pub subscriptions: Vec<PaymentSubscription>,
}

/// A payment. Amounts are in cents.
#[model]
pub struct Payment {
    /// Its id.
    pub id: Uuid,
    /// Its amount, in cents.
    pub amount: i64,
    /// What it is for.
    pub payment_type: PaymentType,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Its currency.
    pub currency: Option<Currency>,
    /// How it is paid.
    pub payment_method: Option<PaymentMethod>,
    /// The account that pays.
    pub from_account_details: Option<AccountDetails>,
    /// Its text, as the payer's bank shows it.
    pub from_references: Vec<String>,
    /// The account that is paid to.
    pub to_account_details: Option<AccountDetails>,
    /// Its text, as the receiver's bank shows it.
    pub to_references: Vec<String>,
    /// When it is planned.
    pub scheduled_at: Option<Timestamp>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// What it is for, one by one.
    pub related_to: Option<PaymentRelations>,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// Why it is made.
    pub reason: Option<String>,
    /// Whether it arrives at once.
    pub is_instant: Option<bool>,
    /// How who carries it out knows it.
    pub provider: Option<ProviderPayment>,
    /// The payment that it takes back; untyped in the contract.
    pub charged_back_payment_id: Option<String>,
}
