//! Translations of the vendor's codes.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;
use crate::model::TranslatedText;

/// Type of a document or information that the vendor requests from companies.
#[open_enum(snake_case)]
pub enum DataRequestType {
    /// Explanation of a seizure by a public body.
    AdministrativeSeizureExplanation,
    /// Explanation of a seizure by a creditor.
    AllocationSeizureExplanation,
    /// Agreement with the French commission for public debts (CCSF).
    CcsfOfficialDocument,
    /// Proof of payment of taxes.
    CertificateOfTaxCompliance,
    /// Proof of payment of social security.
    CertificateOfVigilance,
    /// Overdue debts to creditors.
    DebtArrears,
    /// Proof of financial capacity.
    FinancialCapacity,
    /// Annual accounts.
    FinancialStatement,
    /// IBAN from which social security is paid.
    IbanUsedForSocialSecurityPayments,
    /// Explanation of early signs of insolvency.
    InsolvencyEarlySignalExplanation,
    /// Financial guarantee required for temporary work agencies.
    InterimFinancialGuarantee,
    /// Explanation of another seizure.
    OtherSeizureExplanation,
    /// Overdraft contract.
    OverdraftContract,
    /// Licence for security services.
    SecurityServicesAuthorisation,
    /// Instalment plan for overdue social security.
    SocialSecurityInstallmentPlan,
    /// Tax return.
    TaxReturn,
    /// Terms of another financing.
    TermSheet,
    /// Licence for transport.
    TransportLicense,
}

/// Description of a data request.
#[model]
pub struct DataRequestInfo {
    /// Type of the requested data.
    pub data_type: DataRequestType,
    /// Whether a document is required.
    pub requires_document: bool,
    /// Name of the data request.
    pub translations: TranslatedText,
}

/// Translations of the vendor's codes.
#[operations]
impl Translations {
    /// Reads the name of a data request type. Blocks; safe to repeat.
    ///
    /// Operation: `GET /business/data-request/data-type/{data_type}`.
    ///
    /// # Errors
    /// `NotFound` if the type is unknown.
    #[operation(GET, "/business/data-request/data-type/{data_type}")]
    pub fn get_data_type(&self, data_type: DataRequestType) -> Result<DataRequestInfo>;

    /// Reads the meaning of a denial code. `eligibility.list_reasons` lists all. Blocks; safe to repeat.
    ///
    /// Operation: `GET /translation/denial-code/{code}`.
    ///
    /// # Errors
    /// `NotFound` if the code is unknown.
    #[operation(GET, "/translation/denial-code/{code}")]
    pub fn get_denial_code(&self, code: String) -> Result<TranslatedText>;
}
