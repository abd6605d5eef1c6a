//! The native module `defacto_sdk._native`: the list of everything that Python sees of the core, and nothing else.
//!
//! A class is made when its name is first used: three hundred of them at once would take 6 ms more of every import
//! (`docs/adr/0016-python-classes-on-demand.md`).

/// The native module with these exports.
///
/// What ships has a table of them, and `__getattr__` (PEP 562) makes the class that is asked for. For the stubs all are
/// exported at once, since their type information is gathered from such exports.
macro_rules! exports {
    ($($($segment:ident)::+ :: { $($class:ident),* $(,)? };)*) => {
        #[cfg(feature = "inspect")]
        #[pyo3::pymodule(gil_used = false)]
        mod _native {
            $(
                #[pymodule_export]
                use $($segment)::+ :: { $($class),* };
            )*

            /// The version of the library.
            #[pymodule_export]
            #[allow(non_upper_case_globals)]
            const __version__: &str = env!("CARGO_PKG_VERSION");
        }

        $(
            #[cfg(not(feature = "inspect"))]
            use $($segment)::+ :: { $($class),* };
        )*

        #[cfg(not(feature = "inspect"))]
        const CLASSES: &[on_demand::Class] = &[$($(on_demand::class::<$class>()),*),*];
    };
}

#[cfg(not(feature = "inspect"))]
mod on_demand;

exports! {
    defacto_sdk::{AnswerInfo, CancelToken, Client, Enrollment, LoanOutcome, Pdf, PendingEnrollments};
    defacto_sdk::python::{
        PageIterator, PyEnvironment, PyLoanTracker, PyPortfolioReport, PyPortfolioResults, PyPortfolioRow,
        PyPortfolioRows, PyPortfolioRun, PyResolutions, PyStore, RawAnswer,
    };
    defacto_sdk::observe::{AttemptEvent, JourneyEvent};
    defacto_sdk::pending::{PyResolutionOutcome, Resolution};
    defacto_sdk::portfolio::{
        PortfolioProgress, PortfolioResult, PyPortfolioOutcome, PyReportLanguage, ReportReason, ReportSummary,
        RowProblem,
    };
    defacto_sdk::webhook::{PyFreshness, PyWebhookOutcome, Receiver, RoutedWebhook, WebhookEntity, WebhookEvent};
    defacto_sdk::error::{ErrorDetails, Problem, PyErrorKind, PySeverity};
    defacto_sdk::enrollment::{BorrowerCandidate, EnrollmentProgress, PyEnrollmentStage};
    defacto_sdk::identity::{PyCompanyMatch};
    defacto_sdk::model::{
        Account, AccountDetails, AccountSource, Address, Amount, BirthPlace, Business, BusinessAddress,
        BusinessIdentifier, CompanyReference, ContactPerson, DebitAccount, Director, IdentityDocument,
        IdentityDocuments, NamedBusiness, NewOwner, Owner, PaymentAccount, PyAccountNumberType,
        PyAccountSourceName, PyBankIdentifierType, PyCurrency, PyEntityType, PyIdentifierType, PyLanguage, PyPersonRole, TradeParty, TranslatedText,
    };
    defacto_sdk::api::accounting::{
        Accounting, AccountingEvent, AccountingEventDetails, AccountingEventFilter, PyAccountingEventType,
    };
    defacto_sdk::api::billing::{
        Bill, BillFilter, BillSent, Billing, BrokerTrack, PyBillStatus, PyBrokerTier, PyBrokerTrackKind,
        PyReferrerType, PyRevenueShareStatus, PyRevenueShareType, PyShareFrequency, PySharingDuration,
        Referrer, ReferrerProduct, ReferrerTerms, RevenueShare, RevenueShareTerms, ShareSchedule,
    };
    defacto_sdk::api::borrowers::{
        ActiveEnrollment, Borrower, BorrowerFilter, Borrowers, ComplianceChecks, NewBorrower,
        PyBorrowerStatus, PyComplianceStatus, PyEnrollmentEntity, PyNextAction, Signature,
    };
    defacto_sdk::api::business_data::{
        AccountCount, Batch, BatchContent, BusinessData, InvoiceCount, NewBatch, PyBatchContext,
        PyBatchStatus, PyInvoiceDirection, PyInvoicePaymentMethod, PySharedDataType, PyTransactionSide,
        PyTransactionStatus, PyTransactionType, SharedAccount, SharedAccounts, SharedInvoice, SharedInvoices,
        SharedTransaction, SharedTransactions, TransactionPeriod,
    };
    defacto_sdk::api::businesses::{
        BusinessSegment, Businesses, PySegment, RegisterFilter, RegisteredBusiness,
    };
    defacto_sdk::api::cards::{
        Card, CardBalance, CardEntry, CardEntryFilter, CardExportFilter, CardStatusChange, Cards,
        EphemeralKey, EphemeralKeyRequest, PyCardAction,
    };
    defacto_sdk::api::counterparties::{
        Counterparties, Counterparty, CounterpartyFilter, CreditLimit, NewCounterparty, PyRelationType,
    };
    defacto_sdk::api::credit_lines::{
        CreditLine, CreditLineFilter, CreditLines, PyBorrowerStrategy, PyDistribution,
        PyLoanContractType, PyPaymentMethod,
    };
    defacto_sdk::api::eligibility::{DenialCodeInfo, DenialReason, Eligibility, EligibilityAnswer};
    defacto_sdk::api::financial_products::{
        AutomaticSigner, BorrowerFinancialProduct, ContractGeneration, CreditTransferSettings, DepositPayment,
        DepositRule, DirectDebitSettings, FeesPayer, FinancialProduct, FinancialProducts, GuaranteeCondition,
        InstallmentLimits, InvoiceCollateral, LoanGuarantee, LoanInsurance, LoanRequestLimits,
        PaymentAggregation, ProductBilling, ProductConfiguration, ProductContractTemplate, ProductExperience,
        ProductTerms, PyAggregationScenario, PyAggregationTiming, PyContractTemplate, PyDepositBase,
        PyDepositPurpose, PyDepositor, PyFinancialProductStatus, PyGuaranteeFrequency, PyInstallmentPlanType,
        PyInsuranceProvider, PyInterestsTracking, PyLoanParticipant, PyLoanRequestPart, PyProductType,
        PyRiskTrigger, PySigningFieldKind, RiskMitigation, SignatureSettings, SigningField, SubscriptionTerms,
    };
    defacto_sdk::api::installments::{
        Installment, InstallmentAttempt, InstallmentFilter, InstallmentPlan, InstallmentShare, Installments,
        NewInstallment, NewInstallmentPlan, PlannedInstallment,
    };
    defacto_sdk::api::invoices::{
        Invoice, InvoiceChanges, InvoiceCompany, InvoiceFilter, Invoices, NewInvoice, PyInvoiceStatus,
    };
    defacto_sdk::api::loans::{
        CardExpense, CardExpenses, CreditTransferTerms, DirectDebitTerms, InvoiceAttachment, InvoiceDetails,
        Loan, LoanAttachment, LoanChanges, LoanDeposit, LoanDocument, LoanDocumentArchive,
        LoanDocumentRequest, LoanEvent, LoanFilter, LoanInstallment, LoanInvoice, Loans, NewLoan,
        NewLoanDocument, ProcurementAct, ProcurementCopy, PyInvoiceType, PyLoanDocumentType, PyLoanSort,
        PyLoanStatus, PyLoanType, PyRepaymentTermsReason, RepaymentTerms, RepaymentTermsChange,
        SaleAgreementAttachment, SaleAgreementDetails, TimeSheet,
    };
    defacto_sdk::api::onboardings::{
        BankConnectionRefusal, Integration, NewOnboarding, Onboarding, OnboardingAnswers, OnboardingBusiness,
        OnboardingEligibility, OnboardingEvaluation, OnboardingUser, Onboardings, PricingDetails,
        PyConnectionRefusal, PyNeedFrequency, PyOnboardingEligibilityStatus, PyOnboardingStatus,
    };
    defacto_sdk::api::payments::{
        IntentInstallmentPlan, IntentInterest, IntentLoan, IntentPayment, Payment, PaymentBill, PaymentFilter,
        PaymentForIntent, PaymentIntent, PaymentIntentRelations, PaymentLoan, PaymentRelations,
        PaymentSubscription, Payments, ProviderPayment, PyPaymentIntentStatus, PyPaymentProvider, PyPaymentSort, PyPaymentStatus,
        PyPaymentType, PyRepayNowMethod, PyVendorAccountType, RepayNow, RepayNowLink, VendorAccount,
        VendorAccountProvider,
    };
    defacto_sdk::api::recollection::{
        NewRecollectionAction, NewRecollectionCase, NewRecollectionInstallment, NewRecollectionPlan,
        PyRecollectionActionStatus, PyRecollectionPeriod, PyRecollectionStrategyType, Recollection,
        RecollectionAction, RecollectionCase, RecollectionNotes, RecollectionPlan, RecollectionPlanProposal,
        RecollectionShare, RecollectionStrategy,
    };
    defacto_sdk::api::repayment_methods::{
        NewRepaymentMethod, PyRepaymentMethodStatus, RepaymentMethod, RepaymentMethods,
    };
    defacto_sdk::api::subscriptions::{Subscriptions};
    defacto_sdk::api::testing::{
        BusinessEligibility, GeneratedIban, GeneratedInvoice, GeneratedInvoiceRequest, PyEligibilityScenario,
        PySandboxCountry, PySandboxScenario, Testing,
    };
    defacto_sdk::api::translations::{
        DataRequestInfo, PyDataRequestType, Translations,
    };
    defacto_sdk::api::webhooks::{
        EnsuredWebhook, NewWebhook, PyWebhookChange, PyWebhookEventType, Webhook, Webhooks,
    };
}
