//! Invoices shared for the evaluation of a company.

use defacto_sdk_macros::{model, open_enum};

use super::rows::{Row, with_salts};
use crate::error::Result;
use crate::model::{BusinessIdentifier, IdentifierType, Timestamp, Uuid};
use crate::wire::to_json;

/// Direction of an invoice, seen from the company.
#[open_enum(snake_case)]
pub enum InvoiceDirection {
    /// Deprecated by the vendor: use `payable`.
    Customer,
    /// The company must pay the invoice.
    Payable,
    /// The company receives the payment.
    Receivable,
    /// Deprecated by the vendor: use `receivable`.
    Supplier,
}

/// Expected payment method of an invoice.
#[open_enum(snake_case)]
pub enum InvoicePaymentMethod {
    /// By card.
    Card,
    /// By cheque.
    Cheque,
    /// By direct debit.
    DirectDebit,
    /// Another method.
    Other,
    /// By transfer.
    WireTransfer,
}

/// An invoice shared for the evaluation of a company. It cannot be financed.
#[model(request)]
pub struct SharedInvoice {
    /// Buyer: the company that is billed. Its name is enough, with the type `name`.
    pub buyer: BusinessIdentifier,
    /// Seller: the company that issues the invoice. It needs a company number; the type `name` is refused.
    pub seller: BusinessIdentifier,
    /// Direction: `payable` if the company must pay the invoice, `receivable` if it receives the payment.
    pub direction: InvoiceDirection,
    /// Invoice number.
    pub invoice_number: String,
    /// Issue date.
    pub issued_at: Timestamp,
    /// Expected payment date.
    pub due_at: Timestamp,
    /// Amount before tax, in cents.
    pub net_amount: i64,
    /// Tax amount, in cents.
    pub tax_amount: Option<i64>,
    /// Amount including tax, in cents.
    pub total_amount: Option<i64>,
    /// Amount still to be paid, in cents; 0 if the invoice is paid.
    pub to_pay_amount: Option<i64>,
    /// Currency of the invoice, ISO 4217; `EUR` if omitted. Historic codes are possible.
    pub currency: Option<String>,
    /// Expected payment method.
    pub payment_method: Option<InvoicePaymentMethod>,
    /// Time of the first payment.
    pub first_payment_at: Option<Timestamp>,
    /// Time of the latest payment.
    pub last_payment_at: Option<Timestamp>,
    /// Idempotency key of the row. Rows with the same key are one row, and the first one is kept. If omitted,
    /// the key is derived from the company and the content of the row when it is sent: a changed invoice is a
    /// new row.
    pub salt_id: Option<String>,
}

/// Invoices of a company, shared for its evaluation.
#[model(request)]
pub struct SharedInvoices {
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: IdentifierType,
    /// Invoices to share.
    pub invoices: Vec<SharedInvoice>,
    /// Id of the batch that this upload belongs to.
    pub batch_id: Option<Uuid>,
}

impl SharedInvoices {
    /// Returns the request as it is sent: each row has a `salt_id`.
    pub(super) fn with_salts(&self) -> Result<Self> {
        let mut ready = self.clone();
        let rows = ready.invoices.iter_mut().map(|row| {
            let content = to_json(&*row);
            Row { salt_id: &mut row.salt_id, content }
        });
        with_salts("invoices", self.identifier.trim(), rows.collect(), false)?;
        Ok(ready)
    }
}
