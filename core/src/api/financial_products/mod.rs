//! The financial products of a borrower: what will follow the credit line.

mod billing;
mod configuration;
mod contracts;
mod risk;

use defacto_sdk_macros::{model, open_enum, operations};

pub use billing::{
    CreditTransferSettings, DepositBase, DepositPayment, DepositPurpose, DepositRule, Depositor,
    DirectDebitSettings, FeesPayer, InterestsTracking, LoanParticipant, ProductBilling, SubscriptionTerms,
};
#[cfg(feature = "python")]
pub use billing::{PyDepositBase, PyDepositPurpose, PyDepositor, PyInterestsTracking, PyLoanParticipant};
pub use configuration::{
    AggregationScenario, AggregationTiming, InstallmentLimits, InstallmentPlanType, LoanRequestLimits,
    LoanRequestPart, PaymentAggregation, ProductConfiguration, ProductExperience,
};
#[cfg(feature = "python")]
pub use configuration::{
    PyAggregationScenario, PyAggregationTiming, PyInstallmentPlanType, PyLoanRequestPart,
};
pub use contracts::{
    AutomaticSigner, ContractGeneration, ContractTemplate, ProductContractTemplate, ProductTerms,
    SignatureSettings, SigningField, SigningFieldKind,
};
#[cfg(feature = "python")]
pub use contracts::{PyContractTemplate, PySigningFieldKind};
pub use risk::{
    GuaranteeCondition, GuaranteeFrequency, InsuranceProvider, InvoiceCollateral, LoanGuarantee,
    LoanInsurance, RiskMitigation, RiskTrigger,
};
#[cfg(feature = "python")]
pub use risk::{PyGuaranteeFrequency, PyInsuranceProvider, PyRiskTrigger};

use crate::error::Result;
use crate::model::{Decimal, Uuid};
use crate::page::{Pages, page_type};

/// Where a borrower's financial product stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum FinancialProductStatus {
    /// No loan at present.
    Blocked,
    /// The borrower has left.
    Churn,
    /// The borrower has closed it.
    ClosedByUser,
    /// Just created.
    Created,
    /// The vendor has cut it.
    Cut,
    /// Deactivated.
    Deactivated,
    /// The borrower has to do something.
    PendingUserAction,
    /// The vendor no longer offers it.
    ProductDiscontinued,
    /// A loan can be requested.
    Ready,
    /// The terms are not accepted yet.
    ToSign,
}

/// What kind of product it is.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ProductType {
    /// Credit card financing.
    CreditCardFinancing,
    /// Assignment of receivables under French law.
    Dailly,
    /// Flexible financing.
    FlexFinancing,
    /// Inventory financing.
    InventoryFinancing,
    /// Invoice-based financing.
    InvoiceBasedFinancing,
    /// Financing of payables.
    Payable,
    /// Factoring of payables.
    PayableFactoring,
    /// Financing of receivables.
    Receivable,
    /// Factoring of receivables.
    ReceivableFactoring,
    /// Sell-in financing.
    SellIn,
    /// Wallet financing.
    WalletFinancing,
}

/// A product of the vendor.
#[model]
pub struct FinancialProduct {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub product_type: ProductType,
    /// How it is set up.
    pub configuration: ProductConfiguration,
}

/// A product as one borrower has it. Amounts are in cents, rates in percent per day.
#[model]
pub struct BorrowerFinancialProduct {
    /// Its id, for loan requests when the borrower has several products.
    pub id: Uuid,
    /// The borrower's id.
    pub borrower_id: Uuid,
    /// Whether a loan can be requested now.
    pub can_request_loan: bool,
    /// The product.
    pub financial_product: FinancialProduct,
    /// Where it stands.
    pub status: FinancialProductStatus,
    /// Why it stands there: one of the vendor's denial codes, whose list changes.
    pub status_reason: Option<String>,
    /// What can still be lent, in cents.
    pub available_amount: Option<i64>,
    /// The most that can be lent in all, in cents.
    pub max_amount: Option<i64>,
    /// What is lent at present, in cents.
    pub amount_outstanding: Option<i64>,
    /// What is reserved for loans that are being decided on, in cents.
    pub amount_pending_validation: Option<i64>,
    /// The daily rate, in percent per day.
    pub fees_daily_rate: Option<Decimal>,
    /// A page where the borrower can do what keeps it from a loan. The link is personal: never log it.
    #[sensitive]
    pub unlock_loan_request_link: Option<String>,
}

page_type!(BorrowerFinancialProductPage, BorrowerFinancialProduct);

/// The financial products of a borrower.
#[operations]
impl FinancialProducts {
    /// Lists the financial products of a borrower. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /borrower/{borrower_id}/financial-products`.
    ///
    /// # Errors
    /// `NotFound` when there is no borrower with this id.
    #[operation(GET, "/borrower/{borrower_id}/financial-products")]
    pub fn list(&self, borrower_id: Uuid) -> Result<Pages<BorrowerFinancialProduct>>;
}
