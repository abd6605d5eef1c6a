//! How a product is set up: what a loan request may look like, and how it appears to users.

use defacto_sdk_macros::{model, open_enum};

use super::{
    ContractGeneration, DepositRule, FinancialProductStatus, ProductBilling, ProductContractTemplate,
    ProductTerms, RiskMitigation, SubscriptionTerms,
};
use crate::api::credit_lines::LoanContractType;
use crate::api::payments::PaymentType;

/// Something that a loan request may have to hold.
#[open_enum(snake_case)]
pub enum LoanRequestPart {
    /// Who receives the money.
    Beneficiaries,
    /// A contract.
    Contract,
    /// A counterparty.
    Counterparty,
    /// An invoice that the borrower has to pay.
    PayableInvoice,
    /// Terms of payment.
    PaymentTerms,
    /// An invoice that the borrower is to be paid.
    ReceivableInvoice,
}

/// How a loan is repaid over time.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InstallmentPlanType {
    /// In instalments.
    Installments,
    /// In one sum at the end.
    InFine,
}

/// How payments are put together.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum AggregationScenario {
    /// Payments of one direction become one.
    MergeOnly,
    /// Payments of both directions are set off first.
    NetThenMerge,
}

/// When payments are put together.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum AggregationTiming {
    /// Each day.
    Daily,
    /// As the loans are scheduled.
    LoanSchedule,
}

/// What a loan request of a product may look like.
#[model]
pub struct LoanRequestLimits {
    /// The shortest loan, in days.
    pub minimum_duration_in_days: Option<i64>,
    /// The longest loan, in days.
    pub maximum_duration_in_days: Option<i64>,
    /// The largest loan, in cents.
    pub maximum_loan_amount_in_cents: Option<i64>,
    /// Whether to show what is still available.
    pub display_available_balance: Option<bool>,
    /// What a request must hold.
    pub mandatory_options: Vec<LoanRequestPart>,
}

/// How payments of a product are put together.
#[model]
pub struct PaymentAggregation {
    /// How.
    pub payment_aggregation_scenario: Option<AggregationScenario>,
    /// When.
    pub payment_aggregation_timing: Option<AggregationTiming>,
    /// Which kinds of payments, when they are set off.
    pub payment_types_to_net_and_merge: Vec<PaymentType>,
}

/// How a product appears to users.
#[model]
pub struct ProductExperience {
    /// What a loan request may look like.
    pub loan_request: Option<LoanRequestLimits>,
    /// How payments are put together.
    pub aggregation_scenarios: Vec<PaymentAggregation>,
    /// Where the product stands while people look at the company.
    pub fp_status_on_manual_review_eligibility: Option<FinancialProductStatus>,
}

/// What instalments of a product may look like.
#[model]
pub struct InstallmentLimits {
    /// How loans may be repaid over time.
    pub available_types: Vec<InstallmentPlanType>,
    /// By how much a payment can be put off, in days.
    pub maximum_reschedule_payment_in_days: Option<i64>,
    /// How long before it a payment can be brought forward, in days.
    pub minimum_anticipate_payment_in_days: Option<i64>,
    /// How long before it a payment can still be put off, in business days.
    pub minimum_business_days_until_due_date_to_reschedule_payment: Option<i64>,
}

/// How a product is set up. `ux` is what a partner needs; most of the rest is internal to the vendor.
#[model]
pub struct ProductConfiguration {
    /// How it appears to users, and what a loan request may look like.
    pub ux: Option<ProductExperience>,
    /// What kind of contract its loans are.
    pub contract_type: Option<LoanContractType>,
    /// What instalments may look like.
    pub installments: Option<InstallmentLimits>,
    /// How fees are billed.
    pub billing: Option<ProductBilling>,
    /// How contracts are made.
    pub contract_generation_settings: Option<ContractGeneration>,
    /// What contracts are made from.
    pub contract_templates: Vec<ProductContractTemplate>,
    /// Who has to leave a deposit.
    pub depositing_rules: Vec<DepositRule>,
    /// How the vendor secures itself.
    pub risk_mitigation_config: Option<RiskMitigation>,
    /// What a subscription costs.
    pub subscription: Option<SubscriptionTerms>,
    /// Terms and conditions.
    pub tcs_documents: Vec<ProductTerms>,
}
