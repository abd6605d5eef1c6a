from collections import abc
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar, final
from uuid import UUID

from typing_extensions import Self, disjoint_base

_Item_co = TypeVar("_Item_co", covariant=True)
__all__ = [
    "__version__",
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
        The bank.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        What names the bank.
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
class AccountDetails:
    """
    An account as credit lines name it.
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
        The bank.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType:
        """
        What names the bank.
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

    def add_owner(self, /, borrower_id: UUID | str, body: NewOwner) -> Owner:
        """
        Adds the person who signs up for the borrower, with identity documents. Blocks; look before you repeat it.

        Operation: `POST /borrower/{borrower_id}/owner`.

        # Errors
        `NotFound` when there is no borrower with this id; `Validation` when the person's data is not accepted.
        """

    def deactivate(self, /, borrower_id: UUID | str) -> None:
        """
        Ends the borrower's business with the vendor: no new loan. Blocks; look before you repeat it.

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
        Records when the borrower accepted the terms. Blocks; look before you repeat it.

        Operation: `POST /borrower/{borrower_id}/sign`.

        # Errors
        `NotFound` when there is no borrower with this id; `Validation` when the moment is not accepted.
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
class CancelToken:
    """
    Stops a call from another thread.

    Give it to `CallOptions` and keep a clone; `cancel` ends every call that waits with it within about 50 ms, with
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
    ) -> Client:
        """
        A client of the Defacto API.

        Safe to share between threads, and after a fork. Every call blocks its thread, releases the GIL and can be
        ended with Ctrl-C. `environment` is `Environment.SANDBOX`, `Environment.PRODUCTION` or a base URL. Time-outs
        are in seconds: `connect_timeout` for the connection, `read_timeout` for the answer to begin and for each piece
        of it, `total_timeout` for a call with its repetitions. `ca_certificates` is PEM text of more authorities to
        trust. Raises `ConfigurationError` when something of it cannot be used; sends nothing.
        """

    def __reduce__(self, /) -> str: ...
    def __repr__(self, /) -> str: ...
    @property
    def base_url(self, /) -> str:
        """
        The URL that all paths are appended to.
        """

    @property
    def borrowers(self, /) -> Borrowers:
        """
        Borrowers: enrolling, reading, signing, deactivating.
        """

    def close(self, /) -> None:
        """
        Closes the connections of this client, for good. Calls under way end with an exception.
        """

    @property
    def credit_lines(self, /) -> CreditLines:
        """
        Credit lines.
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
    ) -> Enrollment:
        """
        Enrols a company and, with `wait`, waits for its credit line: the main job, made safe.

        It validates the request; looks for an active borrower of the same company and goes on with that one; else
        sends `POST /borrowers`. When the outcome of that call is unknown (504, time-out, broken connection) it looks
        the company up until the API must have finished, and only then sends the call again. Safe to repeat: the same
        company is not enrolled twice. When the outcome is still unknown (`Pending` without a borrower, or an error with
        `outcome_unknown`) and another process goes on, give it the token as `resume`, so that it does not send too early.

        `wait`: seconds to wait, all in all, for the credit line; without it the outcome is `Enrollment.Pending`.
        `synchronous`: whether the API itself waits before it answers; true with `wait` unless set.
        `direct_debit`: whether your borrowers repay by direct debit, which needs more data.
        `look_up_existing`: whether to look for an active borrower first. `settle_time`: seconds to look the company up
        after a call of unknown outcome; longer than the API's own limit of 30. `poll_interval`: seconds of the first
        pause between two looks. `resume`: the token of an earlier enrolment. `on_progress`: called with an
        `EnrollmentProgress` at every step.

        Raises `ValidationError` with every problem when the request cannot pass; `AuthenticationError`;
        `TransportError`, `TimeoutError` or `ApiError` when the API stays out of reach.
        """

    @property
    def financial_products(self, /) -> FinancialProducts:
        """
        The financial products of a borrower.
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

    def resume_enrollment(
        self,
        /,
        resume: str,
        *,
        wait: float | None = None,
        settle_time: float = 45.0,
        poll_interval: float = 1.0,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
    ) -> Enrollment:
        """
        Goes on with an enrolment that was `Pending`, in this process or another one, with reads only. Safe to repeat.

        The arguments are those of `enroll`. Raises `ValidationError` when the token is none, and `NotFoundError` when
        the API turns out to have created no borrower: enrol the company again then.
        """

    @property
    def testing(self, /) -> Testing:
        """
        Connectivity, and helpers that exist in sandboxes only.
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
        extra: dict[str, Any] = ...,
    ) -> CreditLine: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
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
        VAT on the fees.
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
    Credit lines.
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
        What names the bank; `bic` when it is left out.
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

    def borrower(self, /, body: BusinessIdentifier) -> EligibilityAnswer:
        """
        Asks whether a company could be enrolled. It changes nothing. Blocks; safe to repeat.

        Operation: `POST /eligibility/borrower`.

        # Errors
        `Validation` when the identifier is not accepted.
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

        __match_args__: Final = ("borrower", "credit_line")

        def __new__(cls, /, borrower: Borrower, credit_line: CreditLine) -> Enrollment.Ready: ...
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
class EntityType:
    """
    What kind of object something is. A director is `people` or `business`.
    """

    ACCOUNT: Final[EntityType]
    "\n    An account of the vendor's own records.\n    "
    ACCOUNT_DETAIL_VERIFICATION: Final[EntityType]
    "\n    An account detail verification of the vendor's own records.\n    "
    BILL: Final[EntityType]
    "\n    A bill of the vendor's own records.\n    "
    BORROWER: Final[EntityType]
    "\n    A borrower of the vendor's own records.\n    "
    BORROWER_FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A borrower financial product of the vendor's own records.\n    "
    BUSINESS: Final[EntityType]
    "\n    A company.\n    "
    BUSINESS_EXPOSURE: Final[EntityType]
    "\n    A business exposure of the vendor's own records.\n    "
    BUSINESS_FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A business financial product of the vendor's own records.\n    "
    CONTRACT: Final[EntityType]
    "\n    A contract of the vendor's own records.\n    "
    COUNTERPARTY: Final[EntityType]
    "\n    A counterparty of the vendor's own records.\n    "
    COUNTRY: Final[EntityType]
    "\n    A country of the vendor's own records.\n    "
    CREDIT_CARD: Final[EntityType]
    "\n    A credit card of the vendor's own records.\n    "
    CREDIT_LINE: Final[EntityType]
    "\n    A credit line of the vendor's own records.\n    "
    DATA_REQUEST: Final[EntityType]
    "\n    A data request of the vendor's own records.\n    "
    DEPOSIT: Final[EntityType]
    "\n    A deposit of the vendor's own records.\n    "
    DUE_INTEREST: Final[EntityType]
    "\n    A due interest of the vendor's own records.\n    "
    ELIGIBILITY_REQUEST: Final[EntityType]
    "\n    An eligibility request of the vendor's own records.\n    "
    ENROLLMENT: Final[EntityType]
    "\n    An enrollment of the vendor's own records.\n    "
    ENTITY_ELIGIBILITY: Final[EntityType]
    "\n    An entity eligibility of the vendor's own records.\n    "
    FINANCIAL_PRODUCT: Final[EntityType]
    "\n    A financial product of the vendor's own records.\n    "
    FLAG: Final[EntityType]
    "\n    A flag of the vendor's own records.\n    "
    INSTALLMENT: Final[EntityType]
    "\n    An installment of the vendor's own records.\n    "
    INVOICE: Final[EntityType]
    "\n    An invoice of the vendor's own records.\n    "
    LOAN: Final[EntityType]
    "\n    A loan of the vendor's own records.\n    "
    LOAN_LOG: Final[EntityType]
    "\n    A loan log of the vendor's own records.\n    "
    MANDATE: Final[EntityType]
    "\n    A mandate of the vendor's own records.\n    "
    MAX_EXPOSURE_DEPLOYMENT: Final[EntityType]
    "\n    A max exposure deployment of the vendor's own records.\n    "
    ONBOARDING: Final[EntityType]
    "\n    An onboarding of the vendor's own records.\n    "
    ONBOARDING_FINANCIAL_PRODUCT: Final[EntityType]
    "\n    An onboarding financial product of the vendor's own records.\n    "
    PAYMENT: Final[EntityType]
    "\n    A payment of the vendor's own records.\n    "
    PEOPLE: Final[EntityType]
    "\n    A person.\n    "
    RAC: Final[EntityType]
    "\n    A rac of the vendor's own records.\n    "
    RAW_DATA: Final[EntityType]
    "\n    A raw data of the vendor's own records.\n    "
    RECOLLECTION_DOCUMENT: Final[EntityType]
    "\n    A recollection document of the vendor's own records.\n    "
    REVENUE_SHARE: Final[EntityType]
    "\n    A revenue share of the vendor's own records.\n    "
    SANDBOX_INVOICE: Final[EntityType]
    "\n    A sandbox invoice of the vendor's own records.\n    "
    UNDERWRITING_CHECK: Final[EntityType]
    "\n    An underwriting check of the vendor's own records.\n    "

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
        request_id: str | None = None,
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
    def retryable(self, /) -> bool:
        """
        Whether the same call may succeed later without any change.
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

    def list(self, /, borrower_id: UUID | str) -> PageIterator[BorrowerFinancialProduct]:
        """
        Lists the financial products of a borrower. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/financial-products`.

        # Errors
        `NotFound` when there is no borrower with this id.
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
        mandatory_options: abc.Sequence[str] = ...,
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
    def mandatory_options(self, /) -> list[str]:
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
class PaymentAccount:
    """
    An account that a repayment method debits or credits.
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
        The bank.
        """

    @property
    def bank_identifier_type(self, /) -> BankIdentifierType | None:
        """
        What names the bank.
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
class ProductConfiguration:
    """
    How a product is set up. Most of it is internal to the vendor and kept in `extra`.
    """

    def __copy__(self, /) -> ProductConfiguration: ...
    def __deepcopy__(self, /, _memo: Any) -> ProductConfiguration: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls, /, *, ux: ProductExperience | None = None, extra: dict[str, Any] = ...
    ) -> ProductConfiguration: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
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
        How it appears to users.
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
        cls, /, *, loan_request: LoanRequestLimits | None = None, extra: dict[str, Any] = ...
    ) -> ProductExperience: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def extra(self, /) -> dict[str, Any]:
        """
        Members that this version of the library does not know, as they came; in a request they are sent along.
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

    def add(self, /, borrower_id: UUID | str, body: NewRepaymentMethod) -> RepaymentMethod:
        """
        Adds a repayment method, or chooses one. Blocks; look before you repeat it.

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
class Testing:
    """
    Connectivity, and helpers that exist in sandboxes only.
    """

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

    def hello(self, /) -> str:
        """
        Checks the key and the connection: the API's greeting. Blocks; safe to repeat.

        Operation: `GET /hello`.

        # Errors
        `Authentication` when the key is not accepted; `Transport` and `Timeout` when the API is not reached.
        """

    def set_eligibility(self, /, body: BusinessEligibility) -> None:
        """
        Makes a company eligible or not. Sandboxes only. Blocks; look before you repeat it.

        Operation: `POST /sandbox/business-eligible`.

        # Errors
        `NotFound` outside sandboxes; `Validation` when the identifier is not accepted.
        """
