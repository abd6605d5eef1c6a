//! Lending: a loan from its request to its end, with every outcome as a value.

#[cfg(test)]
mod intent_tests;
mod invoice;
mod journey;
mod options;
mod stored;
#[cfg(test)]
mod tests;
mod track;

use defacto_sdk_macros::journeys;
use tracing::Instrument;

use crate::api::invoices::Invoice;
use crate::api::loans::{Loan, NewLoan};
use crate::client::{AsyncClient, Client};
use crate::error::Result;
use crate::model::Uuid;
use crate::redact::{present, write_outcome};

pub use options::{LoanOptions, TrackOptions};
#[cfg(feature = "python")]
pub(crate) use options::{loan_options, track_options};
#[cfg(feature = "uniffi")]
pub(crate) use options::{loan_options_record, track_options_record};
pub use track::{AsyncLoanTracker, LoanTracker};

/// The outcome of a loan request, or its present state.
#[derive(Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum), uniffi::export(Debug))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, from_py_object, module = "defacto_sdk"))]
pub enum LoanOutcome {
    /// The loan is accepted on both sides: it will be paid out, or is already. `loan.status` has its state.
    Accepted {
        /// The loan.
        loan: Loan,
    },
    /// The API offers the loan. Accept it with `loans.validate`, or leave it.
    Offered {
        /// The loan, `TO_VALIDATE`.
        loan: Loan,
    },
    /// Not decided yet, or unknown: the call did not wait, or the deadline passed.
    ///
    /// If there is a loan, follow it with `track`. Otherwise send the same request, which holds this
    /// `salt_id`, with the same options: it does not create a second loan.
    Pending {
        /// The loan, once the API has confirmed it.
        loan: Option<Loan>,
        /// The invoice that is still being verified; the loan is requested after that.
        invoice: Option<Invoice>,
        /// The salt of the request: its idempotency key.
        salt_id: String,
    },
    /// The loan is declined. `explain` returns the meaning of the reason.
    Declined {
        /// The loan, `DECLINED`; absent if the API declined by an error.
        loan: Option<Loan>,
        /// One of the vendor's denial codes, or the API's text.
        reason: Option<String>,
    },
    /// The invoice is not accepted, so the loan was not requested. The invoice is `DECLINED`, or it is
    /// `TO_EDIT` and needs a correction (`invoices.update`, `invoices.submit`).
    InvoiceRefused {
        /// The invoice; `status_reason` has the reason.
        invoice: Invoice,
    },
    /// The loan was cancelled or deleted.
    Canceled {
        /// The loan.
        loan: Loan,
    },
}

impl std::fmt::Debug for LoanOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Accepted { loan } => write_outcome(f, "LoanOutcome.Accepted", &[("loan", Some(loan))]),
            Self::Offered { loan } => write_outcome(f, "LoanOutcome.Offered", &[("loan", Some(loan))]),
            Self::Pending { loan, invoice, salt_id } => write_outcome(
                f,
                "LoanOutcome.Pending",
                &[
                    ("loan", present(loan.as_ref())),
                    ("invoice", present(invoice.as_ref())),
                    ("salt_id", Some(salt_id)),
                ],
            ),
            Self::Declined { loan, reason } => write_outcome(
                f,
                "LoanOutcome.Declined",
                &[("loan", present(loan.as_ref())), ("reason", present(reason.as_ref()))],
            ),
            Self::InvoiceRefused { invoice } => {
                write_outcome(f, "LoanOutcome.InvoiceRefused", &[("invoice", Some(invoice))])
            }
            Self::Canceled { loan } => write_outcome(f, "LoanOutcome.Canceled", &[("loan", Some(loan))]),
        }
    }
}

/// Forgets the loans that this process has requested from the API at `base_url`. For tests that reset their
/// sandbox and use a salt again. Does not block, sends nothing.
///
/// Do not call it elsewhere: it removes the protection against a second loan.
pub fn forget_requests(base_url: &str) {
    crate::intent::forget(base_url);
}

#[journeys]
impl Client {
    /// Requests a loan and, if wanted, waits for the decision and accepts the offer.
    ///
    /// Validates the request. If the options have an invoice, finds it by number and seller or creates it,
    /// submits it and waits until it is verified. Then sends `POST /loans` with the salt of the request, and
    /// again with the same salt while the outcome is unknown. Waits for the decision, and accepts an offer if
    /// the options say so. A decline is a value, in whichever form the API sends it. Blocks up to the
    /// options' deadline.
    ///
    /// Safe to repeat: the same request holds the same `salt_id`, so it is the same loan. For a request that
    /// is built anew, for example by a job that runs again, use `for_key`. An equal request without a salt or
    /// key of yours is the same loan, too, while the outcome of the first one is unknown (an error, an
    /// interruption, `Pending` without a loan, a call under way), through any client of this process. An
    /// invoice in the options needs its number and seller for that.
    ///
    /// # Errors
    /// `Validation` with every problem when the request is invalid (nothing was sent), when its salt was sent
    /// with another request (at `/salt_id`), or when the API refuses it; `Authentication`; `Interrupted`;
    /// `Transport`, `Timeout` or `Api` when the API cannot be reached; `Store` when the store cannot be used.
    /// `details.salt_id` is set unless the request was refused before anything was sent.
    pub async fn request_loan(&self, new_loan: &NewLoan, options: &LoanOptions) -> Result<LoanOutcome> {
        let watched = self.transport.watch("request_loan");
        let journey = journey::Journey::new(watched.transport(), options).request(new_loan);
        let outcome = journey.instrument(watched.span()).await;
        watched.end(outcome, LoanOutcome::name)
    }
}

impl Client {
    /// Follows a loan: returns it at once, and again after each status change, until it is closed, declined,
    /// cancelled or deleted. Polls may miss a state; `loans.list_events` has all of them.
    ///
    /// Sends nothing before the first item is requested; each item blocks. Polls again after a passing error.
    /// Safe to repeat.
    pub fn track(&self, loan_id: Uuid, options: &TrackOptions) -> LoanTracker {
        LoanTracker::new(self.transport.clone(), loan_id, options)
    }
}

impl AsyncClient {
    /// Follows a loan: returns it at once, and again after each status change, until it is closed, declined,
    /// cancelled or deleted. Polls may miss a state; `loans.list_events` has all of them.
    ///
    /// Sends nothing before the first item is requested; each item suspends. Polls again after a passing
    /// error. Safe to repeat.
    pub fn track(&self, loan_id: Uuid, options: &TrackOptions) -> AsyncLoanTracker {
        AsyncLoanTracker::new(self.transport.clone(), loan_id, options)
    }
}
