//! Translations of the vendor's codes.

use defacto_sdk_macros::{model, open_enum, operations};

use crate::error::Result;

/// A document or piece of data that the vendor asks companies for.
#[open_enum(snake_case)]
pub enum DataRequestType {
    /// Why a public body seized money.
    AdministrativeSeizureExplanation,
    /// Why a creditor seized money.
    AllocationSeizureExplanation,
    /// The agreement with the French commission for public debts.
    CcsfOfficialDocument,
    /// Proof that taxes are paid.
    CertificateOfTaxCompliance,
    /// Proof that social security is paid.
    CertificateOfVigilance,
    /// What is overdue to creditors.
    DebtArrears,
    /// Proof of financial capacity.
    FinancialCapacity,
    /// Annual accounts.
    FinancialStatement,
    /// The IBAN that social security is paid from.
    IbanUsedForSocialSecurityPayments,
    /// What stands behind early signs of insolvency.
    InsolvencyEarlySignalExplanation,
    /// The guarantee that temporary work agencies need.
    InterimFinancialGuarantee,
    /// Why money was seized otherwise.
    OtherSeizureExplanation,
    /// The contract of an overdraft.
    OverdraftContract,
    /// The licence for security services.
    SecurityServicesAuthorisation,
    /// The plan by which overdue social security is paid.
    SocialSecurityInstallmentPlan,
    /// A tax return.
    TaxReturn,
    /// The terms of another financing.
    TermSheet,
    /// The licence for transport.
    TransportLicense,
}

/// A language that the vendor translates to.
#[open_enum(snake_case)]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
}

/// A text in four languages.
#[model]
pub struct TranslatedText {
    /// In German.
    pub de: String,
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
    /// In French.
    pub fr: String,
}

impl TranslatedText {
    /// The text in a language; in English where there is none.
    pub(crate) fn in_language(&self, language: &Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::Es => &self.es,
            Language::Fr => &self.fr,
            Language::En | Language::Unknown { .. } => &self.en,
        }
    }
}

/// What a request for data asks for.
#[model]
pub struct DataRequestInfo {
    /// The kind of data.
    pub data_type: DataRequestType,
    /// Whether a document has to be handed in.
    pub requires_document: bool,
    /// Its name.
    pub translations: TranslatedText,
}

/// Translations of the vendor's codes.
#[operations]
impl Translations {
    /// Names a kind of data that the vendor asks companies for. Blocks; safe to repeat.
    ///
    /// Operation: `GET /business/data-request/data-type/{data_type}`.
    ///
    /// # Errors
    /// `NotFound` when the kind is not known.
    #[operation(GET, "/business/data-request/data-type/{data_type}")]
    pub fn get_data_type(&self, data_type: DataRequestType) -> Result<DataRequestInfo>;

    /// Explains one denial code. All codes at once: `eligibility.list_reasons`. Blocks; safe to repeat.
    ///
    /// Operation: `GET /translation/denial-code/{code}`.
    ///
    /// # Errors
    /// `NotFound` when the code is not known.
    #[operation(GET, "/translation/denial-code/{code}")]
    pub fn get_denial_code(&self, code: String) -> Result<TranslatedText>;
}
