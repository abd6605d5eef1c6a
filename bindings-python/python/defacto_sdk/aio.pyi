from collections import abc
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from defacto_sdk._native import (
    Borrower,
    BorrowerFinancialProduct,
    BusinessEligibility,
    BusinessIdentifier,
    Client,
    CreditLine,
    EligibilityAnswer,
    Enrollment,
    EnrollmentProgress,
    Environment,
    GeneratedIban,
    NewBorrower,
    NewOwner,
    NewRepaymentMethod,
    Owner,
    RawAnswer,
    RepaymentMethod,
    SandboxCountry,
    SandboxScenario,
    Signature,
)

__all__ = ["AsyncClient", "AsyncPageIterator"]
_Item_co = TypeVar("_Item_co", covariant=True)

class AsyncPageIterator(abc.AsyncIterator[_Item_co]):
    """All items of a list, over all its pages. A page is read when its first item is asked for."""

    def __init__(self, client: AsyncClient, start: abc.Callable[[Client], Any]) -> None: ...
    def __aiter__(self) -> AsyncPageIterator[_Item_co]: ...
    async def __anext__(self) -> _Item_co: ...

class _Area:
    def __init__(self, client: AsyncClient, name: str) -> None: ...

class AsyncBorrowers(_Area):
    """
    Borrowers: enrolling, reading, signing, deactivating.
    """

    async def add_owner(self, borrower_id: UUID | str, body: NewOwner) -> Owner:
        """
        Adds the person who signs up for the borrower, with identity documents. Blocks; look before you repeat it.

        Operation: `POST /borrower/{borrower_id}/owner`.

        # Errors
        `NotFound` when there is no borrower with this id; `Validation` when the person's data is not accepted.
        """

    async def deactivate(self, borrower_id: UUID | str) -> None:
        """
        Ends the borrower's business with the vendor: no new loan. Blocks; look before you repeat it.

        Operation: `POST /borrower/{borrower_id}/deactivate`.

        # Errors
        `NotFound` when there is no borrower with this id.
        """

    async def enroll(self, body: NewBorrower) -> Borrower:
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

    async def get(self, borrower_id: UUID | str) -> Borrower:
        """
        Reads one borrower. Blocks; safe to repeat.

        Operation: `GET /borrower/{borrower_id}`.

        # Errors
        `NotFound` when there is none with this id.
        """

    def list(
        self,
        *,
        borrower_id: abc.Sequence[UUID] = ...,
        borrower_identifier: str | None = None,
        from_signed_at: datetime | None = None,
        to_signed_at: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> AsyncPageIterator[Borrower]:
        """
        Lists borrowers, over all pages. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrowers`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

    async def sign(self, borrower_id: UUID | str, body: Signature) -> Borrower:
        """
        Records when the borrower accepted the terms. Blocks; look before you repeat it.

        Operation: `POST /borrower/{borrower_id}/sign`.

        # Errors
        `NotFound` when there is no borrower with this id; `Validation` when the moment is not accepted.
        """

class AsyncCreditLines(_Area):
    """
    Credit lines.
    """

    def list(
        self,
        *,
        borrower: abc.Sequence[str] = ...,
        id: abc.Sequence[UUID] = ...,
        page_size: int | None = None,
        extra: dict[str, Any] = ...,
    ) -> AsyncPageIterator[CreditLine]:
        """
        Lists credit lines, over all pages. Blocks whenever a page is read; safe to repeat.

        While a company is evaluated it has no line: the list is empty then.

        Operation: `GET /credit_lines`.

        # Errors
        Those of every call: `Authentication`, `Transport`, `Timeout`, `Api`.
        """

class AsyncEligibility(_Area):
    """
    Whether a company can be lent to.
    """

    async def borrower(self, body: BusinessIdentifier) -> EligibilityAnswer:
        """
        Asks whether a company could be enrolled. It changes nothing. Blocks; safe to repeat.

        Operation: `POST /eligibility/borrower`.

        # Errors
        `Validation` when the identifier is not accepted.
        """

class AsyncFinancialProducts(_Area):
    """
    The financial products of a borrower.
    """

    def list(self, borrower_id: UUID | str) -> AsyncPageIterator[BorrowerFinancialProduct]:
        """
        Lists the financial products of a borrower. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/financial-products`.

        # Errors
        `NotFound` when there is no borrower with this id.
        """

class AsyncRepaymentMethods(_Area):
    """
    How a borrower repays.
    """

    async def add(self, borrower_id: UUID | str, body: NewRepaymentMethod) -> RepaymentMethod:
        """
        Adds a repayment method, or chooses one. Blocks; look before you repeat it.

        Operation: `POST /borrower/{borrower_id}/repayment-methods`.

        # Errors
        `Validation` when the account is missing or not valid; `NotFound` when there is no borrower with this id.
        """

    def list(self, borrower_id: UUID | str) -> AsyncPageIterator[RepaymentMethod]:
        """
        Lists the repayment methods of a borrower. Blocks whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/repayment-methods`.

        # Errors
        `NotFound` when there is no borrower with this id.
        """

class AsyncTesting(_Area):
    """
    Connectivity, and helpers that exist in sandboxes only.
    """

    async def generate_business(
        self, country: SandboxCountry | str | None = None, is_borrower: bool | None = None
    ) -> NewBorrower:
        """
        Invents a company that can be enrolled; it creates nothing. Sandboxes only. Blocks; safe to repeat.

        Operation: `GET /sandbox/business-generator`.

        # Errors
        `NotFound` outside sandboxes.
        """

    async def generate_iban(
        self, country: SandboxCountry | str | None = None, scenario: SandboxScenario | str | None = None
    ) -> GeneratedIban:
        """
        Makes an IBAN that steers what happens to payments to it. Sandboxes only. Blocks; safe to repeat.

        Operation: `GET /sandbox/iban-generator`.

        # Errors
        `NotFound` outside sandboxes.
        """

    async def hello(self) -> str:
        """
        Checks the key and the connection: the API's greeting. Blocks; safe to repeat.

        Operation: `GET /hello`.

        # Errors
        `Authentication` when the key is not accepted; `Transport` and `Timeout` when the API is not reached.
        """

    async def set_eligibility(self, body: BusinessEligibility) -> None:
        """
        Makes a company eligible or not. Sandboxes only. Blocks; look before you repeat it.

        Operation: `POST /sandbox/business-eligible`.

        # Errors
        `NotFound` outside sandboxes; `Validation` when the identifier is not accepted.
        """

class AsyncClient:
    """A client of the Defacto API for ``asyncio``: the surface of ``Client``, every call awaited."""

    def __init__(
        self,
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
        max_concurrency: int = 32,
    ) -> None: ...
    @classmethod
    def from_env(
        cls,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 35.0,
        total_timeout: float | None = None,
        max_retries: int = 2,
        proxy: str | None = None,
        ca_certificates: bytes | None = None,
        max_response_bytes: int = 16777216,
        max_concurrency: int = 32,
    ) -> AsyncClient:
        """Make a client from ``DEFACTO_API_KEY`` and ``DEFACTO_ENVIRONMENT``. Neither has a default."""

    @property
    def base_url(self) -> str:
        """The URL that all paths are appended to."""

    async def close(self) -> None:
        """Close the connections, for good. Calls under way end with an exception."""

    async def __aenter__(self) -> AsyncClient: ...
    async def __aexit__(self, *exception: object) -> None: ...
    @property
    def borrowers(self) -> AsyncBorrowers:
        """
        Borrowers: enrolling, reading, signing, deactivating.
        """

    @property
    def credit_lines(self) -> AsyncCreditLines:
        """
        Credit lines.
        """

    @property
    def eligibility(self) -> AsyncEligibility:
        """
        Whether a company can be lent to.
        """

    @property
    def financial_products(self) -> AsyncFinancialProducts:
        """
        The financial products of a borrower.
        """

    @property
    def repayment_methods(self) -> AsyncRepaymentMethods:
        """
        How a borrower repays.
        """

    @property
    def testing(self) -> AsyncTesting:
        """
        Connectivity, and helpers that exist in sandboxes only.
        """

    async def enroll(
        self,
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

    async def hello(self) -> str:
        """
        Checks the key and the connection: the API's greeting. Safe to repeat.

        Operation: `GET /hello`. Raises `AuthenticationError` when the key is not accepted.
        """

    async def request(
        self, method: str, path: str, *, query: abc.Mapping[str, object] | None = None, json: str | None = None
    ) -> RawAnswer:
        """
        Calls an endpoint that this library does not know yet.

        `path` begins with a slash; `query` maps names to values; `json` is the body as JSON text. GET is repeated when
        it fails; nothing else is, unless it certainly was not carried out. An answer outside 2xx is an exception.
        """

    async def resume_enrollment(
        self,
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
