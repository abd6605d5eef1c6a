//! Invoices that loans are to finance.

mod new_invoice;

use defacto_sdk_macros::{model, open_enum, operations};

pub use new_invoice::{InvoiceChanges, NewInvoice};

use crate::api::credit_lines::Currency;
use crate::error::{DefactoError, Result};
use crate::model::{AccountDetails, IdentifierType, JsonObject, Timestamp, Uuid};
use crate::page::{Pages, page_type};
use crate::pdf::{self, Pdf};
use crate::transport::{Call, FilePart};
use crate::validation::at;
use crate::wire::{Operation, operation};

/// Where an invoice stands. Loans need `VERIFIED`.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InvoiceStatus {
    /// Not accepted, for good.
    Declined,
    /// Deleted.
    Deleted,
    /// Paid.
    Paid,
    /// Handed in, and being checked.
    Submitted,
    /// To be corrected and handed in again.
    ToEdit,
    /// A draft.
    ToSubmit,
    /// Accepted.
    Verified,
}

/// A company as an invoice names it.
#[model]
pub struct InvoiceCompany {
    /// The number that names the company.
    pub identifier: String,
    /// Which register the number comes from.
    pub identifier_type: Option<IdentifierType>,
    /// Its id as a counterparty.
    pub id: Option<Uuid>,
    /// Its id at the vendor.
    pub business_id: Option<Uuid>,
    /// Legal name.
    pub name: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
}

/// An invoice. Amounts are in cents.
#[model]
pub struct Invoice {
    /// Its number, as it stands on it.
    pub invoice_number: String,
    /// The amount before tax, in cents.
    pub net_amount: i64,
    /// Its id; untyped in the contract.
    pub id: Option<String>,
    /// Where it stands.
    pub status: Option<InvoiceStatus>,
    /// Why it stands there: one of the vendor's denial codes, whose list changes.
    pub status_reason: Option<String>,
    /// Whether it is a draft.
    pub is_draft: Option<bool>,
    /// Who is billed.
    pub buyer: Option<InvoiceCompany>,
    /// Who bills.
    pub seller: Option<InvoiceCompany>,
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
    /// The account to pay to, as it stands on the invoice.
    pub to_account_details: Option<AccountDetails>,
    /// The loans that finance it.
    pub loan_ids: Vec<Uuid>,
    /// A link to the document that holds for a short time: never store it.
    #[sensitive]
    pub document_url: Option<String>,
    /// Your own data, as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}

/// Which invoices to list; nothing set lists all.
#[model(request)]
pub struct InvoiceFilter {
    /// Only these invoices, by id.
    pub invoice_id: Vec<Uuid>,
    /// Only invoices with one of these statuses.
    pub status: Vec<InvoiceStatus>,
    /// Only invoices to these companies, by company number.
    pub buyer: Vec<String>,
    /// Only invoices of these companies, by company number.
    pub seller: Vec<String>,
    /// Only invoices in which this text is found.
    pub query: Option<String>,
    /// Only invoices that a loan finances, or that none does.
    pub linked_to_loan: Option<bool>,
    /// Only invoices whose loan was paid out after this moment.
    pub linked_to_loan_paid_after: Option<Timestamp>,
    /// Only invoices whose loan was paid out before this moment.
    pub linked_to_loan_paid_before: Option<Timestamp>,
    /// How many invoices a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

page_type!(InvoicePage, Invoice);

/// Invoices that loans are to finance.
///
/// The way of an invoice: `TO_SUBMIT`, by `submit` `SUBMITTED`, then `VERIFIED`, `TO_EDIT` or `DECLINED`.
#[operations]
impl Invoices {
    /// Lists invoices, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /invoices`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/invoices")]
    pub fn list(&self, filter: &InvoiceFilter) -> Result<Pages<Invoice>>;

    /// Creates an invoice, as a draft or to be checked at once. Blocks.
    ///
    /// A repetition creates a second invoice: the request has no idempotency key. Look with `list` first, by
    /// the seller and the invoice number.
    ///
    /// Operation: `POST /invoices`.
    ///
    /// # Errors
    /// `Validation` when its document is no PDF in Base64 (nothing is sent then), or the invoice is not acceptable.
    #[operation(POST, "/invoices")]
    pub async fn create(&self, body: &NewInvoice) -> Result<Invoice> {
        const CREATE: &Operation = operation(Invoices::OPERATIONS, "create");
        let problems = at("/document", pdf::check_base64(&body.document));
        if !problems.is_empty() {
            return Err(DefactoError::invalid(problems));
        }
        Call::new(CREATE).json(body).send(&self.transport).await
    }

    /// Creates an invoice by reading a PDF: the API takes number, dates and amounts from it. `buyer` and
    /// `seller` are a register in capitals, a hyphen and the number: `SIREN-472618354`. `metadata` is your
    /// own data as JSON text. Blocks.
    ///
    /// The name of the form's field for the file is not in the contract: `file` is sent.
    ///
    /// A repetition creates a second invoice: the request has no idempotency key. Look with `list` first, by
    /// the seller.
    ///
    /// Operation: `POST /invoices/upload`.
    ///
    /// # Errors
    /// `Validation` when the API cannot read it.
    #[operation(POST, "/invoices/upload")]
    #[allow(clippy::needless_pass_by_value, reason = "what comes from other languages is ours already")]
    pub async fn upload(
        &self,
        file: &Pdf,
        buyer: Option<String>,
        seller: Option<String>,
        metadata: Option<String>,
    ) -> Result<Invoice> {
        const UPLOAD: &Operation = operation(Invoices::OPERATIONS, "upload");
        let (filename, content) = (file.name(), file.content());
        let part = FilePart { name: "file", filename, content_type: "application/pdf", content };
        let texts: Vec<(&str, &str)> = metadata.iter().map(|text| ("metadata", text.as_str())).collect();
        Call::new(UPLOAD)
            .query("buyer", buyer.as_ref())
            .query("seller", seller.as_ref())
            .multipart(&part, &texts)
            .send(&self.transport)
            .await
    }

    /// Reads one invoice. Blocks; safe to repeat.
    ///
    /// Operation: `GET /invoice/{invoice_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/invoice/{invoice_id}")]
    pub fn get(&self, invoice_id: Uuid) -> Result<Invoice>;

    /// Changes an invoice that is `TO_SUBMIT` or `TO_EDIT`. Blocks.
    ///
    /// A repetition sets the same values again; the contract does not say what it answers then. Look with
    /// `get`.
    ///
    /// Operation: `PATCH /invoice/{invoice_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when its status or the change forbids it.
    #[operation(PATCH, "/invoice/{invoice_id}")]
    pub fn update(&self, invoice_id: Uuid, body: &InvoiceChanges) -> Result<Invoice>;

    /// Hands an invoice in to be checked, with last changes. Blocks.
    ///
    /// It leads from `TO_SUBMIT` or `TO_EDIT` to `SUBMITTED`; the contract does not say what a repetition
    /// answers. Look with `get`: the status shows whether it took effect.
    ///
    /// Operation: `POST /invoice/{invoice_id}/submit`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` with the fields that are missing.
    #[operation(POST, "/invoice/{invoice_id}/submit")]
    pub fn submit(&self, invoice_id: Uuid, body: &InvoiceChanges) -> Result<Invoice>;

    /// Deletes an invoice, and gives it a last time. Blocks.
    ///
    /// The contract does not say what a repetition answers. Look with `get`: the status is `DELETED` once it
    /// took effect.
    ///
    /// Operation: `DELETE /invoice/{invoice_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when a loan finances it.
    #[operation(DELETE, "/invoice/{invoice_id}")]
    pub fn delete(&self, invoice_id: Uuid) -> Result<Invoice>;
}
