//! Payment intents: what is to be paid, in the vendor's records. Revenue shares contain them.

use std::collections::HashMap;

use defacto_sdk_macros::{model, open_enum};

use super::payment::{PaymentProvider, PaymentType};
use crate::api::credit_lines::PaymentMethod;
use crate::model::{AccountNumberType, BankIdentifierType, Currency, Timestamp, Uuid};

/// Status of a payment intent.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum PaymentIntentStatus {
    /// Cancelled.
    Canceled,
    /// A draft.
    Draft,
    /// The payment was ordered at the bank.
    Instructed,
    /// The payment is in transit.
    InTransit,
    /// A problem occurred.
    IssueDetected,
    /// Paid.
    Paid,
    /// Partially paid.
    PartiallyPaid,
    /// Proposed.
    Proposed,
    /// Scheduled.
    Scheduled,
    /// Waiting for another event.
    Waiting,
}

/// Type of an account of the vendor.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum VendorAccountType {
    /// An ordinary account.
    #[wire("DEFAULT")]
    Ordinary,
    /// An account at Stripe.
    StripeConnectedAccount,
    /// A technical wallet of the vendor.
    TechnicalWallet,
    /// A virtual account.
    Virtual,
}

/// The provider of an account.
#[model]
pub struct VendorAccountProvider {
    /// Provider's id of the account.
    pub id: String,
    /// Provider of the account.
    pub provider: PaymentProvider,
}

/// An account in the vendor's records.
#[model]
pub struct VendorAccount {
    /// Account number; at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// Type of the account number.
    pub account_number_type: AccountNumberType,
    /// Bank identifier, usually the BIC.
    pub bank_identifier: String,
    /// Type of `bank_identifier`.
    pub bank_identifier_type: BankIdentifierType,
    /// Id of the account. The API contract does not define its type.
    pub id: Option<String>,
    /// Id of the account to which these details belong. The API contract does not define its type.
    pub account_id: Option<String>,
    /// Type of the account.
    #[wire("type")]
    pub kind: Option<VendorAccountType>,
    /// Providers of the account, by name.
    pub providers: HashMap<String, VendorAccountProvider>,
}

/// Interest that a payment intent pays.
#[model]
pub struct IntentInterest {
    /// Id of the due interest.
    pub due_interest_id: Uuid,
    /// Id of the payment intent.
    pub payment_intent_id: Uuid,
}

/// An instalment plan to which a payment intent belongs.
#[model]
pub struct IntentInstallmentPlan {
    /// Id of the instalment plan.
    pub installment_plan_id: Uuid,
    /// Id of the payment intent.
    pub payment_intent_id: Uuid,
}

/// The part of a payment intent for one loan.
#[model]
pub struct IntentLoan {
    /// Id of the loan.
    pub loan_id: Uuid,
    /// Id of the payment intent.
    pub payment_intent_id: Uuid,
    /// Amount of this part, in cents.
    pub amount: i64,
    /// Purpose of this part.
    pub payment_type: PaymentType,
    /// Id of the bill to which this part belongs.
    pub bill_id: Option<Uuid>,
    /// Id of the deposit to which this part belongs.
    pub deposit_id: Option<Uuid>,
}

/// A payment that executes a payment intent.
#[model]
pub struct IntentPayment {
    /// Id of the payment.
    pub payment_id: Uuid,
    /// Id of the payment intent.
    pub payment_intent_id: Uuid,
    /// Amount of this part, in cents.
    pub amount: i64,
    /// Purpose of this part.
    pub payment_type: PaymentType,
}

/// Objects that a payment intent pays.
#[model]
pub struct PaymentIntentRelations {
    /// Due interest.
    pub due_interests: Vec<IntentInterest>,
    /// Instalment plans.
    pub installment_plans: Vec<IntentInstallmentPlan>,
    /// Loans.
    pub loans: Vec<IntentLoan>,
    /// Payments that execute the intent.
    pub payments: Vec<IntentPayment>,
}

/// A payment intent: what is to be paid, in the vendor's records. Payments execute it. Amounts are in cents.
#[model]
pub struct PaymentIntent {
    /// Id of the payment intent.
    pub id: Uuid,
    /// Amount, in cents.
    pub amount: i64,
    /// Amount already paid, in cents.
    pub paid_amount: i64,
    /// Payment method.
    pub payment_method: PaymentMethod,
    /// Purpose of the payment.
    pub payment_type: PaymentType,
    /// Payment reference, as banks show it.
    pub reference: String,
    /// Objects related to the payment intent.
    pub related_to: PaymentIntentRelations,
    /// Planned payment date.
    pub scheduled_at: Timestamp,
    /// Status of the payment intent.
    pub status: PaymentIntentStatus,
    /// Vendor's id of the company that pays.
    pub from_business_id: Uuid,
    /// Vendor's id of the company that is paid.
    pub to_business_id: Uuid,
    /// Account that receives the payment.
    pub to_account_details: VendorAccount,
    /// Account that pays.
    pub from_account_details: Option<VendorAccount>,
    /// Currency of the payment intent.
    pub currency: Option<Currency>,
    /// Time of payment.
    pub paid_at: Option<Timestamp>,
    /// Id of the invoice that it pays.
    pub invoice_id: Option<Uuid>,
    /// Whether it is an instant payment.
    pub is_instant: Option<bool>,
    /// Reason for the failure.
    pub failure_reason: Option<String>,
    /// The vendor's idempotency key, against a duplicate payment.
    pub identity_salt: Option<String>,
}
