//! Financial products of a borrower, the successor of credit lines.

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

/// Status of a borrower's financial product.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum FinancialProductStatus {
    /// No loan can be requested at present.
    Blocked,
    /// The borrower has left.
    Churn,
    /// The borrower has closed it.
    ClosedByUser,
    /// Created.
    Created,
    /// The vendor has stopped it.
    Cut,
    /// Deactivated.
    Deactivated,
    /// The borrower must act.
    PendingUserAction,
    /// The vendor no longer offers it.
    ProductDiscontinued,
    /// A loan can be requested.
    Ready,
    /// The terms are not accepted yet.
    ToSign,
}

/// Type of a financial product.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ProductType {
    /// Credit card financing.
    CreditCardFinancing,
    /// Assignment of receivables under French law (loi Dailly).
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

/// A financial product of the vendor.
#[model]
pub struct FinancialProduct {
    /// Name of the product.
    pub name: String,
    /// Type of the product.
    pub product_type: ProductType,
    /// Configuration of the product.
    pub configuration: ProductConfiguration,
}

/// A financial product of one borrower. Amounts are in cents, rates in percent per day.
#[model]
pub struct BorrowerFinancialProduct {
    /// Id of the product. Loan requests need it if the borrower has several products.
    pub id: Uuid,
    /// Id of the borrower.
    pub borrower_id: Uuid,
    /// Whether a loan can be requested now.
    pub can_request_loan: bool,
    /// The vendor's product.
    pub financial_product: FinancialProduct,
    /// Status of the product.
    pub status: FinancialProductStatus,
    /// Reason for the status: a denial code of the vendor. The list of codes changes.
    pub status_reason: Option<String>,
    /// Amount that can still be lent, in cents.
    pub available_amount: Option<i64>,
    /// Highest total amount that can be lent, in cents.
    pub max_amount: Option<i64>,
    /// Amount lent at present, in cents.
    pub amount_outstanding: Option<i64>,
    /// Amount reserved for loans that await a decision, in cents.
    pub amount_pending_validation: Option<i64>,
    /// Daily rate, in percent per day.
    pub fees_daily_rate: Option<Decimal>,
    /// Link to a page where the borrower can fulfil what a loan request requires. It is personal: never log
    /// it.
    #[sensitive]
    pub unlock_loan_request_link: Option<String>,
}

page_type!(BorrowerFinancialProductPage, BorrowerFinancialProduct);

/// Financial products of a borrower.
#[operations]
impl FinancialProducts {
    /// Lists the financial products of a borrower. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /borrower/{borrower_id}/financial-products`.
    ///
    /// # Errors
    /// `NotFound` if no borrower has this id.
    #[operation(GET, "/borrower/{borrower_id}/financial-products")]
    pub fn list(&self, borrower_id: Uuid) -> Result<Pages<BorrowerFinancialProduct>>;
}
