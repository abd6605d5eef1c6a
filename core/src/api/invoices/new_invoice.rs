//! Requests that create or change an invoice.

use defacto_sdk_macros::model;

use crate::model::{Currency, JsonObject, PaymentAccount, Timestamp, TradeParty};

/// Request to create an invoice. Amounts are in cents.
#[model(request)]
pub struct NewInvoice {
    /// PDF content in Base64.
    #[sensitive]
    pub document: String,
    /// Whether the invoice is a draft, to be submitted later with `submit`; false if omitted, says the schema
    /// of the API contract, but its text says true. Always set it.
    pub is_draft: Option<bool>,
    /// Invoice number, as printed on the invoice.
    pub invoice_number: Option<String>,
    /// Buyer: the company that is billed.
    pub buyer: Option<TradeParty>,
    /// Seller: the company that issues the invoice.
    pub seller: Option<TradeParty>,
    /// Amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// Tax amount, in cents.
    pub tax_amount: Option<i64>,
    /// Amount including tax, in cents.
    pub total_amount: Option<i64>,
    /// Amount that the buyer still owes, in cents; 0 if the invoice is paid.
    pub to_pay_amount: Option<i64>,
    /// Currency of the invoice; `EUR` if omitted.
    pub currency: Option<Currency>,
    /// Issue date.
    pub issued_at: Option<Timestamp>,
    /// Due date.
    pub due_at: Option<Timestamp>,
    /// Account to pay, as printed on the invoice. It does not set the payout account of a loan.
    pub to_account: Option<PaymentAccount>,
    /// Your own data. The API returns it unchanged.
    #[sensitive]
    pub metadata: JsonObject,
}

/// Changes of an invoice. Omitted fields stay unchanged. Amounts are in cents.
#[model(patch)]
pub struct InvoiceChanges {
    /// Invoice number, as printed on the invoice.
    pub invoice_number: Option<String>,
    /// Buyer: the company that is billed.
    pub buyer: Option<TradeParty>,
    /// Seller: the company that issues the invoice.
    pub seller: Option<TradeParty>,
    /// Amount before tax, in cents.
    pub net_amount: Option<i64>,
    /// Tax amount, in cents.
    pub tax_amount: Option<i64>,
    /// Amount including tax, in cents.
    pub total_amount: Option<i64>,
    /// Amount that the buyer still owes, in cents; 0 if the invoice is paid.
    pub to_pay_amount: Option<i64>,
    /// Currency of the invoice.
    pub currency: Option<Currency>,
    /// Issue date.
    pub issued_at: Option<Timestamp>,
    /// Due date.
    pub due_at: Option<Timestamp>,
    /// Account to pay, as printed on the invoice. It does not set the payout account of a loan.
    pub to_account: Option<PaymentAccount>,
    /// Your own data. The API returns it unchanged.
    #[sensitive]
    pub metadata: JsonObject,
}
