//! Invoices to be financed by loans.

mod new_invoice;

use defacto_sdk_macros::{model, open_enum, operations};

pub use new_invoice::{InvoiceChanges, NewInvoice};

use crate::error::{DefactoError, Result};
use crate::model::{AccountDetails, Currency, IdentifierType, JsonObject, Timestamp, Uuid};
use crate::page::{Pages, page_type};
use crate::pdf::{self, Pdf};
use crate::transport::{Call, FilePart};
use crate::validation::at;
use crate::wire::{Operation, operation};

/// Status of an invoice. A loan requires `VERIFIED`.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InvoiceStatus {
    /// Rejected, finally.
    Declined,
    /// Deleted.
    Deleted,
    /// Paid.
    Paid,
    /// Submitted; verification is in progress.
    Submitted,
    /// To be corrected and submitted again.
    ToEdit,
    /// A draft, not submitted yet.
    ToSubmit,
    /// Accepted.
    Verified,
}

/// A company named in an invoice.
#[model]
pub struct InvoiceCompany {
    /// Company number.
    pub identifier: String,
    /// Type of the company number.
    pub identifier_type: Option<IdentifierType>,
    /// Id of the company as a counterparty.
    pub id: Option<Uuid>,
    /// Vendor's id of the company.
    pub business_id: Option<Uuid>,
    /// Legal name.
    pub name: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
}

/// An invoice. Amounts are in cents.
#[model]
pub struct Invoice {
    /// Invoice number, as printed on the invoice.
    pub invoice_number: String,
    /// Amount before tax, in cents.
    pub net_amount: i64,
    /// Id of the invoice. The API contract does not define its type.
    pub id: Option<String>,
    /// Status of the invoice.
    pub status: Option<InvoiceStatus>,
    /// Reason for the status: a denial code of the vendor. The list of codes changes.
    pub status_reason: Option<String>,
    /// Whether the invoice is a draft.
    pub is_draft: Option<bool>,
    /// Buyer: the company that is billed.
    pub buyer: Option<InvoiceCompany>,
    /// Seller: the company that issues the invoice.
    pub seller: Option<InvoiceCompany>,
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
    /// Account to pay, as printed on the invoice.
    pub to_account_details: Option<AccountDetails>,
    /// Ids of the loans that finance the invoice.
    pub loan_ids: Vec<Uuid>,
    /// Link to the document. It expires soon: never store it.
    #[sensitive]
    pub document_url: Option<String>,
    /// Your own data, as you sent it.
    #[sensitive]
    pub metadata: JsonObject,
}

/// Filter for the invoices to list. An empty filter lists all.
#[model(request)]
pub struct InvoiceFilter {
    /// Only invoices with these ids.
    pub invoice_id: Vec<Uuid>,
    /// Only invoices with one of these statuses.
    pub status: Vec<InvoiceStatus>,
    /// Only invoices to these buyers, by company number.
    pub buyer: Vec<String>,
    /// Only invoices from these sellers, by company number.
    pub seller: Vec<String>,
    /// Only invoices that contain this text.
    pub query: Option<String>,
    /// Only invoices financed by a loan if true, by no loan if false.
    pub linked_to_loan: Option<bool>,
    /// Only invoices whose loan was paid out after this time. Takes effect only if `linked_to_loan` is true.
    pub linked_to_loan_paid_after: Option<Timestamp>,
    /// Only invoices whose loan was paid out before this time. Takes effect only if `linked_to_loan` is true.
    pub linked_to_loan_paid_before: Option<Timestamp>,
    /// Number of invoices per page; 100 if omitted.
    pub page_size: Option<i64>,
}

page_type!(InvoicePage, Invoice);

/// Invoices to be financed by loans.
///
/// Statuses of an invoice: `submit` moves it from `TO_SUBMIT` to `SUBMITTED`; verification ends in
/// `VERIFIED`, `TO_EDIT` or `DECLINED`.
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

    /// Creates an invoice, as a draft or for verification at once. Blocks.
    ///
    /// A repeated call creates a second invoice, because the request has no idempotency key. Check with
    /// `list` first, by seller and invoice number.
    ///
    /// Operation: `POST /invoices`.
    ///
    /// # Errors
    /// `Validation` if the document is no PDF in Base64 (then nothing is sent), or if the API rejects the
    /// invoice.
    #[operation(POST, "/invoices")]
    pub async fn create(&self, body: &NewInvoice) -> Result<Invoice> {
        const CREATE: &Operation = operation(Invoices::OPERATIONS, "create");
        let problems = at("/document", pdf::check_base64(&body.document));
        if !problems.is_empty() {
            return Err(DefactoError::invalid(problems));
        }
        Call::new(CREATE).json(body).send(&self.transport).await
    }

    /// Creates an invoice from a PDF: the API extracts number, dates and amounts. Blocks.
    ///
    /// `buyer` and `seller` have the form register in capitals, hyphen, number: `SIREN-472618354`. `metadata`
    /// is your own data as JSON text. The form field of the file is not in the API contract: `file` is sent.
    ///
    /// A repeated call creates a second invoice, because the request has no idempotency key. Check with
    /// `list` first, by seller.
    ///
    /// Operation: `POST /invoices/upload`.
    ///
    /// # Errors
    /// `Validation` if the API cannot read the PDF.
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
    /// `NotFound` if no invoice has this id.
    #[operation(GET, "/invoice/{invoice_id}")]
    pub fn get(&self, invoice_id: Uuid) -> Result<Invoice>;

    /// Changes an invoice that is `TO_SUBMIT` or `TO_EDIT`. Blocks.
    ///
    /// A repeated call sets the same values again; the API contract defines no answer. Check with `get`.
    ///
    /// Operation: `PATCH /invoice/{invoice_id}`.
    ///
    /// # Errors
    /// `NotFound` if no invoice has this id; `Validation` if its status or the API does not allow the change.
    #[operation(PATCH, "/invoice/{invoice_id}")]
    pub fn update(&self, invoice_id: Uuid, body: &InvoiceChanges) -> Result<Invoice>;

    /// Submits an invoice for verification, with last changes. Blocks.
    ///
    /// The status changes from `TO_SUBMIT` or `TO_EDIT` to `SUBMITTED`. The API contract does not define the
    /// answer to a repeated call. Check with `get`: the status shows whether the call took effect.
    ///
    /// Operation: `POST /invoice/{invoice_id}/submit`.
    ///
    /// # Errors
    /// `NotFound` if no invoice has this id; `Validation` with the missing fields.
    #[operation(POST, "/invoice/{invoice_id}/submit")]
    pub fn submit(&self, invoice_id: Uuid, body: &InvoiceChanges) -> Result<Invoice>;

    /// Deletes an invoice and returns it. Blocks.
    ///
    /// The API contract does not define the answer to a repeated call. Check with `get`: the status is
    /// `DELETED` once the call took effect.
    ///
    /// Operation: `DELETE /invoice/{invoice_id}`.
    ///
    /// # Errors
    /// `NotFound` if no invoice has this id; `Validation` if a loan finances it.
    #[operation(DELETE, "/invoice/{invoice_id}")]
    pub fn delete(&self, invoice_id: Uuid) -> Result<Invoice>;
}
