"""Client SDK for the Defacto lending API.

>>> from defacto_sdk import Client, Environment, NewBorrower
>>> client = Client("your-key", Environment.SANDBOX)                                # doctest: +SKIP
>>> outcome = client.enroll(NewBorrower(identifier="552032534"), wait=60)           # doctest: +SKIP
"""

from defacto_sdk._errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    DecodeError,
    DefactoError,
    InterruptedError,
    NotFoundError,
    TimeoutError,
    TransportError,
    ValidationError,
)
from defacto_sdk._native import *  # noqa: F403 - everything that the native module exports is public
from defacto_sdk._native import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from defacto_sdk.aio import AsyncClient

__all__ = [
    "ApiError",
    "AsyncClient",
    "AuthenticationError",
    "ConfigurationError",
    "DecodeError",
    "DefactoError",
    "InterruptedError",
    "NotFoundError",
    "TimeoutError",
    "TransportError",
    "ValidationError",
    "__version__",
    # What the native module exports; `make stubs` writes these lines.
    "Account",
    "AccountDetails",
    "AccountNumberType",
    "ActiveEnrollment",
    "Address",
    "BankIdentifierType",
    "BirthPlace",
    "Borrower",
    "BorrowerFilter",
    "BorrowerFinancialProduct",
    "BorrowerStatus",
    "BorrowerStrategy",
    "Borrowers",
    "Business",
    "BusinessAddress",
    "BusinessEligibility",
    "BusinessIdentifier",
    "CancelToken",
    "Client",
    "ComplianceChecks",
    "ComplianceStatus",
    "CreditLine",
    "CreditLineFilter",
    "CreditLines",
    "Currency",
    "DebitAccount",
    "DenialReason",
    "Director",
    "Distribution",
    "Eligibility",
    "EligibilityAnswer",
    "EligibilityScenario",
    "Enrollment",
    "EnrollmentEntity",
    "EnrollmentProgress",
    "EnrollmentStage",
    "EntityType",
    "Environment",
    "ErrorDetails",
    "ErrorKind",
    "FinancialProduct",
    "FinancialProductStatus",
    "FinancialProducts",
    "GeneratedIban",
    "IdentifierType",
    "IdentityDocument",
    "IdentityDocuments",
    "LoanContractType",
    "LoanRequestLimits",
    "NewBorrower",
    "NewOwner",
    "NewRepaymentMethod",
    "NextAction",
    "Owner",
    "PageIterator",
    "PaymentAccount",
    "PaymentMethod",
    "PersonRole",
    "Problem",
    "ProductConfiguration",
    "ProductExperience",
    "ProductType",
    "RawAnswer",
    "RepaymentMethod",
    "RepaymentMethodStatus",
    "RepaymentMethods",
    "SandboxCountry",
    "SandboxScenario",
    "Severity",
    "Signature",
    "Testing",
]


def __getattr__(name: str) -> object:
    # asyncio takes longer to import than all the rest: only who asks for it pays for it.
    if name == "AsyncClient":
        from defacto_sdk.aio import AsyncClient

        return AsyncClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
