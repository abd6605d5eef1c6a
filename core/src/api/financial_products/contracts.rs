//! Contract generation of a product; internal to the vendor.

use defacto_sdk_macros::{model, open_enum};

/// Template of a contract.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ContractTemplate {
    /// A credit agreement with assignment of receivables.
    DaillyCreditAgreementTemplate,
    /// A discount agreement with assignment of receivables.
    DaillyEscompteTemplate,
    /// A master agreement for loans without a partner.
    DirectMasterLoanAgreementTemplate,
    /// Terms and conditions.
    TermsAndConditions,
}

/// Content of a field in a contract.
#[open_enum(snake_case)]
pub enum SigningFieldKind {
    /// A text.
    Mention,
    /// A signature.
    Signature,
}

/// Settings for generating contracts.
#[model]
pub struct ContractGeneration {
    /// Highest number of contracts generated together.
    pub batch_max_size: Option<i64>,
    /// Whether several contracts can be signed together.
    pub batch_signature_enabled: Option<bool>,
    /// Whether a request waits until its contract is generated.
    pub synchronous_contract_generation: Option<bool>,
}

/// A person whose signature is added automatically.
#[model]
pub struct AutomaticSigner {
    /// E-mail address.
    #[sensitive]
    pub email: String,
    /// Given name.
    #[sensitive]
    pub first_name: String,
    /// Family name.
    #[sensitive]
    pub last_name: String,
    /// IP address recorded for the signature.
    #[sensitive]
    pub ip_address: String,
}

/// A field in a contract. The API contract names no unit for position and size.
#[model]
pub struct SigningField {
    /// Page number.
    pub page: i64,
    /// Horizontal position on the page.
    pub position_x: i64,
    /// Vertical position on the page.
    pub position_y: i64,
    /// Width of the field.
    pub width: i64,
    /// Height of the field.
    pub height: Option<i64>,
    /// Text of the field.
    pub mention: Option<String>,
    /// Content of the field: a text or a signature.
    #[wire("type")]
    pub kind: Option<SigningFieldKind>,
}

/// Signature settings of a contract.
#[model]
pub struct SignatureSettings {
    /// Template of the contract.
    pub contract_template_name: ContractTemplate,
    /// Fields to fill in for the signature.
    #[required]
    pub signing_fields: Vec<SigningField>,
    /// Person who signs automatically.
    pub automatic_signer: Option<AutomaticSigner>,
}

/// The contract template for a country and language.
#[model]
pub struct ProductContractTemplate {
    /// Id of the template.
    pub template_id: String,
    /// Country, ISO 3166-1.
    pub country_code: String,
    /// Language, ISO 639-1.
    pub language_code: String,
    /// Whether the template is the default if no other matches.
    pub is_default: Option<bool>,
    /// Signature settings of the contract.
    pub signature_config: Option<SignatureSettings>,
}

/// Terms and conditions for a country.
#[model]
pub struct ProductTerms {
    /// Link to the terms. It may expire soon.
    #[sensitive]
    pub document_url: String,
    /// Country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// Whether the terms are the default if no others match.
    pub is_default: Option<bool>,
}
