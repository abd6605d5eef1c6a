//! The native module `defacto_sdk._native`: the list of everything that Python sees of the core, and nothing else.

use pyo3::pymodule;

#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use defacto_sdk::{CancelToken, Client, Enrollment, LoanOutcome, Pdf};

    #[pymodule_export]
    use defacto_sdk::python::{PageIterator, PyEnvironment, PyLoanTracker, RawAnswer};

    #[pymodule_export]
    use defacto_sdk::error::{ErrorDetails, Problem, PyErrorKind, PySeverity};

    #[pymodule_export]
    use defacto_sdk::enrollment::{EnrollmentProgress, PyEnrollmentStage};

    #[pymodule_export]
    use defacto_sdk::model::{
        Account, AccountDetails, AccountSource, Address, Amount, BirthPlace, Business, BusinessAddress,
        BusinessIdentifier, CompanyReference, ContactPerson, DebitAccount, Director, IdentityDocument,
        IdentityDocuments, NamedBusiness, NewOwner, Owner, PaymentAccount, PyAccountNumberType,
        PyAccountSourceName, PyBankIdentifierType, PyEntityType, PyIdentifierType, PyPersonRole, TradeParty,
    };

    #[pymodule_export]
    use defacto_sdk::api::accounting::{
        Accounting, AccountingEvent, AccountingEventDetails, AccountingEventFilter, PyAccountingEventType,
    };

    #[pymodule_export]
    use defacto_sdk::api::billing::{
        Bill, BillFilter, BillSent, Billing, BrokerTrack, PyBillStatus, PyBrokerTier, PyBrokerTrackKind,
        PyReferrerType, PyRevenueShareStatus, PyRevenueShareType, PyShareFrequency, PySharingDuration,
        Referrer, ReferrerProduct, ReferrerTerms, RevenueShare, RevenueShareTerms, ShareSchedule,
    };

    #[pymodule_export]
    use defacto_sdk::api::borrowers::{
        ActiveEnrollment, Borrower, BorrowerFilter, Borrowers, ComplianceChecks, NewBorrower,
        PyBorrowerStatus, PyComplianceStatus, PyEnrollmentEntity, PyNextAction, Signature,
    };

    #[pymodule_export]
    use defacto_sdk::api::business_data::{
        AccountCount, Batch, BatchContent, BusinessData, InvoiceCount, NewBatch, PyBatchContext,
        PyBatchStatus, PyInvoiceDirection, PyInvoicePaymentMethod, PySharedDataType, PyTransactionSide,
        PyTransactionStatus, PyTransactionType, SharedAccount, SharedAccounts, SharedInvoice, SharedInvoices,
        SharedTransaction, SharedTransactions, TransactionPeriod,
    };

    #[pymodule_export]
    use defacto_sdk::api::businesses::{
        BusinessSegment, Businesses, PySegment, RegisterFilter, RegisteredBusiness,
    };

    #[pymodule_export]
    use defacto_sdk::api::cards::{
        Card, CardBalance, CardEntry, CardEntryFilter, CardExportFilter, CardStatusChange, Cards,
        EphemeralKey, EphemeralKeyRequest, PyCardAction,
    };

    #[pymodule_export]
    use defacto_sdk::api::counterparties::{
        Counterparties, Counterparty, CounterpartyFilter, CreditLimit, NewCounterparty, PyRelationType,
    };

    #[pymodule_export]
    use defacto_sdk::api::credit_lines::{
        CreditLine, CreditLineFilter, CreditLines, PyBorrowerStrategy, PyCurrency, PyDistribution,
        PyLoanContractType, PyPaymentMethod,
    };

    #[pymodule_export]
    use defacto_sdk::api::eligibility::{DenialCodeInfo, DenialReason, Eligibility, EligibilityAnswer};

    #[pymodule_export]
    use defacto_sdk::api::financial_products::{
        AutomaticSigner, BorrowerFinancialProduct, ContractGeneration, CreditTransferSettings,
        DepositPayment, DepositRule, DirectDebitSettings, FeesPayer, FinancialProduct, FinancialProducts,
        GuaranteeCondition, InstallmentLimits, InvoiceCollateral, LoanGuarantee, LoanInsurance,
        LoanRequestLimits, PaymentAggregation, ProductBilling, ProductConfiguration, ProductContractTemplate,
        ProductExperience, ProductTerms, PyAggregationScenario, PyAggregationTiming, PyContractTemplate,
        PyDepositBase, PyDepositPurpose, PyDepositor, PyFinancialProductStatus, PyGuaranteeFrequency,
        PyInstallmentPlanType, PyInsuranceProvider, PyInterestsTracking, PyLoanParticipant,
        PyLoanRequestPart, PyProductType, PyRiskTrigger, PySigningFieldKind, RiskMitigation,
        SignatureSettings, SigningField, SubscriptionTerms,
    };

    #[pymodule_export]
    use defacto_sdk::api::installments::{
        Installment, InstallmentAttempt, InstallmentFilter, InstallmentPlan, InstallmentShare, Installments,
        NewInstallment, NewInstallmentPlan, PlannedInstallment, PyPaymentIntentStatus,
    };

    #[pymodule_export]
    use defacto_sdk::api::invoices::{
        Invoice, InvoiceChanges, InvoiceCompany, InvoiceFilter, Invoices, NewInvoice, PyInvoiceStatus,
    };

    #[pymodule_export]
    use defacto_sdk::api::loans::{
        CardExpense, CardExpenses, CreditTransferTerms, DirectDebitTerms, InvoiceAttachment, InvoiceDetails,
        Loan, LoanAttachment, LoanChanges, LoanDeposit, LoanDocument, LoanDocumentArchive,
        LoanDocumentRequest, LoanEvent, LoanFilter, LoanInstallment, LoanInvoice, Loans, NewLoan,
        NewLoanDocument, ProcurementAct, ProcurementCopy, PyInvoiceType, PyLoanDocumentType, PyLoanSort,
        PyLoanStatus, PyLoanType, PyRepaymentTermsReason, RepaymentTerms, RepaymentTermsChange,
        SaleAgreementAttachment, SaleAgreementDetails, TimeSheet,
    };

    #[pymodule_export]
    use defacto_sdk::api::onboardings::{
        BankConnectionRefusal, Integration, NewOnboarding, Onboarding, OnboardingAnswers, OnboardingBusiness,
        OnboardingEligibility, OnboardingEvaluation, OnboardingUser, Onboardings, PricingDetails,
        PyConnectionRefusal, PyNeedFrequency, PyOnboardingEligibilityStatus, PyOnboardingStatus,
    };

    #[pymodule_export]
    use defacto_sdk::api::payments::{
        IntentInstallmentPlan, IntentInterest, IntentLoan, IntentPayment, Payment, PaymentBill,
        PaymentFilter, PaymentForIntent, PaymentIntent, PaymentIntentRelations, PaymentLoan,
        PaymentRelations, PaymentSubscription, Payments, ProviderPayment, PyPaymentProvider, PyPaymentSort,
        PyPaymentStatus, PyPaymentType, PyRepayNowMethod, PyVendorAccountType, RepayNow, RepayNowLink,
        VendorAccount, VendorAccountProvider,
    };

    #[pymodule_export]
    use defacto_sdk::api::recollection::{
        NewRecollectionAction, NewRecollectionCase, NewRecollectionInstallment, NewRecollectionPlan,
        PyRecollectionActionStatus, PyRecollectionPeriod, PyRecollectionStrategyType, Recollection,
        RecollectionAction, RecollectionCase, RecollectionNotes, RecollectionPlan, RecollectionPlanProposal,
        RecollectionShare, RecollectionStrategy,
    };

    #[pymodule_export]
    use defacto_sdk::api::repayment_methods::{
        NewRepaymentMethod, PyRepaymentMethodStatus, RepaymentMethod, RepaymentMethods,
    };

    #[pymodule_export]
    use defacto_sdk::api::subscriptions::Subscriptions;

    #[pymodule_export]
    use defacto_sdk::api::testing::{
        BusinessEligibility, GeneratedIban, GeneratedInvoice, GeneratedInvoiceRequest, PyEligibilityScenario,
        PySandboxCountry, PySandboxScenario, Testing,
    };

    #[pymodule_export]
    use defacto_sdk::api::translations::{
        DataRequestInfo, PyDataRequestType, PyLanguage, TranslatedText, Translations,
    };

    #[pymodule_export]
    use defacto_sdk::api::webhooks::{NewWebhook, PyWebhookEventType, Webhook, Webhooks};

    /// The version of the library.
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
