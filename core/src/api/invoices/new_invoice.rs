//! Requests that create or change an invoice.

use defacto_sdk_macros::model;

use crate::api::credit_lines::Currency;
use crate::model::{JsonObject, PaymentAccount, Timestamp, TradeParty};

/// An invoice to be created. Amounts are in cents.
#[model(request)]
pub struct NewInvoice {
    /// The PDF in Base64.
    #[sensitive]
    pub document: String,
    /// Whether it is a draft, to be handed in by `submit`. Say it: the vendor's documents disagree about the
    /// default.
    pub is_draft: Option<bool>,
    /// Its number, as it stands on it.
    pub invoice_number: Option<String>,
    /// Who is billed.
    pub buyer: Option<TradeParty>,
    /// Who bills.
    pub seller: Option<TradeParty>,
    /// The amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// The tax, in cents.
    pub tax_amount: Option<i64>,
    /// The amount with tax, in cents.
    pub total_amount: Option<i64>,
    /// What the buyer still has to pay, in cents; 0 when it is paid.
    pub to_pay_amount: Option<i64>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
    pub to_account: Option<PaymentAccount>,
    /// Your own data, given back as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}

/// What to change about an invoice. What is left out stays; amounts are in cents.
#[model(patch)]
pub struct InvoiceChanges {
    /// Its number, as it stands on it.
    pub invoice_number: Option<String>,
    /// Who is billed.
    pub buyer: Option<TradeParty>,
    /// Who bills.
    pub seller: Option<TradeParty>,
    /// The amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// The tax, in cents.
    pub tax_amount: Option<i64>,
    /// The amount with tax, in cents.
    pub total_amount: Option<i64>,
    /// What the buyer still has to pay, in cents; 0 when it is paid.
    pub to_pay_amount: Option<i64>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
    pub to_account: Option<PaymentAccount>,
    /// Your own data, given back as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}
