//! The way of a loan: requested, decided, followed to its end, with every outcome as a value.

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

use crate::api::invoices::Invoice;
use crate::api::loans::{Loan, NewLoan};
use crate::error::Result;
use crate::model::Uuid;
use crate::{AsyncClient, Client};

pub use options::{LoanOptions, TrackOptions};
#[cfg(feature = "uniffi")]
pub(crate) use options::{loan_options_record, track_options_record};
pub use track::{AsyncLoanTracker, LoanTracker};

/// How a loan request ended, or where it stands.
#[derive(Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum), uniffi::export(Debug))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, from_py_object, module = "defacto_sdk"))]
pub enum LoanOutcome {
    /// The loan is accepted on both sides: it will be paid out, or is already. `loan.status` says where it stands.
    Accepted {
        /// The loan.
        loan: Loan,
    },
    /// The loan is offered and waits for you: accept it with `loans.validate`, or let it be.
    Offered {
        /// The loan, `TO_VALIDATE`.
        loan: Loan,
    },
    /// Not decided yet, or not known: nobody waited, or the deadline passed.
    ///
    /// Follow the loan with `track` once there is one. Otherwise go on by the same request, which holds this `salt_id`,
    /// and the same options: no second loan comes of it.
    Pending {
        /// The loan, once the API has confirmed it.
        loan: Option<Loan>,
        /// The invoice that is still being checked; the loan is requested when it is verified.
        invoice: Option<Invoice>,
        /// The salt of the request.
        salt_id: String,
    },
    /// The loan is declined. `explain` tells what the reason means.
    Declined {
        /// The loan, `DECLINED`; none when the API declined by an error.
        loan: Option<Loan>,
        /// One of the vendor's denial codes, or what the API said.
        reason: Option<String>,
    },
    /// The invoice is not accepted, so the loan was not requested: it is `DECLINED`, or `TO_EDIT` and waits for a
    /// correction (`invoices.update`, `invoices.submit`).
    InvoiceRefused {
        /// The invoice; `status_reason` says why.
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
            Self::Accepted { loan } => write!(f, "LoanOutcome.Accepted(loan={loan:?})"),
            Self::Offered { loan } => write!(f, "LoanOutcome.Offered(loan={loan:?})"),
            Self::Pending { loan, invoice, salt_id } => {
                write!(f, "LoanOutcome.Pending(loan={loan:?}, invoice={invoice:?}, salt_id={salt_id:?})")
            }
            Self::Declined { loan, reason } => {
                write!(f, "LoanOutcome.Declined(loan={loan:?}, reason={reason:?})")
            }
            Self::InvoiceRefused { invoice } => write!(f, "LoanOutcome.InvoiceRefused(invoice={invoice:?})"),
            Self::Canceled { loan } => write!(f, "LoanOutcome.Canceled(loan={loan:?})"),
        }
    }
}

/// Forgets which loans this process has requested from the API at `base_url`: for tests whose sandbox is back at its start,
/// so that they may use a salt again. Does not block, sends nothing.
///
/// Elsewhere it takes away what keeps a loan from being requested twice.
pub fn forget_requests(base_url: &str) {
    crate::intent::forget(base_url);
}

#[journeys]
impl Client {
    /// Requests a loan and, if wanted, waits for the decision and accepts the offer: the second job, made safe.
    ///
    /// It validates the request. With an invoice in the options, that one comes first: found by its number and seller,
    /// or created, handed in and waited for until it is verified. Then it sends `POST /loans` with the salt of the
    /// request, again with the same salt while its outcome is unknown; waits for the decision; and accepts an offer when
    /// the options say so. A decline is a value, in each of the forms in which the API gives it. Blocks up to the options'
    /// deadline.
    ///
    /// Safe to repeat: the same request holds its `salt_id`, so it is the same loan. One that is built anew, by a job that
    /// runs again for instance, is the same by `for_key`. An equal request without a salt or key of the caller's is the
    /// same loan as well while the outcome of the first one is unknown to its caller (an error, an interruption, `Pending`
    /// without a loan, a call under way), through any client of this process. An invoice in the options needs its number
    /// and its seller for that.
    ///
    /// # Errors
    /// `Validation` with every problem when the request cannot pass (nothing was sent) or is refused, at `/salt_id` also
    /// when its salt was sent with another request; `Authentication`; `Interrupted`; `Transport`, `Timeout` or `Api` when
    /// the API stays out of reach. `details.salt_id` is set unless the request was refused before anything was sent.
    pub async fn request_loan(&self, new_loan: &NewLoan, options: &LoanOptions) -> Result<LoanOutcome> {
        journey::Journey::new(&self.transport, options).request(new_loan).await
    }
}

impl Client {
    /// Follows a loan: gives it at once, and again whenever its status has changed, until it is closed, declined,
    /// cancelled or deleted. States may be skipped between two looks; `loans.list_events` has them all.
    ///
    /// Sends nothing before the first item is asked for; each item blocks. What fails for a passing reason is asked
    /// again; safe to repeat.
    pub fn track(&self, loan_id: Uuid, options: &TrackOptions) -> LoanTracker {
        LoanTracker::new(self.transport.clone(), loan_id, options)
    }
}

impl AsyncClient {
    /// Follows a loan: gives it at once, and again whenever its status has changed, until it is closed, declined,
    /// cancelled or deleted. States may be skipped between two looks; `loans.list_events` has them all.
    ///
    /// Sends nothing before the first item is asked for; each item suspends. What fails for a passing reason is asked
    /// again; safe to repeat.
    pub fn track(&self, loan_id: Uuid, options: &TrackOptions) -> AsyncLoanTracker {
        AsyncLoanTracker::new(self.transport.clone(), loan_id, options)
    }
}
