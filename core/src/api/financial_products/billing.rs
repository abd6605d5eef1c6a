//! Billing and deposits of a product; internal to the vendor.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::Uuid;

/// Role of a company in a loan.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum LoanParticipant {
    /// The company that receives the payout.
    Beneficiary,
    /// The company that borrows.
    Borrower,
    /// The company that guarantees the loan.
    Guarantor,
    /// The partner.
    Partner,
}

/// Time when interest is computed.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InterestsTracking {
    /// Monthly.
    Monthly,
    /// When the loan is created.
    OriginationDate,
}

/// Base amount from which a deposit is computed.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum DepositBase {
    /// Interest due.
    DueInterests,
    /// Estimated fees.
    EstimatedFees,
    /// None: the deposit is a fixed amount.
    FixedAmount,
    /// Amount of the loan.
    LoanAmount,
    /// Amount of the loan plus interest due.
    LoanAmountWithDueInterests,
    /// Amount of the loan plus estimated fees.
    LoanAmountWithEstimatedFees,
}

/// Role of the company that pays a deposit.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Depositor {
    /// The company that receives the payout.
    Beneficiary,
    /// The company that borrows.
    Borrower,
    /// The company that pays the fees.
    FeesPayer,
    /// The partner.
    Partner,
}

/// Purpose of a deposit.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum DepositPurpose {
    /// To cover fees.
    FeesDeposit,
    /// To secure the loan.
    GuaranteeDeposit,
    /// To cover the cost of recollection.
    RecollectionFeesDeposit,
}

/// The payer of the fees.
#[model]
pub struct FeesPayer {
    /// Vendor's id of the company that is billed.
    pub billed_business_id: Option<Uuid>,
    /// Role of the payer in the loan.
    pub fees_payer_role: Option<LoanParticipant>,
    /// Time when interest is computed.
    pub interests_tracking_time: Option<InterestsTracking>,
}

/// Billing of fees.
#[model]
pub struct ProductBilling {
    /// Number of days after which a bill is overdue.
    pub bill_overdue_threshold_in_days: Option<i64>,
    /// Number of days after which a loan is overdue.
    pub loan_overdue_threshold_in_days: Option<i64>,
    /// Payers of the fees.
    pub fees_payers: Vec<FeesPayer>,
    /// Whether late payment has no penalty.
    pub penalties_disabled: Option<bool>,
}

/// Price of a subscription.
#[model]
pub struct SubscriptionTerms {
    /// Monthly fee, in cents.
    pub monthly_fee_cents: Option<i64>,
    /// Vendor's id of the account that is debited.
    pub sdd_account_detail_id: Option<Uuid>,
}

/// The account from which a deposit is debited.
#[model]
pub struct DirectDebitSettings {
    /// Vendor's id of the account. The API contract does not define its type.
    pub from_account_details_id: Option<String>,
}

/// Transfer settings of a deposit. The API contract defines no fields.
#[model]
pub struct CreditTransferSettings {}

/// Payment of a deposit.
#[model]
pub struct DepositPayment {
    /// Payment method: `DIRECT_DEBIT` or `SCT` (transfer).
    pub payment_method: PaymentMethod,
    /// Settings for direct debit.
    pub direct_debit: Option<DirectDebitSettings>,
    /// Settings for `SCT`.
    pub sct: Option<CreditTransferSettings>,
}

/// A rule for a deposit: payer, purpose and amount.
#[model]
pub struct DepositRule {
    /// Base amount from which the deposit is computed.
    pub base_amount: DepositBase,
    /// Role of the company that pays the deposit.
    pub depositor_role: Depositor,
    /// Purpose of the deposit.
    pub purpose: DepositPurpose,
    /// Share or amount, a decimal number as text.
    pub value: String,
    /// Payment of the deposit.
    pub payment_method: Option<DepositPayment>,
}
