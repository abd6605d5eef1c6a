//! Accounting: what happened to the money of loans.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{JsonObject, Timestamp, Uuid};
use crate::page::{Pages, page_type};

/// What happened to a loan's money.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum AccountingEventType {
    /// The loan was cancelled.
    LoanCanceled,
    /// The loan was paid out.
    LoanDisbursementPaid,
    /// More was paid than was due.
    LoanExtraPaid,
    /// The deposit that secures the loan was charged back.
    LoanGuaranteeDepositChargedBack,
    /// The deposit that secures the loan was paid.
    LoanGuaranteeDepositPaid,
    /// Interest was raised after a chargeback.
    LoanInterestsChargebackPenalized,
    /// Interest was reduced.
    LoanInterestsDiscounted,
    /// Interest has become due.
    LoanInterestsFallenDue,
    /// The deposit for interest was charged back.
    LoanInterestDepositChargedBack,
    /// The deposit for interest was paid.
    LoanInterestDepositPaid,
    /// Interest was paid from the deposit.
    LoanInterestFromDepositPaid,
    /// Interest that the deposit had paid is unpaid again.
    LoanInterestFromDepositUnpaid,
    /// The principal has become due.
    LoanPrincipalFallenDue,
    /// The principal is late.
    LoanPrincipalFallenLate,
    /// Principal was paid from the deposit.
    LoanPrincipalFromDepositPaid,
    /// Money was paid back to the borrower.
    LoanRefundPaid,
    /// A repayment of fees was charged back.
    LoanRepaymentFeesChargedBack,
    /// Fees were repaid.
    LoanRepaymentFeesPaid,
    /// A repayment of principal was charged back.
    LoanRepaymentNominalChargedBack,
    /// Principal was repaid.
    LoanRepaymentNominalPaid,
    /// Principal that was repaid is unpaid again.
    LoanRepaymentNominalUnpaid,
    /// The payout came back.
    LoanReturnedPaid,
    /// The loan was accepted.
    LoanValidated,
}

/// The amounts of an accounting event, in cents.
#[model]
pub struct AccountingEventDetails {
    /// The loan that it is about.
    pub loan_id: Uuid,
    /// Your own data of the loan, as you sent it.
    #[required]
    #[sensitive]
    pub metadata: JsonObject,
    /// The part that is principal, in cents.
    pub principal_amount: Option<i64>,
    /// The part that is fees, in cents.
    pub fees_amount: Option<i64>,
    /// The part that is deposit, in cents.
    pub deposit_amount: Option<i64>,
}

/// Something that happened to a loan's money.
#[model]
pub struct AccountingEvent {
    /// When it happened.
    pub event_at: Timestamp,
    /// What happened.
    pub event_type: AccountingEventType,
    /// The loan and the amounts.
    pub event_payload: AccountingEventDetails,
}

/// Which accounting events to list; nothing set lists all.
#[model(request)]
pub struct AccountingEventFilter {
    /// Only events of these kinds.
    pub event_type: Vec<AccountingEventType>,
    /// Only events of these loans.
    pub loan_id: Vec<Uuid>,
    /// Only events of this moment or later.
    pub from_date: Option<Timestamp>,
    /// Only events of this moment or before.
    pub to_date: Option<Timestamp>,
    /// How many events a page has; 100 when it is left out.
    pub page_size: Option<i64>,
}

page_type!(AccountingEventPage, AccountingEvent);

/// Accounting: what happened to the money of loans.
#[operations]
impl Accounting {
    /// Lists accounting events, over all pages. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /events`.
    ///
    /// # Errors
    /// Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
    #[operation(GET, "/events")]
    pub fn list_events(&self, filter: &AccountingEventFilter) -> Result<Pages<AccountingEvent>>;
}
