import builtins
from collections import abc
from datetime import date, datetime, timedelta
from decimal import Decimal
from os import PathLike
from typing import Any, BinaryIO, Final, TypeVar, final
from uuid import UUID

from typing_extensions import Self, disjoint_base

from defacto_sdk._enums import OpenEnum
from defacto_sdk._observers import CallObserver

_Item_co = TypeVar("_Item_co", covariant=True)
__all__ = [
    "__version__",
    "Account",
    "AccountCount",
    "AccountDetails",
    "AccountNumberType",
    "AccountSource",
    "AccountSourceName",
    "Accounting",
    "AccountingEvent",
    "AccountingEventDetails",
    "AccountingEventFilter",
    "AccountingEventType",
    "ActiveEnrollment",
    "Address",
    "AggregationScenario",
    "AggregationTiming",
    "Amount",
    "AnswerInfo",
    "AttemptEvent",
    "AutomaticSigner",
    "BankConnectionRefusal",
    "BankIdentifierType",
    "Batch",
    "BatchContent",
    "BatchContext",
    "BatchStatus",
    "Bill",
    "BillFilter",
    "BillSent",
    "BillStatus",
    "Billing",
    "BirthPlace",
    "Borrower",
    "BorrowerCandidate",
    "BorrowerFilter",
    "BorrowerFinancialProduct",
    "BorrowerStatus",
    "BorrowerStrategy",
    "Borrowers",
    "BrokerTier",
    "BrokerTrack",
    "BrokerTrackKind",
    "Business",
    "BusinessAddress",
    "BusinessData",
    "BusinessEligibility",
    "BusinessIdentifier",
    "BusinessSegment",
    "Businesses",
    "CancelToken",
    "Card",
    "CardAction",
    "CardBalance",
    "CardEntry",
    "CardEntryFilter",
    "CardExpense",
    "CardExpenses",
    "CardExportFilter",
    "CardStatusChange",
    "Cards",
    "Client",
    "CompanyMatch",
    "CompanyReference",
    "ComplianceChecks",
    "ComplianceStatus",
    "ConnectionRefusal",
    "ContactPerson",
    "ContractGeneration",
    "ContractTemplate",
    "Counterparties",
    "Counterparty",
    "CounterpartyFilter",
    "CreditLimit",
    "CreditLine",
    "CreditLineFilter",
    "CreditLines",
    "CreditTransferSettings",
    "CreditTransferTerms",
    "Currency",
    "DataRequestInfo",
    "DataRequestType",
    "DebitAccount",
    "DenialCodeInfo",
    "DenialReason",
    "DepositBase",
    "DepositPayment",
    "DepositPurpose",
    "DepositRule",
    "Depositor",
    "DirectDebitSettings",
    "DirectDebitTerms",
    "Director",
    "Distribution",
    "Eligibility",
    "EligibilityAnswer",
    "EligibilityScenario",
    "Enrollment",
    "EnrollmentEntity",
    "EnrollmentProgress",
    "EnrollmentStage",
    "EnsuredWebhook",
    "EntityType",
    "Environment",
    "EphemeralKey",
    "EphemeralKeyRequest",
    "ErrorDetails",
    "ErrorKind",
    "FeesPayer",
    "FinancialProduct",
    "FinancialProductStatus",
    "FinancialProducts",
    "Freshness",
    "GeneratedIban",
    "GeneratedInvoice",
    "GeneratedInvoiceRequest",
    "GuaranteeCondition",
    "GuaranteeFrequency",
    "IdentifierType",
    "IdentityDocument",
    "IdentityDocuments",
    "Installment",
    "InstallmentAttempt",
    "InstallmentFilter",
    "InstallmentLimits",
    "InstallmentPlan",
    "InstallmentPlanType",
    "InstallmentShare",
    "Installments",
    "InsuranceProvider",
    "Integration",
    "IntentInstallmentPlan",
    "IntentInterest",
    "IntentLoan",
    "IntentPayment",
    "InterestsTracking",
    "Invoice",
    "InvoiceAttachment",
    "InvoiceChanges",
    "InvoiceCollateral",
    "InvoiceCompany",
    "InvoiceCount",
    "InvoiceDetails",
    "InvoiceDirection",
    "InvoiceFilter",
    "InvoicePaymentMethod",
    "InvoiceStatus",
    "InvoiceType",
    "Invoices",
    "JourneyEvent",
    "Language",
    "Loan",
    "LoanAttachment",
    "LoanChanges",
    "LoanContractType",
    "LoanDeposit",
    "LoanDocument",
    "LoanDocumentArchive",
    "LoanDocumentRequest",
    "LoanDocumentType",
    "LoanEvent",
    "LoanFilter",
    "LoanGuarantee",
    "LoanInstallment",
    "LoanInsurance",
    "LoanInvoice",
    "LoanOutcome",
    "LoanParticipant",
    "LoanRequestLimits",
    "LoanRequestPart",
    "LoanSort",
    "LoanStatus",
    "LoanTracker",
    "LoanType",
    "Loans",
    "NamedBusiness",
    "NeedFrequency",
    "NewBatch",
    "NewBorrower",
    "NewCounterparty",
    "NewInstallment",
    "NewInstallmentPlan",
    "NewInvoice",
    "NewLoan",
    "NewLoanDocument",
    "NewOnboarding",
    "NewOwner",
    "NewRecollectionAction",
    "NewRecollectionCase",
    "NewRecollectionInstallment",
    "NewRecollectionPlan",
    "NewRepaymentMethod",
    "NewWebhook",
    "NextAction",
    "Onboarding",
    "OnboardingAnswers",
    "OnboardingBusiness",
    "OnboardingEligibility",
    "OnboardingEligibilityStatus",
    "OnboardingEvaluation",
    "OnboardingStatus",
    "OnboardingUser",
    "Onboardings",
    "Owner",
    "PageIterator",
    "Payment",
    "PaymentAccount",
    "PaymentAggregation",
    "PaymentBill",
    "PaymentFilter",
    "PaymentForIntent",
    "PaymentIntent",
    "PaymentIntentRelations",
    "PaymentIntentStatus",
    "PaymentLoan",
    "PaymentMethod",
    "PaymentProvider",
    "PaymentRelations",
    "PaymentSort",
    "PaymentStatus",
    "PaymentSubscription",
    "PaymentType",
    "Payments",
    "Pdf",
    "PendingEnrollments",
    "PersonRole",
    "PlannedInstallment",
    "PortfolioOutcome",
    "PortfolioProgress",
    "PortfolioReport",
    "PortfolioResult",
    "PortfolioResults",
    "PortfolioRow",
    "PortfolioRows",
    "PortfolioRun",
    "PricingDetails",
    "Problem",
    "ProcurementAct",
    "ProcurementCopy",
    "ProductBilling",
    "ProductConfiguration",
    "ProductContractTemplate",
    "ProductExperience",
    "ProductTerms",
    "ProductType",
    "ProviderPayment",
    "RawAnswer",
    "Recollection",
    "RecollectionAction",
    "RecollectionActionStatus",
    "RecollectionCase",
    "RecollectionNotes",
    "RecollectionPeriod",
    "RecollectionPlan",
    "RecollectionPlanProposal",
    "RecollectionShare",
    "RecollectionStrategy",
    "RecollectionStrategyType",
    "Referrer",
    "ReferrerProduct",
    "ReferrerTerms",
    "ReferrerType",
    "RegisterFilter",
    "RegisteredBusiness",
    "RelationType",
    "RepayNow",
    "RepayNowLink",
    "RepayNowMethod",
    "RepaymentMethod",
    "RepaymentMethodStatus",
    "RepaymentMethods",
    "RepaymentTerms",
    "RepaymentTermsChange",
    "RepaymentTermsReason",
    "ReportLanguage",
    "ReportReason",
    "ReportSummary",
    "Resolution",
    "ResolutionOutcome",
    "Resolutions",
    "RevenueShare",
    "RevenueShareStatus",
    "RevenueShareTerms",
    "RevenueShareType",
    "RiskMitigation",
    "RiskTrigger",
    "RoutedWebhook",
    "RowProblem",
    "SaleAgreementAttachment",
    "SaleAgreementDetails",
    "SandboxCountry",
    "SandboxScenario",
    "Segment",
    "Severity",
    "ShareFrequency",
    "ShareSchedule",
    "SharedAccount",
    "SharedAccounts",
    "SharedDataType",
    "SharedInvoice",
    "SharedInvoices",
    "SharedTransaction",
    "SharedTransactions",
    "SharingDuration",
    "Signature",
    "SignatureSettings",
    "SigningField",
    "SigningFieldKind",
    "Store",
    "SubscriptionTerms",
    "Subscriptions",
    "Testing",
    "TimeSheet",
    "TradeParty",
    "TransactionPeriod",
    "TransactionSide",
    "TransactionStatus",
    "TransactionType",
    "TranslatedText",
    "Translations",
    "VendorAccount",
    "VendorAccountProvider",
    "VendorAccountType",
    "Webhook",
    "WebhookChange",
    "WebhookEntity",
    "WebhookEvent",
    "WebhookEventType",
    "WebhookOutcome",
    "WebhookReceiver",
    "Webhooks",
]
__version__: Final[str]
"\nThe version of the library.\n"

@final
class Account:
    """
    An account of a borrower, as returned by `GET /borrower/{borrower_id}`.
    """

    def __copy__(self, /) -> Account: ...
    def __deepcopy__(self, /, _memo: Any) -> Account: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str,
        bank_identifier: str,
        bank_identifier_type: BankIdentifierType | str,
        account_name: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Account: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_name(self, /) -> str | None:
        """
        Custom name of the account.
        """

    @property
    def account_number(self, /) -> str:
        """
        Account number; at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType:
        """
        Type of the account number.
        """

    @property
    def bank_identifier(self, /) -> str:
        """
        Bank identifier, usually the BIC.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        Type of `bank_identifier`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Account:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AccountCount:
    """
    The number of accounts that a batch will contain.
    """

    def __copy__(self, /) -> AccountCount: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountCount: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, total_count: int, extra: dict[str, Any] | None = None) -> AccountCount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> AccountCount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def total_count(self, /) -> int:
        """
        Number of accounts.
        """

@final
class AccountDetails:
    """
    An account with its bank, in credit lines, loans and payments.
    """

    def __copy__(self, /) -> AccountDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str,
        bank_identifier: str,
        bank_identifier_type: BankIdentifierType | str,
        extra: dict[str, Any] | None = None,
    ) -> AccountDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str:
        """
        Account number; at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType:
        """
        Type of the account number.
        """

    @property
    def bank_identifier(self, /) -> str:
        """
        Bank identifier, usually the BIC.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        Type of `bank_identifier`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> AccountDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AccountNumberType(OpenEnum):
    """
    Type of an account number.
    """

    ACCOUNT_NUMBER: Final[AccountNumberType]
    "\n    A national account number.\n    "
    IBAN: Final[AccountNumberType]
    "\n    An IBAN. The API accepts only this type at present.\n    "
    INTERNAL_ID: Final[AccountNumberType]
    "\n    An internal identifier of the vendor.\n    "

@final
class AccountSource:
    """
    The data source in which an account was found.
    """

    def __copy__(self, /) -> AccountSource: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountSource: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        name: AccountSourceName | str,
        datasource_unique_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> AccountSource: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def datasource_unique_id(self, /) -> str | None:
        """
        Id of the connection to the source.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> AccountSource:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str:
        """
        Id of the account in the source.
        """

    @property
    def name(self, /) -> AccountSourceName:
        """
        Name of the source.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AccountSourceName(OpenEnum):
    """
    Name of a data source for accounts.
    """

    AXONAUT_DEFACTO_API: Final[AccountSourceName]
    "\n    Axonaut.\n    "
    BRIDGE: Final[AccountSourceName]
    "\n    Bridge.\n    "
    CEFIN_DEFACTO_API: Final[AccountSourceName]
    "\n    Cefin.\n    "
    FINAPI: Final[AccountSourceName]
    "\n    finAPI.\n    "
    IRMA_DEFACTO_API: Final[AccountSourceName]
    "\n    Irma.\n    "
    LEANO_DEFACTO_API: Final[AccountSourceName]
    "\n    Leano.\n    "
    LIBEO_DEFACTO_API: Final[AccountSourceName]
    "\n    Libeo.\n    "
    PENNYLANE_DEFACTO_API: Final[AccountSourceName]
    "\n    Pennylane, through the vendor's API.\n    "
    PENNYLANE_REDSHIFT: Final[AccountSourceName]
    "\n    Pennylane, through its data warehouse.\n    "
    QONTO: Final[AccountSourceName]
    "\n    Qonto.\n    "
    STEMSCAPE_DEFACTO_API: Final[AccountSourceName]
    "\n    Stemscape.\n    "
    SUPER_DEFACTO_API: Final[AccountSourceName]
    "\n    Super.\n    "

@final
class Accounting:
    """
    Accounting: money events of loans.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def list_events(
        self,
        /,
        *,
        event_type: abc.Sequence[AccountingEventType | str] | AccountingEventType | str | None = None,
        loan_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[AccountingEvent]:
        """
        Lists accounting events, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /events`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

@final
class AccountingEvent:
    """
    An accounting event: something that happened to the money of a loan.
    """

    def __copy__(self, /) -> AccountingEvent: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountingEvent: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        event_at: datetime,
        event_type: AccountingEventType | str,
        event_payload: AccountingEventDetails | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> AccountingEvent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_at(self, /) -> datetime:
        """
        Time of the event.
        """

    @property
    def event_payload(self, /) -> AccountingEventDetails:
        """
        Loan and amounts of the event.
        """

    @property
    def event_type(self, /) -> AccountingEventType:
        """
        Type of the event.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> AccountingEvent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AccountingEventDetails:
    """
    Loan and amounts of an accounting event. Amounts are in cents.
    """

    def __copy__(self, /) -> AccountingEventDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountingEventDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID | str,
        metadata: dict[str, Any],
        principal_amount: int | None = None,
        fees_amount: int | None = None,
        deposit_amount: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> AccountingEventDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def deposit_amount(self, /) -> int | None:
        """
        Deposit part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_amount(self, /) -> int | None:
        """
        Fees part, in cents.
        """

    @staticmethod
    def from_json(text: str) -> AccountingEventDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        Id of the loan.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data of the loan, as you sent it.
        """

    @property
    def principal_amount(self, /) -> int | None:
        """
        Principal part, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AccountingEventFilter:
    """
    Filter for the accounting events to list. An empty filter lists all.
    """

    def __copy__(self, /) -> AccountingEventFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountingEventFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        event_type: abc.Sequence[AccountingEventType | str] | AccountingEventType | str | None = None,
        loan_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> AccountingEventFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_type(self, /) -> list[AccountingEventType]:
        """
        Only events of these types.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only events at or after this time.
        """

    @staticmethod
    def from_json(text: str) -> AccountingEventFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> list[UUID]:
        """
        Only events of these loans.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of events per page; 100 if omitted.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only events at or before this time.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AccountingEventType(OpenEnum):
    """
    Type of an accounting event of a loan.
    """

    LOAN_CANCELED: Final[AccountingEventType]
    "\n    The loan was cancelled.\n    "
    LOAN_DISBURSEMENT_PAID: Final[AccountingEventType]
    "\n    The loan was paid out.\n    "
    LOAN_EXTRA_PAID: Final[AccountingEventType]
    "\n    An amount above the amount due was paid.\n    "
    LOAN_GUARANTEE_DEPOSIT_CHARGED_BACK: Final[AccountingEventType]
    "\n    The deposit that secures the loan was charged back.\n    "
    LOAN_GUARANTEE_DEPOSIT_PAID: Final[AccountingEventType]
    "\n    The deposit that secures the loan was paid.\n    "
    LOAN_INTERESTS_CHARGEBACK_PENALIZED: Final[AccountingEventType]
    "\n    The interest was increased after a chargeback.\n    "
    LOAN_INTERESTS_DISCOUNTED: Final[AccountingEventType]
    "\n    The interest was reduced.\n    "
    LOAN_INTERESTS_FALLEN_DUE: Final[AccountingEventType]
    "\n    Interest has become due.\n    "
    LOAN_INTEREST_DEPOSIT_CHARGED_BACK: Final[AccountingEventType]
    "\n    The deposit for interest was charged back.\n    "
    LOAN_INTEREST_DEPOSIT_PAID: Final[AccountingEventType]
    "\n    The deposit for interest was paid.\n    "
    LOAN_INTEREST_FROM_DEPOSIT_PAID: Final[AccountingEventType]
    "\n    Interest was paid from the deposit.\n    "
    LOAN_INTEREST_FROM_DEPOSIT_UNPAID: Final[AccountingEventType]
    "\n    A payment of interest from the deposit was reversed: the interest is unpaid again.\n    "
    LOAN_PRINCIPAL_FALLEN_DUE: Final[AccountingEventType]
    "\n    The principal has become due.\n    "
    LOAN_PRINCIPAL_FALLEN_LATE: Final[AccountingEventType]
    "\n    The principal is late.\n    "
    LOAN_PRINCIPAL_FROM_DEPOSIT_PAID: Final[AccountingEventType]
    "\n    Principal was paid from the deposit.\n    "
    LOAN_REFUND_PAID: Final[AccountingEventType]
    "\n    Money was paid back to the borrower.\n    "
    LOAN_REPAYMENT_FEES_CHARGED_BACK: Final[AccountingEventType]
    "\n    A repayment of fees was charged back.\n    "
    LOAN_REPAYMENT_FEES_PAID: Final[AccountingEventType]
    "\n    Fees were repaid.\n    "
    LOAN_REPAYMENT_NOMINAL_CHARGED_BACK: Final[AccountingEventType]
    "\n    A repayment of principal was charged back.\n    "
    LOAN_REPAYMENT_NOMINAL_PAID: Final[AccountingEventType]
    "\n    Principal was repaid.\n    "
    LOAN_REPAYMENT_NOMINAL_UNPAID: Final[AccountingEventType]
    "\n    A repayment of principal was reversed: the principal is unpaid again.\n    "
    LOAN_RETURNED_PAID: Final[AccountingEventType]
    "\n    The payout was returned.\n    "
    LOAN_VALIDATED: Final[AccountingEventType]
    "\n    The loan was accepted.\n    "

@final
class ActiveEnrollment:
    """
    A campaign of the vendor in which the borrower takes part.
    """

    def __copy__(self, /) -> ActiveEnrollment: ...
    def __deepcopy__(self, /, _memo: Any) -> ActiveEnrollment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        enrollment_campaign: str,
        enrollment_name: str,
        entity_id: UUID | str,
        entity_type: EnrollmentEntity | str,
        status: str,
        agent_feedback: str | None = None,
        submitted_at: datetime | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ActiveEnrollment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def agent_feedback(self, /) -> str | None:
        """
        Feedback from the vendor's staff.
        """

    @property
    def enrollment_campaign(self, /) -> str:
        """
        The campaign.
        """

    @property
    def enrollment_name(self, /) -> str:
        """
        Name of the enrolment.
        """

    @property
    def entity_id(self, /) -> UUID:
        """
        Id of the object that takes part.
        """

    @property
    def entity_type(self, /) -> EnrollmentEntity:
        """
        Type of the object that takes part.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ActiveEnrollment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the enrolment.
        """

    @property
    def status(self, /) -> str:
        """
        Status of the enrolment. The API contract defines no values.
        """

    @property
    def submitted_at(self, /) -> datetime | None:
        """
        Time when the enrolment was submitted.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Address:
    """
    An address of a person or company. Every part may be absent.
    """

    def __copy__(self, /) -> Address: ...
    def __deepcopy__(self, /, _memo: Any) -> Address: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        address_line_1: str | None = None,
        address_line_2: str | None = None,
        city: str | None = None,
        country: str | None = None,
        postal_code: str | None = None,
        state: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Address: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address_line_1(self, /) -> str | None:
        """
        Street and number.
        """

    @property
    def address_line_2(self, /) -> str | None:
        """
        Second address line.
        """

    @property
    def city(self, /) -> str | None:
        """
        Town or city.
        """

    @property
    def country(self, /) -> str | None:
        """
        Country, ISO 3166-1 alpha-3, for example `FRA`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Address:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def postal_code(self, /) -> str | None:
        """
        Postal code, at most 10 characters. Spaces inside it are kept.
        """

    @property
    def state(self, /) -> str | None:
        """
        State or region.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AggregationScenario(OpenEnum):
    """
    Method of combining payments.
    """

    MERGE_ONLY: Final[AggregationScenario]
    "\n    Payments in the same direction are merged into one.\n    "
    NET_THEN_MERGE: Final[AggregationScenario]
    "\n    Payments in opposite directions are netted first, then merged.\n    "

@final
class AggregationTiming(OpenEnum):
    """
    Time when payments are combined.
    """

    DAILY: Final[AggregationTiming]
    "\n    Daily.\n    "
    LOAN_SCHEDULE: Final[AggregationTiming]
    "\n    According to the schedule of the loans.\n    "

@final
class Amount:
    """
    An amount of money with its currency.
    """

    def __copy__(self, /) -> Amount: ...
    def __deepcopy__(self, /, _memo: Any) -> Amount: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, amount: int, currency: Currency | str, extra: dict[str, Any] | None = None) -> Amount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def currency(self, /) -> Currency:
        """
        Currency of the amount.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Amount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class AnswerInfo:
    """
    The last answer of a client, without its body: status, headers, request id and attempts.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    @property
    def attempts(self, /) -> int:
        """
        How often the call was sent: 1 unless it was repeated.
        """

    @property
    def headers(self, /) -> dict[str, str]:
        """
        The headers, with names in lower case. A header that comes more than once has its values joined by `, `.
        """

    @property
    def operation(self, /) -> str:
        """
        The operation: `GET /loan/{loan_id}`.
        """

    @property
    def request_id(self, /) -> str | None:
        """
        The id of the request, to name it to the vendor.
        """

    @property
    def status(self, /) -> int:
        """
        The HTTP status, 200 to 299.
        """

@final
class AttemptEvent:
    """
    One attempt to send a call. The fields about its end are absent at its start.
    """

    @property
    def call_id(self, /) -> int:
        """
        The number of the call, unique within the process. The attempts of one call follow each other.
        """

    @property
    def duration(self, /) -> timedelta | None:
        """
        How long the attempt took.
        """

    @property
    def error_type(self, /) -> str | None:
        """
        What failed, for the attribute `error.type`: the status from 400 on, otherwise the kind of the error.
        """

    @property
    def journey_id(self, /) -> int | None:
        """
        The id of the journey that makes the call; absent for a call of its own.
        """

    @property
    def method(self, /) -> str:
        """
        The HTTP method, or `_OTHER` for one that HTTP does not define.
        """

    @property
    def name(self, /) -> str:
        """
        The name for a span: `GET /borrower/{borrower_id}`.
        """

    @property
    def request_id(self, /) -> str | None:
        """
        The id of the request, from the headers of the answer.
        """

    @property
    def resend_count(self, /) -> int:
        """
        How many attempts came before this one: 0 for the first.
        """

    @property
    def server_address(self, /) -> str:
        """
        The host of the base URL.
        """

    @property
    def server_port(self, /) -> int:
        """
        The port of the base URL.
        """

    @property
    def status(self, /) -> int | None:
        """
        The HTTP status, if there was an answer.
        """

    @property
    def url_template(self, /) -> str | None:
        """
        The path with the names of its values; absent for `Client.request`, whose path may hold an id.
        """

@final
class AutomaticSigner:
    """
    A person whose signature is added automatically.
    """

    def __copy__(self, /) -> AutomaticSigner: ...
    def __deepcopy__(self, /, _memo: Any) -> AutomaticSigner: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, email: str, first_name: str, last_name: str, ip_address: str, extra: dict[str, Any] | None = None
    ) -> AutomaticSigner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def first_name(self, /) -> str:
        """
        Given name.
        """

    @staticmethod
    def from_json(text: str) -> AutomaticSigner:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def ip_address(self, /) -> str:
        """
        IP address recorded for the signature.
        """

    @property
    def last_name(self, /) -> str:
        """
        Family name.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BankConnectionRefusal:
    """
    The reason for not connecting a bank account, with comments.
    """

    def __copy__(self, /) -> BankConnectionRefusal: ...
    def __deepcopy__(self, /, _memo: Any) -> BankConnectionRefusal: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        answer_code: ConnectionRefusal | str,
        comments: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BankConnectionRefusal: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def answer_code(self, /) -> ConnectionRefusal:
        """
        The reason.
        """

    @property
    def comments(self, /) -> str | None:
        """
        Comments on the reason.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BankConnectionRefusal:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BankIdentifierType(OpenEnum):
    """
    Type of a bank identifier.
    """

    BIC: Final[BankIdentifierType]
    "\n    A BIC.\n    "
    NAME: Final[BankIdentifierType]
    "\n    The bank's name.\n    "
    ROUTING_NUMBER: Final[BankIdentifierType]
    "\n    A national routing number.\n    "
    UNDEFINED: Final[BankIdentifierType]
    "\n    Undefined.\n    "

@final
class Batch:
    """
    Data of a company that is uploaded together. The API uses it only after the batch is closed.
    """

    def __copy__(self, /) -> Batch: ...
    def __deepcopy__(self, /, _memo: Any) -> Batch: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        business_identifier: BusinessIdentifier | abc.Mapping[str, Any],
        content: BatchContent | abc.Mapping[str, Any],
        context: BatchContext | str,
        status: BatchStatus | str,
        extra: dict[str, Any] | None = None,
    ) -> Batch: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        Company whose data is shared.
        """

    @property
    def content(self, /) -> BatchContent:
        """
        Content that the batch will have.
        """

    @property
    def context(self, /) -> BatchContext:
        """
        Reason for sharing the data.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Batch:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the batch. Uploads refer to it.
        """

    @property
    def status(self, /) -> BatchStatus:
        """
        Status of the batch.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BatchContent:
    """
    The content that a batch will have. With it, the API detects when the batch is complete.
    """

    def __copy__(self, /) -> BatchContent: ...
    def __deepcopy__(self, /, _memo: Any) -> BatchContent: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        shared_data_types: abc.Sequence[SharedDataType | str] | SharedDataType | str | None = None,
        accounts: AccountCount | abc.Mapping[str, Any] | None = None,
        account_transactions: abc.Sequence[TransactionPeriod | abc.Mapping[str, Any]]
        | TransactionPeriod
        | abc.Mapping[str, Any]
        | None = None,
        invoices: InvoiceCount | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BatchContent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_transactions(self, /) -> list[TransactionPeriod]:
        """
        Period of the transactions, one entry per account.
        """

    @property
    def accounts(self, /) -> AccountCount | None:
        """
        Number of accounts.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BatchContent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoices(self, /) -> InvoiceCount | None:
        """
        Number of invoices.
        """

    @property
    def shared_data_types(self, /) -> list[SharedDataType]:
        """
        Types of data.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BatchContext(OpenEnum):
    """
    Reason for sharing data.
    """

    BORROWER_CREATION: Final[BatchContext]
    "\n    A borrower is being created.\n    "
    DATA_REFRESH: Final[BatchContext]
    "\n    Data of a known company is refreshed.\n    "

@final
class BatchStatus(OpenEnum):
    """
    Status of a batch.
    """

    CANCELED: Final[BatchStatus]
    "\n    Cancelled: its data is not used.\n    "
    CLOSED: Final[BatchStatus]
    "\n    Closed: its data is used.\n    "
    CLOSING_IN_PROGRESS: Final[BatchStatus]
    "\n    The batch is being closed.\n    "
    CLOSING_SCHEDULED: Final[BatchStatus]
    "\n    The batch will be closed soon.\n    "
    CREATED: Final[BatchStatus]
    "\n    Open for uploads.\n    "

@final
class Bill:
    """
    A bill for the fees of a period.
    """

    def __copy__(self, /) -> Bill: ...
    def __deepcopy__(self, /, _memo: Any) -> Bill: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        billed_business: CompanyReference | abc.Mapping[str, Any],
        payment: Payment | abc.Mapping[str, Any],
        status: BillStatus | str,
        to_pay_amount: int,
        start_date: datetime,
        end_date: datetime,
        ran_at: datetime,
        due_date: datetime,
        invoice_number: str | None = None,
        invoice: Invoice | abc.Mapping[str, Any] | None = None,
        billed_borrower_id: UUID | str | None = None,
        amends_bill_id: UUID | str | None = None,
        document_url: str | None = None,
        email_sent_to_payer_on: datetime | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Bill: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amends_bill_id(self, /) -> str | None:
        """
        Id of the bill that this bill corrects.
        """

    @property
    def billed_borrower_id(self, /) -> str | None:
        """
        Id of the borrower that must pay. The API contract does not define its type.
        """

    @property
    def billed_business(self, /) -> CompanyReference:
        """
        Company that must pay the bill.
        """

    @property
    def document_url(self, /) -> str | None:
        """
        Link to the document. It expires soon: never store it.
        """

    @property
    def due_date(self, /) -> datetime:
        """
        Due date.
        """

    @property
    def email_sent_to_payer_on(self, /) -> datetime | None:
        """
        Time when the bill was sent to the payer by e-mail.
        """

    @property
    def end_date(self, /) -> datetime:
        """
        End of the period.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Bill:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the bill.
        """

    @property
    def invoice(self, /) -> Invoice | None:
        """
        Invoice object of the bill.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Number of the bill.
        """

    @property
    def payment(self, /) -> Payment:
        """
        Payment that settles the bill.
        """

    @property
    def ran_at(self, /) -> datetime:
        """
        Time when the bill was generated.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        Start of the period.
        """

    @property
    def status(self, /) -> BillStatus:
        """
        Status of the bill.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int:
        """
        Amount to pay, in cents.
        """

@final
class BillFilter:
    """
    Filter for the bills to list. An empty filter lists all.
    """

    def __copy__(self, /) -> BillFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> BillFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        bill_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        business_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        business_identifier: abc.Sequence[str] | str | None = None,
        status: abc.Sequence[BillStatus | str] | BillStatus | str | None = None,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        light_bills: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BillFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def bill_id(self, /) -> list[UUID]:
        """
        Only bills with these ids.
        """

    @property
    def business_id(self, /) -> list[UUID]:
        """
        Only bills of these companies, by vendor's id.
        """

    @property
    def business_identifier(self, /) -> list[str]:
        """
        Only bills of these companies, by company number.
        """

    @property
    def end_date(self, /) -> datetime | None:
        """
        Only bills whose period ends before this time.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BillFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def light_bills(self, /) -> bool | None:
        """
        Whether to return bills in a short form; false if omitted.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of bills per page; 100 if omitted.
        """

    @property
    def start_date(self, /) -> datetime | None:
        """
        Only bills whose period starts at or after this time.
        """

    @property
    def status(self, /) -> list[BillStatus]:
        """
        Only bills with one of these statuses: `PAID`, `SENT_TO_PAYER`, `TO_PAY` or `VALIDATED`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BillSent:
    """
    Date and recipients of a bill that you sent.
    """

    def __copy__(self, /) -> BillSent: ...
    def __deepcopy__(self, /, _memo: Any) -> BillSent: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, sent_on: datetime, to_email_addresses: abc.Sequence[str] | str, extra: dict[str, Any] | None = None
    ) -> BillSent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BillSent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def sent_on(self, /) -> datetime:
        """
        Time when you sent the bill.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    @property
    def to_email_addresses(self, /) -> list[str]:
        """
        E-mail addresses of the recipients, at least one.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BillStatus(OpenEnum):
    """
    Status of a bill.
    """

    GENERATED: Final[BillStatus]
    "\n    Generated, not yet checked.\n    "
    INVALID: Final[BillStatus]
    "\n    Invalid.\n    "
    PAID: Final[BillStatus]
    "\n    Paid.\n    "
    SENT_TO_PAYER: Final[BillStatus]
    "\n    Sent to the payer.\n    "
    TO_PAY: Final[BillStatus]
    "\n    Payment is due.\n    "
    VALIDATED: Final[BillStatus]
    "\n    Checked: the bill can be sent.\n    "

@final
class Billing:
    """
    Billing: bills for fees, and referrers with their revenue shares.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def get_referrer(self, /, referrer_id: UUID | str) -> Referrer:
        """
        Reads one referrer. Blocks; safe to repeat.

        Operation: `GET /referrer/{referrer_id}`.

        Raises `NotFoundError` if no referrer has this id.
        """

    def list_bills(
        self,
        /,
        *,
        bill_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        business_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        business_identifier: abc.Sequence[str] | str | None = None,
        status: abc.Sequence[BillStatus | str] | BillStatus | str | None = None,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        light_bills: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[Bill]:
        """
        Lists bills for fees, over all pages: your own bills or those of your borrowers. Blocks whenever a
        page is read; safe to repeat.

        Operation: `GET /bills`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

    def mark_bill_sent(self, /, bill_id: UUID | str, body: BillSent | abc.Mapping[str, Any]) -> None:
        """
        Records that you sent a bill to its payer. Send a bill only when it is `VALIDATED`. Blocks.

        The API contract does not define the answer to a repeated call. Check with `list_bills` first: the
        status shows whether the bill was sent.

        Operation: `POST /bill/{bill_id}/sent`.

        Raises `NotFoundError` if no bill has this id; `ValidationError` if the bill is not ready to be sent.
        """

    def upload_revenue_share_invoice(self, /, referrer_id: UUID | str, revenue_share_id: UUID | str) -> RevenueShare:
        """
        Submits the invoice for a revenue share. The API contract describes no body: only the two ids are
        sent. Blocks.

        The API contract does not define what a repeated call does. Check with `get_referrer` first.

        Operation: `POST /referrer/{referrer_id}/upload-invoice/{revenue_share_id}`.

        Raises `NotFoundError` if the referrer or the revenue share does not exist.
        """

@final
class BirthPlace:
    """
    Place of birth of a person.
    """

    def __copy__(self, /) -> BirthPlace: ...
    def __deepcopy__(self, /, _memo: Any) -> BirthPlace: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, city: str | None = None, country: str | None = None, extra: dict[str, Any] | None = None
    ) -> BirthPlace: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def city(self, /) -> str | None:
        """
        Town or city.
        """

    @property
    def country(self, /) -> str | None:
        """
        Country, ISO 3166-1 alpha-3, for example `FRA`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BirthPlace:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Borrower:
    """
    A borrower: a company that can get loans through you.

    The API contract guarantees only `identifier`; every other field may be absent.
    """

    def __copy__(self, /) -> Borrower: ...
    def __deepcopy__(self, /, _memo: Any) -> Borrower: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        id: UUID | str | None = None,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        legal_form: str | None = None,
        vat_number: str | None = None,
        status: BorrowerStatus | str | None = None,
        status_reason: str | None = None,
        signed_at: datetime | None = None,
        accounts: abc.Sequence[Account | abc.Mapping[str, Any]] | Account | abc.Mapping[str, Any] | None = None,
        directors: abc.Sequence[Director | abc.Mapping[str, Any]] | Director | abc.Mapping[str, Any] | None = None,
        owner: Owner | abc.Mapping[str, Any] | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        next_actions: abc.Sequence[NextAction | str] | NextAction | str | None = None,
        compliance_checks: ComplianceChecks | abc.Mapping[str, Any] | None = None,
        can_reonboard: bool | None = None,
        active_enrollments: abc.Sequence[ActiveEnrollment | abc.Mapping[str, Any]]
        | ActiveEnrollment
        | abc.Mapping[str, Any]
        | None = None,
        contract_id: UUID | str | None = None,
        contract_s3_url: str | None = None,
        metadata: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Borrower: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def accounts(self, /) -> list[Account]:
        """
        Bank accounts.
        """

    @property
    def active_enrollments(self, /) -> list[ActiveEnrollment]:
        """
        Campaigns of the vendor in which the borrower takes part.
        """

    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def can_reonboard(self, /) -> bool | None:
        """
        Whether the company may start another onboarding.
        """

    @property
    def compliance_checks(self, /) -> ComplianceChecks | None:
        """
        Compliance checks of the company and its people. The vendor's text calls the field deprecated.
        """

    @property
    def contract_id(self, /) -> UUID | None:
        """
        Id of the contract.
        """

    @property
    def contract_s3_url(self, /) -> str | None:
        """
        Link to the contract. It expires soon: never store it.
        """

    @property
    def directors(self, /) -> list[Director]:
        """
        Directors.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Borrower:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID | None:
        """
        Id of the borrower, used in all operations on it.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number.
        """

    @property
    def legal_form(self, /) -> str | None:
        """
        Legal form, for example `SAS` or `GmbH`.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, as you sent it.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    @property
    def next_actions(self, /) -> list[NextAction]:
        """
        Actions that the borrower must take.
        """

    @property
    def owner(self, /) -> Owner | None:
        """
        Person who signed up for the borrower.
        """

    @property
    def signed_at(self, /) -> datetime | None:
        """
        Time when the borrower accepted the terms.
        """

    @property
    def status(self, /) -> BorrowerStatus | None:
        """
        Status of the borrower.
        """

    @property
    def status_reason(self, /) -> str | None:
        """
        Reason for the status: a denial code of the vendor. The list of codes changes.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class BorrowerCandidate:
    """
    An existing borrower that may be the company to enrol, with the data that a person needs to decide.
    """

    def __copy__(self, /) -> BorrowerCandidate: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerCandidate: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        borrower_id: UUID | str | None = None,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        city: str | None = None,
        status: BorrowerStatus | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BorrowerCandidate: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> UUID | None:
        """
        The borrower's id, for the option `borrower_id`.
        """

    @property
    def city(self, /) -> str | None:
        """
        The city of its address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BorrowerCandidate:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The registration number of its company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        The register that the number comes from.
        """

    @property
    def name(self, /) -> str | None:
        """
        The company's legal name.
        """

    @property
    def status(self, /) -> BorrowerStatus | None:
        """
        The borrower's status.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BorrowerFilter:
    """
    Filter for the borrowers to list. An empty filter lists all.
    """

    def __copy__(self, /) -> BorrowerFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        borrower_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        borrower_identifier: str | None = None,
        from_signed_at: datetime | None = None,
        to_signed_at: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BorrowerFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> list[UUID]:
        """
        Only borrowers with these ids.
        """

    @property
    def borrower_identifier(self, /) -> str | None:
        """
        Only the borrower with this company number.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BorrowerFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def from_signed_at(self, /) -> datetime | None:
        """
        Only borrowers that accepted the terms at or after this time.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of borrowers per page; 100 if omitted.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_signed_at(self, /) -> datetime | None:
        """
        Only borrowers that accepted the terms at or before this time.
        """

@final
class BorrowerFinancialProduct:
    """
    A financial product of one borrower. Amounts are in cents, rates in percent per day.
    """

    def __copy__(self, /) -> BorrowerFinancialProduct: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerFinancialProduct: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        borrower_id: UUID | str,
        can_request_loan: bool,
        financial_product: FinancialProduct | abc.Mapping[str, Any],
        status: FinancialProductStatus | str,
        status_reason: str | None = None,
        available_amount: int | None = None,
        max_amount: int | None = None,
        amount_outstanding: int | None = None,
        amount_pending_validation: int | None = None,
        fees_daily_rate: Decimal | None = None,
        unlock_loan_request_link: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BorrowerFinancialProduct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount_outstanding(self, /) -> int | None:
        """
        Amount lent at present, in cents.
        """

    @property
    def amount_pending_validation(self, /) -> int | None:
        """
        Amount reserved for loans that await a decision, in cents.
        """

    @property
    def available_amount(self, /) -> int | None:
        """
        Amount that can still be lent, in cents.
        """

    @property
    def borrower_id(self, /) -> UUID:
        """
        Id of the borrower.
        """

    @property
    def can_request_loan(self, /) -> bool:
        """
        Whether a loan can be requested now.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        Daily rate, in percent per day.
        """

    @property
    def financial_product(self, /) -> FinancialProduct:
        """
        The vendor's product.
        """

    @staticmethod
    def from_json(text: str) -> BorrowerFinancialProduct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the product. Loan requests need it if the borrower has several products.
        """

    @property
    def max_amount(self, /) -> int | None:
        """
        Highest total amount that can be lent, in cents.
        """

    @property
    def status(self, /) -> FinancialProductStatus:
        """
        Status of the product.
        """

    @property
    def status_reason(self, /) -> str | None:
        """
        Reason for the status: a denial code of the vendor. The list of codes changes.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def unlock_loan_request_link(self, /) -> str | None:
        """
        Link to a page where the borrower can fulfil what a loan request requires. It is personal: never log
        it.
        """

@final
class BorrowerStatus(OpenEnum):
    """
    Status of a borrower on the way to a loan.
    """

    ALL_PAYMENT_SETUP: Final[BorrowerStatus]
    "\n    The payment set-up is complete.\n    "
    BLOCKED: Final[BorrowerStatus]
    "\n    Blocked. The API contract does not define when; `status_reason` may give the reason.\n    "
    DEACTIVATED: Final[BorrowerStatus]
    "\n    The borrower was deactivated.\n    "
    PROHIBITED: Final[BorrowerStatus]
    "\n    Prohibited. The API contract does not define when; `status_reason` may give the reason.\n    "
    READY: Final[BorrowerStatus]
    "\n    A loan can be requested.\n    "
    SDD_SETUP: Final[BorrowerStatus]
    "\n    Direct debit is set up.\n    "
    SIGNED: Final[BorrowerStatus]
    "\n    The terms are accepted.\n    "
    TO_SIGN: Final[BorrowerStatus]
    "\n    The terms are not accepted yet.\n    "

@final
class BorrowerStrategy(OpenEnum):
    """
    Default borrower of a loan on an invoice.
    """

    BUYER: Final[BorrowerStrategy]
    "\n    The buyer of the invoice.\n    "
    SELLER: Final[BorrowerStrategy]
    "\n    The seller of the invoice.\n    "

@final
class Borrowers:
    """
    Borrowers: enrol, read, sign, deactivate.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def add_owner(self, /, borrower_id: UUID | str, body: NewOwner | abc.Mapping[str, Any]) -> Owner:
        """
        Adds the person who signs up for the borrower, with identity documents. Blocks.

        The API contract does not define whether a repeated call adds the person again. Check with `get`
        first: `owner` holds the person on record.

        Operation: `POST /borrower/{borrower_id}/owner`.

        Raises `NotFoundError` if no borrower has this id; `ValidationError` if the API rejects the person's data.
        """

    def deactivate(self, /, borrower_id: UUID | str) -> None:
        """
        Deactivates a borrower: it can request no new loan. Blocks.

        The API contract does not define the answer to a repeated call. Check with `get`: the status is
        `DEACTIVATED` once it took effect.

        Operation: `POST /borrower/{borrower_id}/deactivate`.

        Raises `NotFoundError` if no borrower has this id.
        """

    def enroll(self, /, body: NewBorrower | abc.Mapping[str, Any]) -> Borrower:
        """
        Enrols a company with one call: creates the borrower, sets up repayment, evaluates solvency and opens
        the credit line. Blocks.

        This is the bare operation; `client.enroll` also waits for the credit line and handles unknown
        outcomes. The client validates the request first. With `wait_for_ready` the call takes 4 to 8 seconds,
        and the API ends it after 30 seconds with a 504. Without it the call takes 0.3 to 1.5 seconds, and the
        credit line is created later. Not safe to repeat: a second call may create a second borrower. The
        client sends the request again only if it was certainly not carried out.

        Operation: `POST /borrowers`.

        Raises `ValidationError` if the request is invalid, or if mandatory data is missing and the API could not obtain
        it (`missing_fields`). After a 504, a time-out or a broken connection, `outcome_unknown` is true.
        """

    def get(self, /, borrower_id: UUID | str) -> Borrower:
        """
        Reads one borrower. Blocks; safe to repeat.

        Operation: `GET /borrower/{borrower_id}`.

        Raises `NotFoundError` if no borrower has this id.
        """

    def list(
        self,
        /,
        *,
        borrower_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        borrower_identifier: str | None = None,
        from_signed_at: datetime | None = None,
        to_signed_at: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[Borrower]:
        """
        Lists borrowers, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrowers`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

    def sign(self, /, borrower_id: UUID | str, body: Signature | abc.Mapping[str, Any]) -> Borrower:
        """
        Records when the borrower accepted the terms. Blocks.

        A repeated call records the same time; the API contract defines no answer. Check with `get`:
        `signed_at` holds the recorded time.

        Operation: `POST /borrower/{borrower_id}/sign`.

        Raises `NotFoundError` if no borrower has this id; `ValidationError` if the API rejects the time.
        """

@final
class BrokerTier(OpenEnum):
    """
    Tier of a broker.
    """

    BRONZE: Final[BrokerTier]
    "\n    Lowest tier.\n    "
    GOLD: Final[BrokerTier]
    "\n    Highest tier.\n    "
    SILVER: Final[BrokerTier]
    "\n    Middle tier.\n    "

@final
class BrokerTrack:
    """
    Reward scheme of a broker.
    """

    def __copy__(self, /) -> BrokerTrack: ...
    def __deepcopy__(self, /, _memo: Any) -> BrokerTrack: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        tier: BrokerTier | str,
        track: BrokerTrackKind | str,
        value: Decimal | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BrokerTrack: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BrokerTrack:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def tier(self, /) -> BrokerTier:
        """
        Tier of the broker.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def track(self, /) -> BrokerTrackKind:
        """
        Basis of the reward.
        """

    @property
    def value(self, /) -> Decimal | None:
        """
        Rate that results from tier and basis. The API contract names no unit.
        """

@final
class BrokerTrackKind(OpenEnum):
    """
    Basis of a broker's reward.
    """

    PRICING: Final[BrokerTrackKind]
    "\n    Price of the loans.\n    "
    VOLUME: Final[BrokerTrackKind]
    "\n    Amount of the loans.\n    "

@final
class Business:
    """
    A company to which other objects refer.
    """

    def __copy__(self, /) -> Business: ...
    def __deepcopy__(self, /, _memo: Any) -> Business: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str | None = None,
        id: UUID | str | None = None,
        name: str | None = None,
        legal_form: str | None = None,
        vat_number: str | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        activity_description: str | None = None,
        activity_type: str | None = None,
        nace_code: str | None = None,
        capital: int | None = None,
        share_capital: int | None = None,
        creation_date: date | None = None,
        registration_date: date | None = None,
        registration_body: str | None = None,
        registry_radiation_date: date | None = None,
        termination_date: date | None = None,
        is_active: bool | None = None,
        is_diffusible: bool | None = None,
        has_ongoing_insolvency_procedure: bool | None = None,
        last_insolvency_procedure_open_date: date | None = None,
        last_insolvency_procedure_closing_date: date | None = None,
        last_insolvency_procedure_type: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Business: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def activity_description(self, /) -> str | None:
        """
        Activity of the company, in words.
        """

    @property
    def activity_type(self, /) -> str | None:
        """
        Activity of the company, in the vendor's classification.
        """

    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def capital(self, /) -> int | None:
        """
        Capital. The API contract names no unit.
        """

    @property
    def creation_date(self, /) -> date | None:
        """
        Date of foundation.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Business:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def has_ongoing_insolvency_procedure(self, /) -> bool | None:
        """
        Whether an insolvency procedure is open.
        """

    @property
    def id(self, /) -> UUID | None:
        """
        Vendor's id of the company. It is not the id of the borrower.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number.
        """

    @property
    def is_active(self, /) -> bool | None:
        """
        Whether the company is active.
        """

    @property
    def is_diffusible(self, /) -> bool | None:
        """
        Whether the company's data may be shown to others.
        """

    @property
    def last_insolvency_procedure_closing_date(self, /) -> date | None:
        """
        Closing date of the last insolvency procedure.
        """

    @property
    def last_insolvency_procedure_open_date(self, /) -> date | None:
        """
        Opening date of the last insolvency procedure.
        """

    @property
    def last_insolvency_procedure_type(self, /) -> str | None:
        """
        Type of the last insolvency procedure.
        """

    @property
    def legal_form(self, /) -> str | None:
        """
        Legal form, for example `SAS` or `GmbH`.
        """

    @property
    def nace_code(self, /) -> str | None:
        """
        Activity of the company, in the European classification (NACE).
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    @property
    def registration_body(self, /) -> str | None:
        """
        Authority that registered the company, for example the RCS of Paris.
        """

    @property
    def registration_date(self, /) -> date | None:
        """
        Date of registration.
        """

    @property
    def registry_radiation_date(self, /) -> date | None:
        """
        Date of removal from the register.
        """

    @property
    def share_capital(self, /) -> int | None:
        """
        Share capital, in cents.
        """

    @property
    def termination_date(self, /) -> date | None:
        """
        Date when the company ended.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class BusinessAddress:
    """
    The registered address of a company to enrol. Four parts are required.
    """

    def __copy__(self, /) -> BusinessAddress: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessAddress: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        address_line_1: str,
        city: str,
        country: str,
        postal_code: str,
        address_line_2: str | None = None,
        state: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BusinessAddress: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address_line_1(self, /) -> str:
        """
        Street and number.
        """

    @property
    def address_line_2(self, /) -> str | None:
        """
        Second address line.
        """

    @property
    def city(self, /) -> str:
        """
        Town or city.
        """

    @property
    def country(self, /) -> str:
        """
        Country, ISO 3166-1 alpha-3, for example `FRA`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessAddress:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def postal_code(self, /) -> str:
        """
        Postal code, at most 10 characters. Spaces inside it are kept.
        """

    @property
    def state(self, /) -> str | None:
        """
        State or region.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BusinessData:
    """
    Sharing data of a company: accounts, transactions, invoices.

    Open a batch, upload data with its id, then close it. The API does not use data of an open batch.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def close_batch(self, /, batch_id: UUID | str) -> Batch:
        """
        Closes a batch: from then on, the API uses its data. Blocks.

        The API contract does not define the answer to a repeated call, and no operation reads a batch. After
        an unknown outcome, close the batch again.

        Operation: `POST /business/data/batch-upload/{batch_id}/close`.

        Raises `NotFoundError` if no batch has this id; `ValidationError` if it cannot be closed.
        """

    def open_batch(self, /, body: NewBatch | abc.Mapping[str, Any]) -> Batch:
        """
        Opens a batch. Cancels an open batch of the same company, unless
        `auto_cancel_ongoing_batch_for_business` is false. Blocks.

        A repeated call opens a second batch and cancels the first one under the same condition. No operation
        reads a batch. After an unknown outcome, open another batch and upload to it.

        Operation: `POST /business/data/batch-upload`.

        Raises `ValidationError` if the API rejects the company or the content.
        """

    def share_accounts(self, /, body: SharedAccounts | abc.Mapping[str, Any]) -> None:
        """
        Shares bank accounts with their balances. Blocks.

        The API contract calls `id` the unique id of the account, and does not define what a repeated call
        does. No operation reads shared data. After an unknown outcome within a batch, open another batch,
        which cancels the first one, and upload again.

        Operation: `POST /business/data/accounts`.

        Raises `ValidationError` if the API rejects the data; the API does not say which account.
        """

    def share_invoices(self, /, body: SharedInvoices | abc.Mapping[str, Any]) -> None:
        """
        Shares invoices for the evaluation of the company. Blocks. Each row is identified by its `salt_id`. If
        omitted, it is derived from the content of the row, so a repeated upload has the same keys. The API
        contract calls it the unique id of the row, but does not define the answer to a duplicate. After an
        unknown outcome, send the same rows again.

        Operation: `POST /business/data/invoices`.

        Raises `ValidationError` if a `salt_id` is blank (nothing is sent then), or if the API rejects the data; the API
        does not say which invoice.
        """

    def share_transactions(self, /, body: SharedTransactions | abc.Mapping[str, Any]) -> None:
        """
        Shares bank transactions. Blocks. Each row is identified by its `salt_id`. If omitted, it is derived
        from the content of the row, so a repeated upload has the same keys. The API contract calls it the
        unique id of the row, but does not define the answer to a duplicate. After an unknown outcome, send
        the same rows again.

        Operation: `POST /business/data/account-transactions`.

        Raises `ValidationError` if a `salt_id` is blank (nothing is sent then), or if the API rejects the data; the API
        does not say which transaction.
        """

@final
class BusinessEligibility:
    """
    Request to set the eligibility of a company.
    """

    def __copy__(self, /) -> BusinessEligibility: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessEligibility: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_identifier: BusinessIdentifier | abc.Mapping[str, Any],
        scenario: EligibilityScenario | str,
        extra: dict[str, Any] | None = None,
    ) -> BusinessEligibility: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        Number and type of the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessEligibility:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def scenario(self, /) -> EligibilityScenario:
        """
        Eligibility to set.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BusinessIdentifier:
    """
    A company, identified by its number.
    """

    def __copy__(self, /) -> BusinessIdentifier: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessIdentifier: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, identifier: str, identifier_type: IdentifierType | str, extra: dict[str, Any] | None = None
    ) -> BusinessIdentifier: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessIdentifier:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number, without spaces. It is text because leading zeros count.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class BusinessSegment:
    """
    The vendor's segment of a company.
    """

    def __copy__(self, /) -> BusinessSegment: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessSegment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_id: UUID | str,
        business_identifier: BusinessIdentifier | abc.Mapping[str, Any],
        defacto_segment: Segment | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> BusinessSegment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_id(self, /) -> UUID:
        """
        Vendor's id of the company.
        """

    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        Number and type of the company.
        """

    @property
    def defacto_segment(self, /) -> Segment | None:
        """
        Segment; absent if not yet computed.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessSegment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Businesses:
    """
    Companies: their segment, and data of public registers.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def get_segment(self, /, business_id: UUID | str) -> BusinessSegment:
        """
        Reads the vendor's segment of a company. Blocks; safe to repeat.

        Operation: `GET /business/{business_id}/segment`.

        Raises `NotFoundError` if no company has this id.
        """

    def search_register(
        self,
        /,
        identifier: str,
        *,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        street: str | None = None,
        postal_code: str | None = None,
        city: str | None = None,
        country: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> list[RegisteredBusiness]:
        """
        Searches the German commercial register for a company number. The number is unique only together with
        its court, so the answer may list several companies. Blocks; safe to repeat.

        Operation: `GET /business/public-data`.

        Raises `ValidationError` if the API rejects the search.
        """

@final
class CancelToken:
    """
    A token that stops calls from another thread.

    `cancel` ends at once every call that waits with it, with an error of the kind `interrupted`. The connection
    is closed, so the API gets no later request of that call.
    """

    def __new__(cls, /) -> CancelToken:
        """
        A token that stops calls from another thread.
        """

    def cancel(self, /) -> None:
        """
        Ends every call that waits with this token, now and later. Does not block.
        """

    @property
    def is_cancelled(self, /) -> bool:
        """
        Whether `cancel` was called.
        """

@final
class Card:
    """
    A credit card.
    """

    def __copy__(self, /) -> Card: ...
    def __deepcopy__(self, /, _memo: Any) -> Card: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        balance: CardBalance | abc.Mapping[str, Any],
        brand: str,
        currency: str,
        last4: str,
        status: str,
        constraints: dict[str, Any],
        card_type: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        provider_account_id: UUID | str | None = None,
        provider_card_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Card: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def balance(self, /) -> CardBalance:
        """
        Spending balance of the card.
        """

    @property
    def brand(self, /) -> str:
        """
        Card brand, for example `visa`.
        """

    @property
    def card_type(self, /) -> str | None:
        """
        Type of the card.
        """

    @property
    def constraints(self, /) -> dict[str, Any]:
        """
        Limits on where and how the card can pay.
        """

    @property
    def currency(self, /) -> str:
        """
        Currency of the card, ISO 4217.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def first_name(self, /) -> str | None:
        """
        Given name of the card holder.
        """

    @staticmethod
    def from_json(text: str) -> Card:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the card.
        """

    @property
    def last4(self, /) -> str:
        """
        Last four digits of the card number.
        """

    @property
    def last_name(self, /) -> str | None:
        """
        Family name of the card holder.
        """

    @property
    def provider_account_id(self, /) -> str | None:
        """
        Card issuer's id of the account.
        """

    @property
    def provider_card_id(self, /) -> str | None:
        """
        Card issuer's id of the card.
        """

    @property
    def status(self, /) -> str:
        """
        Status of the card. The API contract defines no values; `active`, `inactive` and `canceled` are known.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CardAction(OpenEnum):
    """
    Change of a card's status.
    """

    ACTIVE: Final[CardAction]
    "\n    Activates the card: it can pay.\n    "
    CANCELED: Final[CardAction]
    "\n    Cancels the card permanently.\n    "
    INACTIVE: Final[CardAction]
    "\n    Deactivates the card temporarily.\n    "

@final
class CardBalance:
    """
    Spending balance of a card. Amounts are in cents.
    """

    def __copy__(self, /) -> CardBalance: ...
    def __deepcopy__(self, /, _memo: Any) -> CardBalance: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        available: int,
        used: int,
        currency: str,
        available_including_pending: int | None = None,
        pending: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CardBalance: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def available(self, /) -> int:
        """
        Amount still available, in cents.
        """

    @property
    def available_including_pending(self, /) -> int | None:
        """
        Amount still available after all pending transactions, in cents.
        """

    @property
    def currency(self, /) -> str:
        """
        Currency, ISO 4217.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CardBalance:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def pending(self, /) -> int | None:
        """
        Amount of pending transactions, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def used(self, /) -> int:
        """
        Amount spent, in cents.
        """

@final
class CardEntry:
    """
    A card payment or refund.
    """

    def __copy__(self, /) -> CardEntry: ...
    def __deepcopy__(self, /, _memo: Any) -> CardEntry: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        amount: int,
        currency: str,
        created: datetime,
        merchant_name: str,
        merchant_category: str,
        transaction_type: str,
        entry_type: str | None = None,
        merchant_amount: int | None = None,
        merchant_currency: str | None = None,
        funding_obligation_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CardEntry: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents of the card's currency.
        """

    @property
    def created(self, /) -> datetime:
        """
        Time of the entry.
        """

    @property
    def currency(self, /) -> str:
        """
        Currency of the card, ISO 4217.
        """

    @property
    def entry_type(self, /) -> str | None:
        """
        Type of the entry. The API contract defines no values.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CardEntry:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def funding_obligation_id(self, /) -> str | None:
        """
        Vendor's id of the financing for this entry.
        """

    @property
    def id(self, /) -> str:
        """
        Id of the entry.
        """

    @property
    def merchant_amount(self, /) -> int | None:
        """
        Amount, in cents of the merchant's currency.
        """

    @property
    def merchant_category(self, /) -> str:
        """
        Category of the merchant.
        """

    @property
    def merchant_currency(self, /) -> str | None:
        """
        Currency of the merchant, ISO 4217.
        """

    @property
    def merchant_name(self, /) -> str:
        """
        Name of the merchant.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def transaction_type(self, /) -> str:
        """
        Type of the transaction. The API contract defines no values.
        """

@final
class CardEntryFilter:
    """
    Filter for the entries to list. An empty filter lists all.
    """

    def __copy__(self, /) -> CardEntryFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CardEntryFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CardEntryFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only entries at or after this time.
        """

    @staticmethod
    def from_json(text: str) -> CardEntryFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only entries at or before this time.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CardExpense:
    """
    A payment with a credit card.
    """

    def __copy__(self, /) -> CardExpense: ...
    def __deepcopy__(self, /, _memo: Any) -> CardExpense: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        date_time: datetime,
        card_identification: dict[str, Any] | None = None,
        merchant: dict[str, Any] | None = None,
        user: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CardExpense: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def card_identification(self, /) -> dict[str, Any]:
        """
        Data that identifies the card, for example `last_four_digits` and `card_reference`.
        """

    @property
    def date_time(self, /) -> datetime:
        """
        Time of payment.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CardExpense:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def merchant(self, /) -> dict[str, Any]:
        """
        Data of the merchant.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def user(self, /) -> dict[str, Any]:
        """
        Data of the card user, for example `name` and `email`.
        """

@final
class CardExpenses:
    """
    Credit card expenses at one counterparty.
    """

    def __copy__(self, /) -> CardExpenses: ...
    def __deepcopy__(self, /, _memo: Any) -> CardExpenses: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        counterparty: TradeParty | abc.Mapping[str, Any],
        expenses: abc.Sequence[CardExpense | abc.Mapping[str, Any]] | CardExpense | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> CardExpenses: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def counterparty(self, /) -> TradeParty:
        """
        Counterparty that received all the payments.
        """

    @property
    def expenses(self, /) -> list[CardExpense]:
        """
        The expenses.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CardExpenses:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CardExportFilter:
    """
    Filter for the entries to export. The API requires either `period`, or both `from_date` and `to_date`.
    """

    def __copy__(self, /) -> CardExportFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CardExportFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        period: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CardExportFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only entries at or after this time.
        """

    @staticmethod
    def from_json(text: str) -> CardExportFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def period(self, /) -> str | None:
        """
        Month to export, in place of the two times: `2026-11`.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only entries at or before this time.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CardStatusChange:
    """
    Request to change a card's status.
    """

    def __copy__(self, /) -> CardStatusChange: ...
    def __deepcopy__(self, /, _memo: Any) -> CardStatusChange: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, status: CardAction | str, extra: dict[str, Any] | None = None) -> CardStatusChange: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CardStatusChange:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def status(self, /) -> CardAction:
        """
        Change to make: activate, deactivate or cancel the card.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Cards:
    """
    Credit cards of the borrower to which the API key belongs.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def create_ephemeral_key(
        self, /, card_id: UUID | str, form: EphemeralKeyRequest | abc.Mapping[str, Any]
    ) -> EphemeralKey:
        """
        Creates a short-lived key with which the issuer's library shows a card's number and security code.
        Blocks.

        The API contract does not define what a second call with this nonce does. No operation lists keys.

        Operation: `POST /cards/{card_id}/ephemeral-key`.

        Raises `NotFoundError` if no card has this id; `ValidationError` if the API rejects the nonce.
        """

    def export_entries(
        self,
        /,
        card_id: UUID | str,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        period: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> bytes:
        """
        Exports the payments and refunds of a card as a CSV file for Pennylane. `filter` has either a month, or
        both times. Blocks; safe to repeat.

        Operation: `GET /cards/{card_id}/entries/export`.

        Raises `NotFoundError` if no card has this id; `ValidationError` if the API rejects the period.
        """

    def get(self, /, card_id: UUID | str) -> Card:
        """
        Reads one card. Blocks; safe to repeat.

        Operation: `GET /cards/{card_id}`.

        Raises `NotFoundError` if no card has this id.
        """

    def list(self, /) -> builtins.list[Card]:
        """
        Lists all cards. Blocks; safe to repeat.

        Operation: `GET /cards`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

    def list_entries(
        self,
        /,
        card_id: UUID | str,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        extra: dict[str, Any] | None = None,
    ) -> builtins.list[CardEntry]:
        """
        Lists the payments and refunds of a card. Blocks; safe to repeat.

        Operation: `GET /cards/{card_id}/entries`.

        Raises `NotFoundError` if no card has this id.
        """

    def set_status(self, /, card_id: UUID | str, body: CardStatusChange | abc.Mapping[str, Any]) -> Card:
        """
        Activates, deactivates or cancels a card. Blocks.

        A repeated call sets the same status again; the API contract defines no answer. Check with `get`.

        Operation: `PATCH /cards/{card_id}/status`.

        Raises `NotFoundError` if no card has this id; `ValidationError` if the card's status does not allow the change.
        """

@disjoint_base
class Client:
    """
    A client of the Defacto API.

    Safe to share between threads; its copies share its connections. Every call blocks the calling thread. Its
    areas, such as `borrowers`, `credit_lines` and `loans`, hold the operations of the API. The main job, from
    a company to its credit line, is `enroll`.
    """

    def __enter__(self, /) -> Self: ...
    def __exit__(self, /, *_exception: object) -> None: ...
    def __new__(
        cls,
        /,
        api_key: str | PathLike[str] | abc.Callable[[], str],
        environment: Environment | str,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 35.0,
        total_timeout: float | None = None,
        max_retries: int = 2,
        proxy: str | None = None,
        ca_certificates: str | bytes | PathLike[str] | None = None,
        client_certificate: str | bytes | PathLike[str] | None = None,
        max_response_bytes: int = 16777216,
        default_headers: dict[str, str] | None = None,
        app_info: str | None = None,
        store: Store | None = None,
        observer: CallObserver | None = None,
    ) -> Client:
        """
        A client of the Defacto API.

        Safe to share between threads, and after a fork. Every call blocks its thread, releases the GIL and
        ends on Ctrl-C. Creating a client sends nothing. Times are in seconds.

        - `connect_timeout`: How long to wait for a connection; 5 seconds unless set.
        - `read_timeout`: How long to wait for the answer to begin, and then for each piece of it; 35 seconds
          unless set. The API gives up after 30 seconds. A shorter time-out turns slow successes into unknown
          outcomes.
        - `total_timeout`: How long a call may take in all, with its repetitions; no limit unless set. Each page
          of a list is one call. Within this time a call waits as long as the API asks (`Retry-After`). Without
          it, at most 60 seconds.
        - `max_retries`: How often a call may be sent again where that is safe; 2 unless set.
        - `proxy`: A proxy: `http://host:port`, `https://host:port`, `socks5://host:port` or
          `socks5h://host:port`, which leaves looking up the host's address to the proxy. Other kinds are
          refused. Without it, the system's settings apply (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`). A proxy of
          the environment that cannot be used is refused too, unless `NO_PROXY` names the host. No proxy can be
          used with a plain http base URL.
        - `ca_certificates`: Certificates of authorities to trust besides the system's: PEM text, or the path of
          a file with it.
        - `client_certificate`: A certificate that the client shows to the server (mutual TLS), for a gateway in
          front of the API: PEM text with the certificate, its chain and its private key, or the path of a file
          with it.
        - `max_response_bytes`: The largest size of an answer in bytes; 16 MiB unless set.
        - `default_headers`: Headers to send with every call, besides those of the client itself. They are never
          logged.
        - `app_info`: Your program and its version, such as `shop/2.1`, to add to the user agent of every call.
        - `api_key`: The key, the `Path` of a file with it, which is read again after it has changed, or a function
          that returns it and is called before each attempt.
        - `environment`: `Environment.SANDBOX`, `Environment.PRODUCTION` or a base URL.
        - `store`: Keeps each enrolment and each loan request before it is sent. No process with the same
          store sends it twice, and the same call after a crash continues. With `None`, this holds within this
          process only.
        - `observer`: Receives an event around each attempt to send a call, and when an enrolment or a loan request
          starts and ends.

        Raises `ConfigurationError` when the key, the URL, the proxy, a header or a certificate cannot be
        used.
        """

    def __reduce__(self, /) -> str: ...
    def __repr__(self, /) -> str: ...
    def _asynchronous(self, /, max_concurrency: int | None) -> Any:
        """
        Returns the calls of this client that do not block, for `aio.py`.
        """

    @staticmethod
    def _forget_requests(base_url: str) -> None:
        """
        Forgets the loans and enrolments that this process has sent to the API at `base_url`. For tests that
        reset their sandbox.
        """

    @property
    def accounting(self, /) -> Accounting:
        """
        Accounting: money events of loans.
        """

    @property
    def base_url(self, /) -> str:
        """
        The URL that all paths are appended to.
        """

    @property
    def billing(self, /) -> Billing:
        """
        Billing: bills for fees, and referrers with their revenue shares.
        """

    @property
    def borrowers(self, /) -> Borrowers:
        """
        Borrowers: enrol, read, sign, deactivate.
        """

    @property
    def business_data(self, /) -> BusinessData:
        """
        Sharing data of a company: accounts, transactions, invoices.

        Open a batch, upload data with its id, then close it. The API does not use data of an open batch.
        """

    @property
    def businesses(self, /) -> Businesses:
        """
        Companies: their segment, and data of public registers.
        """

    @property
    def cards(self, /) -> Cards:
        """
        Credit cards of the borrower to which the API key belongs.
        """

    def close(self, /) -> None:
        """
        Closes the connections of this client for good. Calls under way end with an exception.
        """

    @property
    def counterparties(self, /) -> Counterparties:
        """
        Counterparties: companies with which you or your borrowers trade.
        """

    @property
    def credit_lines(self, /) -> CreditLines:
        """
        Credit lines: amounts that a borrower can borrow, and rates.
        """

    @property
    def eligibility(self, /) -> Eligibility:
        """
        Eligibility of companies for loans.
        """

    def enroll(
        self,
        /,
        new_borrower: NewBorrower | abc.Mapping[str, Any],
        *,
        wait: float | None = None,
        synchronous: bool | None = None,
        direct_debit: bool | None = None,
        look_up_existing: bool = True,
        settle_time: float = 45.0,
        poll_interval: float = 1.0,
        resume: str | None = None,
        store: Store | None = None,
        borrower_id: UUID | str | None = None,
        create_new: bool = False,
        expect_repayment_method: PaymentMethod | str | None = None,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
    ) -> Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready:
        """
        Enrols a company and, with `wait`, waits for its credit line.

        Validates the request. Looks for an active borrower of the same company and continues with it;
        otherwise sends `POST /borrowers`. If the outcome of that call is unknown (504, time-out, broken
        connection), looks the company up until the API must have finished, before it sends again.

        Safe to repeat: the same company is not enrolled twice, however its number is spelled, by any client
        of this process, and with a `store` by any process with the same store. Without a store, one case
        needs your help: the outcome is still unknown (`Pending` without a borrower, or an exception with
        `outcome_unknown`), and another process continues. Give it the token as `resume`, so that it does not
        send too early.

        If borrowers exist that may be the company, the outcome is `Enrollment.Ambiguous`. Nothing was sent then,
        unless `POST /borrowers` led to them. Enrol again with more data about the company, with `borrower_id` or
        with `create_new`.

        Keywords, with times in seconds:

        - `wait`: How long to wait, all in all, for the credit line; without it the outcome is `Pending`. The
          API usually takes 4 to 8 seconds and at most 30; allow 60 seconds to survive a failure on the way.
        - `synchronous`: Whether the API itself waits before it answers (`wait_for_ready`); true with `wait`
          unless set. Without it the answer comes sooner, and the line is found by polling.
        - `direct_debit`: Whether your borrowers repay by direct debit: it needs more data, which is then
          validated.
        - `look_up_existing`: Whether to look for an active borrower of the same company before creating one;
          true unless set. The look-up costs one read. Turn it off only if you know that the company was never
          enrolled: the effect of a second enrolment is not documented.
        - `settle_time`: How long the company is looked up after a call of unknown outcome, before a new
          attempt. 45 seconds unless set: longer than the 30 seconds after which the API stops by itself, so
          that a late commit is seen. A shorter time risks a second borrower.
        - `poll_interval`: The first pause between two polls, 1 second unless set; the pauses grow to ten times
          as much.
        - `resume`: The resume token of an earlier enrolment of the same company, which is continued.
        - `store`: Keeps the enrolment in this store before it is sent, instead of the client's own store. No
          other process with the store enrols the company meanwhile, and after a crash the same call continues.
        - `borrower_id`: The borrower to continue with: the candidate of `Ambiguous` that is the company.
        - `create_new`: Whether to create a borrower although others may be the company; false unless set. Set
          it if none of the candidates of `Ambiguous` is the company. A borrower that certainly is the company
          is still used.
        - `expect_repayment_method`: The repayment method that you expect. A credit line with another one is
          `Ready` with a warning.
        - `on_progress`: Is called with an `EnrollmentProgress` at every step.

        Raises `ValidationError` with every problem when the request is invalid; `ConfigurationError` when
        `borrower_id` or `resume` belongs to another company; `NotFoundError` when there is no such borrower;
        `StoreError` when the store cannot be read or written; `AuthenticationError`; `TransportError`,
        `TimeoutError` or `ApiError` when the API cannot be reached; `InterruptedCall` after Ctrl-C. Each has
        a `resume_token` if the enrolment may have taken effect.
        """

    def enroll_many(
        self,
        /,
        rows: abc.Iterable[NewBorrower | PortfolioRow | dict[str, Any] | tuple[int, dict[str, Any]]],
        store: Store,
        *,
        name: str = ...,
        max_in_flight: int = 8,
        calls_per_second: float | None = None,
        wait: float | None = ...,
        direct_debit: bool | None = None,
        expect_repayment_method: PaymentMethod | str | None = None,
        settle_time: float = 45.0,
        poll_interval: float = 2.0,
        give_up_after: float = 300.0,
        reference: str | None = None,
        whole: bool = False,
        run: str | None = None,
    ) -> PortfolioRun:
        """
        Enrols many companies: all rows of a portfolio, up to `max_in_flight` at the same time. The run begins
        at once. Iterate over it for the result of each row, in no fixed order.

        `rows`: an iterable of `NewBorrower`, `PortfolioRow` or dict, or `PortfolioRows.open(...)`. The keys
        of a dict are the names of columns, as in a CSV file; an unknown name is ignored and logged. The row
        number of a dict is its position from 1 on, unless it comes as `(number, dict)`. A thread of the run
        iterates over `rows`, a little ahead of what is sent: an object that belongs to one thread, such as a
        database cursor, must be created in the generator itself. The run continues even if its results are
        not read; end it by ``with``.

        Every step is written to `store` before it is taken, so a run may end at any moment, by an exception,
        a signal or a power cut. The next run with the same store, name and rows continues: it sends nothing
        for companies that have an outcome, and looks up those whose outcome is unknown. A company gets one
        borrower, however often that happens. Memory does not grow with the number of rows. If several
        processes share a PostgreSQL store, each keeps in memory which of its companies are pending.

        Keywords, with times in seconds:

        - `name`: The name of the portfolio in the store; `portfolio` unless set. A run under the same name
          continues it.
        - `max_in_flight`: The most companies that are enrolled at the same time; 8 unless set. Their calls are
          in flight, and no company takes a thread. From 1 to 10,000; a value outside is set to the nearest of
          these. It does not limit the rate: `calls_per_second` does.
        - `calls_per_second`: The most calls a second that the run makes, over all companies in flight; no limit
          unless set. What the API asks for (`Retry-After`) always holds, for all of them.
        - `wait`: How long to wait for credit lines after the last company was sent, 10 minutes unless set; zero
          does not wait. Enrolments without a line by then are `Pending`, and the next run polls them again.
        - `direct_debit`: Whether the borrowers repay by direct debit: it needs more data, which is then
          validated.
        - `expect_repayment_method`: The repayment method that you expect. A credit line with another one has a
          warning in its result.
        - `settle_time`: How long a company is looked up after a call of unknown outcome, before a new attempt.
          45 seconds unless set. A shorter time risks a second borrower.
        - `poll_interval`: The first pause between two polls for pending enrolments, 2 seconds unless set. The
          pauses grow to twelve times as much while nothing happens.
        - `give_up_after`: How long the API may be down before the run ends with an error; 5 minutes unless set.
          Until then nothing is sent but a probe, ever less often.
        - `reference`: The key of `metadata` with your own reference of each company, which results and reports
          repeat. For flat records it may be another key as well. A row that has a reference already keeps it.
        - `whole`: Whether the rows are the whole portfolio: an earlier row that is gone, and led to nothing, is
          then forgotten. Otherwise reports keep what an earlier run said of it. A company for which something
          was created is never forgotten. Not for a part of the rows. The command sets it.
        - `run`: One name for the parts of a run that several machines share, so that a company in two parts is
          found. New for each run unless set.

        Raises `StoreError` when the store cannot be used, or when another process works on the same
        portfolio. Raises `ConfigurationError` when an option is invalid, when the portfolio was begun with
        another environment, or when rows of a file were read or enrolled before: open the file again.
        """

    def explain(self, /, code: str | None, language: Language | str) -> str | None:
        """
        Returns the vendor's text for a denial code: why a company, a loan or an invoice was declined. Returns
        None if the vendor does not know the code, or if there is none: `outcome.reason` may be None.

        `language` is `de`, `en`, `es` or `fr`; another one raises `ValidationError`. The first call reads the
        list of codes, which is kept for an hour. A code that is not on it needs a call of its own. Safe to
        repeat.

        Operations: `GET /eligibility/reasons`, `GET /translation/denial-code/{code}`.
        """

    @property
    def financial_products(self, /) -> FinancialProducts:
        """
        Financial products of a borrower.
        """

    def follow_enrollment(
        self,
        /,
        identifier: str,
        *,
        wait: float | None = None,
        poll_interval: float = 1.0,
        expect_repayment_method: PaymentMethod | str | None = None,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
    ) -> Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready:
        """
        Continues the enrolment of a company by its number alone, without a token: waits for the credit line
        of its active borrower. Sends reads only; safe to repeat.

        If you have a token, use `resume_enrollment`: a token also knows of a call that may still take effect.
        If several active borrowers have the number, the outcome is `Enrollment.Ambiguous`.

        Keywords, with times in seconds:

        - `wait`: How long to wait, all in all, for the credit line; without it the outcome is `Pending`. The
          API usually takes 4 to 8 seconds and at most 30; allow 60 seconds to survive a failure on the way.
        - `poll_interval`: The first pause between two polls, 1 second unless set; the pauses grow to ten times
          as much.
        - `expect_repayment_method`: The repayment method that you expect. A credit line with another one is
          `Ready` with a warning.
        - `on_progress`: Is called with an `EnrollmentProgress` at every step.

        Raises `NotFoundError` when the API has no active borrower with this number.
        """

    @classmethod
    def from_env(
        cls,
        /,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 35.0,
        total_timeout: float | None = None,
        max_retries: int = 2,
        proxy: str | None = None,
        ca_certificates: str | bytes | PathLike[str] | None = None,
        client_certificate: str | bytes | PathLike[str] | None = None,
        max_response_bytes: int = 16777216,
        default_headers: dict[str, str] | None = None,
        app_info: str | None = None,
        store: Store | None = None,
        observer: CallObserver | None = None,
    ) -> Client:
        """
        Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL).
        Neither has a default. In place of the key, `DEFACTO_API_KEY_FILE` may name a file with it. The keyword
        arguments are those of the constructor. Raises `ConfigurationError` when a variable is missing or
        cannot be used.
        """

    def hello(self, /) -> str:
        """
        Checks the key and the connection, and returns the API's greeting. Safe to repeat.

        Operation: `GET /hello`. Raises `AuthenticationError` when the key is not accepted.
        """

    @property
    def installments(self, /) -> Installments:
        """
        Instalments: repayment plans of loans, and their payments.
        """

    @property
    def invoices(self, /) -> Invoices:
        """
        Invoices to be financed by loans.

        Statuses of an invoice: `submit` moves it from `TO_SUBMIT` to `SUBMITTED`; verification ends in
        `VERIFIED`, `TO_EDIT` or `DECLINED`.
        """

    @property
    def last_answer(self, /) -> AnswerInfo | None:
        """
        What is known about the last answer of this client object besides its body; `None` before the first one.

        Calls at the same time replace each other's. A copy by `with_options` has its own: take one where it
        matters. A call that fails has its status and its request id in the exception.
        """

    @property
    def loans(self, /) -> Loans:
        """
        Loans: request, accept, change, track, repay.
        """

    @property
    def onboardings(self, /) -> Onboardings:
        """
        Hosted onboarding: the borrower goes through pages of the vendor.
        """

    @property
    def payments(self, /) -> Payments:
        """
        Payments of all types, and payment links.
        """

    @property
    def recollection(self, /) -> Recollection:
        """
        Recollection: recovery of late money, in cases.
        """

    @property
    def repayment_methods(self, /) -> RepaymentMethods:
        """
        Repayment methods of borrowers.
        """

    def request(
        self,
        /,
        method: str,
        path: str,
        *,
        query: abc.Mapping[str, object] | None = None,
        json: abc.Mapping[str, Any] | abc.Sequence[Any] | str | int | float | bool | None = None,
    ) -> RawAnswer:
        """
        Calls an endpoint that this library does not know yet.

        `path` begins with a slash. `query` maps names to values: a list repeats its name, and `None` leaves
        it out. `json` is the body: a dict, a list or another JSON value, or text that is JSON already. GET and
        HEAD are repeated when they fail, other calls only if they certainly were not carried out. An answer
        outside 2xx is an exception.
        """

    def request_loan(
        self,
        /,
        new_loan: NewLoan | abc.Mapping[str, Any],
        *,
        wait: float | None = None,
        accept: bool = False,
        invoice: NewInvoice | None = None,
        store: Store | None = None,
        poll_interval: float = 1.0,
    ) -> (
        LoanOutcome.Accepted
        | LoanOutcome.Canceled
        | LoanOutcome.Declined
        | LoanOutcome.InvoiceRefused
        | LoanOutcome.Offered
        | LoanOutcome.Pending
    ):
        """
        Requests a loan and, with `wait`, waits for the decision.

        Validates the request. If `invoice` is set, finds or creates the invoice and waits until it is
        verified. Then sends `POST /loans` with the salt of the request, and again with the same salt while
        the outcome is unknown. Waits for the decision, and accepts an offer if `accept` is true. A decline is
        a value, in whichever form the API sends it.

        Safe to repeat: the same request holds the same `salt_id`, so it is the same loan. For a request that
        is built anew, use `NewLoan.for_key`. An equal request without a key is the same loan, too, while the
        outcome of the first one is unknown to its caller. An `invoice` needs its number and its seller for
        that.

        Keywords, with times in seconds:

        - `wait`: How long to wait, all in all, for the decision; without it the outcome is `Pending`, as a
          rule. Most loans are decided within 20 seconds, some in two working days. Allow 60 seconds to survive
          a failure.
        - `accept`: Whether an offer is accepted (`POST /loan/{loan_id}/validate`) as soon as it exists; false
          unless set. With `auto_validate` in the request, the API accepts it.
        - `invoice`: The invoice to create first; the loan is requested when it is verified. Give it a number
          and a seller with an identifier: a repeated request finds the invoice by them.
        - `store`: Keeps the request in this store before it is sent, instead of the client's own store. After a
          crash an equal request is the same loan, for a day even without a key of yours.
        - `poll_interval`: The first pause between two polls, 1 second unless set; the pauses grow to ten times
          as much.

        Raises `ValidationError` with every problem when the request is invalid, or when its salt was sent
        with another request (at `/salt_id`); `StoreError` when the store cannot be read or written;
        `AuthenticationError`; `TransportError`, `TimeoutError` or `ApiError` when the API cannot be reached;
        `InterruptedCall` after Ctrl-C. Once something was sent, each has the `salt_id`.
        """

    def resume_enrollment(
        self,
        /,
        resume: str,
        *,
        wait: float | None = None,
        settle_time: float = 45.0,
        poll_interval: float = 1.0,
        expect_repayment_method: PaymentMethod | str | None = None,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
    ) -> Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready:
        """
        Continues an enrolment that was `Pending`, in this process or another one. Sends reads only; safe to
        repeat.

        Keywords, with times in seconds:

        - `wait`: How long to wait, all in all, for the credit line; without it the outcome is `Pending`. The
          API usually takes 4 to 8 seconds and at most 30; allow 60 seconds to survive a failure on the way.
        - `settle_time`: How long the company is looked up after a call of unknown outcome, before a new
          attempt. 45 seconds unless set: longer than the 30 seconds after which the API stops by itself, so
          that a late commit is seen. A shorter time risks a second borrower.
        - `poll_interval`: The first pause between two polls, 1 second unless set; the pauses grow to ten times
          as much.
        - `expect_repayment_method`: The repayment method that you expect. A credit line with another one is
          `Ready` with a warning.
        - `on_progress`: Is called with an `EnrollmentProgress` at every step.

        Raises `ValidationError` when `resume` is not a token, `ConfigurationError` when it belongs to another
        environment, and `NotFoundError` when the API has created no borrower: enrol the company again then.
        """

    def set_api_key(self, /, api_key: str | PathLike[str] | abc.Callable[[], str]) -> None:
        """
        Replaces the API key by another one of the same account, for this client and its copies: text, the `Path` of a
        file, or a function. Calls under way keep the old one. Resume tokens, and what a store holds, stay valid.
        For another account make another client. Raises `ConfigurationError` when the key
        cannot be sent; the old one stays.
        """

    @property
    def subscriptions(self, /) -> Subscriptions:
        """
        Subscriptions: financial products with a monthly fee.
        """

    @property
    def testing(self, /) -> Testing:
        """
        Connection check, and helpers that exist only in sandboxes.
        """

    def track(self, /, loan_id: UUID | str, *, wait: float | None = None, poll_interval: float = 5.0) -> LoanTracker:
        """
        Follows a loan: returns it at once, and again after each status change, until it is closed, declined,
        cancelled or deleted. Polls may miss a state; `loans.list_events` has all of them.

        Sends nothing before the first item is requested; each item blocks. Safe to repeat. Times are in
        seconds.

        - `wait`: How long to follow the loan in all; to its end unless set.
        - `poll_interval`: The first pause between two polls, 5 seconds unless set. The pauses grow to sixty
          times as much, and start anew when the status changes.
        """

    @property
    def translations(self, /) -> Translations:
        """
        Translations of the vendor's codes.
        """

    @property
    def webhooks(self, /) -> Webhooks:
        """
        Webhooks: URLs to which the API sends events.
        """

    def with_options(
        self,
        /,
        *,
        connect_timeout: float | None = None,
        read_timeout: float | None = None,
        total_timeout: float | None = None,
        max_retries: int | None = None,
        headers: dict[str, str] | None = None,
        cancel: CancelToken | None = None,
    ) -> Client:
        """
        Returns the same client with other options. Both share the connections. Options that are not set are
        those of this client. Times are in seconds.

        - `connect_timeout`: How long to wait for a connection.
        - `read_timeout`: How long to wait for the answer to begin, and then for each piece of it.
        - `total_timeout`: How long a call may take in all, with its repetitions. Each page of a list is a call.
        - `max_retries`: How often a call may be sent again where that is safe.
        - `headers`: Headers to send besides those of the client. They replace headers of the same name.
        - `cancel`: A token that ends the calls from another thread.
        """

@final
class CompanyMatch(OpenEnum):
    """
    The result of comparing the companies of two requests.
    """

    CANNOT_TELL: Final[CompanyMatch]
    "\n    The known data does not decide: two German companies may have the same register number.\n    "
    DIFFERENT: Final[CompanyMatch]
    "\n    Two companies.\n    "
    SAME: Final[CompanyMatch]
    "\n    One company: its numbers say so.\n    "

@final
class CompanyReference:
    """
    A company, identified by its number. The type of the number is optional.
    """

    def __copy__(self, /) -> CompanyReference: ...
    def __deepcopy__(self, /, _memo: Any) -> CompanyReference: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CompanyReference: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CompanyReference:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number, without spaces. It is text because leading zeros count.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ComplianceChecks:
    """
    Compliance checks of the company and its people.
    """

    def __copy__(self, /) -> ComplianceChecks: ...
    def __deepcopy__(self, /, _memo: Any) -> ComplianceChecks: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, status: ComplianceStatus | str, extra: dict[str, Any] | None = None) -> ComplianceChecks: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ComplianceChecks:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def status(self, /) -> ComplianceStatus:
        """
        Status of the checks.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ComplianceStatus(OpenEnum):
    """
    Status of the compliance checks of the company and its people.
    """

    APPROVED: Final[ComplianceStatus]
    "\n    Passed.\n    "
    NOT_KNOWN: Final[ComplianceStatus]
    "\n    Unknown. This is a value of the API, not a value that this library does not know.\n    "
    PENDING_USER_ACTION: Final[ComplianceStatus]
    "\n    The borrower must act.\n    "
    REJECTED: Final[ComplianceStatus]
    "\n    Not passed.\n    "
    REVIEWING: Final[ComplianceStatus]
    "\n    In review.\n    "

@final
class ConnectionRefusal(OpenEnum):
    """
    Reason for not connecting a bank account.
    """

    NOT_COMFORTABLE: Final[ConnectionRefusal]
    "\n    The person does not feel comfortable with a connection.\n    "
    NO_ACCESS: Final[ConnectionRefusal]
    "\n    The person has no access to the bank credentials.\n    "
    OTHER: Final[ConnectionRefusal]
    "\n    Another reason.\n    "
    PREFER_DOCUMENTS: Final[ConnectionRefusal]
    "\n    The person prefers to share documents.\n    "

@final
class ContactPerson:
    """
    A contact person at a company.
    """

    def __copy__(self, /) -> ContactPerson: ...
    def __deepcopy__(self, /, _memo: Any) -> ContactPerson: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, email: str, first_name: str, last_name: str, phone_number: str, extra: dict[str, Any] | None = None
    ) -> ContactPerson: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def first_name(self, /) -> str:
        """
        Given name.
        """

    @staticmethod
    def from_json(text: str) -> ContactPerson:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def last_name(self, /) -> str:
        """
        Family name or names.
        """

    @property
    def phone_number(self, /) -> str:
        """
        Telephone number, preferably with country prefix: `+33612345678`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ContractGeneration:
    """
    Settings for generating contracts.
    """

    def __copy__(self, /) -> ContractGeneration: ...
    def __deepcopy__(self, /, _memo: Any) -> ContractGeneration: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        batch_max_size: int | None = None,
        batch_signature_enabled: bool | None = None,
        synchronous_contract_generation: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ContractGeneration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def batch_max_size(self, /) -> int | None:
        """
        Highest number of contracts generated together.
        """

    @property
    def batch_signature_enabled(self, /) -> bool | None:
        """
        Whether several contracts can be signed together.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ContractGeneration:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def synchronous_contract_generation(self, /) -> bool | None:
        """
        Whether a request waits until its contract is generated.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ContractTemplate(OpenEnum):
    """
    Template of a contract.
    """

    DAILLY_CREDIT_AGREEMENT_TEMPLATE: Final[ContractTemplate]
    "\n    A credit agreement with assignment of receivables.\n    "
    DAILLY_ESCOMPTE_TEMPLATE: Final[ContractTemplate]
    "\n    A discount agreement with assignment of receivables.\n    "
    DIRECT_MASTER_LOAN_AGREEMENT_TEMPLATE: Final[ContractTemplate]
    "\n    A master agreement for loans without a partner.\n    "
    TERMS_AND_CONDITIONS: Final[ContractTemplate]
    "\n    Terms and conditions.\n    "

@final
class Counterparties:
    """
    Counterparties: companies with which you or your borrowers trade.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def create(self, /, body: NewCounterparty | abc.Mapping[str, Any]) -> Counterparty:
        """
        Creates a counterparty, or returns the existing one. Blocks.

        A repeated call returns the existing counterparty: the API creates or finds it. Check with `list`.

        Operation: `POST /counterparties`.

        Raises `ValidationError` if the API rejects the company.
        """

    def get(self, /, counterparty_id: UUID | str) -> Counterparty:
        """
        Reads one counterparty. Blocks; safe to repeat.

        Operation: `GET /counterparty/{counterparty_id}`.

        Raises `NotFoundError` if no counterparty has this id.
        """

    def list(
        self,
        /,
        *,
        business_name: str | None = None,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        relation_types: abc.Sequence[RelationType | str] | RelationType | str | None = None,
        selected_for_financing: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[Counterparty]:
        """
        Lists counterparties, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /counterparties`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

@final
class Counterparty:
    """
    A company with which you or your borrowers trade, with its financing limit.
    """

    def __copy__(self, /) -> Counterparty: ...
    def __deepcopy__(self, /, _memo: Any) -> Counterparty: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        identifier: str,
        identifier_type: IdentifierType | str,
        name: str,
        credit_limit: CreditLimit | abc.Mapping[str, Any],
        relation_types: abc.Sequence[RelationType | str] | RelationType | str,
        selected_for_financing: bool | None = None,
        vat_number: str | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        contact: ContactPerson | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Counterparty: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def contact(self, /) -> ContactPerson | None:
        """
        Contact person at the company.
        """

    @property
    def credit_limit(self, /) -> CreditLimit:
        """
        Limit for financing against the counterparty.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Counterparty:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the counterparty.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    @property
    def name(self, /) -> str:
        """
        Legal name.
        """

    @property
    def relation_types(self, /) -> list[RelationType]:
        """
        Relations to you or your borrowers.
        """

    @property
    def selected_for_financing(self, /) -> bool | None:
        """
        Whether the counterparty is selected for financing.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class CounterpartyFilter:
    """
    Filter for the counterparties to list. An empty filter lists all.
    """

    def __copy__(self, /) -> CounterpartyFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CounterpartyFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_name: str | None = None,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        relation_types: abc.Sequence[RelationType | str] | RelationType | str | None = None,
        selected_for_financing: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CounterpartyFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_name(self, /) -> str | None:
        """
        Only companies with this legal name.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CounterpartyFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str | None:
        """
        Only the company with this number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of counterparties per page; 100 if omitted.
        """

    @property
    def relation_types(self, /) -> list[RelationType]:
        """
        Only counterparties with one of these relations to you or your borrowers.
        """

    @property
    def selected_for_financing(self, /) -> bool | None:
        """
        Only counterparties that are selected for financing if true, not selected if false.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CreditLimit:
    """
    Limit for financing against a counterparty. Amounts are in cents.
    """

    def __copy__(self, /) -> CreditLimit: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditLimit: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        available_amount: int,
        max_amount: int,
        max_amount_details: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CreditLimit: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def available_amount(self, /) -> int:
        """
        Amount that can still be financed, in cents. A loan above it is declined.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CreditLimit:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def max_amount(self, /) -> int:
        """
        Highest total amount that can be financed, in cents.
        """

    @property
    def max_amount_details(self, /) -> str | None:
        """
        Reason for `max_amount`: a denial code of the vendor. The list of codes changes.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CreditLine:
    """
    A credit line. Amounts are in cents, rates in percent per day (0.06 means 0.06 %).
    """

    def __copy__(self, /) -> CreditLine: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditLine: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        distribution: Distribution | str,
        fees_interest_daily_rate: Decimal,
        fees_operating_daily_rate: Decimal,
        loan_contract_type: LoanContractType | str,
        start_date: datetime,
        id: UUID | str | None = None,
        currency: Currency | str | None = None,
        pool_amount: int | None = None,
        balance_available: int | None = None,
        balance_pending: int | None = None,
        balance_pending_validation: int | None = None,
        fees_daily_rate: Decimal | None = None,
        vat: Decimal | None = None,
        default_borrower: Business | abc.Mapping[str, Any] | None = None,
        default_borrower_strategy: BorrowerStrategy | str | None = None,
        default_guarantor: Business | abc.Mapping[str, Any] | None = None,
        default_loan_from: AccountDetails | abc.Mapping[str, Any] | None = None,
        default_repayment_from: AccountDetails | abc.Mapping[str, Any] | None = None,
        default_repayment_method: PaymentMethod | str | None = None,
        default_repayment_to: AccountDetails | abc.Mapping[str, Any] | None = None,
        fees_payer: Business | abc.Mapping[str, Any] | None = None,
        contract_number: str | None = None,
        signed_at: datetime | None = None,
        end_date: datetime | None = None,
        amount_to_repay: int | None = None,
        coming_up_monthly_fees: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CreditLine: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount_to_repay(self, /) -> int | None:
        """
        Total amount to repay, in cents; only on your own credit line.
        """

    @property
    def balance_available(self, /) -> int | None:
        """
        Amount that can still be lent, in cents.
        """

    @property
    def balance_pending(self, /) -> int | None:
        """
        Amount reserved for loans in progress, in cents.
        """

    @property
    def balance_pending_validation(self, /) -> int | None:
        """
        Amount reserved for loans that await a decision, in cents.
        """

    @property
    def coming_up_monthly_fees(self, /) -> int | None:
        """
        Fees of the coming month, in cents; only on your own credit line.
        """

    @property
    def contract_number(self, /) -> str | None:
        """
        Contract number.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of all amounts.
        """

    @property
    def default_borrower(self, /) -> Business | None:
        """
        Company that borrows. Its `id` is not the id of the borrower: compare the `identifier` instead.
        """

    @property
    def default_borrower_strategy(self, /) -> BorrowerStrategy | None:
        """
        Default borrower of a loan on an invoice.
        """

    @property
    def default_guarantor(self, /) -> Business | None:
        """
        Company that guarantees the loans by default.
        """

    @property
    def default_loan_from(self, /) -> AccountDetails | None:
        """
        Default account from which loans are paid out.
        """

    @property
    def default_repayment_from(self, /) -> AccountDetails | None:
        """
        Default account that is debited for repayments.
        """

    @property
    def default_repayment_method(self, /) -> PaymentMethod | None:
        """
        Default repayment method.
        """

    @property
    def default_repayment_to(self, /) -> AccountDetails | None:
        """
        Default account that receives repayments.
        """

    @property
    def distribution(self, /) -> Distribution:
        """
        Distribution channel.
        """

    @property
    def end_date(self, /) -> datetime | None:
        """
        End of validity.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        Total daily rate, in percent per day.
        """

    @property
    def fees_interest_daily_rate(self, /) -> Decimal:
        """
        Interest part of the daily rate, in percent per day.
        """

    @property
    def fees_operating_daily_rate(self, /) -> Decimal:
        """
        Operating part of the daily rate, in percent per day.
        """

    @property
    def fees_payer(self, /) -> Business | None:
        """
        Company that pays the fees.
        """

    @staticmethod
    def from_json(text: str) -> CreditLine:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str | None:
        """
        Id of the credit line; may be absent. The API contract does not define its type.
        """

    @property
    def loan_contract_type(self, /) -> LoanContractType:
        """
        Contract type of the loans.
        """

    @property
    def pool_amount(self, /) -> int | None:
        """
        Highest total amount that can be lent, in cents.
        """

    @property
    def signed_at(self, /) -> datetime | None:
        """
        Time when the contract was signed.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        Start of validity.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat(self, /) -> Decimal | None:
        """
        VAT on the fees. The API contract names no unit.
        """

@final
class CreditLineFilter:
    """
    Filter for the credit lines to list. An empty filter lists all.
    """

    def __copy__(self, /) -> CreditLineFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditLineFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        borrower: abc.Sequence[str] | str | None = None,
        id: abc.Sequence[UUID | str] | UUID | str | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> CreditLineFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower(self, /) -> list[str]:
        """
        Only credit lines of these companies, by company number (not by borrower id).
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CreditLineFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> list[UUID]:
        """
        Only credit lines with these ids.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of credit lines per page; 100 if omitted.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CreditLines:
    """
    Credit lines: amounts that a borrower can borrow, and rates.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def get(self, /, credit_line_id: UUID | str, at: datetime | None = None) -> CreditLine:
        """
        Reads one credit line in its present state, or its state at the time `at`. Blocks; safe to repeat.

        Deprecated by the vendor: use `list`, or the financial products of the borrower.

        Operation: `GET /credit_line/{credit_line_id}`.

        Raises `NotFoundError` if no credit line has this id.
        """

    def get_own(self, /) -> CreditLine:
        """
        Reads your own credit line: that of the company that owns the API key. Blocks; safe to repeat.

        Deprecated by the vendor: use `list`, or the financial products of the borrower.

        Operation: `GET /credit_line`.

        Raises `NotFoundError` if there is no credit line.
        """

    def list(
        self,
        /,
        *,
        borrower: abc.Sequence[str] | str | None = None,
        id: abc.Sequence[UUID | str] | UUID | str | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[CreditLine]:
        """
        Lists credit lines, over all pages. Blocks whenever a page is read; safe to repeat.

        A company has no credit line while the API evaluates it: the list is then empty.

        Operation: `GET /credit_lines`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

@final
class CreditTransferSettings:
    """
    Transfer settings of a deposit. The API contract defines no fields.
    """

    def __copy__(self, /) -> CreditTransferSettings: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditTransferSettings: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, extra: dict[str, Any] | None = None) -> CreditTransferSettings: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CreditTransferSettings:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class CreditTransferTerms:
    """
    The account to which a repayment is transferred.
    """

    def __copy__(self, /) -> CreditTransferTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditTransferTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, to_account: AccountDetails | abc.Mapping[str, Any], extra: dict[str, Any] | None = None
    ) -> CreditTransferTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> CreditTransferTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def to_account(self, /) -> AccountDetails:
        """
        Account that receives the repayment. Only the vendor's staff may change it.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Currency(OpenEnum):
    """
    A currency.
    """

    EUR: Final[Currency]
    "\n    Euro.\n    "
    GBP: Final[Currency]
    "\n    Pound sterling.\n    "

@final
class DataRequestInfo:
    """
    Description of a data request.
    """

    def __copy__(self, /) -> DataRequestInfo: ...
    def __deepcopy__(self, /, _memo: Any) -> DataRequestInfo: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        data_type: DataRequestType | str,
        requires_document: bool,
        translations: TranslatedText | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> DataRequestInfo: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def data_type(self, /) -> DataRequestType:
        """
        Type of the requested data.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> DataRequestInfo:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def requires_document(self, /) -> bool:
        """
        Whether a document is required.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def translations(self, /) -> TranslatedText:
        """
        Name of the data request.
        """

@final
class DataRequestType(OpenEnum):
    """
    Type of a document or information that the vendor requests from companies.
    """

    ADMINISTRATIVE_SEIZURE_EXPLANATION: Final[DataRequestType]
    "\n    Explanation of a seizure by a public body.\n    "
    ALLOCATION_SEIZURE_EXPLANATION: Final[DataRequestType]
    "\n    Explanation of a seizure by a creditor.\n    "
    CCSF_OFFICIAL_DOCUMENT: Final[DataRequestType]
    "\n    Agreement with the French commission for public debts (CCSF).\n    "
    CERTIFICATE_OF_TAX_COMPLIANCE: Final[DataRequestType]
    "\n    Proof of payment of taxes.\n    "
    CERTIFICATE_OF_VIGILANCE: Final[DataRequestType]
    "\n    Proof of payment of social security.\n    "
    DEBT_ARREARS: Final[DataRequestType]
    "\n    Overdue debts to creditors.\n    "
    FINANCIAL_CAPACITY: Final[DataRequestType]
    "\n    Proof of financial capacity.\n    "
    FINANCIAL_STATEMENT: Final[DataRequestType]
    "\n    Annual accounts.\n    "
    IBAN_USED_FOR_SOCIAL_SECURITY_PAYMENTS: Final[DataRequestType]
    "\n    IBAN from which social security is paid.\n    "
    INSOLVENCY_EARLY_SIGNAL_EXPLANATION: Final[DataRequestType]
    "\n    Explanation of early signs of insolvency.\n    "
    INTERIM_FINANCIAL_GUARANTEE: Final[DataRequestType]
    "\n    Financial guarantee required for temporary work agencies.\n    "
    OTHER_SEIZURE_EXPLANATION: Final[DataRequestType]
    "\n    Explanation of another seizure.\n    "
    OVERDRAFT_CONTRACT: Final[DataRequestType]
    "\n    Overdraft contract.\n    "
    SECURITY_SERVICES_AUTHORISATION: Final[DataRequestType]
    "\n    Licence for security services.\n    "
    SOCIAL_SECURITY_INSTALLMENT_PLAN: Final[DataRequestType]
    "\n    Instalment plan for overdue social security.\n    "
    TAX_RETURN: Final[DataRequestType]
    "\n    Tax return.\n    "
    TERM_SHEET: Final[DataRequestType]
    "\n    Terms of another financing.\n    "
    TRANSPORT_LICENSE: Final[DataRequestType]
    "\n    Licence for transport.\n    "

@final
class DebitAccount:
    """
    An account to debit: an IBAN and an optional BIC.
    """

    def __copy__(self, /) -> DebitAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> DebitAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str | None = None,
        bank_identifier: str | None = None,
        bank_identifier_type: BankIdentifierType | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> DebitAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str:
        """
        The IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType | None:
        """
        Type of the account number; `iban` if omitted.
        """

    @property
    def bank_identifier(self, /) -> str | None:
        """
        The BIC of the bank.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType | None:
        """
        Type of `bank_identifier`; `bic` if omitted.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> DebitAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class DenialCodeInfo:
    """
    A denial code with its meaning. The list of codes changes: read it from the API.
    """

    def __copy__(self, /) -> DenialCodeInfo: ...
    def __deepcopy__(self, /, _memo: Any) -> DenialCodeInfo: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        denial_code_name: str,
        translations: TranslatedText | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> DenialCodeInfo: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def denial_code_name(self, /) -> str:
        """
        Denial code, as in `status_reason`, `denial_reason` and similar fields.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> DenialCodeInfo:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def translations(self, /) -> TranslatedText:
        """
        Meaning of the code.
        """

@final
class DenialReason:
    """
    Reason why a company is not eligible.
    """

    def __copy__(self, /) -> DenialReason: ...
    def __deepcopy__(self, /, _memo: Any) -> DenialReason: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, code: str, description: str | None = None, extra: dict[str, Any] | None = None
    ) -> DenialReason: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        Denial code of the vendor. The list of codes changes.
        """

    @property
    def description(self, /) -> str | None:
        """
        Reason in English, written for developers, not for the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> DenialReason:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class DepositBase(OpenEnum):
    """
    Base amount from which a deposit is computed.
    """

    DUE_INTERESTS: Final[DepositBase]
    "\n    Interest due.\n    "
    ESTIMATED_FEES: Final[DepositBase]
    "\n    Estimated fees.\n    "
    FIXED_AMOUNT: Final[DepositBase]
    "\n    None: the deposit is a fixed amount.\n    "
    LOAN_AMOUNT: Final[DepositBase]
    "\n    Amount of the loan.\n    "
    LOAN_AMOUNT_WITH_DUE_INTERESTS: Final[DepositBase]
    "\n    Amount of the loan plus interest due.\n    "
    LOAN_AMOUNT_WITH_ESTIMATED_FEES: Final[DepositBase]
    "\n    Amount of the loan plus estimated fees.\n    "

@final
class DepositPayment:
    """
    Payment of a deposit.
    """

    def __copy__(self, /) -> DepositPayment: ...
    def __deepcopy__(self, /, _memo: Any) -> DepositPayment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_method: PaymentMethod | str,
        direct_debit: DirectDebitSettings | abc.Mapping[str, Any] | None = None,
        sct: CreditTransferSettings | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> DepositPayment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def direct_debit(self, /) -> DirectDebitSettings | None:
        """
        Settings for direct debit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> DepositPayment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method: `DIRECT_DEBIT` or `SCT` (transfer).
        """

    @property
    def sct(self, /) -> CreditTransferSettings | None:
        """
        Settings for `SCT`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class DepositPurpose(OpenEnum):
    """
    Purpose of a deposit.
    """

    FEES_DEPOSIT: Final[DepositPurpose]
    "\n    To cover fees.\n    "
    GUARANTEE_DEPOSIT: Final[DepositPurpose]
    "\n    To secure the loan.\n    "
    RECOLLECTION_FEES_DEPOSIT: Final[DepositPurpose]
    "\n    To cover the cost of recollection.\n    "

@final
class DepositRule:
    """
    A rule for a deposit: payer, purpose and amount.
    """

    def __copy__(self, /) -> DepositRule: ...
    def __deepcopy__(self, /, _memo: Any) -> DepositRule: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        base_amount: DepositBase | str,
        depositor_role: Depositor | str,
        purpose: DepositPurpose | str,
        value: str,
        payment_method: DepositPayment | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> DepositRule: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def base_amount(self, /) -> DepositBase:
        """
        Base amount from which the deposit is computed.
        """

    @property
    def depositor_role(self, /) -> Depositor:
        """
        Role of the company that pays the deposit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> DepositRule:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_method(self, /) -> DepositPayment | None:
        """
        Payment of the deposit.
        """

    @property
    def purpose(self, /) -> DepositPurpose:
        """
        Purpose of the deposit.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def value(self, /) -> str:
        """
        Share or amount, a decimal number as text.
        """

@final
class Depositor(OpenEnum):
    """
    Role of the company that pays a deposit.
    """

    BENEFICIARY: Final[Depositor]
    "\n    The company that receives the payout.\n    "
    BORROWER: Final[Depositor]
    "\n    The company that borrows.\n    "
    FEES_PAYER: Final[Depositor]
    "\n    The company that pays the fees.\n    "
    PARTNER: Final[Depositor]
    "\n    The partner.\n    "

@final
class DirectDebitSettings:
    """
    The account from which a deposit is debited.
    """

    def __copy__(self, /) -> DirectDebitSettings: ...
    def __deepcopy__(self, /, _memo: Any) -> DirectDebitSettings: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, from_account_details_id: UUID | str | None = None, extra: dict[str, Any] | None = None
    ) -> DirectDebitSettings: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_account_details_id(self, /) -> str | None:
        """
        Vendor's id of the account. The API contract does not define its type.
        """

    @staticmethod
    def from_json(text: str) -> DirectDebitSettings:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class DirectDebitTerms:
    """
    The account to debit for a loan.
    """

    def __copy__(self, /) -> DirectDebitTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> DirectDebitTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, from_account: AccountDetails | abc.Mapping[str, Any], extra: dict[str, Any] | None = None
    ) -> DirectDebitTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_account(self, /) -> AccountDetails:
        """
        Account that repays.
        """

    @staticmethod
    def from_json(text: str) -> DirectDebitTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Director:
    """
    A director of a company: a person or another company.

    Direct debit requires these data of a managing director: first and last name, birth date, nationality,
    e-mail and country of residence. The vendor looks up French directors. For others, send all the data.
    """

    def __copy__(self, /) -> Director: ...
    def __deepcopy__(self, /, _memo: Any) -> Director: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        role: PersonRole | str | None = None,
        entity_type: EntityType | str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        birth_date: date | None = None,
        nationality: str | None = None,
        birth_place: BirthPlace | abc.Mapping[str, Any] | None = None,
        title: str | None = None,
        business_email: str | None = None,
        business_phone_number: str | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        legal_name: str | None = None,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        siege_address: Address | abc.Mapping[str, Any] | None = None,
        id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Director: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Home address. Direct debit requires its country.
        """

    @property
    def birth_date(self, /) -> date | None:
        """
        Birth date.
        """

    @property
    def birth_place(self, /) -> BirthPlace | None:
        """
        Place of birth.
        """

    @property
    def business_email(self, /) -> str | None:
        """
        Business e-mail address.
        """

    @property
    def business_phone_number(self, /) -> str | None:
        """
        Business telephone number, preferably with country prefix: `+33612345678`.
        """

    @property
    def entity_type(self, /) -> EntityType | None:
        """
        Type of the director, person or company; `people` if omitted.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def first_name(self, /) -> str | None:
        """
        Given name.
        """

    @staticmethod
    def from_json(text: str) -> Director:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str | None:
        """
        Vendor's id of the director. The API contract does not define its type.
        """

    @property
    def identifier(self, /) -> str | None:
        """
        Company number, if the director is a company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number, if the director is a company.
        """

    @property
    def last_name(self, /) -> str | None:
        """
        Family name or names.
        """

    @property
    def legal_name(self, /) -> str | None:
        """
        Legal name, if the director is a company.
        """

    @property
    def nationality(self, /) -> str | None:
        """
        Nationality, ISO 3166-1 alpha-3, for example `FRA`.
        """

    @property
    def role(self, /) -> PersonRole | None:
        """
        Role of the person; `DIRECTOR` if omitted.
        """

    @property
    def siege_address(self, /) -> Address | None:
        """
        Registered address, if the director is a company.
        """

    @property
    def title(self, /) -> str | None:
        """
        Form of address, for example `Dr.`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Distribution(OpenEnum):
    """
    Distribution channel of a credit line.
    """

    DIRECT: Final[Distribution]
    "\n    Directly from the vendor.\n    "
    PARTNER: Final[Distribution]
    "\n    Through a partner.\n    "

@final
class Eligibility:
    """
    Eligibility of companies for loans.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def beneficiary(self, /, body: BusinessIdentifier | abc.Mapping[str, Any]) -> EligibilityAnswer:
        """
        Checks whether a company can receive the payout of a loan. If not, the payout must go to the
        borrower's own account. Changes nothing. Blocks; safe to repeat.

        Operation: `POST /eligibility/beneficiary`.

        Raises `ValidationError` if the API rejects the identifier.
        """

    def borrower(self, /, body: BusinessIdentifier | abc.Mapping[str, Any]) -> EligibilityAnswer:
        """
        Checks whether a company could be enrolled. Changes nothing. Blocks; safe to repeat.

        Operation: `POST /eligibility/borrower`.

        Raises `ValidationError` if the API rejects the identifier.
        """

    def list_reasons(self, /) -> list[DenialCodeInfo]:
        """
        Lists all denial codes with their meaning in four languages. Blocks; safe to repeat.

        Operation: `GET /eligibility/reasons`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

@final
class EligibilityAnswer:
    """
    Answer to an eligibility check.

    A false `is_eligible` is not final. Without reasons, the result may depend on data not shared yet. With
    only `OUTDATED_DATA` or `KYB_STATUS`, it may depend on an action of the company.
    """

    def __copy__(self, /) -> EligibilityAnswer: ...
    def __deepcopy__(self, /, _memo: Any) -> EligibilityAnswer: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        is_eligible: bool,
        reasons: abc.Sequence[DenialReason | abc.Mapping[str, Any]]
        | DenialReason
        | abc.Mapping[str, Any]
        | None = None,
        extra: dict[str, Any] | None = None,
    ) -> EligibilityAnswer: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> EligibilityAnswer:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_eligible(self, /) -> bool:
        """
        Whether the company is eligible.
        """

    @property
    def reasons(self, /) -> list[DenialReason]:
        """
        Reasons why the company is not eligible.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class EligibilityScenario(OpenEnum):
    """
    Result of a company's evaluation in a sandbox.
    """

    ELIGIBLE: Final[EligibilityScenario]
    "\n    The company is eligible.\n    "
    NOT_ELIGIBLE: Final[EligibilityScenario]
    "\n    The company is not eligible.\n    "

@disjoint_base
class Enrollment:
    """
    The outcome of an enrolment, or its present state.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_json(
        text: str,
    ) -> Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready:
        """
        Reads the text of `to_json`.
        """

    def to_json(self, /) -> str:
        """
        Returns the outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
        """

    @final
    class Ambiguous(Enrollment):
        """
        Borrowers exist that may be this company. Nothing was sent, unless `POST /borrowers` led to them.

        Enrol again with more data about the company (its court or name, the VAT number, the IBAN), or decide:
        the option `borrower_id` names the company's borrower, the option `create_new` says that none is.
        """

        __match_args__: Final = ("candidates",)

        def __new__(cls, /, candidates: abc.Sequence[BorrowerCandidate]) -> Enrollment.Ambiguous: ...
        @property
        def candidates(self, /) -> list[BorrowerCandidate]:
            """
            The borrowers that may be the company.
            """

    @final
    class Declined(Enrollment):
        """
        The company gets no credit line.
        """

        __match_args__: Final = ("borrower", "reason")

        def __new__(cls, /, borrower: Borrower | None, reason: str | None) -> Enrollment.Declined: ...
        @property
        def borrower(self, /) -> Borrower | None:
            """
            The borrower, if one was created all the same.
            """

        @property
        def reason(self, /) -> str | None:
            """
            One of the vendor's denial codes, or the API's text.
            """

    @final
    class MissingData(Enrollment):
        """
        The API could not obtain data that it needs. Nothing was created: complete the request, enrol again.
        """

        __match_args__: Final = ("fields", "detail")

        def __new__(cls, /, fields: abc.Sequence[str], detail: str | None) -> Enrollment.MissingData: ...
        @property
        def detail(self, /) -> str | None:
            """
            The API's text about them.
            """

        @property
        def fields(self, /) -> list[str]:
            """
            The missing fields of the request, as JSON pointers: `/directors/0/birth_date`.
            """

    @final
    class Pending(Enrollment):
        """
        Not decided yet: the enrolment was asynchronous, or the deadline passed. Continue with the token.
        """

        __match_args__: Final = ("borrower", "resume")

        def __new__(cls, /, borrower: Borrower | None, resume: str) -> Enrollment.Pending: ...
        @property
        def borrower(self, /) -> Borrower | None:
            """
            The borrower, once the API has confirmed that there is one.
            """

        @property
        def resume(self, /) -> str:
            """
            The token for `resume_enrollment`. Store it unchanged; it holds the company's number, no secret.
            """

    @final
    class Ready(Enrollment):
        """
        The credit line exists: a loan can be requested now.
        """

        __match_args__: Final = ("borrower", "credit_line", "warnings")

        def __new__(
            cls, /, borrower: Borrower, credit_line: CreditLine, warnings: abc.Sequence[Problem]
        ) -> Enrollment.Ready: ...
        @property
        def borrower(self, /) -> Borrower:
            """
            The borrower.
            """

        @property
        def credit_line(self, /) -> CreditLine:
            """
            Its credit line.
            """

        @property
        def warnings(self, /) -> list[Problem]:
            """
            Differences from what the options expect: `/credit_line/default_repayment_method`.
            """

@final
class EnrollmentEntity(OpenEnum):
    """
    Type of object enrolled in a campaign.
    """

    BORROWER: Final[EnrollmentEntity]
    "\n    A borrower.\n    "
    ONBOARDING: Final[EnrollmentEntity]
    "\n    An onboarding.\n    "

@final
class EnrollmentProgress:
    """
    One step of an enrolment.
    """

    def __copy__(self, /) -> EnrollmentProgress: ...
    def __deepcopy__(self, /, _memo: Any) -> EnrollmentProgress: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        stage: EnrollmentStage | str,
        elapsed_ms: int,
        attempts: int,
        borrower_status: BorrowerStatus | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> EnrollmentProgress: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def attempts(self, /) -> int:
        """
        The number of attempts to send `POST /borrowers`.
        """

    @property
    def borrower_status(self, /) -> BorrowerStatus | None:
        """
        The borrower's status, if it is known.
        """

    @property
    def elapsed_ms(self, /) -> int:
        """
        The time since the start of the enrolment, in milliseconds.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> EnrollmentProgress:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def stage(self, /) -> EnrollmentStage:
        """
        The step.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class EnrollmentStage(OpenEnum):
    """
    The step that an enrolment has reached.
    """

    CREATED: Final[EnrollmentStage]
    "\n    The API confirmed that it created the borrower.\n    "
    FOUND_EXISTING: Final[EnrollmentStage]
    "\n    An active borrower of the company was found, so no other one is created.\n    "
    OUTCOME_UNKNOWN: Final[EnrollmentStage]
    "\n    The outcome of the call is unknown; the company is looked up.\n    "
    READY: Final[EnrollmentStage]
    "\n    The credit line exists.\n    "
    RECOVERED: Final[EnrollmentStage]
    "\n    The borrower was found after a call of unknown outcome: the call had taken effect.\n    "
    SENDING: Final[EnrollmentStage]
    "\n    `POST /borrowers` is being sent.\n    "
    SENDING_AGAIN: Final[EnrollmentStage]
    "\n    The call certainly had no effect; it is sent again.\n    "
    VALIDATED: Final[EnrollmentStage]
    "\n    The request is valid.\n    "
    WAITING_FOR_LINE: Final[EnrollmentStage]
    "\n    The credit line does not exist yet.\n    "

@final
class EnsuredWebhook:
    """
    Result of `ensure`: the webhook and the change made.
    """

    def __copy__(self, /) -> EnsuredWebhook: ...
    def __deepcopy__(self, /, _memo: Any) -> EnsuredWebhook: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        webhook: Webhook | abc.Mapping[str, Any],
        change: WebhookChange | str,
        extra: dict[str, Any] | None = None,
    ) -> EnsuredWebhook: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def change(self, /) -> WebhookChange:
        """
        Change made by `ensure`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> EnsuredWebhook:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def webhook(self, /) -> Webhook:
        """
        The webhook.
        """

@final
class EntityType(OpenEnum):
    """
    Type of an object. For a director it is `people` or `business`.
    """

    ACCOUNT: Final[EntityType]
    "\n    A bank account.\n    "
    ACCOUNT_DETAIL_VERIFICATION: Final[EntityType]
    "\n    The verification of an account.\n    "
    BILL: Final[EntityType]
    "\n    A bill.\n    "
    BORROWER: Final[EntityType]
    "\n    A borrower.\n    "
    BORROWER_FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A financial product of one borrower.\n    "
    BUSINESS: Final[EntityType]
    "\n    A company.\n    "
    BUSINESS_EXPOSURE: Final[EntityType]
    "\n    The amount lent to a company.\n    "
    BUSINESS_FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A financial product of one company.\n    "
    CONTRACT: Final[EntityType]
    "\n    A contract.\n    "
    COUNTERPARTY: Final[EntityType]
    "\n    A counterparty.\n    "
    COUNTRY: Final[EntityType]
    "\n    A country.\n    "
    CREDIT_CARD: Final[EntityType]
    "\n    A credit card.\n    "
    CREDIT_LINE: Final[EntityType]
    "\n    A credit line.\n    "
    DATA_REQUEST: Final[EntityType]
    "\n    A request for data from a company.\n    "
    DEPOSIT: Final[EntityType]
    "\n    A deposit that secures loans.\n    "
    DUE_INTEREST: Final[EntityType]
    "\n    Interest that is due.\n    "
    ELIGIBILITY_REQUEST: Final[EntityType]
    "\n    A check of a company's eligibility for loans.\n    "
    ENROLLMENT: Final[EntityType]
    "\n    An enrolment in a campaign of the vendor.\n    "
    ENTITY_ELIGIBILITY: Final[EntityType]
    "\n    The result of an eligibility check.\n    "
    FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A financial product.\n    "
    FLAG: Final[EntityType]
    "\n    A flag on an object.\n    "
    INSTALLMENT: Final[EntityType]
    "\n    An instalment.\n    "
    INVOICE: Final[EntityType]
    "\n    An invoice.\n    "
    LOAN: Final[EntityType]
    "\n    A loan.\n    "
    LOAN_LOG: Final[EntityType]
    "\n    A note about a loan.\n    "
    MANDATE: Final[EntityType]
    "\n    A mandate for direct debits.\n    "
    MAX_EXPOSURE_DEPLOYMENT: Final[EntityType]
    "\n    A change of the highest amount that can be lent.\n    "
    ONBOARDING: Final[EntityType]
    "\n    An onboarding.\n    "
    ONBOARDING_FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A financial product of an onboarding.\n    "
    PAYMENT: Final[EntityType]
    "\n    A payment.\n    "
    PEOPLE: Final[EntityType]
    "\n    A person.\n    "
    RAC: Final[EntityType]
    "\n    A credit policy of the vendor.\n    "
    RAW_DATA: Final[EntityType]
    "\n    Raw data, as received.\n    "
    RECOLLECTION_DOCUMENT: Final[EntityType]
    "\n    A document of a recollection case.\n    "
    REVENUE_SHARE: Final[EntityType]
    "\n    A revenue share of a referrer.\n    "
    SANDBOX_INVOICE: Final[EntityType]
    "\n    An invoice generated by the sandbox.\n    "
    UNDERWRITING_CHECK: Final[EntityType]
    "\n    A check before a loan.\n    "

@final
class Environment(OpenEnum):
    """
    One of the vendor's systems. Each has its own keys.

    Any other value is the base URL of a server, such as `http://127.0.0.1:8080`.
    """

    PRODUCTION: Final[Environment]
    "\n    Real companies and real money: `https://api.getdefacto.com`.\n    "
    SANDBOX: Final[Environment]
    "\n    The vendor's test system: `https://api-sandbox.getdefacto.com`.\n    "

@final
class EphemeralKey:
    """
    A short-lived key for the card issuer's library, which shows a card's number and security code with it.
    Never store or log it.
    """

    def __copy__(self, /) -> EphemeralKey: ...
    def __deepcopy__(self, /, _memo: Any) -> EphemeralKey: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        ephemeral_key_secret: str,
        publishable_key: str,
        provider_account_id: UUID | str,
        provider_card_id: UUID | str,
        extra: dict[str, Any] | None = None,
    ) -> EphemeralKey: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def ephemeral_key_secret(self, /) -> str:
        """
        Secret of the key.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> EphemeralKey:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def provider_account_id(self, /) -> str:
        """
        Card issuer's id of the account.
        """

    @property
    def provider_card_id(self, /) -> str:
        """
        Card issuer's id of the card.
        """

    @property
    def publishable_key(self, /) -> str:
        """
        Public key of the card issuer.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class EphemeralKeyRequest:
    """
    Request for an ephemeral key. Its value comes from the card issuer's library.
    """

    def __copy__(self, /) -> EphemeralKeyRequest: ...
    def __deepcopy__(self, /, _memo: Any) -> EphemeralKeyRequest: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, nonce: str, extra: dict[str, Any] | None = None) -> EphemeralKeyRequest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> EphemeralKeyRequest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def nonce(self, /) -> str:
        """
        Nonce (random value) from the card issuer's library.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ErrorDetails:
    """
    Everything known about an error.
    """

    def __copy__(self, /) -> ErrorDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> ErrorDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        kind: ErrorKind | str | None = None,
        operation: str | None = None,
        status: int | None = None,
        title: str | None = None,
        detail: str | None = None,
        hint: str | None = None,
        instance: str | None = None,
        problems: abc.Sequence[Problem | abc.Mapping[str, Any]] | Problem | abc.Mapping[str, Any] | None = None,
        missing_fields: abc.Sequence[str] | str | None = None,
        denial_reason: str | None = None,
        resume_token: str | None = None,
        salt_id: UUID | str | None = None,
        request_id: UUID | str | None = None,
        retry_after: int | None = None,
        attempts: int | None = None,
        retryable: bool | None = None,
        outcome_unknown: bool | None = None,
        body: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ErrorDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def attempts(self, /) -> int:
        """
        How often the request was sent.
        """

    @property
    def body(self, /) -> str | None:
        """
        The body of the answer, for debugging. It may hold personal data, so it is neither shown nor saved.
        """

    @property
    def denial_reason(self, /) -> str | None:
        """
        Why the company is declined, if the API says so with an error: a denial code or the API's text.
        """

    @property
    def detail(self, /) -> str | None:
        """
        What happened, in words of the API or of this library, without personal data.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ErrorDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def hint(self, /) -> str | None:
        """
        What to do next.
        """

    @property
    def instance(self, /) -> str | None:
        """
        The API's identifier of this occurrence of the error.
        """

    @property
    def kind(self, /) -> ErrorKind | None:
        """
        The kind, `validation` for instance.
        """

    @property
    def missing_fields(self, /) -> list[str]:
        """
        The values that the API could not obtain, as JSON pointers into the request; only after a 400.
        """

    @property
    def operation(self, /) -> str | None:
        """
        The operation as method and path template, `POST /borrowers` for instance.
        """

    @property
    def outcome_unknown(self, /) -> bool:
        """
        Whether the call may have taken effect although it failed: check before you repeat a write.
        """

    @property
    def problems(self, /) -> list[Problem]:
        """
        Every problem of the request, each with its JSON pointer.
        """

    @property
    def request_id(self, /) -> str | None:
        """
        The id of the request, from the headers of the answer. Name it when you ask the vendor for help.
        """

    @property
    def resume_token(self, /) -> str | None:
        """
        The token that resumes the enrolment after this error.
        """

    @property
    def retry_after(self, /) -> int | None:
        """
        For how many seconds, counted from this answer, the API asked not to be called again. Absent if it
        did not ask.
        """

    @property
    def retryable(self, /) -> bool:
        """
        Whether the same call may succeed later without any change.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        The idempotency key of the write. A repetition with the same key does not take effect twice.
        """

    @property
    def status(self, /) -> int | None:
        """
        The HTTP status. Absent without an answer.
        """

    @property
    def title(self, /) -> str | None:
        """
        The title in the API's answer.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ErrorKind(OpenEnum):
    """
    The kinds of `DefactoError`.
    """

    API: Final[ErrorKind]
    "\n    Another refusal or failure with an HTTP status.\n    "
    AUTHENTICATION: Final[ErrorKind]
    "\n    The API does not accept the key.\n    "
    CONFIGURATION: Final[ErrorKind]
    "\n    The client is set up wrongly. Nothing was sent.\n    "
    DECODE: Final[ErrorKind]
    "\n    The answer does not match the contract.\n    "
    INTERRUPTED: Final[ErrorKind]
    "\n    The wait was stopped.\n    "
    NOT_FOUND: Final[ErrorKind]
    "\n    The API does not know the object.\n    "
    STORE: Final[ErrorKind]
    "\n    Local data cannot be read or written.\n    "
    TIMEOUT: Final[ErrorKind]
    "\n    A time-out passed.\n    "
    TRANSPORT: Final[ErrorKind]
    "\n    The connection failed.\n    "
    VALIDATION: Final[ErrorKind]
    "\n    The request is invalid.\n    "

@final
class FeesPayer:
    """
    The payer of the fees.
    """

    def __copy__(self, /) -> FeesPayer: ...
    def __deepcopy__(self, /, _memo: Any) -> FeesPayer: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        billed_business_id: UUID | str | None = None,
        fees_payer_role: LoanParticipant | str | None = None,
        interests_tracking_time: InterestsTracking | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> FeesPayer: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def billed_business_id(self, /) -> UUID | None:
        """
        Vendor's id of the company that is billed.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_payer_role(self, /) -> LoanParticipant | None:
        """
        Role of the payer in the loan.
        """

    @staticmethod
    def from_json(text: str) -> FeesPayer:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def interests_tracking_time(self, /) -> InterestsTracking | None:
        """
        Time when interest is computed.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class FinancialProduct:
    """
    A financial product of the vendor.
    """

    def __copy__(self, /) -> FinancialProduct: ...
    def __deepcopy__(self, /, _memo: Any) -> FinancialProduct: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: str,
        product_type: ProductType | str,
        configuration: ProductConfiguration | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> FinancialProduct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def configuration(self, /) -> ProductConfiguration:
        """
        Configuration of the product.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> FinancialProduct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def name(self, /) -> str:
        """
        Name of the product.
        """

    @property
    def product_type(self, /) -> ProductType:
        """
        Type of the product.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class FinancialProductStatus(OpenEnum):
    """
    Status of a borrower's financial product.
    """

    BLOCKED: Final[FinancialProductStatus]
    "\n    No loan can be requested at present.\n    "
    CHURN: Final[FinancialProductStatus]
    "\n    The borrower has left.\n    "
    CLOSED_BY_USER: Final[FinancialProductStatus]
    "\n    The borrower has closed it.\n    "
    CREATED: Final[FinancialProductStatus]
    "\n    Created.\n    "
    CUT: Final[FinancialProductStatus]
    "\n    The vendor has stopped it.\n    "
    DEACTIVATED: Final[FinancialProductStatus]
    "\n    Deactivated.\n    "
    PENDING_USER_ACTION: Final[FinancialProductStatus]
    "\n    The borrower must act.\n    "
    PRODUCT_DISCONTINUED: Final[FinancialProductStatus]
    "\n    The vendor no longer offers it.\n    "
    READY: Final[FinancialProductStatus]
    "\n    A loan can be requested.\n    "
    TO_SIGN: Final[FinancialProductStatus]
    "\n    The terms are not accepted yet.\n    "

@final
class FinancialProducts:
    """
    Financial products of a borrower.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def list(self, /, borrower_id: UUID | str) -> PageIterator[BorrowerFinancialProduct]:
        """
        Lists the financial products of a borrower. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/financial-products`.

        Raises `NotFoundError` if no borrower has this id.
        """

@final
class Freshness(OpenEnum):
    """
    Whether a receiver received an event before.
    """

    DUPLICATE: Final[Freshness]
    "\n    The same event was received before: there is nothing to do.\n    "
    NEW: Final[Freshness]
    "\n    The event was not received before.\n    "
    OUTDATED: Final[Freshness]
    "\n    A later event of the same entity was received before, so the state in this one is out of date.\n    "

@final
class GeneratedIban:
    """
    A generated test IBAN.
    """

    def __copy__(self, /) -> GeneratedIban: ...
    def __deepcopy__(self, /, _memo: Any) -> GeneratedIban: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, iban: str, extra: dict[str, Any] | None = None) -> GeneratedIban: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> GeneratedIban:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def iban(self, /) -> str:
        """
        The IBAN.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class GeneratedInvoice:
    """
    A generated invoice. It is not created yet.
    """

    def __copy__(self, /) -> GeneratedInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> GeneratedInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_creation_payload: NewInvoice | abc.Mapping[str, Any],
        pdf_download_url: str,
        extra: dict[str, Any] | None = None,
    ) -> GeneratedInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> GeneratedInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_creation_payload(self, /) -> NewInvoice:
        """
        Request that creates the invoice.
        """

    @property
    def pdf_download_url(self, /) -> str:
        """
        Temporary link to the PDF.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class GeneratedInvoiceRequest:
    """
    Request to generate a test invoice.
    """

    def __copy__(self, /) -> GeneratedInvoiceRequest: ...
    def __deepcopy__(self, /, _memo: Any) -> GeneratedInvoiceRequest: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        country: SandboxCountry | str | None = None,
        scenario: SandboxScenario | str | None = None,
        buyer: TradeParty | abc.Mapping[str, Any] | None = None,
        seller: TradeParty | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> GeneratedInvoiceRequest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Buyer: the company that is billed.
        """

    @property
    def country(self, /) -> SandboxCountry | None:
        """
        Country of the companies; `FRA` if omitted.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> GeneratedInvoiceRequest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def scenario(self, /) -> SandboxScenario | None:
        """
        Result of payments to the invoice's account; `SUCCESS` if omitted.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Seller: the company that issues the invoice.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class GuaranteeCondition:
    """
    Condition for a guarantee to apply to a loan.
    """

    def __copy__(self, /) -> GuaranteeCondition: ...
    def __deepcopy__(self, /, _memo: Any) -> GuaranteeCondition: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, country: str | None = None, extra: dict[str, Any] | None = None) -> GuaranteeCondition: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def country(self, /) -> str | None:
        """
        Only loans to this country, ISO 3166-1 alpha-3.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> GuaranteeCondition:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class GuaranteeFrequency(OpenEnum):
    """
    Frequency of guarantee calls.
    """

    DAILY: Final[GuaranteeFrequency]
    "\n    Daily.\n    "
    WEEKLY: Final[GuaranteeFrequency]
    "\n    Weekly.\n    "

@final
class IdentifierType(OpenEnum):
    """
    Type of a company number: the register that issued it.
    """

    BELGIUM_REGISTRATION_NUMBER: Final[IdentifierType]
    "\n    Belgium: enterprise number, 10 digits.\n    "
    BSN: Final[IdentifierType]
    "\n    Netherlands: number of a person, 9 digits. Sensitive.\n    "
    CIF: Final[IdentifierType]
    "\n    Spain: company tax number, one letter, 7 digits and one control character.\n    "
    HR_NUMMER: Final[IdentifierType]
    "\n    Germany: commercial register number, for example `HRB 424242 B`. Its spaces are significant.\n    "
    KVK: Final[IdentifierType]
    "\n    Netherlands: chamber of commerce number, 8 digits.\n    "
    NAME: Final[IdentifierType]
    "\n    A name instead of a number. Not accepted for enrolment.\n    "
    NIF: Final[IdentifierType]
    "\n    Spain: tax number of a person, sometimes of a company.\n    "
    SIREN: Final[IdentifierType]
    "\n    France: company number, 9 digits.\n    "
    SIRET: Final[IdentifierType]
    "\n    France: establishment number, 14 digits. The first 9 digits are the SIREN.\n    "
    STEUERNUMMER: Final[IdentifierType]
    "\n    Germany: tax number.\n    "
    VAT_NUMBER: Final[IdentifierType]
    "\n    European VAT number with country prefix.\n    "

@final
class IdentityDocument:
    """
    A document as a file.
    """

    def __copy__(self, /) -> IdentityDocument: ...
    def __deepcopy__(self, /, _memo: Any) -> IdentityDocument: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        filename: str,
        document_binary_base64: str,
        description: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> IdentityDocument: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def description(self, /) -> str | None:
        """
        Description of the document.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        File content in Base64.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def filename(self, /) -> str:
        """
        File name with extension.
        """

    @staticmethod
    def from_json(text: str) -> IdentityDocument:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class IdentityDocuments:
    """
    Identity documents of a person.
    """

    def __copy__(self, /) -> IdentityDocuments: ...
    def __deepcopy__(self, /, _memo: Any) -> IdentityDocuments: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identity_document_front: IdentityDocument | abc.Mapping[str, Any] | None = None,
        identity_document_back: IdentityDocument | abc.Mapping[str, Any] | None = None,
        custom_identity_documents: abc.Sequence[IdentityDocument | abc.Mapping[str, Any]]
        | IdentityDocument
        | abc.Mapping[str, Any]
        | None = None,
        extra: dict[str, Any] | None = None,
    ) -> IdentityDocuments: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def custom_identity_documents(self, /) -> list[IdentityDocument]:
        """
        Other identity documents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> IdentityDocuments:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identity_document_back(self, /) -> IdentityDocument | None:
        """
        Back side.
        """

    @property
    def identity_document_front(self, /) -> IdentityDocument | None:
        """
        Front side.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Installment:
    """
    An instalment with the attempts to pay it. Amounts are in cents.
    """

    def __copy__(self, /) -> Installment: ...
    def __deepcopy__(self, /, _memo: Any) -> Installment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        due_amount: int,
        paid_amount: int,
        currency: Currency | str,
        payment_method: PaymentMethod | str,
        reference: str,
        scheduled_at: datetime,
        to_account_detail: AccountDetails | abc.Mapping[str, Any],
        attempts: abc.Sequence[InstallmentAttempt | abc.Mapping[str, Any]] | InstallmentAttempt | abc.Mapping[str, Any],
        from_account_detail: AccountDetails | abc.Mapping[str, Any] | None = None,
        last_repayment_date: datetime | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Installment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def attempts(self, /) -> list[InstallmentAttempt]:
        """
        Attempts to pay the instalment.
        """

    @property
    def currency(self, /) -> Currency:
        """
        Currency of the instalment.
        """

    @property
    def due_amount(self, /) -> int:
        """
        Amount due, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_account_detail(self, /) -> AccountDetails | None:
        """
        Account that pays.
        """

    @staticmethod
    def from_json(text: str) -> Installment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the instalment.
        """

    @property
    def last_repayment_date(self, /) -> datetime | None:
        """
        Time of the latest payment.
        """

    @property
    def paid_amount(self, /) -> int:
        """
        Amount paid, in cents.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method.
        """

    @property
    def reference(self, /) -> str:
        """
        Reference of the payments, as banks show it.
        """

    @property
    def scheduled_at(self, /) -> datetime:
        """
        Planned payment date.
        """

    @property
    def to_account_detail(self, /) -> AccountDetails:
        """
        Account that receives the payment.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class InstallmentAttempt:
    """
    An attempt to pay an instalment.
    """

    def __copy__(self, /) -> InstallmentAttempt: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentAttempt: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_id: UUID | str,
        amount: int,
        currency: Currency | str,
        payment_method: PaymentMethod | str,
        payment_type: PaymentType | str,
        reference: str,
        scheduled_at: datetime,
        status: PaymentStatus | str,
        paid_at: datetime | None = None,
        failure_reason: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InstallmentAttempt: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def currency(self, /) -> Currency:
        """
        Currency of the attempt.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Reason for the failure.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentAttempt:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        Time of payment.
        """

    @property
    def payment_id(self, /) -> UUID:
        """
        Id of the payment.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        Purpose of the payment.
        """

    @property
    def reference(self, /) -> str:
        """
        Payment reference, as banks show it.
        """

    @property
    def scheduled_at(self, /) -> datetime:
        """
        Planned payment date.
        """

    @property
    def status(self, /) -> PaymentStatus:
        """
        Status of the attempt.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class InstallmentFilter:
    """
    Filter for the instalments to list. An empty filter lists all.
    """

    def __copy__(self, /) -> InstallmentFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        installment_plan_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        loan_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        to_pay_at_gt: datetime | None = None,
        to_pay_at_lt: datetime | None = None,
        paid_at_gt: datetime | None = None,
        paid_at_lt: datetime | None = None,
        updated_at_gt: datetime | None = None,
        updated_at_lt: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InstallmentFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plan_ids(self, /) -> list[UUID]:
        """
        Only instalments of these plans.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        Only instalments of these loans.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of instalments per page; 100 if omitted.
        """

    @property
    def paid_at_gt(self, /) -> datetime | None:
        """
        Only instalments paid after this time.
        """

    @property
    def paid_at_lt(self, /) -> datetime | None:
        """
        Only instalments paid before this time.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at_gt(self, /) -> datetime | None:
        """
        Only instalments planned after this time.
        """

    @property
    def to_pay_at_lt(self, /) -> datetime | None:
        """
        Only instalments planned before this time.
        """

    @property
    def updated_at_gt(self, /) -> datetime | None:
        """
        Only instalments that changed after this time.
        """

    @property
    def updated_at_lt(self, /) -> datetime | None:
        """
        Only instalments that changed before this time.
        """

@final
class InstallmentLimits:
    """
    Limits of instalments for a product.
    """

    def __copy__(self, /) -> InstallmentLimits: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentLimits: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        available_types: abc.Sequence[InstallmentPlanType | str] | InstallmentPlanType | str | None = None,
        maximum_reschedule_payment_in_days: int | None = None,
        minimum_anticipate_payment_in_days: int | None = None,
        minimum_business_days_until_due_date_to_reschedule_payment: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InstallmentLimits: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def available_types(self, /) -> list[InstallmentPlanType]:
        """
        Types of repayment schedule that are available.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentLimits:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def maximum_reschedule_payment_in_days(self, /) -> int | None:
        """
        Longest postponement of a payment, in days.
        """

    @property
    def minimum_anticipate_payment_in_days(self, /) -> int | None:
        """
        Minimum time before a payment to bring it forward, in days.
        """

    @property
    def minimum_business_days_until_due_date_to_reschedule_payment(self, /) -> int | None:
        """
        Minimum time before the due date to postpone a payment, in business days.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class InstallmentPlan:
    """
    A repayment plan of loans. It has no status: it is repaid when all its instalments are `PAID`.
    """

    def __copy__(self, /) -> InstallmentPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        business_identifier: BusinessIdentifier | abc.Mapping[str, Any],
        installments: abc.Sequence[PlannedInstallment | abc.Mapping[str, Any]]
        | PlannedInstallment
        | abc.Mapping[str, Any],
        loan_ids: abc.Sequence[UUID | str] | UUID | str,
        extra: dict[str, Any] | None = None,
    ) -> InstallmentPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        Company that repays.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the plan.
        """

    @property
    def installments(self, /) -> list[PlannedInstallment]:
        """
        Instalments of the plan.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        Ids of the loans that the plan repays.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class InstallmentPlanType(OpenEnum):
    """
    Type of repayment schedule of a loan.
    """

    INSTALLMENTS: Final[InstallmentPlanType]
    "\n    In instalments.\n    "
    IN_FINE: Final[InstallmentPlanType]
    "\n    In one payment at the end.\n    "

@final
class InstallmentShare:
    """
    The part of an instalment that repays one loan.
    """

    def __copy__(self, /) -> InstallmentShare: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentShare: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, loan_id: UUID | str, amount: int, extra: dict[str, Any] | None = None
    ) -> InstallmentShare: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentShare:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        Id of the loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Installments:
    """
    Instalments: repayment plans of loans, and their payments.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def create_plan(self, /, body: NewInstallmentPlan | abc.Mapping[str, Any]) -> InstallmentPlan:
        """
        Creates a plan that replaces the repayment dates of loans. Blocks; safe to repeat, with automatic
        retries.

        The API answers a repeated request with the existing plan. It finds the plan by the `salt_id`, or by
        the loans if `salt_id` is omitted. For a second plan on the same loans, set a new `salt_id`. An error
        holds the `salt_id` that was sent.

        Operation: `POST /installment-plans`.

        Raises `ValidationError` if the `salt_id` is blank (nothing is sent then), or if the API rejects the plan.
        """

    def get_plan(self, /, installment_plan_id: UUID | str) -> InstallmentPlan:
        """
        Reads one plan. Blocks; safe to repeat.

        Operation: `GET /installment-plan/{installment_plan_id}`.

        Raises `NotFoundError` if no plan has this id.
        """

    def list(
        self,
        /,
        *,
        installment_plan_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        loan_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        to_pay_at_gt: datetime | None = None,
        to_pay_at_lt: datetime | None = None,
        paid_at_gt: datetime | None = None,
        paid_at_lt: datetime | None = None,
        updated_at_gt: datetime | None = None,
        updated_at_lt: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[Installment]:
        """
        Lists instalments, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /installments`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

@final
class InsuranceProvider(OpenEnum):
    """
    Insurer of loans.
    """

    ALLIANZ_TRADE: Final[InsuranceProvider]
    "\n    Allianz Trade.\n    "
    CREDIT360: Final[InsuranceProvider]
    "\n    Credit 360.\n    "
    SANDBOX: Final[InsuranceProvider]
    "\n    No real insurer: sandbox only.\n    "

@final
class Integration:
    """
    A data source that can be connected.
    """

    def __copy__(self, /) -> Integration: ...
    def __deepcopy__(self, /, _memo: Any) -> Integration: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, id: UUID | str, name: str, is_connected: bool, extra: dict[str, Any] | None = None
    ) -> Integration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Integration:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the data source.
        """

    @property
    def is_connected(self, /) -> bool:
        """
        Whether it is connected.
        """

    @property
    def name(self, /) -> str:
        """
        Name of the data source.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class IntentInstallmentPlan:
    """
    An instalment plan to which a payment intent belongs.
    """

    def __copy__(self, /) -> IntentInstallmentPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentInstallmentPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, installment_plan_id: UUID | str, payment_intent_id: UUID | str, extra: dict[str, Any] | None = None
    ) -> IntentInstallmentPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> IntentInstallmentPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plan_id(self, /) -> UUID:
        """
        Id of the instalment plan.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        Id of the payment intent.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class IntentInterest:
    """
    Interest that a payment intent pays.
    """

    def __copy__(self, /) -> IntentInterest: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentInterest: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, due_interest_id: UUID | str, payment_intent_id: UUID | str, extra: dict[str, Any] | None = None
    ) -> IntentInterest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def due_interest_id(self, /) -> UUID:
        """
        Id of the due interest.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> IntentInterest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        Id of the payment intent.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class IntentLoan:
    """
    The part of a payment intent for one loan.
    """

    def __copy__(self, /) -> IntentLoan: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentLoan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID | str,
        payment_intent_id: UUID | str,
        amount: int,
        payment_type: PaymentType | str,
        bill_id: UUID | str | None = None,
        deposit_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> IntentLoan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def bill_id(self, /) -> UUID | None:
        """
        Id of the bill to which this part belongs.
        """

    @property
    def deposit_id(self, /) -> UUID | None:
        """
        Id of the deposit to which this part belongs.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> IntentLoan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        Id of the loan.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        Id of the payment intent.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        Purpose of this part.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class IntentPayment:
    """
    A payment that executes a payment intent.
    """

    def __copy__(self, /) -> IntentPayment: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentPayment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_id: UUID | str,
        payment_intent_id: UUID | str,
        amount: int,
        payment_type: PaymentType | str,
        extra: dict[str, Any] | None = None,
    ) -> IntentPayment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> IntentPayment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_id(self, /) -> UUID:
        """
        Id of the payment.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        Id of the payment intent.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        Purpose of this part.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class InterestsTracking(OpenEnum):
    """
    Time when interest is computed.
    """

    MONTHLY: Final[InterestsTracking]
    "\n    Monthly.\n    "
    ORIGINATION_DATE: Final[InterestsTracking]
    "\n    When the loan is created.\n    "

@final
class Invoice:
    """
    An invoice. Amounts are in cents.
    """

    def __copy__(self, /) -> Invoice: ...
    def __deepcopy__(self, /, _memo: Any) -> Invoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_number: str,
        net_amount: int,
        id: UUID | str | None = None,
        status: InvoiceStatus | str | None = None,
        status_reason: str | None = None,
        is_draft: bool | None = None,
        buyer: InvoiceCompany | abc.Mapping[str, Any] | None = None,
        seller: InvoiceCompany | abc.Mapping[str, Any] | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account_details: AccountDetails | abc.Mapping[str, Any] | None = None,
        loan_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        document_url: str | None = None,
        metadata: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Invoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> InvoiceCompany | None:
        """
        Buyer: the company that is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the invoice.
        """

    @property
    def document_url(self, /) -> str | None:
        """
        Link to the document. It expires soon: never store it.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        Due date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Invoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str | None:
        """
        Id of the invoice. The API contract does not define its type.
        """

    @property
    def invoice_number(self, /) -> str:
        """
        Invoice number, as printed on the invoice.
        """

    @property
    def is_draft(self, /) -> bool | None:
        """
        Whether the invoice is a draft.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        Issue date.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        Ids of the loans that finance the invoice.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, as you sent it.
        """

    @property
    def net_amount(self, /) -> int:
        """
        Amount before tax, in cents.
        """

    @property
    def seller(self, /) -> InvoiceCompany | None:
        """
        Seller: the company that issues the invoice.
        """

    @property
    def status(self, /) -> InvoiceStatus | None:
        """
        Status of the invoice.
        """

    @property
    def status_reason(self, /) -> str | None:
        """
        Reason for the status: a denial code of the vendor. The list of codes changes.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        Tax amount, in cents.
        """

    @property
    def to_account_details(self, /) -> AccountDetails | None:
        """
        Account to pay, as printed on the invoice.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        Amount that the buyer still owes, in cents; 0 if the invoice is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        Amount including tax, in cents.
        """

@final
class InvoiceAttachment:
    """
    An invoice with its document. Amounts are in cents.
    """

    def __copy__(self, /) -> InvoiceAttachment: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceAttachment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_name: str,
        document_binary_base64: str,
        invoice_number: str | None = None,
        buyer: TradeParty | abc.Mapping[str, Any] | None = None,
        seller: TradeParty | abc.Mapping[str, Any] | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InvoiceAttachment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Buyer: the company that is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the invoice; `EUR` if omitted.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        File content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        File name with extension.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        Due date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceAttachment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Invoice number, as printed on the invoice.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        Issue date.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        Amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Seller: the company that issues the invoice.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        Tax amount, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        Account to pay, as printed on the invoice. It does not set the payout account of a loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        Amount that the buyer still owes, in cents; 0 if the invoice is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        Amount including tax, in cents.
        """

@final
class InvoiceChanges:
    """
    Changes of an invoice. Omitted fields stay unchanged. Amounts are in cents.
    """

    def __copy__(self, /) -> InvoiceChanges: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceChanges: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_number: str | None = None,
        buyer: TradeParty | abc.Mapping[str, Any] | None = None,
        seller: TradeParty | abc.Mapping[str, Any] | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | abc.Mapping[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        clear: abc.Sequence[str] | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InvoiceChanges: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Buyer: the company that is billed.
        """

    @property
    def clear(self, /) -> list[str]:
        """
        The wire names of fields to empty. They are sent as null. A field that is neither set nor named here stays
        as it is.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the invoice.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        Due date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceChanges:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Invoice number, as printed on the invoice.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        Issue date.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data. The API returns it unchanged.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        Amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Seller: the company that issues the invoice.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        Tax amount, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        Account to pay, as printed on the invoice. It does not set the payout account of a loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        Amount that the buyer still owes, in cents; 0 if the invoice is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        Amount including tax, in cents.
        """

@final
class InvoiceCollateral:
    """
    Invoices as security for loans.
    """

    def __copy__(self, /) -> InvoiceCollateral: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceCollateral: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, triggers: abc.Sequence[RiskTrigger | str] | RiskTrigger | str, extra: dict[str, Any] | None = None
    ) -> InvoiceCollateral: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceCollateral:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def triggers(self, /) -> list[RiskTrigger]:
        """
        Events upon which the vendor uses the invoices.
        """

@final
class InvoiceCompany:
    """
    A company named in an invoice.
    """

    def __copy__(self, /) -> InvoiceCompany: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceCompany: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str | None = None,
        id: UUID | str | None = None,
        business_id: UUID | str | None = None,
        name: str | None = None,
        vat_number: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InvoiceCompany: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_id(self, /) -> UUID | None:
        """
        Vendor's id of the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceCompany:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID | None:
        """
        Id of the company as a counterparty.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class InvoiceCount:
    """
    The number of invoices that a batch will contain.
    """

    def __copy__(self, /) -> InvoiceCount: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceCount: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, total_count: int, extra: dict[str, Any] | None = None) -> InvoiceCount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceCount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def total_count(self, /) -> int:
        """
        Number of invoices.
        """

@final
class InvoiceDetails:
    """
    Data of an invoice without its document. Amounts are in cents.
    """

    def __copy__(self, /) -> InvoiceDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_number: str | None = None,
        buyer: TradeParty | abc.Mapping[str, Any] | None = None,
        seller: TradeParty | abc.Mapping[str, Any] | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InvoiceDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Buyer: the company that is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the invoice; `EUR` if omitted.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        Due date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Invoice number, as printed on the invoice.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        Issue date.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        Amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Seller: the company that issues the invoice.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        Tax amount, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        Account to pay, as printed on the invoice. It does not set the payout account of a loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        Amount that the buyer still owes, in cents; 0 if the invoice is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        Amount including tax, in cents.
        """

@final
class InvoiceDirection(OpenEnum):
    """
    Direction of an invoice, seen from the company.
    """

    CUSTOMER: Final[InvoiceDirection]
    "\n    Deprecated by the vendor: use `payable`.\n    "
    PAYABLE: Final[InvoiceDirection]
    "\n    The company must pay the invoice.\n    "
    RECEIVABLE: Final[InvoiceDirection]
    "\n    The company receives the payment.\n    "
    SUPPLIER: Final[InvoiceDirection]
    "\n    Deprecated by the vendor: use `receivable`.\n    "

@final
class InvoiceFilter:
    """
    Filter for the invoices to list. An empty filter lists all.
    """

    def __copy__(self, /) -> InvoiceFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        status: abc.Sequence[InvoiceStatus | str] | InvoiceStatus | str | None = None,
        buyer: abc.Sequence[str] | str | None = None,
        seller: abc.Sequence[str] | str | None = None,
        query: str | None = None,
        linked_to_loan: bool | None = None,
        linked_to_loan_paid_after: datetime | None = None,
        linked_to_loan_paid_before: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> InvoiceFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> list[str]:
        """
        Only invoices to these buyers, by company number.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_id(self, /) -> list[UUID]:
        """
        Only invoices with these ids.
        """

    @property
    def linked_to_loan(self, /) -> bool | None:
        """
        Only invoices financed by a loan if true, by no loan if false.
        """

    @property
    def linked_to_loan_paid_after(self, /) -> datetime | None:
        """
        Only invoices whose loan was paid out after this time. Takes effect only if `linked_to_loan` is true.
        """

    @property
    def linked_to_loan_paid_before(self, /) -> datetime | None:
        """
        Only invoices whose loan was paid out before this time. Takes effect only if `linked_to_loan` is true.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of invoices per page; 100 if omitted.
        """

    @property
    def query(self, /) -> str | None:
        """
        Only invoices that contain this text.
        """

    @property
    def seller(self, /) -> list[str]:
        """
        Only invoices from these sellers, by company number.
        """

    @property
    def status(self, /) -> list[InvoiceStatus]:
        """
        Only invoices with one of these statuses.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class InvoicePaymentMethod(OpenEnum):
    """
    Expected payment method of an invoice.
    """

    CARD: Final[InvoicePaymentMethod]
    "\n    By card.\n    "
    CHEQUE: Final[InvoicePaymentMethod]
    "\n    By cheque.\n    "
    DIRECT_DEBIT: Final[InvoicePaymentMethod]
    "\n    By direct debit.\n    "
    OTHER: Final[InvoicePaymentMethod]
    "\n    Another method.\n    "
    WIRE_TRANSFER: Final[InvoicePaymentMethod]
    "\n    By transfer.\n    "

@final
class InvoiceStatus(OpenEnum):
    """
    Status of an invoice. A loan requires `VERIFIED`.
    """

    DECLINED: Final[InvoiceStatus]
    "\n    Rejected, finally.\n    "
    DELETED: Final[InvoiceStatus]
    "\n    Deleted.\n    "
    PAID: Final[InvoiceStatus]
    "\n    Paid.\n    "
    SUBMITTED: Final[InvoiceStatus]
    "\n    Submitted; verification is in progress.\n    "
    TO_EDIT: Final[InvoiceStatus]
    "\n    To be corrected and submitted again.\n    "
    TO_SUBMIT: Final[InvoiceStatus]
    "\n    A draft, not submitted yet.\n    "
    VERIFIED: Final[InvoiceStatus]
    "\n    Accepted.\n    "

@final
class InvoiceType(OpenEnum):
    """
    Issuer of an invoice.
    """

    DEFACTO: Final[InvoiceType]
    "\n    The vendor.\n    "
    USER: Final[InvoiceType]
    "\n    A company.\n    "

@final
class Invoices:
    """
    Invoices to be financed by loans.

    Statuses of an invoice: `submit` moves it from `TO_SUBMIT` to `SUBMITTED`; verification ends in
    `VERIFIED`, `TO_EDIT` or `DECLINED`.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def create(self, /, body: NewInvoice | abc.Mapping[str, Any]) -> Invoice:
        """
        Creates an invoice, as a draft or for verification at once. Blocks.

        A repeated call creates a second invoice, because the request has no idempotency key. Check with
        `list` first, by seller and invoice number.

        Operation: `POST /invoices`.

        Raises `ValidationError` if the document is no PDF in Base64 (then nothing is sent), or if the API rejects the
        invoice.
        """

    def delete(self, /, invoice_id: UUID | str) -> Invoice:
        """
        Deletes an invoice and returns it. Blocks.

        The API contract does not define the answer to a repeated call. Check with `get`: the status is
        `DELETED` once the call took effect.

        Operation: `DELETE /invoice/{invoice_id}`.

        Raises `NotFoundError` if no invoice has this id; `ValidationError` if a loan finances it.
        """

    def get(self, /, invoice_id: UUID | str) -> Invoice:
        """
        Reads one invoice. Blocks; safe to repeat.

        Operation: `GET /invoice/{invoice_id}`.

        Raises `NotFoundError` if no invoice has this id.
        """

    def list(
        self,
        /,
        *,
        invoice_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        status: abc.Sequence[InvoiceStatus | str] | InvoiceStatus | str | None = None,
        buyer: abc.Sequence[str] | str | None = None,
        seller: abc.Sequence[str] | str | None = None,
        query: str | None = None,
        linked_to_loan: bool | None = None,
        linked_to_loan_paid_after: datetime | None = None,
        linked_to_loan_paid_before: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[Invoice]:
        """
        Lists invoices, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /invoices`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

    def submit(self, /, invoice_id: UUID | str, body: InvoiceChanges | abc.Mapping[str, Any]) -> Invoice:
        """
        Submits an invoice for verification, with last changes. Blocks.

        The status changes from `TO_SUBMIT` or `TO_EDIT` to `SUBMITTED`. The API contract does not define the
        answer to a repeated call. Check with `get`: the status shows whether the call took effect.

        Operation: `POST /invoice/{invoice_id}/submit`.

        Raises `NotFoundError` if no invoice has this id; `ValidationError` with the missing fields.
        """

    def update(self, /, invoice_id: UUID | str, body: InvoiceChanges | abc.Mapping[str, Any]) -> Invoice:
        """
        Changes an invoice that is `TO_SUBMIT` or `TO_EDIT`. Blocks.

        A repeated call sets the same values again; the API contract defines no answer. Check with `get`.

        Operation: `PATCH /invoice/{invoice_id}`.

        Raises `NotFoundError` if no invoice has this id; `ValidationError` if its status or the API does not allow the change.
        """

    def upload(
        self,
        /,
        file: Pdf | bytes | str | PathLike[str] | BinaryIO,
        buyer: str | None = None,
        seller: str | None = None,
        metadata: str | None = None,
    ) -> Invoice:
        """
        Creates an invoice from a PDF: the API extracts number, dates and amounts. Blocks.

        `buyer` and `seller` have the form register in capitals, hyphen, number: `SIREN-472618354`. `metadata`
        is your own data as JSON text. The form field of the file is not in the API contract: `file` is sent.

        A repeated call creates a second invoice, because the request has no idempotency key. Check with
        `list` first, by seller.

        Operation: `POST /invoices/upload`.

        Raises `ValidationError` if the API cannot read the PDF.
        """

@final
class JourneyEvent:
    """
    A journey: a function that makes several calls, such as `enroll`. The fields about its end are absent at its
    start.
    """

    @property
    def duration(self, /) -> timedelta | None:
        """
        How long the journey took.
        """

    @property
    def error_type(self, /) -> str | None:
        """
        The kind of the error, for the attribute `error.type`.
        """

    @property
    def id(self, /) -> int:
        """
        A number that is unique within the process.
        """

    @property
    def name(self, /) -> str:
        """
        The name of the function: `enroll`, `resume_enrollment`, `follow_enrollment` or `request_loan`.
        """

    @property
    def outcome(self, /) -> str | None:
        """
        The name of the outcome, `ready` for instance.
        """

@final
class Language(OpenEnum):
    """
    A language of the vendor's translations.
    """

    DE: Final[Language]
    "\n    German.\n    "
    EN: Final[Language]
    "\n    English.\n    "
    ES: Final[Language]
    "\n    Spanish.\n    "
    FR: Final[Language]
    "\n    French.\n    "

@final
class Loan:
    """
    A loan. Amounts are in cents. In lists, `documents` is empty.
    """

    def __copy__(self, /) -> Loan: ...
    def __deepcopy__(self, /, _memo: Any) -> Loan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        status: LoanStatus | str,
        amount: int,
        currency: Currency | str,
        loan_type: LoanType | str,
        borrower: Business | abc.Mapping[str, Any],
        beneficiary: Business | abc.Mapping[str, Any],
        submitted_at: datetime,
        to_pay_at: datetime,
        to_repay_at: datetime,
        earliest_to_repay_at: datetime,
        repayment_method: PaymentMethod | str,
        loan_from: AccountDetails | abc.Mapping[str, Any],
        loan_from_references: abc.Sequence[str] | str,
        loan_to: AccountDetails | abc.Mapping[str, Any],
        loan_to_references: abc.Sequence[str] | str,
        repayment_from_references: abc.Sequence[str] | str,
        repayment_to: AccountDetails | abc.Mapping[str, Any],
        repayment_to_references: abc.Sequence[str] | str,
        repaid_amount: int,
        repaid_nominal_amount: int,
        paid_interests_amount: int,
        invoice_ids: abc.Sequence[UUID | str] | UUID | str,
        deposits: dict[str, LoanDeposit | abc.Mapping[str, Any]],
        documents: abc.Sequence[LoanDocument | abc.Mapping[str, Any]]
        | LoanDocument
        | abc.Mapping[str, Any]
        | None = None,
        denial_reason: str | None = None,
        borrower_financial_product_id: UUID | str | None = None,
        fees_estimated: int | None = None,
        fees_ongoing: int | None = None,
        guarantor: Business | abc.Mapping[str, Any] | None = None,
        repayment_from: AccountDetails | abc.Mapping[str, Any] | None = None,
        paid_at: datetime | None = None,
        repaid_nominal_at: datetime | None = None,
        closed_at: datetime | None = None,
        contractual_repayment_date: datetime | None = None,
        contract_url: str | None = None,
        transfer_contract_url: str | None = None,
        notification_emails: abc.Sequence[str] | str | None = None,
        metadata: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Loan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount lent, in cents.
        """

    @property
    def beneficiary(self, /) -> Business:
        """
        Company that receives the payout.
        """

    @property
    def borrower(self, /) -> Business:
        """
        Company that borrows. Its `id` is not the id of the borrower: compare the `identifier` instead.
        """

    @property
    def borrower_financial_product_id(self, /) -> UUID | None:
        """
        Id of the borrower's financial product.
        """

    @property
    def closed_at(self, /) -> datetime | None:
        """
        Time when the loan was fully repaid.
        """

    @property
    def contract_url(self, /) -> str | None:
        """
        Link to the contract. It expires soon: never store it.
        """

    @property
    def contractual_repayment_date(self, /) -> datetime | None:
        """
        Repayment date of the contract.
        """

    @property
    def currency(self, /) -> Currency:
        """
        Currency of all amounts.
        """

    @property
    def denial_reason(self, /) -> str | None:
        """
        Reason for the decline: a denial code of the vendor. The list of codes changes.
        """

    @property
    def deposits(self, /) -> dict[str, LoanDeposit]:
        """
        Deposits that secure the loan. The API contract does not define the keys of the map.
        """

    @property
    def documents(self, /) -> list[LoanDocument]:
        """
        Documents of the loan; empty in lists.
        """

    @property
    def earliest_to_repay_at(self, /) -> datetime:
        """
        Earliest date to which `to_repay_at` can be moved.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_estimated(self, /) -> int | None:
        """
        Fees if the loan is repaid as planned, in cents.
        """

    @property
    def fees_ongoing(self, /) -> int | None:
        """
        Fees if the loan is repaid today, in cents.
        """

    @staticmethod
    def from_json(text: str) -> Loan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantor(self, /) -> Business | None:
        """
        Company that guarantees the loan.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the loan.
        """

    @property
    def invoice_ids(self, /) -> list[UUID]:
        """
        Ids of the invoices that the loan finances.
        """

    @property
    def loan_from(self, /) -> AccountDetails:
        """
        Account from which the loan is paid out.
        """

    @property
    def loan_from_references(self, /) -> list[str]:
        """
        Payout reference, as the payer's bank shows it.
        """

    @property
    def loan_to(self, /) -> AccountDetails:
        """
        Account that receives the payout.
        """

    @property
    def loan_to_references(self, /) -> list[str]:
        """
        Payout reference, as the receiver's bank shows it.
        """

    @property
    def loan_type(self, /) -> LoanType:
        """
        Purpose of the loan: what it finances.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, as you sent it.
        """

    @property
    def notification_emails(self, /) -> list[str]:
        """
        E-mail addresses that receive notifications.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        Time of the payout.
        """

    @property
    def paid_interests_amount(self, /) -> int:
        """
        Interest paid, in cents.
        """

    @property
    def repaid_amount(self, /) -> int:
        """
        Total amount repaid, principal and fees, in cents.
        """

    @property
    def repaid_nominal_amount(self, /) -> int:
        """
        Principal repaid, in cents.
        """

    @property
    def repaid_nominal_at(self, /) -> datetime | None:
        """
        Time when the principal was repaid.
        """

    @property
    def repayment_from(self, /) -> AccountDetails | None:
        """
        Account from which the loan is repaid.
        """

    @property
    def repayment_from_references(self, /) -> list[str]:
        """
        Repayment reference, as the payer's bank shows it.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod:
        """
        Repayment method.
        """

    @property
    def repayment_to(self, /) -> AccountDetails:
        """
        Account that receives repayments.
        """

    @property
    def repayment_to_references(self, /) -> list[str]:
        """
        Repayment reference, as the receiver's bank shows it.
        """

    @property
    def status(self, /) -> LoanStatus:
        """
        Status of the loan.
        """

    @property
    def submitted_at(self, /) -> datetime:
        """
        Time when the loan was requested.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at(self, /) -> datetime:
        """
        Planned payout date.
        """

    @property
    def to_repay_at(self, /) -> datetime:
        """
        Planned repayment date.
        """

    @property
    def transfer_contract_url(self, /) -> str | None:
        """
        Link to the contract that transfers the loan to another lender. It expires soon: never store it.
        """

@final
class LoanAttachment:
    """
    An attachment of a loan request. Fill in the field that matches `document_type`.
    """

    def __copy__(self, /) -> LoanAttachment: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanAttachment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_type: LoanDocumentType | str,
        description: str | None = None,
        credit_card_expenses: CardExpenses | abc.Mapping[str, Any] | None = None,
        invoice: InvoiceAttachment | abc.Mapping[str, Any] | None = None,
        pro_forma: InvoiceAttachment | abc.Mapping[str, Any] | None = None,
        public_procurement_ownership_act: ProcurementAct | abc.Mapping[str, Any] | None = None,
        public_procurement_single_copy: ProcurementCopy | abc.Mapping[str, Any] | None = None,
        sale_purchase_agreement: SaleAgreementAttachment | abc.Mapping[str, Any] | None = None,
        time_sheet: TimeSheet | abc.Mapping[str, Any] | None = None,
        additional_document_data: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanAttachment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def additional_document_data(self, /) -> dict[str, Any]:
        """
        Other data of the attachment.
        """

    @property
    def credit_card_expenses(self, /) -> CardExpenses | None:
        """
        The credit card expenses, if `document_type` is that.
        """

    @property
    def description(self, /) -> str | None:
        """
        Description in words.
        """

    @property
    def document_type(self, /) -> LoanDocumentType:
        """
        Type of the attachment.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanAttachment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice(self, /) -> InvoiceAttachment | None:
        """
        The invoice, if `document_type` is that.
        """

    @property
    def pro_forma(self, /) -> InvoiceAttachment | None:
        """
        The pro-forma invoice, if `document_type` is that.
        """

    @property
    def public_procurement_ownership_act(self, /) -> ProcurementAct | None:
        """
        The act that awards a public contract, if `document_type` is that.
        """

    @property
    def public_procurement_single_copy(self, /) -> ProcurementCopy | None:
        """
        The single copy of a public contract, if `document_type` is that.
        """

    @property
    def sale_purchase_agreement(self, /) -> SaleAgreementAttachment | None:
        """
        The sale agreement, if `document_type` is that.
        """

    @property
    def time_sheet(self, /) -> TimeSheet | None:
        """
        The time sheet, if `document_type` is that.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class LoanChanges:
    """
    Changes of a loan. Omitted fields stay unchanged. The loan's status determines what can change: all fields
    in `SUBMITTED` and `TO_VALIDATE`, the references and `to_repay_at` in `VALIDATED` and `SCHEDULED`,
    `to_repay_at` alone in `TO_REPAY`, and nothing in any other status.
    """

    def __copy__(self, /) -> LoanChanges: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanChanges: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int | None = None,
        loan_to: PaymentAccount | abc.Mapping[str, Any] | None = None,
        loan_to_references: abc.Sequence[str] | str | None = None,
        to_pay_at: datetime | None = None,
        to_repay_at: datetime | None = None,
        repayment_method: PaymentMethod | str | None = None,
        repayment_to_references: abc.Sequence[str] | str | None = None,
        lender_id: UUID | str | None = None,
        transfer_contract_url: str | None = None,
        metadata: dict[str, Any] | None = None,
        clear: abc.Sequence[str] | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanChanges: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int | None:
        """
        Amount to lend, in cents.
        """

    @property
    def clear(self, /) -> list[str]:
        """
        The wire names of fields to empty. They are sent as null. A field that is neither set nor named here stays
        as it is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanChanges:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def lender_id(self, /) -> str | None:
        """
        Vendor's id of the lender. The API contract does not define its type.
        """

    @property
    def loan_to(self, /) -> PaymentAccount | None:
        """
        Account that receives the payout.
        """

    @property
    def loan_to_references(self, /) -> list[str] | None:
        """
        Payout reference, as the receiver's bank shows it.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data. The API returns it unchanged.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod | None:
        """
        Repayment method: `DIRECT_DEBIT` or `SCT` (transfer).
        """

    @property
    def repayment_to_references(self, /) -> list[str] | None:
        """
        Repayment reference, as the receiver's bank shows it.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at(self, /) -> datetime | None:
        """
        Planned payout date.
        """

    @property
    def to_repay_at(self, /) -> datetime | None:
        """
        Planned repayment date. In `TO_REPAY`, it cannot be before `earliest_to_repay_at`.
        """

    @property
    def transfer_contract_url(self, /) -> str | None:
        """
        Link to the contract that transfers the loan to another lender.
        """

@final
class LoanContractType(OpenEnum):
    """
    Contract type of a loan.
    """

    CREDIT_OPERATION: Final[LoanContractType]
    "\n    A credit.\n    "
    CREDIT_OPERATION_WITH_TRADE_RECEIVABLE_GUARANTEE: Final[LoanContractType]
    "\n    A credit secured by trade receivables.\n    "
    EQUITY_LOAN: Final[LoanContractType]
    "\n    An equity loan.\n    "
    TRADE_RECEIVABLE: Final[LoanContractType]
    "\n    The purchase of a trade receivable.\n    "

@final
class LoanDeposit:
    """
    A deposit that secures a loan.
    """

    def __copy__(self, /) -> LoanDeposit: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDeposit: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        paid_amount: int,
        deposit_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanDeposit: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount to deposit, in cents.
        """

    @property
    def deposit_id(self, /) -> UUID | None:
        """
        Id of the deposit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDeposit:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def paid_amount(self, /) -> int:
        """
        Amount deposited, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class LoanDocument:
    """
    A document of a loan.
    """

    def __copy__(self, /) -> LoanDocument: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDocument: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_type: LoanDocumentType | str,
        document_url: str,
        document_name: str | None = None,
        about_business: BusinessIdentifier | abc.Mapping[str, Any] | None = None,
        uploaded_at: datetime | None = None,
        user_input: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanDocument: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def about_business(self, /) -> BusinessIdentifier | None:
        """
        Company that the document is about.
        """

    @property
    def document_name(self, /) -> str | None:
        """
        File name with extension.
        """

    @property
    def document_type(self, /) -> LoanDocumentType:
        """
        Type of the document.
        """

    @property
    def document_url(self, /) -> str:
        """
        Link to the document. It expires soon: never store it.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDocument:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def uploaded_at(self, /) -> datetime | None:
        """
        Time when the document was uploaded.
        """

    @property
    def user_input(self, /) -> dict[str, Any]:
        """
        Data given with the document.
        """

@final
class LoanDocumentArchive:
    """
    An archive of loan documents.
    """

    def __copy__(self, /) -> LoanDocumentArchive: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDocumentArchive: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, link: str, extra: dict[str, Any] | None = None) -> LoanDocumentArchive: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDocumentArchive:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def link(self, /) -> str:
        """
        Link to the archive. It expires soon: never store it.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class LoanDocumentRequest:
    """
    Selection of the loans whose documents are requested.
    """

    def __copy__(self, /) -> LoanDocumentRequest: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDocumentRequest: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        to_pay_at_from: datetime | None = None,
        to_pay_at_to: datetime | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanDocumentRequest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDocumentRequest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        Only loans with these ids.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at_from(self, /) -> datetime | None:
        """
        Only loans with a payout date at or after this time.
        """

    @property
    def to_pay_at_to(self, /) -> datetime | None:
        """
        Only loans with a payout date before this time.
        """

@final
class LoanDocumentType(OpenEnum):
    """
    Type of a loan document.
    """

    CREDIT_CARD_EXPENSES: Final[LoanDocumentType]
    "\n    Credit card expenses.\n    "
    INVOICE: Final[LoanDocumentType]
    "\n    An invoice.\n    "
    PRO_FORMA: Final[LoanDocumentType]
    "\n    A pro-forma invoice.\n    "
    PUBLIC_PROCUREMENT_OWNERSHIP_ACT: Final[LoanDocumentType]
    "\n    The act that awards a public contract.\n    "
    PUBLIC_PROCUREMENT_SINGLE_COPY: Final[LoanDocumentType]
    "\n    The single copy of a public contract.\n    "
    SALE_PURCHASE_AGREEMENT: Final[LoanDocumentType]
    "\n    A sale agreement.\n    "
    TIME_SHEET: Final[LoanDocumentType]
    "\n    A time sheet.\n    "

@final
class LoanEvent:
    """
    A status change of a loan.
    """

    def __copy__(self, /) -> LoanEvent: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanEvent: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        entity_type: EntityType | str,
        status: LoanStatus | str,
        transition_name: str | None = None,
        timestamp: datetime | None = None,
        payload: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanEvent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def entity_type(self, /) -> EntityType:
        """
        Type of the object: a loan.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanEvent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payload(self, /) -> dict[str, Any]:
        """
        Vendor's data about the change.
        """

    @property
    def status(self, /) -> LoanStatus:
        """
        New status of the loan.
        """

    @property
    def timestamp(self, /) -> datetime | None:
        """
        Time of the change.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def transition_name(self, /) -> str | None:
        """
        Name of the transition.
        """

@final
class LoanFilter:
    """
    Filter for the loans to list. An empty filter lists all.
    """

    def __copy__(self, /) -> LoanFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: abc.Sequence[UUID | str] | UUID | str | None = None,
        borrower: abc.Sequence[str] | str | None = None,
        status: abc.Sequence[LoanStatus | str] | LoanStatus | str | None = None,
        loan_type: abc.Sequence[LoanType | str] | LoanType | str | None = None,
        query: str | None = None,
        guarantor: str | None = None,
        guarantee_called: bool | None = None,
        postponed: bool | None = None,
        to_pay_at_from: datetime | None = None,
        to_pay_at_to: datetime | None = None,
        to_repay_at_from: datetime | None = None,
        to_repay_at_to: datetime | None = None,
        to_repay_at_within_days: int | None = None,
        contractual_repayment_date_from: datetime | None = None,
        contractual_repayment_date_to: datetime | None = None,
        sort_by: LoanSort | str | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower(self, /) -> list[str]:
        """
        Only loans of these companies, by company number.
        """

    @property
    def contractual_repayment_date_from(self, /) -> datetime | None:
        """
        Only loans with a contractual repayment date at or after this time.
        """

    @property
    def contractual_repayment_date_to(self, /) -> datetime | None:
        """
        Only loans with a contractual repayment date before this time.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantee_called(self, /) -> bool | None:
        """
        Only loans whose guarantee was called if true, not called if false.
        """

    @property
    def guarantor(self, /) -> str | None:
        """
        Only loans that this company guarantees.
        """

    @property
    def id(self, /) -> list[UUID]:
        """
        Only loans with these ids.
        """

    @property
    def loan_type(self, /) -> list[LoanType]:
        """
        Only loans with one of these purposes.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of loans per page; 100 if omitted.
        """

    @property
    def postponed(self, /) -> bool | None:
        """
        Only loans whose repayment was postponed if true, not postponed if false.
        """

    @property
    def query(self, /) -> str | None:
        """
        Only loans with this text in their id, invoice number, amount, estimated fees, status or the name of a
        counterparty.
        """

    @property
    def sort_by(self, /) -> LoanSort | None:
        """
        Sort order; newest first if omitted.
        """

    @property
    def status(self, /) -> list[LoanStatus]:
        """
        Only loans with one of these statuses.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at_from(self, /) -> datetime | None:
        """
        Only loans with a payout date at or after this time.
        """

    @property
    def to_pay_at_to(self, /) -> datetime | None:
        """
        Only loans with a payout date before this time.
        """

    @property
    def to_repay_at_from(self, /) -> datetime | None:
        """
        Only loans with a repayment date at or after this time.
        """

    @property
    def to_repay_at_to(self, /) -> datetime | None:
        """
        Only loans with a repayment date before this time.
        """

    @property
    def to_repay_at_within_days(self, /) -> int | None:
        """
        Only loans with a repayment date within this number of days. Excludes `to_repay_at_from` and
        `to_repay_at_to`.
        """

@final
class LoanGuarantee:
    """
    Settings for guarantee calls: when and how a guarantor must pay.
    """

    def __copy__(self, /) -> LoanGuarantee: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanGuarantee: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        guarantor_id: UUID | str,
        days_late: int,
        insolvency_procedure_days_late: int,
        payment_method: PaymentMethod | str,
        to_account_detail_id: UUID | str,
        email_template_id: UUID | str,
        pdf_template_id: UUID | str,
        notification_email_addresses: abc.Sequence[str] | str,
        schedule_guarantee_call_within_hours: int,
        conditions: abc.Sequence[GuaranteeCondition | abc.Mapping[str, Any]]
        | GuaranteeCondition
        | abc.Mapping[str, Any]
        | None = None,
        create_extra_payments: bool | None = None,
        frequency: GuaranteeFrequency | str | None = None,
        from_deposit_account_detail_id: UUID | str | None = None,
        from_guarantor_account_detail_id: UUID | str | None = None,
        min_days_since_last_chargeback: int | None = None,
        reference_format_customization: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanGuarantee: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def conditions(self, /) -> list[GuaranteeCondition]:
        """
        Conditions for the guarantee to apply.
        """

    @property
    def create_extra_payments(self, /) -> bool | None:
        """
        Whether extra payments are planned for the guarantee.
        """

    @property
    def days_late(self, /) -> int:
        """
        Number of days without payment before the guarantee is called.
        """

    @property
    def email_template_id(self, /) -> str:
        """
        Id of the e-mail template.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def frequency(self, /) -> GuaranteeFrequency | None:
        """
        Frequency of guarantee calls.
        """

    @property
    def from_deposit_account_detail_id(self, /) -> UUID | None:
        """
        Vendor's id of the deposit account that pays.
        """

    @property
    def from_guarantor_account_detail_id(self, /) -> UUID | None:
        """
        Vendor's id of the guarantor's account that pays.
        """

    @staticmethod
    def from_json(text: str) -> LoanGuarantee:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantor_id(self, /) -> UUID:
        """
        Id of the guarantor.
        """

    @property
    def insolvency_procedure_days_late(self, /) -> int:
        """
        Number of days without payment before the call if an insolvency procedure is open.
        """

    @property
    def min_days_since_last_chargeback(self, /) -> int | None:
        """
        Minimum number of days since the last chargeback.
        """

    @property
    def notification_email_addresses(self, /) -> list[str]:
        """
        E-mail addresses that receive notifications.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method of the guarantor.
        """

    @property
    def pdf_template_id(self, /) -> str:
        """
        Id of the letter template.
        """

    @property
    def reference_format_customization(self, /) -> str | None:
        """
        Format of the payment reference, with the placeholders `{guarantee_call_date}` and `{days_late}`.
        """

    @property
    def schedule_guarantee_call_within_hours(self, /) -> int:
        """
        Time between the planning of a guarantee call and the call, in hours.
        """

    @property
    def to_account_detail_id(self, /) -> UUID:
        """
        Vendor's id of the account that receives the payment.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class LoanInstallment:
    """
    An instalment of a loan: one repayment.
    """

    def __copy__(self, /) -> LoanInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, amount: int, date: datetime, extra: dict[str, Any] | None = None) -> LoanInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        Planned payment date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class LoanInsurance:
    """
    Insurance of loans.
    """

    def __copy__(self, /) -> LoanInsurance: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanInsurance: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        insurance_provider: InsuranceProvider | str,
        triggers: abc.Sequence[RiskTrigger | str] | RiskTrigger | str,
        delay_to_call_insurance_after_chargeback: int | None = None,
        delay_to_call_insurance_on_insolvency_procedure_opening: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanInsurance: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def delay_to_call_insurance_after_chargeback(self, /) -> int | None:
        """
        Delay between a chargeback and the insurance call, in hours. The insurance is not called if absent.
        """

    @property
    def delay_to_call_insurance_on_insolvency_procedure_opening(self, /) -> int | None:
        """
        Delay between the opening of an insolvency procedure and the insurance call, in hours. The insurance
        is not called if absent.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanInsurance:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def insurance_provider(self, /) -> InsuranceProvider:
        """
        Insurer of the loans.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def triggers(self, /) -> list[RiskTrigger]:
        """
        Events upon which the vendor calls the insurance.
        """

@final
class LoanInvoice:
    """
    An invoice that is created together with the loan that finances it. Amounts are in cents.
    """

    def __copy__(self, /) -> LoanInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document: str,
        invoice_number: str,
        buyer: TradeParty | abc.Mapping[str, Any],
        seller: TradeParty | abc.Mapping[str, Any],
        total_amount: int,
        issued_at: datetime,
        due_at: datetime,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        invoice_type: InvoiceType | str | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        to_account: PaymentAccount | abc.Mapping[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Address printed on the invoice.
        """

    @property
    def buyer(self, /) -> TradeParty:
        """
        Buyer: the company that is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the invoice; `EUR` if omitted.
        """

    @property
    def document(self, /) -> str:
        """
        PDF content in Base64.
        """

    @property
    def due_at(self, /) -> datetime:
        """
        Due date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str:
        """
        Invoice number, as printed on the invoice.
        """

    @property
    def invoice_type(self, /) -> InvoiceType | None:
        """
        Issuer of the invoice, the vendor or a company; `USER` if omitted.
        """

    @property
    def issued_at(self, /) -> datetime:
        """
        Issue date.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data. The API returns it unchanged.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        Amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty:
        """
        Seller: the company that issues the invoice.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        Tax amount, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        Account to pay, as printed on the invoice. It does not set the payout account of the loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        Amount that the buyer still owes, in cents; 0 if the invoice is paid.
        """

    @property
    def total_amount(self, /) -> int:
        """
        Amount including tax, in cents.
        """

@disjoint_base
class LoanOutcome:
    """
    The outcome of a loan request, or its present state.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_json(
        text: str,
    ) -> (
        LoanOutcome.Accepted
        | LoanOutcome.Canceled
        | LoanOutcome.Declined
        | LoanOutcome.InvoiceRefused
        | LoanOutcome.Offered
        | LoanOutcome.Pending
    ):
        """
        Reads the text of `to_json`.
        """

    def to_json(self, /) -> str:
        """
        Returns the outcome as JSON text, to store it. It holds the loan's accounts, but no key.
        """

    @final
    class Accepted(LoanOutcome):
        """
        The loan is accepted on both sides: it will be paid out, or is already. `loan.status` has its state.
        """

        __match_args__: Final = ("loan",)

        def __new__(cls, /, loan: Loan) -> LoanOutcome.Accepted: ...
        @property
        def loan(self, /) -> Loan:
            """
            The loan.
            """

    @final
    class Canceled(LoanOutcome):
        """
        The loan was cancelled or deleted.
        """

        __match_args__: Final = ("loan",)

        def __new__(cls, /, loan: Loan) -> LoanOutcome.Canceled: ...
        @property
        def loan(self, /) -> Loan:
            """
            The loan.
            """

    @final
    class Declined(LoanOutcome):
        """
        The loan is declined. `explain` returns the meaning of the reason.
        """

        __match_args__: Final = ("loan", "reason")

        def __new__(cls, /, loan: Loan | None, reason: str | None) -> LoanOutcome.Declined: ...
        @property
        def loan(self, /) -> Loan | None:
            """
            The loan, `DECLINED`; absent if the API declined by an error.
            """

        @property
        def reason(self, /) -> str | None:
            """
            One of the vendor's denial codes, or the API's text.
            """

    @final
    class InvoiceRefused(LoanOutcome):
        """
        The invoice is not accepted, so the loan was not requested. The invoice is `DECLINED`, or it is
        `TO_EDIT` and needs a correction (`invoices.update`, `invoices.submit`).
        """

        __match_args__: Final = ("invoice",)

        def __new__(cls, /, invoice: Invoice) -> LoanOutcome.InvoiceRefused: ...
        @property
        def invoice(self, /) -> Invoice:
            """
            The invoice; `status_reason` has the reason.
            """

    @final
    class Offered(LoanOutcome):
        """
        The API offers the loan. Accept it with `loans.validate`, or leave it.
        """

        __match_args__: Final = ("loan",)

        def __new__(cls, /, loan: Loan) -> LoanOutcome.Offered: ...
        @property
        def loan(self, /) -> Loan:
            """
            The loan, `TO_VALIDATE`.
            """

    @final
    class Pending(LoanOutcome):
        """
        Not decided yet, or unknown: the call did not wait, or the deadline passed.

        If there is a loan, follow it with `track`. Otherwise send the same request, which holds this
        `salt_id`, with the same options: it does not create a second loan.
        """

        __match_args__: Final = ("loan", "invoice", "salt_id")

        def __new__(cls, /, loan: Loan | None, invoice: Invoice | None, salt_id: str) -> LoanOutcome.Pending: ...
        @property
        def invoice(self, /) -> Invoice | None:
            """
            The invoice that is still being verified; the loan is requested after that.
            """

        @property
        def loan(self, /) -> Loan | None:
            """
            The loan, once the API has confirmed it.
            """

        @property
        def salt_id(self, /) -> str:
            """
            The salt of the request: its idempotency key.
            """

@final
class LoanParticipant(OpenEnum):
    """
    Role of a company in a loan.
    """

    BENEFICIARY: Final[LoanParticipant]
    "\n    The company that receives the payout.\n    "
    BORROWER: Final[LoanParticipant]
    "\n    The company that borrows.\n    "
    GUARANTOR: Final[LoanParticipant]
    "\n    The company that guarantees the loan.\n    "
    PARTNER: Final[LoanParticipant]
    "\n    The partner.\n    "

@final
class LoanRequestLimits:
    """
    Limits of loan requests for a product.
    """

    def __copy__(self, /) -> LoanRequestLimits: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanRequestLimits: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        minimum_duration_in_days: int | None = None,
        maximum_duration_in_days: int | None = None,
        maximum_loan_amount_in_cents: int | None = None,
        display_available_balance: bool | None = None,
        mandatory_options: abc.Sequence[LoanRequestPart | str] | LoanRequestPart | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> LoanRequestLimits: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def display_available_balance(self, /) -> bool | None:
        """
        Whether to show the available balance.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> LoanRequestLimits:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def mandatory_options(self, /) -> list[LoanRequestPart]:
        """
        Parts that a request must contain.
        """

    @property
    def maximum_duration_in_days(self, /) -> int | None:
        """
        Longest duration of a loan, in days.
        """

    @property
    def maximum_loan_amount_in_cents(self, /) -> int | None:
        """
        Highest amount of a loan, in cents.
        """

    @property
    def minimum_duration_in_days(self, /) -> int | None:
        """
        Shortest duration of a loan, in days.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class LoanRequestPart(OpenEnum):
    """
    A part that a loan request may have to contain.
    """

    BENEFICIARIES: Final[LoanRequestPart]
    "\n    The companies that receive the payout.\n    "
    CONTRACT: Final[LoanRequestPart]
    "\n    A contract.\n    "
    COUNTERPARTY: Final[LoanRequestPart]
    "\n    A counterparty.\n    "
    PAYABLE_INVOICE: Final[LoanRequestPart]
    "\n    An invoice that the borrower must pay.\n    "
    PAYMENT_TERMS: Final[LoanRequestPart]
    "\n    Payment terms.\n    "
    RECEIVABLE_INVOICE: Final[LoanRequestPart]
    "\n    An invoice for which the borrower receives payment.\n    "

@final
class LoanSort(OpenEnum):
    """
    Sort order of loans.
    """

    CREATED_ASCENDING: Final[LoanSort]
    "\n    Oldest first.\n    "
    CREATED_DESCENDING: Final[LoanSort]
    "\n    Newest first; the default.\n    "
    PAYOUT_ASCENDING: Final[LoanSort]
    "\n    Earliest payout first.\n    "
    PAYOUT_DESCENDING: Final[LoanSort]
    "\n    Latest payout first.\n    "
    REPAYMENT_ASCENDING: Final[LoanSort]
    "\n    Earliest repayment first.\n    "
    REPAYMENT_DESCENDING: Final[LoanSort]
    "\n    Latest repayment first.\n    "

@final
class LoanStatus(OpenEnum):
    """
    Status of a loan. A loan may skip statuses between two reads.
    """

    CANCELED: Final[LoanStatus]
    "\n    Cancelled before it was paid out.\n    "
    CLOSED: Final[LoanStatus]
    "\n    Repaid in full.\n    "
    DECLINED: Final[LoanStatus]
    "\n    Declined; `denial_reason` gives the reason.\n    "
    DELETED: Final[LoanStatus]
    "\n    Deleted.\n    "
    INITIATED: Final[LoanStatus]
    "\n    The payout was ordered.\n    "
    ISSUE_DETECTED: Final[LoanStatus]
    "\n    A problem with a payment occurred.\n    "
    PENDING_VALIDATION: Final[LoanStatus]
    "\n    A decision is pending.\n    "
    SCHEDULED: Final[LoanStatus]
    "\n    The payout is scheduled.\n    "
    SUBMITTED: Final[LoanStatus]
    "\n    Requested.\n    "
    TO_REPAY: Final[LoanStatus]
    "\n    Paid out, not repaid yet.\n    "
    TO_REPAY_FEES: Final[LoanStatus]
    "\n    The principal is repaid, but fees are still open.\n    "
    TO_VALIDATE: Final[LoanStatus]
    "\n    Offered: the loan needs your `validate`.\n    "
    VALIDATED: Final[LoanStatus]
    "\n    Accepted by you.\n    "

@final
class LoanTracker(abc.Iterator[Loan]):
    """
    An iterator of a loan: as it is now, then at each change of its status.
    """

    def __iter__(self, /) -> LoanTracker: ...
    def __next__(self, /) -> Loan: ...

@final
class LoanType(OpenEnum):
    """
    Purpose of a loan: what it finances.
    """

    CREDIT_CARD_FINANCING: Final[LoanType]
    "\n    Credit card expenses.\n    "
    FUNDING_OBLIGATION_CONSOLIDATION: Final[LoanType]
    "\n    Consolidation of debts.\n    "
    INVENTORY_FINANCING: Final[LoanType]
    "\n    Stock.\n    "
    INVOICE_BASED_FINANCING: Final[LoanType]
    "\n    Invoices.\n    "
    WALLET_FINANCING: Final[LoanType]
    "\n    A wallet.\n    "

@final
class Loans:
    """
    Loans: request, accept, change, track, repay.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def archive_documents(
        self, /, document_type: str, body: LoanDocumentRequest | abc.Mapping[str, Any]
    ) -> LoanDocumentArchive:
        """
        Creates an archive of loan documents. Changes no loan. Blocks; safe to repeat. `document_type` is the
        vendor's name of the type; the API contract does not define the values.

        Operation: `POST /loan/documents/{document_type}`.

        Raises `NotFoundError` if there is no such document.
        """

    def cancel(self, /, loan_id: UUID | str) -> Loan:
        """
        Cancels a loan that is `TO_VALIDATE`, `VALIDATED` or `SCHEDULED`. Blocks.

        The API accepts the call only in these statuses, so a repeated call is refused and changes nothing.
        Check with `get`: the status is `CANCELED` once the call took effect.

        Operation: `POST /loan/{loan_id}/cancel`.

        Raises `NotFoundError` if no loan has this id; `ValidationError` if the loan is in another status.
        """

    def get(self, /, loan_id: UUID | str) -> Loan:
        """
        Reads one loan. Blocks; safe to repeat.

        Operation: `GET /loan/{loan_id}`.

        Raises `NotFoundError` if no loan has this id.
        """

    def list(
        self,
        /,
        *,
        id: abc.Sequence[UUID | str] | UUID | str | None = None,
        borrower: abc.Sequence[str] | str | None = None,
        status: abc.Sequence[LoanStatus | str] | LoanStatus | str | None = None,
        loan_type: abc.Sequence[LoanType | str] | LoanType | str | None = None,
        query: str | None = None,
        guarantor: str | None = None,
        guarantee_called: bool | None = None,
        postponed: bool | None = None,
        to_pay_at_from: datetime | None = None,
        to_pay_at_to: datetime | None = None,
        to_repay_at_from: datetime | None = None,
        to_repay_at_to: datetime | None = None,
        to_repay_at_within_days: int | None = None,
        contractual_repayment_date_from: datetime | None = None,
        contractual_repayment_date_to: datetime | None = None,
        sort_by: LoanSort | str | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[Loan]:
        """
        Lists loans without their documents, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /loans`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

    def list_events(self, /, loan_id: UUID | str) -> PageIterator[LoanEvent]:
        """
        Lists the status changes of a loan. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /loan/{loan_id}/events`.

        Raises `NotFoundError` if no loan has this id.
        """

    def request(self, /, body: NewLoan | abc.Mapping[str, Any]) -> Loan:
        """
        Requests a loan. A decline is an answer, not an error: the loan is `DECLINED` and has a
        `denial_reason`. Blocks; safe to repeat.

        Without `wait_for_validation` the API returns the loan before its decision. With it, the API waits for
        the decision: a loan that is not decided after 20 seconds is returned as `PENDING_VALIDATION`. The
        decision may take up to 2 business days. The API ends a call after 30 seconds with a 504.

        The `salt_id` of the request is the idempotency key: repeated requests with it are one loan. A
        repeated request is sent with the first value of `wait_for_validation`. An equal request with neither
        a salt nor a key of yours is also the same loan while the outcome of the first one is unknown. This
        holds for all clients of the process and, with a store, for all processes that share it. A job that
        builds its requests again sets the key with `for_key`. An error holds the `salt_id` that was sent.

        Operation: `POST /loans`.

        Raises `ValidationError` if the request is invalid: the client lists all problems that it finds, and then sends
        nothing. Also `ValidationError`, at `/salt_id`, if this key was sent with a different request. `StoreError` if
        the client's store fails before the request is sent.
        """

    def set_repayment_terms(self, /, body: RepaymentTermsChange | abc.Mapping[str, Any]) -> builtins.list[Loan]:
        """
        Changes when and how loans are repaid. Returns the changed loans. Blocks.

        The API allows only one postponement per loan, so it may refuse a repeated call. Check with `get`
        first: `to_repay_at` and `repayment_method` show the present terms.

        Operation: `PUT /loan/repayment-terms`.

        Raises `ValidationError` if the API rejects the terms, or if the debit can no longer be stopped.
        """

    def update(self, /, loan_id: UUID | str, body: LoanChanges | abc.Mapping[str, Any]) -> Loan:
        """
        Changes a loan, as far as its status allows. Blocks.

        A repeated call sets the same values again; the API contract defines no answer. Check with `get`.

        Operation: `PATCH /loan/{loan_id}`.

        Raises `NotFoundError` if no loan has this id; `ValidationError` if its status or the API does not allow the change.
        """

    def validate(self, /, loan_id: UUID | str) -> Loan:
        """
        Accepts the offer of a loan that is `TO_VALIDATE`. Blocks.

        The API accepts the call only in this status, so a repeated call is refused and changes nothing. Check
        with `get`: the status has changed once the call took effect.

        Operation: `POST /loan/{loan_id}/validate`.

        Raises `NotFoundError` if no loan has this id; `ValidationError` if the loan is not `TO_VALIDATE`.
        """

@final
class NamedBusiness:
    """
    A company, identified by its number, with its name.
    """

    def __copy__(self, /) -> NamedBusiness: ...
    def __deepcopy__(self, /, _memo: Any) -> NamedBusiness: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        name: str,
        extra: dict[str, Any] | None = None,
    ) -> NamedBusiness: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NamedBusiness:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    @property
    def name(self, /) -> str:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NeedFrequency(OpenEnum):
    """
    Frequency of a company's need for money.
    """

    PERMANENT: Final[NeedFrequency]
    "\n    Permanent.\n    "
    TEMPORARY: Final[NeedFrequency]
    "\n    Temporary.\n    "

@final
class NewBatch:
    """
    Request to open a batch.
    """

    def __copy__(self, /) -> NewBatch: ...
    def __deepcopy__(self, /, _memo: Any) -> NewBatch: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_identifier: BusinessIdentifier | abc.Mapping[str, Any],
        content: BatchContent | abc.Mapping[str, Any],
        context: BatchContext | str,
        auto_cancel_ongoing_batch_for_business: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewBatch: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def auto_cancel_ongoing_batch_for_business(self, /) -> bool | None:
        """
        Whether to cancel an open batch of the same company; true if omitted.
        """

    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        Company whose data is shared.
        """

    @property
    def content(self, /) -> BatchContent:
        """
        Content that the batch will have.
        """

    @property
    def context(self, /) -> BatchContext:
        """
        Reason for sharing the data.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewBatch:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewBorrower:
    """
    Request to enrol a company.

    Only `identifier` is required. Repayment by direct debit also requires the IBAN in `account_number` and a
    managing director with first and last name, birth date, nationality, e-mail and country of residence. The
    vendor looks up most director data of French companies; send it for other companies.
    """

    def __copy__(self, /) -> NewBorrower: ...
    def __deepcopy__(self, /, _memo: Any) -> NewBorrower: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        legal_form: str | None = None,
        vat_number: str | None = None,
        address: BusinessAddress | abc.Mapping[str, Any] | None = None,
        directors: abc.Sequence[Director | abc.Mapping[str, Any]] | Director | abc.Mapping[str, Any] | None = None,
        owner: NewOwner | abc.Mapping[str, Any] | None = None,
        account_number: str | None = None,
        preferred_language: str | None = None,
        signed_at: datetime | None = None,
        metadata: dict[str, Any] | None = None,
        wait_for_ready: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewBorrower: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str | None:
        """
        IBAN of the company. One IBAN belongs to one borrower only.
        """

    @property
    def address(self, /) -> BusinessAddress | None:
        """
        Registered address.
        """

    @staticmethod
    def check_json(text: str, *, direct_debit: bool | None = None) -> tuple[NewBorrower | None, list[Problem]]:
        """
        Reads a request from JSON text and validates it. Returns the request, or None if the text does not
        have its form, and all problems. Sends nothing.
        """

    def compare_company(self, /, other: NewBorrower | abc.Mapping[str, Any]) -> CompanyMatch:
        """
        Returns whether this request and another one are about one company, however its number is spelled and
        whichever of its numbers it names. Sends nothing.

        A SIREN, a SIRET and a French VAT number name one company; so do a NIF and a CIF. A German register
        number is unique only with its court: without a court, the name, the VAT number or the IBAN decide. If
        they do not decide, the answer is `CompanyMatch.CANNOT_TELL`.
        """

    @property
    def directors(self, /) -> list[Director] | None:
        """
        Directors. Omit the field instead of sending an empty list.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewBorrower:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number. It is text because leading zeros count. Spaces are removed, except inside an
        `hr_nummer` or a number without type.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number. Every type is accepted except `name`.
        """

    @property
    def legal_form(self, /) -> str | None:
        """
        Legal form, for example `SAS` or `GmbH`.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data. The API returns it unchanged.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def normalized(self, /) -> NewBorrower:
        """
        Returns the request as it is sent: without blanks in identifiers and IBAN.
        """

    @property
    def owner(self, /) -> NewOwner | None:
        """
        Person who signs up for the borrower. The person must also be in `directors`.
        """

    @property
    def preferred_language(self, /) -> str | None:
        """
        Preferred language, two letters (ISO 639-1): `fr`.
        """

    @property
    def signed_at(self, /) -> datetime | None:
        """
        Time when the borrower accepted the terms. It can also be sent later with `sign`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    def validate(self, /, *, direct_debit: bool | None = None) -> list[Problem]:
        """
        Returns all problems of the request. Sends nothing.

        A problem of severity `error` cannot pass by the contract, and `enroll` refuses it. A `warning` looks
        wrong, but the API decides. `direct_debit`: whether your borrowers repay by direct debit, which needs
        more data.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number with country prefix.
        """

    @property
    def wait_for_ready(self, /) -> bool | None:
        """
        Whether the API waits until a loan can be requested: 4 to 8 seconds, at most 30; false if omitted.
        """

@final
class NewCounterparty:
    """
    Request to create a counterparty, or to find an existing one.
    """

    def __copy__(self, /) -> NewCounterparty: ...
    def __deepcopy__(self, /, _memo: Any) -> NewCounterparty: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        relation_types: abc.Sequence[RelationType | str] | RelationType | str,
        name: str | None = None,
        vat_number: str | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        contact: ContactPerson | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewCounterparty: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def contact(self, /) -> ContactPerson | None:
        """
        Contact person at the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewCounterparty:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number, without spaces.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    @property
    def relation_types(self, /) -> list[RelationType]:
        """
        Relations to you or your borrowers, at least one.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number with country prefix.
        """

@final
class NewInstallment:
    """
    An instalment of a new plan.
    """

    def __copy__(self, /) -> NewInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> NewInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        date: datetime,
        loans: abc.Sequence[InstallmentShare | abc.Mapping[str, Any]] | InstallmentShare | abc.Mapping[str, Any],
        reference: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        Planned payment date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loans(self, /) -> list[InstallmentShare]:
        """
        Parts of the instalment, one per loan. They sum to `amount`.
        """

    @property
    def reference(self, /) -> str | None:
        """
        Payment reference, as banks show it.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewInstallmentPlan:
    """
    Request for a plan that replaces the repayment dates of loans.
    """

    def __copy__(self, /) -> NewInstallmentPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> NewInstallmentPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        installments: abc.Sequence[NewInstallment | abc.Mapping[str, Any]] | NewInstallment | abc.Mapping[str, Any],
        payment_method: PaymentMethod | str,
        from_account: PaymentAccount | abc.Mapping[str, Any] | None = None,
        salt_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewInstallmentPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_account(self, /) -> PaymentAccount | None:
        """
        Account that pays.
        """

    @staticmethod
    def from_json(text: str) -> NewInstallmentPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installments(self, /) -> list[NewInstallment]:
        """
        Instalments of the plan.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method of the instalments.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        Idempotency key: requests with the same `salt_id` give the same plan. If omitted, the API derives it
        from the loans, so repeated requests for the same loans give one plan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewInvoice:
    """
    Request to create an invoice. Amounts are in cents.
    """

    def __copy__(self, /) -> NewInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> NewInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document: str,
        is_draft: bool | None = None,
        invoice_number: str | None = None,
        buyer: TradeParty | abc.Mapping[str, Any] | None = None,
        seller: TradeParty | abc.Mapping[str, Any] | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | abc.Mapping[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Buyer: the company that is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the invoice; `EUR` if omitted.
        """

    @property
    def document(self, /) -> str:
        """
        PDF content in Base64.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        Due date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Invoice number, as printed on the invoice.
        """

    @property
    def is_draft(self, /) -> bool | None:
        """
        Whether the invoice is a draft, to be submitted later with `submit`; false if omitted, says the schema
        of the API contract, but its text says true. Always set it.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        Issue date.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data. The API returns it unchanged.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        Amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Seller: the company that issues the invoice.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        Tax amount, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        Account to pay, as printed on the invoice. It does not set the payout account of a loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        Amount that the buyer still owes, in cents; 0 if the invoice is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        Amount including tax, in cents.
        """

@final
class NewLoan:
    """
    Request for a loan. Amounts are in cents; the highest amount is 200,000 euros.
    """

    def __copy__(self, /) -> NewLoan: ...
    def __deepcopy__(self, /, _memo: Any) -> NewLoan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        loan_to: PaymentAccount | abc.Mapping[str, Any],
        to_pay_at: datetime,
        to_repay_at: datetime,
        borrower: CompanyReference | abc.Mapping[str, Any] | None = None,
        borrower_financial_product_id: UUID | str | None = None,
        currency: Currency | str | None = None,
        invoice_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        invoices: abc.Sequence[LoanInvoice | abc.Mapping[str, Any]] | LoanInvoice | abc.Mapping[str, Any] | None = None,
        documents: abc.Sequence[NewLoanDocument | abc.Mapping[str, Any]]
        | NewLoanDocument
        | abc.Mapping[str, Any]
        | None = None,
        attachments: abc.Sequence[LoanAttachment | abc.Mapping[str, Any]]
        | LoanAttachment
        | abc.Mapping[str, Any]
        | None = None,
        auto_validate: bool | None = None,
        wait_for_validation: bool | None = None,
        installment_plan_type: InstallmentPlanType | str | None = None,
        installments: abc.Sequence[LoanInstallment | abc.Mapping[str, Any]]
        | LoanInstallment
        | abc.Mapping[str, Any]
        | None = None,
        loan_to_references: abc.Sequence[str] | str | None = None,
        repayment_from_references: abc.Sequence[str] | str | None = None,
        notification_emails: abc.Sequence[str] | str | None = None,
        metadata: dict[str, Any] | None = None,
        loan_type: LoanType | str | None = None,
        salt_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewLoan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount to lend, in cents. The maximum is 20,000,000 (200,000 euros).
        """

    @property
    def attachments(self, /) -> list[LoanAttachment]:
        """
        Other supporting attachments. The product determines which ones are required.
        """

    @property
    def auto_validate(self, /) -> bool | None:
        """
        Whether an offer is accepted at once, without `validate`; false if omitted.
        """

    @property
    def borrower(self, /) -> CompanyReference | None:
        """
        Company that borrows. Required unless the API key belongs to the borrower.
        """

    @property
    def borrower_financial_product_id(self, /) -> UUID | None:
        """
        Id of the borrower's financial product. Required only if the borrower has several.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the loan; `EUR` if omitted.
        """

    @property
    def documents(self, /) -> list[NewLoanDocument]:
        """
        Supporting documents. The product determines which ones are required.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def for_key(
        key: str,
        *,
        amount: int,
        loan_to: PaymentAccount | abc.Mapping[str, Any],
        to_pay_at: datetime,
        to_repay_at: datetime,
        borrower: CompanyReference | abc.Mapping[str, Any] | None = None,
        borrower_financial_product_id: UUID | str | None = None,
        currency: Currency | str | None = None,
        invoice_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        invoices: abc.Sequence[LoanInvoice | abc.Mapping[str, Any]] | LoanInvoice | abc.Mapping[str, Any] | None = None,
        documents: abc.Sequence[NewLoanDocument | abc.Mapping[str, Any]]
        | NewLoanDocument
        | abc.Mapping[str, Any]
        | None = None,
        attachments: abc.Sequence[LoanAttachment | abc.Mapping[str, Any]]
        | LoanAttachment
        | abc.Mapping[str, Any]
        | None = None,
        auto_validate: bool | None = None,
        wait_for_validation: bool | None = None,
        installment_plan_type: InstallmentPlanType | str | None = None,
        installments: abc.Sequence[LoanInstallment | abc.Mapping[str, Any]]
        | LoanInstallment
        | abc.Mapping[str, Any]
        | None = None,
        loan_to_references: abc.Sequence[str] | str | None = None,
        repayment_from_references: abc.Sequence[str] | str | None = None,
        notification_emails: abc.Sequence[str] | str | None = None,
        metadata: dict[str, Any] | None = None,
        loan_type: LoanType | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewLoan:
        """
        Makes the request with a salt derived from `key`. The same key gives the same salt in every process and language,
        so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version 5,
        of the key's bytes in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.

        Raises `ValidationError` if the key is blank.
        """

    @staticmethod
    def from_json(text: str) -> NewLoan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plan_type(self, /) -> InstallmentPlanType | None:
        """
        Type of repayment schedule; `IN_FINE` if omitted.
        """

    @property
    def installments(self, /) -> list[LoanInstallment]:
        """
        Repayments, for `INSTALLMENTS` only. They sum to `amount`, and the last one is on `to_repay_at`.
        """

    @property
    def invoice_ids(self, /) -> list[UUID]:
        """
        Id of the invoice to finance, at most one.
        """

    @property
    def invoices(self, /) -> list[LoanInvoice]:
        """
        New invoice to finance, created with the loan; at most one.
        """

    @property
    def loan_to(self, /) -> PaymentAccount:
        """
        Account that receives the payout.
        """

    @property
    def loan_to_references(self, /) -> list[str]:
        """
        Payout reference, as the receiver's bank shows it.
        """

    @property
    def loan_type(self, /) -> LoanType | None:
        """
        Purpose of the loan; `INVOICE_BASED_FINANCING` if omitted. The vendor's text calls the field
        deprecated: use `borrower_financial_product_id`.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data. The API returns it unchanged.
        """

    def normalized(self, /) -> NewLoan:
        """
        Returns the request as it is sent: without blanks in the IBAN.
        """

    @property
    def notification_emails(self, /) -> list[str]:
        """
        E-mail addresses that receive notifications.
        """

    @property
    def repayment_from_references(self, /) -> list[str]:
        """
        Repayment reference, as the payer's bank shows it.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        Idempotency key: requests with the same `salt_id` are one loan. A new object gets a random one, so
        sending the same object again never creates a second loan. `for_key` derives it from a key of yours. A
        changed request needs its own `salt_id`: the client refuses one that was sent with a different
        request. If it is absent, each call generates one.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at(self, /) -> datetime:
        """
        Planned payout date.
        """

    @property
    def to_repay_at(self, /) -> datetime:
        """
        Planned repayment date.
        """

    def validate(self, /) -> list[Problem]:
        """
        Returns all problems of the request. Sends nothing.
        """

    @property
    def wait_for_validation(self, /) -> bool | None:
        """
        Whether the API waits for the decision; false if omitted. A decision that takes longer than 20 seconds
        is not waited for, and may take up to 2 business days: the loan is `PENDING_VALIDATION` until then.
        """

@final
class NewLoanDocument:
    """
    A document of a loan request. Fill in the field that matches `document_type`.
    """

    def __copy__(self, /) -> NewLoanDocument: ...
    def __deepcopy__(self, /, _memo: Any) -> NewLoanDocument: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_type: LoanDocumentType | str,
        document_name: str,
        document_binary_base64: str,
        description: str | None = None,
        invoice: InvoiceDetails | abc.Mapping[str, Any] | None = None,
        pro_forma: InvoiceDetails | abc.Mapping[str, Any] | None = None,
        public_procurement_single_copy: ProcurementCopy | abc.Mapping[str, Any] | None = None,
        sale_purchase_agreement: SaleAgreementDetails | abc.Mapping[str, Any] | None = None,
        additional_document_data: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewLoanDocument: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def additional_document_data(self, /) -> dict[str, Any]:
        """
        Other data of the document.
        """

    @property
    def description(self, /) -> str | None:
        """
        Description in words.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        File content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        File name with extension.
        """

    @property
    def document_type(self, /) -> LoanDocumentType:
        """
        Type of the document.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewLoanDocument:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice(self, /) -> InvoiceDetails | None:
        """
        Data of the document if it is an invoice.
        """

    @property
    def pro_forma(self, /) -> InvoiceDetails | None:
        """
        Data of the document if it is a pro-forma invoice.
        """

    @property
    def public_procurement_single_copy(self, /) -> ProcurementCopy | None:
        """
        Data of the document if it is the single copy of a public contract.
        """

    @property
    def sale_purchase_agreement(self, /) -> SaleAgreementDetails | None:
        """
        Data of the document if it is a sale agreement.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewOnboarding:
    """
    Request to start an onboarding.
    """

    def __copy__(self, /) -> NewOnboarding: ...
    def __deepcopy__(self, /, _memo: Any) -> NewOnboarding: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        preferred_language: str,
        business: BusinessIdentifier | abc.Mapping[str, Any] | None = None,
        email: str | None = None,
        phone_number: str | None = None,
        redirect_url: str | None = None,
        referral: str | None = None,
        step: str | None = None,
        traceability_payload: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewOnboarding: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business(self, /) -> BusinessIdentifier | None:
        """
        Company to onboard. Required for partners.
        """

    @property
    def email(self, /) -> str | None:
        """
        E-mail address of the borrower.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewOnboarding:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        Telephone number of the borrower, preferably with country prefix: `+33612345678`.
        """

    @property
    def preferred_language(self, /) -> str:
        """
        Preferred language, two letters (ISO 639-1): `fr`.
        """

    @property
    def redirect_url(self, /) -> str | None:
        """
        URL to which the borrower is redirected after signing the contract.
        """

    @property
    def referral(self, /) -> str | None:
        """
        Origin of the borrower, in words.
        """

    @property
    def step(self, /) -> str | None:
        """
        Step at which the onboarding starts.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def traceability_payload(self, /) -> dict[str, Any]:
        """
        Your own data to track the borrower's path.
        """

@final
class NewOwner:
    """
    The person who signs up for the borrower. The person must also be a director.
    """

    def __copy__(self, /) -> NewOwner: ...
    def __deepcopy__(self, /, _memo: Any) -> NewOwner: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        first_name: str,
        last_name: str,
        birth_date: date | None = None,
        email: str | None = None,
        phone_number: str | None = None,
        identity_documents: IdentityDocuments | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewOwner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def birth_date(self, /) -> date | None:
        """
        Birth date.
        """

    @property
    def email(self, /) -> str | None:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def first_name(self, /) -> str:
        """
        Given name.
        """

    @staticmethod
    def from_json(text: str) -> NewOwner:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identity_documents(self, /) -> IdentityDocuments | None:
        """
        Identity documents.
        """

    @property
    def last_name(self, /) -> str:
        """
        Family name or names.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        Telephone number, preferably with country prefix: `+33612345678`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionAction:
    """
    An action to plan in a new case.
    """

    def __copy__(self, /) -> NewRecollectionAction: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionAction: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        action_name: str,
        due_at: datetime,
        short_description: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewRecollectionAction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def action_name(self, /) -> str:
        """
        Name of the action.
        """

    @property
    def due_at(self, /) -> datetime:
        """
        Due date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionAction:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def short_description(self, /) -> str | None:
        """
        Short description.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionCase:
    """
    Request to open a case.
    """

    def __copy__(self, /) -> NewRecollectionCase: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionCase: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        agent: str,
        debtor_business: BusinessIdentifier | abc.Mapping[str, Any],
        loan_ids: abc.Sequence[UUID | str] | UUID | str,
        next_action: NewRecollectionAction | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> NewRecollectionCase: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def agent(self, /) -> str:
        """
        Person in charge of the case.
        """

    @property
    def debtor_business(self, /) -> BusinessIdentifier:
        """
        Company that owes the money.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionCase:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        Ids of the late loans.
        """

    @property
    def next_action(self, /) -> NewRecollectionAction:
        """
        First action.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionInstallment:
    """
    An instalment of a plan.
    """

    def __copy__(self, /) -> NewRecollectionInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        date: datetime,
        loans: abc.Sequence[RecollectionShare | abc.Mapping[str, Any]] | RecollectionShare | abc.Mapping[str, Any],
        recollection_fees: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewRecollectionInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount that the borrower pays, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        Planned payment date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loans(self, /) -> list[RecollectionShare]:
        """
        Parts of the instalment, one per loan.
        """

    @property
    def recollection_fees(self, /) -> int | None:
        """
        Part of the amount that pays for the recovery, in cents; 0 if omitted.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionPlan:
    """
    Request to create a plan in a case. `compute_plan` returns one that can be sent unchanged.
    """

    def __copy__(self, /) -> NewRecollectionPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        installments: abc.Sequence[NewRecollectionInstallment | abc.Mapping[str, Any]]
        | NewRecollectionInstallment
        | abc.Mapping[str, Any],
        payment_method: PaymentMethod | str,
        extra: dict[str, Any] | None = None,
    ) -> NewRecollectionPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installments(self, /) -> list[NewRecollectionInstallment]:
        """
        Instalments of the plan.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method of the instalments.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class NewRepaymentMethod:
    """
    Request to add or choose a repayment method.
    """

    def __copy__(self, /) -> NewRepaymentMethod: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRepaymentMethod: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_method: PaymentMethod | str,
        is_default_repayment_method: bool,
        apply_to_all_active_loans: bool,
        from_account: DebitAccount | abc.Mapping[str, Any] | None = None,
        name: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> NewRepaymentMethod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def apply_to_all_active_loans(self, /) -> bool:
        """
        Whether it also applies to all active loans.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_account(self, /) -> DebitAccount | None:
        """
        Account to debit. Required for direct debit.
        """

    @staticmethod
    def from_json(text: str) -> NewRepaymentMethod:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_default_repayment_method(self, /) -> bool:
        """
        Whether it becomes the default for new loans.
        """

    @property
    def name(self, /) -> str | None:
        """
        Name of your choice.
        """

    def normalized(self, /) -> NewRepaymentMethod:
        """
        Returns the request as it is sent: without blanks in the IBAN.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method: `DIRECT_DEBIT` or `SCT` (transfer).
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    def validate(self, /) -> list[Problem]:
        """
        Returns all problems of the request. Sends nothing.
        """

@final
class NewWebhook:
    """
    Request to create or replace a webhook. The API does not sign events: put a secret into the URL, and read
    the changed object from the API.
    """

    def __copy__(self, /) -> NewWebhook: ...
    def __deepcopy__(self, /, _memo: Any) -> NewWebhook: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: str,
        to_url: str,
        event_types: abc.Sequence[WebhookEventType | str] | WebhookEventType | str,
        extra: dict[str, Any] | None = None,
    ) -> NewWebhook: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_types(self, /) -> list[WebhookEventType]:
        """
        Types of events to send, at least one.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> NewWebhook:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def name(self, /) -> str:
        """
        Name of the webhook.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_url(self, /) -> str:
        """
        URL to which the API sends events. Use https, and include a secret.
        """

@final
class NextAction(OpenEnum):
    """
    An action that the borrower must take.
    """

    FILL_KYB_CASE: Final[NextAction]
    "\n    Answer questions about the company and its people.\n    "

@final
class Onboarding:
    """
    An onboarding. It expires after 168 hours (a week): create another one then.
    """

    def __copy__(self, /) -> Onboarding: ...
    def __deepcopy__(self, /, _memo: Any) -> Onboarding: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        status: OnboardingStatus | str,
        is_expired: bool,
        referral: str,
        secure_resume_link: str | None = None,
        borrower_id: UUID | str | None = None,
        business: OnboardingBusiness | abc.Mapping[str, Any] | None = None,
        eligibility: OnboardingEligibility | abc.Mapping[str, Any] | None = None,
        integrations: abc.Sequence[Integration | abc.Mapping[str, Any]]
        | Integration
        | abc.Mapping[str, Any]
        | None = None,
        integrations_need: abc.Sequence[str] | str | None = None,
        preferred_language: str | None = None,
        redirect_url: str | None = None,
        user: OnboardingUser | abc.Mapping[str, Any] | None = None,
        user_input: OnboardingAnswers | abc.Mapping[str, Any] | None = None,
        user_need: str | None = None,
        email: str | None = None,
        phone_number: str | None = None,
        email_tracking_consent: bool | None = None,
        reset_password_token: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Onboarding: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> UUID | None:
        """
        Id of the borrower; absent until the onboarding is completed.
        """

    @property
    def business(self, /) -> OnboardingBusiness | None:
        """
        Company in the onboarding.
        """

    @property
    def eligibility(self, /) -> OnboardingEligibility | None:
        """
        Evaluation of the company.
        """

    @property
    def email(self, /) -> str | None:
        """
        E-mail address of the borrower.
        """

    @property
    def email_tracking_consent(self, /) -> bool | None:
        """
        Whether the borrower agreed to e-mail tracking; absent if not asked.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Onboarding:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the onboarding.
        """

    @property
    def integrations(self, /) -> list[Integration]:
        """
        Data sources that can be connected.
        """

    @property
    def integrations_need(self, /) -> list[str]:
        """
        Data sources that are requested.
        """

    @property
    def is_expired(self, /) -> bool:
        """
        Whether the onboarding has expired.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        Telephone number of the borrower.
        """

    @property
    def preferred_language(self, /) -> str | None:
        """
        Preferred language, two letters (ISO 639-1).
        """

    @property
    def redirect_url(self, /) -> str | None:
        """
        URL to which the borrower is redirected after signing the contract.
        """

    @property
    def referral(self, /) -> str:
        """
        Origin of the borrower.
        """

    @property
    def reset_password_token(self, /) -> str | None:
        """
        Token for setting a password. Never store or log it.
        """

    @property
    def secure_resume_link(self, /) -> str | None:
        """
        Personal link to which you redirect the borrower; absent if the vendor gives none. It is valid for 2
        hours: after that, `create` gives a new one. Never store or log it.
        """

    @property
    def status(self, /) -> OnboardingStatus:
        """
        Status of the onboarding.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def user(self, /) -> OnboardingUser | None:
        """
        Person who goes through the onboarding.
        """

    @property
    def user_input(self, /) -> OnboardingAnswers | None:
        """
        Answers of the person.
        """

    @property
    def user_need(self, /) -> str | None:
        """
        Use of the money, in words.
        """

@final
class OnboardingAnswers:
    """
    Answers that the person gave in an onboarding.
    """

    def __copy__(self, /) -> OnboardingAnswers: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingAnswers: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        desired_amount_euros: int | None = None,
        desired_timeline: str | None = None,
        frequency: NeedFrequency | str | None = None,
        immediate_need: str | None = None,
        user_need: str | None = None,
        integrations_need: abc.Sequence[str] | str | None = None,
        no_enrollment_category: str | None = None,
        no_enrollment_detail: str | None = None,
        reason_for_not_connecting_bank_account: BankConnectionRefusal | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> OnboardingAnswers: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def desired_amount_euros(self, /) -> int | None:
        """
        Amount wanted, in whole euros (not cents).
        """

    @property
    def desired_timeline(self, /) -> str | None:
        """
        Time when the money is wanted, in words.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def frequency(self, /) -> NeedFrequency | None:
        """
        Frequency of the need.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingAnswers:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def immediate_need(self, /) -> str | None:
        """
        Immediate use of the money, in words.
        """

    @property
    def integrations_need(self, /) -> list[str]:
        """
        Data sources that are requested.
        """

    @property
    def no_enrollment_category(self, /) -> str | None:
        """
        Category of the reason for not continuing.
        """

    @property
    def no_enrollment_detail(self, /) -> str | None:
        """
        Reason for not continuing, in words.
        """

    @property
    def reason_for_not_connecting_bank_account(self, /) -> BankConnectionRefusal | None:
        """
        Reason for not connecting a bank account.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def user_need(self, /) -> str | None:
        """
        Use of the money, in words.
        """

@final
class OnboardingBusiness:
    """
    The company in an onboarding.
    """

    def __copy__(self, /) -> OnboardingBusiness: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingBusiness: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        name: str,
        defacto_segment: Segment | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> OnboardingBusiness: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def defacto_segment(self, /) -> Segment | None:
        """
        Vendor's segment of the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingBusiness:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    @property
    def name(self, /) -> str:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class OnboardingEligibility:
    """
    The evaluation of an onboarding.
    """

    def __copy__(self, /) -> OnboardingEligibility: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingEligibility: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        status: OnboardingEligibilityStatus | str,
        is_computing: bool,
        finished_processing: bool,
        response: OnboardingEvaluation | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> OnboardingEligibility: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def finished_processing(self, /) -> bool:
        """
        Whether the computation is complete.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingEligibility:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the evaluation.
        """

    @property
    def is_computing(self, /) -> bool:
        """
        Whether the computation is in progress.
        """

    @property
    def response(self, /) -> OnboardingEvaluation | None:
        """
        Result of the evaluation.
        """

    @property
    def status(self, /) -> OnboardingEligibilityStatus:
        """
        Status of the evaluation.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class OnboardingEligibilityStatus(OpenEnum):
    """
    Status of the evaluation of an onboarding.
    """

    DONE: Final[OnboardingEligibilityStatus]
    "\n    Finished.\n    "
    PENDING_USER_ACTION: Final[OnboardingEligibilityStatus]
    "\n    The borrower must act.\n    "
    PENDING_VALIDATION: Final[OnboardingEligibilityStatus]
    "\n    The vendor's staff reviews it.\n    "

@final
class OnboardingEvaluation:
    """
    Result of an onboarding's evaluation.
    """

    def __copy__(self, /) -> OnboardingEvaluation: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingEvaluation: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        is_eligible: bool,
        reasons: abc.Sequence[DenialReason | abc.Mapping[str, Any]]
        | DenialReason
        | abc.Mapping[str, Any]
        | None = None,
        max_amount: int | None = None,
        fees_daily_rate: Decimal | None = None,
        pricing_details: PricingDetails | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> OnboardingEvaluation: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        Daily rate, in percent per day.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingEvaluation:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_eligible(self, /) -> bool:
        """
        Whether the company is eligible for loans.
        """

    @property
    def max_amount(self, /) -> int | None:
        """
        Highest amount that can be lent, in cents.
        """

    @property
    def pricing_details(self, /) -> PricingDetails | None:
        """
        Rates of a loan.
        """

    @property
    def reasons(self, /) -> list[DenialReason]:
        """
        Reasons why the company is not eligible.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class OnboardingStatus(OpenEnum):
    """
    Status of an onboarding.
    """

    COMPLETED: Final[OnboardingStatus]
    "\n    The borrower completed the onboarding.\n    "
    CREATED: Final[OnboardingStatus]
    "\n    The onboarding was created.\n    "
    DUPLICATE: Final[OnboardingStatus]
    "\n    Another onboarding of the company exists or existed.\n    "

@final
class OnboardingUser:
    """
    The person who goes through an onboarding.
    """

    def __copy__(self, /) -> OnboardingUser: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingUser: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        total_active_tenants: int,
        email: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        phone_number: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> OnboardingUser: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str | None:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def first_name(self, /) -> str | None:
        """
        Given name.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingUser:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def last_name(self, /) -> str | None:
        """
        Family name or names.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        Telephone number.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def total_active_tenants(self, /) -> int:
        """
        Number of accounts that the person has at the vendor.
        """

@final
class Onboardings:
    """
    Hosted onboarding: the borrower goes through pages of the vendor.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def create(self, /, body: NewOnboarding | abc.Mapping[str, Any]) -> Onboarding:
        """
        Starts an onboarding. Redirect the borrower to `secure_resume_link` if it is present, otherwise to
        `https://app.getdefacto.com/onboarding/continue/{id}` with the id of the onboarding. This is the page in
        production: the API contract names none for sandboxes. Blocks.

        The link is valid for 2 hours, the onboarding for 168. After that, create another one.

        The API ends a call after 30 seconds, and the outcome is then unknown. The API contract does not
        define whether a repeated call starts a second onboarding, and no operation lists onboardings. Check
        with `borrowers.list` first whether the company is a borrower.

        Operation: `POST /onboardings`.

        Raises `ValidationError` if the API rejects the request.
        """

    def get(self, /, onboarding_id: UUID | str) -> Onboarding:
        """
        Reads an onboarding: its status and, once completed, the id of the borrower. Blocks; safe to repeat.

        Operation: `GET /onboarding/{onboarding_id}`.

        Raises `NotFoundError` if no onboarding has this id.
        """

@final
class Owner:
    """
    The person who signed up for the borrower, in answers of the API.
    """

    def __copy__(self, /) -> Owner: ...
    def __deepcopy__(self, /, _memo: Any) -> Owner: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, id: UUID | str, email: str, phone_number: str | None = None, extra: dict[str, Any] | None = None
    ) -> Owner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Owner:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Vendor's id of the person.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        Telephone number.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PageIterator(abc.Iterator[_Item_co]):
    """
    An iterator over all items of a list. A page is read when its first item is requested.
    """

    @classmethod
    def __class_getitem__(cls, /, _item: Any) -> type:
        """
        Returns `PageIterator[Borrower]`, for annotations.
        """

    def __iter__(self, /) -> PageIterator[_Item_co]: ...
    def __next__(self, /) -> _Item_co: ...
    def next_page(self, /) -> list[_Item_co] | None:
        """
        Returns the items of the next page as a list, or None after the last page. Items left of the page
        before are not in it.
        """

@final
class Payment:
    """
    A payment. Amounts are in cents.
    """

    def __copy__(self, /) -> Payment: ...
    def __deepcopy__(self, /, _memo: Any) -> Payment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        amount: int,
        payment_type: PaymentType | str,
        status: PaymentStatus | str,
        currency: Currency | str | None = None,
        payment_method: PaymentMethod | str | None = None,
        from_account_details: AccountDetails | abc.Mapping[str, Any] | None = None,
        from_references: abc.Sequence[str] | str | None = None,
        to_account_details: AccountDetails | abc.Mapping[str, Any] | None = None,
        to_references: abc.Sequence[str] | str | None = None,
        scheduled_at: datetime | None = None,
        paid_at: datetime | None = None,
        related_to: PaymentRelations | abc.Mapping[str, Any] | None = None,
        failure_reason: str | None = None,
        reason: str | None = None,
        is_instant: bool | None = None,
        provider: ProviderPayment | abc.Mapping[str, Any] | None = None,
        charged_back_payment_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Payment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def charged_back_payment_id(self, /) -> str | None:
        """
        Id of the payment that this chargeback reverses. The API contract does not define its type.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the payment.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Reason for the failure.
        """

    @property
    def from_account_details(self, /) -> AccountDetails | None:
        """
        Account that pays.
        """

    @staticmethod
    def from_json(text: str) -> Payment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def from_references(self, /) -> list[str]:
        """
        Payment reference, as the payer's bank shows it.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the payment.
        """

    @property
    def is_instant(self, /) -> bool | None:
        """
        Whether it is an instant payment.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        Time of payment.
        """

    @property
    def payment_method(self, /) -> PaymentMethod | None:
        """
        Payment method.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        Purpose of the payment.
        """

    @property
    def provider(self, /) -> ProviderPayment | None:
        """
        Provider's data of the payment.
        """

    @property
    def reason(self, /) -> str | None:
        """
        Reason for the payment.
        """

    @property
    def related_to(self, /) -> PaymentRelations | None:
        """
        Objects that the payment pays.
        """

    @property
    def scheduled_at(self, /) -> datetime | None:
        """
        Planned payment date.
        """

    @property
    def status(self, /) -> PaymentStatus:
        """
        Status of the payment.
        """

    @property
    def to_account_details(self, /) -> AccountDetails | None:
        """
        Account that receives the payment.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_references(self, /) -> list[str]:
        """
        Payment reference, as the receiver's bank shows it.
        """

@final
class PaymentAccount:
    """
    An account that pays or receives money, for example the account for a loan's payout.
    """

    def __copy__(self, /) -> PaymentAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str | None = None,
        bank_identifier: str | None = None,
        bank_identifier_type: BankIdentifierType | str | None = None,
        account_holder: BusinessIdentifier | abc.Mapping[str, Any] | None = None,
        source: AccountSource | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_holder(self, /) -> BusinessIdentifier | None:
        """
        Company that owns the account.
        """

    @property
    def account_number(self, /) -> str:
        """
        Account number; at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType | None:
        """
        Type of the account number; `iban` if omitted.
        """

    @property
    def bank_identifier(self, /) -> str | None:
        """
        Bank identifier, usually the BIC.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType | None:
        """
        Type of `bank_identifier`; `bic` if omitted.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def source(self, /) -> AccountSource | None:
        """
        Source in which the account was found. Only loan changes and instalment plans accept it.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentAggregation:
    """
    Settings for combining payments of a product.
    """

    def __copy__(self, /) -> PaymentAggregation: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentAggregation: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_aggregation_scenario: AggregationScenario | str | None = None,
        payment_aggregation_timing: AggregationTiming | str | None = None,
        payment_types_to_net_and_merge: abc.Sequence[PaymentType | str] | PaymentType | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentAggregation: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentAggregation:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_aggregation_scenario(self, /) -> AggregationScenario | None:
        """
        Method of combining payments.
        """

    @property
    def payment_aggregation_timing(self, /) -> AggregationTiming | None:
        """
        Time when payments are combined.
        """

    @property
    def payment_types_to_net_and_merge(self, /) -> list[PaymentType]:
        """
        Types of payments that are netted and merged.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentBill:
    """
    The part of a payment for one bill.
    """

    def __copy__(self, /) -> PaymentBill: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentBill: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        bill_id: UUID | str,
        amount: int,
        payment_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentBill: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def bill_id(self, /) -> UUID:
        """
        Id of the bill.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentBill:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_id(self, /) -> str | None:
        """
        Id of the payment. The API contract does not define its type.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentFilter:
    """
    Filter for the payments to list. An empty filter lists all.
    """

    def __copy__(self, /) -> PaymentFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: abc.Sequence[UUID | str] | UUID | str | None = None,
        status: abc.Sequence[PaymentStatus | str] | PaymentStatus | str | None = None,
        payment_type: abc.Sequence[PaymentType | str] | PaymentType | str | None = None,
        payment_method: abc.Sequence[PaymentMethod | str] | PaymentMethod | str | None = None,
        loan_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        deposit_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        payment_intent_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        references: abc.Sequence[str] | str | None = None,
        from_account_id: UUID | str | None = None,
        to_account_id: UUID | str | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        paid_after: datetime | None = None,
        paid_before: datetime | None = None,
        updated_after: datetime | None = None,
        is_reconciled: bool | None = None,
        include_bills: bool | None = None,
        include_loans: bool | None = None,
        include_payment_intents: bool | None = None,
        sort_by: PaymentSort | str | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def deposit_id(self, /) -> list[str]:
        """
        Only payments for these deposits, by id.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def from_account_id(self, /) -> str | None:
        """
        Only payments from the account with this id.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only payments created at or after this time.
        """

    @staticmethod
    def from_json(text: str) -> PaymentFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> list[UUID]:
        """
        Only payments with these ids.
        """

    @property
    def include_bills(self, /) -> bool | None:
        """
        Whether to list payments of bills; true if omitted.
        """

    @property
    def include_loans(self, /) -> bool | None:
        """
        Whether to list payments of loans; true if omitted.
        """

    @property
    def include_payment_intents(self, /) -> bool | None:
        """
        Whether to list payments of payment intents; true if omitted.
        """

    @property
    def is_reconciled(self, /) -> bool | None:
        """
        Only reconciled payments if true, only others if false.
        """

    @property
    def loan_id(self, /) -> list[str]:
        """
        Only payments for these loans, by id.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        Number of payments per page; 100 if omitted.
        """

    @property
    def paid_after(self, /) -> datetime | None:
        """
        Only payments paid after this time.
        """

    @property
    def paid_before(self, /) -> datetime | None:
        """
        Only payments paid before this time.
        """

    @property
    def payment_intent_id(self, /) -> list[str]:
        """
        Only payments that execute these payment intents, by id.
        """

    @property
    def payment_method(self, /) -> list[PaymentMethod]:
        """
        Only payments with one of these payment methods.
        """

    @property
    def payment_type(self, /) -> list[PaymentType]:
        """
        Only payments with one of these purposes.
        """

    @property
    def references(self, /) -> list[str]:
        """
        Only payments with one of these references.
        """

    @property
    def sort_by(self, /) -> PaymentSort | None:
        """
        Sort order.
        """

    @property
    def status(self, /) -> list[PaymentStatus]:
        """
        Only payments with one of these statuses.
        """

    @property
    def to_account_id(self, /) -> str | None:
        """
        Only payments to the account with this id.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only payments created at or before this time.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def updated_after(self, /) -> datetime | None:
        """
        Only payments that changed after this time.
        """

@final
class PaymentForIntent:
    """
    The part of a payment that executes one payment intent.
    """

    def __copy__(self, /) -> PaymentForIntent: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentForIntent: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_intent_id: UUID | str,
        amount: int,
        payment_type: PaymentType | str,
        extra: dict[str, Any] | None = None,
    ) -> PaymentForIntent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentForIntent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        Id of the payment intent.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        Purpose of this part.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentIntent:
    """
    A payment intent: what is to be paid, in the vendor's records. Payments execute it. Amounts are in cents.
    """

    def __copy__(self, /) -> PaymentIntent: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentIntent: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        amount: int,
        paid_amount: int,
        payment_method: PaymentMethod | str,
        payment_type: PaymentType | str,
        reference: str,
        related_to: PaymentIntentRelations | abc.Mapping[str, Any],
        scheduled_at: datetime,
        status: PaymentIntentStatus | str,
        from_business_id: UUID | str,
        to_business_id: UUID | str,
        to_account_details: VendorAccount | abc.Mapping[str, Any],
        from_account_details: VendorAccount | abc.Mapping[str, Any] | None = None,
        currency: Currency | str | None = None,
        paid_at: datetime | None = None,
        invoice_id: UUID | str | None = None,
        is_instant: bool | None = None,
        failure_reason: str | None = None,
        identity_salt: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentIntent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Currency of the payment intent.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Reason for the failure.
        """

    @property
    def from_account_details(self, /) -> VendorAccount | None:
        """
        Account that pays.
        """

    @property
    def from_business_id(self, /) -> UUID:
        """
        Vendor's id of the company that pays.
        """

    @staticmethod
    def from_json(text: str) -> PaymentIntent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the payment intent.
        """

    @property
    def identity_salt(self, /) -> str | None:
        """
        The vendor's idempotency key, against a duplicate payment.
        """

    @property
    def invoice_id(self, /) -> UUID | None:
        """
        Id of the invoice that it pays.
        """

    @property
    def is_instant(self, /) -> bool | None:
        """
        Whether it is an instant payment.
        """

    @property
    def paid_amount(self, /) -> int:
        """
        Amount already paid, in cents.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        Time of payment.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        Purpose of the payment.
        """

    @property
    def reference(self, /) -> str:
        """
        Payment reference, as banks show it.
        """

    @property
    def related_to(self, /) -> PaymentIntentRelations:
        """
        Objects related to the payment intent.
        """

    @property
    def scheduled_at(self, /) -> datetime:
        """
        Planned payment date.
        """

    @property
    def status(self, /) -> PaymentIntentStatus:
        """
        Status of the payment intent.
        """

    @property
    def to_account_details(self, /) -> VendorAccount:
        """
        Account that receives the payment.
        """

    @property
    def to_business_id(self, /) -> UUID:
        """
        Vendor's id of the company that is paid.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentIntentRelations:
    """
    Objects that a payment intent pays.
    """

    def __copy__(self, /) -> PaymentIntentRelations: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentIntentRelations: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        due_interests: abc.Sequence[IntentInterest | abc.Mapping[str, Any]]
        | IntentInterest
        | abc.Mapping[str, Any]
        | None = None,
        installment_plans: abc.Sequence[IntentInstallmentPlan | abc.Mapping[str, Any]]
        | IntentInstallmentPlan
        | abc.Mapping[str, Any]
        | None = None,
        loans: abc.Sequence[IntentLoan | abc.Mapping[str, Any]] | IntentLoan | abc.Mapping[str, Any] | None = None,
        payments: abc.Sequence[IntentPayment | abc.Mapping[str, Any]]
        | IntentPayment
        | abc.Mapping[str, Any]
        | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentIntentRelations: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def due_interests(self, /) -> list[IntentInterest]:
        """
        Due interest.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentIntentRelations:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plans(self, /) -> list[IntentInstallmentPlan]:
        """
        Instalment plans.
        """

    @property
    def loans(self, /) -> list[IntentLoan]:
        """
        Loans.
        """

    @property
    def payments(self, /) -> list[IntentPayment]:
        """
        Payments that execute the intent.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentIntentStatus(OpenEnum):
    """
    Status of a payment intent.
    """

    CANCELED: Final[PaymentIntentStatus]
    "\n    Cancelled.\n    "
    DRAFT: Final[PaymentIntentStatus]
    "\n    A draft.\n    "
    INSTRUCTED: Final[PaymentIntentStatus]
    "\n    The payment was ordered at the bank.\n    "
    IN_TRANSIT: Final[PaymentIntentStatus]
    "\n    The payment is in transit.\n    "
    ISSUE_DETECTED: Final[PaymentIntentStatus]
    "\n    A problem occurred.\n    "
    PAID: Final[PaymentIntentStatus]
    "\n    Paid.\n    "
    PARTIALLY_PAID: Final[PaymentIntentStatus]
    "\n    Partially paid.\n    "
    PROPOSED: Final[PaymentIntentStatus]
    "\n    Proposed.\n    "
    SCHEDULED: Final[PaymentIntentStatus]
    "\n    Scheduled.\n    "
    WAITING: Final[PaymentIntentStatus]
    "\n    Waiting for another event.\n    "

@final
class PaymentLoan:
    """
    The part of a payment for one loan.
    """

    def __copy__(self, /) -> PaymentLoan: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentLoan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID | str,
        amount: int,
        payment_type: PaymentType | str,
        deposit_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentLoan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def deposit_id(self, /) -> str | None:
        """
        Id of the deposit to which this part belongs. The API contract does not define its type.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentLoan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        Id of the loan.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        Purpose of this part.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentMethod(OpenEnum):
    """
    Payment method of a repayment.
    """

    CREDIT_TRANSFER: Final[PaymentMethod]
    "\n    The borrower transfers the money.\n    "
    DIRECT_DEBIT: Final[PaymentMethod]
    "\n    The vendor debits the borrower's account.\n    "
    P2P: Final[PaymentMethod]
    "\n    `P2P`; only in answers. The API contract does not say what it stands for.\n    "

@final
class PaymentProvider(OpenEnum):
    """
    Provider that executes payments.
    """

    LEMONWAY: Final[PaymentProvider]
    "\n    Lemonway.\n    "
    MEMOBANK: Final[PaymentProvider]
    "\n    Memo Bank.\n    "
    NUMERAL: Final[PaymentProvider]
    "\n    Numeral.\n    "
    SANDBOX: Final[PaymentProvider]
    "\n    No real provider: sandbox only.\n    "
    SWAN: Final[PaymentProvider]
    "\n    Swan.\n    "
    TEST: Final[PaymentProvider]
    "\n    No real provider: tests only.\n    "

@final
class PaymentRelations:
    """
    Objects that a payment pays.
    """

    def __copy__(self, /) -> PaymentRelations: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentRelations: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loans: abc.Sequence[PaymentLoan | abc.Mapping[str, Any]] | PaymentLoan | abc.Mapping[str, Any] | None = None,
        bills: abc.Sequence[PaymentBill | abc.Mapping[str, Any]] | PaymentBill | abc.Mapping[str, Any] | None = None,
        invoices: abc.Sequence[UUID | str] | UUID | str | None = None,
        payment_intents: abc.Sequence[PaymentForIntent | abc.Mapping[str, Any]]
        | PaymentForIntent
        | abc.Mapping[str, Any]
        | None = None,
        subscriptions: abc.Sequence[PaymentSubscription | abc.Mapping[str, Any]]
        | PaymentSubscription
        | abc.Mapping[str, Any]
        | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PaymentRelations: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def bills(self, /) -> list[PaymentBill]:
        """
        Bills that it pays.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentRelations:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoices(self, /) -> list[UUID]:
        """
        Ids of the invoices that it pays.
        """

    @property
    def loans(self, /) -> list[PaymentLoan]:
        """
        Loans that it pays.
        """

    @property
    def payment_intents(self, /) -> list[PaymentForIntent]:
        """
        Payment intents that it executes.
        """

    @property
    def subscriptions(self, /) -> list[PaymentSubscription]:
        """
        Subscriptions that it pays.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentSort(OpenEnum):
    """
    Sort order of payments.
    """

    AMOUNT_ASCENDING: Final[PaymentSort]
    "\n    Smallest amount first.\n    "
    AMOUNT_DESCENDING: Final[PaymentSort]
    "\n    Largest amount first.\n    "
    METHOD_ASCENDING: Final[PaymentSort]
    "\n    By payment method, ascending.\n    "
    METHOD_DESCENDING: Final[PaymentSort]
    "\n    By payment method, descending.\n    "
    SCHEDULE_ASCENDING: Final[PaymentSort]
    "\n    Earliest planned date first.\n    "
    SCHEDULE_DESCENDING: Final[PaymentSort]
    "\n    Latest planned date first.\n    "

@final
class PaymentStatus(OpenEnum):
    """
    Status of a payment.
    """

    CANCELED: Final[PaymentStatus]
    "\n    Cancelled.\n    "
    FAILED: Final[PaymentStatus]
    "\n    Failed.\n    "
    INSTRUCTED: Final[PaymentStatus]
    "\n    The payment was ordered at the bank.\n    "
    IN_TRANSIT: Final[PaymentStatus]
    "\n    In transit, for one to three business days.\n    "
    PAID: Final[PaymentStatus]
    "\n    Paid.\n    "
    PROPOSED: Final[PaymentStatus]
    "\n    Proposed.\n    "
    SCHEDULED: Final[PaymentStatus]
    "\n    Scheduled.\n    "

@final
class PaymentSubscription:
    """
    The part of a payment for one subscription.
    """

    def __copy__(self, /) -> PaymentSubscription: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentSubscription: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, subscription_id: UUID | str, amount_cents: int, extra: dict[str, Any] | None = None
    ) -> PaymentSubscription: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount_cents(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentSubscription:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def subscription_id(self, /) -> UUID:
        """
        Id of the subscription.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PaymentType(OpenEnum):
    """
    Purpose of a payment.
    """

    CHANNEL_VERIFICATION: Final[PaymentType]
    "\n    Verification of an account.\n    "
    CHARGEBACK: Final[PaymentType]
    "\n    A debit that was charged back.\n    "
    DEPOSIT_FUNDING: Final[PaymentType]
    "\n    Payment into a deposit.\n    "
    DEPOSIT_RELEASE: Final[PaymentType]
    "\n    Release of a deposit to its owner.\n    "
    DEPOSIT_WITHDRAWAL: Final[PaymentType]
    "\n    Withdrawal from a deposit.\n    "
    EXTRA: Final[PaymentType]
    "\n    Payment above the amount due.\n    "
    INTERNAL: Final[PaymentType]
    "\n    Transfer between accounts of the vendor.\n    "
    LENDER_DEBT_RESOLUTION: Final[PaymentType]
    "\n    Settlement of debts with a lender.\n    "
    LENDER_PREFUNDING: Final[PaymentType]
    "\n    Payment from a lender before the loans.\n    "
    LENDER_REPURCHASE: Final[PaymentType]
    "\n    Purchase of a loan back from a lender.\n    "
    LOAN_PAYMENT: Final[PaymentType]
    "\n    Payout of a loan.\n    "
    LOAN_PURCHASE: Final[PaymentType]
    "\n    Purchase of a loan.\n    "
    PAYMENT_PROVIDER_FEES: Final[PaymentType]
    "\n    Fees of the payment provider.\n    "
    PLATFORM: Final[PaymentType]
    "\n    Payment for the platform.\n    "
    REFUND: Final[PaymentType]
    "\n    Refund.\n    "
    REPAYMENT_FEES: Final[PaymentType]
    "\n    Repayment of fees.\n    "
    REPAYMENT_FULL: Final[PaymentType]
    "\n    Repayment of a loan with its fees.\n    "
    REPAYMENT_NOMINAL: Final[PaymentType]
    "\n    Repayment of principal.\n    "
    RETURNED: Final[PaymentType]
    "\n    Payment that was returned.\n    "
    REVENUE_SHARE: Final[PaymentType]
    "\n    Revenue share.\n    "
    REVERT: Final[PaymentType]
    "\n    Payment that was reversed.\n    "
    SUBSCRIPTION: Final[PaymentType]
    "\n    Subscription.\n    "

@final
class Payments:
    """
    Payments of all types, and payment links.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def list(
        self,
        /,
        *,
        id: abc.Sequence[UUID | str] | UUID | str | None = None,
        status: abc.Sequence[PaymentStatus | str] | PaymentStatus | str | None = None,
        payment_type: abc.Sequence[PaymentType | str] | PaymentType | str | None = None,
        payment_method: abc.Sequence[PaymentMethod | str] | PaymentMethod | str | None = None,
        loan_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        deposit_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        payment_intent_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        references: abc.Sequence[str] | str | None = None,
        from_account_id: UUID | str | None = None,
        to_account_id: UUID | str | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        paid_after: datetime | None = None,
        paid_before: datetime | None = None,
        updated_after: datetime | None = None,
        is_reconciled: bool | None = None,
        include_bills: bool | None = None,
        include_loans: bool | None = None,
        include_payment_intents: bool | None = None,
        sort_by: PaymentSort | str | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PageIterator[Payment]:
        """
        Lists payments, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /payments`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

    def repay_now(self, /, body: RepayNow | abc.Mapping[str, Any]) -> RepayNowLink:
        """
        Creates a payment link: a page where the borrower pays now. Blocks.

        The API contract does not define whether a repeated call creates a second page, and no operation lists
        the pages. Check with `payments.list` for a payment before you send a second link.

        Operation: `POST /repay/now`.

        Raises `ValidationError` if the API rejects the amount or the address.
        """

@final
class Pdf:
    """
    A PDF document, for example an invoice that a loan finances.

    Created from a file, from bytes or from anything that can be read. Content that is not a PDF, is empty or
    is larger than 20 MiB is refused at once. Requests that carry a document inside JSON take its `base64()`.
    """

    def __new__(cls, /, source: Pdf | bytes | str | PathLike[str] | BinaryIO, *, name: str | None = None) -> Pdf:
        """
        A PDF document, for example an invoice that a loan finances.

        `source` is a path, bytes, or a file opened as ``'rb'``. `name` is the file's name, if `source` has
        none. Raises `ValidationError` when the content cannot be read, is empty, is larger than 20 MiB or is
        not a PDF.
        """

    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...
    def __repr__(self, /) -> str: ...
    def base64(self, /) -> str:
        """
        Returns the document in Base64, as requests carry it inside JSON.
        """

    @property
    def content(self, /) -> bytes:
        """
        The bytes of the document.
        """

    @property
    def name(self, /) -> str:
        """
        The file's name.
        """

@final
class PendingEnrollments:
    """
    Pending enrolments: companies that wait for their credit line.

    The id in `CreditLine.CREATED` is not that of a borrower, so one event does not reliably tell whose line
    exists. Therefore each poll lists the lines of all waiting companies, a hundred a call. An event only says
    when to poll (`notify`); without events it polls by itself, with growing pauses. Events that come close
    together cause one poll. The store keeps the enrolments, so they survive a restart; with a store for
    several machines, these share the work. Its copies wait for the same enrolments.
    """

    def __bool__(self, /) -> bool:
        """
        Returns True, also if no enrolment is pending.
        """

    def __len__(self, /) -> int:
        """
        Returns the number of pending enrolments.
        """

    def __new__(
        cls, /, client: Client, store: Store, *, name: str = ..., poll_interval: float = 5.0, gather: float = 0.25
    ) -> PendingEnrollments:
        """
        Pending enrolments: companies that wait for their credit line.

        The id in `CreditLine.CREATED` is not that of a borrower, so one event does not reliably tell whose
        line exists. Therefore each poll lists the lines of all waiting companies, a hundred a call. An event
        only says when to poll (`notify`); without events it polls by itself, with growing pauses. Events that
        come close together cause one poll. The store keeps the enrolments, so they survive a restart.

        Keywords, with times in seconds:


        - `name`: The name of these enrolments in the store; `pending` unless set.
        - `poll_interval`: The first pause between two polls without an event, 5 seconds unless set. The pauses
          grow to twelve times as much while nothing happens.
        - `gather`: How long to wait after an event for the events that follow it closely, 250 milliseconds
          unless set. All of them cause one poll.
        """

    def __repr__(self, /) -> str: ...
    def _asynchronous(self, /) -> Any:
        """
        Returns the calls that do not block, for `aio.py`.
        """

    def add(self, /, enrollment: Enrollment) -> bool:
        """
        Adds a `Pending` enrolment; any other outcome needs no polling and is not added. Returns True if it
        was added. Safe to repeat. Raises `StoreError` when the store cannot be used, `ValidationError` when
        the token is invalid, and `ConfigurationError` when it, or the enrolments in the store under this
        name, belong to another API.
        """

    def add_token(self, /, resume: str) -> None:
        """
        Adds an enrolment by its resume token. Safe to repeat. Raises the exceptions of `add`.
        """

    def cancelled_by(self, /, cancel: CancelToken) -> PendingEnrollments:
        """
        Returns the same enrolments, for a wait that `cancel` ends.
        """

    def notify(self, /, event: WebhookEvent) -> bool:
        """
        Schedules a poll in `resolutions` or `watch` if `event` may announce a credit line. Returns True if it
        does. Does not block and sends nothing, so a webhook handler can call it before it answers.
        """

    def resolutions(self, /, wait: float | None = None) -> Resolutions:
        """
        Returns the resolutions one by one. Ends when no enrolment is pending, or after `wait` seconds if it
        is set. Each item blocks; several threads may share the work.

        A resolution counts as delivered when the next one is requested. Until then it is delivered again: by
        the next iterator if this one is dropped, and after a restart if the program dies. A passing error (a
        time-out, a 5xx) is not raised: a later poll follows.
        """

    def watch(self, /) -> Resolutions:
        """
        As `resolutions`, but without an end: for a thread of a service that gets new enrolments at any time.
        """

@final
class PersonRole(OpenEnum):
    """
    Role of a person in a company.
    """

    DIRECTOR: Final[PersonRole]
    "\n    A managing director.\n    "
    NON_DIRECTOR: Final[PersonRole]
    "\n    Another role, for example a shareholder.\n    "

@final
class PlannedInstallment:
    """
    A planned payment of an instalment plan.
    """

    def __copy__(self, /) -> PlannedInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> PlannedInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        amount: int,
        date: datetime,
        status: PaymentIntentStatus | str,
        extra: dict[str, Any] | None = None,
    ) -> PlannedInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        Planned payment date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> PlannedInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the instalment.
        """

    @property
    def status(self, /) -> PaymentIntentStatus:
        """
        Status of the instalment.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PortfolioOutcome(OpenEnum):
    """
    The outcome of a row.
    """

    AMBIGUOUS: Final[PortfolioOutcome]
    "\n    Borrowers exist that may be the company: nothing was sent. Add data about the company, or decide.\n    "
    DECLINED: Final[PortfolioOutcome]
    "\n    The company gets no credit line.\n    "
    DUPLICATE: Final[PortfolioOutcome]
    "\n    The company is in an earlier row, which has its outcome.\n    "
    FAILED: Final[PortfolioOutcome]
    "\n    The API failed. The next run continues with the row.\n    "
    INVALID: Final[PortfolioOutcome]
    "\n    The row is invalid: nothing was sent. Correct it and run again.\n    "
    MISSING_DATA: Final[PortfolioOutcome]
    "\n    The API could not obtain data that it needs. Complete the row and run again.\n    "
    PENDING: Final[PortfolioOutcome]
    "\n    The borrower exists, but not yet its line. The next run polls again.\n    "
    READY: Final[PortfolioOutcome]
    "\n    The credit line exists: a loan can be requested now.\n    "

@final
class PortfolioProgress:
    """
    The progress of a portfolio.
    """

    def __copy__(self, /) -> PortfolioProgress: ...
    def __deepcopy__(self, /, _memo: Any) -> PortfolioProgress: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        read: int,
        ready: int,
        declined: int,
        missing_data: int,
        invalid: int,
        duplicate: int,
        pending: int,
        failed: int,
        ambiguous: int,
        extra: dict[str, Any] | None = None,
    ) -> PortfolioProgress: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def ambiguous(self, /) -> int:
        """
        The number of rows whose company may be one of several borrowers.
        """

    @property
    def declined(self, /) -> int:
        """
        The number of declined rows.
        """

    @property
    def duplicate(self, /) -> int:
        """
        The number of rows whose company is in an earlier row.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def failed(self, /) -> int:
        """
        The number of failed rows.
        """

    @staticmethod
    def from_json(text: str) -> PortfolioProgress:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invalid(self, /) -> int:
        """
        The number of invalid rows.
        """

    @property
    def missing_data(self, /) -> int:
        """
        The number of rows that lack data.
        """

    @property
    def pending(self, /) -> int:
        """
        The number of rows that were still pending at the deadline.
        """

    @property
    def read(self, /) -> int:
        """
        The number of rows that were read.
        """

    @property
    def ready(self, /) -> int:
        """
        The number of rows with a credit line.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PortfolioReport:
    """
    A report on a portfolio, read from its store page by page: memory does not grow with the number of rows.

    It holds the numbers and names of companies and your own references, as the store does, but no account and
    no personal data. It can be created while the portfolio runs, and shows what is known so far. It sends
    nothing; everything is safe to repeat.
    """

    def __new__(
        cls, /, store: Store, name: str = "portfolio", *, language: ReportLanguage | str | None = None
    ) -> PortfolioReport:
        """
        Creates a report on the portfolio `name`. A portfolio that is not in the store has no rows.

        Keywords:

        - `language`: The language of the HTML report: `en`, `fr`, `de`, `es` or `nl`; English unless set. The
          forms for programs, CSV and JSON Lines, are the same in all languages.

        Raises `ConfigurationError` when the report is not written in the language.
        """

    def __repr__(self, /) -> str: ...
    def results(self, /) -> PortfolioResults:
        """
        Returns the result of each row, in the order of the rows. A row without an outcome is pending, with a
        reason. Raises `StoreError` when the store cannot be read.
        """

    def save(self, /, path: str | PathLike[str]) -> None:
        """
        Writes the report to a file. The ending of `path` decides the format: `.csv` for spreadsheets,
        `.jsonl` for programs, `.html` for people. In CSV, amounts are in cents, and text that a spreadsheet
        would read as a formula has an apostrophe in front. HTML is one page in the report's language that needs
        nothing else, with the counts, the reasons and the rows without a credit line (up to a thousand).

        The file appears whole or not at all, and replaces an earlier one. Raises `ConfigurationError` for
        another ending, and `StoreError` when the store cannot be read or the file cannot be written.
        """

    def summary(self, /) -> ReportSummary:
        """
        Returns the number of rows by outcome, and the reasons. Raises `StoreError` when the store cannot be
        read.
        """

@final
class PortfolioResult:
    """
    The result of one row of a portfolio.
    """

    def __copy__(self, /) -> PortfolioResult: ...
    def __deepcopy__(self, /, _memo: Any) -> PortfolioResult: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        row: int,
        outcome: PortfolioOutcome | str,
        identifier: str | None = None,
        borrower_id: UUID | str | None = None,
        pool_amount: int | None = None,
        balance_available: int | None = None,
        currency: Currency | str | None = None,
        fees_daily_rate: Decimal | None = None,
        reason: str | None = None,
        fields: abc.Sequence[str] | str | None = None,
        problems: abc.Sequence[RowProblem | abc.Mapping[str, Any]] | RowProblem | abc.Mapping[str, Any] | None = None,
        duplicate_of: int | None = None,
        candidates: abc.Sequence[BorrowerCandidate | abc.Mapping[str, Any]]
        | BorrowerCandidate
        | abc.Mapping[str, Any]
        | None = None,
        error_kind: ErrorKind | str | None = None,
        status: int | None = None,
        known_before: bool | None = None,
        name: str | None = None,
        reference: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> PortfolioResult: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def balance_available(self, /) -> int | None:
        """
        The amount that can still be lent, in cents.
        """

    @property
    def borrower_id(self, /) -> UUID | None:
        """
        The borrower's id, for all operations on it.
        """

    @property
    def candidates(self, /) -> list[BorrowerCandidate]:
        """
        The borrowers that the company may be.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        The currency of both amounts.
        """

    @property
    def duplicate_of(self, /) -> int | None:
        """
        The earlier row of the same company.
        """

    @property
    def error_kind(self, /) -> ErrorKind | None:
        """
        The kind of the error, if the row failed.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        The whole daily rate, in percent per day.
        """

    @property
    def fields(self, /) -> list[str]:
        """
        The data that the API lacks, as JSON pointers into the request.
        """

    @staticmethod
    def from_json(text: str) -> PortfolioResult:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str | None:
        """
        The company's number, if it could be read.
        """

    @property
    def known_before(self, /) -> bool:
        """
        Whether the outcome was known from an earlier run: nothing was sent for it in this one.
        """

    @property
    def name(self, /) -> str | None:
        """
        The company's name as the row gives it. Absent if the row has none, or if the company's number is
        that of a person.
        """

    @property
    def outcome(self, /) -> PortfolioOutcome:
        """
        The outcome.
        """

    @property
    def pool_amount(self, /) -> int | None:
        """
        The largest amount that can be lent in all, in cents.
        """

    @property
    def problems(self, /) -> list[RowProblem]:
        """
        The problems of the row, errors and warnings, by column.
        """

    @property
    def reason(self, /) -> str | None:
        """
        The reason: one of the vendor's denial codes, or text.
        """

    @property
    def reference(self, /) -> str | None:
        """
        Your own reference of the company, if the portfolio was given one.
        """

    @property
    def row(self, /) -> int:
        """
        The place of the row in the input.
        """

    @property
    def status(self, /) -> int | None:
        """
        The HTTP status, if the row failed and there was an answer.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class PortfolioResults(abc.Iterator[PortfolioResult]):
    """
    An iterator of the results of a report.
    """

    def __iter__(self, /) -> PortfolioResults: ...
    def __next__(self, /) -> PortfolioResult: ...

@final
class PortfolioRow:
    """
    One row of a portfolio: a company to enrol, or the problems that keep it from being read.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, number: int, request: NewBorrower, *, reference: str | None = None) -> PortfolioRow:
        """
        Creates a row with a request, which is validated when it is sent. `number` is its place in your input,
        from 1 on. `reference` is your own reference of the company, which results and reports repeat.
        """

    def __repr__(self, /) -> str: ...
    @property
    def is_invalid(self, /) -> bool:
        """
        Whether nothing is sent for the row.
        """

    @property
    def number(self, /) -> int:
        """
        The place in the input, from 1 on: a line of a text, the number of a row in other files.
        """

    @property
    def problems(self, /) -> list[RowProblem]:
        """
        All problems of the row, errors and warnings.
        """

    @property
    def reference(self, /) -> str | None:
        """
        Your own reference of the company, or None.
        """

    @property
    def request(self, /) -> NewBorrower | None:
        """
        The request, or None if the row does not have the form of one.
        """

@final
class PortfolioRows(abc.Iterator[PortfolioRow]):
    """
    An iterator over the rows of a file.
    """

    def __iter__(self, /) -> PortfolioRows: ...
    def __next__(self, /) -> PortfolioRow: ...
    @property
    def columns(self, /) -> list[tuple[str, str | None]]:
        """
        The use of each column: its name, and the place in the request that it fills, or None if it is
        ignored.
        """

    @property
    def encoding(self, /) -> str | None:
        """
        The usual name of the encoding in which a text is read (`UTF-8`, `windows-1252`), or None for a
        workbook.
        """

    @property
    def is_encoding_guessed(self, /) -> bool:
        """
        Whether the encoding was guessed from the letters. If so, check names with accents.
        """

    @staticmethod
    def open(
        path: str | PathLike[str],
        *,
        format: str | None = None,
        separator: str | None = None,
        encoding: str | None = None,
        columns: dict[str, str] | None = None,
        constants: dict[str, str] | None = None,
        direct_debit: bool | None = None,
        sheet: str | None = None,
        dates: str | None = None,
        reference: str | None = None,
    ) -> PortfolioRows:
        """
        Opens a file with companies: CSV, JSON Lines, a workbook (.xlsx, .ods). Iterate over it to check the
        file (nothing is sent), or open it anew and pass it to `enroll_many`. For Parquet and Arrow use
        `pyarrow`: pass the dicts of its batches to `enroll_many`.

        `format`: `"csv"`, `"jsonl"`, `"xlsx"` or `"ods"`, by the file's ending unless set. `separator` and
        `encoding` are detected unless set; encodings are `"utf-8"`, `"utf-16-le"`, `"utf-16-be"`, `"cp1252"`,
        `"cp1250"`, `"iso8859-15"`, `"mac-roman"` and `"cp850"`. `sheet` is the name of a workbook's sheet,
        the first one that is not hidden unless set. `dates`: `"day-first"` or `"month-first"`, for dates such
        as 03/09/1971, which are an error of their row unless set. `columns` maps names of columns to places
        in the request (`{"Bank": "/account_number"}`), `constants` places to values for all rows.
        `direct_debit`: whether the borrowers repay by direct debit, which needs more data. `reference` is the
        column with your own reference of each company, which results and reports repeat. Raises
        `ConfigurationError` or `ValidationError` when the file cannot be read as a portfolio.
        """

    @property
    def sheet(self, /) -> str | None:
        """
        The name of the sheet that is read, or None if the file is no workbook.
        """

@final
class PortfolioRun(abc.Iterator[PortfolioResult]):
    """
    A running portfolio: an iterator of the result of each row, in no fixed order.

    An exception ends it. Its progress is in the store, and the next run continues from there. Use it by
    ``with``, or call `close`: then it sends nothing more.
    """

    def __enter__(self, /) -> Self: ...
    def __exit__(self, /, *_exception: object) -> None: ...
    def __iter__(self, /) -> PortfolioRun: ...
    def __next__(self, /) -> PortfolioResult: ...
    def close(self, /) -> None:
        """
        Ends the run and waits for its threads. Nothing is lost: the next run continues.
        """

    def progress(self, /) -> PortfolioProgress:
        """
        Returns the progress of the run. Does not block; can be called from any thread.
        """

    def stop(self, /) -> None:
        """
        Ends the run, from any thread. It sends nothing more, and the next run looks up the calls under way.
        An iteration ends with `InterruptedError`. Nothing is lost.
        """

@final
class PricingDetails:
    """
    Rates of a loan.
    """

    def __copy__(self, /) -> PricingDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> PricingDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, fees_daily_rate: Decimal, late_daily_rate: Decimal, extra: dict[str, Any] | None = None
    ) -> PricingDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal:
        """
        Daily rate, in percent per day.
        """

    @staticmethod
    def from_json(text: str) -> PricingDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def late_daily_rate(self, /) -> Decimal:
        """
        Daily rate for late payment, in percent per day.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Problem:
    """
    One problem of a request: its place, its cause and its severity. It never holds the value.
    """

    def __copy__(self, /) -> Problem: ...
    def __deepcopy__(self, /, _memo: Any) -> Problem: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, pointer: str, code: str, severity: Severity | str, detail: str, extra: dict[str, Any] | None = None
    ) -> Problem: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        A stable code that programs may branch on, `iban_checksum` for instance.
        """

    @property
    def detail(self, /) -> str:
        """
        What is wrong and what to do, in plain English.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Problem:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def pointer(self, /) -> str:
        """
        Where it is in the request, as a JSON pointer: `/directors/0/birth_date`. Empty for the whole request.
        """

    @property
    def severity(self, /) -> Severity:
        """
        Whether the problem stops the request.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ProcurementAct:
    """
    The act that awards a public contract.
    """

    def __copy__(self, /) -> ProcurementAct: ...
    def __deepcopy__(self, /, _memo: Any) -> ProcurementAct: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        contract_identifier: str,
        act_date: datetime,
        document_name: str | None = None,
        document_binary_base64: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProcurementAct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def act_date(self, /) -> datetime:
        """
        Date when the act was issued.
        """

    @property
    def contract_identifier(self, /) -> str:
        """
        Contract number.
        """

    @property
    def document_binary_base64(self, /) -> str | None:
        """
        File content in Base64.
        """

    @property
    def document_name(self, /) -> str | None:
        """
        File name with extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ProcurementAct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ProcurementCopy:
    """
    The single copy of a public contract, which is pledged.
    """

    def __copy__(self, /) -> ProcurementCopy: ...
    def __deepcopy__(self, /, _memo: Any) -> ProcurementCopy: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        contract_identifier: str,
        contract_undertaking_date: datetime,
        contract_publication_date: datetime | None = None,
        document_name: str | None = None,
        document_binary_base64: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProcurementCopy: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def contract_identifier(self, /) -> str:
        """
        Contract number.
        """

    @property
    def contract_publication_date(self, /) -> datetime | None:
        """
        Date when the contract was published.
        """

    @property
    def contract_undertaking_date(self, /) -> datetime:
        """
        Date when the contract was concluded.
        """

    @property
    def document_binary_base64(self, /) -> str | None:
        """
        File content in Base64.
        """

    @property
    def document_name(self, /) -> str | None:
        """
        File name with extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ProcurementCopy:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ProductBilling:
    """
    Billing of fees.
    """

    def __copy__(self, /) -> ProductBilling: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductBilling: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        bill_overdue_threshold_in_days: int | None = None,
        loan_overdue_threshold_in_days: int | None = None,
        fees_payers: abc.Sequence[FeesPayer | abc.Mapping[str, Any]] | FeesPayer | abc.Mapping[str, Any] | None = None,
        penalties_disabled: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProductBilling: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def bill_overdue_threshold_in_days(self, /) -> int | None:
        """
        Number of days after which a bill is overdue.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fees_payers(self, /) -> list[FeesPayer]:
        """
        Payers of the fees.
        """

    @staticmethod
    def from_json(text: str) -> ProductBilling:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_overdue_threshold_in_days(self, /) -> int | None:
        """
        Number of days after which a loan is overdue.
        """

    @property
    def penalties_disabled(self, /) -> bool | None:
        """
        Whether late payment has no penalty.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ProductConfiguration:
    """
    Configuration of a product. Partners need `ux`; most other fields are internal to the vendor.
    """

    def __copy__(self, /) -> ProductConfiguration: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductConfiguration: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        ux: ProductExperience | abc.Mapping[str, Any] | None = None,
        contract_type: LoanContractType | str | None = None,
        installments: InstallmentLimits | abc.Mapping[str, Any] | None = None,
        billing: ProductBilling | abc.Mapping[str, Any] | None = None,
        contract_generation_settings: ContractGeneration | abc.Mapping[str, Any] | None = None,
        contract_templates: abc.Sequence[ProductContractTemplate | abc.Mapping[str, Any]]
        | ProductContractTemplate
        | abc.Mapping[str, Any]
        | None = None,
        depositing_rules: abc.Sequence[DepositRule | abc.Mapping[str, Any]]
        | DepositRule
        | abc.Mapping[str, Any]
        | None = None,
        risk_mitigation_config: RiskMitigation | abc.Mapping[str, Any] | None = None,
        subscription: SubscriptionTerms | abc.Mapping[str, Any] | None = None,
        tcs_documents: abc.Sequence[ProductTerms | abc.Mapping[str, Any]]
        | ProductTerms
        | abc.Mapping[str, Any]
        | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProductConfiguration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def billing(self, /) -> ProductBilling | None:
        """
        Billing of fees.
        """

    @property
    def contract_generation_settings(self, /) -> ContractGeneration | None:
        """
        Settings for generating contracts.
        """

    @property
    def contract_templates(self, /) -> list[ProductContractTemplate]:
        """
        Contract templates.
        """

    @property
    def contract_type(self, /) -> LoanContractType | None:
        """
        Contract type of the loans.
        """

    @property
    def depositing_rules(self, /) -> list[DepositRule]:
        """
        Rules for deposits.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ProductConfiguration:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installments(self, /) -> InstallmentLimits | None:
        """
        Limits of instalments.
        """

    @property
    def risk_mitigation_config(self, /) -> RiskMitigation | None:
        """
        Risk protection of the vendor.
        """

    @property
    def subscription(self, /) -> SubscriptionTerms | None:
        """
        Price of the subscription.
        """

    @property
    def tcs_documents(self, /) -> list[ProductTerms]:
        """
        Terms and conditions.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def ux(self, /) -> ProductExperience | None:
        """
        Presentation to users, and limits of loan requests.
        """

@final
class ProductContractTemplate:
    """
    The contract template for a country and language.
    """

    def __copy__(self, /) -> ProductContractTemplate: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductContractTemplate: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        template_id: UUID | str,
        country_code: str,
        language_code: str,
        is_default: bool | None = None,
        signature_config: SignatureSettings | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProductContractTemplate: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def country_code(self, /) -> str:
        """
        Country, ISO 3166-1.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ProductContractTemplate:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_default(self, /) -> bool | None:
        """
        Whether the template is the default if no other matches.
        """

    @property
    def language_code(self, /) -> str:
        """
        Language, ISO 639-1.
        """

    @property
    def signature_config(self, /) -> SignatureSettings | None:
        """
        Signature settings of the contract.
        """

    @property
    def template_id(self, /) -> str:
        """
        Id of the template.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ProductExperience:
    """
    Presentation of a product to users.
    """

    def __copy__(self, /) -> ProductExperience: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductExperience: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_request: LoanRequestLimits | abc.Mapping[str, Any] | None = None,
        aggregation_scenarios: abc.Sequence[PaymentAggregation | abc.Mapping[str, Any]]
        | PaymentAggregation
        | abc.Mapping[str, Any]
        | None = None,
        fp_status_on_manual_review_eligibility: FinancialProductStatus | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProductExperience: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def aggregation_scenarios(self, /) -> list[PaymentAggregation]:
        """
        Settings for combining payments.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fp_status_on_manual_review_eligibility(self, /) -> FinancialProductStatus | None:
        """
        Status of the product while the vendor's staff reviews the company.
        """

    @staticmethod
    def from_json(text: str) -> ProductExperience:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_request(self, /) -> LoanRequestLimits | None:
        """
        Limits of loan requests.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ProductTerms:
    """
    Terms and conditions for a country.
    """

    def __copy__(self, /) -> ProductTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_url: str,
        country: str | None = None,
        language: str | None = None,
        is_default: bool | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProductTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def country(self, /) -> str | None:
        """
        Country, ISO 3166-1 alpha-3.
        """

    @property
    def document_url(self, /) -> str:
        """
        Link to the terms. It may expire soon.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ProductTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_default(self, /) -> bool | None:
        """
        Whether the terms are the default if no others match.
        """

    @property
    def language(self, /) -> str | None:
        """
        Language, ISO 639-1.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ProductType(OpenEnum):
    """
    Type of a financial product.
    """

    CREDIT_CARD_FINANCING: Final[ProductType]
    "\n    Credit card financing.\n    "
    DAILLY: Final[ProductType]
    "\n    Assignment of receivables under French law (loi Dailly).\n    "
    FLEX_FINANCING: Final[ProductType]
    "\n    Flexible financing.\n    "
    INVENTORY_FINANCING: Final[ProductType]
    "\n    Inventory financing.\n    "
    INVOICE_BASED_FINANCING: Final[ProductType]
    "\n    Invoice-based financing.\n    "
    PAYABLE: Final[ProductType]
    "\n    Financing of payables.\n    "
    PAYABLE_FACTORING: Final[ProductType]
    "\n    Factoring of payables.\n    "
    RECEIVABLE: Final[ProductType]
    "\n    Financing of receivables.\n    "
    RECEIVABLE_FACTORING: Final[ProductType]
    "\n    Factoring of receivables.\n    "
    SELL_IN: Final[ProductType]
    "\n    Sell-in financing.\n    "
    WALLET_FINANCING: Final[ProductType]
    "\n    Wallet financing.\n    "

@final
class ProviderPayment:
    """
    The provider's data of a payment.
    """

    def __copy__(self, /) -> ProviderPayment: ...
    def __deepcopy__(self, /, _memo: Any) -> ProviderPayment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: PaymentProvider | str,
        payment_id: UUID | str | None = None,
        initial_payment_id: UUID | str | None = None,
        original_id: UUID | str | None = None,
        override_reconciliation_id: UUID | str | None = None,
        failure_reason: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ProviderPayment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Reason for the failure.
        """

    @staticmethod
    def from_json(text: str) -> ProviderPayment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def initial_payment_id(self, /) -> str | None:
        """
        Id of the payment before this one.
        """

    @property
    def name(self, /) -> PaymentProvider:
        """
        Provider of the payment.
        """

    @property
    def original_id(self, /) -> str | None:
        """
        Provider's original id of the payment.
        """

    @property
    def override_reconciliation_id(self, /) -> str | None:
        """
        Id that was set manually for reconciliation.
        """

    @property
    def payment_id(self, /) -> str | None:
        """
        Provider's id of the payment.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RawAnswer:
    """
    The answer to `Client.request`.
    """

    def __repr__(self, /) -> str: ...
    @property
    def body(self, /) -> bytes:
        """
        The body as it came.
        """

    def json(self, /) -> Any:
        """
        Returns the body's JSON as plain values. Raises `ValueError` when the body is not JSON.
        """

    @property
    def request_id(self, /) -> str | None:
        """
        The id of the request, from the answer's headers.
        """

    @property
    def status(self, /) -> int:
        """
        The HTTP status, 200 to 299.
        """

@final
class Recollection:
    """
    Recollection: recovery of late money, in cases.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def compute_plan(
        self, /, recollection_case_id: UUID | str, body: RecollectionPlanProposal | abc.Mapping[str, Any]
    ) -> NewRecollectionPlan:
        """
        Computes an instalment plan that `create_plan` accepts. Creates nothing. Blocks; safe to repeat.

        Operation: `POST /recollection-case/{recollection_case_id}/installment-plans/compute`.

        Raises `NotFoundError` if no case has this id; `ValidationError` if no such plan is possible.
        """

    def create_case(self, /, body: NewRecollectionCase | abc.Mapping[str, Any]) -> RecollectionCase:
        """
        Opens a recollection case. Blocks.

        The API contract does not define whether a second call opens a second case. Check with `list_cases`.

        Operation: `POST /recollection-cases`.

        Raises `ValidationError` if the API rejects the company or a loan.
        """

    def create_plan(
        self, /, recollection_case_id: UUID | str, body: NewRecollectionPlan | abc.Mapping[str, Any]
    ) -> RecollectionPlan:
        """
        Creates an instalment plan in a case. Blocks.

        The request has no idempotency key, and the API contract does not define whether a repeated call
        creates a second plan. Check with `installments.list` first, by the loans of the case.

        Operation: `POST /recollection-case/{recollection_case_id}/installment-plans`.

        Raises `NotFoundError` if no case has this id; `ValidationError` if the API rejects the plan.
        """

    def get_case(self, /, recollection_case_id: UUID | str) -> RecollectionCase:
        """
        Reads one recollection case. Blocks; safe to repeat.

        Operation: `GET /recollection-case/{recollection_case_id}`.

        Raises `NotFoundError` if no case has this id.
        """

    def list_cases(self, /, identifier: str, identifier_type: IdentifierType | str) -> PageIterator[RecollectionCase]:
        """
        Lists the recollection cases of a company. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /recollection-cases`.

        Raises `ValidationError` if the API rejects the identifier.
        """

    def set_notes(
        self, /, recollection_case_id: UUID | str, body: RecollectionNotes | abc.Mapping[str, Any]
    ) -> RecollectionCase:
        """
        Replaces the notes of a case. Blocks.

        A repeated call sets the same notes again. Check with `get_case`.

        Operation: `PUT /recollection-case/{recollection_case_id}`.

        Raises `NotFoundError` if no case has this id.
        """

@final
class RecollectionAction:
    """
    An action to recover money.
    """

    def __copy__(self, /) -> RecollectionAction: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionAction: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        action_name: str,
        action_status: RecollectionActionStatus | str,
        action_status_date: datetime,
        original_due_at: datetime,
        action_status_details: str | None = None,
        short_description: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RecollectionAction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def action_name(self, /) -> str:
        """
        Name of the action.
        """

    @property
    def action_status(self, /) -> RecollectionActionStatus:
        """
        Status of the action.
        """

    @property
    def action_status_date(self, /) -> datetime:
        """
        Time of the latest status change.
        """

    @property
    def action_status_details(self, /) -> str | None:
        """
        Reason for the status.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionAction:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the action.
        """

    @property
    def original_due_at(self, /) -> datetime:
        """
        Original due date.
        """

    @property
    def short_description(self, /) -> str | None:
        """
        Short description.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RecollectionActionStatus(OpenEnum):
    """
    Status of a recollection action.
    """

    CANCELED: Final[RecollectionActionStatus]
    "\n    Cancelled.\n    "
    DONE: Final[RecollectionActionStatus]
    "\n    Done.\n    "
    SCHEDULED: Final[RecollectionActionStatus]
    "\n    To be done.\n    "

@final
class RecollectionCase:
    """
    A case to recover late money from a company.
    """

    def __copy__(self, /) -> RecollectionCase: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionCase: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        agent: str,
        debtor_business: BusinessIdentifier | abc.Mapping[str, Any],
        loan_ids: abc.Sequence[UUID | str] | UUID | str,
        next_action: RecollectionAction | abc.Mapping[str, Any],
        past_actions: abc.Sequence[RecollectionAction | abc.Mapping[str, Any]]
        | RecollectionAction
        | abc.Mapping[str, Any],
        strategies: abc.Sequence[RecollectionStrategy | abc.Mapping[str, Any]]
        | RecollectionStrategy
        | abc.Mapping[str, Any],
        recollection_notes: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RecollectionCase: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def agent(self, /) -> str:
        """
        Person in charge of the case.
        """

    @property
    def debtor_business(self, /) -> BusinessIdentifier:
        """
        Company that owes the money.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionCase:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the case.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        Ids of the late loans.
        """

    @property
    def next_action(self, /) -> RecollectionAction:
        """
        Next action.
        """

    @property
    def past_actions(self, /) -> list[RecollectionAction]:
        """
        Past actions.
        """

    @property
    def recollection_notes(self, /) -> dict[str, Any]:
        """
        Your notes.
        """

    @property
    def strategies(self, /) -> list[RecollectionStrategy]:
        """
        Strategies to recover the money.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RecollectionNotes:
    """
    Notes of a case. They replace the earlier notes.
    """

    def __copy__(self, /) -> RecollectionNotes: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionNotes: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, recollection_notes: dict[str, Any], extra: dict[str, Any] | None = None
    ) -> RecollectionNotes: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionNotes:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def recollection_notes(self, /) -> dict[str, Any]:
        """
        The notes.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RecollectionPeriod(OpenEnum):
    """
    Period between two instalments.
    """

    BIWEEKLY: Final[RecollectionPeriod]
    "\n    Two weeks.\n    "
    MONTHLY: Final[RecollectionPeriod]
    "\n    A month.\n    "
    WEEKLY: Final[RecollectionPeriod]
    "\n    A week.\n    "

@final
class RecollectionPlan:
    """
    A plan that was created in a case.
    """

    def __copy__(self, /) -> RecollectionPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        installment_plan_id: UUID | str,
        recollection_case: RecollectionCase | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> RecollectionPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plan_id(self, /) -> UUID:
        """
        Id of the plan, for `installments.get_plan`.
        """

    @property
    def recollection_case(self, /) -> RecollectionCase:
        """
        The case after the plan was created.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RecollectionPlanProposal:
    """
    Request to compute a plan.
    """

    def __copy__(self, /) -> RecollectionPlanProposal: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionPlanProposal: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        number_of_installment: int,
        start_date: datetime,
        period: RecollectionPeriod | str | None = None,
        recollection_fees: int | None = None,
        repayment_method: PaymentMethod | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RecollectionPlanProposal: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionPlanProposal:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def number_of_installment(self, /) -> int:
        """
        Number of instalments.
        """

    @property
    def period(self, /) -> RecollectionPeriod | None:
        """
        Period between two instalments.
        """

    @property
    def recollection_fees(self, /) -> int | None:
        """
        Total cost of the recovery, in cents; 0 if omitted.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod | None:
        """
        Payment method of the instalments.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        Date of the first instalment.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RecollectionShare:
    """
    The part of an instalment that repays one loan.
    """

    def __copy__(self, /) -> RecollectionShare: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionShare: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, loan_id: UUID | str, amount: int, extra: dict[str, Any] | None = None
    ) -> RecollectionShare: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount of this part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionShare:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        Id of the loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RecollectionStrategy:
    """
    A strategy to recover money.
    """

    def __copy__(self, /) -> RecollectionStrategy: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionStrategy: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        is_active: bool,
        strategy_type: RecollectionStrategyType | str,
        extra: dict[str, Any] | None = None,
    ) -> RecollectionStrategy: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionStrategy:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the strategy.
        """

    @property
    def is_active(self, /) -> bool:
        """
        Whether the strategy is in use.
        """

    @property
    def strategy_type(self, /) -> RecollectionStrategyType:
        """
        Type of the strategy.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RecollectionStrategyType(OpenEnum):
    """
    Type of strategy to recover money.
    """

    INSTALLMENT_PLAN: Final[RecollectionStrategyType]
    "\n    An instalment plan.\n    "

@final
class Referrer:
    """
    A company that brings borrowers and receives a share of the revenue.
    """

    def __copy__(self, /) -> Referrer: ...
    def __deepcopy__(self, /, _memo: Any) -> Referrer: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        business_id: UUID | str,
        business_identifier: BusinessIdentifier | abc.Mapping[str, Any],
        config: ReferrerTerms | abc.Mapping[str, Any],
        distribution_id: UUID | str,
        financial_products: abc.Sequence[ReferrerProduct | abc.Mapping[str, Any]]
        | ReferrerProduct
        | abc.Mapping[str, Any],
        name: str | None = None,
        referrer_type: ReferrerType | str | None = None,
        shared_to_account_detail_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Referrer: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_id(self, /) -> UUID:
        """
        Vendor's id of the company.
        """

    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        Number and type of the referrer's company.
        """

    @property
    def config(self, /) -> ReferrerTerms:
        """
        Settings of the referrer.
        """

    @property
    def distribution_id(self, /) -> UUID:
        """
        Vendor's id of the referrer's distribution.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def financial_products(self, /) -> list[ReferrerProduct]:
        """
        Financial products that the referrer may offer.
        """

    @staticmethod
    def from_json(text: str) -> Referrer:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the referrer.
        """

    @property
    def name(self, /) -> str | None:
        """
        Name of the referrer.
        """

    @property
    def referrer_type(self, /) -> ReferrerType | None:
        """
        Type of the referrer's business.
        """

    @property
    def shared_to_account_detail_id(self, /) -> UUID | None:
        """
        Id of the account that receives the revenue share.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ReferrerProduct:
    """
    A financial product that a referrer may offer.
    """

    def __copy__(self, /) -> ReferrerProduct: ...
    def __deepcopy__(self, /, _memo: Any) -> ReferrerProduct: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        name: str,
        product_type: ProductType | str,
        lender_id: UUID | str,
        rac_id: UUID | str,
        configuration: ProductConfiguration | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ReferrerProduct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def configuration(self, /) -> ProductConfiguration | None:
        """
        Configuration of the product.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ReferrerProduct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the product.
        """

    @property
    def lender_id(self, /) -> UUID:
        """
        Id of the lender.
        """

    @property
    def name(self, /) -> str:
        """
        Name of the product.
        """

    @property
    def product_type(self, /) -> ProductType:
        """
        Type of the product.
        """

    @property
    def rac_id(self, /) -> UUID:
        """
        Vendor's id of the credit policy of the product.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ReferrerTerms:
    """
    Settings of a referrer.
    """

    def __copy__(self, /) -> ReferrerTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> ReferrerTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        referral_code: str,
        referral_codes: abc.Sequence[str] | str | None = None,
        referrer_type: ReferrerType | str | None = None,
        revenue_share_config: RevenueShareTerms | abc.Mapping[str, Any] | None = None,
        override_financial_products_ids: abc.Sequence[UUID | str] | UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ReferrerTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ReferrerTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def override_financial_products_ids(self, /) -> list[UUID]:
        """
        Ids of the products offered instead of the default ones.
        """

    @property
    def referral_code(self, /) -> str:
        """
        Code that the referrer gives to borrowers.
        """

    @property
    def referral_codes(self, /) -> list[str]:
        """
        All codes of the referrer, past ones included.
        """

    @property
    def referrer_type(self, /) -> ReferrerType | None:
        """
        Type of the referrer's business.
        """

    @property
    def revenue_share_config(self, /) -> RevenueShareTerms | None:
        """
        Terms of the revenue share.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ReferrerType(OpenEnum):
    """
    Type of a referrer's business, in the vendor's classification.
    """

    BROKER: Final[ReferrerType]
    "\n    A broker.\n    "
    CORE_POC: Final[ReferrerType]
    "\n    A pilot partner.\n    "
    DISTRIBUTOR: Final[ReferrerType]
    "\n    A distributor.\n    "
    LIQUID_BROKERS_CAB: Final[ReferrerType]
    "\n    A broker's office.\n    "
    LIQUID_BROKER_NETWORK: Final[ReferrerType]
    "\n    A network of brokers.\n    "
    LIQUID_CORPORATE_FINANCE: Final[ReferrerType]
    "\n    A corporate finance adviser.\n    "
    LIQUID_DAF_CONSULTANT: Final[ReferrerType]
    "\n    A consultant for chief financial officers.\n    "
    LIQUID_EC: Final[ReferrerType]
    "\n    An accountant.\n    "
    TECH_HYBRID: Final[ReferrerType]
    "\n    A technical partner of a mixed type.\n    "
    TECH_LIQUID: Final[ReferrerType]
    "\n    A technical partner without a fixed commitment.\n    "
    TECH_PARTNER: Final[ReferrerType]
    "\n    A technical partner.\n    "

@final
class RegisterFilter:
    """
    Additional search criteria for a company in a register.
    """

    def __copy__(self, /) -> RegisterFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> RegisterFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        street: str | None = None,
        postal_code: str | None = None,
        city: str | None = None,
        country: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RegisterFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def city(self, /) -> str | None:
        """
        Town or city.
        """

    @property
    def country(self, /) -> str | None:
        """
        Country, ISO 3166-1 alpha-3, for example `DEU`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RegisterFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Register to search; `hr_nummer` if omitted. The API supports only this one, the German register.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    @property
    def postal_code(self, /) -> str | None:
        """
        Postal code.
        """

    @property
    def street(self, /) -> str | None:
        """
        Street and number.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RegisteredBusiness:
    """
    A company in a public register.
    """

    def __copy__(self, /) -> RegisteredBusiness: ...
    def __deepcopy__(self, /, _memo: Any) -> RegisteredBusiness: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        name: str | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RegisteredBusiness: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RegisteredBusiness:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number in the register.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RelationType(OpenEnum):
    """
    Relation of a counterparty to you or your borrowers.
    """

    BORROWER: Final[RelationType]
    "\n    A borrower.\n    "
    CLIENT: Final[RelationType]
    "\n    A client.\n    "
    DEBTOR: Final[RelationType]
    "\n    A debtor.\n    "
    MARKETPLACE_BUYER: Final[RelationType]
    "\n    A buyer on a marketplace.\n    "
    MARKETPLACE_SELLER: Final[RelationType]
    "\n    A seller on a marketplace.\n    "
    OWN: Final[RelationType]
    "\n    The company itself.\n    "
    SUPPLIER: Final[RelationType]
    "\n    A supplier.\n    "

@final
class RepayNow:
    """
    Request for a payment link.
    """

    def __copy__(self, /) -> RepayNow: ...
    def __deepcopy__(self, /, _memo: Any) -> RepayNow: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        base_callback_url: str,
        repayment_method: RepayNowMethod | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RepayNow: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Amount to pay, in cents; at least 1.
        """

    @property
    def base_callback_url(self, /) -> str:
        """
        URL to which the borrower is redirected afterwards.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RepayNow:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def repayment_method(self, /) -> RepayNowMethod | None:
        """
        Payment method.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RepayNowLink:
    """
    A payment link: a page where the borrower pays.
    """

    def __copy__(self, /) -> RepayNowLink: ...
    def __deepcopy__(self, /, _memo: Any) -> RepayNowLink: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, url: str, extra: dict[str, Any] | None = None) -> RepayNowLink: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RepayNowLink:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def url(self, /) -> str:
        """
        URL of the page. It is personal: never store or log it.
        """

@final
class RepayNowMethod(OpenEnum):
    """
    Payment method of a payment link.
    """

    PAYMENT_INITIATION: Final[RepayNowMethod]
    "\n    A bank transfer that the link prepares (PISP).\n    "

@final
class RepaymentMethod:
    """
    A repayment method of a borrower.
    """

    def __copy__(self, /) -> RepaymentMethod: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentMethod: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_method: PaymentMethod | str,
        status: RepaymentMethodStatus | str,
        is_main: bool,
        account_to_debit: PaymentAccount | abc.Mapping[str, Any] | None = None,
        account_to_credit: PaymentAccount | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RepaymentMethod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_to_credit(self, /) -> PaymentAccount | None:
        """
        Account to which the borrower pays, for transfers.
        """

    @property
    def account_to_debit(self, /) -> PaymentAccount | None:
        """
        Account that is debited, for direct debit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RepaymentMethod:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_main(self, /) -> bool:
        """
        Whether it is the default for new loans.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        Payment method.
        """

    @property
    def status(self, /) -> RepaymentMethodStatus:
        """
        Status of the repayment method.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RepaymentMethodStatus(OpenEnum):
    """
    Status of a repayment method.
    """

    DEACTIVATED: Final[RepaymentMethodStatus]
    "\n    No longer used.\n    "
    NEW: Final[RepaymentMethodStatus]
    "\n    Added, not checked yet.\n    "
    PENDING_VALIDATION: Final[RepaymentMethodStatus]
    "\n    The check is in progress.\n    "
    READY: Final[RepaymentMethodStatus]
    "\n    Ready for use.\n    "

@final
class RepaymentMethods:
    """
    Repayment methods of borrowers.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def add(self, /, borrower_id: UUID | str, body: NewRepaymentMethod | abc.Mapping[str, Any]) -> RepaymentMethod:
        """
        Adds or chooses a repayment method. Blocks.

        The API contract does not define whether a second call adds a second method. First check with `list`.

        Operation: `POST /borrower/{borrower_id}/repayment-methods`.

        Raises `ValidationError` if the account is missing or invalid; `NotFoundError` if no borrower has this id.
        """

    def list(self, /, borrower_id: UUID | str) -> PageIterator[RepaymentMethod]:
        """
        Lists the repayment methods of a borrower. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/repayment-methods`.

        Raises `NotFoundError` if no borrower has this id.
        """

@final
class RepaymentTerms:
    """
    New repayment terms of a loan. Set either `direct_debit` or `sct`, to match `repayment_method`.
    """

    def __copy__(self, /) -> RepaymentTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID | str,
        repayment_date: datetime,
        repayment_method: PaymentMethod | str,
        direct_debit: DirectDebitTerms | abc.Mapping[str, Any] | None = None,
        sct: CreditTransferTerms | abc.Mapping[str, Any] | None = None,
        reason: RepaymentTermsReason | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RepaymentTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def direct_debit(self, /) -> DirectDebitTerms | None:
        """
        Account, for direct debit. It cannot change less than 3 days before the debit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RepaymentTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        Id of the loan. Its status is `TO_REPAY` or `TO_REPAY_FEES`.
        """

    @property
    def reason(self, /) -> RepaymentTermsReason | None:
        """
        Reason for the change.
        """

    @property
    def repayment_date(self, /) -> datetime:
        """
        Repayment date. It can be postponed once.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod:
        """
        Repayment method: `DIRECT_DEBIT` or `SCT` (transfer).
        """

    @property
    def sct(self, /) -> CreditTransferTerms | None:
        """
        Account, for `SCT`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RepaymentTermsChange:
    """
    New repayment terms for several loans.
    """

    def __copy__(self, /) -> RepaymentTermsChange: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentTermsChange: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        repayment_terms: abc.Sequence[RepaymentTerms | abc.Mapping[str, Any]] | RepaymentTerms | abc.Mapping[str, Any],
        extra: dict[str, Any] | None = None,
    ) -> RepaymentTermsChange: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RepaymentTermsChange:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def repayment_terms(self, /) -> list[RepaymentTerms]:
        """
        Terms, one entry per loan.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RepaymentTermsReason(OpenEnum):
    """
    Reason for a change of repayment terms.
    """

    LOAN_REPAYMENT_BY_PAY_BY_LINK: Final[RepaymentTermsReason]
    "\n    The loan is repaid with a payment link.\n    "

@final
class ReportLanguage(OpenEnum):
    """
    A language in which the HTML report can be written.
    """

    DE: Final[ReportLanguage]
    "\n    German.\n    "
    EN: Final[ReportLanguage]
    "\n    English.\n    "
    ES: Final[ReportLanguage]
    "\n    Spanish.\n    "
    FR: Final[ReportLanguage]
    "\n    French.\n    "
    NL: Final[ReportLanguage]
    "\n    Dutch.\n    "

@final
class ReportReason:
    """
    A reason for the outcome of rows.
    """

    def __copy__(self, /) -> ReportReason: ...
    def __deepcopy__(self, /, _memo: Any) -> ReportReason: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, outcome: PortfolioOutcome | str, reason: str, rows: int, extra: dict[str, Any] | None = None
    ) -> ReportReason: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> ReportReason:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def outcome(self, /) -> PortfolioOutcome:
        """
        The outcome.
        """

    @property
    def reason(self, /) -> str:
        """
        The reason: a denial code, a column with the code of its problem, a place that lacks data, or text.
        """

    @property
    def rows(self, /) -> int:
        """
        The number of rows with this reason. A row may have several.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ReportSummary:
    """
    A portfolio in numbers.
    """

    def __copy__(self, /) -> ReportSummary: ...
    def __deepcopy__(self, /, _memo: Any) -> ReportSummary: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        rows: int,
        ready: int,
        declined: int,
        missing_data: int,
        invalid: int,
        duplicate: int,
        pending: int,
        failed: int,
        ambiguous: int,
        unfinished: int,
        reasons: abc.Sequence[ReportReason | abc.Mapping[str, Any]]
        | ReportReason
        | abc.Mapping[str, Any]
        | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ReportSummary: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def ambiguous(self, /) -> int:
        """
        The number of rows whose company may be one of several borrowers.
        """

    @property
    def declined(self, /) -> int:
        """
        The number of declined rows.
        """

    @property
    def duplicate(self, /) -> int:
        """
        The number of rows whose company is in an earlier row.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def failed(self, /) -> int:
        """
        The number of failed rows.
        """

    @staticmethod
    def from_json(text: str) -> ReportSummary:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invalid(self, /) -> int:
        """
        The number of invalid rows.
        """

    @property
    def missing_data(self, /) -> int:
        """
        The number of rows that lack data.
        """

    @property
    def pending(self, /) -> int:
        """
        The number of rows without a decision, including the unfinished ones.
        """

    @property
    def ready(self, /) -> int:
        """
        The number of rows with a credit line.
        """

    @property
    def reasons(self, /) -> list[ReportReason]:
        """
        The reasons, those with the most rows first (up to 50).
        """

    @property
    def rows(self, /) -> int:
        """
        The number of rows.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def unfinished(self, /) -> int:
        """
        The number of rows that were begun and not finished, except those whose credit line is pending.
        """

@final
class Resolution:
    """
    The end of one pending enrolment.
    """

    def __copy__(self, /) -> Resolution: ...
    def __deepcopy__(self, /, _memo: Any) -> Resolution: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        outcome: ResolutionOutcome | str,
        borrower_id: UUID | str | None = None,
        credit_line: CreditLine | abc.Mapping[str, Any] | None = None,
        reason: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Resolution: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> UUID | None:
        """
        The borrower's id, from the enrolment.
        """

    @property
    def credit_line(self, /) -> CreditLine | None:
        """
        The credit line, if it exists. After a restart of the program it has no accounts and companies, which
        are not stored: read it again if you need them.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Resolution:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The company's number.
        """

    @property
    def outcome(self, /) -> ResolutionOutcome:
        """
        The outcome.
        """

    @property
    def reason(self, /) -> str | None:
        """
        The reason for the decline: one of the vendor's denial codes, or text.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class ResolutionOutcome(OpenEnum):
    """
    How a pending enrolment ended.
    """

    DECLINED: Final[ResolutionOutcome]
    "\n    The company gets no credit line.\n    "
    NOT_CREATED: Final[ResolutionOutcome]
    "\n    The call of unknown outcome had no effect: enrol the company again.\n    "
    READY: Final[ResolutionOutcome]
    "\n    The credit line exists: a loan can be requested now.\n    "

@final
class Resolutions(abc.Iterator[Resolution]):
    """
    An iterator of resolutions.
    """

    def __iter__(self, /) -> Resolutions: ...
    def __next__(self, /) -> Resolution: ...
    def cancelled_by(self, /, cancel: CancelToken) -> None:
        """
        Replaces the token that ends the waits from now on.
        """

@final
class RevenueShare:
    """
    The revenue shared with a referrer for a period.
    """

    def __copy__(self, /) -> RevenueShare: ...
    def __deepcopy__(self, /, _memo: Any) -> RevenueShare: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        revenue_shared_with_business: NamedBusiness | abc.Mapping[str, Any],
        status: RevenueShareStatus | str,
        start_date: datetime,
        end_date: datetime,
        payment: Payment | abc.Mapping[str, Any] | None = None,
        payment_intent: PaymentIntent | abc.Mapping[str, Any] | None = None,
        document_url: str | None = None,
        email_sent_on: datetime | None = None,
        email_sent_to: abc.Sequence[str] | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RevenueShare: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def document_url(self, /) -> str | None:
        """
        Link to the invoice. It expires soon: never store it.
        """

    @property
    def email_sent_on(self, /) -> datetime | None:
        """
        Time when the invoice was sent by e-mail.
        """

    @property
    def email_sent_to(self, /) -> list[str]:
        """
        E-mail addresses of the recipients.
        """

    @property
    def end_date(self, /) -> datetime:
        """
        End of the period.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RevenueShare:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Id of the revenue share.
        """

    @property
    def payment(self, /) -> Payment | None:
        """
        Payment of the share.
        """

    @property
    def payment_intent(self, /) -> PaymentIntent | None:
        """
        Planned payment of the share.
        """

    @property
    def revenue_shared_with_business(self, /) -> NamedBusiness:
        """
        Company that receives the share.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        Start of the period.
        """

    @property
    def status(self, /) -> RevenueShareStatus:
        """
        Status of the revenue share.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RevenueShareStatus(OpenEnum):
    """
    Status of a revenue share.
    """

    CREATED: Final[RevenueShareStatus]
    "\n    Computed.\n    "
    DELETED: Final[RevenueShareStatus]
    "\n    Deleted.\n    "
    PAID: Final[RevenueShareStatus]
    "\n    Paid.\n    "
    SENT_BY_EMAIL: Final[RevenueShareStatus]
    "\n    Sent to the referrer by e-mail.\n    "

@final
class RevenueShareTerms:
    """
    Terms of a referrer's revenue share.
    """

    def __copy__(self, /) -> RevenueShareTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> RevenueShareTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        revenue_share_type: RevenueShareType | str,
        revenue_share_notification_emails: abc.Sequence[str] | str,
        shared_to_account: DebitAccount | abc.Mapping[str, Any],
        vat_included: bool,
        revenue_share_rate: Decimal | None = None,
        fixed_daily_rate: Decimal | None = None,
        broker_track: BrokerTrack | abc.Mapping[str, Any] | None = None,
        execution_rule: ShareSchedule | abc.Mapping[str, Any] | None = None,
        sharing_duration: SharingDuration | str | None = None,
        min_loan_submitted_at: datetime | None = None,
        max_loan_submitted_at: datetime | None = None,
        tenant_name: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RevenueShareTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def broker_track(self, /) -> BrokerTrack | None:
        """
        Reward scheme of the broker.
        """

    @property
    def execution_rule(self, /) -> ShareSchedule | None:
        """
        Payout schedule.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fixed_daily_rate(self, /) -> Decimal | None:
        """
        Referrer's part as a fixed daily rate, in percent per day.
        """

    @staticmethod
    def from_json(text: str) -> RevenueShareTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def max_loan_submitted_at(self, /) -> datetime | None:
        """
        Only loans requested at or before this time are counted.
        """

    @property
    def min_loan_submitted_at(self, /) -> datetime | None:
        """
        Only loans requested at or after this time are counted.
        """

    @property
    def revenue_share_notification_emails(self, /) -> list[str]:
        """
        E-mail addresses that receive notifications.
        """

    @property
    def revenue_share_rate(self, /) -> Decimal | None:
        """
        Referrer's part of the revenue. The API contract names no unit.
        """

    @property
    def revenue_share_type(self, /) -> RevenueShareType:
        """
        Type of the revenue share: its recipient.
        """

    @property
    def shared_to_account(self, /) -> DebitAccount:
        """
        Account that receives the share.
        """

    @property
    def sharing_duration(self, /) -> SharingDuration | None:
        """
        Duration of the sharing.
        """

    @property
    def tenant_name(self, /) -> str | None:
        """
        Name of the partner.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat_included(self, /) -> bool:
        """
        Whether the share includes VAT.
        """

@final
class RevenueShareType(OpenEnum):
    """
    Type of a revenue share: its recipient.
    """

    BROKER_REVENUE_SHARE: Final[RevenueShareType]
    "\n    A broker.\n    "
    PARTNER_REVENUE_SHARE: Final[RevenueShareType]
    "\n    A partner.\n    "
    REFERRAL_CODE_REVENUE_SHARE: Final[RevenueShareType]
    "\n    The owner of a referral code.\n    "

@final
class RiskMitigation:
    """
    Risk protection of the vendor.
    """

    def __copy__(self, /) -> RiskMitigation: ...
    def __deepcopy__(self, /, _memo: Any) -> RiskMitigation: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        automatically_compute_and_deploy_max_exposure_frequency_in_days: int | None = None,
        guarantee_configs: abc.Sequence[LoanGuarantee | abc.Mapping[str, Any]]
        | LoanGuarantee
        | abc.Mapping[str, Any]
        | None = None,
        insurance_config: LoanInsurance | abc.Mapping[str, Any] | None = None,
        invoice_collateralization_config: InvoiceCollateral | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RiskMitigation: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def automatically_compute_and_deploy_max_exposure_frequency_in_days(self, /) -> int | None:
        """
        Interval between two computations of limits, in days.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RiskMitigation:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantee_configs(self, /) -> list[LoanGuarantee]:
        """
        Settings for guarantee calls.
        """

    @property
    def insurance_config(self, /) -> LoanInsurance | None:
        """
        Insurance of the loans.
        """

    @property
    def invoice_collateralization_config(self, /) -> InvoiceCollateral | None:
        """
        Invoices as security for the loans.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class RiskTrigger(OpenEnum):
    """
    Event upon which the vendor uses a security.
    """

    BORROWER_DEFAULT: Final[RiskTrigger]
    "\n    The borrower does not pay.\n    "
    BORROWER_INSOLVENCY: Final[RiskTrigger]
    "\n    The borrower is insolvent.\n    "

@final
class RoutedWebhook:
    """
    A request that a router received.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def event(self, /) -> WebhookEvent | None:
        """
        The event. Absent if the request was refused or has no event.
        """

    @property
    def outcome(self, /) -> WebhookOutcome:
        """
        What became of the request.
        """

    @property
    def status(self, /) -> int:
        """
        The HTTP status to answer with: 204, 400, 404 or 503.
        """

@final
class RowProblem:
    """
    A problem of a row, with its column. It never holds the value.
    """

    def __copy__(self, /) -> RowProblem: ...
    def __deepcopy__(self, /, _memo: Any) -> RowProblem: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        problem: Problem | abc.Mapping[str, Any],
        column: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> RowProblem: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def column(self, /) -> str | None:
        """
        The name of the column, in a workbook behind its letters: `C: Raison sociale`. Absent if the problem
        is about the whole row.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> RowProblem:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def problem(self, /) -> Problem:
        """
        The problem, and its place in the request.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class SaleAgreementAttachment:
    """
    A sale agreement with its document.
    """

    def __copy__(self, /) -> SaleAgreementAttachment: ...
    def __deepcopy__(self, /, _memo: Any) -> SaleAgreementAttachment: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_name: str,
        document_binary_base64: str,
        asset_description: str | None = None,
        buyer: TradeParty | abc.Mapping[str, Any] | None = None,
        seller: TradeParty | abc.Mapping[str, Any] | None = None,
        third_party: TradeParty | abc.Mapping[str, Any] | None = None,
        sale_date: datetime | None = None,
        transaction_price: Amount | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SaleAgreementAttachment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def asset_description(self, /) -> str | None:
        """
        Description of the sold asset.
        """

    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Buyer.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        File content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        File name with extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SaleAgreementAttachment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def sale_date(self, /) -> datetime | None:
        """
        Planned date of the sale.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Seller.
        """

    @property
    def third_party(self, /) -> TradeParty | None:
        """
        Third party of the sale.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def transaction_price(self, /) -> Amount | None:
        """
        Price.
        """

@final
class SaleAgreementDetails:
    """
    Data of a sale agreement without its document.
    """

    def __copy__(self, /) -> SaleAgreementDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> SaleAgreementDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        asset_description: str | None = None,
        buyer: TradeParty | abc.Mapping[str, Any] | None = None,
        seller: TradeParty | abc.Mapping[str, Any] | None = None,
        third_party: TradeParty | abc.Mapping[str, Any] | None = None,
        sale_date: datetime | None = None,
        transaction_price: Amount | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SaleAgreementDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def asset_description(self, /) -> str | None:
        """
        Description of the sold asset.
        """

    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Buyer.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SaleAgreementDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def sale_date(self, /) -> datetime | None:
        """
        Planned date of the sale.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Seller.
        """

    @property
    def third_party(self, /) -> TradeParty | None:
        """
        Third party of the sale.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def transaction_price(self, /) -> Amount | None:
        """
        Price.
        """

@final
class SandboxCountry(OpenEnum):
    """
    Country for which a sandbox generates test data.
    """

    BELGIUM: Final[SandboxCountry]
    "\n    Belgium.\n    "
    FRANCE: Final[SandboxCountry]
    "\n    France.\n    "
    FRENCH_GUIANA: Final[SandboxCountry]
    "\n    French Guiana.\n    "
    GERMANY: Final[SandboxCountry]
    "\n    Germany.\n    "
    ICELAND: Final[SandboxCountry]
    "\n    Iceland.\n    "
    NETHERLANDS: Final[SandboxCountry]
    "\n    Netherlands.\n    "
    REUNION: Final[SandboxCountry]
    "\n    Réunion.\n    "
    SAINT_MARTIN: Final[SandboxCountry]
    "\n    Saint Martin.\n    "
    SPAIN: Final[SandboxCountry]
    "\n    Spain.\n    "

@final
class SandboxScenario(OpenEnum):
    """
    Result of a payment to a generated IBAN.
    """

    CANCEL: Final[SandboxScenario]
    "\n    The payment is cancelled.\n    "
    FAIL: Final[SandboxScenario]
    "\n    The payment fails after its approval.\n    "
    REJECT: Final[SandboxScenario]
    "\n    The payment is rejected.\n    "
    SUCCESS: Final[SandboxScenario]
    "\n    The payment succeeds.\n    "
    SUCCESS_ONE_DAY_LATER: Final[SandboxScenario]
    "\n    The payment succeeds one day later.\n    "

@final
class Segment(OpenEnum):
    """
    Segment of a company: a class that the vendor assigns.
    """

    CATEGORY1: Final[Segment]
    "\n    First segment.\n    "
    CATEGORY2: Final[Segment]
    "\n    Second segment.\n    "
    CATEGORY3: Final[Segment]
    "\n    Third segment.\n    "
    CATEGORY4: Final[Segment]
    "\n    Fourth segment.\n    "

@final
class Severity(OpenEnum):
    """
    How certain it is that a request with this problem is refused.
    """

    ERROR: Final[Severity]
    "\n    The contract forbids it. Nothing is sent.\n    "
    WARNING: Final[Severity]
    "\n    It looks wrong, but the API decides. The request is sent.\n    "

@final
class ShareFrequency(OpenEnum):
    """
    Frequency of revenue share payouts.
    """

    MONTHLY: Final[ShareFrequency]
    "\n    Monthly.\n    "
    YEARLY: Final[ShareFrequency]
    "\n    Yearly.\n    "

@final
class ShareSchedule:
    """
    Schedule of revenue share payouts.
    """

    def __copy__(self, /) -> ShareSchedule: ...
    def __deepcopy__(self, /, _memo: Any) -> ShareSchedule: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, interval: int, frequency: ShareFrequency | str | None = None, extra: dict[str, Any] | None = None
    ) -> ShareSchedule: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def frequency(self, /) -> ShareFrequency | None:
        """
        Unit of the interval: months or years.
        """

    @staticmethod
    def from_json(text: str) -> ShareSchedule:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def interval(self, /) -> int:
        """
        Number of months or years between two payouts.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class SharedAccount:
    """
    A bank account with its balance.
    """

    def __copy__(self, /) -> SharedAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID | str,
        amount: int,
        last_updated_at: datetime,
        account_number: str | None = None,
        account_number_type: AccountNumberType | str | None = None,
        bank_identifier: str | None = None,
        bank_identifier_type: BankIdentifierType | str | None = None,
        account_name: str | None = None,
        provider: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SharedAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_name(self, /) -> str | None:
        """
        Custom name of the account.
        """

    @property
    def account_number(self, /) -> str | None:
        """
        Account number; at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType | None:
        """
        Type of the account number.
        """

    @property
    def amount(self, /) -> int:
        """
        Account balance. The API contract names no unit; cents are assumed.
        """

    @property
    def bank_identifier(self, /) -> str | None:
        """
        Bank identifier, usually the BIC.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType | None:
        """
        Type of `bank_identifier`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SharedAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str:
        """
        Account id of your choice, for example the IBAN. Transactions refer to it.
        """

    @property
    def last_updated_at(self, /) -> datetime:
        """
        Time when the balance was read.
        """

    @property
    def provider(self, /) -> str | None:
        """
        Source of the data; `MANUAL` if it was entered by hand.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class SharedAccounts:
    """
    Bank accounts of a company with their balances.
    """

    def __copy__(self, /) -> SharedAccounts: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedAccounts: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        accounts: abc.Sequence[SharedAccount | abc.Mapping[str, Any]]
        | SharedAccount
        | abc.Mapping[str, Any]
        | None = None,
        batch_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SharedAccounts: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def accounts(self, /) -> list[SharedAccount]:
        """
        Accounts with their balances.
        """

    @property
    def batch_id(self, /) -> UUID | None:
        """
        Id of the batch that this upload belongs to.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SharedAccounts:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class SharedDataType(OpenEnum):
    """
    Type of shared data.
    """

    ACCOUNTS: Final[SharedDataType]
    "\n    Balances of bank accounts.\n    "
    ACCOUNT_TRANSACTIONS: Final[SharedDataType]
    "\n    Transactions of bank accounts.\n    "
    INVOICES: Final[SharedDataType]
    "\n    Invoices.\n    "

@final
class SharedInvoice:
    """
    An invoice shared for the evaluation of a company. It cannot be financed.
    """

    def __copy__(self, /) -> SharedInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        buyer: BusinessIdentifier | abc.Mapping[str, Any],
        seller: BusinessIdentifier | abc.Mapping[str, Any],
        direction: InvoiceDirection | str,
        invoice_number: str,
        issued_at: datetime,
        due_at: datetime,
        net_amount: int,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: str | None = None,
        payment_method: InvoicePaymentMethod | str | None = None,
        first_payment_at: datetime | None = None,
        last_payment_at: datetime | None = None,
        salt_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SharedInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> BusinessIdentifier:
        """
        Buyer: the company that is billed. Its name is enough, with the type `name`.
        """

    @property
    def currency(self, /) -> str | None:
        """
        Currency of the invoice, ISO 4217; `EUR` if omitted. Historic codes are possible.
        """

    @property
    def direction(self, /) -> InvoiceDirection:
        """
        Direction: `payable` if the company must pay the invoice, `receivable` if it receives the payment.
        """

    @property
    def due_at(self, /) -> datetime:
        """
        Expected payment date.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def first_payment_at(self, /) -> datetime | None:
        """
        Time of the first payment.
        """

    @staticmethod
    def from_json(text: str) -> SharedInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str:
        """
        Invoice number.
        """

    @property
    def issued_at(self, /) -> datetime:
        """
        Issue date.
        """

    @property
    def last_payment_at(self, /) -> datetime | None:
        """
        Time of the latest payment.
        """

    @property
    def net_amount(self, /) -> int:
        """
        Amount before tax, in cents.
        """

    @property
    def payment_method(self, /) -> InvoicePaymentMethod | None:
        """
        Expected payment method.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        Idempotency key of the row. Rows with the same key are one row, and the first one is kept. If omitted,
        the key is derived from the company and the content of the row when it is sent: a changed invoice is a
        new row.
        """

    @property
    def seller(self, /) -> BusinessIdentifier:
        """
        Seller: the company that issues the invoice. It needs a company number; the type `name` is refused.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        Tax amount, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        Amount still to be paid, in cents; 0 if the invoice is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        Amount including tax, in cents.
        """

@final
class SharedInvoices:
    """
    Invoices of a company, shared for its evaluation.
    """

    def __copy__(self, /) -> SharedInvoices: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedInvoices: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        invoices: abc.Sequence[SharedInvoice | abc.Mapping[str, Any]]
        | SharedInvoice
        | abc.Mapping[str, Any]
        | None = None,
        batch_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SharedInvoices: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def batch_id(self, /) -> UUID | None:
        """
        Id of the batch that this upload belongs to.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SharedInvoices:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    @property
    def invoices(self, /) -> list[SharedInvoice]:
        """
        Invoices to share.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class SharedTransaction:
    """
    A transaction of a bank account.
    """

    def __copy__(self, /) -> SharedTransaction: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedTransaction: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        at: datetime,
        account: str | None = None,
        salt_id: UUID | str | None = None,
        side: TransactionSide | str | None = None,
        status: TransactionStatus | str | None = None,
        operation_type: TransactionType | str | None = None,
        currency: str | None = None,
        category: str | None = None,
        counterparty_name: str | None = None,
        reference: str | None = None,
        provider: str | None = None,
        settled_balance: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SharedTransaction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account(self, /) -> str | None:
        """
        Account id, equal to `id` of the `SharedAccount`.
        """

    @property
    def amount(self, /) -> int:
        """
        Transaction amount. The API contract names no unit; cents are assumed.
        """

    @property
    def at(self, /) -> datetime:
        """
        Time of the transaction.
        """

    @property
    def category(self, /) -> str | None:
        """
        Category of the transaction, for example salaries.
        """

    @property
    def counterparty_name(self, /) -> str | None:
        """
        Name of the other party.
        """

    @property
    def currency(self, /) -> str | None:
        """
        Currency of the transaction, ISO 4217; `EUR` if omitted. Historic codes are possible.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SharedTransaction:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def operation_type(self, /) -> TransactionType | None:
        """
        Type of the transaction.
        """

    @property
    def provider(self, /) -> str | None:
        """
        Source of the data; `MANUAL` if it was entered by hand.
        """

    @property
    def reference(self, /) -> str | None:
        """
        Reference of the transaction at the bank.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        Idempotency key of the transaction, for example its id at the bank. Transactions with the same key are
        one transaction. If omitted, the key is derived from the company and the content of the row when it is
        sent: equal rows of one upload are separate transactions, and a repeated upload has the same keys.
        """

    @property
    def settled_balance(self, /) -> int | None:
        """
        Account balance after the transaction. The API contract names no unit; cents are assumed.
        """

    @property
    def side(self, /) -> TransactionSide | None:
        """
        Direction of the transaction.
        """

    @property
    def status(self, /) -> TransactionStatus | None:
        """
        Status of the transaction.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class SharedTransactions:
    """
    Bank transactions of a company. An upload does not change earlier uploads.
    """

    def __copy__(self, /) -> SharedTransactions: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedTransactions: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        transactions: abc.Sequence[SharedTransaction | abc.Mapping[str, Any]]
        | SharedTransaction
        | abc.Mapping[str, Any]
        | None = None,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        batch_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SharedTransactions: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def batch_id(self, /) -> UUID | None:
        """
        Id of the batch that this upload belongs to.
        """

    @property
    def end_date(self, /) -> datetime | None:
        """
        End of the period in which the data is complete.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SharedTransactions:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        Company number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Type of the company number.
        """

    @property
    def start_date(self, /) -> datetime | None:
        """
        Start of the period in which the data is complete; the year 1 if omitted, which means no start.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def transactions(self, /) -> list[SharedTransaction]:
        """
        Transactions to share.
        """

@final
class SharingDuration(OpenEnum):
    """
    Duration for which the revenue of a borrower is shared.
    """

    FOREVER: Final[SharingDuration]
    "\n    Unlimited.\n    "
    SIX_MONTHS: Final[SharingDuration]
    "\n    Six months.\n    "
    TWELVE_MONTHS: Final[SharingDuration]
    "\n    Twelve months.\n    "
    TWENTY_FOUR_MONTHS: Final[SharingDuration]
    "\n    Twenty-four months.\n    "

@final
class Signature:
    """
    The borrower's acceptance of the terms.
    """

    def __copy__(self, /) -> Signature: ...
    def __deepcopy__(self, /, _memo: Any) -> Signature: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, signed_at: datetime, wait_for_ready: bool | None = None, extra: dict[str, Any] | None = None
    ) -> Signature: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Signature:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def signed_at(self, /) -> datetime:
        """
        Time of acceptance, usually the time of a click on your terms.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def wait_for_ready(self, /) -> bool | None:
        """
        Whether the API waits until a loan can be requested: 4 to 8 seconds, at most 30; false if omitted.
        """

@final
class SignatureSettings:
    """
    Signature settings of a contract.
    """

    def __copy__(self, /) -> SignatureSettings: ...
    def __deepcopy__(self, /, _memo: Any) -> SignatureSettings: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        contract_template_name: ContractTemplate | str,
        signing_fields: abc.Sequence[SigningField | abc.Mapping[str, Any]] | SigningField | abc.Mapping[str, Any],
        automatic_signer: AutomaticSigner | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SignatureSettings: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def automatic_signer(self, /) -> AutomaticSigner | None:
        """
        Person who signs automatically.
        """

    @property
    def contract_template_name(self, /) -> ContractTemplate:
        """
        Template of the contract.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SignatureSettings:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def signing_fields(self, /) -> list[SigningField]:
        """
        Fields to fill in for the signature.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class SigningField:
    """
    A field in a contract. The API contract names no unit for position and size.
    """

    def __copy__(self, /) -> SigningField: ...
    def __deepcopy__(self, /, _memo: Any) -> SigningField: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        page: int,
        position_x: int,
        position_y: int,
        width: int,
        height: int | None = None,
        mention: str | None = None,
        kind: SigningFieldKind | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SigningField: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SigningField:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def height(self, /) -> int | None:
        """
        Height of the field.
        """

    @property
    def kind(self, /) -> SigningFieldKind | None:
        """
        Content of the field: a text or a signature.
        """

    @property
    def mention(self, /) -> str | None:
        """
        Text of the field.
        """

    @property
    def page(self, /) -> int:
        """
        Page number.
        """

    @property
    def position_x(self, /) -> int:
        """
        Horizontal position on the page.
        """

    @property
    def position_y(self, /) -> int:
        """
        Vertical position on the page.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def width(self, /) -> int:
        """
        Width of the field.
        """

@final
class SigningFieldKind(OpenEnum):
    """
    Content of a field in a contract.
    """

    MENTION: Final[SigningFieldKind]
    "\n    A text.\n    "
    SIGNATURE: Final[SigningFieldKind]
    "\n    A signature.\n    "

@final
class Store:
    """
    The data that a program keeps between two runs: companies and loans that are being sent, unfinished
    enrolments, and received events.

    It holds company numbers, tokens and outcomes: no key, no account, no personal data. Safe to share between
    threads, and after a fork.
    """

    def __repr__(self, /) -> str: ...
    def forget_events(self, /, before: datetime) -> None:
        """
        Forgets the events that were received before `before`.
        """

    def forget_job(self, /, name: str) -> None:
        """
        Forgets a job: all of its entries.
        """

    @staticmethod
    def in_memory() -> Store:
        """
        Creates a store in memory, which ends with the process: for tests.
        """

    def jobs(self, /) -> list[str]:
        """
        Returns the names of all jobs: portfolios, and lists of pending enrolments.
        """

    @staticmethod
    def postgres(url: str) -> Store:
        """
        Opens a store in a PostgreSQL database, for workers on several machines:
        `postgresql://user:password@host/database`. Creates its tables if they are missing. Needs psycopg:
        ``pip install 'defacto-sdk[postgres]'``. Raises `ConfigurationError` when psycopg is missing, or when
        `url` is not the address of a PostgreSQL database. Raises `StoreError` when the database cannot be
        reached or used, or was written by a newer version.
        """

    @staticmethod
    def sqlite(path: str | PathLike[str]) -> Store:
        """
        Opens a store in one SQLite file, safe against crashes of the process and of the machine. Creates the
        file if it is missing, for its owner alone (mode 0600); a file that exists keeps its mode. Raises
        `StoreError` when the file cannot be opened, is not a store, or was written by a newer version. Raises
        `ConfigurationError` when no file is named, or when `path` is the address of a database.
        """

@final
class SubscriptionTerms:
    """
    Price of a subscription.
    """

    def __copy__(self, /) -> SubscriptionTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> SubscriptionTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        monthly_fee_cents: int | None = None,
        sdd_account_detail_id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> SubscriptionTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> SubscriptionTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def monthly_fee_cents(self, /) -> int | None:
        """
        Monthly fee, in cents.
        """

    @property
    def sdd_account_detail_id(self, /) -> UUID | None:
        """
        Vendor's id of the account that is debited.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Subscriptions:
    """
    Subscriptions: financial products with a monthly fee.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def activate(self, /, subscription_id: UUID | str) -> None:
        """
        Activates a subscription. Blocks.

        The API contract does not define what a repeated call does, and no operation reads a subscription. If
        the outcome is unknown, ask the vendor.

        Operation: `POST /subscription/{subscription_id}/activate`.

        Raises `NotFoundError` if no subscription has this id; `ValidationError` if the subscription cannot be activated.
        """

@final
class Testing:
    """
    Connection check, and helpers that exist only in sandboxes.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def generate_business(
        self, /, country: SandboxCountry | str | None = None, is_borrower: bool | None = None
    ) -> NewBorrower:
        """
        Generates the request for a test company, to be sent with `borrowers.enroll`. Creates nothing.
        Sandboxes only. Blocks; safe to repeat.

        `country` is that of the company; `FRA` if omitted. `is_borrower` is whether the company is to be a
        borrower; true if omitted.

        Operation: `GET /sandbox/business-generator`.

        Raises `NotFoundError` outside a sandbox.
        """

    def generate_iban(
        self, /, country: SandboxCountry | str | None = None, scenario: SandboxScenario | str | None = None
    ) -> GeneratedIban:
        """
        Generates a test IBAN that sets the result of payments to it. Sandboxes only. Blocks; safe to repeat.

        `country` is that of the IBAN; `FRA` if omitted. `scenario` is the result; `SUCCESS` if omitted.

        Operation: `GET /sandbox/iban-generator`.

        Raises `NotFoundError` outside a sandbox.
        """

    def generate_invoice(self, /, body: GeneratedInvoiceRequest | abc.Mapping[str, Any]) -> GeneratedInvoice:
        """
        Generates a test invoice whose account sets the result of payments to it. Creates nothing: send the
        invoice with `invoices.create`. Sandboxes only. Blocks.

        A repeated call generates another invoice; the API keeps nothing of the first.

        Operation: `POST /sandbox/invoice-generator`.

        Raises `NotFoundError` outside a sandbox; `ValidationError` if the API rejects a company.
        """

    def hello(self, /) -> str:
        """
        Checks the API key and the connection. Returns the greeting of the API. Blocks; safe to repeat.

        Operation: `GET /hello`.

        Raises `AuthenticationError` if the API rejects the key; `TransportError` or `TimeoutError` if the API is unreachable.
        """

    def set_eligibility(self, /, body: BusinessEligibility | abc.Mapping[str, Any]) -> None:
        """
        Sets whether a company is eligible. Sandboxes only. Blocks.

        A repeated call sets the same value again. Check with `eligibility.borrower`.

        Operation: `POST /sandbox/business-eligible`.

        Raises `NotFoundError` outside a sandbox; `ValidationError` if the API rejects the identifier.
        """

@final
class TimeSheet:
    """
    A time sheet.
    """

    def __copy__(self, /) -> TimeSheet: ...
    def __deepcopy__(self, /, _memo: Any) -> TimeSheet: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, document_name: str, document_binary_base64: str, extra: dict[str, Any] | None = None
    ) -> TimeSheet: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def document_binary_base64(self, /) -> str:
        """
        File content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        File name with extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> TimeSheet:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class TradeParty:
    """
    A company that takes part in a trade, for example as buyer or seller. The API contract requires no field;
    give the company number if you have it.
    """

    def __copy__(self, /) -> TradeParty: ...
    def __deepcopy__(self, /, _memo: Any) -> TradeParty: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        vat_number: str | None = None,
        address: Address | abc.Mapping[str, Any] | None = None,
        contact: ContactPerson | abc.Mapping[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> TradeParty: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def contact(self, /) -> ContactPerson | None:
        """
        Contact person at the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> TradeParty:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str | None:
        """
        Company number, without spaces.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Type of the company number.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number with country prefix.
        """

@final
class TransactionPeriod:
    """
    The period of an account's transactions that a batch will contain.
    """

    def __copy__(self, /) -> TransactionPeriod: ...
    def __deepcopy__(self, /, _memo: Any) -> TransactionPeriod: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, account: str, start_date: datetime, end_date: datetime, extra: dict[str, Any] | None = None
    ) -> TransactionPeriod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account(self, /) -> str:
        """
        Account id, as used in the transactions.
        """

    @property
    def end_date(self, /) -> datetime:
        """
        End of the period.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> TransactionPeriod:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        Start of the period.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class TransactionSide(OpenEnum):
    """
    Direction of a transaction.
    """

    CREDIT: Final[TransactionSide]
    "\n    Money into the account.\n    "
    DEBIT: Final[TransactionSide]
    "\n    Money out of the account.\n    "

@final
class TransactionStatus(OpenEnum):
    """
    Status of a transaction.
    """

    COMPLETED: Final[TransactionStatus]
    "\n    Completed.\n    "
    DECLINED: Final[TransactionStatus]
    "\n    Declined.\n    "
    DELETED: Final[TransactionStatus]
    "\n    Deleted.\n    "
    PENDING: Final[TransactionStatus]
    "\n    In progress.\n    "

@final
class TransactionType(OpenEnum):
    """
    Type of a transaction.
    """

    ACCOUNT_REMUNERATION: Final[TransactionType]
    "\n    Interest on the account balance.\n    "
    CARD: Final[TransactionType]
    "\n    A card payment.\n    "
    CARD_ACQUIRER_PAYOUT: Final[TransactionType]
    "\n    A payout of a card processor.\n    "
    CHEQUE: Final[TransactionType]
    "\n    A cheque.\n    "
    DIRECT_DEBIT: Final[TransactionType]
    "\n    A direct debit that another party collects from the account.\n    "
    DIRECT_DEBIT_COLLECTION: Final[TransactionType]
    "\n    A direct debit that the account holder collects from another party.\n    "
    DIRECT_DEBIT_HOLD: Final[TransactionType]
    "\n    An amount held for a direct debit.\n    "
    FINANCING_INSTALLMENT: Final[TransactionType]
    "\n    An instalment of a loan.\n    "
    INCOME: Final[TransactionType]
    "\n    Incoming money.\n    "
    NRC_PAYMENT: Final[TransactionType]
    "\n    A French tax payment without a mandate.\n    "
    OTHER: Final[TransactionType]
    "\n    Another type.\n    "
    PAY_LATER: Final[TransactionType]
    "\n    A deferred payment.\n    "
    QONTO_FEE: Final[TransactionType]
    "\n    A fee of Qonto.\n    "
    RECALL: Final[TransactionType]
    "\n    A recalled payment.\n    "
    SWIFT_INCOME: Final[TransactionType]
    "\n    Incoming money by SWIFT.\n    "
    TRANSFER: Final[TransactionType]
    "\n    A transfer.\n    "

@final
class TranslatedText:
    """
    A text in four languages.
    """

    def __copy__(self, /) -> TranslatedText: ...
    def __deepcopy__(self, /, _memo: Any) -> TranslatedText: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, de: str, en: str, es: str, fr: str, extra: dict[str, Any] | None = None
    ) -> TranslatedText: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def de(self, /) -> str:
        """
        German text.
        """

    @property
    def en(self, /) -> str:
        """
        English text.
        """

    @property
    def es(self, /) -> str:
        """
        Spanish text.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @property
    def fr(self, /) -> str:
        """
        French text.
        """

    @staticmethod
    def from_json(text: str) -> TranslatedText:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class Translations:
    """
    Translations of the vendor's codes.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def get_data_type(self, /, data_type: DataRequestType | str) -> DataRequestInfo:
        """
        Reads the name of a data request type. Blocks; safe to repeat.

        Operation: `GET /business/data-request/data-type/{data_type}`.

        Raises `NotFoundError` if the type is unknown.
        """

    def get_denial_code(self, /, code: str) -> TranslatedText:
        """
        Reads the meaning of a denial code. `eligibility.list_reasons` lists all. Blocks; safe to repeat.

        Operation: `GET /translation/denial-code/{code}`.

        Raises `NotFoundError` if the code is unknown.
        """

@final
class VendorAccount:
    """
    An account in the vendor's records.
    """

    def __copy__(self, /) -> VendorAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> VendorAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str,
        bank_identifier: str,
        bank_identifier_type: BankIdentifierType | str,
        id: UUID | str | None = None,
        account_id: UUID | str | None = None,
        kind: VendorAccountType | str | None = None,
        providers: dict[str, VendorAccountProvider | abc.Mapping[str, Any]] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> VendorAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_id(self, /) -> str | None:
        """
        Id of the account to which these details belong. The API contract does not define its type.
        """

    @property
    def account_number(self, /) -> str:
        """
        Account number; at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType:
        """
        Type of the account number.
        """

    @property
    def bank_identifier(self, /) -> str:
        """
        Bank identifier, usually the BIC.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        Type of `bank_identifier`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> VendorAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str | None:
        """
        Id of the account. The API contract does not define its type.
        """

    @property
    def kind(self, /) -> VendorAccountType | None:
        """
        Type of the account.
        """

    @property
    def providers(self, /) -> dict[str, VendorAccountProvider]:
        """
        Providers of the account, by name.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class VendorAccountProvider:
    """
    The provider of an account.
    """

    def __copy__(self, /) -> VendorAccountProvider: ...
    def __deepcopy__(self, /, _memo: Any) -> VendorAccountProvider: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, id: UUID | str, provider: PaymentProvider | str, extra: dict[str, Any] | None = None
    ) -> VendorAccountProvider: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> VendorAccountProvider:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str:
        """
        Provider's id of the account.
        """

    @property
    def provider(self, /) -> PaymentProvider:
        """
        Provider of the account.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

@final
class VendorAccountType(OpenEnum):
    """
    Type of an account of the vendor.
    """

    ORDINARY: Final[VendorAccountType]
    "\n    An ordinary account.\n    "
    STRIPE_CONNECTED_ACCOUNT: Final[VendorAccountType]
    "\n    An account at Stripe.\n    "
    TECHNICAL_WALLET: Final[VendorAccountType]
    "\n    A technical wallet of the vendor.\n    "
    VIRTUAL: Final[VendorAccountType]
    "\n    A virtual account.\n    "

@final
class Webhook:
    """
    A webhook subscription: a URL to which the API sends events.
    """

    def __copy__(self, /) -> Webhook: ...
    def __deepcopy__(self, /, _memo: Any) -> Webhook: ...
    def __eq__(self, value: object, /) -> bool: ...
    @classmethod
    def __get_pydantic_core_schema__(cls, /, _source: Any, handler: Any) -> Any: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: str,
        to_url: str,
        event_types: abc.Sequence[WebhookEventType | str] | WebhookEventType | str,
        id: UUID | str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Webhook: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __replace__(self, /, **changes: object) -> Any: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_types(self, /) -> list[WebhookEventType]:
        """
        Types of events to send.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, unchanged. A request sends them along.
        """

    @staticmethod
    def from_json(text: str) -> Webhook:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID | None:
        """
        Id of the webhook.
        """

    @property
    def name(self, /) -> str:
        """
        Name of the webhook.
        """

    def to_dict(self, /) -> Any:
        """
        Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        Returns the object as JSON text, exactly as it is sent.
        """

    @property
    def to_url(self, /) -> str:
        """
        URL to which the API sends events. It contains the secret that authenticates them: never log it.
        """

@final
class WebhookChange(OpenEnum):
    """
    Change that `ensure` made.
    """

    CREATED: Final[WebhookChange]
    "\n    Created, because no webhook had this name.\n    "
    UNCHANGED: Final[WebhookChange]
    "\n    Unchanged, because it already matched.\n    "
    UPDATED: Final[WebhookChange]
    "\n    Replaced, because its URL or event types were different.\n    "

@disjoint_base
class WebhookEntity:
    """
    The entity of an event, typed by the kind of the event.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...

    @final
    class Counterparty(WebhookEntity):
        """
        A counterparty whose limit changed.
        """

        __match_args__: Final = ("counterparty",)

        def __new__(cls, /, counterparty: Counterparty) -> WebhookEntity.Counterparty: ...
        @property
        def counterparty(self, /) -> Counterparty:
            """
            The counterparty.
            """

    @final
    class CreditLine(WebhookEntity):
        """
        A credit line.
        """

        __match_args__: Final = ("credit_line",)

        def __new__(cls, /, credit_line: CreditLine) -> WebhookEntity.CreditLine: ...
        @property
        def credit_line(self, /) -> CreditLine:
            """
            The line. Its company is `default_borrower`; the `id` in it is not that of a borrower.
            """

    @final
    class FinancialProduct(WebhookEntity):
        """
        A financial product of a borrower.
        """

        __match_args__: Final = ("financial_product",)

        def __new__(cls, /, financial_product: BorrowerFinancialProduct) -> WebhookEntity.FinancialProduct: ...
        @property
        def financial_product(self, /) -> BorrowerFinancialProduct:
            """
            The product.
            """

    @final
    class Invoice(WebhookEntity):
        """
        An invoice.
        """

        __match_args__: Final = ("invoice",)

        def __new__(cls, /, invoice: Invoice) -> WebhookEntity.Invoice: ...
        @property
        def invoice(self, /) -> Invoice:
            """
            The invoice.
            """

    @final
    class Loan(WebhookEntity):
        """
        A loan.
        """

        __match_args__: Final = ("loan",)

        def __new__(cls, /, loan: Loan) -> WebhookEntity.Loan: ...
        @property
        def loan(self, /) -> Loan:
            """
            The loan.
            """

    @final
    class Payment(WebhookEntity):
        """
        A payment.
        """

        __match_args__: Final = ("payment",)

        def __new__(cls, /, payment: Payment) -> WebhookEntity.Payment: ...
        @property
        def payment(self, /) -> Payment:
            """
            The payment.
            """

    @final
    class Unknown(WebhookEntity):
        """
        An entity that this version does not know, or that does not have the form of its type.
        """

        __match_args__: Final = ("members",)

        def __new__(cls, /, members: dict[str, Any]) -> WebhookEntity.Unknown: ...
        @property
        def members(self, /) -> dict[str, Any]:
            """
            Its members.
            """

@final
class WebhookEvent:
    """
    An event at the API, from the body of a webhook. It has no signature: read its entity again, by `refetch`.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def company(self, /) -> str | None:
        """
        Returns the number of the credit line's company, or None for other events. A hint as well.
        """

    def entity(
        self, /
    ) -> (
        WebhookEntity.Counterparty
        | WebhookEntity.CreditLine
        | WebhookEntity.FinancialProduct
        | WebhookEntity.Invoice
        | WebhookEntity.Loan
        | WebhookEntity.Payment
        | WebhookEntity.Unknown
    ):
        """
        Returns the entity as the event shows it, typed; `Unknown` if it does not have the form of its type.
        It is a hint, since the event has no signature: act on what `refetch` returns.
        """

    @property
    def entity_state(self, /) -> str:
        """
        The entity as the event shows it: JSON text with personal data. `entity` returns it typed.
        """

    @property
    def entity_type(self, /) -> str | None:
        """
        The kind of the entity, in the vendor's words.
        """

    @property
    def event_type(self, /) -> WebhookEventType:
        """
        The type of the event.
        """

    @property
    def freshness(self, /) -> Freshness:
        """
        Whether the event was received before; `New` for an event that was only parsed.
        """

    @staticmethod
    def from_json(text: str) -> WebhookEvent:
        """
        Reads an event from the body of a webhook, or from the text of `to_json`. Raises `ValidationError`
        when it is not an event.
        """

    @property
    def id(self, /) -> str | None:
        """
        The id of the entity. With `CreditLine.CREATED` it is not the id of a borrower.
        """

    def refetch(
        self, /, client: Client
    ) -> (
        WebhookEntity.Counterparty
        | WebhookEntity.CreditLine
        | WebhookEntity.FinancialProduct
        | WebhookEntity.Invoice
        | WebhookEntity.Loan
        | WebhookEntity.Payment
        | WebhookEntity.Unknown
    ):
        """
        Reads the event's entity from the API, in its present state. Blocks; safe to repeat.

        Raises `NotFoundError` when the API has no such entity, or when the event does not name it.
        """

    @property
    def status(self, /) -> str | None:
        """
        The entity's new status.
        """

    @property
    def timestamp(self, /) -> datetime | None:
        """
        The time of the event.
        """

    def to_json(self, /) -> str:
        """
        Returns the event as JSON text in one line, to store it or to pass it on. It holds personal data.
        """

    @property
    def transition_name(self, /) -> str | None:
        """
        The change of the entity, in the vendor's words.
        """

@final
class WebhookEventType(OpenEnum):
    """
    Type of an event that the API sends to a webhook.
    """

    BORROWER_FINANCIAL_PRODUCT_CREATED: Final[WebhookEventType]
    "\n    A financial product of a borrower was created.\n    "
    BORROWER_FINANCIAL_PRODUCT_UPDATED: Final[WebhookEventType]
    "\n    A borrower's financial product changed.\n    "
    COUNTERPARTY_CREDIT_LIMIT_CREATED: Final[WebhookEventType]
    "\n    The credit limit of a counterparty was created.\n    "
    COUNTERPARTY_CREDIT_LIMIT_UPDATED: Final[WebhookEventType]
    "\n    The credit limit of a counterparty changed.\n    "
    CREDIT_LIMIT_UPDATED: Final[WebhookEventType]
    "\n    A credit limit changed.\n    "
    CREDIT_LINE_BALANCE_UPDATED: Final[WebhookEventType]
    "\n    The amount that can still be lent on a credit line changed.\n    "
    CREDIT_LINE_CREATED: Final[WebhookEventType]
    "\n    A credit line was created.\n    "
    CREDIT_LINE_POOL_AMOUNT_UPDATED: Final[WebhookEventType]
    "\n    The highest total amount of a credit line changed.\n    "
    INVOICE_DECLINED: Final[WebhookEventType]
    "\n    An invoice was rejected.\n    "
    INVOICE_DELETED: Final[WebhookEventType]
    "\n    An invoice was deleted.\n    "
    INVOICE_SUBMITTED: Final[WebhookEventType]
    "\n    An invoice was submitted.\n    "
    INVOICE_TO_EDIT: Final[WebhookEventType]
    "\n    An invoice must be corrected.\n    "
    INVOICE_VERIFIED: Final[WebhookEventType]
    "\n    An invoice was accepted.\n    "
    LOAN_CANCELED: Final[WebhookEventType]
    "\n    A loan was cancelled.\n    "
    LOAN_CLOSED: Final[WebhookEventType]
    "\n    A loan was fully repaid.\n    "
    LOAN_DECLINED: Final[WebhookEventType]
    "\n    A loan was declined.\n    "
    LOAN_DELETED: Final[WebhookEventType]
    "\n    A loan was deleted.\n    "
    LOAN_INITIATED: Final[WebhookEventType]
    "\n    The payout of a loan was ordered.\n    "
    LOAN_ISSUE_DETECTED: Final[WebhookEventType]
    "\n    A problem with a payment of a loan occurred.\n    "
    LOAN_PENDING_VALIDATION: Final[WebhookEventType]
    "\n    A decision on a loan is pending.\n    "
    LOAN_SCHEDULED: Final[WebhookEventType]
    "\n    The payout of a loan is scheduled.\n    "
    LOAN_SUBMITTED: Final[WebhookEventType]
    "\n    A loan was requested.\n    "
    LOAN_TO_REPAY: Final[WebhookEventType]
    "\n    A loan was paid out.\n    "
    LOAN_TO_REPAY_FEES: Final[WebhookEventType]
    "\n    The principal of a loan is repaid, but fees are still open.\n    "
    LOAN_TO_VALIDATE: Final[WebhookEventType]
    "\n    A loan is offered and needs your `validate`.\n    "
    LOAN_VALIDATED: Final[WebhookEventType]
    "\n    The offer of a loan was accepted.\n    "
    PAYMENT_CANCELED: Final[WebhookEventType]
    "\n    A payment was cancelled.\n    "
    PAYMENT_FAILED: Final[WebhookEventType]
    "\n    A payment failed.\n    "
    PAYMENT_INSTRUCTED: Final[WebhookEventType]
    "\n    The payment was ordered at the bank.\n    "
    PAYMENT_IN_TRANSIT: Final[WebhookEventType]
    "\n    A payment is in transit.\n    "
    PAYMENT_PAID: Final[WebhookEventType]
    "\n    A payment was made.\n    "
    PAYMENT_SCHEDULED: Final[WebhookEventType]
    "\n    A payment is scheduled.\n    "

@final
class WebhookOutcome(OpenEnum):
    """
    What became of a request that a router received.
    """

    DUPLICATE: Final[WebhookOutcome]
    "\n    The event was handled before.\n    "
    HANDLED: Final[WebhookOutcome]
    "\n    A handler handled the event.\n    "
    INVALID: Final[WebhookOutcome]
    "\n    The body is not an event.\n    "
    IN_PROGRESS: Final[WebhookOutcome]
    "\n    Another delivery of the event is being handled: the API should deliver it again.\n    "
    REFUSED: Final[WebhookOutcome]
    "\n    The request has no valid secret.\n    "
    UNHANDLED: Final[WebhookOutcome]
    "\n    No handler is registered for the event: keep it, or look at what it may be about.\n    "

@final
class WebhookReceiver:
    """
    Receives webhooks: checks the secret in the URL, reads events, and deduplicates them.

    The API signs nothing, so the URL of your subscription holds a secret (`new_subscription_url`) that every
    request must have. Pass the URL and the raw body of a request to `receive`. Answer 2xx soon, do the work
    later: the API's time-out and repetitions are not documented. Safe to share between threads.
    """

    def __new__(
        cls,
        /,
        subscription_url: str,
        *,
        also_accept: abc.Sequence[str] = ...,
        max_body_bytes: int = 1048576,
        store: Store | None = None,
    ) -> WebhookReceiver:
        """
        Receives webhooks: checks the secret in the URL, reads events, and deduplicates them.

        The API signs nothing, so the URL of your subscription holds a secret (`new_subscription_url`) that
        every request must have. `also_accept` has further URLs or secrets, while you replace one by the
        other. `max_body_bytes` is the longest body, in bytes. `store` remembers the events; without it, the
        last 10,000 are remembered in memory. Safe to share between threads. Raises `ConfigurationError` when
        a URL has no secret, or one that is short enough to be guessed.
        """

    def __repr__(self, /) -> str: ...
    def _routes(self, /) -> Any:
        """
        Returns what a router, which is written in Python, shares with those of other languages.
        """

    def forget(self, /, event: WebhookEvent) -> None:
        """
        Forgets an event that could not be handled: its next delivery is new. Raises `StoreError` when the
        store cannot be written.
        """

    @staticmethod
    def new_subscription_url(base: str) -> str:
        """
        Creates a URL for a subscription: `base` with a new secret of 256 bits as `token`. Keep it secret.
        Raises `ConfigurationError` when `base` is not an https URL. Plain http is accepted for loopback only,
        for trials.
        """

    def parse(self, /, body: bytes) -> WebhookEvent:
        """
        Reads an event from a body, without a check of its sender. Does not block. Raises `ValidationError`
        when the body is too long or not an event.
        """

    def receive(self, /, url_or_token: str, body: bytes) -> WebhookEvent:
        """
        Receives one request: checks its URL, reads its raw body, and deduplicates the event (`freshness`).

        The event is a hint: read its entity again with `refetch`. If you cannot handle the event, call
        `forget`: its next delivery is new then. Does not block, unless a store keeps the events, for 90 days.
        Raises `AuthenticationError` when the secret is missing or wrong: answer 404, without the reason.
        Raises `ValidationError` when the body is not an event: answer 400. Raises `StoreError` when the event
        cannot be remembered: answer 500.
        """

    def verify(self, /, url_or_token: str) -> bool:
        """
        Returns True if a request has the secret. Takes its URL, whole or from the path on, or the secret
        alone. A wrong secret takes as long as the right one of the same length. Does not block.
        """

@final
class Webhooks:
    """
    Webhooks: URLs to which the API sends events.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that return an iterator over all pages.\n    "

    def create(self, /, body: NewWebhook | abc.Mapping[str, Any]) -> Webhook:
        """
        Creates a webhook. Blocks.

        A repeated call creates a second webhook, and each event is sent twice. Use `ensure`, or check with
        `list`.

        Operation: `POST /webhooks`.

        Raises `ValidationError` if the URL does not begin with https:// (http is accepted on loopback; nothing is sent then),
        or if the API rejects the URL or an event type.
        """

    def delete(self, /, webhook_id: UUID | str) -> None:
        """
        Deletes a webhook. Blocks.

        A repeated call finds no webhook; the API contract defines no answer. Check with `list`.

        Operation: `DELETE /webhook/{webhook_id}`.

        Raises `NotFoundError` if no webhook has this id.
        """

    def ensure(self, /, body: NewWebhook | abc.Mapping[str, Any]) -> EnsuredWebhook:
        """
        Ensures that a webhook has this name, URL and event types: creates it, replaces it or leaves it
        unchanged. Webhooks with other names stay unchanged. Blocks; safe to repeat, for example at each
        service start.

        If the answer to a change is lost, the client checks with `list` whether the change took effect.

        Within a process, calls run one at a time for each account, so concurrent calls create only one
        webhook. A call waits for another one no longer than the total time-out. The API has no such
        protection between processes: two processes that start at the same time may both create a webhook, and
        the API then sends each event twice. Let one process call `ensure`, or check afterwards: `list` shows
        both webhooks, and `delete` removes one.

        Operations: `GET /webhooks`, `POST /webhooks`, `PATCH /webhook/{webhook_id}`.

        Raises `ValidationError` if the URL does not begin with https:// (http is accepted on loopback), or if the API
        rejects the URL or an event type. `TimeoutError` if another call of this process takes too long, and
        `InterruptedCall` if the wait for it is interrupted; otherwise those of every call.
        """

    def list(self, /) -> PageIterator[Webhook]:
        """
        Lists webhooks. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /webhooks`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """

    def update(self, /, webhook_id: UUID | str, body: NewWebhook | abc.Mapping[str, Any]) -> Webhook:
        """
        Replaces all fields of a webhook, because the API contract requires every field. Blocks.

        A repeated call sets the same values again. Check with `list`.

        Operation: `PATCH /webhook/{webhook_id}`.

        Raises `NotFoundError` if no webhook has this id; `ValidationError` if the URL does not begin with https:// (http is accepted
        on loopback; nothing is sent then), or if the API rejects the URL or an event type.
        """
