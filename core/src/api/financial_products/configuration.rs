//! Configuration of a product: limits of loan requests, and presentation to users.

use defacto_sdk_macros::{model, open_enum};

use super::FinancialProductStatus;
use super::billing::{DepositRule, ProductBilling, SubscriptionTerms};
use super::contracts::{ContractGeneration, ProductContractTemplate, ProductTerms};
use super::risk::RiskMitigation;
use crate::api::credit_lines::LoanContractType;
use crate::api::payments::PaymentType;

/// A part that a loan request may have to contain.
#[open_enum(snake_case)]
pub enum LoanRequestPart {
    /// The companies that receive the payout.
    Beneficiaries,
    /// A contract.
    Contract,
    /// A counterparty.
    Counterparty,
    /// An invoice that the borrower must pay.
    PayableInvoice,
    /// Payment terms.
    PaymentTerms,
    /// An invoice for which the borrower receives payment.
    ReceivableInvoice,
}

/// Type of repayment schedule of a loan.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InstallmentPlanType {
    /// In instalments.
    Installments,
    /// In one payment at the end.
    InFine,
}

/// Method of combining payments.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum AggregationScenario {
    /// Payments in the same direction are merged into one.
    MergeOnly,
    /// Payments in opposite directions are netted first, then merged.
    NetThenMerge,
}

/// Time when payments are combined.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum AggregationTiming {
    /// Daily.
    Daily,
    /// According to the schedule of the loans.
    LoanSchedule,
}

/// Limits of loan requests for a product.
#[model]
pub struct LoanRequestLimits {
    /// Shortest duration of a loan, in days.
    pub minimum_duration_in_days: Option<i64>,
    /// Longest duration of a loan, in days.
    pub maximum_duration_in_days: Option<i64>,
    /// Highest amount of a loan, in cents.
    pub maximum_loan_amount_in_cents: Option<i64>,
    /// Whether to show the available balance.
    pub display_available_balance: Option<bool>,
    /// Parts that a request must contain.
    pub mandatory_options: Vec<LoanRequestPart>,
}

/// Settings for combining payments of a product.
#[model]
pub struct PaymentAggregation {
    /// Method of combining payments.
    pub payment_aggregation_scenario: Option<AggregationScenario>,
    /// Time when payments are combined.
    pub payment_aggregation_timing: Option<AggregationTiming>,
    /// Types of payments that are netted and merged.
    pub payment_types_to_net_and_merge: Vec<PaymentType>,
}

/// Presentation of a product to users.
#[model]
pub struct ProductExperience {
    /// Limits of loan requests.
    pub loan_request: Option<LoanRequestLimits>,
    /// Settings for combining payments.
    pub aggregation_scenarios: Vec<PaymentAggregation>,
    /// Status of the product while the vendor's staff reviews the company.
    pub fp_status_on_manual_review_eligibility: Option<FinancialProductStatus>,
}

/// Limits of instalments for a product.
#[model]
pub struct InstallmentLimits {
    /// Types of repayment schedule that are available.
    pub available_types: Vec<InstallmentPlanType>,
    /// Longest postponement of a payment, in days.
    pub maximum_reschedule_payment_in_days: Option<i64>,
    /// Minimum time before a payment to bring it forward, in days.
    pub minimum_anticipate_payment_in_days: Option<i64>,
    /// Minimum time before the due date to postpone a payment, in business days.
    pub minimum_business_days_until_due_date_to_reschedule_payment: Option<i64>,
}

/// Configuration of a product. Partners need `ux`; most other fields are internal to the vendor.
#[model]
pub struct ProductConfiguration {
    /// Presentation to users, and limits of loan requests.
    pub ux: Option<ProductExperience>,
    /// Contract type of the loans.
    pub contract_type: Option<LoanContractType>,
    /// Limits of instalments.
    pub installments: Option<InstallmentLimits>,
    /// Billing of fees.
    pub billing: Option<ProductBilling>,
    /// Settings for generating contracts.
    pub contract_generation_settings: Option<ContractGeneration>,
    /// Contract templates.
    pub contract_templates: Vec<ProductContractTemplate>,
    /// Rules for deposits.
    pub depositing_rules: Vec<DepositRule>,
    /// Risk protection of the vendor.
    pub risk_mitigation_config: Option<RiskMitigation>,
    /// Price of the subscription.
    pub subscription: Option<SubscriptionTerms>,
    /// Terms and conditions.
    pub tcs_documents: Vec<ProductTerms>,
}
