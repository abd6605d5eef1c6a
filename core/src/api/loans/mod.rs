//! Loans: request, accept, change, track, repay.

mod documents;
mod loan;
mod new_loan;
mod repayment_terms;
mod validate;

use defacto_sdk_macros::{model, open_enum, operations};

pub use documents::{
    CardExpense, CardExpenses, InvoiceAttachment, InvoiceDetails, LoanAttachment, NewLoanDocument,
    ProcurementAct, ProcurementCopy, SaleAgreementAttachment, SaleAgreementDetails, TimeSheet,
};
pub use loan::{Loan, LoanDeposit, LoanDocument, LoanDocumentType, LoanEvent, LoanStatus, LoanType};
#[cfg(feature = "python")]
pub use loan::{PyLoanDocumentType, PyLoanStatus, PyLoanType};
#[cfg(feature = "python")]
pub use new_loan::PyInvoiceType;
pub use new_loan::{InvoiceType, LoanChanges, LoanInstallment, LoanInvoice, NewLoan};
#[cfg(feature = "python")]
pub use repayment_terms::PyRepaymentTermsReason;
pub use repayment_terms::{
    CreditTransferTerms, DirectDebitTerms, RepaymentTerms, RepaymentTermsChange, RepaymentTermsReason,
};

use crate::api::invoices::NewInvoice;
use crate::error::Result;
use crate::intent::{self, Intent, Sending, Settled, leaves_doubt};
use crate::model::{Timestamp, Uuid};
use crate::page::{Page, Pages, page_type};
use crate::transport::Call;
use crate::wire::{Operation, operation, to_json};
#[cfg(feature = "simulation")]
use crate::world::simulated::{Protection, is_without};

/// Sort order of loans.
#[open_enum(snake_case)]
pub enum LoanSort {
    /// Oldest first.
    #[wire("created_at:asc")]
    CreatedAscending,
    /// Newest first; the default.
    #[wire("created_at:desc")]
    CreatedDescending,
    /// Earliest payout first.
    #[wire("to_pay_at:asc")]
    PayoutAscending,
    /// Latest payout first.
    #[wire("to_pay_at:desc")]
    PayoutDescending,
    /// Earliest repayment first.
    #[wire("to_repay_at:asc")]
    RepaymentAscending,
    /// Latest repayment first.
    #[wire("to_repay_at:desc")]
    RepaymentDescending,
}

/// Filter for the loans to list. An empty filter lists all.
#[model(request)]
pub struct LoanFilter {
    /// Only loans with these ids.
    pub id: Vec<Uuid>,
    /// Only loans of these companies, by company number.
    pub borrower: Vec<String>,
    /// Only loans with one of these statuses.
    pub status: Vec<LoanStatus>,
    /// Only loans with one of these purposes.
    pub loan_type: Vec<LoanType>,
    /// Only loans with this text in their id, invoice number, amount, estimated fees, status or the name of a
    /// counterparty.
    pub query: Option<String>,
    /// Only loans that this company guarantees.
    pub guarantor: Option<String>,
    /// Only loans whose guarantee was called if true, not called if false.
    pub guarantee_called: Option<bool>,
    /// Only loans whose repayment was postponed if true, not postponed if false.
    pub postponed: Option<bool>,
    /// Only loans with a payout date at or after this time.
    pub to_pay_at_from: Option<Timestamp>,
    /// Only loans with a payout date before this time.
    pub to_pay_at_to: Option<Timestamp>,
    /// Only loans with a repayment date at or after this time.
    pub to_repay_at_from: Option<Timestamp>,
    /// Only loans with a repayment date before this time.
    pub to_repay_at_to: Option<Timestamp>,
    /// Only loans with a repayment date within this number of days. Excludes `to_repay_at_from` and
    /// `to_repay_at_to`.
    pub to_repay_at_within_days: Option<i64>,
    /// Only loans with a contractual repayment date at or after this time.
    pub contractual_repayment_date_from: Option<Timestamp>,
    /// Only loans with a contractual repayment date before this time.
    pub contractual_repayment_date_to: Option<Timestamp>,
    /// Sort order; newest first if omitted.
    pub sort_by: Option<LoanSort>,
    /// Number of loans per page; 100 if omitted.
    pub page_size: Option<i64>,
}

/// Selection of the loans whose documents are requested.
#[model(request)]
pub struct LoanDocumentRequest {
    /// Only loans with these ids.
    pub loan_ids: Vec<Uuid>,
    /// Only loans with a payout date at or after this time.
    pub to_pay_at_from: Option<Timestamp>,
    /// Only loans with a payout date before this time.
    pub to_pay_at_to: Option<Timestamp>,
}

/// An archive of loan documents.
#[model]
pub struct LoanDocumentArchive {
    /// Link to the archive. It expires soon: never store it.
    #[sensitive]
    pub link: String,
}

page_type!(LoanPage, Loan);
page_type!(LoanEventPage, LoanEvent);

/// Loans: request, accept, change, track, repay.
#[operations]
impl Loans {
    /// Lists loans without their documents, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /loans`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/loans")]
    pub fn list(&self, filter: &LoanFilter) -> Result<Pages<Loan>>;

    /// Requests a loan. A decline is an answer, not an error: the loan is `DECLINED` and has a
    /// `denial_reason`. Blocks; safe to repeat.
    ///
    /// Without `wait_for_validation` the API returns the loan before its decision. With it, the API waits for
    /// the decision: a loan that is not decided after 20 seconds is returned as `PENDING_VALIDATION`. The
    /// decision may take up to 2 business days. The API ends a call after 30 seconds with a 504.
    ///
    /// The `salt_id` of the request is the idempotency key: repeated requests with it are one loan. A
    /// repeated request is sent with the first value of `wait_for_validation`. An equal request with neither
    /// a salt nor a key of yours is also the same loan while the outcome of the first one is unknown. This
    /// holds for all clients of the process and, with a store, for all processes that share it. A job that
    /// builds its requests again sets the key with `for_key`. An error holds the `salt_id` that was sent.
    ///
    /// Operation: `POST /loans`.
    ///
    /// # Errors
    /// `Validation` if the request is invalid: the client lists all problems that it finds, and then sends
    /// nothing. Also `Validation`, at `/salt_id`, if this key was sent with a different request. `Store` if
    /// the client's store fails before the request is sent.
    #[operation(POST, "/loans", repeatable)]
    pub async fn request(&self, body: &NewLoan) -> Result<Loan> {
        let body = body.ready_to_send(self.transport.is_production())?;
        let intent = self.intent_of(&body, None);
        let remembered = intent::Remembered::new(self.transport.store(), self.transport.base_url());
        let noted = intent.begin(&remembered).await?;
        let result = self.post(&noted.sending, body).await;
        noted
            .settle(match &result {
                Ok(_) => Settled::Done,
                Err(error) if leaves_doubt(error) => Settled::InDoubt,
                Err(_) => Settled::NotDone,
            })
            .await;
        result
    }

    /// Reads one loan. Blocks; safe to repeat.
    ///
    /// Operation: `GET /loan/{loan_id}`.
    ///
    /// # Errors
    /// `NotFound` if no loan has this id.
    #[operation(GET, "/loan/{loan_id}")]
    pub fn get(&self, loan_id: Uuid) -> Result<Loan>;

    /// Changes a loan, as far as its status allows. Blocks.
    ///
    /// A repeated call sets the same values again; the API contract defines no answer. Check with `get`.
    ///
    /// Operation: `PATCH /loan/{loan_id}`.
    ///
    /// # Errors
    /// `NotFound` if no loan has this id; `Validation` if its status or the API does not allow the change.
    #[operation(PATCH, "/loan/{loan_id}")]
    pub fn update(&self, loan_id: Uuid, body: &LoanChanges) -> Result<Loan>;

    /// Accepts the offer of a loan that is `TO_VALIDATE`. Blocks.
    ///
    /// The API accepts the call only in this status, so a repeated call is refused and changes nothing. Check
    /// with `get`: the status has changed once the call took effect.
    ///
    /// Operation: `POST /loan/{loan_id}/validate`.
    ///
    /// # Errors
    /// `NotFound` if no loan has this id; `Validation` if the loan is not `TO_VALIDATE`.
    #[operation(POST, "/loan/{loan_id}/validate")]
    pub fn validate(&self, loan_id: Uuid) -> Result<Loan>;

    /// Cancels a loan that is `TO_VALIDATE`, `VALIDATED` or `SCHEDULED`. Blocks.
    ///
    /// The API accepts the call only in these statuses, so a repeated call is refused and changes nothing.
    /// Check with `get`: the status is `CANCELED` once the call took effect.
    ///
    /// Operation: `POST /loan/{loan_id}/cancel`.
    ///
    /// # Errors
    /// `NotFound` if no loan has this id; `Validation` if the loan is in another status.
    #[operation(POST, "/loan/{loan_id}/cancel")]
    pub fn cancel(&self, loan_id: Uuid) -> Result<Loan>;

    /// Lists the status changes of a loan. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /loan/{loan_id}/events`.
    ///
    /// # Errors
    /// `NotFound` if no loan has this id.
    #[operation(GET, "/loan/{loan_id}/events")]
    pub fn list_events(&self, loan_id: Uuid) -> Result<Pages<LoanEvent>>;

    /// Changes when and how loans are repaid. Returns the changed loans. Blocks.
    ///
    /// The API allows only one postponement per loan, so it may refuse a repeated call. Check with `get`
    /// first: `to_repay_at` and `repayment_method` show the present terms.
    ///
    /// Operation: `PUT /loan/repayment-terms`.
    ///
    /// # Errors
    /// `Validation` if the API rejects the terms, or if the debit can no longer be stopped.
    #[operation(PUT, "/loan/repayment-terms")]
    pub async fn set_repayment_terms(&self, body: &RepaymentTermsChange) -> Result<Vec<Loan>> {
        const SET: &Operation = operation(Loans::OPERATIONS, "set_repayment_terms");
        let page: Page<Loan> = Call::new(SET).json(body).send(&self.transport).await?;
        Ok(page.data)
    }

    /// Creates an archive of loan documents. Changes no loan. Blocks; safe to repeat. `document_type` is the
    /// vendor's name of the type; the API contract does not define the values.
    ///
    /// Operation: `POST /loan/documents/{document_type}`.
    ///
    /// # Errors
    /// `NotFound` if there is no such document.
    #[operation(POST, "/loan/documents/{document_type}", reads)]
    pub fn archive_documents(
        &self,
        document_type: String,
        body: &LoanDocumentRequest,
    ) -> Result<LoanDocumentArchive>;
}

impl AsyncLoans {
    /// Returns the intent of a ready request, together with the invoice that is created first.
    pub(crate) fn intent_of(&self, ready: &NewLoan, invoice: Option<&NewInvoice>) -> Intent {
        let request = NewLoan { salt_id: None, wait_for_validation: None, ..ready.clone() };
        let salt_id = ready.salt_id.clone();
        #[cfg(feature = "simulation")]
        let salt_id = salt_id.filter(|_| !is_without(Protection::SaltOnTheObject));
        let salt_id = salt_id.unwrap_or_else(intent::new_salt);
        let (request, invoice) = (to_json(&request), invoice.map(to_json).unwrap_or_default());
        Intent::new(&self.transport, &salt_id, ready.wait_for_validation, &[&request, &invoice])
    }

    /// Sends `POST /loans` for a ready request.
    pub(crate) async fn post(&self, sending: &Sending, mut ready: NewLoan) -> Result<Loan> {
        const REQUEST: &Operation = operation(Loans::OPERATIONS, "request");
        ready.salt_id = Some(sending.salt_id.clone());
        ready.wait_for_validation = sending.wait;
        let answer = Call::new(REQUEST).json(&ready).send(&self.transport).await;
        answer.map_err(|error| error.with_salt(ready.salt_id))
    }
}
