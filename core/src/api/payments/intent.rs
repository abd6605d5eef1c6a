//! Plans of payments, as the vendor keeps them; they come with shares of revenue.

use std::collections::HashMap;

use defacto_sdk_macros::{model, open_enum};

use super::{PaymentProvider, PaymentType};
use crate::api::credit_lines::{Currency, PaymentMethod};
use crate::api::installments::PaymentIntentStatus;
use crate::model::{AccountNumberType, BankIdentifierType, Timestamp, Uuid};

/// What kind of account it is.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum VendorAccountType {
    /// An ordinary one.
    #[wire("DEFAULT")]
    Ordinary,
    /// One at Stripe.
    StripeConnectedAccount,
    /// A wallet of the vendor's own.
    TechnicalWallet,
    /// A virtual one.
    Virtual,
}

/// An account as who keeps it knows it.
#[model]
pub struct VendorAccountProvider {
    /// Its id there.
    pub id: String,
    /// Who keeps it.
    pub provider: PaymentProvider,
}

/// An account as the vendor keeps it.
#[model]
pub struct VendorAccount {
    /// The number, at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// What the number is.
    pub account_number_type: AccountNumberType,
    /// What names the bank, its BIC as a rule.
    pub bank_identifier: String,
    /// What `bank_identifier` is.
    pub bank_identifier_type: BankIdentifierType,
    /// Its id; untyped in the contract.
    pub id: Option<String>,
    /// The id of the account that these details belong to; untyped in the contract.
    pub account_id: Option<String>,
    /// What kind of account it is.
    #[wire("type")]
    pub kind: Option<VendorAccountType>,
    /// Who keeps it, by name.
    pub providers: HashMap<String, VendorAccountProvider>,
}

/// Interest that a plan pays.
#[model]
pub struct IntentInterest {
    /// The interest's id.
    pub due_interest_id: Uuid,
    /// The plan's id.
    pub payment_intent_id: Uuid,
}

/// A plan of instalments that a planned payment belongs to.
#[model]
pub struct IntentInstallmentPlan {
    /// The id of the plan of instalments.
    pub installment_plan_id: Uuid,
    /// The id of the planned payment.
    pub payment_intent_id: Uuid,
}

/// The part of a planned payment that is for one loan.
#[model]
pub struct IntentLoan {
    /// The loan.
    pub loan_id: Uuid,
    /// The id of the planned payment.
    pub payment_intent_id: Uuid,
    /// The part, in cents.
    pub amount: i64,
    /// What it is for.
    pub payment_type: PaymentType,
    /// The bill that it belongs to.
    pub bill_id: Option<Uuid>,
    /// The deposit that it belongs to.
    pub deposit_id: Option<Uuid>,
}

/// A payment that carries a plan out.
#[model]
pub struct IntentPayment {
    /// The payment.
    pub payment_id: Uuid,
    /// The id of the planned payment.
    pub payment_intent_id: Uuid,
    /// The part, in cents.
    pub amount: i64,
    /// What it is for.
    pub payment_type: PaymentType,
}

/// What a planned payment is for.
#[model]
pub struct PaymentIntentRelations {
    /// Interest.
    pub due_interests: Vec<IntentInterest>,
    /// Plans of instalments.
    pub installment_plans: Vec<IntentInstallmentPlan>,
    /// Loans.
    pub loans: Vec<IntentLoan>,
    /// Payments that carry it out.
    pub payments: Vec<IntentPayment>,
}

/// A planned payment as the vendor keeps it. Amounts are in cents.
#[model]
pub struct PaymentIntent {
    /// Its id.
    pub id: Uuid,
    /// Its amount, in cents.
    pub amount: i64,
    /// What of it is paid, in cents.
    pub paid_amount: i64,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// What it is for.
    pub payment_type: PaymentType,
    /// The text of the payment, as banks show it.
    pub reference: String,
    /// What it is for, one by one.
    pub related_to: PaymentIntentRelations,
    /// When it is planned.
    pub scheduled_at: Timestamp,
    /// Where it stands.
    pub status: PaymentIntentStatus,
    /// The company that pays, by the vendor's id.
    pub from_business_id: Uuid,
    /// The company that is paid, by the vendor's id.
    pub to_business_id: Uuid,
    /// The account that is paid to.
    pub to_account_details: VendorAccount,
    /// The account that pays.
    pub from_account_details: Option<VendorAccount>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// The invoice that it pays.
    pub invoice_id: Option<Uuid>,
    /// Whether it arrives at once.
    pub is_instant: Option<bool>,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// What keeps it from being made twice.
    pub identity_salt: Option<String>,
}
