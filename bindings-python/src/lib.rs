//! The native module `defacto_sdk._native`: the list of everything that Python sees of the core, and nothing else.

use pyo3::pymodule;

#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use defacto_sdk::{CancelToken, Client, Enrollment};

    #[pymodule_export]
    use defacto_sdk::python::{PageIterator, PyEnvironment, RawAnswer};

    #[pymodule_export]
    use defacto_sdk::error::{ErrorDetails, Problem, PyErrorKind, PySeverity};

    #[pymodule_export]
    use defacto_sdk::enrollment::{EnrollmentProgress, PyEnrollmentStage};

    #[pymodule_export]
    use defacto_sdk::model::{
        Account, AccountDetails, Address, BirthPlace, Business, BusinessAddress, BusinessIdentifier,
        DebitAccount, Director, IdentityDocument, IdentityDocuments, NewOwner, Owner, PaymentAccount,
        PyAccountNumberType, PyBankIdentifierType, PyEntityType, PyIdentifierType, PyPersonRole,
    };

    #[pymodule_export]
    use defacto_sdk::api::borrowers::{
        ActiveEnrollment, Borrower, BorrowerFilter, Borrowers, ComplianceChecks, NewBorrower,
        PyBorrowerStatus, PyComplianceStatus, PyEnrollmentEntity, PyNextAction, Signature,
    };

    #[pymodule_export]
    use defacto_sdk::api::credit_lines::{
        CreditLine, CreditLineFilter, CreditLines, PyBorrowerStrategy, PyCurrency, PyDistribution,
        PyLoanContractType, PyPaymentMethod,
    };

    #[pymodule_export]
    use defacto_sdk::api::eligibility::{DenialReason, Eligibility, EligibilityAnswer};

    #[pymodule_export]
    use defacto_sdk::api::financial_products::{
        BorrowerFinancialProduct, FinancialProduct, FinancialProducts, LoanRequestLimits,
        ProductConfiguration, ProductExperience, PyFinancialProductStatus, PyProductType,
    };

    #[pymodule_export]
    use defacto_sdk::api::repayment_methods::{
        NewRepaymentMethod, PyRepaymentMethodStatus, RepaymentMethod, RepaymentMethods,
    };

    #[pymodule_export]
    use defacto_sdk::api::testing::{
        BusinessEligibility, GeneratedIban, PyEligibilityScenario, PySandboxCountry, PySandboxScenario,
        Testing,
    };

    /// The version of the library.
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
