//! Loans: request, accept, change, follow, repay.

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

/// In which order loans are listed.
#[open_enum(snake_case)]
pub enum LoanSort {
    /// The oldest first.
    #[wire("created_at:asc")]
    CreatedAscending,
    /// The newest first, as when nothing is said.
    #[wire("created_at:desc")]
    CreatedDescending,
    /// The earliest payout first.
    #[wire("to_pay_at:asc")]
    PayoutAscending,
    /// The latest payout first.
    #[wire("to_pay_at:desc")]
    PayoutDescending,
    /// The earliest repayment first.
    #[wire("to_repay_at:asc")]
    RepaymentAscending,
    /// The latest repayment first.
    #[wire("to_repay_at:desc")]
    RepaymentDescending,
}

/// Which loans to list; nothing set lists all.
#[model(request)]
pub struct LoanFilter {
    /// Only these loans, by id.
    pub id: Vec<Uuid>,
    /// Only loans of these companies, by company number.
    pub borrower: Vec<String>,
    /// Only loans with one of these statuses.
    pub status: Vec<LoanStatus>,
    /// Only loans that finance this.
    pub loan_type: Vec<LoanType>,
    /// Only loans in which this text is found: in their id, an invoice number, an amount.
    pub query: Option<String>,
    /// Only loans that this company answers for.
    pub guarantor: Option<String>,
    /// Only loans whose guarantor was asked to pay, or was not.
    pub guarantee_called: Option<bool>,
    /// Only loans whose repayment was put off, or was not.
    pub postponed: Option<bool>,
    /// Only loans to be paid out at this moment or later.
    pub to_pay_at_from: Option<Timestamp>,
    /// Only loans to be paid out before this moment.
    pub to_pay_at_to: Option<Timestamp>,
    /// Only loans to be repaid at this moment or later.
    pub to_repay_at_from: Option<Timestamp>,
    /// Only loans to be repaid before this moment.
    pub to_repay_at_to: Option<Timestamp>,
    /// Only loans to be repaid within so many days; not together with the two fields before.
    pub to_repay_at_within_days: Option<i64>,
    /// Only loans to be repaid by contract at this moment or later.
    pub contractual_repayment_date_from: Option<Timestamp>,
    /// Only loans to be repaid by contract before this moment.
    pub contractual_repayment_date_to: Option<Timestamp>,
    /// In which order.
    pub sort_by: Option<LoanSort>,
    /// How many loans a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

/// Of which loans documents are wanted.
#[model(request)]
pub struct LoanDocumentRequest {
    /// These loans, by id.
    pub loan_ids: Vec<Uuid>,
    /// Loans to be paid out at this moment or later.
    pub to_pay_at_from: Option<Timestamp>,
    /// Loans to be paid out before this moment.
    pub to_pay_at_to: Option<Timestamp>,
}

/// Documents of loans in one archive.
#[model]
pub struct LoanDocumentArchive {
    /// A link to it that holds for a short time: never store it.
    #[sensitive]
    pub link: String,
}

page_type!(LoanPage, Loan);
page_type!(LoanEventPage, LoanEvent);

/// Loans: request, accept, change, follow, repay.
#[operations]
impl Loans {
    /// Lists loans, over all pages; without their documents. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /loans`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/loans")]
    pub fn list(&self, filter: &LoanFilter) -> Result<Pages<Loan>>;

    /// Requests a loan. A decline is an answer: a loan that is `DECLINED`, with its `denial_reason`.
    ///
    /// Without `wait_for_validation` the loan comes back undecided; with it the API waits at most 30 seconds, and the
    /// loan may still be `PENDING_VALIDATION`.
    ///
    /// Blocks; safe to repeat: the same request holds its `salt_id`, so it is the same loan, and a repetition is sent
    /// with the `wait_for_validation` of the first time. An equal request without a salt or key of yours is the same loan
    /// as well while the outcome of the first one is unknown, through any client of this process. A job that builds its
    /// requests anew names them with `for_key`. An error names the salt that was sent.
    ///
    /// Operation: `POST /loans`.
    ///
    /// # Errors
    /// `Validation` when the request is not acceptable, with every problem when that is found before it is sent; at
    /// `/salt_id` also when its salt was sent with another request.
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
    /// `NotFound` when there is none with this id.
    #[operation(GET, "/loan/{loan_id}")]
    pub fn get(&self, loan_id: Uuid) -> Result<Loan>;

    /// Changes a loan, as far as its status allows. Blocks.
    ///
    /// A repetition sets the same values again; the contract does not say what it answers then. Look with
    /// `get`.
    ///
    /// Operation: `PATCH /loan/{loan_id}`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when its status or the change forbids it.
    #[operation(PATCH, "/loan/{loan_id}")]
    pub fn update(&self, loan_id: Uuid, body: &LoanChanges) -> Result<Loan>;

    /// Accepts the offer of a loan that is `TO_VALIDATE`. Blocks.
    ///
    /// The contract accepts it for a loan that is `TO_VALIDATE` only, so a repetition is refused and changes
    /// nothing. Look with `get`: the status is another one once it took effect.
    ///
    /// Operation: `POST /loan/{loan_id}/validate`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when it is not offered.
    #[operation(POST, "/loan/{loan_id}/validate")]
    pub fn validate(&self, loan_id: Uuid) -> Result<Loan>;

    /// Cancels a loan that is not paid out yet. Blocks.
    ///
    /// The contract accepts it before the payout is ordered only; a repetition for a cancelled loan changes
    /// nothing. Look with `get`: the status is `CANCELED` once it took effect.
    ///
    /// Operation: `POST /loan/{loan_id}/cancel`.
    ///
    /// # Errors
    /// `NotFound` when there is none with this id; `Validation` when the payout was ordered.
    #[operation(POST, "/loan/{loan_id}/cancel")]
    pub fn cancel(&self, loan_id: Uuid) -> Result<Loan>;

    /// Lists the steps of a loan from status to status. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /loan/{loan_id}/events`.
    ///
    /// # Errors
    /// `NotFound` when there is no loan with this id.
    #[operation(GET, "/loan/{loan_id}/events")]
    pub fn list_events(&self, loan_id: Uuid) -> Result<Pages<LoanEvent>>;

    /// Changes when and how loans are repaid; gives the loans as they are then. Blocks.
    ///
    /// The contract allows to put off a repayment once, so a repetition may be refused. Look with `get`
    /// first: `to_repay_at` and `repayment_method` show what holds.
    ///
    /// Operation: `PUT /loan/repayment-terms`.
    ///
    /// # Errors
    /// `Validation` when the terms are not acceptable, or when the debit can no longer be stopped.
    #[operation(PUT, "/loan/repayment-terms")]
    pub async fn set_repayment_terms(&self, body: &RepaymentTermsChange) -> Result<Vec<Loan>> {
        const SET: &Operation = operation(Loans::OPERATIONS, "set_repayment_terms");
        let page: Page<Loan> = Call::new(SET).json(body).send(&self.transport).await?;
        Ok(page.data)
    }

    /// Makes an archive of documents of loans. `document_type` is what the vendor calls that kind of document; its
    /// values are not in the contract. It changes nothing. Blocks; safe to repeat.
    ///
    /// Operation: `POST /loan/documents/{document_type}`.
    ///
    /// # Errors
    /// `NotFound` when there is no such document.
    #[operation(POST, "/loan/documents/{document_type}", reads)]
    pub fn archive_documents(
        &self,
        document_type: String,
        body: &LoanDocumentRequest,
    ) -> Result<LoanDocumentArchive>;
}

impl AsyncLoans {
    /// The intent of a request that is ready to send, and of the invoice that comes first.
    pub(crate) fn intent_of(&self, ready: &NewLoan, invoice: Option<&NewInvoice>) -> Intent {
        let request = NewLoan { salt_id: None, wait_for_validation: None, ..ready.clone() };
        let salt_id = ready.salt_id.clone();
        #[cfg(feature = "simulation")]
        let salt_id = salt_id.filter(|_| !is_without(Protection::SaltOnTheObject));
        let salt_id = salt_id.unwrap_or_else(intent::new_salt);
        let (request, invoice) = (to_json(&request), invoice.map(to_json).unwrap_or_default());
        Intent::new(&self.transport, &salt_id, ready.wait_for_validation, &[&request, &invoice])
    }

    /// `POST /loans` as it is, for a request that is ready to send.
    pub(crate) async fn post(&self, sending: &Sending, mut ready: NewLoan) -> Result<Loan> {
        const REQUEST: &Operation = operation(Loans::OPERATIONS, "request");
        ready.salt_id = Some(sending.salt_id.clone());
        ready.wait_for_validation = sending.wait;
        let answer = Call::new(REQUEST).json(&ready).send(&self.transport).await;
        answer.map_err(|error| error.with_salt(ready.salt_id))
    }
}
