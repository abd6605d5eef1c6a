//! What the loans of a borrower take from its credit line, in cents.

use crate::{
    wire::LoanStatus,
    world::{ledger::Ledger, loan::Loan},
};

/// Statuses of loans that wait for a decision: of the lender, then of the borrower.
const PENDING_VALIDATION: [LoanStatus; 3] =
    [LoanStatus::Submitted, LoanStatus::PendingValidation, LoanStatus::ToValidate];

/// Statuses of loans that will be paid out.
const PENDING: [LoanStatus; 3] = [LoanStatus::Validated, LoanStatus::Scheduled, LoanStatus::Initiated];

/// Statuses of loans that were paid out. A loan with a payment problem never was.
const DRAWN: [LoanStatus; 2] = [LoanStatus::ToRepay, LoanStatus::ToRepayFees];

/// What the loans of a borrower take from its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Balance {
    pub(crate) pending_validation: i64,
    pub(crate) pending: i64,
    pub(crate) drawn: i64,
}

impl Balance {
    pub(crate) fn of(ledger: &Ledger, borrower_id: &str) -> Self {
        // A request that will be declined takes nothing.
        let taking = |statuses: &[LoanStatus]| -> i64 {
            let loans = ledger.loans_of(borrower_id);
            let counts = |loan: &&Loan| loan.denial.is_none() && loan.is_one_of(statuses);
            loans.filter(counts).map(Loan::outstanding).sum()
        };
        Self {
            pending_validation: taking(&PENDING_VALIDATION),
            pending: taking(&PENDING),
            drawn: taking(&DRAWN),
        }
    }

    /// What is left of a pool; never less than nothing, though the pool may have become smaller meanwhile.
    pub(crate) fn left_of(self, pool: i64) -> i64 {
        (pool - self.pending_validation - self.pending - self.drawn).max(0)
    }
}
