//! Accounting: money events of loans.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::{JsonObject, Timestamp, Uuid};
use crate::page::{Pages, page_type};

/// Type of an accounting event of a loan.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum AccountingEventType {
    /// The loan was cancelled.
    LoanCanceled,
    /// The loan was paid out.
    LoanDisbursementPaid,
    /// An amount above the amount due was paid.
    LoanExtraPaid,
    /// The deposit that secures the loan was charged back.
    LoanGuaranteeDepositChargedBack,
    /// The deposit that secures the loan was paid.
    LoanGuaranteeDepositPaid,
    /// The interest was increased after a chargeback.
    LoanInterestsChargebackPenalized,
    /// The interest was reduced.
    LoanInterestsDiscounted,
    /// Interest has become due.
    LoanInterestsFallenDue,
    /// The deposit for interest was charged back.
    LoanInterestDepositChargedBack,
    /// The deposit for interest was paid.
    LoanInterestDepositPaid,
    /// Interest was paid from the deposit.
    LoanInterestFromDepositPaid,
    /// A payment of interest from the deposit was reversed: the interest is unpaid again.
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
    /// A repayment of principal was reversed: the principal is unpaid again.
    LoanRepaymentNominalUnpaid,
    /// The payout was returned.
    LoanReturnedPaid,
    /// The loan was accepted.
    LoanValidated,
}

/// Loan and amounts of an accounting event. Amounts are in cents.
#[model]
pub struct AccountingEventDetails {
    /// Id of the loan.
    pub loan_id: Uuid,
    /// Your own data of the loan, as you sent it.
    #[required]
    #[sensitive]
    pub metadata: JsonObject,
    /// Principal part, in cents.
    pub principal_amount: Option<i64>,
    /// Fees part, in cents.
    pub fees_amount: Option<i64>,
    /// Deposit part, in cents.
    pub deposit_amount: Option<i64>,
}

/// An accounting event: something that happened to the money of a loan.
#[model]
pub struct AccountingEvent {
    /// Time of the event.
    pub event_at: Timestamp,
    /// Type of the event.
    pub event_type: AccountingEventType,
    /// Loan and amounts of the event.
    pub event_payload: AccountingEventDetails,
}

/// Filter for the accounting events to list. An empty filter lists all.
#[model(request)]
pub struct AccountingEventFilter {
    /// Only events of these types.
    pub event_type: Vec<AccountingEventType>,
    /// Only events of these loans.
    pub loan_id: Vec<Uuid>,
    /// Only events at or after this time.
    pub from_date: Option<Timestamp>,
    /// Only events at or before this time.
    pub to_date: Option<Timestamp>,
    /// Number of events per page; 100 if omitted.
    pub page_size: Option<i64>,
}

page_type!(AccountingEventPage, AccountingEvent);

/// Accounting: money events of loans.
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
