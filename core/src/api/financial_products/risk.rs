//! Risk protection of the vendor; internal to the vendor.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::Uuid;

/// Insurer of loans.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InsuranceProvider {
    /// Allianz Trade.
    AllianzTrade,
    /// Credit 360.
    #[wire("CREDIT_360")]
    Credit360,
    /// No real insurer: sandbox only.
    Sandbox,
}

/// Event upon which the vendor uses a security.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RiskTrigger {
    /// The borrower does not pay.
    BorrowerDefault,
    /// The borrower is insolvent.
    BorrowerInsolvency,
}

/// Frequency of guarantee calls.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum GuaranteeFrequency {
    /// Daily.
    Daily,
    /// Weekly.
    Weekly,
}

/// Condition for a guarantee to apply to a loan.
#[model]
pub struct GuaranteeCondition {
    /// Only loans to this country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
}

/// Settings for guarantee calls: when and how a guarantor must pay.
#[model]
pub struct LoanGuarantee {
    /// Id of the guarantor.
    pub guarantor_id: Uuid,
    /// Number of days without payment before the guarantee is called.
    pub days_late: i64,
    /// Number of days without payment before the call if an insolvency procedure is open.
    pub insolvency_procedure_days_late: i64,
    /// Payment method of the guarantor.
    pub payment_method: PaymentMethod,
    /// Vendor's id of the account that receives the payment.
    pub to_account_detail_id: Uuid,
    /// Id of the e-mail template.
    pub email_template_id: String,
    /// Id of the letter template.
    pub pdf_template_id: String,
    /// E-mail addresses that receive notifications.
    #[required]
    #[sensitive]
    pub notification_email_addresses: Vec<String>,
    /// Time between the planning of a guarantee call and the call, in hours.
    pub schedule_guarantee_call_within_hours: i64,
    /// Conditions for the guarantee to apply.
    pub conditions: Vec<GuaranteeCondition>,
    /// Whether extra payments are planned for the guarantee.
    pub create_extra_payments: Option<bool>,
    /// Frequency of guarantee calls.
    pub frequency: Option<GuaranteeFrequency>,
    /// Vendor's id of the deposit account that pays.
    pub from_deposit_account_detail_id: Option<Uuid>,
    /// Vendor's id of the guarantor's account that pays.
    pub from_guarantor_account_detail_id: Option<Uuid>,
    /// Minimum number of days since the last chargeback.
    pub min_days_since_last_chargeback: Option<i64>,
    /// Format of the payment reference, with the placeholders `{guarantee_call_date}` and `{days_late}`.
    pub reference_format_customization: Option<String>,
}

/// Insurance of loans.
#[model]
pub struct LoanInsurance {
    /// Insurer of the loans.
    pub insurance_provider: InsuranceProvider,
    /// Events upon which the vendor calls the insurance.
    #[required]
    pub triggers: Vec<RiskTrigger>,
    /// Delay between a chargeback and the insurance call, in hours. The insurance is not called if absent.
    pub delay_to_call_insurance_after_chargeback: Option<i64>,
    /// Delay between the opening of an insolvency procedure and the insurance call, in hours. The insurance
    /// is not called if absent.
    pub delay_to_call_insurance_on_insolvency_procedure_opening: Option<i64>,
}

/// Invoices as security for loans.
#[model]
pub struct InvoiceCollateral {
    /// Events upon which the vendor uses the invoices.
    #[required]
    pub triggers: Vec<RiskTrigger>,
}

/// Risk protection of the vendor.
#[model]
pub struct RiskMitigation {
    /// Interval between two computations of limits, in days.
    pub automatically_compute_and_deploy_max_exposure_frequency_in_days: Option<i64>,
    /// Settings for guarantee calls.
    pub guarantee_configs: Vec<LoanGuarantee>,
    /// Insurance of the loans.
    pub insurance_config: Option<LoanInsurance>,
    /// Invoices as security for the loans.
    pub invoice_collateralization_config: Option<InvoiceCollateral>,
}
