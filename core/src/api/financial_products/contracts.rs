//! How a product's contracts are made; internal to the vendor.

use defacto_sdk_macros::{model, open_enum};

/// What a contract is made from.
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

/// What is put into a field of a contract.
#[open_enum(snake_case)]
pub enum SigningFieldKind {
    /// A text.
    Mention,
    /// A signature.
    Signature,
}

/// How contracts are made.
#[model]
pub struct ContractGeneration {
    /// How many are made together at most.
    pub batch_max_size: Option<i64>,
    /// Whether several can be signed at once.
    pub batch_signature_enabled: Option<bool>,
    /// Whether a request waits for its contract.
    pub synchronous_contract_generation: Option<bool>,
}

/// A person whose signature is put in automatically.
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
    /// The address that the signature is said to come from.
    #[sensitive]
    pub ip_address: String,
}

/// A place in a contract that is filled in. The contract names no unit for its measures.
#[model]
pub struct SigningField {
    /// The number of its page.
    pub page: i64,
    /// Where it is across the page.
    pub position_x: i64,
    /// Where it is along the height of the page.
    pub position_y: i64,
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: Option<i64>,
    /// The text that is put in.
    pub mention: Option<String>,
    /// What is put in.
    #[wire("type")]
    pub kind: Option<SigningFieldKind>,
}

/// How a contract is signed.
#[model]
pub struct SignatureSettings {
    /// What the contract is made from.
    pub contract_template_name: ContractTemplate,
    /// Where it is signed.
    #[required]
    pub signing_fields: Vec<SigningField>,
    /// Who signs automatically.
    pub automatic_signer: Option<AutomaticSigner>,
}

/// What contracts of a country and language are made from.
#[model]
pub struct ProductContractTemplate {
    /// The template's id.
    pub template_id: String,
    /// The country, ISO 3166-1.
    pub country_code: String,
    /// The language, ISO 639-1.
    pub language_code: String,
    /// Whether it is used when no other fits.
    pub is_default: Option<bool>,
    /// How the contract is signed.
    pub signature_config: Option<SignatureSettings>,
}

/// Terms and conditions of a country.
#[model]
pub struct ProductTerms {
    /// Where they are; the link may hold for a short time.
    #[sensitive]
    pub document_url: String,
    /// The country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// The language, ISO 639-1.
    pub language: Option<String>,
    /// Whether they hold when no others fit.
    pub is_default: Option<bool>,
}
