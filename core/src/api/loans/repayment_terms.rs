//! Changes of repayment terms.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::{AccountDetails, Timestamp, Uuid};

/// Reason for a change of repayment terms.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RepaymentTermsReason {
    /// The loan is repaid with a payment link.
    LoanRepaymentByPayByLink,
}

/// The account to debit for a loan.
#[model(request)]
pub struct DirectDebitTerms {
    /// Account that repays.
    pub from_account: AccountDetails,
}

/// The account to which a repayment is transferred.
#[model(request)]
pub struct CreditTransferTerms {
    /// Account that receives the repayment. Only the vendor's staff may change it.
    pub to_account: AccountDetails,
}

/// New repayment terms of a loan. Set either `direct_debit` or `sct`, to match `repayment_method`.
#[model(request)]
pub struct RepaymentTerms {
    /// Id of the loan. Its status is `TO_REPAY` or `TO_REPAY_FEES`.
    pub loan_id: Uuid,
    /// Repayment date. It can be postponed once.
    pub repayment_date: Timestamp,
    /// Repayment method: `DIRECT_DEBIT` or `SCT` (transfer).
    pub repayment_method: PaymentMethod,
    /// Account, for direct debit. It cannot change less than 3 days before the debit.
    pub direct_debit: Option<DirectDebitTerms>,
    /// Account, for `SCT`.
    pub sct: Option<CreditTransferTerms>,
    /// Reason for the change.
    pub reason: Option<RepaymentTermsReason>,
}

/// New repayment terms for several loans.
#[model(request)]
pub struct RepaymentTermsChange {
    /// Terms, one entry per loan.
    #[required]
    pub repayment_terms: Vec<RepaymentTerms>,
}
