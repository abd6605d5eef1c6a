//! Payments of all kinds, and payment links.

mod intent;
mod payment;

use defacto_sdk_macros::{model, open_enum, operations};

#[cfg(feature = "python")]
pub use intent::PyVendorAccountType;
pub use intent::{
    IntentInstallmentPlan, IntentInterest, IntentLoan, IntentPayment, PaymentIntent, PaymentIntentRelations,
    VendorAccount, VendorAccountProvider, VendorAccountType,
};
pub use payment::{
    Payment, PaymentBill, PaymentForIntent, PaymentLoan, PaymentProvider, PaymentRelations, PaymentStatus,
    PaymentSubscription, PaymentType, ProviderPayment,
};
#[cfg(feature = "python")]
pub use payment::{PyPaymentProvider, PyPaymentStatus, PyPaymentType};

use crate::api::credit_lines::PaymentMethod;
use crate::error::Result;
use crate::model::{Timestamp, Uuid};
use crate::page::{Pages, page_type};

/// In which order payments are listed.
#[open_enum(snake_case)]
pub enum PaymentSort {
    /// The smallest first.
    #[wire("amount:asc")]
    AmountAscending,
    /// The largest first.
    #[wire("amount:desc")]
    AmountDescending,
    /// By method.
    #[wire("payment_method:asc")]
    MethodAscending,
    /// By method, backwards.
    #[wire("payment_method:desc")]
    MethodDescending,
    /// The earliest first.
    #[wire("scheduled_at:asc")]
    ScheduleAscending,
    /// The latest first.
    #[wire("scheduled_at:desc")]
    ScheduleDescending,
}

/// How a payment link is paid.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RepayNowMethod {
    /// By a transfer that the link prepares at the borrower's bank.
    #[wire("PISP")]
    PaymentInitiation,
}

/// A payment link to be made.
#[model(request)]
pub struct RepayNow {
    /// What is to be paid, in cents; at least 1.
    pub amount: i64,
    /// Where the borrower is sent afterwards.
    pub base_callback_url: String,
    /// How it is paid.
    pub repayment_method: Option<RepayNowMethod>,
}

/// A page on which the borrower pays.
#[model]
pub struct RepayNowLink {
    /// Its address. It is personal: never store or log it.
    #[sensitive]
    pub url: String,
}

/// Which payments to list; nothing set lists all.
#[model(request)]
pub struct PaymentFilter {
    /// Only these payments, by id.
    pub id: Vec<Uuid>,
    /// Only payments with one of these statuses.
    pub status: Vec<PaymentStatus>,
    /// Only payments for this.
    pub payment_type: Vec<PaymentType>,
    /// Only payments of this method.
    pub payment_method: Vec<PaymentMethod>,
    /// Only payments for these loans.
    pub loan_id: Vec<String>,
    /// Only payments for these deposits.
    pub deposit_id: Vec<String>,
    /// Only payments that carry out these plans.
    pub payment_intent_id: Vec<String>,
    /// Only payments in which one of these texts stands.
    pub references: Vec<String>,
    /// Only payments from this account.
    pub from_account_id: Option<String>,
    /// Only payments to this account.
    pub to_account_id: Option<String>,
    /// Only payments made at this moment or later.
    pub from_date: Option<Timestamp>,
    /// Only payments made at this moment or before.
    pub to_date: Option<Timestamp>,
    /// Only payments paid after this moment.
    pub paid_after: Option<Timestamp>,
    /// Only payments paid before this moment.
    pub paid_before: Option<Timestamp>,
    /// Only payments that changed after this moment.
    pub updated_after: Option<Timestamp>,
    /// Only payments that were matched, or were not.
    pub is_reconciled: Option<bool>,
    /// Whether payments of bills are listed; they are when it is left out.
    pub include_bills: Option<bool>,
    /// Whether payments of loans are listed; they are when it is left out.
    pub include_loans: Option<bool>,
    /// Whether payments of plans are listed; they are when it is left out.
    pub include_payment_intents: Option<bool>,
    /// In which order.
    pub sort_by: Option<PaymentSort>,
    /// How many payments a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

page_type!(PaymentPage, Payment);

/// Payments of all kinds, and payment links.
#[operations]
impl Payments {
    /// Lists payments, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /payments`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/payments")]
    pub fn list(&self, filter: &PaymentFilter) -> Result<Pages<Payment>>;

    /// Makes a page on which the borrower pays now. Blocks.
    ///
    /// The contract does not say whether a repetition makes a second page, and no operation lists them. Look
    /// with `payments.list` for a payment before you send out a second link.
    ///
    /// Operation: `POST /repay/now`.
    ///
    /// # Errors
    /// `Validation` when the amount or the address is not accepted.
    #[operation(POST, "/repay/now")]
    pub fn repay_now(&self, body: &RepayNow) -> Result<RepayNowLink>;
}
