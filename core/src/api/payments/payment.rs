//! Payments.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::{AccountDetails, Currency, Timestamp, Uuid};

/// Status of a payment.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentStatus {
    /// Cancelled.
    Canceled,
    /// Failed.
    Failed,
    /// The payment was ordered at the bank.
    Instructed,
    /// In transit, for one to three business days.
    InTransit,
    /// Paid.
    Paid,
    /// Proposed.
    Proposed,
    /// Scheduled.
    Scheduled,
}

/// Purpose of a payment.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentType {
    /// Verification of an account.
    ChannelVerification,
    /// A debit that was charged back.
    Chargeback,
    /// Payment into a deposit.
    DepositFunding,
    /// Release of a deposit to its owner.
    DepositRelease,
    /// Withdrawal from a deposit.
    DepositWithdrawal,
    /// Payment above the amount due.
    Extra,
    /// Transfer between accounts of the vendor.
    Internal,
    /// Settlement of debts with a lender.
    LenderDebtResolution,
    /// Payment from a lender before the loans.
    LenderPrefunding,
    /// Purchase of a loan back from a lender.
    LenderRepurchase,
    /// Payout of a loan.
    LoanPayment,
    /// Purchase of a loan.
    LoanPurchase,
    /// Fees of the payment provider.
    PaymentProviderFees,
    /// Payment for the platform.
    Platform,
    /// Refund.
    Refund,
    /// Repayment of fees.
    RepaymentFees,
    /// Repayment of a loan with its fees.
    RepaymentFull,
    /// Repayment of principal.
    RepaymentNominal,
    /// Payment that was returned.
    Returned,
    /// Revenue share.
    RevenueShare,
    /// Payment that was reversed.
    Revert,
    /// Subscription.
    Subscription,
}

/// Provider that executes payments.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentProvider {
    /// Lemonway.
    Lemonway,
    /// Memo Bank.
    Memobank,
    /// Numeral.
    Numeral,
    /// No real provider: sandbox only.
    Sandbox,
    /// Swan.
    Swan,
    /// No real provider: tests only.
    Test,
}

/// The provider's data of a payment.
#[model]
pub struct ProviderPayment {
    /// Provider of the payment.
    pub name: PaymentProvider,
    /// Provider's id of the payment.
    pub payment_id: Option<String>,
    /// Id of the payment before this one.
    pub initial_payment_id: Option<String>,
    /// Provider's original id of the payment.
    pub original_id: Option<String>,
    /// Id that was set manually for reconciliation.
    pub override_reconciliation_id: Option<String>,
    /// Reason for the failure.
    pub failure_reason: Option<String>,
}

/// The part of a payment for one loan.
#[model]
pub struct PaymentLoan {
    /// Id of the loan.
    pub loan_id: Uuid,
    /// Amount of this part, in cents.
    pub amount: i64,
    /// Purpose of this part.
    pub payment_type: PaymentType,
    /// Id of the deposit to which this part belongs. The API contract does not define its type.
    pub deposit_id: Option<String>,
}

/// The part of a payment for one bill.
#[model]
pub struct PaymentBill {
    /// Id of the bill.
    pub bill_id: Uuid,
    /// Amount of this part, in cents.
    pub amount: i64,
    /// Id of the payment. The API contract does not define its type.
    pub payment_id: Option<String>,
}

/// The part of a payment for one subscription.
#[model]
pub struct PaymentSubscription {
    /// Id of the subscription.
    pub subscription_id: Uuid,
    /// Amount of this part, in cents.
    pub amount_cents: i64,
}

/// The part of a payment that executes one payment intent.
#[model]
pub struct PaymentForIntent {
    /// Id of the payment intent.
    pub payment_intent_id: Uuid,
    /// Amount of this part, in cents.
    pub amount: i64,
    /// Purpose of this part.
    pub payment_type: PaymentType,
}

/// Objects that a payment pays.
#[model]
pub struct PaymentRelations {
    /// Loans that it pays.
    pub loans: Vec<PaymentLoan>,
    /// Bills that it pays.
    pub bills: Vec<PaymentBill>,
    /// Ids of the invoices that it pays.
    pub invoices: Vec<Uuid>,
    /// Payment intents that it executes.
    pub payment_intents: Vec<PaymentForIntent>,
    /// Subscriptions that it pays.
    pub subscriptions: Vec<PaymentSubscription>,
}

/// A payment. Amounts are in cents.
#[model]
pub struct Payment {
    /// Id of the payment.
    pub id: Uuid,
    /// Amount, in cents.
    pub amount: i64,
    /// Purpose of the payment.
    pub payment_type: PaymentType,
    /// Status of the payment.
    pub status: PaymentStatus,
    /// Currency of the payment.
    pub currency: Option<Currency>,
    /// Payment method.
    pub payment_method: Option<PaymentMethod>,
    /// Account that pays.
    pub from_account_details: Option<AccountDetails>,
    /// Payment reference, as the payer's bank shows it.
    pub from_references: Vec<String>,
    /// Account that receives the payment.
    pub to_account_details: Option<AccountDetails>,
    /// Payment reference, as the receiver's bank shows it.
    pub to_references: Vec<String>,
    /// Planned payment date.
    pub scheduled_at: Option<Timestamp>,
    /// Time of payment.
    pub paid_at: Option<Timestamp>,
    /// Objects that the payment pays.
    pub related_to: Option<PaymentRelations>,
    /// Reason for the failure.
    pub failure_reason: Option<String>,
    /// Reason for the payment.
    pub reason: Option<String>,
    /// Whether it is an instant payment.
    pub is_instant: Option<bool>,
    /// Provider's data of the payment.
    pub provider: Option<ProviderPayment>,
    /// Id of the payment that this chargeback reverses. The API contract does not define its type.
    pub charged_back_payment_id: Option<String>,
}
