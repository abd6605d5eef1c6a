//! Payments of all types, and payment links.

mod intent;
mod payment;

use defacto_sdk_macros::{model, open_enum, operations};

pub use intent::{
    IntentInstallmentPlan, IntentInterest, IntentLoan, IntentPayment, PaymentIntent, PaymentIntentRelations,
    PaymentIntentStatus, VendorAccount, VendorAccountProvider, VendorAccountType,
};
#[cfg(feature = "python")]
pub use intent::{PyPaymentIntentStatus, PyVendorAccountType};
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

/// Sort order of payments.
#[open_enum(snake_case)]
pub enum PaymentSort {
    /// Smallest amount first.
    #[wire("amount:asc")]
    AmountAscending,
    /// Largest amount first.
    #[wire("amount:desc")]
    AmountDescending,
    /// By payment method, ascending.
    #[wire("payment_method:asc")]
    MethodAscending,
    /// By payment method, descending.
    #[wire("payment_method:desc")]
    MethodDescending,
    /// Earliest planned date first.
    #[wire("scheduled_at:asc")]
    ScheduleAscending,
    /// Latest planned date first.
    #[wire("scheduled_at:desc")]
    ScheduleDescending,
}

/// Payment method of a payment link.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RepayNowMethod {
    /// A bank transfer that the link prepares (PISP).
    #[wire("PISP")]
    PaymentInitiation,
}

/// Request for a payment link.
#[model(request)]
pub struct RepayNow {
    /// Amount to pay, in cents; at least 1.
    pub amount: i64,
    /// URL to which the borrower is redirected afterwards.
    pub base_callback_url: String,
    /// Payment method.
    pub repayment_method: Option<RepayNowMethod>,
}

/// A payment link: a page where the borrower pays.
#[model]
pub struct RepayNowLink {
    /// URL of the page. It is personal: never store or log it.
    #[sensitive]
    pub url: String,
}

/// Filter for the payments to list. An empty filter lists all.
#[model(request)]
pub struct PaymentFilter {
    /// Only payments with these ids.
    pub id: Vec<Uuid>,
    /// Only payments with one of these statuses.
    pub status: Vec<PaymentStatus>,
    /// Only payments with one of these purposes.
    pub payment_type: Vec<PaymentType>,
    /// Only payments with one of these payment methods.
    pub payment_method: Vec<PaymentMethod>,
    /// Only payments for these loans, by id.
    pub loan_id: Vec<String>,
    /// Only payments for these deposits, by id.
    pub deposit_id: Vec<String>,
    /// Only payments that execute these payment intents, by id.
    pub payment_intent_id: Vec<String>,
    /// Only payments with one of these references.
    pub references: Vec<String>,
    /// Only payments from the account with this id.
    pub from_account_id: Option<String>,
    /// Only payments to the account with this id.
    pub to_account_id: Option<String>,
    /// Only payments created at or after this time.
    pub from_date: Option<Timestamp>,
    /// Only payments created at or before this time.
    pub to_date: Option<Timestamp>,
    /// Only payments paid after this time.
    pub paid_after: Option<Timestamp>,
    /// Only payments paid before this time.
    pub paid_before: Option<Timestamp>,
    /// Only payments that changed after this time.
    pub updated_after: Option<Timestamp>,
    /// Only reconciled payments if true, only others if false.
    pub is_reconciled: Option<bool>,
    /// Whether to list payments of bills; true if omitted.
    pub include_bills: Option<bool>,
    /// Whether to list payments of loans; true if omitted.
    pub include_loans: Option<bool>,
    /// Whether to list payments of payment intents; true if omitted.
    pub include_payment_intents: Option<bool>,
    /// Sort order.
    pub sort_by: Option<PaymentSort>,
    /// Number of payments per page; 100 if omitted.
    pub page_size: Option<i64>,
}

page_type!(PaymentPage, Payment);

/// Payments of all types, and payment links.
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

    /// Creates a payment link: a page where the borrower pays now. Blocks.
    ///
    /// The API contract does not define whether a repeated call creates a second page, and no operation lists
    /// the pages. Check with `payments.list` for a payment before you send a second link.
    ///
    /// Operation: `POST /repay/now`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the amount or the address.
    #[operation(POST, "/repay/now")]
    pub fn repay_now(&self, body: &RepayNow) -> Result<RepayNowLink>;
}
