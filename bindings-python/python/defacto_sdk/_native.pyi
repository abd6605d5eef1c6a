import builtins
from collections import abc
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from typing import Any, BinaryIO, Final, TypeVar, final
from uuid import UUID

from typing_extensions import Self, disjoint_base

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
    "WebhookReceiver",
    "Webhooks",
]
__version__: Final[str]
"\nThe version of the library.\n"

@final
class Account:
    """
    An account of a borrower, as `GET /borrower/{borrower_id}` shows it.
    """

    def __copy__(self, /) -> Account: ...
    def __deepcopy__(self, /, _memo: Any) -> Account: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> Account: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_name(self, /) -> str | None:
        """
        A name that somebody gave to the account.
        """

    @property
    def account_number(self, /) -> str:
        """
        The number, at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType:
        """
        What the number is.
        """

    @property
    def bank_identifier(self, /) -> str:
        """
        What names the bank, its BIC as a rule.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        What `bank_identifier` is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Account:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AccountCount:
    """
    How many accounts a batch will hold.
    """

    def __copy__(self, /) -> AccountCount: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountCount: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, total_count: int, extra: dict[str, Any] = ...) -> AccountCount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> AccountCount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def total_count(self, /) -> int:
        """
        Their number.
        """

@final
class AccountDetails:
    """
    An account with its bank, as credit lines, loans and payments name it.
    """

    def __copy__(self, /) -> AccountDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str,
        bank_identifier: str,
        bank_identifier_type: BankIdentifierType | str,
        extra: dict[str, Any] = ...,
    ) -> AccountDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str:
        """
        The number, at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType:
        """
        What the number is.
        """

    @property
    def bank_identifier(self, /) -> str:
        """
        What names the bank, its BIC as a rule.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        What `bank_identifier` is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> AccountDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AccountNumberType:
    """
    What an account number is.
    """

    ACCOUNT_NUMBER: Final[AccountNumberType]
    "\n    A national account number.\n    "
    IBAN: Final[AccountNumberType]
    "\n    An IBAN; the only one that the API accepts at present.\n    "
    INTERNAL_ID: Final[AccountNumberType]
    "\n    An identifier of the vendor's own.\n    "

    def __copy__(self, /) -> AccountNumberType: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountNumberType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> AccountNumberType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class AccountSource:
    """
    Where an account was found.
    """

    def __copy__(self, /) -> AccountSource: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountSource: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: str,
        name: AccountSourceName | str,
        datasource_unique_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> AccountSource: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def datasource_unique_id(self, /) -> str | None:
        """
        The id of the connection to the source.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> AccountSource:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str:
        """
        The account's id at the source.
        """

    @property
    def name(self, /) -> AccountSourceName:
        """
        The source.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AccountSourceName:
    """
    A source of account data that the vendor knows.
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
    "\n    Pennylane, by the vendor's API.\n    "
    PENNYLANE_REDSHIFT: Final[AccountSourceName]
    "\n    Pennylane, by its data warehouse.\n    "
    QONTO: Final[AccountSourceName]
    "\n    Qonto.\n    "
    STEMSCAPE_DEFACTO_API: Final[AccountSourceName]
    "\n    Stemscape.\n    "
    SUPER_DEFACTO_API: Final[AccountSourceName]
    "\n    Super.\n    "

    def __copy__(self, /) -> AccountSourceName: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountSourceName: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> AccountSourceName: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Accounting:
    """
    Accounting: what happened to the money of loans.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def list_events(
        self,
        /,
        *,
        event_type: abc.Sequence[AccountingEventType | str] = ...,
        loan_id: abc.Sequence[UUID] = ...,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> PageIterator[AccountingEvent]:
        """
        Lists accounting events, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /events`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

@final
class AccountingEvent:
    """
    Something that happened to a loan's money.
    """

    def __copy__(self, /) -> AccountingEvent: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountingEvent: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        event_at: datetime,
        event_type: AccountingEventType | str,
        event_payload: AccountingEventDetails,
        extra: dict[str, Any] = ...,
    ) -> AccountingEvent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_at(self, /) -> datetime:
        """
        When it happened.
        """

    @property
    def event_payload(self, /) -> AccountingEventDetails:
        """
        The loan and the amounts.
        """

    @property
    def event_type(self, /) -> AccountingEventType:
        """
        What happened.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> AccountingEvent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AccountingEventDetails:
    """
    The amounts of an accounting event, in cents.
    """

    def __copy__(self, /) -> AccountingEventDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountingEventDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID,
        metadata: dict[str, Any],
        principal_amount: int | None = None,
        fees_amount: int | None = None,
        deposit_amount: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> AccountingEventDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def deposit_amount(self, /) -> int | None:
        """
        The part that is deposit, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_amount(self, /) -> int | None:
        """
        The part that is fees, in cents.
        """

    @staticmethod
    def from_json(text: str) -> AccountingEventDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        The loan that it is about.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data of the loan, as you sent it.
        """

    @property
    def principal_amount(self, /) -> int | None:
        """
        The part that is principal, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AccountingEventFilter:
    """
    Which accounting events to list; nothing set lists all.
    """

    def __copy__(self, /) -> AccountingEventFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountingEventFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        event_type: abc.Sequence[AccountingEventType | str] = ...,
        loan_id: abc.Sequence[UUID] = ...,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> AccountingEventFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_type(self, /) -> list[AccountingEventType]:
        """
        Only events of these kinds.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only events of this moment or later.
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
        How many events a page has; 100 when it is left out.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only events of this moment or before.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AccountingEventType:
    """
    What happened to a loan's money.
    """

    LOAN_CANCELED: Final[AccountingEventType]
    "\n    The loan was cancelled.\n    "
    LOAN_DISBURSEMENT_PAID: Final[AccountingEventType]
    "\n    The loan was paid out.\n    "
    LOAN_EXTRA_PAID: Final[AccountingEventType]
    "\n    More was paid than was due.\n    "
    LOAN_GUARANTEE_DEPOSIT_CHARGED_BACK: Final[AccountingEventType]
    "\n    The deposit that secures the loan was charged back.\n    "
    LOAN_GUARANTEE_DEPOSIT_PAID: Final[AccountingEventType]
    "\n    The deposit that secures the loan was paid.\n    "
    LOAN_INTERESTS_CHARGEBACK_PENALIZED: Final[AccountingEventType]
    "\n    Interest was raised after a chargeback.\n    "
    LOAN_INTERESTS_DISCOUNTED: Final[AccountingEventType]
    "\n    Interest was reduced.\n    "
    LOAN_INTERESTS_FALLEN_DUE: Final[AccountingEventType]
    "\n    Interest has become due.\n    "
    LOAN_INTEREST_DEPOSIT_CHARGED_BACK: Final[AccountingEventType]
    "\n    The deposit for interest was charged back.\n    "
    LOAN_INTEREST_DEPOSIT_PAID: Final[AccountingEventType]
    "\n    The deposit for interest was paid.\n    "
    LOAN_INTEREST_FROM_DEPOSIT_PAID: Final[AccountingEventType]
    "\n    Interest was paid from the deposit.\n    "
    LOAN_INTEREST_FROM_DEPOSIT_UNPAID: Final[AccountingEventType]
    "\n    Interest that the deposit had paid is unpaid again.\n    "
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
    "\n    Principal that was repaid is unpaid again.\n    "
    LOAN_RETURNED_PAID: Final[AccountingEventType]
    "\n    The payout came back.\n    "
    LOAN_VALIDATED: Final[AccountingEventType]
    "\n    The loan was accepted.\n    "

    def __copy__(self, /) -> AccountingEventType: ...
    def __deepcopy__(self, /, _memo: Any) -> AccountingEventType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> AccountingEventType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class ActiveEnrollment:
    """
    A campaign of the vendor that the borrower takes part in.
    """

    def __copy__(self, /) -> ActiveEnrollment: ...
    def __deepcopy__(self, /, _memo: Any) -> ActiveEnrollment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        enrollment_campaign: str,
        enrollment_name: str,
        entity_id: UUID,
        entity_type: EnrollmentEntity | str,
        status: str,
        agent_feedback: str | None = None,
        submitted_at: datetime | None = None,
        extra: dict[str, Any] = ...,
    ) -> ActiveEnrollment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def agent_feedback(self, /) -> str | None:
        """
        What the vendor's people said.
        """

    @property
    def enrollment_campaign(self, /) -> str:
        """
        The campaign.
        """

    @property
    def enrollment_name(self, /) -> str:
        """
        Its name.
        """

    @property
    def entity_id(self, /) -> UUID:
        """
        The object that takes part.
        """

    @property
    def entity_type(self, /) -> EnrollmentEntity:
        """
        What kind of object that is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ActiveEnrollment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def status(self, /) -> str:
        """
        Where it stands; free text in the contract.
        """

    @property
    def submitted_at(self, /) -> datetime | None:
        """
        When it was handed in.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Address:
    """
    The address of a person, or of a company as the API knows it. Every part may be missing.
    """

    def __copy__(self, /) -> Address: ...
    def __deepcopy__(self, /, _memo: Any) -> Address: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> Address: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address_line_1(self, /) -> str | None:
        """
        Street and number.
        """

    @property
    def address_line_2(self, /) -> str | None:
        """
        Whatever the first line does not hold.
        """

    @property
    def city(self, /) -> str | None:
        """
        Town.
        """

    @property
    def country(self, /) -> str | None:
        """
        Country, ISO 3166-1 alpha-3: `FRA`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Address:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def postal_code(self, /) -> str | None:
        """
        Postal code, at most 10 characters; blanks in it are kept.
        """

    @property
    def state(self, /) -> str | None:
        """
        State or region.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AggregationScenario:
    """
    How payments are put together.
    """

    MERGE_ONLY: Final[AggregationScenario]
    "\n    Payments of one direction become one.\n    "
    NET_THEN_MERGE: Final[AggregationScenario]
    "\n    Payments of both directions are set off first.\n    "

    def __copy__(self, /) -> AggregationScenario: ...
    def __deepcopy__(self, /, _memo: Any) -> AggregationScenario: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> AggregationScenario: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class AggregationTiming:
    """
    When payments are put together.
    """

    DAILY: Final[AggregationTiming]
    "\n    Each day.\n    "
    LOAN_SCHEDULE: Final[AggregationTiming]
    "\n    As the loans are scheduled.\n    "

    def __copy__(self, /) -> AggregationTiming: ...
    def __deepcopy__(self, /, _memo: Any) -> AggregationTiming: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> AggregationTiming: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Amount:
    """
    An amount of money.
    """

    def __copy__(self, /) -> Amount: ...
    def __deepcopy__(self, /, _memo: Any) -> Amount: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, amount: int, currency: Currency | str, extra: dict[str, Any] = ...) -> Amount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The amount, in cents.
        """

    @property
    def currency(self, /) -> Currency:
        """
        Its currency.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Amount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class AutomaticSigner:
    """
    A person whose signature is put in automatically.
    """

    def __copy__(self, /) -> AutomaticSigner: ...
    def __deepcopy__(self, /, _memo: Any) -> AutomaticSigner: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, email: str, first_name: str, last_name: str, ip_address: str, extra: dict[str, Any] = ...
    ) -> AutomaticSigner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The address that the signature is said to come from.
        """

    @property
    def last_name(self, /) -> str:
        """
        Family name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BankConnectionRefusal:
    """
    Why somebody did not connect a bank account.
    """

    def __copy__(self, /) -> BankConnectionRefusal: ...
    def __deepcopy__(self, /, _memo: Any) -> BankConnectionRefusal: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, answer_code: ConnectionRefusal | str, comments: str | None = None, extra: dict[str, Any] = ...
    ) -> BankConnectionRefusal: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def answer_code(self, /) -> ConnectionRefusal:
        """
        The reason.
        """

    @property
    def comments(self, /) -> str | None:
        """
        More about it.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BankConnectionRefusal:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BankIdentifierType:
    """
    What names a bank.
    """

    BIC: Final[BankIdentifierType]
    "\n    A BIC.\n    "
    NAME: Final[BankIdentifierType]
    "\n    The bank's name.\n    "
    ROUTING_NUMBER: Final[BankIdentifierType]
    "\n    A national routing number.\n    "
    UNDEFINED: Final[BankIdentifierType]
    "\n    Nothing definite.\n    "

    def __copy__(self, /) -> BankIdentifierType: ...
    def __deepcopy__(self, /, _memo: Any) -> BankIdentifierType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BankIdentifierType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Batch:
    """
    Data of a company that is uploaded together. It is used once the batch is closed, not before.
    """

    def __copy__(self, /) -> Batch: ...
    def __deepcopy__(self, /, _memo: Any) -> Batch: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        business_identifier: BusinessIdentifier,
        content: BatchContent,
        context: BatchContext | str,
        status: BatchStatus | str,
        extra: dict[str, Any] = ...,
    ) -> Batch: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        The company whose data is shared.
        """

    @property
    def content(self, /) -> BatchContent:
        """
        What it will hold.
        """

    @property
    def context(self, /) -> BatchContext:
        """
        Why the data is shared.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Batch:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id, for the uploads.
        """

    @property
    def status(self, /) -> BatchStatus:
        """
        Where it stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BatchContent:
    """
    What a batch will hold, so that the API can tell when it is complete.
    """

    def __copy__(self, /) -> BatchContent: ...
    def __deepcopy__(self, /, _memo: Any) -> BatchContent: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        shared_data_types: abc.Sequence[SharedDataType | str] = ...,
        accounts: AccountCount | None = None,
        account_transactions: abc.Sequence[TransactionPeriod] = ...,
        invoices: InvoiceCount | None = None,
        extra: dict[str, Any] = ...,
    ) -> BatchContent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_transactions(self, /) -> list[TransactionPeriod]:
        """
        Which transactions, account by account.
        """

    @property
    def accounts(self, /) -> AccountCount | None:
        """
        How many accounts.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BatchContent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoices(self, /) -> InvoiceCount | None:
        """
        How many invoices.
        """

    @property
    def shared_data_types(self, /) -> list[SharedDataType]:
        """
        The kinds of data.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BatchContext:
    """
    Why data is shared.
    """

    BORROWER_CREATION: Final[BatchContext]
    "\n    A borrower is being created.\n    "
    DATA_REFRESH: Final[BatchContext]
    "\n    Data of a known company is brought up to date.\n    "

    def __copy__(self, /) -> BatchContext: ...
    def __deepcopy__(self, /, _memo: Any) -> BatchContext: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BatchContext: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class BatchStatus:
    """
    Where a batch stands.
    """

    CANCELED: Final[BatchStatus]
    "\n    Cancelled: its data is not used.\n    "
    CLOSED: Final[BatchStatus]
    "\n    Closed: its data is used.\n    "
    CLOSING_IN_PROGRESS: Final[BatchStatus]
    "\n    Being closed.\n    "
    CLOSING_SCHEDULED: Final[BatchStatus]
    "\n    To be closed soon.\n    "
    CREATED: Final[BatchStatus]
    "\n    Open for uploads.\n    "

    def __copy__(self, /) -> BatchStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> BatchStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BatchStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Bill:
    """
    A bill for the fees of a period.
    """

    def __copy__(self, /) -> Bill: ...
    def __deepcopy__(self, /, _memo: Any) -> Bill: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        billed_business: CompanyReference,
        payment: Payment,
        status: BillStatus | str,
        to_pay_amount: int,
        start_date: datetime,
        end_date: datetime,
        ran_at: datetime,
        due_date: datetime,
        invoice_number: str | None = None,
        invoice: Invoice | None = None,
        billed_borrower_id: str | None = None,
        amends_bill_id: str | None = None,
        document_url: str | None = None,
        email_sent_to_payer_on: datetime | None = None,
        extra: dict[str, Any] = ...,
    ) -> Bill: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amends_bill_id(self, /) -> str | None:
        """
        The bill that this one corrects.
        """

    @property
    def billed_borrower_id(self, /) -> str | None:
        """
        The borrower that has to pay; untyped in the contract.
        """

    @property
    def billed_business(self, /) -> CompanyReference:
        """
        The company that has to pay.
        """

    @property
    def document_url(self, /) -> str | None:
        """
        A link to the document that holds for a short time: never store it.
        """

    @property
    def due_date(self, /) -> datetime:
        """
        Until when it is to be paid.
        """

    @property
    def email_sent_to_payer_on(self, /) -> datetime | None:
        """
        When it was mailed to who has to pay.
        """

    @property
    def end_date(self, /) -> datetime:
        """
        When the period ends.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Bill:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def invoice(self, /) -> Invoice | None:
        """
        The invoice as the API knows it.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Its number.
        """

    @property
    def payment(self, /) -> Payment:
        """
        The payment that settles it.
        """

    @property
    def ran_at(self, /) -> datetime:
        """
        When the bill was made.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        When the period begins.
        """

    @property
    def status(self, /) -> BillStatus:
        """
        Where it stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int:
        """
        What is to be paid, in cents.
        """

@final
class BillFilter:
    """
    Which bills to list; nothing set lists all.
    """

    def __copy__(self, /) -> BillFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> BillFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        bill_id: abc.Sequence[UUID] = ...,
        business_id: abc.Sequence[UUID] = ...,
        business_identifier: abc.Sequence[str] = ...,
        status: abc.Sequence[BillStatus | str] = ...,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        light_bills: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> BillFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def bill_id(self, /) -> list[UUID]:
        """
        Only these bills, by id.
        """

    @property
    def business_id(self, /) -> list[UUID]:
        """
        Only bills of these companies, by the vendor's id.
        """

    @property
    def business_identifier(self, /) -> list[str]:
        """
        Only bills of these companies, by company number.
        """

    @property
    def end_date(self, /) -> datetime | None:
        """
        Only bills whose period ends before this moment.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BillFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def light_bills(self, /) -> bool | None:
        """
        Whether to give bills in a short form.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        How many bills a page has; 100 when it is left out.
        """

    @property
    def start_date(self, /) -> datetime | None:
        """
        Only bills whose period begins at this moment or later.
        """

    @property
    def status(self, /) -> list[BillStatus]:
        """
        Only bills with one of these statuses; the API takes `PAID`, `SENT_TO_PAYER`, `TO_PAY` and `VALIDATED`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BillSent:
    """
    When and to whom you sent a bill.
    """

    def __copy__(self, /) -> BillSent: ...
    def __deepcopy__(self, /, _memo: Any) -> BillSent: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, sent_on: datetime, to_email_addresses: abc.Sequence[str], extra: dict[str, Any] = ...
    ) -> BillSent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BillSent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def sent_on(self, /) -> datetime:
        """
        When you sent it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    @property
    def to_email_addresses(self, /) -> list[str]:
        """
        To which e-mail addresses, at least one.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BillStatus:
    """
    Where a bill stands.
    """

    GENERATED: Final[BillStatus]
    "\n    Made, not yet checked.\n    "
    INVALID: Final[BillStatus]
    "\n    Not valid.\n    "
    PAID: Final[BillStatus]
    "\n    Paid.\n    "
    SENT_TO_PAYER: Final[BillStatus]
    "\n    Sent to who has to pay it.\n    "
    TO_PAY: Final[BillStatus]
    "\n    To be paid.\n    "
    VALIDATED: Final[BillStatus]
    "\n    Checked: it can be sent.\n    "

    def __copy__(self, /) -> BillStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> BillStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BillStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Billing:
    """
    Billing: bills for fees, and referrers with their shares of revenue.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def get_referrer(self, /, referrer_id: UUID | str) -> Referrer:
        """
        Reads one referrer. Blocks; safe to repeat.

        Operation: `GET /referrer/{referrer_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list_bills(
        self,
        /,
        *,
        bill_id: abc.Sequence[UUID] = ...,
        business_id: abc.Sequence[UUID] = ...,
        business_identifier: abc.Sequence[str] = ...,
        status: abc.Sequence[BillStatus | str] = ...,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        light_bills: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> PageIterator[Bill]:
        """
        Lists bills for fees, your own or those of your borrowers, over all pages. Blocks whenever a page is read; safe
        to repeat.

        Operation: `GET /bills`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    def mark_bill_sent(self, /, bill_id: UUID | str, body: BillSent) -> None:
        """
        Says that you sent a bill to who has to pay it. Send it when it is `VALIDATED`. Blocks.

        The contract does not say what a repetition answers. Look with `list_bills` first: the status shows
        whether the bill was sent.

        Operation: `POST /bill/{bill_id}/sent`.

        # Errors
        `NotFound` when there is no bill with this id; `Validation` when it is not ready to be sent.
        """

    def upload_revenue_share_invoice(self, /, referrer_id: UUID | str, revenue_share_id: UUID | str) -> RevenueShare:
        """
        Hands in the invoice for a share of revenue. The contract describes no body: what is sent besides the
        two ids is not known. Blocks.

        The contract does not say what a repetition does. Look with `get_referrer` first.

        Operation: `POST /referrer/{referrer_id}/upload-invoice/{revenue_share_id}`.

        # Errors
        `NotFound` when there is no such referrer or share.
        """

@final
class BirthPlace:
    """
    Where a person was born.
    """

    def __copy__(self, /) -> BirthPlace: ...
    def __deepcopy__(self, /, _memo: Any) -> BirthPlace: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, city: str | None = None, country: str | None = None, extra: dict[str, Any] = ...
    ) -> BirthPlace: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def city(self, /) -> str | None:
        """
        Town.
        """

    @property
    def country(self, /) -> str | None:
        """
        Country, ISO 3166-1 alpha-3: `FRA`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BirthPlace:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Borrower:
    """
    A borrower: a company that may be lent to through you.

    The contract promises `identifier` alone; everything else may be missing.
    """

    def __copy__(self, /) -> Borrower: ...
    def __deepcopy__(self, /, _memo: Any) -> Borrower: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        id: UUID | None = None,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        legal_form: str | None = None,
        vat_number: str | None = None,
        status: BorrowerStatus | str | None = None,
        status_reason: str | None = None,
        signed_at: datetime | None = None,
        accounts: abc.Sequence[Account] = ...,
        directors: abc.Sequence[Director] = ...,
        owner: Owner | None = None,
        address: Address | None = None,
        next_actions: abc.Sequence[NextAction | str] = ...,
        compliance_checks: ComplianceChecks | None = None,
        can_reonboard: bool | None = None,
        active_enrollments: abc.Sequence[ActiveEnrollment] = ...,
        contract_id: UUID | None = None,
        contract_s3_url: str | None = None,
        metadata: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> Borrower: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def accounts(self, /) -> list[Account]:
        """
        Bank accounts.
        """

    @property
    def active_enrollments(self, /) -> list[ActiveEnrollment]:
        """
        Campaigns of the vendor that it takes part in.
        """

    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def can_reonboard(self, /) -> bool | None:
        """
        Whether the company may go through onboarding again.
        """

    @property
    def compliance_checks(self, /) -> ComplianceChecks | None:
        """
        The checks of the company and its people; the vendor's text calls it deprecated.
        """

    @property
    def contract_id(self, /) -> UUID | None:
        """
        The contract's id.
        """

    @property
    def contract_s3_url(self, /) -> str | None:
        """
        A link to the contract that holds for a short time: never store it.
        """

    @property
    def directors(self, /) -> list[Director]:
        """
        Directors.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Borrower:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID | None:
        """
        The borrower's id, for all operations on it.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register the number comes from.
        """

    @property
    def legal_form(self, /) -> str | None:
        """
        Legal form: `SAS`, `GmbH`.
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
        What the borrower has to do.
        """

    @property
    def owner(self, /) -> Owner | None:
        """
        The person who signed up.
        """

    @property
    def signed_at(self, /) -> datetime | None:
        """
        When the terms were accepted.
        """

    @property
    def status(self, /) -> BorrowerStatus | None:
        """
        Where the borrower stands.
        """

    @property
    def status_reason(self, /) -> str | None:
        """
        Why it stands there: one of the vendor's denial codes, whose list changes.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class BorrowerCandidate:
    """
    A borrower that may be the company that is to be enrolled: what a person needs to decide.
    """

    def __copy__(self, /) -> BorrowerCandidate: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerCandidate: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        borrower_id: UUID | None = None,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        city: str | None = None,
        status: BorrowerStatus | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> BorrowerCandidate: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> UUID | None:
        """
        The borrower's id, for the option `borrower_id`.
        """

    @property
    def city(self, /) -> str | None:
        """
        The town of its address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BorrowerCandidate:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names its company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register the number comes from.
        """

    @property
    def name(self, /) -> str | None:
        """
        The company's legal name.
        """

    @property
    def status(self, /) -> BorrowerStatus | None:
        """
        Where the borrower stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BorrowerFilter:
    """
    Which borrowers to list; nothing set lists all.
    """

    def __copy__(self, /) -> BorrowerFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        borrower_id: abc.Sequence[UUID] = ...,
        borrower_identifier: str | None = None,
        from_signed_at: datetime | None = None,
        to_signed_at: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> BorrowerFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> list[UUID]:
        """
        Only these borrowers, by id.
        """

    @property
    def borrower_identifier(self, /) -> str | None:
        """
        Only the company with this number.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BorrowerFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def from_signed_at(self, /) -> datetime | None:
        """
        Only those who accepted the terms at this moment or later.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        How many borrowers a page has; 100 when it is left out.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_signed_at(self, /) -> datetime | None:
        """
        Only those who accepted the terms at this moment or before.
        """

@final
class BorrowerFinancialProduct:
    """
    A product as one borrower has it. Amounts are in cents, rates in percent per day.
    """

    def __copy__(self, /) -> BorrowerFinancialProduct: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerFinancialProduct: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        borrower_id: UUID,
        can_request_loan: bool,
        financial_product: FinancialProduct,
        status: FinancialProductStatus | str,
        status_reason: str | None = None,
        available_amount: int | None = None,
        max_amount: int | None = None,
        amount_outstanding: int | None = None,
        amount_pending_validation: int | None = None,
        fees_daily_rate: Decimal | None = None,
        unlock_loan_request_link: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> BorrowerFinancialProduct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount_outstanding(self, /) -> int | None:
        """
        What is lent at present, in cents.
        """

    @property
    def amount_pending_validation(self, /) -> int | None:
        """
        What is reserved for loans that are being decided on, in cents.
        """

    @property
    def available_amount(self, /) -> int | None:
        """
        What can still be lent, in cents.
        """

    @property
    def borrower_id(self, /) -> UUID:
        """
        The borrower's id.
        """

    @property
    def can_request_loan(self, /) -> bool:
        """
        Whether a loan can be requested now.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        The daily rate, in percent per day.
        """

    @property
    def financial_product(self, /) -> FinancialProduct:
        """
        The product.
        """

    @staticmethod
    def from_json(text: str) -> BorrowerFinancialProduct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id, for loan requests when the borrower has several products.
        """

    @property
    def max_amount(self, /) -> int | None:
        """
        The most that can be lent in all, in cents.
        """

    @property
    def status(self, /) -> FinancialProductStatus:
        """
        Where it stands.
        """

    @property
    def status_reason(self, /) -> str | None:
        """
        Why it stands there: one of the vendor's denial codes, whose list changes.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def unlock_loan_request_link(self, /) -> str | None:
        """
        A page where the borrower can do what keeps it from a loan. The link is personal: never log it.
        """

@final
class BorrowerStatus:
    """
    Where a borrower stands on the way to a loan.
    """

    ALL_PAYMENT_SETUP: Final[BorrowerStatus]
    "\n    Payments are set up in full.\n    "
    BLOCKED: Final[BorrowerStatus]
    "\n    No loan at present; `status_reason` may say why.\n    "
    DEACTIVATED: Final[BorrowerStatus]
    "\n    The borrower was deactivated.\n    "
    PROHIBITED: Final[BorrowerStatus]
    "\n    No loan ever; `status_reason` may say why.\n    "
    READY: Final[BorrowerStatus]
    "\n    A loan can be requested.\n    "
    SDD_SETUP: Final[BorrowerStatus]
    "\n    Direct debit is set up.\n    "
    SIGNED: Final[BorrowerStatus]
    "\n    The terms are accepted.\n    "
    TO_SIGN: Final[BorrowerStatus]
    "\n    The terms are not accepted yet.\n    "

    def __copy__(self, /) -> BorrowerStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BorrowerStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class BorrowerStrategy:
    """
    Who a loan's borrower is when nothing else is said.
    """

    BUYER: Final[BorrowerStrategy]
    "\n    The buyer of the invoice.\n    "
    SELLER: Final[BorrowerStrategy]
    "\n    The seller of the invoice.\n    "

    def __copy__(self, /) -> BorrowerStrategy: ...
    def __deepcopy__(self, /, _memo: Any) -> BorrowerStrategy: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BorrowerStrategy: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Borrowers:
    """
    Borrowers: enrolling, reading, signing, deactivating.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def add_owner(self, /, borrower_id: UUID | str, body: NewOwner) -> Owner:
        """
        Adds the person who signs up for the borrower, with identity documents. Blocks.

        The contract does not say whether a repetition adds the person again. Look with `get` first: `owner`
        shows who is there.

        Operation: `POST /borrower/{borrower_id}/owner`.

        # Errors
        `NotFound` when there is no borrower with this id; `Validation` when the person's data is not accepted.
        """

    def deactivate(self, /, borrower_id: UUID | str) -> None:
        """
        Ends the borrower's business with the vendor: no new loan. Blocks.

        The contract does not say what a repetition answers. Look with `get`: the status is `DEACTIVATED` once
        it took effect.

        Operation: `POST /borrower/{borrower_id}/deactivate`.

        # Errors
        `NotFound` when there is no borrower with this id.
        """

    def enroll(self, /, body: NewBorrower) -> Borrower:
        """
        Enrols a company with one call: creates the borrower, sets up repayment, evaluates solvency, opens the line.

        This is the bare operation; `client.enroll` adds all that makes it safe and waits for the credit line.
        With `wait_for_ready` it takes 4 to 8 seconds and is cut at 30 with a 504; without, 0.3 to 1.5 seconds, and
        the line comes later. The request is validated first. Blocks. Not safe to repeat: a second call may create a
        second borrower, so it is sent again only when it certainly was not carried out.

        Operation: `POST /borrowers`.

        # Errors
        `Validation` when the request is not acceptable, or when data that the API could not obtain is missing
        (`missing_fields`); after a 504, a time-out or a broken connection `outcome_unknown` is true.
        """

    def get(self, /, borrower_id: UUID | str) -> Borrower:
        """
        Reads one borrower. Blocks; safe to repeat.

        Operation: `GET /borrower/{borrower_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list(
        self,
        /,
        *,
        borrower_id: abc.Sequence[UUID] = ...,
        borrower_identifier: str | None = None,
        from_signed_at: datetime | None = None,
        to_signed_at: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> PageIterator[Borrower]:
        """
        Lists borrowers, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrowers`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    def sign(self, /, borrower_id: UUID | str, body: Signature) -> Borrower:
        """
        Records when the borrower accepted the terms. Blocks.

        A repetition records the same moment; the contract does not say what it answers then. Look with `get`:
        `signed_at` shows the moment.

        Operation: `POST /borrower/{borrower_id}/sign`.

        # Errors
        `NotFound` when there is no borrower with this id; `Validation` when the moment is not accepted.
        """

@final
class BrokerTier:
    """
    The rank of a broker.
    """

    BRONZE: Final[BrokerTier]
    "\n    The lowest.\n    "
    GOLD: Final[BrokerTier]
    "\n    The highest.\n    "
    SILVER: Final[BrokerTier]
    "\n    In between.\n    "

    def __copy__(self, /) -> BrokerTier: ...
    def __deepcopy__(self, /, _memo: Any) -> BrokerTier: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BrokerTier: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class BrokerTrack:
    """
    How a broker is rewarded.
    """

    def __copy__(self, /) -> BrokerTrack: ...
    def __deepcopy__(self, /, _memo: Any) -> BrokerTrack: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        tier: BrokerTier | str,
        track: BrokerTrackKind | str,
        value: Decimal | None = None,
        extra: dict[str, Any] = ...,
    ) -> BrokerTrack: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BrokerTrack:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def tier(self, /) -> BrokerTier:
        """
        The broker's rank.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def track(self, /) -> BrokerTrackKind:
        """
        What the reward depends on.
        """

    @property
    def value(self, /) -> Decimal | None:
        """
        The rate that follows from both; the contract names no unit.
        """

@final
class BrokerTrackKind:
    """
    What a broker is rewarded for.
    """

    PRICING: Final[BrokerTrackKind]
    "\n    The price of the loans.\n    "
    VOLUME: Final[BrokerTrackKind]
    "\n    The amount of the loans.\n    "

    def __copy__(self, /) -> BrokerTrackKind: ...
    def __deepcopy__(self, /, _memo: Any) -> BrokerTrackKind: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> BrokerTrackKind: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Business:
    """
    A company as other objects refer to it.
    """

    def __copy__(self, /) -> Business: ...
    def __deepcopy__(self, /, _memo: Any) -> Business: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str | None = None,
        id: UUID | None = None,
        name: str | None = None,
        legal_form: str | None = None,
        vat_number: str | None = None,
        address: Address | None = None,
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
        extra: dict[str, Any] = ...,
    ) -> Business: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def activity_description(self, /) -> str | None:
        """
        What the company does, in words.
        """

    @property
    def activity_type(self, /) -> str | None:
        """
        What the company does, as the vendor classifies it.
        """

    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def capital(self, /) -> int | None:
        """
        Capital; the API names no unit.
        """

    @property
    def creation_date(self, /) -> date | None:
        """
        When the company was founded.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The company's id at the vendor. It is not the id of the borrower.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register the number comes from.
        """

    @property
    def is_active(self, /) -> bool | None:
        """
        Whether it is active.
        """

    @property
    def is_diffusible(self, /) -> bool | None:
        """
        Whether its data may be shown to others.
        """

    @property
    def last_insolvency_procedure_closing_date(self, /) -> date | None:
        """
        When the last insolvency procedure was closed.
        """

    @property
    def last_insolvency_procedure_open_date(self, /) -> date | None:
        """
        When the last insolvency procedure was opened.
        """

    @property
    def last_insolvency_procedure_type(self, /) -> str | None:
        """
        What kind of insolvency procedure the last one was.
        """

    @property
    def legal_form(self, /) -> str | None:
        """
        Legal form: `SAS`, `GmbH`.
        """

    @property
    def nace_code(self, /) -> str | None:
        """
        What the company does, by the European classification.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    @property
    def registration_body(self, /) -> str | None:
        """
        Who registered it: the RCS of Paris for instance.
        """

    @property
    def registration_date(self, /) -> date | None:
        """
        When it was registered.
        """

    @property
    def registry_radiation_date(self, /) -> date | None:
        """
        When it left the register.
        """

    @property
    def share_capital(self, /) -> int | None:
        """
        Capital from shares, in cents.
        """

    @property
    def termination_date(self, /) -> date | None:
        """
        When it ended.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class BusinessAddress:
    """
    The registered address of a company that is enrolled: four parts are required.
    """

    def __copy__(self, /) -> BusinessAddress: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessAddress: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> BusinessAddress: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address_line_1(self, /) -> str:
        """
        Street and number.
        """

    @property
    def address_line_2(self, /) -> str | None:
        """
        Whatever the first line does not hold.
        """

    @property
    def city(self, /) -> str:
        """
        Town.
        """

    @property
    def country(self, /) -> str:
        """
        Country, ISO 3166-1 alpha-3: `FRA`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessAddress:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def postal_code(self, /) -> str:
        """
        Postal code, at most 10 characters; blanks in it are kept.
        """

    @property
    def state(self, /) -> str | None:
        """
        State or region.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BusinessData:
    """
    Sharing what you know of a company: accounts, transactions, invoices.

    Open a batch, upload with its id, close it. What is in a batch that was never closed is not used.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def close_batch(self, /, batch_id: UUID | str) -> Batch:
        """
        Closes a batch: its data is used from now on. Blocks.

        The contract does not say what a repetition answers, and no operation reads a batch: after an unknown
        outcome close it again.

        Operation: `POST /business/data/batch-upload/{batch_id}/close`.

        # Errors
        `NotFound` when there is no batch with this id; `Validation` when it cannot be closed.
        """

    def open_batch(self, /, body: NewBatch) -> Batch:
        """
        Opens a batch. An open batch of the same company is cancelled unless you say otherwise. Blocks.

        A repetition opens a second batch, and cancels the first one unless you say otherwise. No operation
        reads a batch: after an unknown outcome open another one, and upload to that.

        Operation: `POST /business/data/batch-upload`.

        # Errors
        `Validation` when the company or the content is not accepted.
        """

    def share_accounts(self, /, body: SharedAccounts) -> None:
        """
        Shares bank accounts with their balances. Blocks.

        The contract calls `id` the unique id of the account, and does not say what a repetition does. No
        operation reads what was shared: within a batch open another one, which cancels the first, and upload
        again.

        Operation: `POST /business/data/accounts`.

        # Errors
        `Validation` when the data is not accepted; the API does not say which account.
        """

    def share_invoices(self, /, body: SharedInvoices) -> None:
        """
        Shares invoices, for the evaluation of the company. A row is known by its `salt_id`, which is derived from what the
        row says when it has none: an upload that is repeated names the same rows. The contract calls the salt the unique
        id of the row, and does not say what is answered to one that is known. Blocks; send the same rows again when the
        outcome is unknown.

        Operation: `POST /business/data/invoices`.

        # Errors
        `Validation` when a salt is blank, or when the data is not accepted; the API does not say which invoice.
        """

    def share_transactions(self, /, body: SharedTransactions) -> None:
        """
        Shares bank transactions. A row is known by its `salt_id`, which is derived from what the row says when it has
        none: an upload that is repeated names the same rows. The contract calls the salt the unique id of the row, and
        does not say what is answered to one that is known. Blocks; send the same rows again when the outcome is unknown.

        Operation: `POST /business/data/account-transactions`.

        # Errors
        `Validation` when a salt is blank, or when the data is not accepted; the API does not say which transaction.
        """

@final
class BusinessEligibility:
    """
    A company and whether it shall be eligible.
    """

    def __copy__(self, /) -> BusinessEligibility: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessEligibility: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_identifier: BusinessIdentifier,
        scenario: EligibilityScenario | str,
        extra: dict[str, Any] = ...,
    ) -> BusinessEligibility: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        The company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessEligibility:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def scenario(self, /) -> EligibilityScenario:
        """
        Whether it shall be eligible.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BusinessIdentifier:
    """
    A company by the number that names it.
    """

    def __copy__(self, /) -> BusinessIdentifier: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessIdentifier: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, identifier: str, identifier_type: IdentifierType | str, extra: dict[str, Any] = ...
    ) -> BusinessIdentifier: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessIdentifier:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number, without blanks, as text: leading zeros count.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class BusinessSegment:
    """
    The class in which the vendor sees a company.
    """

    def __copy__(self, /) -> BusinessSegment: ...
    def __deepcopy__(self, /, _memo: Any) -> BusinessSegment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_id: UUID,
        business_identifier: BusinessIdentifier,
        defacto_segment: Segment | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> BusinessSegment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_id(self, /) -> UUID:
        """
        The company's id at the vendor.
        """

    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        The company.
        """

    @property
    def defacto_segment(self, /) -> Segment | None:
        """
        The class; none when it has not been worked out.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> BusinessSegment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Businesses:
    """
    Companies: their segment, and what public registers say.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def get_segment(self, /, business_id: UUID | str) -> BusinessSegment:
        """
        Reads the vendor's class of a company. Blocks; safe to repeat.

        Operation: `GET /business/{business_id}/segment`.

        # Errors
        `NotFound` when there is no company with this id.
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
        extra: dict[str, Any] = ...,
    ) -> list[RegisteredBusiness]:
        """
        Searches the German commercial register for a number, which is unique only together with its court: the answer
        may hold several companies. Blocks; safe to repeat.

        Operation: `GET /business/public-data`.

        # Errors
        `Validation` when the search is not accepted.
        """

@final
class CancelToken:
    """
    Stops a call from another thread.

    Give it to `CallOptions` and keep a clone; `cancel` ends every call that waits with it at once, with
    `DefactoError::Interrupted`. The connection is closed, so the API gets no later request of that call.
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
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        balance: CardBalance,
        brand: str,
        currency: str,
        last4: str,
        status: str,
        constraints: dict[str, Any],
        card_type: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        provider_account_id: str | None = None,
        provider_card_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> Card: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def balance(self, /) -> CardBalance:
        """
        How much it may still spend.
        """

    @property
    def brand(self, /) -> str:
        """
        Its brand: `visa`.
        """

    @property
    def card_type(self, /) -> str | None:
        """
        What kind of card it is.
        """

    @property
    def constraints(self, /) -> dict[str, Any]:
        """
        Where and how it may pay.
        """

    @property
    def currency(self, /) -> str:
        """
        Its currency, ISO 4217.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def first_name(self, /) -> str | None:
        """
        Its holder's given name.
        """

    @staticmethod
    def from_json(text: str) -> Card:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def last4(self, /) -> str:
        """
        The last four digits of its number.
        """

    @property
    def last_name(self, /) -> str | None:
        """
        Its holder's family name.
        """

    @property
    def provider_account_id(self, /) -> str | None:
        """
        The account's id at who issues the card.
        """

    @property
    def provider_card_id(self, /) -> str | None:
        """
        The card's id at who issues it.
        """

    @property
    def status(self, /) -> str:
        """
        Where it stands; free text in the contract, `active`, `inactive` and `canceled` at least.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CardAction:
    """
    What to do with a card.
    """

    ACTIVE: Final[CardAction]
    "\n    Let it pay.\n    "
    CANCELED: Final[CardAction]
    "\n    End it for good.\n    "
    INACTIVE: Final[CardAction]
    "\n    Stop it for now.\n    "

    def __copy__(self, /) -> CardAction: ...
    def __deepcopy__(self, /, _memo: Any) -> CardAction: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> CardAction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class CardBalance:
    """
    How much a card may still spend, in cents.
    """

    def __copy__(self, /) -> CardBalance: ...
    def __deepcopy__(self, /, _memo: Any) -> CardBalance: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> CardBalance: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def available(self, /) -> int:
        """
        What is left, in cents.
        """

    @property
    def available_including_pending(self, /) -> int | None:
        """
        What is left when all that is under way is done, in cents.
        """

    @property
    def currency(self, /) -> str:
        """
        The currency, ISO 4217.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CardBalance:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def pending(self, /) -> int | None:
        """
        What is under way, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def used(self, /) -> int:
        """
        What is spent, in cents.
        """

@final
class CardEntry:
    """
    Something that was paid with a card, or paid back to it.
    """

    def __copy__(self, /) -> CardEntry: ...
    def __deepcopy__(self, /, _memo: Any) -> CardEntry: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: str,
        amount: int,
        currency: str,
        created: datetime,
        merchant_name: str,
        merchant_category: str,
        transaction_type: str,
        entry_type: str | None = None,
        merchant_amount: int | None = None,
        merchant_currency: str | None = None,
        funding_obligation_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> CardEntry: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The amount, in cents of the card's currency.
        """

    @property
    def created(self, /) -> datetime:
        """
        When it happened.
        """

    @property
    def currency(self, /) -> str:
        """
        The card's currency, ISO 4217.
        """

    @property
    def entry_type(self, /) -> str | None:
        """
        What kind of entry it is; free text in the contract.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CardEntry:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def funding_obligation_id(self, /) -> str | None:
        """
        What the vendor lends for it, by its id there.
        """

    @property
    def id(self, /) -> str:
        """
        Its id.
        """

    @property
    def merchant_amount(self, /) -> int | None:
        """
        The amount, in cents of the merchant's currency.
        """

    @property
    def merchant_category(self, /) -> str:
        """
        What kind of merchant that is.
        """

    @property
    def merchant_currency(self, /) -> str | None:
        """
        The merchant's currency, ISO 4217.
        """

    @property
    def merchant_name(self, /) -> str:
        """
        Whom it was paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def transaction_type(self, /) -> str:
        """
        What kind of transaction it is; free text in the contract.
        """

@final
class CardEntryFilter:
    """
    Which entries to give; nothing set gives all.
    """

    def __copy__(self, /) -> CardEntryFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CardEntryFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, from_date: datetime | None = None, to_date: datetime | None = None, extra: dict[str, Any] = ...
    ) -> CardEntryFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only entries of this moment or later.
        """

    @staticmethod
    def from_json(text: str) -> CardEntryFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only entries of this moment or before.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CardExpense:
    """
    Something that was paid with a credit card.
    """

    def __copy__(self, /) -> CardExpense: ...
    def __deepcopy__(self, /, _memo: Any) -> CardExpense: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        date_time: datetime,
        card_identification: dict[str, Any] = ...,
        merchant: dict[str, Any] = ...,
        user: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> CardExpense: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The amount, in cents.
        """

    @property
    def card_identification(self, /) -> dict[str, Any]:
        """
        Which card it was: `last_four_digits` and `card_reference`, for instance.
        """

    @property
    def date_time(self, /) -> datetime:
        """
        When it was paid.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CardExpense:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def merchant(self, /) -> dict[str, Any]:
        """
        Whom it was paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def user(self, /) -> dict[str, Any]:
        """
        Who paid: `name` and `email`, for instance.
        """

@final
class CardExpenses:
    """
    Credit card expenses at one counterparty.
    """

    def __copy__(self, /) -> CardExpenses: ...
    def __deepcopy__(self, /, _memo: Any) -> CardExpenses: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, counterparty: TradeParty, expenses: abc.Sequence[CardExpense], extra: dict[str, Any] = ...
    ) -> CardExpenses: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def counterparty(self, /) -> TradeParty:
        """
        Whom all of them were paid to.
        """

    @property
    def expenses(self, /) -> list[CardExpense]:
        """
        The expenses.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CardExpenses:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CardExportFilter:
    """
    Which entries to export; nothing set exports all.
    """

    def __copy__(self, /) -> CardExportFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CardExportFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        period: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> CardExportFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only entries of this moment or later.
        """

    @staticmethod
    def from_json(text: str) -> CardExportFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def period(self, /) -> str | None:
        """
        A period instead of two moments; its form is not in the contract.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only entries of this moment or before.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CardStatusChange:
    """
    What a card shall do.
    """

    def __copy__(self, /) -> CardStatusChange: ...
    def __deepcopy__(self, /, _memo: Any) -> CardStatusChange: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, status: CardAction | str, extra: dict[str, Any] = ...) -> CardStatusChange: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CardStatusChange:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def status(self, /) -> CardAction:
        """
        Let it pay, stop it for now, or end it for good.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Cards:
    """
    Credit cards. They belong to the borrower that the key stands for.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def create_ephemeral_key(self, /, card_id: UUID | str, form: EphemeralKeyRequest) -> EphemeralKey:
        """
        Makes a key with which the card issuer's own library shows number and code of a card. Blocks.

        The contract does not say what a repetition with the same nonce does, and no operation lists keys.

        Operation: `POST /cards/{card_id}/ephemeral-key`.

        # Errors
        `NotFound` when there is no card with this id; `Validation` when the nonce is not accepted.
        """

    def export_entries(
        self,
        /,
        card_id: UUID | str,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        period: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> bytes:
        """
        Gives what was paid with a card as a CSV file that Pennylane reads. Blocks; safe to repeat.

        Operation: `GET /cards/{card_id}/entries/export`.

        # Errors
        `NotFound` when there is no card with this id.
        """

    def get(self, /, card_id: UUID | str) -> Card:
        """
        Reads one card. Blocks; safe to repeat.

        Operation: `GET /cards/{card_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list(self, /) -> builtins.list[Card]:
        """
        Gives all cards. Blocks; safe to repeat.

        Operation: `GET /cards`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    def list_entries(
        self,
        /,
        card_id: UUID | str,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        extra: dict[str, Any] = ...,
    ) -> builtins.list[CardEntry]:
        """
        Gives what was paid with a card. Blocks; safe to repeat.

        Operation: `GET /cards/{card_id}/entries`.

        # Errors
        `NotFound` when there is no card with this id.
        """

    def set_status(self, /, card_id: UUID | str, body: CardStatusChange) -> Card:
        """
        Lets a card pay, stops it for now, or ends it for good. Blocks.

        A repetition sets the same status again; the contract does not say what it answers then. Look with
        `get`.

        Operation: `PATCH /cards/{card_id}/status`.

        # Errors
        `NotFound` when there is no card with this id; `Validation` when its status forbids the change.
        """

@disjoint_base
class Client:
    """
    A client of the Defacto API.

    Cheap to clone and safe to share between threads; all clones share their connections. Every call blocks the
    calling thread. The areas of the API are methods: `client.borrowers().list(...)`; the main job, from a company to
    its credit line, is `client.enroll(...)`.
    """

    def __enter__(self, /) -> Self: ...
    def __exit__(self, /, *_exception: object) -> None: ...
    def __new__(
        cls,
        /,
        api_key: str,
        environment: Environment | str,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 35.0,
        total_timeout: float | None = None,
        max_retries: int = 2,
        proxy: str | None = None,
        ca_certificates: bytes | None = None,
        max_response_bytes: int = 16777216,
        store: Store | None = None,
    ) -> Client:
        """
        A client of the Defacto API.

        Safe to share between threads, and after a fork. Every call blocks its thread, releases the GIL and can be
        ended with Ctrl-C. `environment` is `Environment.SANDBOX`, `Environment.PRODUCTION` or a base URL. Time-outs
        are in seconds: `connect_timeout` for the connection, `read_timeout` for the answer to begin and for each piece
        of it, `total_timeout` for a call with its repetitions. `ca_certificates` is PEM text of more authorities to
        trust. `store` records each enrolment and each loan request before it is sent: no other process that uses the store
        does it twice, and the same call after a crash goes on; with `None` that holds within this process alone. Raises
        `ConfigurationError` when something of it cannot be used; sends nothing.
        """

    def __reduce__(self, /) -> str: ...
    def __repr__(self, /) -> str: ...
    def _asynchronous(self, /, max_concurrency: int | None) -> Any:
        """
        The calls of this client that do not block, for `aio.py`.
        """

    @staticmethod
    def _forget_requests(base_url: str) -> None:
        """
        Forgets what this process has sent to the API at a URL, loans and enrolments: for tests whose sandbox is back at its
        start.
        """

    @property
    def accounting(self, /) -> Accounting:
        """
        Accounting: what happened to the money of loans.
        """

    @property
    def base_url(self, /) -> str:
        """
        The URL that all paths are appended to.
        """

    @property
    def billing(self, /) -> Billing:
        """
        Billing: bills for fees, and referrers with their shares of revenue.
        """

    @property
    def borrowers(self, /) -> Borrowers:
        """
        Borrowers: enrolling, reading, signing, deactivating.
        """

    @property
    def business_data(self, /) -> BusinessData:
        """
        Sharing what you know of a company: accounts, transactions, invoices.
        """

    @property
    def businesses(self, /) -> Businesses:
        """
        Companies: their segment, and what public registers say.
        """

    @property
    def cards(self, /) -> Cards:
        """
        Credit cards.
        """

    def close(self, /) -> None:
        """
        Closes the connections of this client, for good. Calls under way end with an exception.
        """

    @property
    def counterparties(self, /) -> Counterparties:
        """
        Counterparties: whom a company trades with.
        """

    @property
    def credit_lines(self, /) -> CreditLines:
        """
        Credit lines: how much a borrower may still be lent.
        """

    @property
    def eligibility(self, /) -> Eligibility:
        """
        Whether a company can be lent to.
        """

    def enroll(
        self,
        /,
        new_borrower: NewBorrower,
        *,
        wait: float | None = None,
        synchronous: bool | None = None,
        direct_debit: bool | None = None,
        look_up_existing: bool = True,
        settle_time: float = 45.0,
        poll_interval: float = 1.0,
        resume: str | None = None,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
        store: Store | None = None,
        borrower_id: UUID | str | None = None,
        create_new: bool = False,
        expect_repayment_method: PaymentMethod | str | None = None,
    ) -> Enrollment:
        """
        Enrols a company and, with `wait`, waits for its credit line: the main job, made safe.

        It validates the request; looks for an active borrower of the same company and goes on with that one; else
        sends `POST /borrowers`. When the outcome of that call is unknown (504, time-out, broken connection) it looks
        the company up until the API must have finished, and only then sends the call again. Safe to repeat: the same
        company is not enrolled twice, however its number is spelled, by any client of this process, and with a `store` by
        any process that uses the store. Without one, when the outcome is still unknown (`Pending` without a borrower, or an
        error with `outcome_unknown`) and another process goes on, give it the token as `resume`, so that it does not send
        too early.

        When borrowers exist that may be the company, and nothing that is known tells, the outcome is
        `Enrollment.Ambiguous`, and nothing is sent: enrol again with more of the company, with `borrower_id` or with
        `create_new`.

        `wait`: seconds to wait, all in all, for the credit line; without it the outcome is `Enrollment.Pending`.
        `synchronous`: whether the API itself waits before it answers; true with `wait` unless set.
        `direct_debit`: whether your borrowers repay by direct debit, which needs more data.
        `look_up_existing`: whether to look for an active borrower first. `settle_time`: seconds to look the company up
        after a call of unknown outcome; longer than the API's own limit of 30. `poll_interval`: seconds of the first
        pause between two looks. `resume`: the token of an earlier enrolment. `on_progress`: called with an
        `EnrollmentProgress` at every step. `store`: records the enrolment before it is sent, in place of the client's own
        store. `borrower_id`: the borrower to go on with, one of the candidates of `Enrollment.Ambiguous`. `create_new`:
        whether to create a borrower although others may be the company, since none of the candidates is; the enrolment goes
        on with a borrower that certainly is the company all the same. `expect_repayment_method`: how your borrowers are
        expected to repay; the outcome for a line that says otherwise is `Ready` with a problem in its `warnings`.

        Raises `ValidationError` with every problem when the request cannot pass; `ConfigurationError` when `borrower_id` is
        another company, or `resume` of another one; `NotFoundError` when there is no such borrower; `StoreError` when the
        store cannot be read or written; `AuthenticationError`; `TransportError`, `TimeoutError` or `ApiError` when the API
        stays out of reach; `InterruptedCall` after Ctrl-C. Each has a `resume_token` if the enrolment may have taken effect.
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
        settle_time: float = 45.0,
        poll_interval: float = 2.0,
        give_up_after: float = 300.0,
        run: str | None = None,
        expect_repayment_method: PaymentMethod | str | None = None,
    ) -> PortfolioRun:
        """
        Enrols many companies: all rows of a portfolio, up to `max_in_flight` at the same time. It begins at once; iterate over
        what it returns for the result of each row as it is known, in no fixed order.

        `rows`: an iterable of `NewBorrower`, `PortfolioRow` or dict (with the names of columns that a CSV file would have; a
        name of no field is ignored and logged), or `PortfolioRows.open(...)`. A dict counts its row from the first one on;
        `(number, dict)` says its number. It is gone through on a thread of the run, a little ahead of what is sent: a cursor
        that belongs to one thread has to be made in the generator itself. The run goes on whether its results are taken or
        not; leave it by ``with``.

        Every step stands in `store` before it is taken. So a run may end at any moment, by an exception, a signal or a power
        cut; the next one with the same store, name and rows goes on, sends nothing for companies that have their outcome, and
        looks up what was in doubt. There is one borrower a company, however often that happens. Memory does not grow with the
        number of rows; where several processes share a PostgreSQL store, each remembers which of its companies wait.

        `name`: of the portfolio in the store, "portfolio" unless given. `max_in_flight`: the most companies that are enrolled at
        the same time: their calls are in flight, and no company takes a thread. From 1 to 10,000; a value outside is set to the
        nearest of these. 8 unless given: enough to keep an API busy that answers within seconds, few enough for any environment.
        It does not limit the rate: `calls_per_second` does. That is the most calls a second, over all companies in flight; no
        limit unless given, and what the API asks for (``Retry-After``) always holds. `direct_debit`: whether the borrowers repay
        by direct debit, which needs more data. `wait`: seconds to wait for credit lines after the last company was sent,
        600 unless given; None does not wait. `settle_time`: seconds to look a company up after a call of unknown outcome,
        before it is sent again; 45 unless given, and a shorter time risks a second borrower. `poll_interval`: seconds of the
        first pause between two looks at those who wait. `give_up_after`: seconds that the API may be down, 300 unless given.
        `run`: one name for the parts of a run on several machines. `expect_repayment_method`: how the borrowers are expected
        to repay; a credit line that says otherwise has a warning among the problems of its result.

        Raises `StoreError` when the store cannot be used, or when somebody else works on the same portfolio, and
        `ConfigurationError` when an option does not fit, when the portfolio was begun with another environment, or when rows
        of a file were read or enrolled before: open it again.
        """

    def explain(self, /, code: str, language: Language | str) -> str | None:
        """
        Says in words why a company, a loan or an invoice was declined: the vendor's text for one of its denial codes,
        or None when the vendor does not know the code.

        `language` is `de`, `en`, `es` or `fr`; others get the English text. The list of codes is read at the first
        question and kept for an hour; a code that is not on it is asked for by itself. Safe to repeat.

        Operations: `GET /eligibility/reasons`, `GET /translation/denial-code/{code}`.
        """

    @property
    def financial_products(self, /) -> FinancialProducts:
        """
        The financial products of a borrower.
        """

    def follow_enrollment(
        self,
        /,
        identifier: str,
        *,
        wait: float | None = None,
        poll_interval: float = 1.0,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
        expect_repayment_method: PaymentMethod | str | None = None,
    ) -> Enrollment:
        """
        Goes on with the enrolment of a company by its number alone, where no token was kept: waits for the credit line of its
        active borrower, with reads only. Safe to repeat.

        With a token use `resume_enrollment`: it also knows of a call that may still take effect. The arguments are those of
        `enroll`. The outcome is `Enrollment.Ambiguous` when several active borrowers have the number. Raises `NotFoundError`
        when the API has no active borrower with this number.
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
        ca_certificates: bytes | None = None,
        max_response_bytes: int = 16777216,
        store: Store | None = None,
    ) -> Client:
        """
        A client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL). Neither has a
        default. The keyword arguments are those of the constructor. Raises `ConfigurationError` when one of the
        variables is missing.
        """

    def hello(self, /) -> str:
        """
        Checks the key and the connection: the API's greeting. Safe to repeat.

        Operation: `GET /hello`. Raises `AuthenticationError` when the key is not accepted.
        """

    @property
    def installments(self, /) -> Installments:
        """
        Instalments: plans by which loans are repaid, and each payment of them.
        """

    @property
    def invoices(self, /) -> Invoices:
        """
        Invoices that loans are to finance.
        """

    @property
    def loans(self, /) -> Loans:
        """
        Loans: request, accept, change, follow, repay.
        """

    @property
    def onboardings(self, /) -> Onboardings:
        """
        Hosted onboarding: the vendor's own pages lead the borrower.
        """

    @property
    def payments(self, /) -> Payments:
        """
        Payments of all kinds, and payment links.
        """

    @property
    def recollection(self, /) -> Recollection:
        """
        Recollection: recovering late money, case by case.
        """

    @property
    def repayment_methods(self, /) -> RepaymentMethods:
        """
        How a borrower repays.
        """

    def request(
        self, /, method: str, path: str, *, query: abc.Mapping[str, object] | None = None, json: str | None = None
    ) -> RawAnswer:
        """
        Calls an endpoint that this library does not know yet.

        `path` begins with a slash; `query` maps names to values; `json` is the body as JSON text. GET is repeated when
        it fails; nothing else is, unless it certainly was not carried out. An answer outside 2xx is an exception.
        """

    def request_loan(
        self,
        /,
        new_loan: NewLoan,
        *,
        wait: float | None = None,
        accept: bool = False,
        invoice: NewInvoice | None = None,
        poll_interval: float = 1.0,
        store: Store | None = None,
    ) -> LoanOutcome:
        """
        Requests a loan and, with `wait`, waits for the decision: the second job, made safe.

        It validates the request; creates the `invoice` first, if one is given, and waits until it is verified; sends
        `POST /loans` with the salt of the request, again with the same salt while its outcome is unknown; waits for the
        decision; and accepts an offer when `accept` says so. A decline is a value, in each of the forms in which the API
        gives it. Safe to repeat: the same request holds its `salt_id`, so it is the same loan; one that is built anew is
        the same by `NewLoan.for_key`. An equal request without a key is the same loan as well while the outcome of the
        first one is unknown to its caller. An `invoice` needs its number and its seller for that.

        `wait`: seconds to wait, all in all; without it the outcome is `LoanOutcome.Pending`, as a rule. Most loans are
        decided within 20 seconds, some take two working days. `accept`: whether an offer is accepted at once.
        `invoice`: the invoice to create first. `poll_interval`: seconds of the first pause between two looks. `store`: records
        the request before it is sent, in place of the client's own store; after a crash an equal request is the same loan,
        within a day also without a key of yours.

        Raises `ValidationError` with every problem when the request cannot pass, at `/salt_id` also when its salt was sent
        with another request; `StoreError` when the store cannot be read or written; `AuthenticationError`;
        `TransportError`, `TimeoutError` or `ApiError` when the API stays out of reach; `InterruptedCall` after Ctrl-C. Once
        something was sent, each has the `salt_id`.
        """

    def resume_enrollment(
        self,
        /,
        resume: str,
        *,
        wait: float | None = None,
        settle_time: float = 45.0,
        poll_interval: float = 1.0,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
        expect_repayment_method: PaymentMethod | str | None = None,
    ) -> Enrollment:
        """
        Goes on with an enrolment that was `Pending`, in this process or another one, with reads only. Safe to repeat.

        The arguments are those of `enroll`. Raises `ValidationError` when the token is none, and `NotFoundError` when
        the API turns out to have created no borrower: enrol the company again then.
        """

    @property
    def subscriptions(self, /) -> Subscriptions:
        """
        Subscriptions.
        """

    @property
    def testing(self, /) -> Testing:
        """
        Connectivity, and helpers that exist in sandboxes only.
        """

    def track(self, /, loan_id: UUID | str, *, wait: float | None = None, poll_interval: float = 5.0) -> LoanTracker:
        """
        Follows a loan: gives it at once, and again whenever its status has changed, until it is closed, declined,
        cancelled or deleted. States may be skipped between two looks; `loans.list_events` has them all.

        `wait`: seconds to follow it in all; to its end unless set. `poll_interval`: seconds of the first pause between
        two looks; the pauses grow to sixty times as much, and start anew when the status changes. Nothing is sent
        before the first item is asked for. Safe to repeat.
        """

    @property
    def translations(self, /) -> Translations:
        """
        Translations of the vendor's codes.
        """

    @property
    def webhooks(self, /) -> Webhooks:
        """
        Webhooks: where the API sends what happens.
        """

    def with_options(
        self,
        /,
        *,
        connect_timeout: float | None = None,
        read_timeout: float | None = None,
        total_timeout: float | None = None,
        max_retries: int | None = None,
        cancel: CancelToken | None = None,
    ) -> Client:
        """
        The same client with other options; they share the connections. What is not given stays as it is.

        Time-outs are in seconds; `cancel` is a `CancelToken` that ends the calls from another thread.
        """

@final
class CompanyMatch:
    """
    Whether two requests are about one company.
    """

    CANNOT_TELL: Final[CompanyMatch]
    "\n    What is known of both does not tell: two German companies may have one register number.\n    "
    DIFFERENT: Final[CompanyMatch]
    "\n    Two companies.\n    "
    SAME: Final[CompanyMatch]
    "\n    One company: its numbers say so.\n    "

    def __copy__(self, /) -> CompanyMatch: ...
    def __deepcopy__(self, /, _memo: Any) -> CompanyMatch: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> CompanyMatch: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class CompanyReference:
    """
    A company by its number, whose register may be left open.
    """

    def __copy__(self, /) -> CompanyReference: ...
    def __deepcopy__(self, /, _memo: Any) -> CompanyReference: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, identifier: str, identifier_type: IdentifierType | str | None = None, extra: dict[str, Any] = ...
    ) -> CompanyReference: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CompanyReference:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number, without blanks, as text: leading zeros count.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register it comes from.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ComplianceChecks:
    """
    The checks of the company and its people.
    """

    def __copy__(self, /) -> ComplianceChecks: ...
    def __deepcopy__(self, /, _memo: Any) -> ComplianceChecks: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, status: ComplianceStatus | str, extra: dict[str, Any] = ...) -> ComplianceChecks: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ComplianceChecks:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def status(self, /) -> ComplianceStatus:
        """
        How far they are.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ComplianceStatus:
    """
    How far the checks of the company and its people are.
    """

    APPROVED: Final[ComplianceStatus]
    "\n    Passed.\n    "
    NOT_KNOWN: Final[ComplianceStatus]
    "\n    Not known. It is the API's own word, not a value that this library does not know.\n    "
    PENDING_USER_ACTION: Final[ComplianceStatus]
    "\n    The borrower has to do something.\n    "
    REJECTED: Final[ComplianceStatus]
    "\n    Not passed.\n    "
    REVIEWING: Final[ComplianceStatus]
    "\n    Being looked at.\n    "

    def __copy__(self, /) -> ComplianceStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> ComplianceStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ComplianceStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class ConnectionRefusal:
    """
    Why somebody did not connect a bank account.
    """

    NOT_COMFORTABLE: Final[ConnectionRefusal]
    "\n    It did not feel right.\n    "
    NO_ACCESS: Final[ConnectionRefusal]
    "\n    Somebody else has the credentials.\n    "
    OTHER: Final[ConnectionRefusal]
    "\n    For another reason.\n    "
    PREFER_DOCUMENTS: Final[ConnectionRefusal]
    "\n    Documents are preferred.\n    "

    def __copy__(self, /) -> ConnectionRefusal: ...
    def __deepcopy__(self, /, _memo: Any) -> ConnectionRefusal: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ConnectionRefusal: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class ContactPerson:
    """
    Whom to reach at a company.
    """

    def __copy__(self, /) -> ContactPerson: ...
    def __deepcopy__(self, /, _memo: Any) -> ContactPerson: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, email: str, first_name: str, last_name: str, phone_number: str, extra: dict[str, Any] = ...
    ) -> ContactPerson: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        Telephone number, best with the country's prefix: `+33612345678`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ContractGeneration:
    """
    How contracts are made.
    """

    def __copy__(self, /) -> ContractGeneration: ...
    def __deepcopy__(self, /, _memo: Any) -> ContractGeneration: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        batch_max_size: int | None = None,
        batch_signature_enabled: bool | None = None,
        synchronous_contract_generation: bool | None = None,
        extra: dict[str, Any] = ...,
    ) -> ContractGeneration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def batch_max_size(self, /) -> int | None:
        """
        How many are made together at most.
        """

    @property
    def batch_signature_enabled(self, /) -> bool | None:
        """
        Whether several can be signed at once.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ContractGeneration:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def synchronous_contract_generation(self, /) -> bool | None:
        """
        Whether a request waits for its contract.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ContractTemplate:
    """
    What a contract is made from.
    """

    DAILLY_CREDIT_AGREEMENT_TEMPLATE: Final[ContractTemplate]
    "\n    A credit agreement with assignment of receivables.\n    "
    DAILLY_ESCOMPTE_TEMPLATE: Final[ContractTemplate]
    "\n    A discount agreement with assignment of receivables.\n    "
    DIRECT_MASTER_LOAN_AGREEMENT_TEMPLATE: Final[ContractTemplate]
    "\n    A master agreement for loans without a partner.\n    "
    TERMS_AND_CONDITIONS: Final[ContractTemplate]
    "\n    Terms and conditions.\n    "

    def __copy__(self, /) -> ContractTemplate: ...
    def __deepcopy__(self, /, _memo: Any) -> ContractTemplate: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ContractTemplate: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Counterparties:
    """
    Counterparties: whom a company trades with.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def create(self, /, body: NewCounterparty) -> Counterparty:
        """
        Creates a counterparty, or gives the one that is known. Blocks.

        A repetition gives the counterparty that is known: the contract creates or finds it. Look with `list`.

        Operation: `POST /counterparties`.

        # Errors
        `Validation` when the company is not accepted.
        """

    def get(self, /, counterparty_id: UUID | str) -> Counterparty:
        """
        Reads one counterparty. Blocks; safe to repeat.

        Operation: `GET /counterparty/{counterparty_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list(
        self,
        /,
        *,
        business_name: str | None = None,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        relation_types: abc.Sequence[RelationType | str] = ...,
        selected_for_financing: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> PageIterator[Counterparty]:
        """
        Lists counterparties, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /counterparties`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

@final
class Counterparty:
    """
    A company that is traded with, and how much may be financed against it.
    """

    def __copy__(self, /) -> Counterparty: ...
    def __deepcopy__(self, /, _memo: Any) -> Counterparty: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        identifier: str,
        identifier_type: IdentifierType | str,
        name: str,
        credit_limit: CreditLimit,
        relation_types: abc.Sequence[RelationType | str],
        selected_for_financing: bool | None = None,
        vat_number: str | None = None,
        address: Address | None = None,
        contact: ContactPerson | None = None,
        extra: dict[str, Any] = ...,
    ) -> Counterparty: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def contact(self, /) -> ContactPerson | None:
        """
        Whom to reach there.
        """

    @property
    def credit_limit(self, /) -> CreditLimit:
        """
        How much may be financed against it.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Counterparty:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    @property
    def name(self, /) -> str:
        """
        Legal name.
        """

    @property
    def relation_types(self, /) -> list[RelationType]:
        """
        What it is to you or your borrowers.
        """

    @property
    def selected_for_financing(self, /) -> bool | None:
        """
        Whether it was chosen for financing.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class CounterpartyFilter:
    """
    Which counterparties to list; nothing set lists all.
    """

    def __copy__(self, /) -> CounterpartyFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CounterpartyFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_name: str | None = None,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        relation_types: abc.Sequence[RelationType | str] = ...,
        selected_for_financing: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> CounterpartyFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_name(self, /) -> str | None:
        """
        Only the company of this legal name.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        Which register that number comes from.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        How many counterparties a page has; 100 when it is left out.
        """

    @property
    def relation_types(self, /) -> list[RelationType]:
        """
        Only those that are this to you or your borrowers.
        """

    @property
    def selected_for_financing(self, /) -> bool | None:
        """
        Only those that were chosen for financing, or were not.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CreditLimit:
    """
    How much may be financed against a company, in cents.
    """

    def __copy__(self, /) -> CreditLimit: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditLimit: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        available_amount: int,
        max_amount: int,
        max_amount_details: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> CreditLimit: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def available_amount(self, /) -> int:
        """
        What may still be financed, in cents; a loan beyond it is declined.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CreditLimit:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def max_amount(self, /) -> int:
        """
        The most that may be financed in all, in cents.
        """

    @property
    def max_amount_details(self, /) -> str | None:
        """
        Why it is that much: one of the vendor's denial codes, whose list changes.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CreditLine:
    """
    A credit line. Amounts are in cents, rates in percent per day (0.06 means 0.06 %).
    """

    def __copy__(self, /) -> CreditLine: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditLine: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        id: str | None = None,
        currency: Currency | str | None = None,
        pool_amount: int | None = None,
        balance_available: int | None = None,
        balance_pending: int | None = None,
        balance_pending_validation: int | None = None,
        fees_daily_rate: Decimal | None = None,
        vat: Decimal | None = None,
        default_borrower: Business | None = None,
        default_borrower_strategy: BorrowerStrategy | str | None = None,
        default_guarantor: Business | None = None,
        default_loan_from: AccountDetails | None = None,
        default_repayment_from: AccountDetails | None = None,
        default_repayment_method: PaymentMethod | str | None = None,
        default_repayment_to: AccountDetails | None = None,
        fees_payer: Business | None = None,
        contract_number: str | None = None,
        signed_at: datetime | None = None,
        end_date: datetime | None = None,
        amount_to_repay: int | None = None,
        coming_up_monthly_fees: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> CreditLine: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount_to_repay(self, /) -> int | None:
        """
        What is to be repaid in all, in cents; on your own line only.
        """

    @property
    def balance_available(self, /) -> int | None:
        """
        What can still be lent, in cents.
        """

    @property
    def balance_pending(self, /) -> int | None:
        """
        What is reserved for loans under way, in cents.
        """

    @property
    def balance_pending_validation(self, /) -> int | None:
        """
        What is reserved for loans that are being decided on, in cents.
        """

    @property
    def coming_up_monthly_fees(self, /) -> int | None:
        """
        The fees of the coming month, in cents; on your own line only.
        """

    @property
    def contract_number(self, /) -> str | None:
        """
        The contract's number.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        The currency of all its amounts.
        """

    @property
    def default_borrower(self, /) -> Business | None:
        """
        The company that borrows. Its `id` is not the id of the borrower: match the `identifier`.
        """

    @property
    def default_borrower_strategy(self, /) -> BorrowerStrategy | None:
        """
        Who borrows when nothing else is said.
        """

    @property
    def default_guarantor(self, /) -> Business | None:
        """
        The company that answers for it.
        """

    @property
    def default_loan_from(self, /) -> AccountDetails | None:
        """
        The account that loans are paid from.
        """

    @property
    def default_repayment_from(self, /) -> AccountDetails | None:
        """
        The account that is debited for repayment.
        """

    @property
    def default_repayment_method(self, /) -> PaymentMethod | None:
        """
        How loans are repaid.
        """

    @property
    def default_repayment_to(self, /) -> AccountDetails | None:
        """
        The account that repayments go to.
        """

    @property
    def distribution(self, /) -> Distribution:
        """
        How the line reaches the borrower.
        """

    @property
    def end_date(self, /) -> datetime | None:
        """
        Until when it holds.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        The whole daily rate, in percent per day.
        """

    @property
    def fees_interest_daily_rate(self, /) -> Decimal:
        """
        The part of the daily rate that is interest, in percent per day.
        """

    @property
    def fees_operating_daily_rate(self, /) -> Decimal:
        """
        The part of the daily rate that pays for operations, in percent per day.
        """

    @property
    def fees_payer(self, /) -> Business | None:
        """
        The company that pays the fees.
        """

    @staticmethod
    def from_json(text: str) -> CreditLine:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str | None:
        """
        Its id; untyped in the contract and perhaps missing.
        """

    @property
    def loan_contract_type(self, /) -> LoanContractType:
        """
        What kind of contract its loans are.
        """

    @property
    def pool_amount(self, /) -> int | None:
        """
        The most that can be lent in all, in cents.
        """

    @property
    def signed_at(self, /) -> datetime | None:
        """
        When the contract was signed.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        From when it holds.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat(self, /) -> Decimal | None:
        """
        VAT on the fees; the contract names no unit.
        """

@final
class CreditLineFilter:
    """
    Which credit lines to list; nothing set lists all.
    """

    def __copy__(self, /) -> CreditLineFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditLineFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        borrower: abc.Sequence[str] = ...,
        id: abc.Sequence[UUID] = ...,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> CreditLineFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower(self, /) -> list[str]:
        """
        Only those of these companies, by company number (not by the borrower's id).
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CreditLineFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> list[UUID]:
        """
        Only these, by id.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        How many lines a page has; 100 when it is left out.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CreditLines:
    """
    Credit lines: how much a borrower may still be lent, and at what rates.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def get(self, /, credit_line_id: str, at: datetime | None = None) -> CreditLine:
        """
        Reads one credit line, as it is or as it was at a moment. Blocks; safe to repeat.

        Deprecated by the vendor: use `list`, or the financial products of the borrower.

        Operation: `GET /credit_line/{credit_line_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def get_own(self, /) -> CreditLine:
        """
        Reads your own credit line: that of the company which the key stands for. Blocks; safe to repeat.

        Deprecated by the vendor: use `list`, or the financial products of the borrower.

        Operation: `GET /credit_line`.

        # Errors
        `NotFound` when there is none.
        """

    def list(
        self,
        /,
        *,
        borrower: abc.Sequence[str] = ...,
        id: abc.Sequence[UUID] = ...,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> PageIterator[CreditLine]:
        """
        Lists credit lines, over all pages. Blocks whenever a page is read; safe to repeat.

        While a company is evaluated it has no line: the list is empty then.

        Operation: `GET /credit_lines`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

@final
class CreditTransferSettings:
    """
    How a deposit is transferred; the contract names no member.
    """

    def __copy__(self, /) -> CreditTransferSettings: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditTransferSettings: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, extra: dict[str, Any] = ...) -> CreditTransferSettings: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CreditTransferSettings:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class CreditTransferTerms:
    """
    The account to transfer a repayment to.
    """

    def __copy__(self, /) -> CreditTransferTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> CreditTransferTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, to_account: AccountDetails, extra: dict[str, Any] = ...) -> CreditTransferTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> CreditTransferTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def to_account(self, /) -> AccountDetails:
        """
        The account that receives; only the vendor's own people may change it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Currency:
    """
    A currency.
    """

    EUR: Final[Currency]
    "\n    Euro.\n    "
    GBP: Final[Currency]
    "\n    Pound sterling.\n    "

    def __copy__(self, /) -> Currency: ...
    def __deepcopy__(self, /, _memo: Any) -> Currency: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Currency: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class DataRequestInfo:
    """
    What a request for data asks for.
    """

    def __copy__(self, /) -> DataRequestInfo: ...
    def __deepcopy__(self, /, _memo: Any) -> DataRequestInfo: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        data_type: DataRequestType | str,
        requires_document: bool,
        translations: TranslatedText,
        extra: dict[str, Any] = ...,
    ) -> DataRequestInfo: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def data_type(self, /) -> DataRequestType:
        """
        The kind of data.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> DataRequestInfo:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def requires_document(self, /) -> bool:
        """
        Whether a document has to be handed in.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def translations(self, /) -> TranslatedText:
        """
        Its name.
        """

@final
class DataRequestType:
    """
    A document or piece of data that the vendor asks companies for.
    """

    ADMINISTRATIVE_SEIZURE_EXPLANATION: Final[DataRequestType]
    "\n    Why a public body seized money.\n    "
    ALLOCATION_SEIZURE_EXPLANATION: Final[DataRequestType]
    "\n    Why a creditor seized money.\n    "
    CCSF_OFFICIAL_DOCUMENT: Final[DataRequestType]
    "\n    The agreement with the French commission for public debts.\n    "
    CERTIFICATE_OF_TAX_COMPLIANCE: Final[DataRequestType]
    "\n    Proof that taxes are paid.\n    "
    CERTIFICATE_OF_VIGILANCE: Final[DataRequestType]
    "\n    Proof that social security is paid.\n    "
    DEBT_ARREARS: Final[DataRequestType]
    "\n    What is overdue to creditors.\n    "
    FINANCIAL_CAPACITY: Final[DataRequestType]
    "\n    Proof of financial capacity.\n    "
    FINANCIAL_STATEMENT: Final[DataRequestType]
    "\n    Annual accounts.\n    "
    IBAN_USED_FOR_SOCIAL_SECURITY_PAYMENTS: Final[DataRequestType]
    "\n    The IBAN that social security is paid from.\n    "
    INSOLVENCY_EARLY_SIGNAL_EXPLANATION: Final[DataRequestType]
    "\n    What stands behind early signs of insolvency.\n    "
    INTERIM_FINANCIAL_GUARANTEE: Final[DataRequestType]
    "\n    The guarantee that temporary work agencies need.\n    "
    OTHER_SEIZURE_EXPLANATION: Final[DataRequestType]
    "\n    Why money was seized otherwise.\n    "
    OVERDRAFT_CONTRACT: Final[DataRequestType]
    "\n    The contract of an overdraft.\n    "
    SECURITY_SERVICES_AUTHORISATION: Final[DataRequestType]
    "\n    The licence for security services.\n    "
    SOCIAL_SECURITY_INSTALLMENT_PLAN: Final[DataRequestType]
    "\n    The plan by which overdue social security is paid.\n    "
    TAX_RETURN: Final[DataRequestType]
    "\n    A tax return.\n    "
    TERM_SHEET: Final[DataRequestType]
    "\n    The terms of another financing.\n    "
    TRANSPORT_LICENSE: Final[DataRequestType]
    "\n    The licence for transport.\n    "

    def __copy__(self, /) -> DataRequestType: ...
    def __deepcopy__(self, /, _memo: Any) -> DataRequestType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> DataRequestType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class DebitAccount:
    """
    An account to be debited, as a request names it: an IBAN and perhaps a BIC.
    """

    def __copy__(self, /) -> DebitAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> DebitAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str | None = None,
        bank_identifier: str | None = None,
        bank_identifier_type: BankIdentifierType | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> DebitAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str:
        """
        The IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType | None:
        """
        What the number is; `iban` when it is left out.
        """

    @property
    def bank_identifier(self, /) -> str | None:
        """
        The BIC of the bank.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType | None:
        """
        What `bank_identifier` is; `bic` when it is left out.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> DebitAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class DenialCodeInfo:
    """
    A denial code and what it means. The list changes: read it rather than know it.
    """

    def __copy__(self, /) -> DenialCodeInfo: ...
    def __deepcopy__(self, /, _memo: Any) -> DenialCodeInfo: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, denial_code_name: str, translations: TranslatedText, extra: dict[str, Any] = ...
    ) -> DenialCodeInfo: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def denial_code_name(self, /) -> str:
        """
        The code, as `status_reason`, `denial_reason` and others name it.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> DenialCodeInfo:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def translations(self, /) -> TranslatedText:
        """
        What it means.
        """

@final
class DenialReason:
    """
    Why a company is not eligible.
    """

    def __copy__(self, /) -> DenialReason: ...
    def __deepcopy__(self, /, _memo: Any) -> DenialReason: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, code: str, description: str | None = None, extra: dict[str, Any] = ...) -> DenialReason: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        One of the vendor's denial codes, whose list changes.
        """

    @property
    def description(self, /) -> str | None:
        """
        The reason in English, for developers rather than for the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> DenialReason:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class DepositBase:
    """
    What a deposit is worked out from.
    """

    DUE_INTERESTS: Final[DepositBase]
    "\n    The interest that is due.\n    "
    ESTIMATED_FEES: Final[DepositBase]
    "\n    The fees as estimated.\n    "
    FIXED_AMOUNT: Final[DepositBase]
    "\n    Nothing: it is a fixed amount.\n    "
    LOAN_AMOUNT: Final[DepositBase]
    "\n    The amount of the loan.\n    "
    LOAN_AMOUNT_WITH_DUE_INTERESTS: Final[DepositBase]
    "\n    The loan and the interest that is due.\n    "
    LOAN_AMOUNT_WITH_ESTIMATED_FEES: Final[DepositBase]
    "\n    The loan and the fees as estimated.\n    "

    def __copy__(self, /) -> DepositBase: ...
    def __deepcopy__(self, /, _memo: Any) -> DepositBase: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> DepositBase: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class DepositPayment:
    """
    How a deposit is paid.
    """

    def __copy__(self, /) -> DepositPayment: ...
    def __deepcopy__(self, /, _memo: Any) -> DepositPayment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_method: PaymentMethod | str,
        direct_debit: DirectDebitSettings | None = None,
        sct: CreditTransferSettings | None = None,
        extra: dict[str, Any] = ...,
    ) -> DepositPayment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def direct_debit(self, /) -> DirectDebitSettings | None:
        """
        The account, for direct debit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> DepositPayment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        `DIRECT_DEBIT` or `SCT`.
        """

    @property
    def sct(self, /) -> CreditTransferSettings | None:
        """
        The transfer, for `SCT`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class DepositPurpose:
    """
    What a deposit is for.
    """

    FEES_DEPOSIT: Final[DepositPurpose]
    "\n    Fees.\n    "
    GUARANTEE_DEPOSIT: Final[DepositPurpose]
    "\n    Security.\n    "
    RECOLLECTION_FEES_DEPOSIT: Final[DepositPurpose]
    "\n    The cost of recovering the money.\n    "

    def __copy__(self, /) -> DepositPurpose: ...
    def __deepcopy__(self, /, _memo: Any) -> DepositPurpose: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> DepositPurpose: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class DepositRule:
    """
    Who has to leave a deposit, and how much.
    """

    def __copy__(self, /) -> DepositRule: ...
    def __deepcopy__(self, /, _memo: Any) -> DepositRule: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        base_amount: DepositBase | str,
        depositor_role: Depositor | str,
        purpose: DepositPurpose | str,
        value: str,
        payment_method: DepositPayment | None = None,
        extra: dict[str, Any] = ...,
    ) -> DepositRule: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def base_amount(self, /) -> DepositBase:
        """
        What it is worked out from.
        """

    @property
    def depositor_role(self, /) -> Depositor:
        """
        Who leaves it.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> DepositRule:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_method(self, /) -> DepositPayment | None:
        """
        How it is paid.
        """

    @property
    def purpose(self, /) -> DepositPurpose:
        """
        What it is for.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def value(self, /) -> str:
        """
        The share or the amount, a decimal number as text.
        """

@final
class Depositor:
    """
    Who leaves a deposit.
    """

    BENEFICIARY: Final[Depositor]
    "\n    Who receives the loan's money.\n    "
    BORROWER: Final[Depositor]
    "\n    Who borrows.\n    "
    FEES_PAYER: Final[Depositor]
    "\n    Who pays the fees.\n    "
    PARTNER: Final[Depositor]
    "\n    The partner.\n    "

    def __copy__(self, /) -> Depositor: ...
    def __deepcopy__(self, /, _memo: Any) -> Depositor: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Depositor: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class DirectDebitSettings:
    """
    Which account a deposit is debited from.
    """

    def __copy__(self, /) -> DirectDebitSettings: ...
    def __deepcopy__(self, /, _memo: Any) -> DirectDebitSettings: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, from_account_details_id: str | None = None, extra: dict[str, Any] = ...
    ) -> DirectDebitSettings: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_account_details_id(self, /) -> str | None:
        """
        The account's id at the vendor; untyped in the contract.
        """

    @staticmethod
    def from_json(text: str) -> DirectDebitSettings:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class DirectDebitTerms:
    """
    The account to debit for a loan.
    """

    def __copy__(self, /) -> DirectDebitTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> DirectDebitTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, from_account: AccountDetails, extra: dict[str, Any] = ...) -> DirectDebitTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_account(self, /) -> AccountDetails:
        """
        The account that repays.
        """

    @staticmethod
    def from_json(text: str) -> DirectDebitTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Director:
    """
    A director of a company: a person, or another company.

    Direct debit needs, of a managing director: first and last name, birth date, nationality, e-mail and the country of
    residence. The vendor looks French directors up; of others send everything.
    """

    def __copy__(self, /) -> Director: ...
    def __deepcopy__(self, /, _memo: Any) -> Director: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        birth_place: BirthPlace | None = None,
        title: str | None = None,
        business_email: str | None = None,
        business_phone_number: str | None = None,
        address: Address | None = None,
        legal_name: str | None = None,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        siege_address: Address | None = None,
        id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> Director: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Where the person lives; the country is what direct debit needs.
        """

    @property
    def birth_date(self, /) -> date | None:
        """
        Birth date.
        """

    @property
    def birth_place(self, /) -> BirthPlace | None:
        """
        Where the person was born.
        """

    @property
    def business_email(self, /) -> str | None:
        """
        E-mail address at work.
        """

    @property
    def business_phone_number(self, /) -> str | None:
        """
        Telephone number at work, best with the country's prefix: `+33612345678`.
        """

    @property
    def entity_type(self, /) -> EntityType | None:
        """
        A person or a company; `people` when it is left out.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The director's id at the vendor; untyped in the contract.
        """

    @property
    def identifier(self, /) -> str | None:
        """
        When the director is a company: its number.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        When the director is a company: which register the number comes from.
        """

    @property
    def last_name(self, /) -> str | None:
        """
        Family name or names.
        """

    @property
    def legal_name(self, /) -> str | None:
        """
        When the director is a company: its legal name.
        """

    @property
    def nationality(self, /) -> str | None:
        """
        Nationality, ISO 3166-1 alpha-3: `FRA`.
        """

    @property
    def role(self, /) -> PersonRole | None:
        """
        Whether the person directs the company; `DIRECTOR` when it is left out.
        """

    @property
    def siege_address(self, /) -> Address | None:
        """
        When the director is a company: its registered address.
        """

    @property
    def title(self, /) -> str | None:
        """
        Form of address: `Dr.`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Distribution:
    """
    How the line reaches the borrower.
    """

    DIRECT: Final[Distribution]
    "\n    From the vendor directly.\n    "
    PARTNER: Final[Distribution]
    "\n    Through a partner.\n    "

    def __copy__(self, /) -> Distribution: ...
    def __deepcopy__(self, /, _memo: Any) -> Distribution: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Distribution: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Eligibility:
    """
    Whether a company can be lent to.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def beneficiary(self, /, body: BusinessIdentifier) -> EligibilityAnswer:
        """
        Asks whether the money of a loan may go to a company. If not, it has to go to the borrower's own account. It
        changes nothing. Blocks; safe to repeat.

        Operation: `POST /eligibility/beneficiary`.

        # Errors
        `Validation` when the identifier is not accepted.
        """

    def borrower(self, /, body: BusinessIdentifier) -> EligibilityAnswer:
        """
        Asks whether a company could be enrolled. It changes nothing. Blocks; safe to repeat.

        Operation: `POST /eligibility/borrower`.

        # Errors
        `Validation` when the identifier is not accepted.
        """

    def list_reasons(self, /) -> list[DenialCodeInfo]:
        """
        Gives all denial codes with what they mean, in four languages. Blocks; safe to repeat.

        Operation: `GET /eligibility/reasons`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

@final
class EligibilityAnswer:
    """
    The answer to an eligibility check.

    `is_eligible` false is not a final no: without reasons it may depend on data still to be shared, and with
    `OUTDATED_DATA` or `KYB_STATUS` alone on something that the company has to do.
    """

    def __copy__(self, /) -> EligibilityAnswer: ...
    def __deepcopy__(self, /, _memo: Any) -> EligibilityAnswer: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, is_eligible: bool, reasons: abc.Sequence[DenialReason] = ..., extra: dict[str, Any] = ...
    ) -> EligibilityAnswer: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> EligibilityAnswer:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_eligible(self, /) -> bool:
        """
        Whether the check was passed.
        """

    @property
    def reasons(self, /) -> list[DenialReason]:
        """
        Why not.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class EligibilityScenario:
    """
    Whether a company shall be eligible in the sandbox.
    """

    ELIGIBLE: Final[EligibilityScenario]
    "\n    It is accepted.\n    "
    NOT_ELIGIBLE: Final[EligibilityScenario]
    "\n    It is declined.\n    "

    def __copy__(self, /) -> EligibilityScenario: ...
    def __deepcopy__(self, /, _memo: Any) -> EligibilityScenario: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> EligibilityScenario: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@disjoint_base
class Enrollment:
    """
    How an enrolment ended, or where it stands.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_json(text: str) -> Enrollment:
        """
        Reads what `to_json` wrote.
        """

    def to_json(self, /) -> str:
        """
        The outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
        """

    @final
    class Ambiguous(Enrollment):
        """
        Borrowers exist that may be this company, and what is known does not tell: nothing was sent.

        Enrol again with more of the company (its court or name, the VAT number, the IBAN), or decide: with the option
        `borrower_id` one of them is the company, with the option `create_new` none of them is.
        """

        __match_args__: Final = ("candidates",)

        def __new__(cls, /, candidates: abc.Sequence[BorrowerCandidate]) -> Enrollment.Ambiguous: ...
        @property
        def candidates(self, /) -> list[BorrowerCandidate]:
            """
            The borrowers that it may be.
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
            The borrower, when one was created all the same.
            """

        @property
        def reason(self, /) -> str | None:
            """
            One of the vendor's denial codes, or what the API said.
            """

    @final
    class MissingData(Enrollment):
        """
        The API could not obtain data that it needs. Complete the request and enrol again: nothing was created.
        """

        __match_args__: Final = ("fields", "detail")

        def __new__(cls, /, fields: abc.Sequence[str], detail: str | None) -> Enrollment.MissingData: ...
        @property
        def detail(self, /) -> str | None:
            """
            What the API said about it.
            """

        @property
        def fields(self, /) -> list[str]:
            """
            The places in the request, as JSON pointers: `/directors/0/birth_date`.
            """

    @final
    class Pending(Enrollment):
        """
        Not decided yet: the enrolment was asynchronous, or the deadline passed. Go on later with the token.
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
            Text to go on with, by `resume_enrollment`. Store it as it is; it holds the company's number, no secret.
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
            What is not as the options expect it: `/credit_line/default_repayment_method`.
            """

@final
class EnrollmentEntity:
    """
    What a campaign's enrolment is about.
    """

    BORROWER: Final[EnrollmentEntity]
    "\n    A borrower.\n    "
    ONBOARDING: Final[EnrollmentEntity]
    "\n    An onboarding.\n    "

    def __copy__(self, /) -> EnrollmentEntity: ...
    def __deepcopy__(self, /, _memo: Any) -> EnrollmentEntity: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> EnrollmentEntity: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class EnrollmentProgress:
    """
    One step of an enrolment.
    """

    def __copy__(self, /) -> EnrollmentProgress: ...
    def __deepcopy__(self, /, _memo: Any) -> EnrollmentProgress: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        stage: EnrollmentStage | str,
        elapsed_ms: int,
        attempts: int,
        borrower_status: BorrowerStatus | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> EnrollmentProgress: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attempts(self, /) -> int:
        """
        How often the enrolment came to send `POST /borrowers`.
        """

    @property
    def borrower_status(self, /) -> BorrowerStatus | None:
        """
        Where the borrower stands, when that is known.
        """

    @property
    def elapsed_ms(self, /) -> int:
        """
        How long the enrolment has run, in milliseconds.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class EnrollmentStage:
    """
    The step that an enrolment has reached.
    """

    CREATED: Final[EnrollmentStage]
    "\n    The API confirmed the borrower.\n    "
    FOUND_EXISTING: Final[EnrollmentStage]
    "\n    An active borrower of the company was found; none is created.\n    "
    OUTCOME_UNKNOWN: Final[EnrollmentStage]
    "\n    It is not known whether the call took effect; the company is looked up.\n    "
    READY: Final[EnrollmentStage]
    "\n    The credit line is there.\n    "
    RECOVERED: Final[EnrollmentStage]
    "\n    After a call of unknown outcome the borrower was found: it had taken effect.\n    "
    SENDING: Final[EnrollmentStage]
    "\n    `POST /borrowers` is being sent.\n    "
    SENDING_AGAIN: Final[EnrollmentStage]
    "\n    The API did certainly not carry the call out; it is sent again.\n    "
    VALIDATED: Final[EnrollmentStage]
    "\n    The request is valid.\n    "
    WAITING_FOR_LINE: Final[EnrollmentStage]
    "\n    The credit line is not there yet.\n    "

    def __copy__(self, /) -> EnrollmentStage: ...
    def __deepcopy__(self, /, _memo: Any) -> EnrollmentStage: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> EnrollmentStage: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class EnsuredWebhook:
    """
    A webhook that is as it should be.
    """

    def __copy__(self, /) -> EnsuredWebhook: ...
    def __deepcopy__(self, /, _memo: Any) -> EnsuredWebhook: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, webhook: Webhook, change: WebhookChange | str, extra: dict[str, Any] = ...
    ) -> EnsuredWebhook: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def change(self, /) -> WebhookChange:
        """
        What had to be done for it.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> EnsuredWebhook:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def webhook(self, /) -> Webhook:
        """
        The webhook.
        """

@final
class EntityType:
    """
    What kind of object something is. A director is `people` or `business`.
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
    "\n    A financial product as one borrower has it.\n    "
    BUSINESS: Final[EntityType]
    "\n    A company.\n    "
    BUSINESS_EXPOSURE: Final[EntityType]
    "\n    How much is lent on a company.\n    "
    BUSINESS_FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A financial product as one company has it.\n    "
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
    "\n    A request for data of a company.\n    "
    DEPOSIT: Final[EntityType]
    "\n    A deposit that secures loans.\n    "
    DUE_INTEREST: Final[EntityType]
    "\n    Interest that is due.\n    "
    ELIGIBILITY_REQUEST: Final[EntityType]
    "\n    A check whether a company can be lent to.\n    "
    ENROLLMENT: Final[EntityType]
    "\n    An enrolment in a campaign of the vendor.\n    "
    ENTITY_ELIGIBILITY: Final[EntityType]
    "\n    The outcome of such a check.\n    "
    FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A financial product.\n    "
    FLAG: Final[EntityType]
    "\n    A mark on something.\n    "
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
    "\n    A change of how much may be lent.\n    "
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
    "\n    Data as it was received.\n    "
    RECOLLECTION_DOCUMENT: Final[EntityType]
    "\n    A document of a recollection case.\n    "
    REVENUE_SHARE: Final[EntityType]
    "\n    A share of revenue for a referrer.\n    "
    SANDBOX_INVOICE: Final[EntityType]
    "\n    An invoice made by the sandbox.\n    "
    UNDERWRITING_CHECK: Final[EntityType]
    "\n    A check before lending.\n    "

    def __copy__(self, /) -> EntityType: ...
    def __deepcopy__(self, /, _memo: Any) -> EntityType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> EntityType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Environment:
    """
    Which of the vendor's systems the client talks to. Each has keys of its own.

    Anything else is taken as the base URL of a server: `Environment::from("http://127.0.0.1:8080")`.
    """

    PRODUCTION: Final[Environment]
    "\n    Real companies and real money: `https://api.getdefacto.com`.\n    "
    SANDBOX: Final[Environment]
    "\n    The vendor's test system: `https://api-sandbox.getdefacto.com`.\n    "

    def __copy__(self, /) -> Environment: ...
    def __deepcopy__(self, /, _memo: Any) -> Environment: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Environment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class EphemeralKey:
    """
    A key with which the card issuer's own library shows number and code of a card. It holds for a short time:
    never store or log it.
    """

    def __copy__(self, /) -> EphemeralKey: ...
    def __deepcopy__(self, /, _memo: Any) -> EphemeralKey: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        ephemeral_key_secret: str,
        publishable_key: str,
        provider_account_id: str,
        provider_card_id: str,
        extra: dict[str, Any] = ...,
    ) -> EphemeralKey: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def ephemeral_key_secret(self, /) -> str:
        """
        The key.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> EphemeralKey:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def provider_account_id(self, /) -> str:
        """
        The account's id at the card issuer.
        """

    @property
    def provider_card_id(self, /) -> str:
        """
        The card's id at the card issuer.
        """

    @property
    def publishable_key(self, /) -> str:
        """
        The public key of the card issuer.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class EphemeralKeyRequest:
    """
    What the card issuer's own library gave you to ask for a key.
    """

    def __copy__(self, /) -> EphemeralKeyRequest: ...
    def __deepcopy__(self, /, _memo: Any) -> EphemeralKeyRequest: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, nonce: str, extra: dict[str, Any] = ...) -> EphemeralKeyRequest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> EphemeralKeyRequest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def nonce(self, /) -> str:
        """
        The random value of that library.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ErrorDetails:
    """
    Everything known about an error.
    """

    def __copy__(self, /) -> ErrorDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> ErrorDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        problems: abc.Sequence[Problem] = ...,
        missing_fields: abc.Sequence[str] = ...,
        denial_reason: str | None = None,
        resume_token: str | None = None,
        salt_id: str | None = None,
        request_id: str | None = None,
        retry_after: int | None = None,
        attempts: int = ...,
        retryable: bool = ...,
        outcome_unknown: bool = ...,
        body: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> ErrorDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attempts(self, /) -> int:
        """
        How often the request was sent.
        """

    @property
    def body(self, /) -> str | None:
        """
        The answer's body as it came, for debugging. It may hold personal data, so it is neither shown nor written.
        """

    @property
    def denial_reason(self, /) -> str | None:
        """
        Why the company is declined, when the API says so with an error: a denial code or its words.
        """

    @property
    def detail(self, /) -> str | None:
        """
        What happened, by the API or by this library; without personal data.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The API's name for this occurrence of the error.
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
        Whether the call may have taken effect although it failed: look before you repeat a write.
        """

    @property
    def problems(self, /) -> list[Problem]:
        """
        Every problem of the request, each with its place.
        """

    @property
    def request_id(self, /) -> str | None:
        """
        The id of the request, from the answer's headers: name it when you ask the vendor for help.
        """

    @property
    def resume_token(self, /) -> str | None:
        """
        The text with which an enrolment goes on in spite of this error.
        """

    @property
    def retry_after(self, /) -> int | None:
        """
        For how many seconds, counted from this answer, the API asked not to be called again; `None` if it did
        not ask.
        """

    @property
    def retryable(self, /) -> bool:
        """
        Whether the same call may succeed later without any change.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        The salt with which a write was sent: the same request, which holds it, takes effect once.
        """

    @property
    def status(self, /) -> int | None:
        """
        The HTTP status, when there was an answer.
        """

    @property
    def title(self, /) -> str | None:
        """
        The title that the API gave.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ErrorKind:
    """
    The kinds of `DefactoError`.
    """

    API: Final[ErrorKind]
    "\n    Another refusal or failure with an HTTP status.\n    "
    AUTHENTICATION: Final[ErrorKind]
    "\n    The key is not accepted.\n    "
    CONFIGURATION: Final[ErrorKind]
    "\n    The client is set up wrongly. Nothing was sent.\n    "
    DECODE: Final[ErrorKind]
    "\n    The answer is not what the contract says.\n    "
    INTERRUPTED: Final[ErrorKind]
    "\n    The wait was stopped.\n    "
    NOT_FOUND: Final[ErrorKind]
    "\n    The object is not known.\n    "
    STORE: Final[ErrorKind]
    "\n    What is kept on this side cannot be read or written.\n    "
    TIMEOUT: Final[ErrorKind]
    "\n    A time-out passed.\n    "
    TRANSPORT: Final[ErrorKind]
    "\n    The connection failed.\n    "
    VALIDATION: Final[ErrorKind]
    "\n    The request is not acceptable.\n    "

    def __copy__(self, /) -> ErrorKind: ...
    def __deepcopy__(self, /, _memo: Any) -> ErrorKind: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ErrorKind: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class FeesPayer:
    """
    Who pays the fees.
    """

    def __copy__(self, /) -> FeesPayer: ...
    def __deepcopy__(self, /, _memo: Any) -> FeesPayer: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        billed_business_id: UUID | None = None,
        fees_payer_role: LoanParticipant | str | None = None,
        interests_tracking_time: InterestsTracking | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> FeesPayer: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def billed_business_id(self, /) -> UUID | None:
        """
        The company that is billed, by the vendor's id.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_payer_role(self, /) -> LoanParticipant | None:
        """
        Which part in the loan the payer has.
        """

    @staticmethod
    def from_json(text: str) -> FeesPayer:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def interests_tracking_time(self, /) -> InterestsTracking | None:
        """
        When interest is worked out.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class FinancialProduct:
    """
    A product of the vendor.
    """

    def __copy__(self, /) -> FinancialProduct: ...
    def __deepcopy__(self, /, _memo: Any) -> FinancialProduct: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: str,
        product_type: ProductType | str,
        configuration: ProductConfiguration,
        extra: dict[str, Any] = ...,
    ) -> FinancialProduct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def configuration(self, /) -> ProductConfiguration:
        """
        How it is set up.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> FinancialProduct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def name(self, /) -> str:
        """
        Its name.
        """

    @property
    def product_type(self, /) -> ProductType:
        """
        Its kind.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class FinancialProductStatus:
    """
    Where a borrower's financial product stands.
    """

    BLOCKED: Final[FinancialProductStatus]
    "\n    No loan at present.\n    "
    CHURN: Final[FinancialProductStatus]
    "\n    The borrower has left.\n    "
    CLOSED_BY_USER: Final[FinancialProductStatus]
    "\n    The borrower has closed it.\n    "
    CREATED: Final[FinancialProductStatus]
    "\n    Just created.\n    "
    CUT: Final[FinancialProductStatus]
    "\n    The vendor has cut it.\n    "
    DEACTIVATED: Final[FinancialProductStatus]
    "\n    Deactivated.\n    "
    PENDING_USER_ACTION: Final[FinancialProductStatus]
    "\n    The borrower has to do something.\n    "
    PRODUCT_DISCONTINUED: Final[FinancialProductStatus]
    "\n    The vendor no longer offers it.\n    "
    READY: Final[FinancialProductStatus]
    "\n    A loan can be requested.\n    "
    TO_SIGN: Final[FinancialProductStatus]
    "\n    The terms are not accepted yet.\n    "

    def __copy__(self, /) -> FinancialProductStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> FinancialProductStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> FinancialProductStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class FinancialProducts:
    """
    The financial products of a borrower.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def list(self, /, borrower_id: UUID | str) -> PageIterator[BorrowerFinancialProduct]:
        """
        Lists the financial products of a borrower. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/financial-products`.

        # Errors
        `NotFound` when there is no borrower with this id.
        """

@final
class Freshness:
    """
    What a receiver knows of an event that came in.
    """

    DUPLICATE: Final[Freshness]
    "\n    The same event was received before: there is nothing to do.\n    "
    NEW: Final[Freshness]
    "\n    It was not received before.\n    "
    OUTDATED: Final[Freshness]
    "\n    A later event about the same entity was received before this one: what it shows is no longer so.\n    "

    def __copy__(self, /) -> Freshness: ...
    def __deepcopy__(self, /, _memo: Any) -> Freshness: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Freshness: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class GeneratedIban:
    """
    An IBAN made for a test.
    """

    def __copy__(self, /) -> GeneratedIban: ...
    def __deepcopy__(self, /, _memo: Any) -> GeneratedIban: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, iban: str, extra: dict[str, Any] = ...) -> GeneratedIban: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class GeneratedInvoice:
    """
    An invented invoice; it is not created yet.
    """

    def __copy__(self, /) -> GeneratedInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> GeneratedInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, invoice_creation_payload: NewInvoice, pdf_download_url: str, extra: dict[str, Any] = ...
    ) -> GeneratedInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> GeneratedInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_creation_payload(self, /) -> NewInvoice:
        """
        The request that creates it.
        """

    @property
    def pdf_download_url(self, /) -> str:
        """
        Where its PDF is, for a short time.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class GeneratedInvoiceRequest:
    """
    What an invented invoice shall look like.
    """

    def __copy__(self, /) -> GeneratedInvoiceRequest: ...
    def __deepcopy__(self, /, _memo: Any) -> GeneratedInvoiceRequest: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        country: SandboxCountry | str | None = None,
        scenario: SandboxScenario | str | None = None,
        buyer: TradeParty | None = None,
        seller: TradeParty | None = None,
        extra: dict[str, Any] = ...,
    ) -> GeneratedInvoiceRequest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Who is billed.
        """

    @property
    def country(self, /) -> SandboxCountry | None:
        """
        The country of its companies.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> GeneratedInvoiceRequest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def scenario(self, /) -> SandboxScenario | None:
        """
        What happens to payments to its account.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Who bills.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class GuaranteeCondition:
    """
    Which loans a guarantee is for.
    """

    def __copy__(self, /) -> GuaranteeCondition: ...
    def __deepcopy__(self, /, _memo: Any) -> GuaranteeCondition: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, country: str | None = None, extra: dict[str, Any] = ...) -> GuaranteeCondition: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def country(self, /) -> str | None:
        """
        Only loans to this country, ISO 3166-1 alpha-3.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> GuaranteeCondition:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class GuaranteeFrequency:
    """
    How often a guarantee is called.
    """

    DAILY: Final[GuaranteeFrequency]
    "\n    Each day.\n    "
    WEEKLY: Final[GuaranteeFrequency]
    "\n    Each week.\n    "

    def __copy__(self, /) -> GuaranteeFrequency: ...
    def __deepcopy__(self, /, _memo: Any) -> GuaranteeFrequency: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> GuaranteeFrequency: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class IdentifierType:
    """
    Which register an identifier comes from.
    """

    BELGIUM_REGISTRATION_NUMBER: Final[IdentifierType]
    "\n    Belgium: enterprise number, 10 digits.\n    "
    BSN: Final[IdentifierType]
    "\n    Netherlands: the number of a person, sensitive; 9 digits.\n    "
    CIF: Final[IdentifierType]
    "\n    Spain: company tax number, a letter, 7 digits and a control sign.\n    "
    HR_NUMMER: Final[IdentifierType]
    "\n    Germany: commercial register number, for instance `HRB 424242 B`; its blanks belong to it.\n    "
    KVK: Final[IdentifierType]
    "\n    Netherlands: chamber of commerce number, 8 digits.\n    "
    NAME: Final[IdentifierType]
    "\n    A name instead of a number; not accepted for enrolment.\n    "
    NIF: Final[IdentifierType]
    "\n    Spain: tax number of a person, sometimes of a company.\n    "
    SIREN: Final[IdentifierType]
    "\n    France: company number, 9 digits.\n    "
    SIRET: Final[IdentifierType]
    "\n    France: establishment number, 14 digits of which the first 9 are the SIREN.\n    "
    STEUERNUMMER: Final[IdentifierType]
    "\n    Germany: tax number.\n    "
    VAT_NUMBER: Final[IdentifierType]
    "\n    European VAT number with its country prefix.\n    "

    def __copy__(self, /) -> IdentifierType: ...
    def __deepcopy__(self, /, _memo: Any) -> IdentifierType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> IdentifierType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class IdentityDocument:
    """
    A document as a file.
    """

    def __copy__(self, /) -> IdentityDocument: ...
    def __deepcopy__(self, /, _memo: Any) -> IdentityDocument: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        filename: str,
        document_binary_base64: str,
        description: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> IdentityDocument: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def description(self, /) -> str | None:
        """
        What the document is.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        The file's content in Base64.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def filename(self, /) -> str:
        """
        The file's name with its extension.
        """

    @staticmethod
    def from_json(text: str) -> IdentityDocument:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class IdentityDocuments:
    """
    The identity documents of a person.
    """

    def __copy__(self, /) -> IdentityDocuments: ...
    def __deepcopy__(self, /, _memo: Any) -> IdentityDocuments: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identity_document_front: IdentityDocument | None = None,
        identity_document_back: IdentityDocument | None = None,
        custom_identity_documents: abc.Sequence[IdentityDocument] = ...,
        extra: dict[str, Any] = ...,
    ) -> IdentityDocuments: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def custom_identity_documents(self, /) -> list[IdentityDocument]:
        """
        Others.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> IdentityDocuments:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identity_document_back(self, /) -> IdentityDocument | None:
        """
        The back.
        """

    @property
    def identity_document_front(self, /) -> IdentityDocument | None:
        """
        The front.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Installment:
    """
    An instalment and the tries to pay it. Amounts are in cents.
    """

    def __copy__(self, /) -> Installment: ...
    def __deepcopy__(self, /, _memo: Any) -> Installment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        due_amount: int,
        paid_amount: int,
        currency: Currency | str,
        payment_method: PaymentMethod | str,
        reference: str,
        scheduled_at: datetime,
        to_account_detail: AccountDetails,
        attempts: abc.Sequence[InstallmentAttempt],
        from_account_detail: AccountDetails | None = None,
        last_repayment_date: datetime | None = None,
        extra: dict[str, Any] = ...,
    ) -> Installment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def attempts(self, /) -> list[InstallmentAttempt]:
        """
        The tries to pay it.
        """

    @property
    def currency(self, /) -> Currency:
        """
        Its currency.
        """

    @property
    def due_amount(self, /) -> int:
        """
        What is due, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_account_detail(self, /) -> AccountDetails | None:
        """
        The account that pays.
        """

    @staticmethod
    def from_json(text: str) -> Installment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def last_repayment_date(self, /) -> datetime | None:
        """
        When something of it was last paid.
        """

    @property
    def paid_amount(self, /) -> int:
        """
        What is paid, in cents.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        How it is paid.
        """

    @property
    def reference(self, /) -> str:
        """
        The text of the payments, as banks show it.
        """

    @property
    def scheduled_at(self, /) -> datetime:
        """
        When it is planned.
        """

    @property
    def to_account_detail(self, /) -> AccountDetails:
        """
        The account that is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class InstallmentAttempt:
    """
    A try to pay an instalment.
    """

    def __copy__(self, /) -> InstallmentAttempt: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentAttempt: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_id: UUID,
        amount: int,
        currency: Currency | str,
        payment_method: PaymentMethod | str,
        payment_type: PaymentType | str,
        reference: str,
        scheduled_at: datetime,
        status: PaymentStatus | str,
        paid_at: datetime | None = None,
        failure_reason: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> InstallmentAttempt: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Its amount, in cents.
        """

    @property
    def currency(self, /) -> Currency:
        """
        Its currency.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Why it failed.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentAttempt:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        When it was paid.
        """

    @property
    def payment_id(self, /) -> UUID:
        """
        The payment's id.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        How it is paid.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        What it pays.
        """

    @property
    def reference(self, /) -> str:
        """
        The text of the payment, as banks show it.
        """

    @property
    def scheduled_at(self, /) -> datetime:
        """
        When it is planned.
        """

    @property
    def status(self, /) -> PaymentStatus:
        """
        Where it stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class InstallmentFilter:
    """
    Which instalments to list; nothing set lists all.
    """

    def __copy__(self, /) -> InstallmentFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        installment_plan_ids: abc.Sequence[UUID] = ...,
        loan_ids: abc.Sequence[UUID] = ...,
        to_pay_at_gt: datetime | None = None,
        to_pay_at_lt: datetime | None = None,
        paid_at_gt: datetime | None = None,
        paid_at_lt: datetime | None = None,
        updated_at_gt: datetime | None = None,
        updated_at_lt: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> InstallmentFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        How many instalments a page has; 100 when it is left out.
        """

    @property
    def paid_at_gt(self, /) -> datetime | None:
        """
        Only instalments paid after this moment.
        """

    @property
    def paid_at_lt(self, /) -> datetime | None:
        """
        Only instalments paid before this moment.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at_gt(self, /) -> datetime | None:
        """
        Only instalments planned after this moment.
        """

    @property
    def to_pay_at_lt(self, /) -> datetime | None:
        """
        Only instalments planned before this moment.
        """

    @property
    def updated_at_gt(self, /) -> datetime | None:
        """
        Only instalments that changed after this moment.
        """

    @property
    def updated_at_lt(self, /) -> datetime | None:
        """
        Only instalments that changed before this moment.
        """

@final
class InstallmentLimits:
    """
    What instalments of a product may look like.
    """

    def __copy__(self, /) -> InstallmentLimits: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentLimits: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        available_types: abc.Sequence[InstallmentPlanType | str] = ...,
        maximum_reschedule_payment_in_days: int | None = None,
        minimum_anticipate_payment_in_days: int | None = None,
        minimum_business_days_until_due_date_to_reschedule_payment: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> InstallmentLimits: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def available_types(self, /) -> list[InstallmentPlanType]:
        """
        How loans may be repaid over time.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentLimits:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def maximum_reschedule_payment_in_days(self, /) -> int | None:
        """
        By how much a payment can be put off, in days.
        """

    @property
    def minimum_anticipate_payment_in_days(self, /) -> int | None:
        """
        How long before it a payment can be brought forward, in days.
        """

    @property
    def minimum_business_days_until_due_date_to_reschedule_payment(self, /) -> int | None:
        """
        How long before it a payment can still be put off, in business days.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class InstallmentPlan:
    """
    A plan by which loans are repaid. It has no status of its own: it is repaid when all its payments are
    `PAID`.
    """

    def __copy__(self, /) -> InstallmentPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        business_identifier: BusinessIdentifier,
        installments: abc.Sequence[PlannedInstallment],
        loan_ids: abc.Sequence[UUID],
        extra: dict[str, Any] = ...,
    ) -> InstallmentPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        The company that repays.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def installments(self, /) -> list[PlannedInstallment]:
        """
        Its payments.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        The loans that it repays.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class InstallmentPlanType:
    """
    How a loan is repaid over time.
    """

    INSTALLMENTS: Final[InstallmentPlanType]
    "\n    In instalments.\n    "
    IN_FINE: Final[InstallmentPlanType]
    "\n    In one sum at the end.\n    "

    def __copy__(self, /) -> InstallmentPlanType: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentPlanType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> InstallmentPlanType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class InstallmentShare:
    """
    The part of an instalment that repays one loan.
    """

    def __copy__(self, /) -> InstallmentShare: ...
    def __deepcopy__(self, /, _memo: Any) -> InstallmentShare: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, loan_id: UUID, amount: int, extra: dict[str, Any] = ...) -> InstallmentShare: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InstallmentShare:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        The loan.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Installments:
    """
    Instalments: plans by which loans are repaid, and each payment of them.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def create_plan(self, /, body: NewInstallmentPlan) -> InstallmentPlan:
        """
        Makes a plan that replaces the repayment dates of loans. Blocks; safe to repeat, and repeated by itself: the API
        answers with the plan that exists, by its `salt_id`, or without one by the loans. For a second plan on the same
        loans give a `salt_id`. An error names it.

        Operation: `POST /installment-plans`.

        # Errors
        `Validation` when the plan is not acceptable.
        """

    def get_plan(self, /, installment_plan_id: UUID | str) -> InstallmentPlan:
        """
        Reads one plan. Blocks; safe to repeat.

        Operation: `GET /installment-plan/{installment_plan_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list(
        self,
        /,
        *,
        installment_plan_ids: abc.Sequence[UUID] = ...,
        loan_ids: abc.Sequence[UUID] = ...,
        to_pay_at_gt: datetime | None = None,
        to_pay_at_lt: datetime | None = None,
        paid_at_gt: datetime | None = None,
        paid_at_lt: datetime | None = None,
        updated_at_gt: datetime | None = None,
        updated_at_lt: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> PageIterator[Installment]:
        """
        Lists instalments, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /installments`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

@final
class InsuranceProvider:
    """
    Who insures loans.
    """

    ALLIANZ_TRADE: Final[InsuranceProvider]
    "\n    Allianz Trade.\n    "
    CREDIT360: Final[InsuranceProvider]
    "\n    Credit 360.\n    "
    SANDBOX: Final[InsuranceProvider]
    "\n    Nobody: it is a sandbox.\n    "

    def __copy__(self, /) -> InsuranceProvider: ...
    def __deepcopy__(self, /, _memo: Any) -> InsuranceProvider: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> InsuranceProvider: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Integration:
    """
    A source of data that may be connected.
    """

    def __copy__(self, /) -> Integration: ...
    def __deepcopy__(self, /, _memo: Any) -> Integration: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, id: UUID, name: str, is_connected: bool, extra: dict[str, Any] = ...) -> Integration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Integration:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def is_connected(self, /) -> bool:
        """
        Whether it is connected.
        """

    @property
    def name(self, /) -> str:
        """
        Its name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class IntentInstallmentPlan:
    """
    A plan of instalments that a planned payment belongs to.
    """

    def __copy__(self, /) -> IntentInstallmentPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentInstallmentPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, installment_plan_id: UUID, payment_intent_id: UUID, extra: dict[str, Any] = ...
    ) -> IntentInstallmentPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> IntentInstallmentPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plan_id(self, /) -> UUID:
        """
        The id of the plan of instalments.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        The id of the planned payment.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class IntentInterest:
    """
    Interest that a plan pays.
    """

    def __copy__(self, /) -> IntentInterest: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentInterest: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, due_interest_id: UUID, payment_intent_id: UUID, extra: dict[str, Any] = ...
    ) -> IntentInterest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def due_interest_id(self, /) -> UUID:
        """
        The interest's id.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> IntentInterest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        The plan's id.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class IntentLoan:
    """
    The part of a planned payment that is for one loan.
    """

    def __copy__(self, /) -> IntentLoan: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentLoan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID,
        payment_intent_id: UUID,
        amount: int,
        payment_type: PaymentType | str,
        bill_id: UUID | None = None,
        deposit_id: UUID | None = None,
        extra: dict[str, Any] = ...,
    ) -> IntentLoan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def bill_id(self, /) -> UUID | None:
        """
        The bill that it belongs to.
        """

    @property
    def deposit_id(self, /) -> UUID | None:
        """
        The deposit that it belongs to.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> IntentLoan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        The loan.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        The id of the planned payment.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        What it is for.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class IntentPayment:
    """
    A payment that carries a plan out.
    """

    def __copy__(self, /) -> IntentPayment: ...
    def __deepcopy__(self, /, _memo: Any) -> IntentPayment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_id: UUID,
        payment_intent_id: UUID,
        amount: int,
        payment_type: PaymentType | str,
        extra: dict[str, Any] = ...,
    ) -> IntentPayment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> IntentPayment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_id(self, /) -> UUID:
        """
        The payment.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        The id of the planned payment.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        What it is for.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class InterestsTracking:
    """
    When interest is worked out.
    """

    MONTHLY: Final[InterestsTracking]
    "\n    Each month.\n    "
    ORIGINATION_DATE: Final[InterestsTracking]
    "\n    When the loan is made.\n    "

    def __copy__(self, /) -> InterestsTracking: ...
    def __deepcopy__(self, /, _memo: Any) -> InterestsTracking: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> InterestsTracking: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Invoice:
    """
    An invoice. Amounts are in cents.
    """

    def __copy__(self, /) -> Invoice: ...
    def __deepcopy__(self, /, _memo: Any) -> Invoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_number: str,
        net_amount: int,
        id: str | None = None,
        status: InvoiceStatus | str | None = None,
        status_reason: str | None = None,
        is_draft: bool | None = None,
        buyer: InvoiceCompany | None = None,
        seller: InvoiceCompany | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account_details: AccountDetails | None = None,
        loan_ids: abc.Sequence[UUID] = ...,
        document_url: str | None = None,
        metadata: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> Invoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> InvoiceCompany | None:
        """
        Who is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def document_url(self, /) -> str | None:
        """
        A link to the document that holds for a short time: never store it.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        When it is due.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Invoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str | None:
        """
        Its id; untyped in the contract.
        """

    @property
    def invoice_number(self, /) -> str:
        """
        Its number, as it stands on it.
        """

    @property
    def is_draft(self, /) -> bool | None:
        """
        Whether it is a draft.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        When it was issued.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        The loans that finance it.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, as you sent it.
        """

    @property
    def net_amount(self, /) -> int:
        """
        The amount before tax, in cents.
        """

    @property
    def seller(self, /) -> InvoiceCompany | None:
        """
        Who bills.
        """

    @property
    def status(self, /) -> InvoiceStatus | None:
        """
        Where it stands.
        """

    @property
    def status_reason(self, /) -> str | None:
        """
        Why it stands there: one of the vendor's denial codes, whose list changes.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        The tax, in cents.
        """

    @property
    def to_account_details(self, /) -> AccountDetails | None:
        """
        The account to pay to, as it stands on the invoice.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        What the buyer still has to pay, in cents; 0 when it is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        The amount with tax, in cents.
        """

@final
class InvoiceAttachment:
    """
    An invoice with its document. Amounts are in cents.
    """

    def __copy__(self, /) -> InvoiceAttachment: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceAttachment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_name: str,
        document_binary_base64: str,
        invoice_number: str | None = None,
        buyer: TradeParty | None = None,
        seller: TradeParty | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | None = None,
        extra: dict[str, Any] = ...,
    ) -> InvoiceAttachment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Who is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        The file's content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        The file's name with its extension.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        When it is due.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceAttachment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Its number, as it stands on it.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        When it was issued.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        The amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Who bills.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        The tax, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        What the buyer still has to pay, in cents; 0 when it is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        The amount with tax, in cents.
        """

@final
class InvoiceChanges:
    """
    What to change about an invoice. What is left out stays; amounts are in cents.
    """

    def __copy__(self, /) -> InvoiceChanges: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceChanges: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_number: str | None = None,
        buyer: TradeParty | None = None,
        seller: TradeParty | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | None = None,
        metadata: dict[str, Any] = ...,
        clear: abc.Sequence[str] = ...,
        extra: dict[str, Any] = ...,
    ) -> InvoiceChanges: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Who is billed.
        """

    @property
    def clear(self, /) -> list[str]:
        """
        The names of fields to empty, as they are on the wire, with underscores: they are sent as null. What is
        neither set nor named here stays as it is.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        When it is due.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceChanges:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Its number, as it stands on it.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        When it was issued.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, given back as you sent it.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        The amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Who bills.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        The tax, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        What the buyer still has to pay, in cents; 0 when it is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        The amount with tax, in cents.
        """

@final
class InvoiceCollateral:
    """
    How invoices secure loans.
    """

    def __copy__(self, /) -> InvoiceCollateral: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceCollateral: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, triggers: abc.Sequence[RiskTrigger | str], extra: dict[str, Any] = ...
    ) -> InvoiceCollateral: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceCollateral:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def triggers(self, /) -> list[RiskTrigger]:
        """
        What makes the vendor use them.
        """

@final
class InvoiceCompany:
    """
    A company as an invoice names it.
    """

    def __copy__(self, /) -> InvoiceCompany: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceCompany: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str | None = None,
        id: UUID | None = None,
        business_id: UUID | None = None,
        name: str | None = None,
        vat_number: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> InvoiceCompany: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_id(self, /) -> UUID | None:
        """
        Its id at the vendor.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceCompany:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID | None:
        """
        Its id as a counterparty.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register the number comes from.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number.
        """

@final
class InvoiceCount:
    """
    How many invoices a batch will hold.
    """

    def __copy__(self, /) -> InvoiceCount: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceCount: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, total_count: int, extra: dict[str, Any] = ...) -> InvoiceCount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceCount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def total_count(self, /) -> int:
        """
        Their number.
        """

@final
class InvoiceDetails:
    """
    An invoice by its contents alone. Amounts are in cents.
    """

    def __copy__(self, /) -> InvoiceDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_number: str | None = None,
        buyer: TradeParty | None = None,
        seller: TradeParty | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | None = None,
        extra: dict[str, Any] = ...,
    ) -> InvoiceDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Who is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        When it is due.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Its number, as it stands on it.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        When it was issued.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        The amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Who bills.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        The tax, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        What the buyer still has to pay, in cents; 0 when it is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        The amount with tax, in cents.
        """

@final
class InvoiceDirection:
    """
    Whether a company has to pay an invoice or to be paid.
    """

    CUSTOMER: Final[InvoiceDirection]
    "\n    Deprecated by the vendor: use `payable`.\n    "
    PAYABLE: Final[InvoiceDirection]
    "\n    The company has to pay.\n    "
    RECEIVABLE: Final[InvoiceDirection]
    "\n    The company is to be paid.\n    "
    SUPPLIER: Final[InvoiceDirection]
    "\n    Deprecated by the vendor: use `receivable`.\n    "

    def __copy__(self, /) -> InvoiceDirection: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceDirection: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> InvoiceDirection: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class InvoiceFilter:
    """
    Which invoices to list; nothing set lists all.
    """

    def __copy__(self, /) -> InvoiceFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        invoice_id: abc.Sequence[UUID] = ...,
        status: abc.Sequence[InvoiceStatus | str] = ...,
        buyer: abc.Sequence[str] = ...,
        seller: abc.Sequence[str] = ...,
        query: abc.Mapping[str, object] | None = None,
        linked_to_loan: bool | None = None,
        linked_to_loan_paid_after: datetime | None = None,
        linked_to_loan_paid_before: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> InvoiceFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> list[str]:
        """
        Only invoices to these companies, by company number.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> InvoiceFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_id(self, /) -> list[UUID]:
        """
        Only these invoices, by id.
        """

    @property
    def linked_to_loan(self, /) -> bool | None:
        """
        Only invoices that a loan finances, or that none does.
        """

    @property
    def linked_to_loan_paid_after(self, /) -> datetime | None:
        """
        Only invoices whose loan was paid out after this moment.
        """

    @property
    def linked_to_loan_paid_before(self, /) -> datetime | None:
        """
        Only invoices whose loan was paid out before this moment.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        How many invoices a page has; 100 when it is left out.
        """

    @property
    def query(self, /) -> str | None:
        """
        Only invoices in which this text is found.
        """

    @property
    def seller(self, /) -> list[str]:
        """
        Only invoices of these companies, by company number.
        """

    @property
    def status(self, /) -> list[InvoiceStatus]:
        """
        Only invoices with one of these statuses.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class InvoicePaymentMethod:
    """
    How an invoice is expected to be paid.
    """

    CARD: Final[InvoicePaymentMethod]
    "\n    By card.\n    "
    CHEQUE: Final[InvoicePaymentMethod]
    "\n    By cheque.\n    "
    DIRECT_DEBIT: Final[InvoicePaymentMethod]
    "\n    By direct debit.\n    "
    OTHER: Final[InvoicePaymentMethod]
    "\n    In another way.\n    "
    WIRE_TRANSFER: Final[InvoicePaymentMethod]
    "\n    By transfer.\n    "

    def __copy__(self, /) -> InvoicePaymentMethod: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoicePaymentMethod: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> InvoicePaymentMethod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class InvoiceStatus:
    """
    Where an invoice stands. Loans need `VERIFIED`.
    """

    DECLINED: Final[InvoiceStatus]
    "\n    Not accepted, for good.\n    "
    DELETED: Final[InvoiceStatus]
    "\n    Deleted.\n    "
    PAID: Final[InvoiceStatus]
    "\n    Paid.\n    "
    SUBMITTED: Final[InvoiceStatus]
    "\n    Handed in, and being checked.\n    "
    TO_EDIT: Final[InvoiceStatus]
    "\n    To be corrected and handed in again.\n    "
    TO_SUBMIT: Final[InvoiceStatus]
    "\n    A draft.\n    "
    VERIFIED: Final[InvoiceStatus]
    "\n    Accepted.\n    "

    def __copy__(self, /) -> InvoiceStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> InvoiceStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class InvoiceType:
    """
    Whose invoice it is.
    """

    DEFACTO: Final[InvoiceType]
    "\n    The vendor's.\n    "
    USER: Final[InvoiceType]
    "\n    A company's.\n    "

    def __copy__(self, /) -> InvoiceType: ...
    def __deepcopy__(self, /, _memo: Any) -> InvoiceType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> InvoiceType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Invoices:
    """
    Invoices that loans are to finance.

    The way of an invoice: `TO_SUBMIT`, by `submit` `SUBMITTED`, then `VERIFIED`, `TO_EDIT` or `DECLINED`.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def create(self, /, body: NewInvoice) -> Invoice:
        """
        Creates an invoice, as a draft or to be checked at once. Blocks.

        A repetition creates a second invoice: the request has no idempotency key. Look with `list` first, by
        the seller and the invoice number.

        Operation: `POST /invoices`.

        # Errors
        `Validation` when its document is no PDF in Base64 (nothing is sent then), or the invoice is not acceptable.
        """

    def delete(self, /, invoice_id: UUID | str) -> Invoice:
        """
        Deletes an invoice, and gives it a last time. Blocks.

        The contract does not say what a repetition answers. Look with `get`: the status is `DELETED` once it
        took effect.

        Operation: `DELETE /invoice/{invoice_id}`.

        # Errors
        `NotFound` when there is none with this id; `Validation` when a loan finances it.
        """

    def get(self, /, invoice_id: UUID | str) -> Invoice:
        """
        Reads one invoice. Blocks; safe to repeat.

        Operation: `GET /invoice/{invoice_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list(
        self,
        /,
        *,
        invoice_id: abc.Sequence[UUID] = ...,
        status: abc.Sequence[InvoiceStatus | str] = ...,
        buyer: abc.Sequence[str] = ...,
        seller: abc.Sequence[str] = ...,
        query: abc.Mapping[str, object] | None = None,
        linked_to_loan: bool | None = None,
        linked_to_loan_paid_after: datetime | None = None,
        linked_to_loan_paid_before: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> PageIterator[Invoice]:
        """
        Lists invoices, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /invoices`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    def submit(self, /, invoice_id: UUID | str, body: InvoiceChanges) -> Invoice:
        """
        Hands an invoice in to be checked, with last changes. Blocks.

        It leads from `TO_SUBMIT` or `TO_EDIT` to `SUBMITTED`; the contract does not say what a repetition
        answers. Look with `get`: the status shows whether it took effect.

        Operation: `POST /invoice/{invoice_id}/submit`.

        # Errors
        `NotFound` when there is none with this id; `Validation` with the fields that are missing.
        """

    def update(self, /, invoice_id: UUID | str, body: InvoiceChanges) -> Invoice:
        """
        Changes an invoice that is `TO_SUBMIT` or `TO_EDIT`. Blocks.

        A repetition sets the same values again; the contract does not say what it answers then. Look with
        `get`.

        Operation: `PATCH /invoice/{invoice_id}`.

        # Errors
        `NotFound` when there is none with this id; `Validation` when its status or the change forbids it.
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
        Creates an invoice by reading a PDF: the API takes number, dates and amounts from it. `buyer` and
        `seller` are a register in capitals, a hyphen and the number: `SIREN-472618354`. `metadata` is your
        own data as JSON text. Blocks.

        The name of the form's field for the file is not in the contract: `file` is sent.

        A repetition creates a second invoice: the request has no idempotency key. Look with `list` first, by
        the seller.

        Operation: `POST /invoices/upload`.

        # Errors
        `Validation` when the API cannot read it.
        """

@final
class Language:
    """
    A language that the vendor translates to.
    """

    DE: Final[Language]
    "\n    German.\n    "
    EN: Final[Language]
    "\n    English.\n    "
    ES: Final[Language]
    "\n    Spanish.\n    "
    FR: Final[Language]
    "\n    French.\n    "

    def __copy__(self, /) -> Language: ...
    def __deepcopy__(self, /, _memo: Any) -> Language: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Language: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Loan:
    """
    A loan. Amounts are in cents. In lists `documents` is empty.
    """

    def __copy__(self, /) -> Loan: ...
    def __deepcopy__(self, /, _memo: Any) -> Loan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        status: LoanStatus | str,
        amount: int,
        currency: Currency | str,
        loan_type: LoanType | str,
        borrower: Business,
        beneficiary: Business,
        submitted_at: datetime,
        to_pay_at: datetime,
        to_repay_at: datetime,
        earliest_to_repay_at: datetime,
        repayment_method: PaymentMethod | str,
        loan_from: AccountDetails,
        loan_from_references: abc.Sequence[str],
        loan_to: AccountDetails,
        loan_to_references: abc.Sequence[str],
        repayment_from_references: abc.Sequence[str],
        repayment_to: AccountDetails,
        repayment_to_references: abc.Sequence[str],
        repaid_amount: int,
        repaid_nominal_amount: int,
        paid_interests_amount: int,
        invoice_ids: abc.Sequence[UUID],
        deposits: dict[str, LoanDeposit],
        documents: abc.Sequence[LoanDocument] = ...,
        denial_reason: str | None = None,
        borrower_financial_product_id: UUID | None = None,
        fees_estimated: int | None = None,
        fees_ongoing: int | None = None,
        guarantor: Business | None = None,
        repayment_from: AccountDetails | None = None,
        paid_at: datetime | None = None,
        repaid_nominal_at: datetime | None = None,
        closed_at: datetime | None = None,
        contractual_repayment_date: datetime | None = None,
        contract_url: str | None = None,
        transfer_contract_url: str | None = None,
        notification_emails: abc.Sequence[str] = ...,
        metadata: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> Loan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        What is lent, in cents.
        """

    @property
    def beneficiary(self, /) -> Business:
        """
        Who receives the money.
        """

    @property
    def borrower(self, /) -> Business:
        """
        Who borrows. Its `id` is not the id of the borrower: match the `identifier`.
        """

    @property
    def borrower_financial_product_id(self, /) -> UUID | None:
        """
        The borrower's financial product that it belongs to.
        """

    @property
    def closed_at(self, /) -> datetime | None:
        """
        When it was repaid in full.
        """

    @property
    def contract_url(self, /) -> str | None:
        """
        A link to the contract that holds for a short time: never store it.
        """

    @property
    def contractual_repayment_date(self, /) -> datetime | None:
        """
        When it was to be repaid by its contract.
        """

    @property
    def currency(self, /) -> Currency:
        """
        The currency of all its amounts.
        """

    @property
    def denial_reason(self, /) -> str | None:
        """
        Why it was declined: one of the vendor's denial codes, whose list changes.
        """

    @property
    def deposits(self, /) -> dict[str, LoanDeposit]:
        """
        The deposits that secure it; what their names are is not in the contract.
        """

    @property
    def documents(self, /) -> list[LoanDocument]:
        """
        Its documents; not in lists.
        """

    @property
    def earliest_to_repay_at(self, /) -> datetime:
        """
        The earliest day to which `to_repay_at` can be moved.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_estimated(self, /) -> int | None:
        """
        The fees when it is repaid as planned, in cents.
        """

    @property
    def fees_ongoing(self, /) -> int | None:
        """
        The fees if it were repaid today, in cents.
        """

    @staticmethod
    def from_json(text: str) -> Loan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantor(self, /) -> Business | None:
        """
        Who answers for it.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def invoice_ids(self, /) -> list[UUID]:
        """
        The invoices that it finances.
        """

    @property
    def loan_from(self, /) -> AccountDetails:
        """
        The account that it is paid out from.
        """

    @property
    def loan_from_references(self, /) -> list[str]:
        """
        The text of the payout, as the payer's bank shows it.
        """

    @property
    def loan_to(self, /) -> AccountDetails:
        """
        The account that it is paid out to.
        """

    @property
    def loan_to_references(self, /) -> list[str]:
        """
        The text of the payout, as the receiver's bank shows it.
        """

    @property
    def loan_type(self, /) -> LoanType:
        """
        What it finances.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, as you sent it.
        """

    @property
    def notification_emails(self, /) -> list[str]:
        """
        Who is told by e-mail.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        When it was paid out.
        """

    @property
    def paid_interests_amount(self, /) -> int:
        """
        What is paid of the interest, in cents.
        """

    @property
    def repaid_amount(self, /) -> int:
        """
        What is repaid in all, principal and fees, in cents.
        """

    @property
    def repaid_nominal_amount(self, /) -> int:
        """
        What is repaid of the principal, in cents.
        """

    @property
    def repaid_nominal_at(self, /) -> datetime | None:
        """
        When the principal was repaid.
        """

    @property
    def repayment_from(self, /) -> AccountDetails | None:
        """
        The account that repays it.
        """

    @property
    def repayment_from_references(self, /) -> list[str]:
        """
        The text of the repayment, as the payer's bank shows it.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod:
        """
        How it is repaid.
        """

    @property
    def repayment_to(self, /) -> AccountDetails:
        """
        The account that repayments go to.
        """

    @property
    def repayment_to_references(self, /) -> list[str]:
        """
        The text of the repayment, as the receiver's bank shows it.
        """

    @property
    def status(self, /) -> LoanStatus:
        """
        Where it stands.
        """

    @property
    def submitted_at(self, /) -> datetime:
        """
        When it was requested.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at(self, /) -> datetime:
        """
        When it is to be paid out.
        """

    @property
    def to_repay_at(self, /) -> datetime:
        """
        When it is to be repaid.
        """

    @property
    def transfer_contract_url(self, /) -> str | None:
        """
        A link to the contract by which it went to another lender; it holds for a short time.
        """

@final
class LoanAttachment:
    """
    Something that supports a loan request. Fill in the field of its type.
    """

    def __copy__(self, /) -> LoanAttachment: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanAttachment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_type: LoanDocumentType | str,
        description: str | None = None,
        credit_card_expenses: CardExpenses | None = None,
        invoice: InvoiceAttachment | None = None,
        pro_forma: InvoiceAttachment | None = None,
        public_procurement_ownership_act: ProcurementAct | None = None,
        public_procurement_single_copy: ProcurementCopy | None = None,
        sale_purchase_agreement: SaleAgreementAttachment | None = None,
        time_sheet: TimeSheet | None = None,
        additional_document_data: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> LoanAttachment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def additional_document_data(self, /) -> dict[str, Any]:
        """
        Anything else about it.
        """

    @property
    def credit_card_expenses(self, /) -> CardExpenses | None:
        """
        The expenses, if it is that.
        """

    @property
    def description(self, /) -> str | None:
        """
        What it is, in words.
        """

    @property
    def document_type(self, /) -> LoanDocumentType:
        """
        What it is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanAttachment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice(self, /) -> InvoiceAttachment | None:
        """
        The invoice, if it is one.
        """

    @property
    def pro_forma(self, /) -> InvoiceAttachment | None:
        """
        The pro-forma invoice, if it is one.
        """

    @property
    def public_procurement_ownership_act(self, /) -> ProcurementAct | None:
        """
        The act that awards a public contract, if it is that.
        """

    @property
    def public_procurement_single_copy(self, /) -> ProcurementCopy | None:
        """
        The single copy of a public contract, if it is that.
        """

    @property
    def sale_purchase_agreement(self, /) -> SaleAgreementAttachment | None:
        """
        The agreement about a sale, if it is one.
        """

    @property
    def time_sheet(self, /) -> TimeSheet | None:
        """
        The time sheet, if it is one.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class LoanChanges:
    """
    What to change about a loan. What is left out stays; what may change depends on the status: everything
    until it is accepted, then references and `to_repay_at`, and from `TO_REPAY` on `to_repay_at` alone.
    """

    def __copy__(self, /) -> LoanChanges: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanChanges: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int | None = None,
        loan_to: PaymentAccount | None = None,
        loan_to_references: abc.Sequence[str] | None = None,
        to_pay_at: datetime | None = None,
        to_repay_at: datetime | None = None,
        repayment_method: PaymentMethod | str | None = None,
        repayment_to_references: abc.Sequence[str] | None = None,
        lender_id: str | None = None,
        transfer_contract_url: str | None = None,
        metadata: dict[str, Any] = ...,
        clear: abc.Sequence[str] = ...,
        extra: dict[str, Any] = ...,
    ) -> LoanChanges: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int | None:
        """
        What is lent, in cents.
        """

    @property
    def clear(self, /) -> list[str]:
        """
        The names of fields to empty, as they are on the wire, with underscores: they are sent as null. What is
        neither set nor named here stays as it is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanChanges:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def lender_id(self, /) -> str | None:
        """
        Who lends, by the vendor's id; untyped in the contract.
        """

    @property
    def loan_to(self, /) -> PaymentAccount | None:
        """
        The account that is to receive the money.
        """

    @property
    def loan_to_references(self, /) -> list[str] | None:
        """
        The text of the payout, as the receiver's bank shows it.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, given back as you sent it.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod | None:
        """
        `DIRECT_DEBIT` or `SCT`.
        """

    @property
    def repayment_to_references(self, /) -> list[str] | None:
        """
        The text of the repayment, as the receiver's bank shows it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at(self, /) -> datetime | None:
        """
        When it is to be paid out.
        """

    @property
    def to_repay_at(self, /) -> datetime | None:
        """
        When it is to be repaid; not before `earliest_to_repay_at`.
        """

    @property
    def transfer_contract_url(self, /) -> str | None:
        """
        Where the contract is by which the loan went to another lender.
        """

@final
class LoanContractType:
    """
    What kind of contract a loan is.
    """

    CREDIT_OPERATION: Final[LoanContractType]
    "\n    A credit.\n    "
    CREDIT_OPERATION_WITH_TRADE_RECEIVABLE_GUARANTEE: Final[LoanContractType]
    "\n    A credit secured by trade receivables.\n    "
    EQUITY_LOAN: Final[LoanContractType]
    "\n    An equity loan.\n    "
    TRADE_RECEIVABLE: Final[LoanContractType]
    "\n    The purchase of a trade receivable.\n    "

    def __copy__(self, /) -> LoanContractType: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanContractType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> LoanContractType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class LoanDeposit:
    """
    A deposit that secures a loan.
    """

    def __copy__(self, /) -> LoanDeposit: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDeposit: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, amount: int, paid_amount: int, deposit_id: UUID | None = None, extra: dict[str, Any] = ...
    ) -> LoanDeposit: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        What is to be deposited, in cents.
        """

    @property
    def deposit_id(self, /) -> UUID | None:
        """
        Its id.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDeposit:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def paid_amount(self, /) -> int:
        """
        What is deposited, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class LoanDocument:
    """
    A document of a loan.
    """

    def __copy__(self, /) -> LoanDocument: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDocument: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_type: LoanDocumentType | str,
        document_url: str,
        document_name: str | None = None,
        about_business: BusinessIdentifier | None = None,
        uploaded_at: datetime | None = None,
        user_input: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> LoanDocument: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def about_business(self, /) -> BusinessIdentifier | None:
        """
        The company that it is about.
        """

    @property
    def document_name(self, /) -> str | None:
        """
        The file's name with its extension.
        """

    @property
    def document_type(self, /) -> LoanDocumentType:
        """
        What it is.
        """

    @property
    def document_url(self, /) -> str:
        """
        A link to it that holds for a short time: never store it.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDocument:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def uploaded_at(self, /) -> datetime | None:
        """
        When it was handed in.
        """

    @property
    def user_input(self, /) -> dict[str, Any]:
        """
        What was said about it.
        """

@final
class LoanDocumentArchive:
    """
    Documents of loans in one archive.
    """

    def __copy__(self, /) -> LoanDocumentArchive: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDocumentArchive: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, link: str, extra: dict[str, Any] = ...) -> LoanDocumentArchive: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDocumentArchive:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def link(self, /) -> str:
        """
        A link to it that holds for a short time: never store it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class LoanDocumentRequest:
    """
    Of which loans documents are wanted.
    """

    def __copy__(self, /) -> LoanDocumentRequest: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDocumentRequest: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_ids: abc.Sequence[UUID] = ...,
        to_pay_at_from: datetime | None = None,
        to_pay_at_to: datetime | None = None,
        extra: dict[str, Any] = ...,
    ) -> LoanDocumentRequest: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanDocumentRequest:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        These loans, by id.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at_from(self, /) -> datetime | None:
        """
        Loans to be paid out at this moment or later.
        """

    @property
    def to_pay_at_to(self, /) -> datetime | None:
        """
        Loans to be paid out before this moment.
        """

@final
class LoanDocumentType:
    """
    What a document of a loan is.
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
    "\n    An agreement about a sale.\n    "
    TIME_SHEET: Final[LoanDocumentType]
    "\n    A time sheet.\n    "

    def __copy__(self, /) -> LoanDocumentType: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanDocumentType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> LoanDocumentType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class LoanEvent:
    """
    A step of a loan from one status to another.
    """

    def __copy__(self, /) -> LoanEvent: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanEvent: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        entity_type: EntityType | str,
        status: LoanStatus | str,
        transition_name: str | None = None,
        timestamp: datetime | None = None,
        payload: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> LoanEvent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def entity_type(self, /) -> EntityType:
        """
        What kind of object it is about: a loan.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanEvent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payload(self, /) -> dict[str, Any]:
        """
        What the vendor noted about it.
        """

    @property
    def status(self, /) -> LoanStatus:
        """
        The status that the loan reached.
        """

    @property
    def timestamp(self, /) -> datetime | None:
        """
        When it was.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def transition_name(self, /) -> str | None:
        """
        The name of the step.
        """

@final
class LoanFilter:
    """
    Which loans to list; nothing set lists all.
    """

    def __copy__(self, /) -> LoanFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: abc.Sequence[UUID] = ...,
        borrower: abc.Sequence[str] = ...,
        status: abc.Sequence[LoanStatus | str] = ...,
        loan_type: abc.Sequence[LoanType | str] = ...,
        query: abc.Mapping[str, object] | None = None,
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
        extra: dict[str, Any] = ...,
    ) -> LoanFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower(self, /) -> list[str]:
        """
        Only loans of these companies, by company number.
        """

    @property
    def contractual_repayment_date_from(self, /) -> datetime | None:
        """
        Only loans to be repaid by contract at this moment or later.
        """

    @property
    def contractual_repayment_date_to(self, /) -> datetime | None:
        """
        Only loans to be repaid by contract before this moment.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantee_called(self, /) -> bool | None:
        """
        Only loans whose guarantor was asked to pay, or was not.
        """

    @property
    def guarantor(self, /) -> str | None:
        """
        Only loans that this company answers for.
        """

    @property
    def id(self, /) -> list[UUID]:
        """
        Only these loans, by id.
        """

    @property
    def loan_type(self, /) -> list[LoanType]:
        """
        Only loans that finance this.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        How many loans a page has; 100 when it is left out.
        """

    @property
    def postponed(self, /) -> bool | None:
        """
        Only loans whose repayment was put off, or was not.
        """

    @property
    def query(self, /) -> str | None:
        """
        Only loans in which this text is found: in their id, an invoice number, an amount.
        """

    @property
    def sort_by(self, /) -> LoanSort | None:
        """
        In which order.
        """

    @property
    def status(self, /) -> list[LoanStatus]:
        """
        Only loans with one of these statuses.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at_from(self, /) -> datetime | None:
        """
        Only loans to be paid out at this moment or later.
        """

    @property
    def to_pay_at_to(self, /) -> datetime | None:
        """
        Only loans to be paid out before this moment.
        """

    @property
    def to_repay_at_from(self, /) -> datetime | None:
        """
        Only loans to be repaid at this moment or later.
        """

    @property
    def to_repay_at_to(self, /) -> datetime | None:
        """
        Only loans to be repaid before this moment.
        """

    @property
    def to_repay_at_within_days(self, /) -> int | None:
        """
        Only loans to be repaid within so many days; not together with the two fields before.
        """

@final
class LoanGuarantee:
    """
    When and how a guarantor is asked to pay.
    """

    def __copy__(self, /) -> LoanGuarantee: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanGuarantee: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        guarantor_id: UUID,
        days_late: int,
        insolvency_procedure_days_late: int,
        payment_method: PaymentMethod | str,
        to_account_detail_id: UUID,
        email_template_id: str,
        pdf_template_id: str,
        notification_email_addresses: abc.Sequence[str],
        schedule_guarantee_call_within_hours: int,
        conditions: abc.Sequence[GuaranteeCondition] = ...,
        create_extra_payments: bool | None = None,
        frequency: GuaranteeFrequency | str | None = None,
        from_deposit_account_detail_id: UUID | None = None,
        from_guarantor_account_detail_id: UUID | None = None,
        min_days_since_last_chargeback: int | None = None,
        reference_format_customization: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> LoanGuarantee: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def conditions(self, /) -> list[GuaranteeCondition]:
        """
        Which loans it is for.
        """

    @property
    def create_extra_payments(self, /) -> bool | None:
        """
        Whether more payments are planned for it.
        """

    @property
    def days_late(self, /) -> int:
        """
        After how many days without payment.
        """

    @property
    def email_template_id(self, /) -> str:
        """
        The id of the e-mail's template.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def frequency(self, /) -> GuaranteeFrequency | None:
        """
        How often it is called.
        """

    @property
    def from_deposit_account_detail_id(self, /) -> UUID | None:
        """
        The deposit's account that pays, by the vendor's id.
        """

    @property
    def from_guarantor_account_detail_id(self, /) -> UUID | None:
        """
        The guarantor's account that pays, by the vendor's id.
        """

    @staticmethod
    def from_json(text: str) -> LoanGuarantee:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantor_id(self, /) -> UUID:
        """
        The guarantor's id.
        """

    @property
    def insolvency_procedure_days_late(self, /) -> int:
        """
        After how many days, when an insolvency procedure is open.
        """

    @property
    def min_days_since_last_chargeback(self, /) -> int | None:
        """
        How many days must have passed since the last chargeback.
        """

    @property
    def notification_email_addresses(self, /) -> list[str]:
        """
        Who is told by e-mail.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        How the guarantor pays.
        """

    @property
    def pdf_template_id(self, /) -> str:
        """
        The id of the letter's template.
        """

    @property
    def reference_format_customization(self, /) -> str | None:
        """
        How its reference is made, with `{guarantee_call_date}` and `{days_late}` filled in.
        """

    @property
    def schedule_guarantee_call_within_hours(self, /) -> int:
        """
        How long before the call it is planned, in hours.
        """

    @property
    def to_account_detail_id(self, /) -> UUID:
        """
        The account that is paid to, by the vendor's id.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class LoanInstallment:
    """
    One repayment of a loan.
    """

    def __copy__(self, /) -> LoanInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, amount: int, date: datetime, extra: dict[str, Any] = ...) -> LoanInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Its amount, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        When it is to be paid.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class LoanInsurance:
    """
    How loans are insured.
    """

    def __copy__(self, /) -> LoanInsurance: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanInsurance: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        insurance_provider: InsuranceProvider | str,
        triggers: abc.Sequence[RiskTrigger | str],
        delay_to_call_insurance_after_chargeback: int | None = None,
        delay_to_call_insurance_on_insolvency_procedure_opening: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> LoanInsurance: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def delay_to_call_insurance_after_chargeback(self, /) -> int | None:
        """
        How long after a chargeback, in hours; never when it is missing.
        """

    @property
    def delay_to_call_insurance_on_insolvency_procedure_opening(self, /) -> int | None:
        """
        How long after an insolvency procedure was opened, in hours; never when it is missing.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanInsurance:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def insurance_provider(self, /) -> InsuranceProvider:
        """
        Who insures them.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def triggers(self, /) -> list[RiskTrigger]:
        """
        What makes the vendor turn to the insurer.
        """

@final
class LoanInvoice:
    """
    An invoice that is created together with the loan that finances it. Amounts are in cents.
    """

    def __copy__(self, /) -> LoanInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document: str,
        invoice_number: str,
        buyer: TradeParty,
        seller: TradeParty,
        total_amount: int,
        issued_at: datetime,
        due_at: datetime,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        invoice_type: InvoiceType | str | None = None,
        address: Address | None = None,
        to_account: PaymentAccount | None = None,
        metadata: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> LoanInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        The address on it.
        """

    @property
    def buyer(self, /) -> TradeParty:
        """
        Who is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def document(self, /) -> str:
        """
        The PDF in Base64.
        """

    @property
    def due_at(self, /) -> datetime:
        """
        When it is due.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str:
        """
        Its number, as it stands on it.
        """

    @property
    def invoice_type(self, /) -> InvoiceType | None:
        """
        Whose invoice it is.
        """

    @property
    def issued_at(self, /) -> datetime:
        """
        When it was issued.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, given back as you sent it.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        The amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty:
        """
        Who bills.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        The tax, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        The account to pay to, as it stands on the invoice. It does not decide where the loan is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        What the buyer still has to pay, in cents; 0 when it is paid.
        """

    @property
    def total_amount(self, /) -> int:
        """
        The amount with tax, in cents.
        """

@disjoint_base
class LoanOutcome:
    """
    How a loan request ended, or where it stands.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_json(text: str) -> LoanOutcome:
        """
        Reads what `to_json` wrote.
        """

    def to_json(self, /) -> str:
        """
        The outcome as JSON text, to store it. It holds the loan's accounts, but no key.
        """

    @final
    class Accepted(LoanOutcome):
        """
        The loan is accepted on both sides: it will be paid out, or is already. `loan.status` says where it stands.
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
        The loan is declined. `explain` tells what the reason means.
        """

        __match_args__: Final = ("loan", "reason")

        def __new__(cls, /, loan: Loan | None, reason: str | None) -> LoanOutcome.Declined: ...
        @property
        def loan(self, /) -> Loan | None:
            """
            The loan, `DECLINED`; none when the API declined by an error.
            """

        @property
        def reason(self, /) -> str | None:
            """
            One of the vendor's denial codes, or what the API said.
            """

    @final
    class InvoiceRefused(LoanOutcome):
        """
        The invoice is not accepted, so the loan was not requested: it is `DECLINED`, or `TO_EDIT` and waits for a
        correction (`invoices.update`, `invoices.submit`).
        """

        __match_args__: Final = ("invoice",)

        def __new__(cls, /, invoice: Invoice) -> LoanOutcome.InvoiceRefused: ...
        @property
        def invoice(self, /) -> Invoice:
            """
            The invoice; `status_reason` says why.
            """

    @final
    class Offered(LoanOutcome):
        """
        The loan is offered and waits for you: accept it with `loans.validate`, or let it be.
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
        Not decided yet, or not known: nobody waited, or the deadline passed.

        Follow the loan with `track` once there is one. Otherwise go on by the same request, which holds this `salt_id`,
        and the same options: no second loan comes of it.
        """

        __match_args__: Final = ("loan", "invoice", "salt_id")

        def __new__(cls, /, loan: Loan | None, invoice: Invoice | None, salt_id: str) -> LoanOutcome.Pending: ...
        @property
        def invoice(self, /) -> Invoice | None:
            """
            The invoice that is still being checked; the loan is requested when it is verified.
            """

        @property
        def loan(self, /) -> Loan | None:
            """
            The loan, once the API has confirmed it.
            """

        @property
        def salt_id(self, /) -> str:
            """
            The salt of the request.
            """

@final
class LoanParticipant:
    """
    A part that a company has in a loan.
    """

    BENEFICIARY: Final[LoanParticipant]
    "\n    Who receives the money.\n    "
    BORROWER: Final[LoanParticipant]
    "\n    Who borrows.\n    "
    GUARANTOR: Final[LoanParticipant]
    "\n    Who answers for the loan.\n    "
    PARTNER: Final[LoanParticipant]
    "\n    The partner.\n    "

    def __copy__(self, /) -> LoanParticipant: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanParticipant: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> LoanParticipant: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class LoanRequestLimits:
    """
    What a loan request of a product may look like.
    """

    def __copy__(self, /) -> LoanRequestLimits: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanRequestLimits: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        minimum_duration_in_days: int | None = None,
        maximum_duration_in_days: int | None = None,
        maximum_loan_amount_in_cents: int | None = None,
        display_available_balance: bool | None = None,
        mandatory_options: abc.Sequence[LoanRequestPart | str] = ...,
        extra: dict[str, Any] = ...,
    ) -> LoanRequestLimits: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def display_available_balance(self, /) -> bool | None:
        """
        Whether to show what is still available.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> LoanRequestLimits:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def mandatory_options(self, /) -> list[LoanRequestPart]:
        """
        What a request must hold.
        """

    @property
    def maximum_duration_in_days(self, /) -> int | None:
        """
        The longest loan, in days.
        """

    @property
    def maximum_loan_amount_in_cents(self, /) -> int | None:
        """
        The largest loan, in cents.
        """

    @property
    def minimum_duration_in_days(self, /) -> int | None:
        """
        The shortest loan, in days.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class LoanRequestPart:
    """
    Something that a loan request may have to hold.
    """

    BENEFICIARIES: Final[LoanRequestPart]
    "\n    Who receives the money.\n    "
    CONTRACT: Final[LoanRequestPart]
    "\n    A contract.\n    "
    COUNTERPARTY: Final[LoanRequestPart]
    "\n    A counterparty.\n    "
    PAYABLE_INVOICE: Final[LoanRequestPart]
    "\n    An invoice that the borrower has to pay.\n    "
    PAYMENT_TERMS: Final[LoanRequestPart]
    "\n    Terms of payment.\n    "
    RECEIVABLE_INVOICE: Final[LoanRequestPart]
    "\n    An invoice that the borrower is to be paid.\n    "

    def __copy__(self, /) -> LoanRequestPart: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanRequestPart: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> LoanRequestPart: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class LoanSort:
    """
    In which order loans are listed.
    """

    CREATED_ASCENDING: Final[LoanSort]
    "\n    The oldest first.\n    "
    CREATED_DESCENDING: Final[LoanSort]
    "\n    The newest first, as when nothing is said.\n    "
    PAYOUT_ASCENDING: Final[LoanSort]
    "\n    The earliest payout first.\n    "
    PAYOUT_DESCENDING: Final[LoanSort]
    "\n    The latest payout first.\n    "
    REPAYMENT_ASCENDING: Final[LoanSort]
    "\n    The earliest repayment first.\n    "
    REPAYMENT_DESCENDING: Final[LoanSort]
    "\n    The latest repayment first.\n    "

    def __copy__(self, /) -> LoanSort: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanSort: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> LoanSort: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class LoanStatus:
    """
    Where a loan stands. States may be skipped between two looks.
    """

    CANCELED: Final[LoanStatus]
    "\n    Cancelled before it was paid out.\n    "
    CLOSED: Final[LoanStatus]
    "\n    Repaid in full.\n    "
    DECLINED: Final[LoanStatus]
    "\n    Declined; `denial_reason` says why.\n    "
    DELETED: Final[LoanStatus]
    "\n    Deleted.\n    "
    INITIATED: Final[LoanStatus]
    "\n    The payout was ordered.\n    "
    ISSUE_DETECTED: Final[LoanStatus]
    "\n    A payment went wrong.\n    "
    PENDING_VALIDATION: Final[LoanStatus]
    "\n    Being decided on.\n    "
    SCHEDULED: Final[LoanStatus]
    "\n    The payout is planned.\n    "
    SUBMITTED: Final[LoanStatus]
    "\n    Requested.\n    "
    TO_REPAY: Final[LoanStatus]
    "\n    Paid out, and to be repaid.\n    "
    TO_REPAY_FEES: Final[LoanStatus]
    "\n    The principal is repaid, fees are still open.\n    "
    TO_VALIDATE: Final[LoanStatus]
    "\n    Offered: it waits for `validate`.\n    "
    VALIDATED: Final[LoanStatus]
    "\n    Accepted by you.\n    "

    def __copy__(self, /) -> LoanStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> LoanStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class LoanTracker(abc.Iterator[Loan]):
    """
    A loan at each of its status changes, the first time as it is now.
    """

    def __iter__(self, /) -> LoanTracker: ...
    def __next__(self, /) -> Loan: ...

@final
class LoanType:
    """
    What a loan finances.
    """

    CREDIT_CARD_FINANCING: Final[LoanType]
    "\n    Credit card expenses.\n    "
    FUNDING_OBLIGATION_CONSOLIDATION: Final[LoanType]
    "\n    Debts that are put together.\n    "
    INVENTORY_FINANCING: Final[LoanType]
    "\n    Stock.\n    "
    INVOICE_BASED_FINANCING: Final[LoanType]
    "\n    Invoices.\n    "
    WALLET_FINANCING: Final[LoanType]
    "\n    A wallet.\n    "

    def __copy__(self, /) -> LoanType: ...
    def __deepcopy__(self, /, _memo: Any) -> LoanType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> LoanType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Loans:
    """
    Loans: request, accept, change, follow, repay.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def archive_documents(self, /, document_type: str, body: LoanDocumentRequest) -> LoanDocumentArchive:
        """
        Makes an archive of documents of loans. `document_type` is what the vendor calls that kind of document; its
        values are not in the contract. It changes nothing. Blocks; safe to repeat.

        Operation: `POST /loan/documents/{document_type}`.

        # Errors
        `NotFound` when there is no such document.
        """

    def cancel(self, /, loan_id: UUID | str) -> Loan:
        """
        Cancels a loan that is not paid out yet. Blocks.

        The contract accepts it before the payout is ordered only; a repetition for a cancelled loan changes
        nothing. Look with `get`: the status is `CANCELED` once it took effect.

        Operation: `POST /loan/{loan_id}/cancel`.

        # Errors
        `NotFound` when there is none with this id; `Validation` when the payout was ordered.
        """

    def get(self, /, loan_id: UUID | str) -> Loan:
        """
        Reads one loan. Blocks; safe to repeat.

        Operation: `GET /loan/{loan_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list(
        self,
        /,
        *,
        id: abc.Sequence[UUID] = ...,
        borrower: abc.Sequence[str] = ...,
        status: abc.Sequence[LoanStatus | str] = ...,
        loan_type: abc.Sequence[LoanType | str] = ...,
        query: abc.Mapping[str, object] | None = None,
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
        extra: dict[str, Any] = ...,
    ) -> PageIterator[Loan]:
        """
        Lists loans, over all pages; without their documents. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /loans`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    def list_events(self, /, loan_id: UUID | str) -> PageIterator[LoanEvent]:
        """
        Lists the steps of a loan from status to status. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /loan/{loan_id}/events`.

        # Errors
        `NotFound` when there is no loan with this id.
        """

    def request(self, /, body: NewLoan) -> Loan:
        """
        Requests a loan. A decline is an answer: a loan that is `DECLINED`, with its `denial_reason`.

        Without `wait_for_validation` the loan comes back undecided; with it the API waits at most 30 seconds, and the
        loan may still be `PENDING_VALIDATION`.

        Blocks; safe to repeat: the same request holds its `salt_id`, so it is the same loan, and a repetition is sent
        with the `wait_for_validation` of the first time. An equal request without a salt or key of yours is the same loan
        as well while the outcome of the first one is unknown, through any client of this process. A job that builds its
        requests anew names them with `for_key`. An error names the salt that was sent.

        Operation: `POST /loans`.

        # Errors
        `Validation` when the request is not acceptable, with every problem when that is found before it is sent; at
        `/salt_id` also when its salt was sent with another request.
        """

    def set_repayment_terms(self, /, body: RepaymentTermsChange) -> builtins.list[Loan]:
        """
        Changes when and how loans are repaid; gives the loans as they are then. Blocks.

        The contract allows to put off a repayment once, so a repetition may be refused. Look with `get`
        first: `to_repay_at` and `repayment_method` show what holds.

        Operation: `PUT /loan/repayment-terms`.

        # Errors
        `Validation` when the terms are not acceptable, or when the debit can no longer be stopped.
        """

    def update(self, /, loan_id: UUID | str, body: LoanChanges) -> Loan:
        """
        Changes a loan, as far as its status allows. Blocks.

        A repetition sets the same values again; the contract does not say what it answers then. Look with
        `get`.

        Operation: `PATCH /loan/{loan_id}`.

        # Errors
        `NotFound` when there is none with this id; `Validation` when its status or the change forbids it.
        """

    def validate(self, /, loan_id: UUID | str) -> Loan:
        """
        Accepts the offer of a loan that is `TO_VALIDATE`. Blocks.

        The contract accepts it for a loan that is `TO_VALIDATE` only, so a repetition is refused and changes
        nothing. Look with `get`: the status is another one once it took effect.

        Operation: `POST /loan/{loan_id}/validate`.

        # Errors
        `NotFound` when there is none with this id; `Validation` when it is not offered.
        """

@final
class NamedBusiness:
    """
    A company by its number, with its name.
    """

    def __copy__(self, /) -> NamedBusiness: ...
    def __deepcopy__(self, /, _memo: Any) -> NamedBusiness: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, identifier: str, identifier_type: IdentifierType | str, name: str, extra: dict[str, Any] = ...
    ) -> NamedBusiness: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NamedBusiness:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    @property
    def name(self, /) -> str:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NeedFrequency:
    """
    How often a company needs money.
    """

    PERMANENT: Final[NeedFrequency]
    "\n    Always.\n    "
    TEMPORARY: Final[NeedFrequency]
    "\n    For a time.\n    "

    def __copy__(self, /) -> NeedFrequency: ...
    def __deepcopy__(self, /, _memo: Any) -> NeedFrequency: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> NeedFrequency: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class NewBatch:
    """
    A batch to be opened.
    """

    def __copy__(self, /) -> NewBatch: ...
    def __deepcopy__(self, /, _memo: Any) -> NewBatch: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        business_identifier: BusinessIdentifier,
        content: BatchContent,
        context: BatchContext | str,
        auto_cancel_ongoing_batch_for_business: bool | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewBatch: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def auto_cancel_ongoing_batch_for_business(self, /) -> bool | None:
        """
        Whether an open batch of the same company is cancelled, as it is when this is left out.
        """

    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        The company whose data is shared.
        """

    @property
    def content(self, /) -> BatchContent:
        """
        What the batch will hold.
        """

    @property
    def context(self, /) -> BatchContext:
        """
        Why the data is shared.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewBatch:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewBorrower:
    """
    A company to be enrolled.

    Only `identifier` is required. Repayment by direct debit needs more: the IBAN in `account_number`, and a managing
    director with first and last name, birth date, nationality, e-mail and country of residence. The vendor looks that
    up for French companies; for others send it.
    """

    def __copy__(self, /) -> NewBorrower: ...
    def __deepcopy__(self, /, _memo: Any) -> NewBorrower: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        address: BusinessAddress | None = None,
        directors: abc.Sequence[Director] | None = None,
        owner: NewOwner | None = None,
        account_number: str | None = None,
        preferred_language: str | None = None,
        signed_at: datetime | None = None,
        metadata: dict[str, Any] = ...,
        wait_for_ready: bool | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewBorrower: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_number(self, /) -> str | None:
        """
        The company's IBAN. One IBAN serves one borrower.
        """

    @property
    def address(self, /) -> BusinessAddress | None:
        """
        Registered address.
        """

    @staticmethod
    def check_json(text: str, *, direct_debit: bool | None = None) -> tuple[NewBorrower | None, list[Problem]]:
        """
        Reads a request from JSON text and validates it: the request, or None when the text does not have its form, and
        all problems together. Sends nothing.
        """

    def compare_company(self, /, other: NewBorrower) -> CompanyMatch:
        """
        Returns whether this request and another one are about one company, however its number is spelled and whichever of
        its numbers it names. Sends nothing.

        A SIREN, a SIRET and a French VAT number name one company; so do a NIF and a CIF. A German register number is unique
        only with its court: without one the name, the VAT number or the IBAN decide, and where they do not, the answer is
        `CompanyMatch.CANNOT_TELL`.
        """

    @property
    def directors(self, /) -> list[Director] | None:
        """
        Directors; leave it out rather than send an empty list.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewBorrower:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company, as text: leading zeros count. Blanks are taken out, except in `hr_nummer`.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register the number comes from; every type but `name`.
        """

    @property
    def legal_form(self, /) -> str | None:
        """
        Legal form: `SAS`, `GmbH`.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, given back as you sent it.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def normalized(self, /) -> NewBorrower:
        """
        The request as it is sent: without blanks in identifiers and IBAN.
        """

    @property
    def owner(self, /) -> NewOwner | None:
        """
        The person who signs up; it must be among the directors as well.
        """

    @property
    def preferred_language(self, /) -> str | None:
        """
        Two letters, ISO 639-1: `fr`.
        """

    @property
    def signed_at(self, /) -> datetime | None:
        """
        When the terms were accepted. It may come later, by `sign`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    def validate(self, /, *, direct_debit: bool | None = None) -> list[Problem]:
        """
        Everything that is wrong with the request, all at once. Sends nothing.

        A problem of severity `error` cannot pass by the contract, and `enroll` refuses it; a `warning` looks wrong, but
        the API decides. `direct_debit` says whether your borrowers repay by direct debit, which needs more data.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number with its country prefix.
        """

    @property
    def wait_for_ready(self, /) -> bool | None:
        """
        Whether to wait, 4 to 8 seconds and at most 30, until a loan can be requested.
        """

@final
class NewCounterparty:
    """
    A counterparty to be created, or found when it is known.
    """

    def __copy__(self, /) -> NewCounterparty: ...
    def __deepcopy__(self, /, _memo: Any) -> NewCounterparty: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        relation_types: abc.Sequence[RelationType | str],
        name: str | None = None,
        vat_number: str | None = None,
        address: Address | None = None,
        contact: ContactPerson | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewCounterparty: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def contact(self, /) -> ContactPerson | None:
        """
        Whom to reach there.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewCounterparty:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company, without blanks.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    @property
    def relation_types(self, /) -> list[RelationType]:
        """
        What it is to you or your borrowers, at least one.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number with its country prefix.
        """

@final
class NewInstallment:
    """
    One payment of a plan to be made.
    """

    def __copy__(self, /) -> NewInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> NewInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        date: datetime,
        loans: abc.Sequence[InstallmentShare],
        reference: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Its amount, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        When it is to be paid.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loans(self, /) -> list[InstallmentShare]:
        """
        How it is spread over the loans; the parts sum to the amount.
        """

    @property
    def reference(self, /) -> str | None:
        """
        The text of the payment, as banks show it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewInstallmentPlan:
    """
    A plan that replaces the repayment dates of loans.
    """

    def __copy__(self, /) -> NewInstallmentPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> NewInstallmentPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        installments: abc.Sequence[NewInstallment],
        payment_method: PaymentMethod | str,
        from_account: PaymentAccount | None = None,
        salt_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewInstallmentPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_account(self, /) -> PaymentAccount | None:
        """
        The account that pays.
        """

    @staticmethod
    def from_json(text: str) -> NewInstallmentPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installments(self, /) -> list[NewInstallment]:
        """
        Its payments.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        How they are paid.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        The idempotency key: the same salt gives the same plan. Without one the API derives it from the loans, so they get
        one plan however often it is asked for.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewInvoice:
    """
    An invoice to be created. Amounts are in cents.
    """

    def __copy__(self, /) -> NewInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> NewInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document: str,
        is_draft: bool | None = None,
        invoice_number: str | None = None,
        buyer: TradeParty | None = None,
        seller: TradeParty | None = None,
        net_amount: int | None = None,
        tax_amount: int | None = None,
        total_amount: int | None = None,
        to_pay_amount: int | None = None,
        currency: Currency | str | None = None,
        issued_at: datetime | None = None,
        due_at: datetime | None = None,
        to_account: PaymentAccount | None = None,
        metadata: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> NewInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Who is billed.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def document(self, /) -> str:
        """
        The PDF in Base64.
        """

    @property
    def due_at(self, /) -> datetime | None:
        """
        When it is due.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str | None:
        """
        Its number, as it stands on it.
        """

    @property
    def is_draft(self, /) -> bool | None:
        """
        Whether it is a draft, to be handed in by `submit`. Say it: the vendor's documents disagree about the
        default.
        """

    @property
    def issued_at(self, /) -> datetime | None:
        """
        When it was issued.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, given back as you sent it.
        """

    @property
    def net_amount(self, /) -> int | None:
        """
        The amount before tax, in cents.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Who bills.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        The tax, in cents.
        """

    @property
    def to_account(self, /) -> PaymentAccount | None:
        """
        The account to pay to, as it stands on the invoice. It does not decide where a loan is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        What the buyer still has to pay, in cents; 0 when it is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        The amount with tax, in cents.
        """

@final
class NewLoan:
    """
    A loan to be requested. Amounts are in cents; at most 200,000 euros can be lent.
    """

    def __copy__(self, /) -> NewLoan: ...
    def __deepcopy__(self, /, _memo: Any) -> NewLoan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        loan_to: PaymentAccount,
        to_pay_at: datetime,
        to_repay_at: datetime,
        borrower: CompanyReference | None = None,
        borrower_financial_product_id: UUID | None = None,
        currency: Currency | str | None = None,
        invoice_ids: abc.Sequence[UUID] = ...,
        invoices: abc.Sequence[LoanInvoice] = ...,
        documents: abc.Sequence[NewLoanDocument] = ...,
        attachments: abc.Sequence[LoanAttachment] = ...,
        auto_validate: bool | None = None,
        wait_for_validation: bool | None = None,
        installment_plan_type: InstallmentPlanType | str | None = None,
        installments: abc.Sequence[LoanInstallment] = ...,
        loan_to_references: abc.Sequence[str] = ...,
        repayment_from_references: abc.Sequence[str] = ...,
        notification_emails: abc.Sequence[str] = ...,
        metadata: dict[str, Any] = ...,
        loan_type: LoanType | str | None = None,
        salt_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewLoan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        What is to be lent, in cents: 200,000 euros are 20,000,000.
        """

    @property
    def attachments(self, /) -> list[LoanAttachment]:
        """
        What else supports the request; which is needed depends on the product.
        """

    @property
    def auto_validate(self, /) -> bool | None:
        """
        Whether an offer is accepted at once, without `validate`.
        """

    @property
    def borrower(self, /) -> CompanyReference | None:
        """
        Who borrows; needed unless the key stands for the borrower.
        """

    @property
    def borrower_financial_product_id(self, /) -> UUID | None:
        """
        Which financial product; needed only when the borrower has several.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        The currency.
        """

    @property
    def documents(self, /) -> list[NewLoanDocument]:
        """
        Documents that support the request; which are needed depends on the product.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def for_key(
        key: str,
        *,
        amount: int,
        loan_to: PaymentAccount,
        to_pay_at: datetime,
        to_repay_at: datetime,
        borrower: CompanyReference | None = None,
        borrower_financial_product_id: UUID | None = None,
        currency: Currency | str | None = None,
        invoice_ids: abc.Sequence[UUID] = ...,
        invoices: abc.Sequence[LoanInvoice] = ...,
        documents: abc.Sequence[NewLoanDocument] = ...,
        attachments: abc.Sequence[LoanAttachment] = ...,
        auto_validate: bool | None = None,
        wait_for_validation: bool | None = None,
        installment_plan_type: InstallmentPlanType | str | None = None,
        installments: abc.Sequence[LoanInstallment] = ...,
        loan_to_references: abc.Sequence[str] = ...,
        repayment_from_references: abc.Sequence[str] = ...,
        notification_emails: abc.Sequence[str] = ...,
        metadata: dict[str, Any] = ...,
        loan_type: LoanType | str | None = None,
        extra: dict[str, Any] = ...,
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
        How it is repaid over time.
        """

    @property
    def installments(self, /) -> list[LoanInstallment]:
        """
        The repayments, for `INSTALLMENTS`: they sum to the amount, and the last is on `to_repay_at`.
        """

    @property
    def invoice_ids(self, /) -> list[UUID]:
        """
        The invoice that it finances, by id; one at most.
        """

    @property
    def invoices(self, /) -> list[LoanInvoice]:
        """
        The invoice that it finances, when it does not exist yet; one at most.
        """

    @property
    def loan_to(self, /) -> PaymentAccount:
        """
        The account that is to receive the money.
        """

    @property
    def loan_to_references(self, /) -> list[str]:
        """
        The text of the payout, as the receiver's bank shows it.
        """

    @property
    def loan_type(self, /) -> LoanType | None:
        """
        What it finances; the vendor's text calls it deprecated: use `borrower_financial_product_id`.
        """

    @property
    def metadata(self, /) -> dict[str, Any]:
        """
        Your own data, given back as you sent it.
        """

    def normalized(self, /) -> NewLoan:
        """
        The request as it is sent: without blanks in the IBAN.
        """

    @property
    def notification_emails(self, /) -> list[str]:
        """
        Who is told by e-mail.
        """

    @property
    def repayment_from_references(self, /) -> list[str]:
        """
        The text of the repayment, as the payer's bank shows it.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        The idempotency key: requests with the same salt are one loan. A new object has a random one, so sending the same
        object again never makes a second loan; `for_key` derives it from a key of yours. A changed request needs a salt
        of its own: a salt that was sent with another request is refused. Without a salt each call makes one.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_at(self, /) -> datetime:
        """
        When it is to be paid out.
        """

    @property
    def to_repay_at(self, /) -> datetime:
        """
        When it is to be repaid.
        """

    def validate(self, /) -> list[Problem]:
        """
        Everything that is wrong with the request, all at once. Sends nothing.
        """

    @property
    def wait_for_validation(self, /) -> bool | None:
        """
        Whether to wait for the decision, at most 30 seconds. Without it the loan comes back undecided.
        """

@final
class NewLoanDocument:
    """
    A document of a loan request. Fill in the field of its type.
    """

    def __copy__(self, /) -> NewLoanDocument: ...
    def __deepcopy__(self, /, _memo: Any) -> NewLoanDocument: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_type: LoanDocumentType | str,
        document_name: str,
        document_binary_base64: str,
        description: str | None = None,
        invoice: InvoiceDetails | None = None,
        pro_forma: InvoiceDetails | None = None,
        public_procurement_single_copy: ProcurementCopy | None = None,
        sale_purchase_agreement: SaleAgreementDetails | None = None,
        additional_document_data: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> NewLoanDocument: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def additional_document_data(self, /) -> dict[str, Any]:
        """
        Anything else that stands in it.
        """

    @property
    def description(self, /) -> str | None:
        """
        What it is, in words.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        The file's content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        The file's name with its extension.
        """

    @property
    def document_type(self, /) -> LoanDocumentType:
        """
        What it is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewLoanDocument:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice(self, /) -> InvoiceDetails | None:
        """
        What stands in it, if it is an invoice.
        """

    @property
    def pro_forma(self, /) -> InvoiceDetails | None:
        """
        What stands in it, if it is a pro-forma invoice.
        """

    @property
    def public_procurement_single_copy(self, /) -> ProcurementCopy | None:
        """
        What stands in it, if it is the single copy of a public contract.
        """

    @property
    def sale_purchase_agreement(self, /) -> SaleAgreementDetails | None:
        """
        What stands in it, if it is an agreement about a sale.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewOnboarding:
    """
    An onboarding to be begun.
    """

    def __copy__(self, /) -> NewOnboarding: ...
    def __deepcopy__(self, /, _memo: Any) -> NewOnboarding: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        preferred_language: str,
        business: BusinessIdentifier | None = None,
        email: str | None = None,
        phone_number: str | None = None,
        redirect_url: str | None = None,
        referral: str | None = None,
        step: str | None = None,
        traceability_payload: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> NewOnboarding: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business(self, /) -> BusinessIdentifier | None:
        """
        The company; a partner has to name it.
        """

    @property
    def email(self, /) -> str | None:
        """
        The borrower's e-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewOnboarding:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        The borrower's telephone number, best with the country's prefix: `+33612345678`.
        """

    @property
    def preferred_language(self, /) -> str:
        """
        Two letters, ISO 639-1: `fr`.
        """

    @property
    def redirect_url(self, /) -> str | None:
        """
        Where the borrower is sent when the contract is signed.
        """

    @property
    def referral(self, /) -> str | None:
        """
        Where the borrower comes from, in words.
        """

    @property
    def step(self, /) -> str | None:
        """
        Where in the onboarding to begin.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def traceability_payload(self, /) -> dict[str, Any]:
        """
        Your own data for following the borrower's way.
        """

@final
class NewOwner:
    """
    The person who signs up for the borrower. It must be among the directors as well.
    """

    def __copy__(self, /) -> NewOwner: ...
    def __deepcopy__(self, /, _memo: Any) -> NewOwner: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        identity_documents: IdentityDocuments | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewOwner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
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
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        Telephone number, best with the country's prefix: `+33612345678`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionAction:
    """
    Something that is to be done to recover money.
    """

    def __copy__(self, /) -> NewRecollectionAction: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionAction: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, action_name: str, due_at: datetime, short_description: str | None = None, extra: dict[str, Any] = ...
    ) -> NewRecollectionAction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def action_name(self, /) -> str:
        """
        What is to be done.
        """

    @property
    def due_at(self, /) -> datetime:
        """
        When it is to be done.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionAction:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def short_description(self, /) -> str | None:
        """
        More about it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionCase:
    """
    A case to be opened.
    """

    def __copy__(self, /) -> NewRecollectionCase: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionCase: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        agent: str,
        debtor_business: BusinessIdentifier,
        loan_ids: abc.Sequence[UUID],
        next_action: NewRecollectionAction,
        extra: dict[str, Any] = ...,
    ) -> NewRecollectionCase: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def agent(self, /) -> str:
        """
        Who looks after it.
        """

    @property
    def debtor_business(self, /) -> BusinessIdentifier:
        """
        The company that owes the money.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionCase:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        The loans that are late.
        """

    @property
    def next_action(self, /) -> NewRecollectionAction:
        """
        What is done first.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionInstallment:
    """
    One payment of a plan.
    """

    def __copy__(self, /) -> NewRecollectionInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        date: datetime,
        loans: abc.Sequence[RecollectionShare],
        recollection_fees: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewRecollectionInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        What the borrower pays, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        When it is to be paid.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loans(self, /) -> list[RecollectionShare]:
        """
        How it is spread over the loans.
        """

    @property
    def recollection_fees(self, /) -> int | None:
        """
        The part of it that pays for recovering the money, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewRecollectionPlan:
    """
    A plan to be made inside a case. `compute_plan` gives one that can be sent as it is.
    """

    def __copy__(self, /) -> NewRecollectionPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRecollectionPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        installments: abc.Sequence[NewRecollectionInstallment],
        payment_method: PaymentMethod | str,
        extra: dict[str, Any] = ...,
    ) -> NewRecollectionPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewRecollectionPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installments(self, /) -> list[NewRecollectionInstallment]:
        """
        Its payments.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        How they are paid.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class NewRepaymentMethod:
    """
    A way to repay that is added or chosen.
    """

    def __copy__(self, /) -> NewRepaymentMethod: ...
    def __deepcopy__(self, /, _memo: Any) -> NewRepaymentMethod: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_method: PaymentMethod | str,
        is_default_repayment_method: bool,
        apply_to_all_active_loans: bool,
        from_account: DebitAccount | None = None,
        name: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> NewRepaymentMethod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def apply_to_all_active_loans(self, /) -> bool:
        """
        Whether the loans under way are repaid in this way from now on.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_account(self, /) -> DebitAccount | None:
        """
        The account to debit; direct debit needs it.
        """

    @staticmethod
    def from_json(text: str) -> NewRepaymentMethod:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_default_repayment_method(self, /) -> bool:
        """
        Whether new loans are repaid in this way.
        """

    @property
    def name(self, /) -> str | None:
        """
        A name of your choice.
        """

    def normalized(self, /) -> NewRepaymentMethod:
        """
        The request as it is sent: without blanks in the IBAN.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        `DIRECT_DEBIT` or `SCT`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    def validate(self, /) -> list[Problem]:
        """
        Everything that is wrong with the request, all at once. Sends nothing.
        """

@final
class NewWebhook:
    """
    A webhook to be created, or what one shall become. The API signs nothing: put a secret into the URL, and
    read what an event is about from the API again.
    """

    def __copy__(self, /) -> NewWebhook: ...
    def __deepcopy__(self, /, _memo: Any) -> NewWebhook: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: str,
        to_url: str,
        event_types: abc.Sequence[WebhookEventType | str],
        extra: dict[str, Any] = ...,
    ) -> NewWebhook: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_types(self, /) -> list[WebhookEventType]:
        """
        What is sent, at least one kind.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> NewWebhook:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def name(self, /) -> str:
        """
        Its name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_url(self, /) -> str:
        """
        Where events are sent, by https; with a secret in it.
        """

@final
class NextAction:
    """
    Something that the borrower has to do.
    """

    FILL_KYB_CASE: Final[NextAction]
    "\n    Answer questions about the company and its people.\n    "

    def __copy__(self, /) -> NextAction: ...
    def __deepcopy__(self, /, _memo: Any) -> NextAction: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> NextAction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Onboarding:
    """
    An onboarding. It lives 168 hours; begin another when it has expired.
    """

    def __copy__(self, /) -> Onboarding: ...
    def __deepcopy__(self, /, _memo: Any) -> Onboarding: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        status: OnboardingStatus | str,
        is_expired: bool,
        referral: str,
        secure_resume_link: str | None = None,
        borrower_id: UUID | None = None,
        business: OnboardingBusiness | None = None,
        eligibility: OnboardingEligibility | None = None,
        integrations: abc.Sequence[Integration] = ...,
        integrations_need: abc.Sequence[str] = ...,
        preferred_language: str | None = None,
        redirect_url: str | None = None,
        user: OnboardingUser | None = None,
        user_input: OnboardingAnswers | None = None,
        user_need: str | None = None,
        email: str | None = None,
        phone_number: str | None = None,
        email_tracking_consent: bool | None = None,
        reset_password_token: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> Onboarding: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> UUID | None:
        """
        The borrower; there when the onboarding is completed.
        """

    @property
    def business(self, /) -> OnboardingBusiness | None:
        """
        The company.
        """

    @property
    def eligibility(self, /) -> OnboardingEligibility | None:
        """
        The evaluation.
        """

    @property
    def email(self, /) -> str | None:
        """
        The borrower's e-mail address.
        """

    @property
    def email_tracking_consent(self, /) -> bool | None:
        """
        Whether e-mails may be tracked; missing when nobody was asked.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Onboarding:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def integrations(self, /) -> list[Integration]:
        """
        The sources of data that may be connected.
        """

    @property
    def integrations_need(self, /) -> list[str]:
        """
        Which sources of data are asked for.
        """

    @property
    def is_expired(self, /) -> bool:
        """
        Whether its time is over.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        The borrower's telephone number.
        """

    @property
    def preferred_language(self, /) -> str | None:
        """
        Two letters, ISO 639-1.
        """

    @property
    def redirect_url(self, /) -> str | None:
        """
        Where the borrower is sent when the contract is signed.
        """

    @property
    def referral(self, /) -> str:
        """
        Where the borrower comes from.
        """

    @property
    def reset_password_token(self, /) -> str | None:
        """
        A token with which a password is set: never store or log it.
        """

    @property
    def secure_resume_link(self, /) -> str | None:
        """
        Where to send the borrower when it is there: a personal link that holds two hours. Never store or log
        it.
        """

    @property
    def status(self, /) -> OnboardingStatus:
        """
        Where it stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def user(self, /) -> OnboardingUser | None:
        """
        The person who goes through it.
        """

    @property
    def user_input(self, /) -> OnboardingAnswers | None:
        """
        What the person said.
        """

    @property
    def user_need(self, /) -> str | None:
        """
        What money is wanted for, in words.
        """

@final
class OnboardingAnswers:
    """
    What the person said in an onboarding.
    """

    def __copy__(self, /) -> OnboardingAnswers: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingAnswers: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        integrations_need: abc.Sequence[str] = ...,
        no_enrollment_category: str | None = None,
        no_enrollment_detail: str | None = None,
        reason_for_not_connecting_bank_account: BankConnectionRefusal | None = None,
        extra: dict[str, Any] = ...,
    ) -> OnboardingAnswers: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def desired_amount_euros(self, /) -> int | None:
        """
        How much is wanted, in whole euros, not in cents.
        """

    @property
    def desired_timeline(self, /) -> str | None:
        """
        When it is wanted, in words.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def frequency(self, /) -> NeedFrequency | None:
        """
        How often it is wanted.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingAnswers:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def immediate_need(self, /) -> str | None:
        """
        What it is wanted for now, in words.
        """

    @property
    def integrations_need(self, /) -> list[str]:
        """
        Which sources of data are asked for.
        """

    @property
    def no_enrollment_category(self, /) -> str | None:
        """
        Why the person did not go on: the class.
        """

    @property
    def no_enrollment_detail(self, /) -> str | None:
        """
        Why the person did not go on, in words.
        """

    @property
    def reason_for_not_connecting_bank_account(self, /) -> BankConnectionRefusal | None:
        """
        Why no bank account was connected.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def user_need(self, /) -> str | None:
        """
        What it is wanted for, in words.
        """

@final
class OnboardingBusiness:
    """
    The company that is onboarded.
    """

    def __copy__(self, /) -> OnboardingBusiness: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingBusiness: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        name: str,
        defacto_segment: Segment | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> OnboardingBusiness: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def defacto_segment(self, /) -> Segment | None:
        """
        The vendor's class of the company.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingBusiness:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    @property
    def name(self, /) -> str:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class OnboardingEligibility:
    """
    The evaluation of an onboarding.
    """

    def __copy__(self, /) -> OnboardingEligibility: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingEligibility: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        status: OnboardingEligibilityStatus | str,
        is_computing: bool,
        finished_processing: bool,
        response: OnboardingEvaluation | None = None,
        extra: dict[str, Any] = ...,
    ) -> OnboardingEligibility: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def finished_processing(self, /) -> bool:
        """
        Whether all is worked out.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingEligibility:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def is_computing(self, /) -> bool:
        """
        Whether it is being worked out.
        """

    @property
    def response(self, /) -> OnboardingEvaluation | None:
        """
        What it says.
        """

    @property
    def status(self, /) -> OnboardingEligibilityStatus:
        """
        How far it is.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class OnboardingEligibilityStatus:
    """
    How far the evaluation of an onboarding is.
    """

    DONE: Final[OnboardingEligibilityStatus]
    "\n    Finished.\n    "
    PENDING_USER_ACTION: Final[OnboardingEligibilityStatus]
    "\n    The borrower has to do something.\n    "
    PENDING_VALIDATION: Final[OnboardingEligibilityStatus]
    "\n    The vendor's people look at it.\n    "

    def __copy__(self, /) -> OnboardingEligibilityStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingEligibilityStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> OnboardingEligibilityStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class OnboardingEvaluation:
    """
    What the evaluation of an onboarding says.
    """

    def __copy__(self, /) -> OnboardingEvaluation: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingEvaluation: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        is_eligible: bool,
        reasons: abc.Sequence[DenialReason] = ...,
        max_amount: int | None = None,
        fees_daily_rate: Decimal | None = None,
        pricing_details: PricingDetails | None = None,
        extra: dict[str, Any] = ...,
    ) -> OnboardingEvaluation: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        The daily rate, in percent per day.
        """

    @staticmethod
    def from_json(text: str) -> OnboardingEvaluation:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_eligible(self, /) -> bool:
        """
        Whether the company can be lent to.
        """

    @property
    def max_amount(self, /) -> int | None:
        """
        The most that can be lent, in cents.
        """

    @property
    def pricing_details(self, /) -> PricingDetails | None:
        """
        What a loan would cost.
        """

    @property
    def reasons(self, /) -> list[DenialReason]:
        """
        Why not.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class OnboardingStatus:
    """
    Where an onboarding stands.
    """

    COMPLETED: Final[OnboardingStatus]
    "\n    The borrower has gone through it.\n    "
    CREATED: Final[OnboardingStatus]
    "\n    Begun.\n    "
    DUPLICATE: Final[OnboardingStatus]
    "\n    The company is being onboarded, or was, elsewhere.\n    "

    def __copy__(self, /) -> OnboardingStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> OnboardingStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class OnboardingUser:
    """
    The person who goes through an onboarding.
    """

    def __copy__(self, /) -> OnboardingUser: ...
    def __deepcopy__(self, /, _memo: Any) -> OnboardingUser: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> OnboardingUser: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str | None:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def total_active_tenants(self, /) -> int:
        """
        How many accounts the person has at the vendor.
        """

@final
class Onboardings:
    """
    Hosted onboarding: the vendor's own pages lead the borrower.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def create(self, /, body: NewOnboarding) -> Onboarding:
        """
        Begins an onboarding. Send the borrower to `secure_resume_link` if it is there, else to the vendor's
        page for this id. With 30 seconds the API's time is up, and the outcome is unknown. Blocks.

        The contract does not say whether a repetition begins a second onboarding, and no operation lists
        them. Look for a borrower of the company with `borrowers.list` first.

        Operation: `POST /onboardings`.

        # Errors
        `Validation` when the request is not acceptable.
        """

    def get(self, /, onboarding_id: UUID | str) -> Onboarding:
        """
        Reads an onboarding: where it stands, and the borrower when it is completed. Blocks; safe to repeat.

        Operation: `GET /onboarding/{onboarding_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

@final
class Owner:
    """
    The person who signed up for the borrower, as the API knows it.
    """

    def __copy__(self, /) -> Owner: ...
    def __deepcopy__(self, /, _memo: Any) -> Owner: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, id: UUID, email: str, phone_number: str | None = None, extra: dict[str, Any] = ...
    ) -> Owner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str:
        """
        E-mail address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Owner:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        The person's id at the vendor.
        """

    @property
    def phone_number(self, /) -> str | None:
        """
        Telephone number.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PageIterator(abc.Iterator[_Item_co]):
    """
    All items of a list, over all its pages. A page is read when its first item is asked for.
    """

    @classmethod
    def __class_getitem__(cls, /, _item: Any) -> type:
        """
        `PageIterator[Borrower]`, for annotations.
        """

    def __iter__(self, /) -> PageIterator[_Item_co]: ...
    def __next__(self, /) -> _Item_co: ...
    def next_page(self, /) -> list[_Item_co] | None:
        """
        The items of the next page as a list, or None after the last page. Items of a page that was begun are not in it.
        """

@final
class Payment:
    """
    A payment. Amounts are in cents.
    """

    def __copy__(self, /) -> Payment: ...
    def __deepcopy__(self, /, _memo: Any) -> Payment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        amount: int,
        payment_type: PaymentType | str,
        status: PaymentStatus | str,
        currency: Currency | str | None = None,
        payment_method: PaymentMethod | str | None = None,
        from_account_details: AccountDetails | None = None,
        from_references: abc.Sequence[str] = ...,
        to_account_details: AccountDetails | None = None,
        to_references: abc.Sequence[str] = ...,
        scheduled_at: datetime | None = None,
        paid_at: datetime | None = None,
        related_to: PaymentRelations | None = None,
        failure_reason: str | None = None,
        reason: str | None = None,
        is_instant: bool | None = None,
        provider: ProviderPayment | None = None,
        charged_back_payment_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> Payment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Its amount, in cents.
        """

    @property
    def charged_back_payment_id(self, /) -> str | None:
        """
        The payment that it takes back; untyped in the contract.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Why it failed.
        """

    @property
    def from_account_details(self, /) -> AccountDetails | None:
        """
        The account that pays.
        """

    @staticmethod
    def from_json(text: str) -> Payment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def from_references(self, /) -> list[str]:
        """
        Its text, as the payer's bank shows it.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def is_instant(self, /) -> bool | None:
        """
        Whether it arrives at once.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        When it was paid.
        """

    @property
    def payment_method(self, /) -> PaymentMethod | None:
        """
        How it is paid.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        What it is for.
        """

    @property
    def provider(self, /) -> ProviderPayment | None:
        """
        How who carries it out knows it.
        """

    @property
    def reason(self, /) -> str | None:
        """
        Why it is made.
        """

    @property
    def related_to(self, /) -> PaymentRelations | None:
        """
        What it is for, one by one.
        """

    @property
    def scheduled_at(self, /) -> datetime | None:
        """
        When it is planned.
        """

    @property
    def status(self, /) -> PaymentStatus:
        """
        Where it stands.
        """

    @property
    def to_account_details(self, /) -> AccountDetails | None:
        """
        The account that is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_references(self, /) -> list[str]:
        """
        Its text, as the receiver's bank shows it.
        """

@final
class PaymentAccount:
    """
    An account that money comes from or goes to, for instance that a loan is paid out to.
    """

    def __copy__(self, /) -> PaymentAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str | None = None,
        bank_identifier: str | None = None,
        bank_identifier_type: BankIdentifierType | str | None = None,
        account_holder: BusinessIdentifier | None = None,
        source: AccountSource | None = None,
        extra: dict[str, Any] = ...,
    ) -> PaymentAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_holder(self, /) -> BusinessIdentifier | None:
        """
        The company that owns the account.
        """

    @property
    def account_number(self, /) -> str:
        """
        The number, at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType | None:
        """
        What the number is.
        """

    @property
    def bank_identifier(self, /) -> str | None:
        """
        What names the bank, its BIC as a rule.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType | None:
        """
        What `bank_identifier` is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def source(self, /) -> AccountSource | None:
        """
        Where the account was found; only changes of loans and plans of instalments take it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentAggregation:
    """
    How payments of a product are put together.
    """

    def __copy__(self, /) -> PaymentAggregation: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentAggregation: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_aggregation_scenario: AggregationScenario | str | None = None,
        payment_aggregation_timing: AggregationTiming | str | None = None,
        payment_types_to_net_and_merge: abc.Sequence[PaymentType | str] = ...,
        extra: dict[str, Any] = ...,
    ) -> PaymentAggregation: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentAggregation:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_aggregation_scenario(self, /) -> AggregationScenario | None:
        """
        How.
        """

    @property
    def payment_aggregation_timing(self, /) -> AggregationTiming | None:
        """
        When.
        """

    @property
    def payment_types_to_net_and_merge(self, /) -> list[PaymentType]:
        """
        Which kinds of payments, when they are set off.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentBill:
    """
    The part of a payment that is for one bill.
    """

    def __copy__(self, /) -> PaymentBill: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentBill: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, bill_id: UUID, amount: int, payment_id: str | None = None, extra: dict[str, Any] = ...
    ) -> PaymentBill: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def bill_id(self, /) -> UUID:
        """
        The bill.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentBill:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_id(self, /) -> str | None:
        """
        The payment's id; untyped in the contract.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentFilter:
    """
    Which payments to list; nothing set lists all.
    """

    def __copy__(self, /) -> PaymentFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: abc.Sequence[UUID] = ...,
        status: abc.Sequence[PaymentStatus | str] = ...,
        payment_type: abc.Sequence[PaymentType | str] = ...,
        payment_method: abc.Sequence[PaymentMethod | str] = ...,
        loan_id: abc.Sequence[str] = ...,
        deposit_id: abc.Sequence[str] = ...,
        payment_intent_id: abc.Sequence[str] = ...,
        references: abc.Sequence[str] = ...,
        from_account_id: str | None = None,
        to_account_id: str | None = None,
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
        extra: dict[str, Any] = ...,
    ) -> PaymentFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def deposit_id(self, /) -> list[str]:
        """
        Only payments for these deposits.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def from_account_id(self, /) -> str | None:
        """
        Only payments from this account.
        """

    @property
    def from_date(self, /) -> datetime | None:
        """
        Only payments made at this moment or later.
        """

    @staticmethod
    def from_json(text: str) -> PaymentFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> list[UUID]:
        """
        Only these payments, by id.
        """

    @property
    def include_bills(self, /) -> bool | None:
        """
        Whether payments of bills are listed; they are when it is left out.
        """

    @property
    def include_loans(self, /) -> bool | None:
        """
        Whether payments of loans are listed; they are when it is left out.
        """

    @property
    def include_payment_intents(self, /) -> bool | None:
        """
        Whether payments of plans are listed; they are when it is left out.
        """

    @property
    def is_reconciled(self, /) -> bool | None:
        """
        Only payments that were matched, or were not.
        """

    @property
    def loan_id(self, /) -> list[str]:
        """
        Only payments for these loans.
        """

    @property
    def page_size(self, /) -> int | None:
        """
        How many payments a page has; 100 when it is left out.
        """

    @property
    def paid_after(self, /) -> datetime | None:
        """
        Only payments paid after this moment.
        """

    @property
    def paid_before(self, /) -> datetime | None:
        """
        Only payments paid before this moment.
        """

    @property
    def payment_intent_id(self, /) -> list[str]:
        """
        Only payments that carry out these plans.
        """

    @property
    def payment_method(self, /) -> list[PaymentMethod]:
        """
        Only payments of this method.
        """

    @property
    def payment_type(self, /) -> list[PaymentType]:
        """
        Only payments for this.
        """

    @property
    def references(self, /) -> list[str]:
        """
        Only payments in which one of these texts stands.
        """

    @property
    def sort_by(self, /) -> PaymentSort | None:
        """
        In which order.
        """

    @property
    def status(self, /) -> list[PaymentStatus]:
        """
        Only payments with one of these statuses.
        """

    @property
    def to_account_id(self, /) -> str | None:
        """
        Only payments to this account.
        """

    @property
    def to_date(self, /) -> datetime | None:
        """
        Only payments made at this moment or before.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def updated_after(self, /) -> datetime | None:
        """
        Only payments that changed after this moment.
        """

@final
class PaymentForIntent:
    """
    The part of a payment that carries out one plan.
    """

    def __copy__(self, /) -> PaymentForIntent: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentForIntent: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, payment_intent_id: UUID, amount: int, payment_type: PaymentType | str, extra: dict[str, Any] = ...
    ) -> PaymentForIntent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentForIntent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def payment_intent_id(self, /) -> UUID:
        """
        The plan.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        What it is for.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentIntent:
    """
    A planned payment as the vendor keeps it. Amounts are in cents.
    """

    def __copy__(self, /) -> PaymentIntent: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentIntent: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        amount: int,
        paid_amount: int,
        payment_method: PaymentMethod | str,
        payment_type: PaymentType | str,
        reference: str,
        related_to: PaymentIntentRelations,
        scheduled_at: datetime,
        status: PaymentIntentStatus | str,
        from_business_id: UUID,
        to_business_id: UUID,
        to_account_details: VendorAccount,
        from_account_details: VendorAccount | None = None,
        currency: Currency | str | None = None,
        paid_at: datetime | None = None,
        invoice_id: UUID | None = None,
        is_instant: bool | None = None,
        failure_reason: str | None = None,
        identity_salt: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> PaymentIntent: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Its amount, in cents.
        """

    @property
    def currency(self, /) -> Currency | None:
        """
        Its currency.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Why it failed.
        """

    @property
    def from_account_details(self, /) -> VendorAccount | None:
        """
        The account that pays.
        """

    @property
    def from_business_id(self, /) -> UUID:
        """
        The company that pays, by the vendor's id.
        """

    @staticmethod
    def from_json(text: str) -> PaymentIntent:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def identity_salt(self, /) -> str | None:
        """
        What keeps it from being made twice.
        """

    @property
    def invoice_id(self, /) -> UUID | None:
        """
        The invoice that it pays.
        """

    @property
    def is_instant(self, /) -> bool | None:
        """
        Whether it arrives at once.
        """

    @property
    def paid_amount(self, /) -> int:
        """
        What of it is paid, in cents.
        """

    @property
    def paid_at(self, /) -> datetime | None:
        """
        When it was paid.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        How it is paid.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        What it is for.
        """

    @property
    def reference(self, /) -> str:
        """
        The text of the payment, as banks show it.
        """

    @property
    def related_to(self, /) -> PaymentIntentRelations:
        """
        What it is for, one by one.
        """

    @property
    def scheduled_at(self, /) -> datetime:
        """
        When it is planned.
        """

    @property
    def status(self, /) -> PaymentIntentStatus:
        """
        Where it stands.
        """

    @property
    def to_account_details(self, /) -> VendorAccount:
        """
        The account that is paid to.
        """

    @property
    def to_business_id(self, /) -> UUID:
        """
        The company that is paid, by the vendor's id.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentIntentRelations:
    """
    What a planned payment is for.
    """

    def __copy__(self, /) -> PaymentIntentRelations: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentIntentRelations: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        due_interests: abc.Sequence[IntentInterest] = ...,
        installment_plans: abc.Sequence[IntentInstallmentPlan] = ...,
        loans: abc.Sequence[IntentLoan] = ...,
        payments: abc.Sequence[IntentPayment] = ...,
        extra: dict[str, Any] = ...,
    ) -> PaymentIntentRelations: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def due_interests(self, /) -> list[IntentInterest]:
        """
        Interest.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentIntentRelations:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plans(self, /) -> list[IntentInstallmentPlan]:
        """
        Plans of instalments.
        """

    @property
    def loans(self, /) -> list[IntentLoan]:
        """
        Loans.
        """

    @property
    def payments(self, /) -> list[IntentPayment]:
        """
        Payments that carry it out.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentIntentStatus:
    """
    Where a planned payment stands.
    """

    CANCELED: Final[PaymentIntentStatus]
    "\n    Cancelled.\n    "
    DRAFT: Final[PaymentIntentStatus]
    "\n    A draft.\n    "
    INSTRUCTED: Final[PaymentIntentStatus]
    "\n    The bank was told to pay.\n    "
    IN_TRANSIT: Final[PaymentIntentStatus]
    "\n    Under way.\n    "
    ISSUE_DETECTED: Final[PaymentIntentStatus]
    "\n    Something went wrong.\n    "
    PAID: Final[PaymentIntentStatus]
    "\n    Paid.\n    "
    PARTIALLY_PAID: Final[PaymentIntentStatus]
    "\n    Paid in part.\n    "
    PROPOSED: Final[PaymentIntentStatus]
    "\n    Proposed.\n    "
    SCHEDULED: Final[PaymentIntentStatus]
    "\n    Planned.\n    "
    WAITING: Final[PaymentIntentStatus]
    "\n    Waiting for something else.\n    "

    def __copy__(self, /) -> PaymentIntentStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentIntentStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PaymentIntentStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class PaymentLoan:
    """
    The part of a payment that is for one loan.
    """

    def __copy__(self, /) -> PaymentLoan: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentLoan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID,
        amount: int,
        payment_type: PaymentType | str,
        deposit_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> PaymentLoan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def deposit_id(self, /) -> str | None:
        """
        The deposit that it belongs to; untyped in the contract.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentLoan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        The loan.
        """

    @property
    def payment_type(self, /) -> PaymentType:
        """
        What it is for.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentMethod:
    """
    How money is paid back.
    """

    CREDIT_TRANSFER: Final[PaymentMethod]
    "\n    The borrower transfers the money.\n    "
    DIRECT_DEBIT: Final[PaymentMethod]
    "\n    The vendor debits the borrower's account.\n    "
    PERSON_TO_PERSON: Final[PaymentMethod]
    "\n    A payment between people; in answers only.\n    "

    def __copy__(self, /) -> PaymentMethod: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentMethod: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PaymentMethod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class PaymentProvider:
    """
    Who carries payments out.
    """

    LEMONWAY: Final[PaymentProvider]
    "\n    Lemonway.\n    "
    MEMOBANK: Final[PaymentProvider]
    "\n    Memo Bank.\n    "
    NUMERAL: Final[PaymentProvider]
    "\n    Numeral.\n    "
    SANDBOX: Final[PaymentProvider]
    "\n    Nobody: it is a sandbox.\n    "
    SWAN: Final[PaymentProvider]
    "\n    Swan.\n    "
    TEST: Final[PaymentProvider]
    "\n    Nobody: it is a test.\n    "

    def __copy__(self, /) -> PaymentProvider: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentProvider: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PaymentProvider: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class PaymentRelations:
    """
    What a payment is for.
    """

    def __copy__(self, /) -> PaymentRelations: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentRelations: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loans: abc.Sequence[PaymentLoan] = ...,
        bills: abc.Sequence[PaymentBill] = ...,
        invoices: abc.Sequence[UUID] = ...,
        payment_intents: abc.Sequence[PaymentForIntent] = ...,
        subscriptions: abc.Sequence[PaymentSubscription] = ...,
        extra: dict[str, Any] = ...,
    ) -> PaymentRelations: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def bills(self, /) -> list[PaymentBill]:
        """
        The bills.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentRelations:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoices(self, /) -> list[UUID]:
        """
        The invoices, by id.
        """

    @property
    def loans(self, /) -> list[PaymentLoan]:
        """
        The loans.
        """

    @property
    def payment_intents(self, /) -> list[PaymentForIntent]:
        """
        The plans that it carries out.
        """

    @property
    def subscriptions(self, /) -> list[PaymentSubscription]:
        """
        The subscriptions.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentSort:
    """
    In which order payments are listed.
    """

    AMOUNT_ASCENDING: Final[PaymentSort]
    "\n    The smallest first.\n    "
    AMOUNT_DESCENDING: Final[PaymentSort]
    "\n    The largest first.\n    "
    METHOD_ASCENDING: Final[PaymentSort]
    "\n    By method.\n    "
    METHOD_DESCENDING: Final[PaymentSort]
    "\n    By method, backwards.\n    "
    SCHEDULE_ASCENDING: Final[PaymentSort]
    "\n    The earliest first.\n    "
    SCHEDULE_DESCENDING: Final[PaymentSort]
    "\n    The latest first.\n    "

    def __copy__(self, /) -> PaymentSort: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentSort: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PaymentSort: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class PaymentStatus:
    """
    Where a payment stands.
    """

    CANCELED: Final[PaymentStatus]
    "\n    Cancelled.\n    "
    FAILED: Final[PaymentStatus]
    "\n    Failed.\n    "
    INSTRUCTED: Final[PaymentStatus]
    "\n    The bank was told to pay.\n    "
    IN_TRANSIT: Final[PaymentStatus]
    "\n    Under way, for one to three business days.\n    "
    PAID: Final[PaymentStatus]
    "\n    Paid.\n    "
    PROPOSED: Final[PaymentStatus]
    "\n    Proposed.\n    "
    SCHEDULED: Final[PaymentStatus]
    "\n    Planned.\n    "

    def __copy__(self, /) -> PaymentStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PaymentStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class PaymentSubscription:
    """
    The part of a payment that is for one subscription.
    """

    def __copy__(self, /) -> PaymentSubscription: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentSubscription: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, subscription_id: UUID, amount_cents: int, extra: dict[str, Any] = ...
    ) -> PaymentSubscription: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount_cents(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PaymentSubscription:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def subscription_id(self, /) -> UUID:
        """
        The subscription.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PaymentType:
    """
    What a payment is for.
    """

    CHANNEL_VERIFICATION: Final[PaymentType]
    "\n    To check an account.\n    "
    CHARGEBACK: Final[PaymentType]
    "\n    A debit that was taken back.\n    "
    DEPOSIT_FUNDING: Final[PaymentType]
    "\n    Into a deposit.\n    "
    DEPOSIT_RELEASE: Final[PaymentType]
    "\n    A deposit given back.\n    "
    DEPOSIT_WITHDRAWAL: Final[PaymentType]
    "\n    Out of a deposit.\n    "
    EXTRA: Final[PaymentType]
    "\n    More than was due.\n    "
    INTERNAL: Final[PaymentType]
    "\n    Between the vendor's own accounts.\n    "
    LENDER_DEBT_RESOLUTION: Final[PaymentType]
    "\n    To settle debts with a lender.\n    "
    LENDER_PREFUNDING: Final[PaymentType]
    "\n    From a lender, ahead of loans.\n    "
    LENDER_REPURCHASE: Final[PaymentType]
    "\n    To buy a loan back from a lender.\n    "
    LOAN_PAYMENT: Final[PaymentType]
    "\n    The payout of a loan.\n    "
    LOAN_PURCHASE: Final[PaymentType]
    "\n    To buy a loan.\n    "
    PAYMENT_PROVIDER_FEES: Final[PaymentType]
    "\n    The fees of who carries payments out.\n    "
    PLATFORM: Final[PaymentType]
    "\n    For the platform.\n    "
    REFUND: Final[PaymentType]
    "\n    Money given back.\n    "
    REPAYMENT_FEES: Final[PaymentType]
    "\n    The repayment of fees.\n    "
    REPAYMENT_FULL: Final[PaymentType]
    "\n    The repayment of a loan with its fees.\n    "
    REPAYMENT_NOMINAL: Final[PaymentType]
    "\n    The repayment of principal.\n    "
    RETURNED: Final[PaymentType]
    "\n    A payment that came back.\n    "
    REVENUE_SHARE: Final[PaymentType]
    "\n    A share of revenue.\n    "
    REVERT: Final[PaymentType]
    "\n    A payment undone.\n    "
    SUBSCRIPTION: Final[PaymentType]
    "\n    A subscription.\n    "

    def __copy__(self, /) -> PaymentType: ...
    def __deepcopy__(self, /, _memo: Any) -> PaymentType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PaymentType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Payments:
    """
    Payments of all kinds, and payment links.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def list(
        self,
        /,
        *,
        id: abc.Sequence[UUID] = ...,
        status: abc.Sequence[PaymentStatus | str] = ...,
        payment_type: abc.Sequence[PaymentType | str] = ...,
        payment_method: abc.Sequence[PaymentMethod | str] = ...,
        loan_id: abc.Sequence[str] = ...,
        deposit_id: abc.Sequence[str] = ...,
        payment_intent_id: abc.Sequence[str] = ...,
        references: abc.Sequence[str] = ...,
        from_account_id: str | None = None,
        to_account_id: str | None = None,
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
        extra: dict[str, Any] = ...,
    ) -> PageIterator[Payment]:
        """
        Lists payments, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /payments`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    def repay_now(self, /, body: RepayNow) -> RepayNowLink:
        """
        Makes a page on which the borrower pays now. Blocks.

        The contract does not say whether a repetition makes a second page, and no operation lists them. Look
        with `payments.list` for a payment before you send out a second link.

        Operation: `POST /repay/now`.

        # Errors
        `Validation` when the amount or the address is not accepted.
        """

@final
class Pdf:
    """
    A PDF document: an invoice, for instance, that a loan is to finance.

    Made from a file, from bytes or from anything that can be read; what is no PDF, is empty or is larger than 20 MiB
    is refused at once. Requests that carry a document inside JSON take its `base64()`.
    """

    def __new__(cls, /, source: Pdf | bytes | str | PathLike[str] | BinaryIO, *, name: str | None = None) -> Pdf:
        """
        A document: an invoice, for instance, that a loan is to finance.

        `source` is a path, bytes, or a file opened as ``'rb'``; `name` the file's name when it has none of its own.
        Raises `ValidationError` for what cannot be read, is empty, is larger than 20 MiB or is no PDF.
        """

    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...
    def __repr__(self, /) -> str: ...
    def base64(self, /) -> str:
        """
        The document in Base64, as requests carry it inside JSON.
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
    Enrolments that wait for their credit line.

    `CreditLine.CREATED` names a borrower that nobody knows, so no single event can be trusted to tell whose line is there.
    This asks for the lines of all companies that wait, a hundred in a call, and tells which are there. An event only says
    when to ask (`notify`); without events it asks by itself, ever less often. Events that come close together lead to one
    question. What waits is kept in the store, so it survives restarts; with a store for several machines they share the work.
    Cheap to clone; clones wait for the same enrolments.
    """

    def __bool__(self, /) -> bool:
        """
        It is there, whether somebody waits or not.
        """

    def __len__(self, /) -> int:
        """
        How many enrolments wait.
        """

    def __new__(
        cls, /, client: Client, store: Store, *, name: str = ..., poll_interval: float = 5.0, gather: float = 0.25
    ) -> PendingEnrollments:
        """
        Enrolments that wait for their credit line.

        `CreditLine.CREATED` names a borrower that nobody knows, so no single event can be trusted to tell whose line is
        there. This asks for the lines of all companies that wait, a hundred in a call, and tells which are there. An event
        only says when to ask (`notify`); without events it asks by itself, ever less often. Events that come close together
        lead to one question. What waits is kept in the store, so it survives restarts.

        `name`: under which name they stand in the store. `poll_interval`: seconds of the first pause between two looks when
        no event comes; the pauses grow to twelve times as much. `gather`: seconds to wait after an event for others.
        """

    def __repr__(self, /) -> str: ...
    def _asynchronous(self, /) -> Any:
        """
        The calls that do not block, for `aio.py`.
        """

    def add(self, /, enrollment: Enrollment) -> bool:
        """
        Adds an enrolment that is `Pending`; any other outcome needs no waiting, and is not added. Says whether it was.
        Safe to repeat. Raises `StoreError` when it cannot be kept, and `ConfigurationError` when it, or those who wait under
        this name, are of another environment.
        """

    def add_token(self, /, resume: str) -> None:
        """
        Adds an enrolment by its resume token. Safe to repeat. Raises `StoreError` when it cannot be kept,
        `ValidationError` when the token is none.
        """

    def cancelled_by(self, /, cancel: CancelToken) -> PendingEnrollments:
        """
        The same enrolments, for a wait that the token ends.
        """

    def notify(self, /, event: WebhookEvent) -> bool:
        """
        Hears of an event: one that may mean a new line leads to a look, soon, by whoever waits in `resolutions` or
        `watch`. Says whether it does. Sends nothing, so it can be called while a webhook is answered.
        """

    def resolutions(self, /, wait: float | None = None) -> Resolutions:
        """
        Gives each resolution as it comes, until nobody waits any longer or `wait` seconds are over; then it ends.

        A resolution counts as handed over when the next one is asked for. Until then it comes once more: from the next
        iterator when this one is left, and after the restart when the program dies. An error that passes (a time-out, a 5xx)
        is not raised: it looks again later.
        """

    def watch(self, /) -> Resolutions:
        """
        As `resolutions`, but it does not end when nobody waits: for a thread of a service that others add to.
        """

@final
class PersonRole:
    """
    Whether somebody directs the company.
    """

    DIRECTOR: Final[PersonRole]
    "\n    A managing director.\n    "
    NON_DIRECTOR: Final[PersonRole]
    "\n    Somebody else, a shareholder for instance.\n    "

    def __copy__(self, /) -> PersonRole: ...
    def __deepcopy__(self, /, _memo: Any) -> PersonRole: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PersonRole: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class PlannedInstallment:
    """
    One payment of a plan.
    """

    def __copy__(self, /) -> PlannedInstallment: ...
    def __deepcopy__(self, /, _memo: Any) -> PlannedInstallment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, id: UUID, amount: int, date: datetime, status: PaymentIntentStatus | str, extra: dict[str, Any] = ...
    ) -> PlannedInstallment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        Its amount, in cents.
        """

    @property
    def date(self, /) -> datetime:
        """
        When it is to be paid.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> PlannedInstallment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def status(self, /) -> PaymentIntentStatus:
        """
        Where it stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PortfolioOutcome:
    """
    What became of a row.
    """

    AMBIGUOUS: Final[PortfolioOutcome]
    "\n    Borrowers exist that may be the company: nothing was sent. Give the row more of the company, or decide.\n    "
    DECLINED: Final[PortfolioOutcome]
    "\n    The company gets no credit line.\n    "
    DUPLICATE: Final[PortfolioOutcome]
    "\n    The company stands in an earlier row, which has its outcome.\n    "
    FAILED: Final[PortfolioOutcome]
    "\n    The API failed. The next run goes on with it.\n    "
    INVALID: Final[PortfolioOutcome]
    "\n    The row cannot pass: nothing was sent. Correct it and run again.\n    "
    MISSING_DATA: Final[PortfolioOutcome]
    "\n    The API could not obtain data that it needs. Complete the row and run again.\n    "
    PENDING: Final[PortfolioOutcome]
    "\n    The borrower is there, and its line is not yet. The next run looks again.\n    "
    READY: Final[PortfolioOutcome]
    "\n    The credit line is there: a loan can be requested now.\n    "

    def __copy__(self, /) -> PortfolioOutcome: ...
    def __deepcopy__(self, /, _memo: Any) -> PortfolioOutcome: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> PortfolioOutcome: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class PortfolioProgress:
    """
    How far a portfolio is.
    """

    def __copy__(self, /) -> PortfolioProgress: ...
    def __deepcopy__(self, /, _memo: Any) -> PortfolioProgress: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> PortfolioProgress: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def ambiguous(self, /) -> int:
        """
        How many may be one of several borrowers.
        """

    @property
    def declined(self, /) -> int:
        """
        How many are declined.
        """

    @property
    def duplicate(self, /) -> int:
        """
        How many stood in an earlier row.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def failed(self, /) -> int:
        """
        How many failed.
        """

    @staticmethod
    def from_json(text: str) -> PortfolioProgress:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invalid(self, /) -> int:
        """
        How many cannot pass.
        """

    @property
    def missing_data(self, /) -> int:
        """
        How many lack data.
        """

    @property
    def pending(self, /) -> int:
        """
        How many were given up waiting for.
        """

    @property
    def read(self, /) -> int:
        """
        How many rows were read.
        """

    @property
    def ready(self, /) -> int:
        """
        How many have their credit line.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PortfolioReport:
    """
    A report over a portfolio, read from its store bit by bit: memory does not grow with the number of rows.

    It holds the numbers of companies, as the store does, but no account and no person. It may be made while the portfolio
    runs, and shows then what is known so far. Nothing is sent, and everything is safe to repeat.
    """

    def __new__(cls, /, store: Store, name: str = "portfolio") -> PortfolioReport:
        """
        A report over the portfolio of this name. One that is not in the store has no rows.
        """

    def __repr__(self, /) -> str: ...
    def results(self, /) -> PortfolioResults:
        """
        The result of each row, in the order of the rows. A row that was begun and has no outcome is pending, with a reason
        that says so. Raises `StoreError` when the store cannot be read.
        """

    def save(self, /, path: str | PathLike[str]) -> None:
        """
        Writes it to a file, by the ending: `.csv` for spreadsheets (amounts in cents; what a spreadsheet would take for a
        formula has an apostrophe in front), `.jsonl` for programs, `.html` for people: one page that needs nothing else,
        with the counts, the reasons and the rows that need attention, a thousand at most.

        The file appears whole or not at all, and replaces an earlier one. Raises `ConfigurationError` for another ending,
        and `StoreError` when the store cannot be read or the file cannot be written.
        """

    def summary(self, /) -> ReportSummary:
        """
        How many rows there are, by outcome, and why. Raises `StoreError` when the store cannot be read.
        """

@final
class PortfolioResult:
    """
    What became of one row of a portfolio.
    """

    def __copy__(self, /) -> PortfolioResult: ...
    def __deepcopy__(self, /, _memo: Any) -> PortfolioResult: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        row: int,
        outcome: PortfolioOutcome | str,
        identifier: str | None = None,
        borrower_id: UUID | None = None,
        pool_amount: int | None = None,
        balance_available: int | None = None,
        currency: Currency | str | None = None,
        fees_daily_rate: Decimal | None = None,
        reason: str | None = None,
        fields: abc.Sequence[str] = ...,
        problems: abc.Sequence[RowProblem] = ...,
        duplicate_of: int | None = None,
        candidates: abc.Sequence[BorrowerCandidate] = ...,
        error_kind: ErrorKind | str | None = None,
        status: int | None = None,
        known_before: bool = ...,
        extra: dict[str, Any] = ...,
    ) -> PortfolioResult: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def balance_available(self, /) -> int | None:
        """
        What can still be lent, in cents.
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
        The kind of the error, when it failed.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal | None:
        """
        The whole daily rate, in percent per day.
        """

    @property
    def fields(self, /) -> list[str]:
        """
        What the API lacks, as JSON pointers into the request.
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
    def outcome(self, /) -> PortfolioOutcome:
        """
        What became of it.
        """

    @property
    def pool_amount(self, /) -> int | None:
        """
        The most that can be lent in all, in cents.
        """

    @property
    def problems(self, /) -> list[RowProblem]:
        """
        What is wrong with the row, errors and warnings, by column.
        """

    @property
    def reason(self, /) -> str | None:
        """
        Why: one of the vendor's denial codes, or words.
        """

    @property
    def row(self, /) -> int:
        """
        Where the row stands in the input.
        """

    @property
    def status(self, /) -> int | None:
        """
        The HTTP status, when it failed and there was an answer.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class PortfolioResults(abc.Iterator[PortfolioResult]):
    """
    The results of a report, read bit by bit.
    """

    def __iter__(self, /) -> PortfolioResults: ...
    def __next__(self, /) -> PortfolioResult: ...

@final
class PortfolioRow:
    """
    One row of a portfolio: a company to enrol, or what keeps it from being read.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, number: int, request: NewBorrower) -> PortfolioRow:
        """
        A row with a request that is validated when it is sent. `number` is where it stands in your input, from 1 on.
        """

    def __repr__(self, /) -> str: ...
    @property
    def is_invalid(self, /) -> bool:
        """
        Whether nothing is sent for it.
        """

    @property
    def number(self, /) -> int:
        """
        Where it stands in the input: a line of a text, the number of a row in other files. From 1 on.
        """

    @property
    def problems(self, /) -> list[RowProblem]:
        """
        Everything that was found, errors and warnings.
        """

    @property
    def request(self, /) -> NewBorrower | None:
        """
        The request, or None when the row does not have the form of one.
        """

@final
class PortfolioRows(abc.Iterator[PortfolioRow]):
    """
    The rows of a file, read one after the other.
    """

    def __iter__(self, /) -> PortfolioRows: ...
    def __next__(self, /) -> PortfolioRow: ...
    @property
    def columns(self, /) -> list[tuple[str, str | None]]:
        """
        What became of each column: its name, and the place that it fills or None when it is ignored.
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
    ) -> PortfolioRows:
        """
        Opens a CSV or JSON Lines file with companies. Iterate over it to check it (nothing is sent), or open it anew and give
        it to `enroll_many`. Parquet and Arrow are read by `pyarrow`: give `enroll_many` the dicts of its batches.

        The format is `"csv"` or `"jsonl"`, by the file's ending unless given; separator and encoding are found out.
        `columns` maps names of columns to places in the request (`{"Bank": "/account_number"}`), `constants` places to
        values for all rows. `direct_debit`: whether the borrowers repay by direct debit, which needs more data. Raises
        `ConfigurationError` or `ValidationError` when the file cannot be read as a portfolio.
        """

@final
class PortfolioRun(abc.Iterator[PortfolioResult]):
    """
    A portfolio that is being enrolled: gives the result of each row as it is known, in no fixed order.

    An exception ends it; what was reached is in the store, and the next run goes on from there. Use it as ``with``, or
    call `close`: then it sends nothing more.
    """

    def __enter__(self, /) -> Self: ...
    def __exit__(self, /, *_exception: object) -> None: ...
    def __iter__(self, /) -> PortfolioRun: ...
    def __next__(self, /) -> PortfolioResult: ...
    def close(self, /) -> None:
        """
        Ends the run and waits for its threads. Nothing is lost: the next run goes on.
        """

    def progress(self, /) -> PortfolioProgress:
        """
        How far it is, from any thread.
        """

    def stop(self, /) -> None:
        """
        Ends the run, from any thread: it sends nothing more, and what is under way is looked up by the next run. Whoever
        iterates gets `InterruptedError`. Nothing is lost.
        """

@final
class PricingDetails:
    """
    What a loan would cost.
    """

    def __copy__(self, /) -> PricingDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> PricingDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, fees_daily_rate: Decimal, late_daily_rate: Decimal, extra: dict[str, Any] = ...
    ) -> PricingDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_daily_rate(self, /) -> Decimal:
        """
        The daily rate, in percent per day.
        """

    @staticmethod
    def from_json(text: str) -> PricingDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def late_daily_rate(self, /) -> Decimal:
        """
        The daily rate when it is late, in percent per day.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Problem:
    """
    One thing that is wrong with a request: where, what, and how bad. It never holds the value.
    """

    def __copy__(self, /) -> Problem: ...
    def __deepcopy__(self, /, _memo: Any) -> Problem: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, pointer: str, code: str, severity: Severity | str, detail: str, extra: dict[str, Any] = ...
    ) -> Problem: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
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
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        Whether the request is refused for it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ProcurementAct:
    """
    The act that awards a public contract.
    """

    def __copy__(self, /) -> ProcurementAct: ...
    def __deepcopy__(self, /, _memo: Any) -> ProcurementAct: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        contract_identifier: str,
        act_date: datetime,
        document_name: str | None = None,
        document_binary_base64: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> ProcurementAct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def act_date(self, /) -> datetime:
        """
        When the act was issued.
        """

    @property
    def contract_identifier(self, /) -> str:
        """
        The contract's number.
        """

    @property
    def document_binary_base64(self, /) -> str | None:
        """
        The file's content in Base64.
        """

    @property
    def document_name(self, /) -> str | None:
        """
        The file's name with its extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ProcurementAct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ProcurementCopy:
    """
    The single copy of a public contract, which is pledged.
    """

    def __copy__(self, /) -> ProcurementCopy: ...
    def __deepcopy__(self, /, _memo: Any) -> ProcurementCopy: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> ProcurementCopy: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def contract_identifier(self, /) -> str:
        """
        The contract's number.
        """

    @property
    def contract_publication_date(self, /) -> datetime | None:
        """
        When it was published.
        """

    @property
    def contract_undertaking_date(self, /) -> datetime:
        """
        When the contract was concluded.
        """

    @property
    def document_binary_base64(self, /) -> str | None:
        """
        The file's content in Base64.
        """

    @property
    def document_name(self, /) -> str | None:
        """
        The file's name with its extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ProcurementCopy:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ProductBilling:
    """
    How fees are billed.
    """

    def __copy__(self, /) -> ProductBilling: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductBilling: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        bill_overdue_threshold_in_days: int | None = None,
        loan_overdue_threshold_in_days: int | None = None,
        fees_payers: abc.Sequence[FeesPayer] = ...,
        penalties_disabled: bool | None = None,
        extra: dict[str, Any] = ...,
    ) -> ProductBilling: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def bill_overdue_threshold_in_days(self, /) -> int | None:
        """
        After how many days a bill is overdue.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fees_payers(self, /) -> list[FeesPayer]:
        """
        Who pays.
        """

    @staticmethod
    def from_json(text: str) -> ProductBilling:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_overdue_threshold_in_days(self, /) -> int | None:
        """
        After how many days a loan is overdue.
        """

    @property
    def penalties_disabled(self, /) -> bool | None:
        """
        Whether being late costs nothing.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ProductConfiguration:
    """
    How a product is set up. `ux` is what a partner needs; most of the rest is internal to the vendor.
    """

    def __copy__(self, /) -> ProductConfiguration: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductConfiguration: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        ux: ProductExperience | None = None,
        contract_type: LoanContractType | str | None = None,
        installments: InstallmentLimits | None = None,
        billing: ProductBilling | None = None,
        contract_generation_settings: ContractGeneration | None = None,
        contract_templates: abc.Sequence[ProductContractTemplate] = ...,
        depositing_rules: abc.Sequence[DepositRule] = ...,
        risk_mitigation_config: RiskMitigation | None = None,
        subscription: SubscriptionTerms | None = None,
        tcs_documents: abc.Sequence[ProductTerms] = ...,
        extra: dict[str, Any] = ...,
    ) -> ProductConfiguration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def billing(self, /) -> ProductBilling | None:
        """
        How fees are billed.
        """

    @property
    def contract_generation_settings(self, /) -> ContractGeneration | None:
        """
        How contracts are made.
        """

    @property
    def contract_templates(self, /) -> list[ProductContractTemplate]:
        """
        What contracts are made from.
        """

    @property
    def contract_type(self, /) -> LoanContractType | None:
        """
        What kind of contract its loans are.
        """

    @property
    def depositing_rules(self, /) -> list[DepositRule]:
        """
        Who has to leave a deposit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ProductConfiguration:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installments(self, /) -> InstallmentLimits | None:
        """
        What instalments may look like.
        """

    @property
    def risk_mitigation_config(self, /) -> RiskMitigation | None:
        """
        How the vendor secures itself.
        """

    @property
    def subscription(self, /) -> SubscriptionTerms | None:
        """
        What a subscription costs.
        """

    @property
    def tcs_documents(self, /) -> list[ProductTerms]:
        """
        Terms and conditions.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def ux(self, /) -> ProductExperience | None:
        """
        How it appears to users, and what a loan request may look like.
        """

@final
class ProductContractTemplate:
    """
    What contracts of a country and language are made from.
    """

    def __copy__(self, /) -> ProductContractTemplate: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductContractTemplate: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        template_id: str,
        country_code: str,
        language_code: str,
        is_default: bool | None = None,
        signature_config: SignatureSettings | None = None,
        extra: dict[str, Any] = ...,
    ) -> ProductContractTemplate: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def country_code(self, /) -> str:
        """
        The country, ISO 3166-1.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ProductContractTemplate:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_default(self, /) -> bool | None:
        """
        Whether it is used when no other fits.
        """

    @property
    def language_code(self, /) -> str:
        """
        The language, ISO 639-1.
        """

    @property
    def signature_config(self, /) -> SignatureSettings | None:
        """
        How the contract is signed.
        """

    @property
    def template_id(self, /) -> str:
        """
        The template's id.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ProductExperience:
    """
    How a product appears to users.
    """

    def __copy__(self, /) -> ProductExperience: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductExperience: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_request: LoanRequestLimits | None = None,
        aggregation_scenarios: abc.Sequence[PaymentAggregation] = ...,
        fp_status_on_manual_review_eligibility: FinancialProductStatus | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> ProductExperience: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def aggregation_scenarios(self, /) -> list[PaymentAggregation]:
        """
        How payments are put together.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fp_status_on_manual_review_eligibility(self, /) -> FinancialProductStatus | None:
        """
        Where the product stands while people look at the company.
        """

    @staticmethod
    def from_json(text: str) -> ProductExperience:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_request(self, /) -> LoanRequestLimits | None:
        """
        What a loan request may look like.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ProductTerms:
    """
    Terms and conditions of a country.
    """

    def __copy__(self, /) -> ProductTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_url: str,
        country: str | None = None,
        language: str | None = None,
        is_default: bool | None = None,
        extra: dict[str, Any] = ...,
    ) -> ProductTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def country(self, /) -> str | None:
        """
        The country, ISO 3166-1 alpha-3.
        """

    @property
    def document_url(self, /) -> str:
        """
        Where they are; the link may hold for a short time.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ProductTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_default(self, /) -> bool | None:
        """
        Whether they hold when no others fit.
        """

    @property
    def language(self, /) -> str | None:
        """
        The language, ISO 639-1.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ProductType:
    """
    What kind of product it is.
    """

    CREDIT_CARD_FINANCING: Final[ProductType]
    "\n    Credit card financing.\n    "
    DAILLY: Final[ProductType]
    "\n    Assignment of receivables under French law.\n    "
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

    def __copy__(self, /) -> ProductType: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ProductType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class ProviderPayment:
    """
    A payment as who carries it out knows it.
    """

    def __copy__(self, /) -> ProviderPayment: ...
    def __deepcopy__(self, /, _memo: Any) -> ProviderPayment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: PaymentProvider | str,
        payment_id: str | None = None,
        initial_payment_id: str | None = None,
        original_id: str | None = None,
        override_reconciliation_id: str | None = None,
        failure_reason: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> ProviderPayment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def failure_reason(self, /) -> str | None:
        """
        Why it failed.
        """

    @staticmethod
    def from_json(text: str) -> ProviderPayment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def initial_payment_id(self, /) -> str | None:
        """
        The id of the payment that it follows.
        """

    @property
    def name(self, /) -> PaymentProvider:
        """
        Who carries it out.
        """

    @property
    def original_id(self, /) -> str | None:
        """
        Its first id there.
        """

    @property
    def override_reconciliation_id(self, /) -> str | None:
        """
        The id by which it was matched by hand.
        """

    @property
    def payment_id(self, /) -> str | None:
        """
        Its id there.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
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
        The body's JSON as plain values. Raises `ValueError` when it is none.
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
    Recollection: recovering late money, case by case.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def compute_plan(self, /, recollection_case_id: UUID | str, body: RecollectionPlanProposal) -> NewRecollectionPlan:
        """
        Works out a plan of instalments, for `create_plan`. It makes none. Blocks; safe to repeat.

        Operation: `POST /recollection-case/{recollection_case_id}/installment-plans/compute`.

        # Errors
        `NotFound` when there is no case with this id; `Validation` when there can be no such plan.
        """

    def create_case(self, /, body: NewRecollectionCase) -> RecollectionCase:
        """
        Opens a case. Blocks.

        The contract does not say whether a repetition opens a second case. Look with `list_cases` first.

        Operation: `POST /recollection-cases`.

        # Errors
        `Validation` when the company or a loan is not accepted.
        """

    def create_plan(self, /, recollection_case_id: UUID | str, body: NewRecollectionPlan) -> RecollectionPlan:
        """
        Makes a plan of instalments inside a case. Blocks.

        The request has no idempotency key, and the contract does not say whether a repetition makes a second
        plan. Look with `installments.list` first, by the loans of the case.

        Operation: `POST /recollection-case/{recollection_case_id}/installment-plans`.

        # Errors
        `NotFound` when there is no case with this id; `Validation` when the plan is not acceptable.
        """

    def get_case(self, /, recollection_case_id: UUID | str) -> RecollectionCase:
        """
        Reads one case. Blocks; safe to repeat.

        Operation: `GET /recollection-case/{recollection_case_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list_cases(self, /, identifier: str, identifier_type: IdentifierType | str) -> PageIterator[RecollectionCase]:
        """
        Lists the cases of a company. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /recollection-cases`.

        # Errors
        `Validation` when the identifier is not accepted.
        """

    def set_notes(self, /, recollection_case_id: UUID | str, body: RecollectionNotes) -> RecollectionCase:
        """
        Writes the notes of a case in place of those before. Blocks.

        A repetition writes the same notes again. Look with `get_case`.

        Operation: `PUT /recollection-case/{recollection_case_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

@final
class RecollectionAction:
    """
    Something that is done to recover money.
    """

    def __copy__(self, /) -> RecollectionAction: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionAction: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        action_name: str,
        action_status: RecollectionActionStatus | str,
        action_status_date: datetime,
        original_due_at: datetime,
        action_status_details: str | None = None,
        short_description: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> RecollectionAction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def action_name(self, /) -> str:
        """
        What is done.
        """

    @property
    def action_status(self, /) -> RecollectionActionStatus:
        """
        Where it stands.
        """

    @property
    def action_status_date(self, /) -> datetime:
        """
        Since when it stands there.
        """

    @property
    def action_status_details(self, /) -> str | None:
        """
        Why it stands there.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionAction:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def original_due_at(self, /) -> datetime:
        """
        When it was to be done at first.
        """

    @property
    def short_description(self, /) -> str | None:
        """
        More about it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RecollectionActionStatus:
    """
    Where an action stands.
    """

    CANCELED: Final[RecollectionActionStatus]
    "\n    Cancelled.\n    "
    DONE: Final[RecollectionActionStatus]
    "\n    Done.\n    "
    SCHEDULED: Final[RecollectionActionStatus]
    "\n    To be done.\n    "

    def __copy__(self, /) -> RecollectionActionStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionActionStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RecollectionActionStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RecollectionCase:
    """
    A case in which late money of a company is recovered.
    """

    def __copy__(self, /) -> RecollectionCase: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionCase: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        agent: str,
        debtor_business: BusinessIdentifier,
        loan_ids: abc.Sequence[UUID],
        next_action: RecollectionAction,
        past_actions: abc.Sequence[RecollectionAction],
        strategies: abc.Sequence[RecollectionStrategy],
        recollection_notes: dict[str, Any] = ...,
        extra: dict[str, Any] = ...,
    ) -> RecollectionCase: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def agent(self, /) -> str:
        """
        Who looks after it.
        """

    @property
    def debtor_business(self, /) -> BusinessIdentifier:
        """
        The company that owes the money.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionCase:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def loan_ids(self, /) -> list[UUID]:
        """
        The loans that are late.
        """

    @property
    def next_action(self, /) -> RecollectionAction:
        """
        What is done next.
        """

    @property
    def past_actions(self, /) -> list[RecollectionAction]:
        """
        What was done.
        """

    @property
    def recollection_notes(self, /) -> dict[str, Any]:
        """
        Your notes.
        """

    @property
    def strategies(self, /) -> list[RecollectionStrategy]:
        """
        How the money is recovered.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RecollectionNotes:
    """
    Notes on a case; they replace what was noted before.
    """

    def __copy__(self, /) -> RecollectionNotes: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionNotes: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, recollection_notes: dict[str, Any], extra: dict[str, Any] = ...) -> RecollectionNotes: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RecollectionPeriod:
    """
    How much time lies between two instalments.
    """

    BIWEEKLY: Final[RecollectionPeriod]
    "\n    Two weeks.\n    "
    MONTHLY: Final[RecollectionPeriod]
    "\n    A month.\n    "
    WEEKLY: Final[RecollectionPeriod]
    "\n    A week.\n    "

    def __copy__(self, /) -> RecollectionPeriod: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionPeriod: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RecollectionPeriod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RecollectionPlan:
    """
    A plan that was made inside a case.
    """

    def __copy__(self, /) -> RecollectionPlan: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionPlan: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, installment_plan_id: UUID, recollection_case: RecollectionCase, extra: dict[str, Any] = ...
    ) -> RecollectionPlan: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionPlan:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def installment_plan_id(self, /) -> UUID:
        """
        The plan's id, for `installments.get_plan`.
        """

    @property
    def recollection_case(self, /) -> RecollectionCase:
        """
        The case as it is then.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RecollectionPlanProposal:
    """
    What a plan shall look like that is to be worked out.
    """

    def __copy__(self, /) -> RecollectionPlanProposal: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionPlanProposal: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> RecollectionPlanProposal: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionPlanProposal:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def number_of_installment(self, /) -> int:
        """
        How many payments.
        """

    @property
    def period(self, /) -> RecollectionPeriod | None:
        """
        How much time lies between two.
        """

    @property
    def recollection_fees(self, /) -> int | None:
        """
        What recovering the money costs in all, in cents.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod | None:
        """
        How they are paid.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        When the first is to be paid.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RecollectionShare:
    """
    The part of an instalment that repays one loan.
    """

    def __copy__(self, /) -> RecollectionShare: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionShare: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, loan_id: UUID, amount: int, extra: dict[str, Any] = ...) -> RecollectionShare: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        The part, in cents.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionShare:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        The loan.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RecollectionStrategy:
    """
    A way in which money is recovered.
    """

    def __copy__(self, /) -> RecollectionStrategy: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionStrategy: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, id: UUID, is_active: bool, strategy_type: RecollectionStrategyType | str, extra: dict[str, Any] = ...
    ) -> RecollectionStrategy: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RecollectionStrategy:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def is_active(self, /) -> bool:
        """
        Whether it is followed.
        """

    @property
    def strategy_type(self, /) -> RecollectionStrategyType:
        """
        How money is recovered.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RecollectionStrategyType:
    """
    How money is recovered.
    """

    INSTALLMENT_PLAN: Final[RecollectionStrategyType]
    "\n    By a plan of instalments.\n    "

    def __copy__(self, /) -> RecollectionStrategyType: ...
    def __deepcopy__(self, /, _memo: Any) -> RecollectionStrategyType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RecollectionStrategyType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Referrer:
    """
    Who brings borrowers and shares in the revenue.
    """

    def __copy__(self, /) -> Referrer: ...
    def __deepcopy__(self, /, _memo: Any) -> Referrer: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        business_id: UUID,
        business_identifier: BusinessIdentifier,
        config: ReferrerTerms,
        distribution_id: UUID,
        financial_products: abc.Sequence[ReferrerProduct],
        name: str | None = None,
        referrer_type: ReferrerType | str | None = None,
        shared_to_account_detail_id: UUID | None = None,
        extra: dict[str, Any] = ...,
    ) -> Referrer: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def business_id(self, /) -> UUID:
        """
        The company's id at the vendor.
        """

    @property
    def business_identifier(self, /) -> BusinessIdentifier:
        """
        The company.
        """

    @property
    def config(self, /) -> ReferrerTerms:
        """
        How it is set up.
        """

    @property
    def distribution_id(self, /) -> UUID:
        """
        The id of its distribution at the vendor.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def financial_products(self, /) -> list[ReferrerProduct]:
        """
        What it may offer.
        """

    @staticmethod
    def from_json(text: str) -> Referrer:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def name(self, /) -> str | None:
        """
        Its name.
        """

    @property
    def referrer_type(self, /) -> ReferrerType | None:
        """
        What kind of business it is.
        """

    @property
    def shared_to_account_detail_id(self, /) -> UUID | None:
        """
        The id of the account that its share is paid to.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ReferrerProduct:
    """
    A financial product that a referrer may offer.
    """

    def __copy__(self, /) -> ReferrerProduct: ...
    def __deepcopy__(self, /, _memo: Any) -> ReferrerProduct: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        name: str,
        product_type: ProductType | str,
        lender_id: UUID,
        rac_id: UUID,
        configuration: ProductConfiguration | None = None,
        extra: dict[str, Any] = ...,
    ) -> ReferrerProduct: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def configuration(self, /) -> ProductConfiguration | None:
        """
        How it is set up.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ReferrerProduct:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def lender_id(self, /) -> UUID:
        """
        The lender's id.
        """

    @property
    def name(self, /) -> str:
        """
        Its name.
        """

    @property
    def product_type(self, /) -> ProductType:
        """
        Its kind.
        """

    @property
    def rac_id(self, /) -> UUID:
        """
        The id of its credit policy at the vendor.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ReferrerTerms:
    """
    How a referrer is set up.
    """

    def __copy__(self, /) -> ReferrerTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> ReferrerTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        referral_code: str,
        referral_codes: abc.Sequence[str] = ...,
        referrer_type: ReferrerType | str | None = None,
        revenue_share_config: RevenueShareTerms | None = None,
        override_financial_products_ids: abc.Sequence[UUID] = ...,
        extra: dict[str, Any] = ...,
    ) -> ReferrerTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> ReferrerTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def override_financial_products_ids(self, /) -> list[UUID]:
        """
        The products offered instead of the usual ones.
        """

    @property
    def referral_code(self, /) -> str:
        """
        The code that the referrer gives to borrowers.
        """

    @property
    def referral_codes(self, /) -> list[str]:
        """
        All codes that the referrer has ever used.
        """

    @property
    def referrer_type(self, /) -> ReferrerType | None:
        """
        What kind of business it is.
        """

    @property
    def revenue_share_config(self, /) -> RevenueShareTerms | None:
        """
        How revenue is shared.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ReferrerType:
    """
    What kind of business a referrer is, in the vendor's own classes.
    """

    BROKER: Final[ReferrerType]
    "\n    A broker.\n    "
    CORE_POC: Final[ReferrerType]
    "\n    A partner of a trial.\n    "
    DISTRIBUTOR: Final[ReferrerType]
    "\n    A distributor.\n    "
    LIQUID_BROKERS_CAB: Final[ReferrerType]
    "\n    A broker's office.\n    "
    LIQUID_BROKER_NETWORK: Final[ReferrerType]
    "\n    A network of brokers.\n    "
    LIQUID_CORPORATE_FINANCE: Final[ReferrerType]
    "\n    A corporate finance adviser.\n    "
    LIQUID_DAF_CONSULTANT: Final[ReferrerType]
    "\n    A consultant to financial directors.\n    "
    LIQUID_EC: Final[ReferrerType]
    "\n    An accountant.\n    "
    TECH_HYBRID: Final[ReferrerType]
    "\n    A technical partner of a mixed kind.\n    "
    TECH_LIQUID: Final[ReferrerType]
    "\n    A technical partner without a firm bond.\n    "
    TECH_PARTNER: Final[ReferrerType]
    "\n    A technical partner.\n    "

    def __copy__(self, /) -> ReferrerType: ...
    def __deepcopy__(self, /, _memo: Any) -> ReferrerType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ReferrerType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RegisterFilter:
    """
    What is known of a company besides its number; it narrows the search.
    """

    def __copy__(self, /) -> RegisterFilter: ...
    def __deepcopy__(self, /, _memo: Any) -> RegisterFilter: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> RegisterFilter: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def city(self, /) -> str | None:
        """
        Town.
        """

    @property
    def country(self, /) -> str | None:
        """
        Country, ISO 3166-1 alpha-3: `DEU`.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RegisterFilter:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register to search; the API knows `hr_nummer` only, the German one.
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
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RegisteredBusiness:
    """
    A company as a public register knows it.
    """

    def __copy__(self, /) -> RegisteredBusiness: ...
    def __deepcopy__(self, /, _memo: Any) -> RegisteredBusiness: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        name: str | None = None,
        address: Address | None = None,
        extra: dict[str, Any] = ...,
    ) -> RegisteredBusiness: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RegisteredBusiness:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number in the register.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register that is.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RelationType:
    """
    What a counterparty is to you or your borrowers.
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

    def __copy__(self, /) -> RelationType: ...
    def __deepcopy__(self, /, _memo: Any) -> RelationType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RelationType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RepayNow:
    """
    A payment link to be made.
    """

    def __copy__(self, /) -> RepayNow: ...
    def __deepcopy__(self, /, _memo: Any) -> RepayNow: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        base_callback_url: str,
        repayment_method: RepayNowMethod | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> RepayNow: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def amount(self, /) -> int:
        """
        What is to be paid, in cents; at least 1.
        """

    @property
    def base_callback_url(self, /) -> str:
        """
        Where the borrower is sent afterwards.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RepayNow:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def repayment_method(self, /) -> RepayNowMethod | None:
        """
        How it is paid.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RepayNowLink:
    """
    A page on which the borrower pays.
    """

    def __copy__(self, /) -> RepayNowLink: ...
    def __deepcopy__(self, /, _memo: Any) -> RepayNowLink: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, url: str, extra: dict[str, Any] = ...) -> RepayNowLink: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RepayNowLink:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def url(self, /) -> str:
        """
        Its address. It is personal: never store or log it.
        """

@final
class RepayNowMethod:
    """
    How a payment link is paid.
    """

    PAYMENT_INITIATION: Final[RepayNowMethod]
    "\n    By a transfer that the link prepares at the borrower's bank.\n    "

    def __copy__(self, /) -> RepayNowMethod: ...
    def __deepcopy__(self, /, _memo: Any) -> RepayNowMethod: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RepayNowMethod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RepaymentMethod:
    """
    A way in which a borrower repays.
    """

    def __copy__(self, /) -> RepaymentMethod: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentMethod: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        payment_method: PaymentMethod | str,
        status: RepaymentMethodStatus | str,
        is_main: bool,
        account_to_debit: PaymentAccount | None = None,
        account_to_credit: PaymentAccount | None = None,
        extra: dict[str, Any] = ...,
    ) -> RepaymentMethod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_to_credit(self, /) -> PaymentAccount | None:
        """
        The account that the borrower pays to, for transfers.
        """

    @property
    def account_to_debit(self, /) -> PaymentAccount | None:
        """
        The account that is debited, for direct debit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RepaymentMethod:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def is_main(self, /) -> bool:
        """
        Whether it is the one for new loans.
        """

    @property
    def payment_method(self, /) -> PaymentMethod:
        """
        How the money moves.
        """

    @property
    def status(self, /) -> RepaymentMethodStatus:
        """
        Where the method stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RepaymentMethodStatus:
    """
    Where a repayment method stands.
    """

    DEACTIVATED: Final[RepaymentMethodStatus]
    "\n    No longer used.\n    "
    NEW: Final[RepaymentMethodStatus]
    "\n    Just added.\n    "
    PENDING_VALIDATION: Final[RepaymentMethodStatus]
    "\n    Being checked.\n    "
    READY: Final[RepaymentMethodStatus]
    "\n    Usable.\n    "

    def __copy__(self, /) -> RepaymentMethodStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentMethodStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RepaymentMethodStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RepaymentMethods:
    """
    How a borrower repays.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def add(self, /, borrower_id: UUID | str, body: NewRepaymentMethod) -> RepaymentMethod:
        """
        Adds a repayment method, or chooses one. Blocks.

        The contract does not say whether a repetition adds a second method. Look with `list` first.

        Operation: `POST /borrower/{borrower_id}/repayment-methods`.

        # Errors
        `Validation` when the account is missing or not valid; `NotFound` when there is no borrower with this id.
        """

    def list(self, /, borrower_id: UUID | str) -> PageIterator[RepaymentMethod]:
        """
        Lists the repayment methods of a borrower. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/repayment-methods`.

        # Errors
        `NotFound` when there is no borrower with this id.
        """

@final
class RepaymentTerms:
    """
    When and how a loan is to be repaid. Give the block that fits the method, and leave the other out.
    """

    def __copy__(self, /) -> RepaymentTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        loan_id: UUID,
        repayment_date: datetime,
        repayment_method: PaymentMethod | str,
        direct_debit: DirectDebitTerms | None = None,
        sct: CreditTransferTerms | None = None,
        reason: RepaymentTermsReason | str | None = None,
        extra: dict[str, Any] = ...,
    ) -> RepaymentTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def direct_debit(self, /) -> DirectDebitTerms | None:
        """
        The account, for direct debit; not to be changed less than 3 days before the debit.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RepaymentTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def loan_id(self, /) -> UUID:
        """
        The loan, which is `TO_REPAY` or `TO_REPAY_FEES`.
        """

    @property
    def reason(self, /) -> RepaymentTermsReason | None:
        """
        Why the terms change.
        """

    @property
    def repayment_date(self, /) -> datetime:
        """
        When it is to be repaid. It can be put off once.
        """

    @property
    def repayment_method(self, /) -> PaymentMethod:
        """
        `DIRECT_DEBIT` or `SCT`.
        """

    @property
    def sct(self, /) -> CreditTransferTerms | None:
        """
        The transfer, for `SCT`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RepaymentTermsChange:
    """
    New terms of repayment for several loans.
    """

    def __copy__(self, /) -> RepaymentTermsChange: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentTermsChange: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, repayment_terms: abc.Sequence[RepaymentTerms], extra: dict[str, Any] = ...
    ) -> RepaymentTermsChange: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RepaymentTermsChange:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def repayment_terms(self, /) -> list[RepaymentTerms]:
        """
        The terms, one entry a loan.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RepaymentTermsReason:
    """
    Why the terms of repayment change.
    """

    LOAN_REPAYMENT_BY_PAY_BY_LINK: Final[RepaymentTermsReason]
    "\n    The loan is repaid by a payment link.\n    "

    def __copy__(self, /) -> RepaymentTermsReason: ...
    def __deepcopy__(self, /, _memo: Any) -> RepaymentTermsReason: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RepaymentTermsReason: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class ReportReason:
    """
    Why rows have the outcome that they have.
    """

    def __copy__(self, /) -> ReportReason: ...
    def __deepcopy__(self, /, _memo: Any) -> ReportReason: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, outcome: PortfolioOutcome | str, reason: str, rows: int, extra: dict[str, Any] = ...
    ) -> ReportReason: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        Why: a denial code, a problem with its column, a place that lacks data, or words.
        """

    @property
    def rows(self, /) -> int:
        """
        How many rows have this reason. A row may have several.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ReportSummary:
    """
    A portfolio in numbers.
    """

    def __copy__(self, /) -> ReportSummary: ...
    def __deepcopy__(self, /, _memo: Any) -> ReportSummary: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        reasons: abc.Sequence[ReportReason] = ...,
        extra: dict[str, Any] = ...,
    ) -> ReportSummary: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def ambiguous(self, /) -> int:
        """
        How many may be one of several borrowers.
        """

    @property
    def declined(self, /) -> int:
        """
        How many are declined.
        """

    @property
    def duplicate(self, /) -> int:
        """
        How many stand in an earlier row.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def failed(self, /) -> int:
        """
        How many failed.
        """

    @staticmethod
    def from_json(text: str) -> ReportSummary:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invalid(self, /) -> int:
        """
        How many cannot pass.
        """

    @property
    def missing_data(self, /) -> int:
        """
        How many lack data.
        """

    @property
    def pending(self, /) -> int:
        """
        How many are not decided yet, with the unfinished ones.
        """

    @property
    def ready(self, /) -> int:
        """
        How many have their credit line.
        """

    @property
    def reasons(self, /) -> list[ReportReason]:
        """
        Why, the reasons with the most rows first, fifty at most.
        """

    @property
    def rows(self, /) -> int:
        """
        How many rows there are.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def unfinished(self, /) -> int:
        """
        How many were begun and have no outcome: the run was ended.
        """

@final
class Resolution:
    """
    How the wait of one enrolment for its credit line ended.
    """

    def __copy__(self, /) -> Resolution: ...
    def __deepcopy__(self, /, _memo: Any) -> Resolution: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        outcome: ResolutionOutcome | str,
        borrower_id: UUID | None = None,
        credit_line: CreditLine | None = None,
        reason: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> Resolution: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def borrower_id(self, /) -> UUID | None:
        """
        The borrower's id, as the enrolment gave it.
        """

    @property
    def credit_line(self, /) -> CreditLine | None:
        """
        The credit line, when it is there. After a restart of the program without its accounts and companies, which
        are not kept: read it again when you need them.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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
        How it ended.
        """

    @property
    def reason(self, /) -> str | None:
        """
        Why the company is declined: one of the vendor's denial codes, or words.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class ResolutionOutcome:
    """
    How a wait for a credit line ended.
    """

    DECLINED: Final[ResolutionOutcome]
    "\n    The company gets no credit line.\n    "
    NOT_CREATED: Final[ResolutionOutcome]
    "\n    The call whose outcome was unknown had no effect: enrol the company again.\n    "
    READY: Final[ResolutionOutcome]
    "\n    The credit line is there: a loan can be requested now.\n    "

    def __copy__(self, /) -> ResolutionOutcome: ...
    def __deepcopy__(self, /, _memo: Any) -> ResolutionOutcome: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ResolutionOutcome: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Resolutions(abc.Iterator[Resolution]):
    """
    Resolutions as they come.
    """

    def __iter__(self, /) -> Resolutions: ...
    def __next__(self, /) -> Resolution: ...
    def cancelled_by(self, /, cancel: CancelToken) -> None:
        """
        Lets the token end the waits that follow, in place of the one before.
        """

@final
class RevenueShare:
    """
    The revenue that is shared with a referrer for a period.
    """

    def __copy__(self, /) -> RevenueShare: ...
    def __deepcopy__(self, /, _memo: Any) -> RevenueShare: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: UUID,
        revenue_shared_with_business: NamedBusiness,
        status: RevenueShareStatus | str,
        start_date: datetime,
        end_date: datetime,
        payment: Payment | None = None,
        payment_intent: PaymentIntent | None = None,
        document_url: str | None = None,
        email_sent_on: datetime | None = None,
        email_sent_to: abc.Sequence[str] = ...,
        extra: dict[str, Any] = ...,
    ) -> RevenueShare: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def document_url(self, /) -> str | None:
        """
        A link to the invoice that holds for a short time: never store it.
        """

    @property
    def email_sent_on(self, /) -> datetime | None:
        """
        When it was mailed.
        """

    @property
    def email_sent_to(self, /) -> list[str]:
        """
        Who it was mailed to.
        """

    @property
    def end_date(self, /) -> datetime:
        """
        When the period ends.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RevenueShare:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID:
        """
        Its id.
        """

    @property
    def payment(self, /) -> Payment | None:
        """
        The payment of the share.
        """

    @property
    def payment_intent(self, /) -> PaymentIntent | None:
        """
        The plan of that payment, as the vendor keeps it.
        """

    @property
    def revenue_shared_with_business(self, /) -> NamedBusiness:
        """
        The company that it is shared with.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        When the period begins.
        """

    @property
    def status(self, /) -> RevenueShareStatus:
        """
        Where it stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RevenueShareStatus:
    """
    Where a share of revenue stands.
    """

    CREATED: Final[RevenueShareStatus]
    "\n    Worked out.\n    "
    DELETED: Final[RevenueShareStatus]
    "\n    Deleted.\n    "
    PAID: Final[RevenueShareStatus]
    "\n    Paid.\n    "
    SENT_BY_EMAIL: Final[RevenueShareStatus]
    "\n    Sent to the referrer by e-mail.\n    "

    def __copy__(self, /) -> RevenueShareStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> RevenueShareStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RevenueShareStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RevenueShareTerms:
    """
    How revenue is shared with a referrer.
    """

    def __copy__(self, /) -> RevenueShareTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> RevenueShareTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        revenue_share_type: RevenueShareType | str,
        revenue_share_notification_emails: abc.Sequence[str],
        shared_to_account: DebitAccount,
        vat_included: bool,
        revenue_share_rate: Decimal | None = None,
        fixed_daily_rate: Decimal | None = None,
        broker_track: BrokerTrack | None = None,
        execution_rule: ShareSchedule | None = None,
        sharing_duration: SharingDuration | str | None = None,
        min_loan_submitted_at: datetime | None = None,
        max_loan_submitted_at: datetime | None = None,
        tenant_name: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> RevenueShareTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def broker_track(self, /) -> BrokerTrack | None:
        """
        How a broker is rewarded.
        """

    @property
    def execution_rule(self, /) -> ShareSchedule | None:
        """
        When the revenue is shared out.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fixed_daily_rate(self, /) -> Decimal | None:
        """
        The referrer's part as a rate of its own, in percent per day.
        """

    @staticmethod
    def from_json(text: str) -> RevenueShareTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def max_loan_submitted_at(self, /) -> datetime | None:
        """
        Only loans requested at this moment or before count.
        """

    @property
    def min_loan_submitted_at(self, /) -> datetime | None:
        """
        Only loans requested at this moment or later count.
        """

    @property
    def revenue_share_notification_emails(self, /) -> list[str]:
        """
        Who is told by e-mail.
        """

    @property
    def revenue_share_rate(self, /) -> Decimal | None:
        """
        The referrer's part of the revenue; the contract names no unit.
        """

    @property
    def revenue_share_type(self, /) -> RevenueShareType:
        """
        With whom it is shared.
        """

    @property
    def shared_to_account(self, /) -> DebitAccount:
        """
        The account that the share is paid to.
        """

    @property
    def sharing_duration(self, /) -> SharingDuration | None:
        """
        For how long.
        """

    @property
    def tenant_name(self, /) -> str | None:
        """
        The partner's name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat_included(self, /) -> bool:
        """
        Whether VAT is part of the share.
        """

@final
class RevenueShareType:
    """
    With whom revenue is shared.
    """

    BROKER_REVENUE_SHARE: Final[RevenueShareType]
    "\n    With a broker.\n    "
    PARTNER_REVENUE_SHARE: Final[RevenueShareType]
    "\n    With a partner.\n    "
    REFERRAL_CODE_REVENUE_SHARE: Final[RevenueShareType]
    "\n    With the owner of a referral code.\n    "

    def __copy__(self, /) -> RevenueShareType: ...
    def __deepcopy__(self, /, _memo: Any) -> RevenueShareType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RevenueShareType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RiskMitigation:
    """
    How the vendor secures itself.
    """

    def __copy__(self, /) -> RiskMitigation: ...
    def __deepcopy__(self, /, _memo: Any) -> RiskMitigation: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        automatically_compute_and_deploy_max_exposure_frequency_in_days: int | None = None,
        guarantee_configs: abc.Sequence[LoanGuarantee] = ...,
        insurance_config: LoanInsurance | None = None,
        invoice_collateralization_config: InvoiceCollateral | None = None,
        extra: dict[str, Any] = ...,
    ) -> RiskMitigation: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def automatically_compute_and_deploy_max_exposure_frequency_in_days(self, /) -> int | None:
        """
        How often limits are worked out anew, in days.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RiskMitigation:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def guarantee_configs(self, /) -> list[LoanGuarantee]:
        """
        When guarantors are asked to pay.
        """

    @property
    def insurance_config(self, /) -> LoanInsurance | None:
        """
        How loans are insured.
        """

    @property
    def invoice_collateralization_config(self, /) -> InvoiceCollateral | None:
        """
        How invoices secure loans.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class RiskTrigger:
    """
    What makes the vendor use a security.
    """

    BORROWER_DEFAULT: Final[RiskTrigger]
    "\n    The borrower does not pay.\n    "
    BORROWER_INSOLVENCY: Final[RiskTrigger]
    "\n    The borrower is insolvent.\n    "

    def __copy__(self, /) -> RiskTrigger: ...
    def __deepcopy__(self, /, _memo: Any) -> RiskTrigger: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> RiskTrigger: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class RowProblem:
    """
    One thing that is wrong with a row: with the column that it comes from. It never holds the value.
    """

    def __copy__(self, /) -> RowProblem: ...
    def __deepcopy__(self, /, _memo: Any) -> RowProblem: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, problem: Problem, column: str | None = None, extra: dict[str, Any] = ...) -> RowProblem: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def column(self, /) -> str | None:
        """
        The column of the input, by its name; none when it is about the whole row.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> RowProblem:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def problem(self, /) -> Problem:
        """
        What is wrong, and where in the request.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class SaleAgreementAttachment:
    """
    An agreement about the sale of something, with its document.
    """

    def __copy__(self, /) -> SaleAgreementAttachment: ...
    def __deepcopy__(self, /, _memo: Any) -> SaleAgreementAttachment: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        document_name: str,
        document_binary_base64: str,
        asset_description: str | None = None,
        buyer: TradeParty | None = None,
        seller: TradeParty | None = None,
        third_party: TradeParty | None = None,
        sale_date: datetime | None = None,
        transaction_price: Amount | None = None,
        extra: dict[str, Any] = ...,
    ) -> SaleAgreementAttachment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def asset_description(self, /) -> str | None:
        """
        What is sold.
        """

    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Who buys.
        """

    @property
    def document_binary_base64(self, /) -> str:
        """
        The file's content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        The file's name with its extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SaleAgreementAttachment:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def sale_date(self, /) -> datetime | None:
        """
        When the sale is to take place.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Who sells.
        """

    @property
    def third_party(self, /) -> TradeParty | None:
        """
        Who else takes part.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def transaction_price(self, /) -> Amount | None:
        """
        The price.
        """

@final
class SaleAgreementDetails:
    """
    An agreement about the sale of something.
    """

    def __copy__(self, /) -> SaleAgreementDetails: ...
    def __deepcopy__(self, /, _memo: Any) -> SaleAgreementDetails: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        asset_description: str | None = None,
        buyer: TradeParty | None = None,
        seller: TradeParty | None = None,
        third_party: TradeParty | None = None,
        sale_date: datetime | None = None,
        transaction_price: Amount | None = None,
        extra: dict[str, Any] = ...,
    ) -> SaleAgreementDetails: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def asset_description(self, /) -> str | None:
        """
        What is sold.
        """

    @property
    def buyer(self, /) -> TradeParty | None:
        """
        Who buys.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SaleAgreementDetails:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def sale_date(self, /) -> datetime | None:
        """
        When the sale is to take place.
        """

    @property
    def seller(self, /) -> TradeParty | None:
        """
        Who sells.
        """

    @property
    def third_party(self, /) -> TradeParty | None:
        """
        Who else takes part.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def transaction_price(self, /) -> Amount | None:
        """
        The price.
        """

@final
class SandboxCountry:
    """
    A country for which sandboxes make test data.
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

    def __copy__(self, /) -> SandboxCountry: ...
    def __deepcopy__(self, /, _memo: Any) -> SandboxCountry: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> SandboxCountry: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class SandboxScenario:
    """
    What happens to a payment to a generated IBAN.
    """

    CANCEL: Final[SandboxScenario]
    "\n    It is cancelled.\n    "
    FAIL: Final[SandboxScenario]
    "\n    It fails after it was approved.\n    "
    REJECT: Final[SandboxScenario]
    "\n    It is rejected.\n    "
    SUCCESS: Final[SandboxScenario]
    "\n    It succeeds.\n    "
    SUCCESS_ONE_DAY_LATER: Final[SandboxScenario]
    "\n    It succeeds a day later.\n    "

    def __copy__(self, /) -> SandboxScenario: ...
    def __deepcopy__(self, /, _memo: Any) -> SandboxScenario: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> SandboxScenario: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Segment:
    """
    The vendor's class of a company.
    """

    CATEGORY1: Final[Segment]
    "\n    The first class.\n    "
    CATEGORY2: Final[Segment]
    "\n    The second class.\n    "
    CATEGORY3: Final[Segment]
    "\n    The third class.\n    "
    CATEGORY4: Final[Segment]
    "\n    The fourth class.\n    "

    def __copy__(self, /) -> Segment: ...
    def __deepcopy__(self, /, _memo: Any) -> Segment: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Segment: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Severity:
    """
    How sure it is that a request with this problem is refused.
    """

    ERROR: Final[Severity]
    "\n    The contract says that it cannot pass: nothing is sent.\n    "
    WARNING: Final[Severity]
    "\n    It looks wrong, but the API decides: it is sent all the same.\n    "

    def __copy__(self, /) -> Severity: ...
    def __deepcopy__(self, /, _memo: Any) -> Severity: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> Severity: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class ShareFrequency:
    """
    How often revenue is shared out.
    """

    MONTHLY: Final[ShareFrequency]
    "\n    Each month.\n    "
    YEARLY: Final[ShareFrequency]
    "\n    Each year.\n    "

    def __copy__(self, /) -> ShareFrequency: ...
    def __deepcopy__(self, /, _memo: Any) -> ShareFrequency: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> ShareFrequency: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class ShareSchedule:
    """
    When revenue is shared out.
    """

    def __copy__(self, /) -> ShareSchedule: ...
    def __deepcopy__(self, /, _memo: Any) -> ShareSchedule: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, interval: int, frequency: ShareFrequency | str | None = None, extra: dict[str, Any] = ...
    ) -> ShareSchedule: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def frequency(self, /) -> ShareFrequency | None:
        """
        Whether the interval counts months or years.
        """

    @staticmethod
    def from_json(text: str) -> ShareSchedule:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def interval(self, /) -> int:
        """
        How many months or years lie between two times.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class SharedAccount:
    """
    A bank account and its balance.
    """

    def __copy__(self, /) -> SharedAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        id: str,
        amount: int,
        last_updated_at: datetime,
        account_number: str | None = None,
        account_number_type: AccountNumberType | str | None = None,
        bank_identifier: str | None = None,
        bank_identifier_type: BankIdentifierType | str | None = None,
        account_name: str | None = None,
        provider: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> SharedAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_name(self, /) -> str | None:
        """
        A name that somebody gave to the account.
        """

    @property
    def account_number(self, /) -> str | None:
        """
        The number, at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType | None:
        """
        What the number is.
        """

    @property
    def amount(self, /) -> int:
        """
        The balance; in cents as far as is known, the contract names no unit.
        """

    @property
    def bank_identifier(self, /) -> str | None:
        """
        What names the bank, its BIC as a rule.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType | None:
        """
        What `bank_identifier` is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SharedAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str:
        """
        The account's id of your choice; its IBAN may serve. Transactions name it.
        """

    @property
    def last_updated_at(self, /) -> datetime:
        """
        When the balance was read.
        """

    @property
    def provider(self, /) -> str | None:
        """
        Where the data comes from; `MANUAL` when it was entered by hand.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class SharedAccounts:
    """
    Bank accounts of a company with their balances.
    """

    def __copy__(self, /) -> SharedAccounts: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedAccounts: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        accounts: abc.Sequence[SharedAccount] = ...,
        batch_id: UUID | None = None,
        extra: dict[str, Any] = ...,
    ) -> SharedAccounts: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def accounts(self, /) -> list[SharedAccount]:
        """
        The accounts.
        """

    @property
    def batch_id(self, /) -> UUID | None:
        """
        The batch that this belongs to.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SharedAccounts:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class SharedDataType:
    """
    What kind of data is shared.
    """

    ACCOUNTS: Final[SharedDataType]
    "\n    Balances of bank accounts.\n    "
    ACCOUNT_TRANSACTIONS: Final[SharedDataType]
    "\n    Transactions of bank accounts.\n    "
    INVOICES: Final[SharedDataType]
    "\n    Invoices.\n    "

    def __copy__(self, /) -> SharedDataType: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedDataType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> SharedDataType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class SharedInvoice:
    """
    An invoice of a company, shared for its evaluation; it is not there to be financed.
    """

    def __copy__(self, /) -> SharedInvoice: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedInvoice: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        buyer: BusinessIdentifier,
        seller: BusinessIdentifier,
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
        salt_id: str | None = None,
        extra: dict[str, Any] = ...,
    ) -> SharedInvoice: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def buyer(self, /) -> BusinessIdentifier:
        """
        Who is billed.
        """

    @property
    def currency(self, /) -> str | None:
        """
        Its currency, ISO 4217: `EUR`.
        """

    @property
    def direction(self, /) -> InvoiceDirection:
        """
        Whether the company has to pay or to be paid.
        """

    @property
    def due_at(self, /) -> datetime:
        """
        When it is expected to be paid.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def first_payment_at(self, /) -> datetime | None:
        """
        When the first payment came.
        """

    @staticmethod
    def from_json(text: str) -> SharedInvoice:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def invoice_number(self, /) -> str:
        """
        Its number.
        """

    @property
    def issued_at(self, /) -> datetime:
        """
        When it was issued.
        """

    @property
    def last_payment_at(self, /) -> datetime | None:
        """
        When the latest payment came.
        """

    @property
    def net_amount(self, /) -> int:
        """
        The amount before tax, in cents.
        """

    @property
    def payment_method(self, /) -> InvoicePaymentMethod | None:
        """
        How it is expected to be paid.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        An id of your choice that no other row has: the same one twice is one row, and the first one stays. Without one it
        is derived from the company and from all that the row says, when it is sent: an invoice that has changed is a new
        row.
        """

    @property
    def seller(self, /) -> BusinessIdentifier:
        """
        Who bills.
        """

    @property
    def tax_amount(self, /) -> int | None:
        """
        The tax, in cents.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_pay_amount(self, /) -> int | None:
        """
        What is still to be paid, in cents; 0 when it is paid.
        """

    @property
    def total_amount(self, /) -> int | None:
        """
        The amount with tax, in cents.
        """

@final
class SharedInvoices:
    """
    Invoices of a company, shared for its evaluation.
    """

    def __copy__(self, /) -> SharedInvoices: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedInvoices: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        invoices: abc.Sequence[SharedInvoice] = ...,
        batch_id: UUID | None = None,
        extra: dict[str, Any] = ...,
    ) -> SharedInvoices: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def batch_id(self, /) -> UUID | None:
        """
        The batch that this belongs to.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SharedInvoices:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    @property
    def invoices(self, /) -> list[SharedInvoice]:
        """
        The invoices.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class SharedTransaction:
    """
    One transaction of a bank account.
    """

    def __copy__(self, /) -> SharedTransaction: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedTransaction: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        amount: int,
        at: datetime,
        account: str | None = None,
        salt_id: str | None = None,
        side: TransactionSide | str | None = None,
        status: TransactionStatus | str | None = None,
        operation_type: TransactionType | str | None = None,
        currency: str | None = None,
        category: str | None = None,
        counterparty_name: str | None = None,
        reference: str | None = None,
        provider: str | None = None,
        settled_balance: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> SharedTransaction: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account(self, /) -> str | None:
        """
        The account's id, as `SharedAccount` has it.
        """

    @property
    def amount(self, /) -> int:
        """
        The amount; in cents as far as is known, the contract names no unit.
        """

    @property
    def at(self, /) -> datetime:
        """
        When it happened.
        """

    @property
    def category(self, /) -> str | None:
        """
        What it is for: salaries, for instance.
        """

    @property
    def counterparty_name(self, /) -> str | None:
        """
        Who is at the other end.
        """

    @property
    def currency(self, /) -> str | None:
        """
        Its currency, ISO 4217: `EUR`. Historic codes occur.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SharedTransaction:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def operation_type(self, /) -> TransactionType | None:
        """
        How it came about.
        """

    @property
    def provider(self, /) -> str | None:
        """
        Where the data comes from; `MANUAL` when it was entered by hand.
        """

    @property
    def reference(self, /) -> str | None:
        """
        The bank's reference.
        """

    @property
    def salt_id(self, /) -> str | None:
        """
        An id of your choice that no other transaction has, its id at the bank for instance: the same one twice is one
        transaction. Without one it is derived from the company and from all that the row says, when it is sent. Rows of
        one upload that say the same then count as several, and the same rows of another upload as the same.
        """

    @property
    def settled_balance(self, /) -> int | None:
        """
        The account's balance after it; in cents as far as is known, the contract names no unit.
        """

    @property
    def side(self, /) -> TransactionSide | None:
        """
        Which way the money moved.
        """

    @property
    def status(self, /) -> TransactionStatus | None:
        """
        Where it stands.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class SharedTransactions:
    """
    Bank transactions of a company. What was uploaded before is not changed.
    """

    def __copy__(self, /) -> SharedTransactions: ...
    def __deepcopy__(self, /, _memo: Any) -> SharedTransactions: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str,
        identifier_type: IdentifierType | str,
        transactions: abc.Sequence[SharedTransaction] = ...,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        batch_id: UUID | None = None,
        extra: dict[str, Any] = ...,
    ) -> SharedTransactions: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def batch_id(self, /) -> UUID | None:
        """
        The batch that this belongs to.
        """

    @property
    def end_date(self, /) -> datetime | None:
        """
        Until when the data is complete.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SharedTransactions:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str:
        """
        The number that names the company.
        """

    @property
    def identifier_type(self, /) -> IdentifierType:
        """
        Which register it comes from.
        """

    @property
    def start_date(self, /) -> datetime | None:
        """
        From when the data is complete.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def transactions(self, /) -> list[SharedTransaction]:
        """
        The transactions.
        """

@final
class SharingDuration:
    """
    For how long the revenue of a borrower is shared.
    """

    FOREVER: Final[SharingDuration]
    "\n    Without end.\n    "
    SIX_MONTHS: Final[SharingDuration]
    "\n    For six months.\n    "
    TWELVE_MONTHS: Final[SharingDuration]
    "\n    For twelve months.\n    "
    TWENTY_FOUR_MONTHS: Final[SharingDuration]
    "\n    For twenty-four months.\n    "

    def __copy__(self, /) -> SharingDuration: ...
    def __deepcopy__(self, /, _memo: Any) -> SharingDuration: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> SharingDuration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Signature:
    """
    When the borrower accepted the terms.
    """

    def __copy__(self, /) -> Signature: ...
    def __deepcopy__(self, /, _memo: Any) -> Signature: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, signed_at: datetime, wait_for_ready: bool | None = None, extra: dict[str, Any] = ...
    ) -> Signature: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Signature:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def signed_at(self, /) -> datetime:
        """
        The moment, usually that of a click in your terms.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def wait_for_ready(self, /) -> bool | None:
        """
        Whether to wait, 4 to 8 seconds and at most 30, until a loan can be requested.
        """

@final
class SignatureSettings:
    """
    How a contract is signed.
    """

    def __copy__(self, /) -> SignatureSettings: ...
    def __deepcopy__(self, /, _memo: Any) -> SignatureSettings: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        contract_template_name: ContractTemplate | str,
        signing_fields: abc.Sequence[SigningField],
        automatic_signer: AutomaticSigner | None = None,
        extra: dict[str, Any] = ...,
    ) -> SignatureSettings: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def automatic_signer(self, /) -> AutomaticSigner | None:
        """
        Who signs automatically.
        """

    @property
    def contract_template_name(self, /) -> ContractTemplate:
        """
        What the contract is made from.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SignatureSettings:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def signing_fields(self, /) -> list[SigningField]:
        """
        Where it is signed.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class SigningField:
    """
    A place in a contract that is filled in. The contract names no unit for its measures.
    """

    def __copy__(self, /) -> SigningField: ...
    def __deepcopy__(self, /, _memo: Any) -> SigningField: ...
    def __eq__(self, value: object, /) -> bool: ...
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
        extra: dict[str, Any] = ...,
    ) -> SigningField: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SigningField:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def height(self, /) -> int | None:
        """
        Its height.
        """

    @property
    def kind(self, /) -> SigningFieldKind | None:
        """
        What is put in.
        """

    @property
    def mention(self, /) -> str | None:
        """
        The text that is put in.
        """

    @property
    def page(self, /) -> int:
        """
        The number of its page.
        """

    @property
    def position_x(self, /) -> int:
        """
        Where it is across the page.
        """

    @property
    def position_y(self, /) -> int:
        """
        Where it is along the height of the page.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def width(self, /) -> int:
        """
        Its width.
        """

@final
class SigningFieldKind:
    """
    What is put into a field of a contract.
    """

    MENTION: Final[SigningFieldKind]
    "\n    A text.\n    "
    SIGNATURE: Final[SigningFieldKind]
    "\n    A signature.\n    "

    def __copy__(self, /) -> SigningFieldKind: ...
    def __deepcopy__(self, /, _memo: Any) -> SigningFieldKind: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> SigningFieldKind: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Store:
    """
    What is remembered between two runs of a program: companies and loans that are being sent, enrolments that are not
    finished, and events that were received.

    It holds company numbers, tokens and outcomes: no key, no account, no person. Safe to share between threads, and after
    a fork.
    """

    def __repr__(self, /) -> str: ...
    def forget_events(self, /, before: datetime) -> None:
        """
        Forgets events that were received before then.
        """

    def forget_job(self, /, name: str) -> None:
        """
        Forgets a job: all of its entries.
        """

    @staticmethod
    def in_memory() -> Store:
        """
        A store that forgets with the process, for tests.
        """

    def jobs(self, /) -> list[str]:
        """
        The names of all jobs: portfolios, and lists of those who wait.
        """

    @staticmethod
    def postgres(url: str) -> Store:
        """
        A store in a PostgreSQL database, for workers on several machines: `postgresql://user:password@host/database`.
        Makes its tables if they are missing. It needs psycopg: ``pip install 'defacto-sdk[postgres]'``. Raises
        `ConfigurationError` without it or if `url` is no address of a PostgreSQL database, and `StoreError` when the
        database cannot be reached or used, or was written by a newer version.
        """

    @staticmethod
    def sqlite(path: str | PathLike[str]) -> Store:
        """
        A store in one SQLite file, safe against crashes of the process and of the machine. Makes the file if it is missing,
        for its owner alone (mode 0600); one that exists keeps its mode. Raises `StoreError` when it cannot be opened, is
        no store, or was written by a newer version, and `ConfigurationError` if no file is named, or the address of a
        database.
        """

@final
class SubscriptionTerms:
    """
    What a subscription costs.
    """

    def __copy__(self, /) -> SubscriptionTerms: ...
    def __deepcopy__(self, /, _memo: Any) -> SubscriptionTerms: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        monthly_fee_cents: int | None = None,
        sdd_account_detail_id: UUID | None = None,
        extra: dict[str, Any] = ...,
    ) -> SubscriptionTerms: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> SubscriptionTerms:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def monthly_fee_cents(self, /) -> int | None:
        """
        The fee of a month, in cents.
        """

    @property
    def sdd_account_detail_id(self, /) -> UUID | None:
        """
        The account that is debited, by the vendor's id.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Subscriptions:
    """
    Subscriptions: financial products with a monthly fee.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def activate(self, /, subscription_id: UUID | str) -> None:
        """
        Activates a subscription. Blocks.

        The contract does not say what a repetition does, and no operation reads a subscription: ask the
        vendor when the outcome is unknown.

        Operation: `POST /subscription/{subscription_id}/activate`.

        # Errors
        `NotFound` when there is none with this id; `Validation` when it cannot be activated.
        """

@final
class Testing:
    """
    Connectivity, and helpers that exist in sandboxes only.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def generate_business(
        self, /, country: SandboxCountry | str | None = None, is_borrower: bool | None = None
    ) -> NewBorrower:
        """
        Invents a company that can be enrolled; it creates nothing. Sandboxes only. Blocks; safe to repeat.

        Operation: `GET /sandbox/business-generator`.

        # Errors
        `NotFound` outside sandboxes.
        """

    def generate_iban(
        self, /, country: SandboxCountry | str | None = None, scenario: SandboxScenario | str | None = None
    ) -> GeneratedIban:
        """
        Makes an IBAN that steers what happens to payments to it. Sandboxes only. Blocks; safe to repeat.

        Operation: `GET /sandbox/iban-generator`.

        # Errors
        `NotFound` outside sandboxes.
        """

    def generate_invoice(self, /, body: GeneratedInvoiceRequest) -> GeneratedInvoice:
        """
        Invents an invoice whose account steers what happens to payments to it; it creates nothing: send it
        with `invoices.create`. Sandboxes only. Blocks.

        A repetition makes another example; nothing is kept of the first.

        Operation: `POST /sandbox/invoice-generator`.

        # Errors
        `NotFound` outside sandboxes; `Validation` when a company is not accepted.
        """

    def hello(self, /) -> str:
        """
        Checks the key and the connection: the API's greeting. Blocks; safe to repeat.

        Operation: `GET /hello`.

        # Errors
        `Authentication` when the key is not accepted; `Transport` and `Timeout` when the API is not reached.
        """

    def set_eligibility(self, /, body: BusinessEligibility) -> None:
        """
        Makes a company eligible or not. Sandboxes only. Blocks.

        A repetition sets the same again. Look with `eligibility.borrower`.

        Operation: `POST /sandbox/business-eligible`.

        # Errors
        `NotFound` outside sandboxes; `Validation` when the identifier is not accepted.
        """

@final
class TimeSheet:
    """
    A time sheet.
    """

    def __copy__(self, /) -> TimeSheet: ...
    def __deepcopy__(self, /, _memo: Any) -> TimeSheet: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, document_name: str, document_binary_base64: str, extra: dict[str, Any] = ...
    ) -> TimeSheet: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def document_binary_base64(self, /) -> str:
        """
        The file's content in Base64.
        """

    @property
    def document_name(self, /) -> str:
        """
        The file's name with its extension.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> TimeSheet:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class TradeParty:
    """
    A company that buys, sells or otherwise takes part, by whatever is known of it. Nothing is required by the
    contract; give the number where you have it.
    """

    def __copy__(self, /) -> TradeParty: ...
    def __deepcopy__(self, /, _memo: Any) -> TradeParty: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        name: str | None = None,
        vat_number: str | None = None,
        address: Address | None = None,
        contact: ContactPerson | None = None,
        extra: dict[str, Any] = ...,
    ) -> TradeParty: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Address | None:
        """
        Registered address.
        """

    @property
    def contact(self, /) -> ContactPerson | None:
        """
        Whom to reach there.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> TradeParty:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def identifier(self, /) -> str | None:
        """
        The number that names the company, without blanks.
        """

    @property
    def identifier_type(self, /) -> IdentifierType | None:
        """
        Which register the number comes from.
        """

    @property
    def name(self, /) -> str | None:
        """
        Legal name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def vat_number(self, /) -> str | None:
        """
        VAT number with its country prefix.
        """

@final
class TransactionPeriod:
    """
    Which transactions of an account a batch will hold.
    """

    def __copy__(self, /) -> TransactionPeriod: ...
    def __deepcopy__(self, /, _memo: Any) -> TransactionPeriod: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, account: str, start_date: datetime, end_date: datetime, extra: dict[str, Any] = ...
    ) -> TransactionPeriod: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account(self, /) -> str:
        """
        The account's id, as its transactions name it.
        """

    @property
    def end_date(self, /) -> datetime:
        """
        Until when.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> TransactionPeriod:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def start_date(self, /) -> datetime:
        """
        From when.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class TransactionSide:
    """
    Which way money moved.
    """

    CREDIT: Final[TransactionSide]
    "\n    Into the account.\n    "
    DEBIT: Final[TransactionSide]
    "\n    Out of the account.\n    "

    def __copy__(self, /) -> TransactionSide: ...
    def __deepcopy__(self, /, _memo: Any) -> TransactionSide: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> TransactionSide: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class TransactionStatus:
    """
    Where a transaction stands.
    """

    COMPLETED: Final[TransactionStatus]
    "\n    Done.\n    "
    DECLINED: Final[TransactionStatus]
    "\n    Declined.\n    "
    DELETED: Final[TransactionStatus]
    "\n    Deleted.\n    "
    PENDING: Final[TransactionStatus]
    "\n    Under way.\n    "

    def __copy__(self, /) -> TransactionStatus: ...
    def __deepcopy__(self, /, _memo: Any) -> TransactionStatus: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> TransactionStatus: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class TransactionType:
    """
    How a transaction came about.
    """

    ACCOUNT_REMUNERATION: Final[TransactionType]
    "\n    Interest for the account.\n    "
    CARD: Final[TransactionType]
    "\n    Paid by card.\n    "
    CARD_ACQUIRER_PAYOUT: Final[TransactionType]
    "\n    What a card processor paid out.\n    "
    CHEQUE: Final[TransactionType]
    "\n    By cheque.\n    "
    DIRECT_DEBIT: Final[TransactionType]
    "\n    Debited by somebody else.\n    "
    DIRECT_DEBIT_COLLECTION: Final[TransactionType]
    "\n    Debited from somebody else.\n    "
    DIRECT_DEBIT_HOLD: Final[TransactionType]
    "\n    Held back for a debit.\n    "
    FINANCING_INSTALLMENT: Final[TransactionType]
    "\n    An instalment of a loan.\n    "
    INCOME: Final[TransactionType]
    "\n    Money that came in.\n    "
    NRC_PAYMENT: Final[TransactionType]
    "\n    A French tax payment without a mandate.\n    "
    OTHER: Final[TransactionType]
    "\n    Anything else.\n    "
    PAY_LATER: Final[TransactionType]
    "\n    Paid later.\n    "
    QONTO_FEE: Final[TransactionType]
    "\n    A fee of Qonto.\n    "
    RECALL: Final[TransactionType]
    "\n    Called back.\n    "
    SWIFT_INCOME: Final[TransactionType]
    "\n    Money that came in by SWIFT.\n    "
    TRANSFER: Final[TransactionType]
    "\n    A transfer.\n    "

    def __copy__(self, /) -> TransactionType: ...
    def __deepcopy__(self, /, _memo: Any) -> TransactionType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> TransactionType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class TranslatedText:
    """
    A text in four languages.
    """

    def __copy__(self, /) -> TranslatedText: ...
    def __deepcopy__(self, /, _memo: Any) -> TranslatedText: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, de: str, en: str, es: str, fr: str, extra: dict[str, Any] = ...) -> TranslatedText: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def de(self, /) -> str:
        """
        In German.
        """

    @property
    def en(self, /) -> str:
        """
        In English.
        """

    @property
    def es(self, /) -> str:
        """
        In Spanish.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @property
    def fr(self, /) -> str:
        """
        In French.
        """

    @staticmethod
    def from_json(text: str) -> TranslatedText:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class Translations:
    """
    Translations of the vendor's codes.
    """

    _LISTINGS: Final[list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def get_data_type(self, /, data_type: DataRequestType | str) -> DataRequestInfo:
        """
        Names a kind of data that the vendor asks companies for. Blocks; safe to repeat.

        Operation: `GET /business/data-request/data-type/{data_type}`.

        # Errors
        `NotFound` when the kind is not known.
        """

    def get_denial_code(self, /, code: str) -> TranslatedText:
        """
        Explains one denial code. All codes at once: `eligibility.list_reasons`. Blocks; safe to repeat.

        Operation: `GET /translation/denial-code/{code}`.

        # Errors
        `NotFound` when the code is not known.
        """

@final
class VendorAccount:
    """
    An account as the vendor keeps it.
    """

    def __copy__(self, /) -> VendorAccount: ...
    def __deepcopy__(self, /, _memo: Any) -> VendorAccount: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        account_number: str,
        account_number_type: AccountNumberType | str,
        bank_identifier: str,
        bank_identifier_type: BankIdentifierType | str,
        id: str | None = None,
        account_id: str | None = None,
        kind: VendorAccountType | str | None = None,
        providers: dict[str, VendorAccountProvider] = ...,
        extra: dict[str, Any] = ...,
    ) -> VendorAccount: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def account_id(self, /) -> str | None:
        """
        The id of the account that these details belong to; untyped in the contract.
        """

    @property
    def account_number(self, /) -> str:
        """
        The number, at present always an IBAN.
        """

    @property
    def account_number_type(self, /) -> AccountNumberType:
        """
        What the number is.
        """

    @property
    def bank_identifier(self, /) -> str:
        """
        What names the bank, its BIC as a rule.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        What `bank_identifier` is.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> VendorAccount:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str | None:
        """
        Its id; untyped in the contract.
        """

    @property
    def kind(self, /) -> VendorAccountType | None:
        """
        What kind of account it is.
        """

    @property
    def providers(self, /) -> dict[str, VendorAccountProvider]:
        """
        Who keeps it, by name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class VendorAccountProvider:
    """
    An account as who keeps it knows it.
    """

    def __copy__(self, /) -> VendorAccountProvider: ...
    def __deepcopy__(self, /, _memo: Any) -> VendorAccountProvider: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, id: str, provider: PaymentProvider | str, extra: dict[str, Any] = ...
    ) -> VendorAccountProvider: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> VendorAccountProvider:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> str:
        """
        Its id there.
        """

    @property
    def provider(self, /) -> PaymentProvider:
        """
        Who keeps it.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

@final
class VendorAccountType:
    """
    What kind of account it is.
    """

    ORDINARY: Final[VendorAccountType]
    "\n    An ordinary one.\n    "
    STRIPE_CONNECTED_ACCOUNT: Final[VendorAccountType]
    "\n    One at Stripe.\n    "
    TECHNICAL_WALLET: Final[VendorAccountType]
    "\n    A wallet of the vendor's own.\n    "
    VIRTUAL: Final[VendorAccountType]
    "\n    A virtual one.\n    "

    def __copy__(self, /) -> VendorAccountType: ...
    def __deepcopy__(self, /, _memo: Any) -> VendorAccountType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> VendorAccountType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class Webhook:
    """
    A webhook: where the API sends what happens.
    """

    def __copy__(self, /) -> Webhook: ...
    def __deepcopy__(self, /, _memo: Any) -> Webhook: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        name: str,
        to_url: str,
        event_types: abc.Sequence[WebhookEventType | str],
        id: UUID | None = None,
        extra: dict[str, Any] = ...,
    ) -> Webhook: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def event_types(self, /) -> list[WebhookEventType]:
        """
        What is sent.
        """

    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
        """

    @staticmethod
    def from_json(text: str) -> Webhook:
        """
        Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        """

    @property
    def id(self, /) -> UUID | None:
        """
        Its id.
        """

    @property
    def name(self, /) -> str:
        """
        Its name.
        """

    def to_dict(self, /) -> Any:
        """
        The object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
        """

    def to_json(self, /) -> str:
        """
        The object as JSON text, exactly as it is sent.
        """

    @property
    def to_url(self, /) -> str:
        """
        Where events are sent. It holds the secret by which you know them: never log it.
        """

@final
class WebhookChange:
    """
    What `ensure` had to do.
    """

    CREATED: Final[WebhookChange]
    "\n    There was none of this name: it was created.\n    "
    UNCHANGED: Final[WebhookChange]
    "\n    It was there as it should be: nothing was done.\n    "
    UPDATED: Final[WebhookChange]
    "\n    It was there with another URL or other events: it was replaced.\n    "

    def __copy__(self, /) -> WebhookChange: ...
    def __deepcopy__(self, /, _memo: Any) -> WebhookChange: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> WebhookChange: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@disjoint_base
class WebhookEntity:
    """
    What an event is about, typed by the kind of the event.
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
            The line. Its company is `default_borrower`, and the `id` in there is not that of a borrower.
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
        Something that this version does not know, or that does not have the form of its type.
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
    What happened at the API, as a webhook tells it. Nobody signs it: read what it is about again, by `refetch`.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def company(self, /) -> str | None:
        """
        The number of the company whose credit line the event is about, if it says so. A hint as well.
        """

    def entity(self, /) -> WebhookEntity:
        """
        The entity as the event shows it, typed; `Unknown` when it does not have the form of its type. It is a hint, since
        nobody signed the event: act on what `refetch` gives.
        """

    @property
    def entity_state(self, /) -> str:
        """
        The entity as the event shows it, as JSON text with personal data; `entity` gives it typed.
        """

    @property
    def entity_type(self, /) -> str | None:
        """
        The kind of what it happened to, in the vendor's words.
        """

    @property
    def event_type(self, /) -> WebhookEventType:
        """
        What happened.
        """

    @property
    def freshness(self, /) -> Freshness:
        """
        What the receiver knows of it; `New` for an event that was only parsed.
        """

    @staticmethod
    def from_json(text: str) -> WebhookEvent:
        """
        Reads an event from the body of a webhook, or from what `to_json` wrote. Raises `ValidationError` when it is none.
        """

    @property
    def id(self, /) -> str | None:
        """
        The id of what it happened to. With `CreditLine.CREATED` it is not the id of a borrower.
        """

    def refetch(self, /, client: Client) -> WebhookEntity:
        """
        Reads from the API what the event is about, as it is now. Safe to repeat.

        Raises `NotFoundError` when the API has no such entity, or when the event does not say which one it is about.
        """

    @property
    def status(self, /) -> str | None:
        """
        Where the entity stands now.
        """

    @property
    def timestamp(self, /) -> datetime | None:
        """
        When it happened.
        """

    def to_json(self, /) -> str:
        """
        The event as JSON text, to store it or to send it on. It holds personal data.
        """

    @property
    def transition_name(self, /) -> str | None:
        """
        The change that it tells of, in the vendor's words.
        """

@final
class WebhookEventType:
    """
    What a webhook may be told about.
    """

    BORROWER_FINANCIAL_PRODUCT_CREATED: Final[WebhookEventType]
    "\n    A borrower got a financial product.\n    "
    BORROWER_FINANCIAL_PRODUCT_UPDATED: Final[WebhookEventType]
    "\n    A borrower's financial product changed.\n    "
    COUNTERPARTY_CREDIT_LIMIT_CREATED: Final[WebhookEventType]
    "\n    A counterparty got a limit.\n    "
    COUNTERPARTY_CREDIT_LIMIT_UPDATED: Final[WebhookEventType]
    "\n    A counterparty's limit changed.\n    "
    CREDIT_LIMIT_UPDATED: Final[WebhookEventType]
    "\n    A limit changed.\n    "
    CREDIT_LINE_BALANCE_UPDATED: Final[WebhookEventType]
    "\n    What can still be lent on a line changed.\n    "
    CREDIT_LINE_CREATED: Final[WebhookEventType]
    "\n    A borrower got a credit line.\n    "
    CREDIT_LINE_POOL_AMOUNT_UPDATED: Final[WebhookEventType]
    "\n    What can be lent on a line in all changed.\n    "
    INVOICE_DECLINED: Final[WebhookEventType]
    "\n    An invoice was not accepted.\n    "
    INVOICE_DELETED: Final[WebhookEventType]
    "\n    An invoice was deleted.\n    "
    INVOICE_SUBMITTED: Final[WebhookEventType]
    "\n    An invoice was handed in.\n    "
    INVOICE_TO_EDIT: Final[WebhookEventType]
    "\n    An invoice has to be corrected.\n    "
    INVOICE_VERIFIED: Final[WebhookEventType]
    "\n    An invoice was accepted.\n    "
    LOAN_CANCELED: Final[WebhookEventType]
    "\n    A loan was cancelled.\n    "
    LOAN_CLOSED: Final[WebhookEventType]
    "\n    A loan is repaid in full.\n    "
    LOAN_DECLINED: Final[WebhookEventType]
    "\n    A loan was declined.\n    "
    LOAN_DELETED: Final[WebhookEventType]
    "\n    A loan was deleted.\n    "
    LOAN_INITIATED: Final[WebhookEventType]
    "\n    The payout of a loan was ordered.\n    "
    LOAN_ISSUE_DETECTED: Final[WebhookEventType]
    "\n    A payment of a loan went wrong.\n    "
    LOAN_PENDING_VALIDATION: Final[WebhookEventType]
    "\n    A loan is being decided on.\n    "
    LOAN_SCHEDULED: Final[WebhookEventType]
    "\n    The payout of a loan is planned.\n    "
    LOAN_SUBMITTED: Final[WebhookEventType]
    "\n    A loan was requested.\n    "
    LOAN_TO_REPAY: Final[WebhookEventType]
    "\n    A loan was paid out.\n    "
    LOAN_TO_REPAY_FEES: Final[WebhookEventType]
    "\n    The principal of a loan is repaid, fees are still open.\n    "
    LOAN_TO_VALIDATE: Final[WebhookEventType]
    "\n    A loan is offered and waits for `validate`.\n    "
    LOAN_VALIDATED: Final[WebhookEventType]
    "\n    The offer of a loan was accepted.\n    "
    PAYMENT_CANCELED: Final[WebhookEventType]
    "\n    A payment was cancelled.\n    "
    PAYMENT_FAILED: Final[WebhookEventType]
    "\n    A payment failed.\n    "
    PAYMENT_INSTRUCTED: Final[WebhookEventType]
    "\n    The bank was told to pay.\n    "
    PAYMENT_IN_TRANSIT: Final[WebhookEventType]
    "\n    A payment is under way.\n    "
    PAYMENT_PAID: Final[WebhookEventType]
    "\n    A payment was made.\n    "
    PAYMENT_SCHEDULED: Final[WebhookEventType]
    "\n    A payment is planned.\n    "

    def __copy__(self, /) -> WebhookEventType: ...
    def __deepcopy__(self, /, _memo: Any) -> WebhookEventType: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, value: str) -> WebhookEventType: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def is_known(self, /) -> bool:
        """
        Whether this version of the library knows the value.
        """

    @property
    def value(self, /) -> str:
        """
        The value as it is on the wire.
        """

    @staticmethod
    def values() -> list[str]:
        """
        Every value that this version knows.
        """

@final
class WebhookReceiver:
    """
    Receives webhooks: knows the API by the secret in the URL, reads events, and tells what was received before.

    The API signs nothing, so the URL that you subscribe with holds a secret (`new_subscription_url`), and every request
    has to bring it back. Give `receive` the URL and the raw body of a request. Answer 2xx soon, do the work later: how long
    the API waits and whether it tries again is not documented. Safe to share between threads.
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
        Receives webhooks: knows the API by the secret in the URL, reads events, and tells what was received before.

        The API signs nothing, so the URL that you subscribe with holds a secret (`new_subscription_url`), and every
        request has to bring it back. `also_accept` has further URLs, while one takes the place of the other.
        `max_body_bytes` is how long a body may be. Events are remembered in `store`, or the last 10,000 in memory. Safe to
        share between threads. Raises `ConfigurationError` when a URL has no secret, or one that could be guessed.
        """

    def __repr__(self, /) -> str: ...
    def forget(self, /, event: WebhookEvent) -> None:
        """
        Forgets an event that could not be dealt with: its next delivery is new. Raises `StoreError` when that cannot be
        written down.
        """

    @staticmethod
    def new_subscription_url(base: str) -> str:
        """
        A URL to subscribe with: `base` and a new secret of 256 bits in its query, as `token`. Keep it as a secret. Raises
        `ConfigurationError` when the base is no https URL; plain http is accepted for this machine alone.
        """

    def parse(self, /, body: bytes) -> WebhookEvent:
        """
        Reads an event from a body, whoever sent it. Raises `ValidationError` when the body is too long or no event.
        """

    def receive(self, /, url_or_token: str, body: bytes) -> WebhookEvent:
        """
        Receives one request: checks its URL, reads its raw body, and says what is known of the event (`freshness`).

        What the event shows is a hint: read it again with `refetch`. When you cannot deal with the event, call `forget`, so
        that its next delivery is new. Raises `AuthenticationError` when the secret is missing or wrong: answer 404, and do
        not say why. `ValidationError` when the body is no event: answer 400. `StoreError` when it cannot be remembered:
        answer 500.
        """

    def verify(self, /, url_or_token: str) -> bool:
        """
        Whether a request brings the secret: its URL, whole or from the path on, or the secret alone. Takes as long for a
        wrong one as for the right one of the same length.
        """

@final
class Webhooks:
    """
    Webhooks: where the API sends what happens.
    """

    _LISTINGS: Final[builtins.list[str]]
    "\n    The operations that give an iterator over all pages.\n    "

    def create(self, /, body: NewWebhook) -> Webhook:
        """
        Creates a webhook. Blocks.

        A repetition creates a second webhook, and every event comes twice. Look with `list` first, or use
        `ensure`.

        Operation: `POST /webhooks`.

        # Errors
        `Validation` when the URL or a kind of event is not accepted.
        """

    def delete(self, /, webhook_id: UUID | str) -> None:
        """
        Deletes a webhook. Blocks.

        A repetition finds no webhook; the contract does not say what it answers. Look with `list`.

        Operation: `DELETE /webhook/{webhook_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def ensure(self, /, body: NewWebhook) -> EnsuredWebhook:
        """
        Sees to it that there is a webhook of this name with this URL and these events: creates it, replaces it, or leaves
        it as it is. Blocks; safe to repeat, at every start of a service for instance.

        When the answer to a change is lost, the webhook is looked for before anything is said. Webhooks of other names stay
        as they are.

        Within a process one call at a time looks and creates, so threads that ask at once get one webhook; the wait for
        another call ends with the total time-out, and when the call is interrupted. The contract has no such protection
        between processes: two that begin at the same moment may both create a webhook, and every event then comes twice.
        Let one process ensure it, or look afterwards: `list` shows both, and `delete` removes one.

        Operations: `GET /webhooks`, `POST /webhooks`, `PATCH /webhook/{webhook_id}`.

        # Errors
        `Validation` when the URL does not begin with https:// (on loopback http will do), or when it or a kind of event is
        not accepted; `Timeout` or `Interrupted` when another call of this process takes too long; otherwise those of every
        call.
        """

    def list(self, /) -> PageIterator[Webhook]:
        """
        Lists webhooks. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /webhooks`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    def update(self, /, webhook_id: UUID | str, body: NewWebhook) -> Webhook:
        """
        Replaces a webhook: all of it, since the contract requires every field. Blocks.

        A repetition sets the same values again. Look with `list`.

        Operation: `PATCH /webhook/{webhook_id}`.

        # Errors
        `NotFound` when there is none with this id; `Validation` when the URL or a kind of event is not accepted.
        """
