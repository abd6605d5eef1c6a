//! How a product is billed and secured by deposits; internal to the vendor.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::Uuid;

/// A part that a company has in a loan.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum LoanParticipant {
    /// Who receives the money.
    Beneficiary,
    /// Who borrows.
    Borrower,
    /// Who answers for the loan.
    Guarantor,
    /// The partner.
    Partner,
}

/// When interest is worked out.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InterestsTracking {
    /// Each month.
    Monthly,
    /// When the loan is made.
    OriginationDate,
}

/// What a deposit is worked out from.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum DepositBase {
    /// The interest that is due.
    DueInterests,
    /// The fees as estimated.
    EstimatedFees,
    /// Nothing: it is a fixed amount.
    FixedAmount,
    /// The amount of the loan.
    LoanAmount,
    /// The loan and the interest that is due.
    LoanAmountWithDueInterests,
    /// The loan and the fees as estimated.
    LoanAmountWithEstimatedFees,
}

/// Who leaves a deposit.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum Depositor {
    /// Who receives the loan's money.
    Beneficiary,
    /// Who borrows.
    Borrower,
    /// Who pays the fees.
    FeesPayer,
    /// The partner.
    Partner,
}

/// What a deposit is for.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum DepositPurpose {
    /// Fees.
    FeesDeposit,
    /// Security.
    GuaranteeDeposit,
    /// The cost of recovering the money.
    RecollectionFeesDeposit,
}

/// Who pays the fees.
#[model]
pub struct FeesPayer {
    /// The company that is billed, by the vendor's id.
    pub billed_business_id: Option<Uuid>,
    /// Which part in the loan the payer has.
    pub fees_payer_role: Option<LoanParticipant>,
    /// When interest is worked out.
    pub interests_tracking_time: Option<InterestsTracking>,
}

/// How fees are billed.
#[model]
pub struct ProductBilling {
    /// After how many days a bill is overdue.
    pub bill_overdue_threshold_in_days: Option<i64>,
    /// After how many days a loan is overdue.
    pub loan_overdue_threshold_in_days: Option<i64>,
    /// Who pays.
    pub fees_payers: Vec<FeesPayer>,
    /// Whether being late costs nothing.
    pub penalties_disabled: Option<bool>,
}

/// What a subscription costs.
#[model]
pub struct SubscriptionTerms {
    /// The fee of a month, in cents.
    pub monthly_fee_cents: Option<i64>,
    /// The account that is debited, by the vendor's id.
    pub sdd_account_detail_id: Option<Uuid>,
}

/// Which account a deposit is debited from.
#[model]
pub struct DirectDebitSettings {
    /// The account's id at the vendor; untyped in the contract.
    pub from_account_details_id: Option<String>,
}

/// How a deposit is transferred; the contract names no member.
#[model]
pub struct CreditTransferSettings {}

/// How a deposit is paid.
#[model]
pub struct DepositPayment {
    /// `DIRECT_DEBIT` or `SCT`.
    pub payment_method: PaymentMethod,
    /// The account, for direct debit.
    pub direct_debit: Option<DirectDebitSettings>,
    /// The transfer, for `SCT`.
    pub sct: Option<CreditTransferSettings>,
}

/// Who has to leave a deposit, and how much.
#[model]
pub struct DepositRule {
    /// What it is worked out from.
    pub base_amount: DepositBase,
    /// Who leaves it.
    pub depositor_role: Depositor,
    /// What it is for.
    pub purpose: DepositPurpose,
    /// The share or the amount, a decimal number as text.
    pub value: String,
    /// How it is paid.
    pub payment_method: Option<DepositPayment>,
}
