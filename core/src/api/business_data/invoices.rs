//! Invoices that are shared for evaluation.

use defacto_sdk_macros::{model, open_enum};

use super::rows::{Row, with_salts};
use crate::error::Result;
use crate::model::{BusinessIdentifier, IdentifierType, Timestamp, Uuid};
use crate::wire::to_json;

/// Whether a company has to pay an invoice or to be paid.
#[open_enum(snake_case)]
pub enum InvoiceDirection {
    /// Deprecated by the vendor: use `payable`.
    Customer,
    /// The company has to pay.
    Payable,
    /// The company is to be paid.
    Receivable,
    /// Deprecated by the vendor: use `receivable`.
    Supplier,
}

/// How an invoice is expected to be paid.
#[open_enum(snake_case)]
pub enum InvoicePaymentMethod {
    /// By card.
    Card,
    /// By cheque.
    Cheque,
    /// By direct debit.
    DirectDebit,
    /// In another way.
    Other,
    /// By transfer.
    WireTransfer,
}

/// An invoice of a company, shared for its evaluation; it is not there to be financed.
#[model(request)]
pub struct SharedInvoice {
    /// Who is billed.
    pub buyer: BusinessIdentifier,
    /// Who bills.
    pub seller: BusinessIdentifier,
    /// Whether the company has to pay or to be paid.
    pub direction: InvoiceDirection,
    /// Its number.
    pub invoice_number: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it is expected to be paid.
    pub due_at: Timestamp,
    /// The amount before tax, in cents.
    pub net_amount: i64,
    /// The tax, in cents.
    pub tax_amount: Option<i64>,
    /// The amount with tax, in cents.
    pub total_amount: Option<i64>,
    /// What is still to be paid, in cents; 0 when it is paid.
    pub to_pay_amount: Option<i64>,
    /// Its currency, ISO 4217: `EUR`.
    pub currency: Option<String>,
    /// How it is expected to be paid.
    pub payment_method: Option<InvoicePaymentMethod>,
    /// When the first payment came.
    pub first_payment_at: Option<Timestamp>,
    /// When the latest payment came.
    pub last_payment_at: Option<Timestamp>,
    /// An id of your choice that no other row has: the same one twice is one row, and the first one stays. Without one it
    /// is derived from the company and from all that the row says, when it is sent: an invoice that has changed is a new
    /// row.
    pub salt_id: Option<String>,
}

/// Invoices of a company, shared for its evaluation.
#[model(request)]
pub struct SharedInvoices {
    /// The number that names the company.
    pub identifier: String,
    /// Which register it comes from.
    pub identifier_type: IdentifierType,
    /// The invoices.
    pub invoices: Vec<SharedInvoice>,
    /// The batch that this belongs to.
    pub batch_id: Option<Uuid>,
}

impl SharedInvoices {
    /// The request as it is sent: every row with a salt.
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
