//! How the vendor secures itself; internal to the vendor.

use defacto_sdk_macros::{model, open_enum};

use crate::api::credit_lines::PaymentMethod;
use crate::model::Uuid;

/// Who insures loans.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum InsuranceProvider {
    /// Allianz Trade.
    AllianzTrade,
    /// Credit 360.
    #[wire("CREDIT_360")]
    Credit360,
    /// Nobody: it is a sandbox.
    Sandbox,
}

/// What makes the vendor use a security.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RiskTrigger {
    /// The borrower does not pay.
    BorrowerDefault,
    /// The borrower is insolvent.
    BorrowerInsolvency,
}

/// How often a guarantee is called.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum GuaranteeFrequency {
    /// Each day.
    Daily,
    /// Each week.
    Weekly,
}

/// Which loans a guarantee is for.
#[model]
pub struct GuaranteeCondition {
    /// Only loans to this country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
}

/// When and how a guarantor is asked to pay.
#[model]
pub struct LoanGuarantee {
    /// The guarantor's id.
    pub guarantor_id: Uuid,
    /// After how many days without payment.
    pub days_late: i64,
    /// After how many days, when an insolvency procedure is open.
    pub insolvency_procedure_days_late: i64,
    /// How the guarantor pays.
    pub payment_method: PaymentMethod,
    /// The account that is paid to, by the vendor's id.
    pub to_account_detail_id: Uuid,
    /// The id of the e-mail's template.
    pub email_template_id: String,
    /// The id of the letter's template.
    pub pdf_template_id: String,
    /// Who is told by e-mail.
    #[required]
    #[sensitive]
    pub notification_email_addresses: Vec<String>,
    /// How long before the call it is planned, in hours.
    pub schedule_guarantee_call_within_hours: i64,
    /// Which loans it is for.
    pub conditions: Vec<GuaranteeCondition>,
    /// Whether more payments are planned for it.
    pub create_extra_payments: Option<bool>,
    /// How often it is called.
    pub frequency: Option<GuaranteeFrequency>,
    /// The deposit's account that pays, by the vendor's id.
    pub from_deposit_account_detail_id: Option<Uuid>,
    /// The guarantor's account that pays, by the vendor's id.
    pub from_guarantor_account_detail_id: Option<Uuid>,
    /// How many days must have passed since the last chargeback.
    pub min_days_since_last_chargeback: Option<i64>,
    /// How its reference is made, with `{guarantee_call_date}` and `{days_late}` filled in.
    pub reference_format_customization: Option<String>,
}

/// How loans are insured.
#[model]
pub struct LoanInsurance {
    /// Who insures them.
    pub insurance_provider: InsuranceProvider,
    /// What makes the vendor turn to the insurer.
    #[required]
    pub triggers: Vec<RiskTrigger>,
    /// How long after a chargeback, in hours; never when it is missing.
    pub delay_to_call_insurance_after_chargeback: Option<i64>,
    /// How long after an insolvency procedure was opened, in hours; never when it is missing.
    pub delay_to_call_insurance_on_insolvency_procedure_opening: Option<i64>,
}

/// How invoices secure loans.
#[model]
pub struct InvoiceCollateral {
    /// What makes the vendor use them.
    #[required]
    pub triggers: Vec<RiskTrigger>,
}

/// How the vendor secures itself.
#[model]
pub struct RiskMitigation {
    /// How often limits are worked out anew, in days.
    pub automatically_compute_and_deploy_max_exposure_frequency_in_days: Option<i64>,
    /// When guarantors are asked to pay.
    pub guarantee_configs: Vec<LoanGuarantee>,
    /// How loans are insured.
    pub insurance_config: Option<LoanInsurance>,
    /// How invoices secure loans.
    pub invoice_collateralization_config: Option<InvoiceCollateral>,
}
