//! The outcome of a loan request as text.

use defacto_sdk_macros::model;

use super::LoanOutcome;
use crate::api::invoices::Invoice;
use crate::api::loans::Loan;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::wire::{JsonObject, read, to_json};

/// Every field that an outcome may have.
#[model]
pub(crate) struct StoredLoanOutcome {
    /// The name of the outcome.
    pub(crate) outcome: String,
    /// The loan.
    pub(crate) loan: Option<Loan>,
    /// The invoice.
    pub(crate) invoice: Option<Invoice>,
    /// The salt of the request.
    pub(crate) salt_id: Option<String>,
    /// The reason for the decline.
    pub(crate) reason: Option<String>,
}

impl LoanOutcome {
    /// Returns the name of the outcome.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Offered { .. } => "offered",
            Self::Pending { .. } => "pending",
            Self::Declined { .. } => "declined",
            Self::InvoiceRefused { .. } => "invoice_refused",
            Self::Canceled { .. } => "canceled",
        }
    }

    /// Returns the outcome as JSON text, to store it. It holds the loan's accounts, but no API key.
    pub fn to_json(&self) -> String {
        let (loan, invoice, salt_id, reason) = match self.clone() {
            Self::Accepted { loan } | Self::Offered { loan } | Self::Canceled { loan } => {
                (Some(loan), None, None, None)
            }
            Self::Pending { loan, invoice, salt_id } => (loan, invoice, Some(salt_id), None),
            Self::Declined { loan, reason } => (loan, None, None, reason),
            Self::InvoiceRefused { invoice } => (None, Some(invoice), None, None),
        };
        let (outcome, extra) = (self.name().to_owned(), JsonObject::default());
        to_json(&StoredLoanOutcome { outcome, loan, invoice, salt_id, reason, extra })
    }

    /// Reads an outcome from the text that `to_json` returned.
    ///
    /// # Errors
    /// `Validation` when `text` is not an outcome.
    pub fn from_json(text: &str) -> Result<Self> {
        let stored: StoredLoanOutcome = read(text.as_bytes()).map_err(DefactoError::unreadable)?;
        let (loan, invoice) = (stored.loan, stored.invoice);
        let outcome = match (stored.outcome.as_str(), loan, invoice, stored.salt_id) {
            ("accepted", Some(loan), ..) => Some(Self::Accepted { loan }),
            ("offered", Some(loan), ..) => Some(Self::Offered { loan }),
            ("canceled", Some(loan), ..) => Some(Self::Canceled { loan }),
            ("pending", loan, invoice, Some(salt_id)) => Some(Self::Pending { loan, invoice, salt_id }),
            ("declined", loan, ..) => Some(Self::Declined { loan, reason: stored.reason }),
            ("invoice_refused", _, Some(invoice), _) => Some(Self::InvoiceRefused { invoice }),
            _ => None,
        };
        outcome.ok_or_else(|| {
            let detail = "is no outcome that this version knows";
            DefactoError::invalid(vec![Problem::new("/outcome", "unknown_value", Severity::Error, detail)])
        })
    }
}
