//! Changes of when and how loans are repaid.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::{AccountDetails, Timestamp, Uuid};

/// Why the terms of repayment change.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RepaymentTermsReason {
    /// The loan is repaid by a payment link.
    LoanRepaymentByPayByLink,
}

/// The account to debit for a loan.
#[model(request)]
pub struct DirectDebitTerms {
    /// The account that repays.
    pub from_account: AccountDetails,
}

/// The account to transfer a repayment to.
#[model(request)]
pub struct CreditTransferTerms {
    /// The account that receives; only the vendor's own people may change it.
    pub to_account: AccountDetails,
}

/// When and how a loan is to be repaid. Give the block that fits the method, and leave the other out.
#[model(request)]
pub struct RepaymentTerms {
    /// The loan, which is `TO_REPAY` or `TO_REPAY_FEES`.
    pub loan_id: Uuid,
    /// When it is to be repaid. It can be put off once.
    pub repayment_date: Timestamp,
    /// `DIRECT_DEBIT` or `SCT`.
    pub repayment_method: PaymentMethod,
    /// The account, for direct debit; not to be changed less than 3 days before the debit.
    pub direct_debit: Option<DirectDebitTerms>,
    /// The transfer, for `SCT`.
    pub sct: Option<CreditTransferTerms>,
    /// Why the terms change.
    pub reason: Option<RepaymentTermsReason>,
}

/// New terms of repayment for several loans.
#[model(request)]
pub struct RepaymentTermsChange {
    /// The terms, one entry a loan.
    #[required]
    pub repayment_terms: Vec<RepaymentTerms>,
}
