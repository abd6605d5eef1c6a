"""The calls of ``AsyncClient``. `make stubs` writes this file from the calls of ``Client``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from defacto_sdk._native import Client
from defacto_sdk._waiting import NOT_GIVEN, AsyncLoanTracker, AsyncPageIterator, end, given

if TYPE_CHECKING:
    import builtins
    from collections import abc
    from datetime import datetime
    from os import PathLike
    from typing import BinaryIO
    from uuid import UUID

    from typing_extensions import Self

    from defacto_sdk._native import (
        AccountingEvent,
        AccountingEventType,
        Batch,
        Bill,
        BillSent,
        BillStatus,
        Borrower,
        BorrowerFinancialProduct,
        BusinessEligibility,
        BusinessIdentifier,
        BusinessSegment,
        CancelToken,
        Card,
        CardEntry,
        CardStatusChange,
        Counterparty,
        CreditLine,
        DataRequestInfo,
        DataRequestType,
        DenialCodeInfo,
        EligibilityAnswer,
        Enrollment,
        EnrollmentProgress,
        EnsuredWebhook,
        Environment,
        EphemeralKey,
        EphemeralKeyRequest,
        GeneratedIban,
        GeneratedInvoice,
        GeneratedInvoiceRequest,
        IdentifierType,
        Installment,
        InstallmentPlan,
        Invoice,
        InvoiceChanges,
        InvoiceStatus,
        Language,
        Loan,
        LoanChanges,
        LoanDocumentArchive,
        LoanDocumentRequest,
        LoanEvent,
        LoanOutcome,
        LoanSort,
        LoanStatus,
        LoanType,
        NewBatch,
        NewBorrower,
        NewCounterparty,
        NewInstallmentPlan,
        NewInvoice,
        NewLoan,
        NewOnboarding,
        NewOwner,
        NewRecollectionCase,
        NewRecollectionPlan,
        NewRepaymentMethod,
        NewWebhook,
        Onboarding,
        Owner,
        Payment,
        PaymentMethod,
        PaymentSort,
        PaymentStatus,
        PaymentType,
        Pdf,
        PortfolioRow,
        RawAnswer,
        RecollectionCase,
        RecollectionNotes,
        RecollectionPlan,
        RecollectionPlanProposal,
        Referrer,
        RegisteredBusiness,
        RelationType,
        RepaymentMethod,
        RepaymentTermsChange,
        RepayNow,
        RepayNowLink,
        RevenueShare,
        SandboxCountry,
        SandboxScenario,
        SharedAccounts,
        SharedInvoices,
        SharedTransactions,
        Signature,
        Store,
        TranslatedText,
        Webhook,
    )
    from defacto_sdk._observers import CallObserver
    from defacto_sdk.aio import AsyncPortfolioRun


class _Area:
    def __init__(self, client: Any, native: Any) -> None:
        self._client = client
        self._native = native


class AsyncAccounting(_Area):
    """Accounting: money events of loans."""

    def list_events(
        self,
        *,
        event_type: abc.Sequence[AccountingEventType | str] | AccountingEventType | str | None = None,
        loan_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> AsyncPageIterator[AccountingEvent]:
        """Lists accounting events, over all pages. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /events`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list_events(
                event_type=event_type,
                loan_id=loan_id,
                from_date=from_date,
                to_date=to_date,
                page_size=page_size,
                extra=extra,
            ),
        )


class AsyncBilling(_Area):
    """Billing: bills for fees, and referrers with their revenue shares."""

    async def get_referrer(self, referrer_id: UUID | str) -> Referrer:
        """Reads one referrer. Suspends; safe to repeat.

        Operation: `GET /referrer/{referrer_id}`.

        Raises `NotFoundError` if no referrer has this id.
        """
        answer: Referrer = await end(self._client, self._native.get_referrer(referrer_id))
        return answer

    def list_bills(
        self,
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
    ) -> AsyncPageIterator[Bill]:
        """Lists bills for fees, over all pages: your own bills or those of your borrowers. Suspends whenever a
        page is read; safe to repeat.

        Operation: `GET /bills`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list_bills(
                bill_id=bill_id,
                business_id=business_id,
                business_identifier=business_identifier,
                status=status,
                start_date=start_date,
                end_date=end_date,
                light_bills=light_bills,
                page_size=page_size,
                extra=extra,
            ),
        )

    async def mark_bill_sent(self, bill_id: UUID | str, body: BillSent | abc.Mapping[str, Any]) -> None:
        """Records that you sent a bill to its payer. Send a bill only when it is `VALIDATED`. Suspends.

        The API contract does not define the answer to a repeated call. Check with `list_bills` first: the
        status shows whether the bill was sent.

        Operation: `POST /bill/{bill_id}/sent`.

        Raises `NotFoundError` if no bill has this id; `ValidationError` if the bill is not ready to be sent.
        """
        await end(self._client, self._native.mark_bill_sent(bill_id, body))

    async def upload_revenue_share_invoice(self, referrer_id: UUID | str, revenue_share_id: UUID | str) -> RevenueShare:
        """Submits the invoice for a revenue share. The API contract describes no body: only the two ids are
        sent. Suspends.

        The API contract does not define what a repeated call does. Check with `get_referrer` first.

        Operation: `POST /referrer/{referrer_id}/upload-invoice/{revenue_share_id}`.

        Raises `NotFoundError` if the referrer or the revenue share does not exist.
        """
        answer: RevenueShare = await end(
            self._client, self._native.upload_revenue_share_invoice(referrer_id, revenue_share_id)
        )
        return answer


class AsyncBorrowers(_Area):
    """Borrowers: enrol, read, sign, deactivate."""

    async def add_owner(self, borrower_id: UUID | str, body: NewOwner | abc.Mapping[str, Any]) -> Owner:
        """Adds the person who signs up for the borrower, with identity documents. Suspends.

        The API contract does not define whether a repeated call adds the person again. Check with `get`
        first: `owner` holds the person on record.

        Operation: `POST /borrower/{borrower_id}/owner`.

        Raises `NotFoundError` if no borrower has this id; `ValidationError` if the API rejects the person's data.
        """
        answer: Owner = await end(self._client, self._native.add_owner(borrower_id, body))
        return answer

    async def deactivate(self, borrower_id: UUID | str) -> None:
        """Deactivates a borrower: it can request no new loan. Suspends.

        The API contract does not define the answer to a repeated call. Check with `get`: the status is
        `DEACTIVATED` once it took effect.

        Operation: `POST /borrower/{borrower_id}/deactivate`.

        Raises `NotFoundError` if no borrower has this id.
        """
        await end(self._client, self._native.deactivate(borrower_id))

    async def enroll(self, body: NewBorrower | abc.Mapping[str, Any]) -> Borrower:
        """Enrols a company with one call: creates the borrower, sets up repayment, evaluates solvency and opens
        the credit line. Suspends.

        This is the bare operation; `client.enroll` also waits for the credit line and handles unknown
        outcomes. The client validates the request first. With `wait_for_ready` the call takes 4 to 8 seconds,
        and the API ends it after 30 seconds with a 504. Without it the call takes 0.3 to 1.5 seconds, and the
        credit line is created later. Not safe to repeat: a second call may create a second borrower. The
        client sends the request again only if it was certainly not carried out.

        Operation: `POST /borrowers`.

        Raises `ValidationError` if the request is invalid, or if mandatory data is missing and the API could not obtain
        it (`missing_fields`). After a 504, a time-out or a broken connection, `outcome_unknown` is true.
        """
        answer: Borrower = await end(self._client, self._native.enroll(body))
        return answer

    async def get(self, borrower_id: UUID | str) -> Borrower:
        """Reads one borrower. Suspends; safe to repeat.

        Operation: `GET /borrower/{borrower_id}`.

        Raises `NotFoundError` if no borrower has this id.
        """
        answer: Borrower = await end(self._client, self._native.get(borrower_id))
        return answer

    def list(
        self,
        *,
        borrower_id: abc.Sequence[UUID | str] | UUID | str | None = None,
        borrower_identifier: str | None = None,
        from_signed_at: datetime | None = None,
        to_signed_at: datetime | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> AsyncPageIterator[Borrower]:
        """Lists borrowers, over all pages. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /borrowers`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list(
                borrower_id=borrower_id,
                borrower_identifier=borrower_identifier,
                from_signed_at=from_signed_at,
                to_signed_at=to_signed_at,
                page_size=page_size,
                extra=extra,
            ),
        )

    async def sign(self, borrower_id: UUID | str, body: Signature | abc.Mapping[str, Any]) -> Borrower:
        """Records when the borrower accepted the terms. Suspends.

        A repeated call records the same time; the API contract defines no answer. Check with `get`:
        `signed_at` holds the recorded time.

        Operation: `POST /borrower/{borrower_id}/sign`.

        Raises `NotFoundError` if no borrower has this id; `ValidationError` if the API rejects the time.
        """
        answer: Borrower = await end(self._client, self._native.sign(borrower_id, body))
        return answer


class AsyncBusinessData(_Area):
    """Sharing data of a company: accounts, transactions, invoices.

    Open a batch, upload data with its id, then close it. The API does not use data of an open batch.
    """

    async def close_batch(self, batch_id: UUID | str) -> Batch:
        """Closes a batch: from then on, the API uses its data. Suspends.

        The API contract does not define the answer to a repeated call, and no operation reads a batch. After
        an unknown outcome, close the batch again.

        Operation: `POST /business/data/batch-upload/{batch_id}/close`.

        Raises `NotFoundError` if no batch has this id; `ValidationError` if it cannot be closed.
        """
        answer: Batch = await end(self._client, self._native.close_batch(batch_id))
        return answer

    async def open_batch(self, body: NewBatch | abc.Mapping[str, Any]) -> Batch:
        """Opens a batch. Cancels an open batch of the same company, unless
        `auto_cancel_ongoing_batch_for_business` is false. Suspends.

        A repeated call opens a second batch and cancels the first one under the same condition. No operation
        reads a batch. After an unknown outcome, open another batch and upload to it.

        Operation: `POST /business/data/batch-upload`.

        Raises `ValidationError` if the API rejects the company or the content.
        """
        answer: Batch = await end(self._client, self._native.open_batch(body))
        return answer

    async def share_accounts(self, body: SharedAccounts | abc.Mapping[str, Any]) -> None:
        """Shares bank accounts with their balances. Suspends.

        The API contract calls `id` the unique id of the account, and does not define what a repeated call
        does. No operation reads shared data. After an unknown outcome within a batch, open another batch,
        which cancels the first one, and upload again.

        Operation: `POST /business/data/accounts`.

        Raises `ValidationError` if the API rejects the data; the API does not say which account.
        """
        await end(self._client, self._native.share_accounts(body))

    async def share_invoices(self, body: SharedInvoices | abc.Mapping[str, Any]) -> None:
        """Shares invoices for the evaluation of the company. Suspends. Each row is identified by its `salt_id`. If
        omitted, it is derived from the content of the row, so a repeated upload has the same keys. The API
        contract calls it the unique id of the row, but does not define the answer to a duplicate. After an
        unknown outcome, send the same rows again.

        Operation: `POST /business/data/invoices`.

        Raises `ValidationError` if a `salt_id` is blank (nothing is sent then), or if the API rejects the data; the API
        does not say which invoice.
        """
        await end(self._client, self._native.share_invoices(body))

    async def share_transactions(self, body: SharedTransactions | abc.Mapping[str, Any]) -> None:
        """Shares bank transactions. Suspends. Each row is identified by its `salt_id`. If omitted, it is derived
        from the content of the row, so a repeated upload has the same keys. The API contract calls it the
        unique id of the row, but does not define the answer to a duplicate. After an unknown outcome, send
        the same rows again.

        Operation: `POST /business/data/account-transactions`.

        Raises `ValidationError` if a `salt_id` is blank (nothing is sent then), or if the API rejects the data; the API
        does not say which transaction.
        """
        await end(self._client, self._native.share_transactions(body))


class AsyncBusinesses(_Area):
    """Companies: their segment, and data of public registers."""

    async def get_segment(self, business_id: UUID | str) -> BusinessSegment:
        """Reads the vendor's segment of a company. Suspends; safe to repeat.

        Operation: `GET /business/{business_id}/segment`.

        Raises `NotFoundError` if no company has this id.
        """
        answer: BusinessSegment = await end(self._client, self._native.get_segment(business_id))
        return answer

    async def search_register(
        self,
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
        """Searches the German commercial register for a company number. The number is unique only together with
        its court, so the answer may list several companies. Suspends; safe to repeat.

        Operation: `GET /business/public-data`.

        Raises `ValidationError` if the API rejects the search.
        """
        answer: list[RegisteredBusiness] = await end(
            self._client,
            self._native.search_register(
                identifier,
                identifier_type=identifier_type,
                name=name,
                street=street,
                postal_code=postal_code,
                city=city,
                country=country,
                extra=extra,
            ),
        )
        return answer


class AsyncCards(_Area):
    """Credit cards of the borrower to which the API key belongs."""

    async def create_ephemeral_key(
        self, card_id: UUID | str, form: EphemeralKeyRequest | abc.Mapping[str, Any]
    ) -> EphemeralKey:
        """Creates a short-lived key with which the issuer's library shows a card's number and security code.
        Suspends.

        The API contract does not define what a second call with this nonce does. No operation lists keys.

        Operation: `POST /cards/{card_id}/ephemeral-key`.

        Raises `NotFoundError` if no card has this id; `ValidationError` if the API rejects the nonce.
        """
        answer: EphemeralKey = await end(self._client, self._native.create_ephemeral_key(card_id, form))
        return answer

    async def export_entries(
        self,
        card_id: UUID | str,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        period: str | None = None,
        extra: dict[str, Any] | None = None,
    ) -> bytes:
        """Exports the payments and refunds of a card as a CSV file for Pennylane. `filter` has either a month, or
        both times. Suspends; safe to repeat.

        Operation: `GET /cards/{card_id}/entries/export`.

        Raises `NotFoundError` if no card has this id; `ValidationError` if the API rejects the period.
        """
        answer: bytes = await end(
            self._client,
            self._native.export_entries(card_id, from_date=from_date, to_date=to_date, period=period, extra=extra),
        )
        return answer

    async def get(self, card_id: UUID | str) -> Card:
        """Reads one card. Suspends; safe to repeat.

        Operation: `GET /cards/{card_id}`.

        Raises `NotFoundError` if no card has this id.
        """
        answer: Card = await end(self._client, self._native.get(card_id))
        return answer

    async def list(self) -> builtins.list[Card]:
        """Lists all cards. Suspends; safe to repeat.

        Operation: `GET /cards`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        answer: builtins.list[Card] = await end(self._client, self._native.list())
        return answer

    async def list_entries(
        self,
        card_id: UUID | str,
        *,
        from_date: datetime | None = None,
        to_date: datetime | None = None,
        extra: dict[str, Any] | None = None,
    ) -> builtins.list[CardEntry]:
        """Lists the payments and refunds of a card. Suspends; safe to repeat.

        Operation: `GET /cards/{card_id}/entries`.

        Raises `NotFoundError` if no card has this id.
        """
        answer: builtins.list[CardEntry] = await end(
            self._client, self._native.list_entries(card_id, from_date=from_date, to_date=to_date, extra=extra)
        )
        return answer

    async def set_status(self, card_id: UUID | str, body: CardStatusChange | abc.Mapping[str, Any]) -> Card:
        """Activates, deactivates or cancels a card. Suspends.

        A repeated call sets the same status again; the API contract defines no answer. Check with `get`.

        Operation: `PATCH /cards/{card_id}/status`.

        Raises `NotFoundError` if no card has this id; `ValidationError` if the card's status does not allow the change.
        """
        answer: Card = await end(self._client, self._native.set_status(card_id, body))
        return answer


class AsyncCounterparties(_Area):
    """Counterparties: companies with which you or your borrowers trade."""

    async def create(self, body: NewCounterparty | abc.Mapping[str, Any]) -> Counterparty:
        """Creates a counterparty, or returns the existing one. Suspends.

        A repeated call returns the existing counterparty: the API creates or finds it. Check with `list`.

        Operation: `POST /counterparties`.

        Raises `ValidationError` if the API rejects the company.
        """
        answer: Counterparty = await end(self._client, self._native.create(body))
        return answer

    async def get(self, counterparty_id: UUID | str) -> Counterparty:
        """Reads one counterparty. Suspends; safe to repeat.

        Operation: `GET /counterparty/{counterparty_id}`.

        Raises `NotFoundError` if no counterparty has this id.
        """
        answer: Counterparty = await end(self._client, self._native.get(counterparty_id))
        return answer

    def list(
        self,
        *,
        business_name: str | None = None,
        identifier: str | None = None,
        identifier_type: IdentifierType | str | None = None,
        relation_types: abc.Sequence[RelationType | str] | RelationType | str | None = None,
        selected_for_financing: bool | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> AsyncPageIterator[Counterparty]:
        """Lists counterparties, over all pages. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /counterparties`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list(
                business_name=business_name,
                identifier=identifier,
                identifier_type=identifier_type,
                relation_types=relation_types,
                selected_for_financing=selected_for_financing,
                page_size=page_size,
                extra=extra,
            ),
        )


class AsyncCreditLines(_Area):
    """Credit lines: amounts that a borrower can borrow, and rates."""

    async def get(self, credit_line_id: UUID | str, at: datetime | None = None) -> CreditLine:
        """Reads one credit line in its present state, or its state at the time `at`. Suspends; safe to repeat.

        Deprecated by the vendor: use `list`, or the financial products of the borrower.

        Operation: `GET /credit_line/{credit_line_id}`.

        Raises `NotFoundError` if no credit line has this id.
        """
        answer: CreditLine = await end(self._client, self._native.get(credit_line_id, at))
        return answer

    async def get_own(self) -> CreditLine:
        """Reads your own credit line: that of the company that owns the API key. Suspends; safe to repeat.

        Deprecated by the vendor: use `list`, or the financial products of the borrower.

        Operation: `GET /credit_line`.

        Raises `NotFoundError` if there is no credit line.
        """
        answer: CreditLine = await end(self._client, self._native.get_own())
        return answer

    def list(
        self,
        *,
        borrower: abc.Sequence[str] | str | None = None,
        id: abc.Sequence[UUID | str] | UUID | str | None = None,
        page_size: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> AsyncPageIterator[CreditLine]:
        """Lists credit lines, over all pages. Suspends whenever a page is read; safe to repeat.

        A company has no credit line while the API evaluates it: the list is then empty.

        Operation: `GET /credit_lines`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client, self._native.list(borrower=borrower, id=id, page_size=page_size, extra=extra)
        )


class AsyncEligibility(_Area):
    """Eligibility of companies for loans."""

    async def beneficiary(self, body: BusinessIdentifier | abc.Mapping[str, Any]) -> EligibilityAnswer:
        """Checks whether a company can receive the payout of a loan. If not, the payout must go to the
        borrower's own account. Changes nothing. Suspends; safe to repeat.

        Operation: `POST /eligibility/beneficiary`.

        Raises `ValidationError` if the API rejects the identifier.
        """
        answer: EligibilityAnswer = await end(self._client, self._native.beneficiary(body))
        return answer

    async def borrower(self, body: BusinessIdentifier | abc.Mapping[str, Any]) -> EligibilityAnswer:
        """Checks whether a company could be enrolled. Changes nothing. Suspends; safe to repeat.

        Operation: `POST /eligibility/borrower`.

        Raises `ValidationError` if the API rejects the identifier.
        """
        answer: EligibilityAnswer = await end(self._client, self._native.borrower(body))
        return answer

    async def list_reasons(self) -> list[DenialCodeInfo]:
        """Lists all denial codes with their meaning in four languages. Suspends; safe to repeat.

        Operation: `GET /eligibility/reasons`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        answer: list[DenialCodeInfo] = await end(self._client, self._native.list_reasons())
        return answer


class AsyncFinancialProducts(_Area):
    """Financial products of a borrower."""

    def list(self, borrower_id: UUID | str) -> AsyncPageIterator[BorrowerFinancialProduct]:
        """Lists the financial products of a borrower. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/financial-products`.

        Raises `NotFoundError` if no borrower has this id.
        """
        return AsyncPageIterator(self._client, self._native.list(borrower_id))


class AsyncInstallments(_Area):
    """Instalments: repayment plans of loans, and their payments."""

    async def create_plan(self, body: NewInstallmentPlan | abc.Mapping[str, Any]) -> InstallmentPlan:
        """Creates a plan that replaces the repayment dates of loans. Suspends; safe to repeat, with automatic
        retries.

        The API answers a repeated request with the existing plan. It finds the plan by the `salt_id`, or by
        the loans if `salt_id` is omitted. For a second plan on the same loans, set a new `salt_id`. An error
        holds the `salt_id` that was sent.

        Operation: `POST /installment-plans`.

        Raises `ValidationError` if the `salt_id` is blank (nothing is sent then), or if the API rejects the plan.
        """
        answer: InstallmentPlan = await end(self._client, self._native.create_plan(body))
        return answer

    async def get_plan(self, installment_plan_id: UUID | str) -> InstallmentPlan:
        """Reads one plan. Suspends; safe to repeat.

        Operation: `GET /installment-plan/{installment_plan_id}`.

        Raises `NotFoundError` if no plan has this id.
        """
        answer: InstallmentPlan = await end(self._client, self._native.get_plan(installment_plan_id))
        return answer

    def list(
        self,
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
    ) -> AsyncPageIterator[Installment]:
        """Lists instalments, over all pages. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /installments`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list(
                installment_plan_ids=installment_plan_ids,
                loan_ids=loan_ids,
                to_pay_at_gt=to_pay_at_gt,
                to_pay_at_lt=to_pay_at_lt,
                paid_at_gt=paid_at_gt,
                paid_at_lt=paid_at_lt,
                updated_at_gt=updated_at_gt,
                updated_at_lt=updated_at_lt,
                page_size=page_size,
                extra=extra,
            ),
        )


class AsyncInvoices(_Area):
    """Invoices to be financed by loans.

    Statuses of an invoice: `submit` moves it from `TO_SUBMIT` to `SUBMITTED`; verification ends in
    `VERIFIED`, `TO_EDIT` or `DECLINED`.
    """

    async def create(self, body: NewInvoice | abc.Mapping[str, Any]) -> Invoice:
        """Creates an invoice, as a draft or for verification at once. Suspends.

        A repeated call creates a second invoice, because the request has no idempotency key. Check with
        `list` first, by seller and invoice number.

        Operation: `POST /invoices`.

        Raises `ValidationError` if the document is no PDF in Base64 (then nothing is sent), or if the API rejects the
        invoice.
        """
        answer: Invoice = await end(self._client, self._native.create(body))
        return answer

    async def delete(self, invoice_id: UUID | str) -> Invoice:
        """Deletes an invoice and returns it. Suspends.

        The API contract does not define the answer to a repeated call. Check with `get`: the status is
        `DELETED` once the call took effect.

        Operation: `DELETE /invoice/{invoice_id}`.

        Raises `NotFoundError` if no invoice has this id; `ValidationError` if a loan finances it.
        """
        answer: Invoice = await end(self._client, self._native.delete(invoice_id))
        return answer

    async def get(self, invoice_id: UUID | str) -> Invoice:
        """Reads one invoice. Suspends; safe to repeat.

        Operation: `GET /invoice/{invoice_id}`.

        Raises `NotFoundError` if no invoice has this id.
        """
        answer: Invoice = await end(self._client, self._native.get(invoice_id))
        return answer

    def list(
        self,
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
    ) -> AsyncPageIterator[Invoice]:
        """Lists invoices, over all pages. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /invoices`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list(
                invoice_id=invoice_id,
                status=status,
                buyer=buyer,
                seller=seller,
                query=query,
                linked_to_loan=linked_to_loan,
                linked_to_loan_paid_after=linked_to_loan_paid_after,
                linked_to_loan_paid_before=linked_to_loan_paid_before,
                page_size=page_size,
                extra=extra,
            ),
        )

    async def submit(self, invoice_id: UUID | str, body: InvoiceChanges | abc.Mapping[str, Any]) -> Invoice:
        """Submits an invoice for verification, with last changes. Suspends.

        The status changes from `TO_SUBMIT` or `TO_EDIT` to `SUBMITTED`. The API contract does not define the
        answer to a repeated call. Check with `get`: the status shows whether the call took effect.

        Operation: `POST /invoice/{invoice_id}/submit`.

        Raises `NotFoundError` if no invoice has this id; `ValidationError` with the missing fields.
        """
        answer: Invoice = await end(self._client, self._native.submit(invoice_id, body))
        return answer

    async def update(self, invoice_id: UUID | str, body: InvoiceChanges | abc.Mapping[str, Any]) -> Invoice:
        """Changes an invoice that is `TO_SUBMIT` or `TO_EDIT`. Suspends.

        A repeated call sets the same values again; the API contract defines no answer. Check with `get`.

        Operation: `PATCH /invoice/{invoice_id}`.

        Raises `NotFoundError` if no invoice has this id; `ValidationError` if its status or the API does not allow the change.
        """
        answer: Invoice = await end(self._client, self._native.update(invoice_id, body))
        return answer

    async def upload(
        self,
        file: Pdf | bytes | str | PathLike[str] | BinaryIO,
        buyer: str | None = None,
        seller: str | None = None,
        metadata: str | None = None,
    ) -> Invoice:
        """Creates an invoice from a PDF: the API extracts number, dates and amounts. Suspends.

        `buyer` and `seller` have the form register in capitals, hyphen, number: `SIREN-472618354`. `metadata`
        is your own data as JSON text. The form field of the file is not in the API contract: `file` is sent.

        A repeated call creates a second invoice, because the request has no idempotency key. Check with
        `list` first, by seller.

        Operation: `POST /invoices/upload`.

        Raises `ValidationError` if the API cannot read the PDF.
        """
        answer: Invoice = await end(self._client, self._native.upload(file, buyer, seller, metadata))
        return answer


class AsyncLoans(_Area):
    """Loans: request, accept, change, track, repay."""

    async def archive_documents(
        self, document_type: str, body: LoanDocumentRequest | abc.Mapping[str, Any]
    ) -> LoanDocumentArchive:
        """Creates an archive of loan documents. Changes no loan. Suspends; safe to repeat. `document_type` is the
        vendor's name of the type; the API contract does not define the values.

        Operation: `POST /loan/documents/{document_type}`.

        Raises `NotFoundError` if there is no such document.
        """
        answer: LoanDocumentArchive = await end(self._client, self._native.archive_documents(document_type, body))
        return answer

    async def cancel(self, loan_id: UUID | str) -> Loan:
        """Cancels a loan that is `TO_VALIDATE`, `VALIDATED` or `SCHEDULED`. Suspends.

        The API accepts the call only in these statuses, so a repeated call is refused and changes nothing.
        Check with `get`: the status is `CANCELED` once the call took effect.

        Operation: `POST /loan/{loan_id}/cancel`.

        Raises `NotFoundError` if no loan has this id; `ValidationError` if the loan is in another status.
        """
        answer: Loan = await end(self._client, self._native.cancel(loan_id))
        return answer

    async def get(self, loan_id: UUID | str) -> Loan:
        """Reads one loan. Suspends; safe to repeat.

        Operation: `GET /loan/{loan_id}`.

        Raises `NotFoundError` if no loan has this id.
        """
        answer: Loan = await end(self._client, self._native.get(loan_id))
        return answer

    def list(
        self,
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
    ) -> AsyncPageIterator[Loan]:
        """Lists loans without their documents, over all pages. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /loans`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list(
                id=id,
                borrower=borrower,
                status=status,
                loan_type=loan_type,
                query=query,
                guarantor=guarantor,
                guarantee_called=guarantee_called,
                postponed=postponed,
                to_pay_at_from=to_pay_at_from,
                to_pay_at_to=to_pay_at_to,
                to_repay_at_from=to_repay_at_from,
                to_repay_at_to=to_repay_at_to,
                to_repay_at_within_days=to_repay_at_within_days,
                contractual_repayment_date_from=contractual_repayment_date_from,
                contractual_repayment_date_to=contractual_repayment_date_to,
                sort_by=sort_by,
                page_size=page_size,
                extra=extra,
            ),
        )

    def list_events(self, loan_id: UUID | str) -> AsyncPageIterator[LoanEvent]:
        """Lists the status changes of a loan. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /loan/{loan_id}/events`.

        Raises `NotFoundError` if no loan has this id.
        """
        return AsyncPageIterator(self._client, self._native.list_events(loan_id))

    async def request(self, body: NewLoan | abc.Mapping[str, Any]) -> Loan:
        """Requests a loan. A decline is an answer, not an error: the loan is `DECLINED` and has a
        `denial_reason`. Suspends; safe to repeat.

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
        answer: Loan = await end(self._client, self._native.request(body))
        return answer

    async def set_repayment_terms(self, body: RepaymentTermsChange | abc.Mapping[str, Any]) -> builtins.list[Loan]:
        """Changes when and how loans are repaid. Returns the changed loans. Suspends.

        The API allows only one postponement per loan, so it may refuse a repeated call. Check with `get`
        first: `to_repay_at` and `repayment_method` show the present terms.

        Operation: `PUT /loan/repayment-terms`.

        Raises `ValidationError` if the API rejects the terms, or if the debit can no longer be stopped.
        """
        answer: builtins.list[Loan] = await end(self._client, self._native.set_repayment_terms(body))
        return answer

    async def update(self, loan_id: UUID | str, body: LoanChanges | abc.Mapping[str, Any]) -> Loan:
        """Changes a loan, as far as its status allows. Suspends.

        A repeated call sets the same values again; the API contract defines no answer. Check with `get`.

        Operation: `PATCH /loan/{loan_id}`.

        Raises `NotFoundError` if no loan has this id; `ValidationError` if its status or the API does not allow the change.
        """
        answer: Loan = await end(self._client, self._native.update(loan_id, body))
        return answer

    async def validate(self, loan_id: UUID | str) -> Loan:
        """Accepts the offer of a loan that is `TO_VALIDATE`. Suspends.

        The API accepts the call only in this status, so a repeated call is refused and changes nothing. Check
        with `get`: the status has changed once the call took effect.

        Operation: `POST /loan/{loan_id}/validate`.

        Raises `NotFoundError` if no loan has this id; `ValidationError` if the loan is not `TO_VALIDATE`.
        """
        answer: Loan = await end(self._client, self._native.validate(loan_id))
        return answer


class AsyncOnboardings(_Area):
    """Hosted onboarding: the borrower goes through pages of the vendor."""

    async def create(self, body: NewOnboarding | abc.Mapping[str, Any]) -> Onboarding:
        """Starts an onboarding. Redirect the borrower to `secure_resume_link` if it is present, otherwise to
        `https://app.getdefacto.com/onboarding/continue/{id}` with the id of the onboarding. This is the page in
        production: the API contract names none for sandboxes. Suspends.

        The link is valid for 2 hours, the onboarding for 168. After that, create another one.

        The API ends a call after 30 seconds, and the outcome is then unknown. The API contract does not
        define whether a repeated call starts a second onboarding, and no operation lists onboardings. Check
        with `borrowers.list` first whether the company is a borrower.

        Operation: `POST /onboardings`.

        Raises `ValidationError` if the API rejects the request.
        """
        answer: Onboarding = await end(self._client, self._native.create(body))
        return answer

    async def get(self, onboarding_id: UUID | str) -> Onboarding:
        """Reads an onboarding: its status and, once completed, the id of the borrower. Suspends; safe to repeat.

        Operation: `GET /onboarding/{onboarding_id}`.

        Raises `NotFoundError` if no onboarding has this id.
        """
        answer: Onboarding = await end(self._client, self._native.get(onboarding_id))
        return answer


class AsyncPayments(_Area):
    """Payments of all types, and payment links."""

    def list(
        self,
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
    ) -> AsyncPageIterator[Payment]:
        """Lists payments, over all pages. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /payments`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(
            self._client,
            self._native.list(
                id=id,
                status=status,
                payment_type=payment_type,
                payment_method=payment_method,
                loan_id=loan_id,
                deposit_id=deposit_id,
                payment_intent_id=payment_intent_id,
                references=references,
                from_account_id=from_account_id,
                to_account_id=to_account_id,
                from_date=from_date,
                to_date=to_date,
                paid_after=paid_after,
                paid_before=paid_before,
                updated_after=updated_after,
                is_reconciled=is_reconciled,
                include_bills=include_bills,
                include_loans=include_loans,
                include_payment_intents=include_payment_intents,
                sort_by=sort_by,
                page_size=page_size,
                extra=extra,
            ),
        )

    async def repay_now(self, body: RepayNow | abc.Mapping[str, Any]) -> RepayNowLink:
        """Creates a payment link: a page where the borrower pays now. Suspends.

        The API contract does not define whether a repeated call creates a second page, and no operation lists
        the pages. Check with `payments.list` for a payment before you send a second link.

        Operation: `POST /repay/now`.

        Raises `ValidationError` if the API rejects the amount or the address.
        """
        answer: RepayNowLink = await end(self._client, self._native.repay_now(body))
        return answer


class AsyncRecollection(_Area):
    """Recollection: recovery of late money, in cases."""

    async def compute_plan(
        self, recollection_case_id: UUID | str, body: RecollectionPlanProposal | abc.Mapping[str, Any]
    ) -> NewRecollectionPlan:
        """Computes an instalment plan that `create_plan` accepts. Creates nothing. Suspends; safe to repeat.

        Operation: `POST /recollection-case/{recollection_case_id}/installment-plans/compute`.

        Raises `NotFoundError` if no case has this id; `ValidationError` if no such plan is possible.
        """
        answer: NewRecollectionPlan = await end(self._client, self._native.compute_plan(recollection_case_id, body))
        return answer

    async def create_case(self, body: NewRecollectionCase | abc.Mapping[str, Any]) -> RecollectionCase:
        """Opens a recollection case. Suspends.

        The API contract does not define whether a second call opens a second case. Check with `list_cases`.

        Operation: `POST /recollection-cases`.

        Raises `ValidationError` if the API rejects the company or a loan.
        """
        answer: RecollectionCase = await end(self._client, self._native.create_case(body))
        return answer

    async def create_plan(
        self, recollection_case_id: UUID | str, body: NewRecollectionPlan | abc.Mapping[str, Any]
    ) -> RecollectionPlan:
        """Creates an instalment plan in a case. Suspends.

        The request has no idempotency key, and the API contract does not define whether a repeated call
        creates a second plan. Check with `installments.list` first, by the loans of the case.

        Operation: `POST /recollection-case/{recollection_case_id}/installment-plans`.

        Raises `NotFoundError` if no case has this id; `ValidationError` if the API rejects the plan.
        """
        answer: RecollectionPlan = await end(self._client, self._native.create_plan(recollection_case_id, body))
        return answer

    async def get_case(self, recollection_case_id: UUID | str) -> RecollectionCase:
        """Reads one recollection case. Suspends; safe to repeat.

        Operation: `GET /recollection-case/{recollection_case_id}`.

        Raises `NotFoundError` if no case has this id.
        """
        answer: RecollectionCase = await end(self._client, self._native.get_case(recollection_case_id))
        return answer

    def list_cases(self, identifier: str, identifier_type: IdentifierType | str) -> AsyncPageIterator[RecollectionCase]:
        """Lists the recollection cases of a company. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /recollection-cases`.

        Raises `ValidationError` if the API rejects the identifier.
        """
        return AsyncPageIterator(self._client, self._native.list_cases(identifier, identifier_type))

    async def set_notes(
        self, recollection_case_id: UUID | str, body: RecollectionNotes | abc.Mapping[str, Any]
    ) -> RecollectionCase:
        """Replaces the notes of a case. Suspends.

        A repeated call sets the same notes again. Check with `get_case`.

        Operation: `PUT /recollection-case/{recollection_case_id}`.

        Raises `NotFoundError` if no case has this id.
        """
        answer: RecollectionCase = await end(self._client, self._native.set_notes(recollection_case_id, body))
        return answer


class AsyncRepaymentMethods(_Area):
    """Repayment methods of borrowers."""

    async def add(self, borrower_id: UUID | str, body: NewRepaymentMethod | abc.Mapping[str, Any]) -> RepaymentMethod:
        """Adds or chooses a repayment method. Suspends.

        The API contract does not define whether a second call adds a second method. First check with `list`.

        Operation: `POST /borrower/{borrower_id}/repayment-methods`.

        Raises `ValidationError` if the account is missing or invalid; `NotFoundError` if no borrower has this id.
        """
        answer: RepaymentMethod = await end(self._client, self._native.add(borrower_id, body))
        return answer

    def list(self, borrower_id: UUID | str) -> AsyncPageIterator[RepaymentMethod]:
        """Lists the repayment methods of a borrower. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /borrower/{borrower_id}/repayment-methods`.

        Raises `NotFoundError` if no borrower has this id.
        """
        return AsyncPageIterator(self._client, self._native.list(borrower_id))


class AsyncSubscriptions(_Area):
    """Subscriptions: financial products with a monthly fee."""

    async def activate(self, subscription_id: UUID | str) -> None:
        """Activates a subscription. Suspends.

        The API contract does not define what a repeated call does, and no operation reads a subscription. If
        the outcome is unknown, ask the vendor.

        Operation: `POST /subscription/{subscription_id}/activate`.

        Raises `NotFoundError` if no subscription has this id; `ValidationError` if the subscription cannot be activated.
        """
        await end(self._client, self._native.activate(subscription_id))


class AsyncTesting(_Area):
    """Connection check, and helpers that exist only in sandboxes."""

    async def generate_business(
        self, country: SandboxCountry | str | None = None, is_borrower: bool | None = None
    ) -> NewBorrower:
        """Generates the request for a test company, to be sent with `borrowers.enroll`. Creates nothing.
        Sandboxes only. Suspends; safe to repeat.

        `country` is that of the company; `FRA` if omitted. `is_borrower` is whether the company is to be a
        borrower; true if omitted.

        Operation: `GET /sandbox/business-generator`.

        Raises `NotFoundError` outside a sandbox.
        """
        answer: NewBorrower = await end(self._client, self._native.generate_business(country, is_borrower))
        return answer

    async def generate_iban(
        self, country: SandboxCountry | str | None = None, scenario: SandboxScenario | str | None = None
    ) -> GeneratedIban:
        """Generates a test IBAN that sets the result of payments to it. Sandboxes only. Suspends; safe to repeat.

        `country` is that of the IBAN; `FRA` if omitted. `scenario` is the result; `SUCCESS` if omitted.

        Operation: `GET /sandbox/iban-generator`.

        Raises `NotFoundError` outside a sandbox.
        """
        answer: GeneratedIban = await end(self._client, self._native.generate_iban(country, scenario))
        return answer

    async def generate_invoice(self, body: GeneratedInvoiceRequest | abc.Mapping[str, Any]) -> GeneratedInvoice:
        """Generates a test invoice whose account sets the result of payments to it. Creates nothing: send the
        invoice with `invoices.create`. Sandboxes only. Suspends.

        A repeated call generates another invoice; the API keeps nothing of the first.

        Operation: `POST /sandbox/invoice-generator`.

        Raises `NotFoundError` outside a sandbox; `ValidationError` if the API rejects a company.
        """
        answer: GeneratedInvoice = await end(self._client, self._native.generate_invoice(body))
        return answer

    async def hello(self) -> str:
        """Checks the API key and the connection. Returns the greeting of the API. Suspends; safe to repeat.

        Operation: `GET /hello`.

        Raises `AuthenticationError` if the API rejects the key; `TransportError` or `TimeoutError` if the API is unreachable.
        """
        answer: str = await end(self._client, self._native.hello())
        return answer

    async def set_eligibility(self, body: BusinessEligibility | abc.Mapping[str, Any]) -> None:
        """Sets whether a company is eligible. Sandboxes only. Suspends.

        A repeated call sets the same value again. Check with `eligibility.borrower`.

        Operation: `POST /sandbox/business-eligible`.

        Raises `NotFoundError` outside a sandbox; `ValidationError` if the API rejects the identifier.
        """
        await end(self._client, self._native.set_eligibility(body))


class AsyncTranslations(_Area):
    """Translations of the vendor's codes."""

    async def get_data_type(self, data_type: DataRequestType | str) -> DataRequestInfo:
        """Reads the name of a data request type. Suspends; safe to repeat.

        Operation: `GET /business/data-request/data-type/{data_type}`.

        Raises `NotFoundError` if the type is unknown.
        """
        answer: DataRequestInfo = await end(self._client, self._native.get_data_type(data_type))
        return answer

    async def get_denial_code(self, code: str) -> TranslatedText:
        """Reads the meaning of a denial code. `eligibility.list_reasons` lists all. Suspends; safe to repeat.

        Operation: `GET /translation/denial-code/{code}`.

        Raises `NotFoundError` if the code is unknown.
        """
        answer: TranslatedText = await end(self._client, self._native.get_denial_code(code))
        return answer


class AsyncWebhooks(_Area):
    """Webhooks: URLs to which the API sends events."""

    async def create(self, body: NewWebhook | abc.Mapping[str, Any]) -> Webhook:
        """Creates a webhook. Suspends.

        A repeated call creates a second webhook, and each event is sent twice. Use `ensure`, or check with
        `list`.

        Operation: `POST /webhooks`.

        Raises `ValidationError` if the URL does not begin with https:// (http is accepted on loopback; nothing is sent then),
        or if the API rejects the URL or an event type.
        """
        answer: Webhook = await end(self._client, self._native.create(body))
        return answer

    async def delete(self, webhook_id: UUID | str) -> None:
        """Deletes a webhook. Suspends.

        A repeated call finds no webhook; the API contract defines no answer. Check with `list`.

        Operation: `DELETE /webhook/{webhook_id}`.

        Raises `NotFoundError` if no webhook has this id.
        """
        await end(self._client, self._native.delete(webhook_id))

    async def ensure(self, body: NewWebhook | abc.Mapping[str, Any]) -> EnsuredWebhook:
        """Ensures that a webhook has this name, URL and event types: creates it, replaces it or leaves it
        unchanged. Webhooks with other names stay unchanged. Suspends; safe to repeat, for example at each
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
        answer: EnsuredWebhook = await end(self._client, self._native.ensure(body))
        return answer

    def list(self) -> AsyncPageIterator[Webhook]:
        """Lists webhooks. Suspends whenever a page is read; safe to repeat.

        Operation: `GET /webhooks`.

        Raises those of every call: `AuthenticationError`, `TransportError`, `TimeoutError`, `ApiError`.
        """
        return AsyncPageIterator(self._client, self._native.list())

    async def update(self, webhook_id: UUID | str, body: NewWebhook | abc.Mapping[str, Any]) -> Webhook:
        """Replaces all fields of a webhook, because the API contract requires every field. Suspends.

        A repeated call sets the same values again. Check with `list`.

        Operation: `PATCH /webhook/{webhook_id}`.

        Raises `NotFoundError` if no webhook has this id; `ValidationError` if the URL does not begin with https:// (http is accepted
        on loopback; nothing is sent then), or if the API rejects the URL or an event type.
        """
        answer: Webhook = await end(self._client, self._native.update(webhook_id, body))
        return answer


class AsyncCalls:
    """The areas of the API, and the calls of the client itself."""

    _native: Any
    _sync: Client
    _max_concurrency: int | None

    def _take_over(self, client: Client, max_concurrency: int | None) -> None:
        raise NotImplementedError

    def _portfolio_run(self, run: Any) -> AsyncPortfolioRun:
        raise NotImplementedError

    def __init__(
        self,
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
        max_concurrency: int | None = None,
    ) -> None:
        self._take_over(
            Client(
                api_key,
                environment,
                connect_timeout=connect_timeout,
                read_timeout=read_timeout,
                total_timeout=total_timeout,
                max_retries=max_retries,
                proxy=proxy,
                ca_certificates=ca_certificates,
                client_certificate=client_certificate,
                max_response_bytes=max_response_bytes,
                default_headers=default_headers,
                app_info=app_info,
                store=store,
                observer=observer,
            ),
            max_concurrency,
        )

    @classmethod
    def from_env(
        cls,
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
        max_concurrency: int | None = None,
    ) -> Self:
        """Create a client from ``DEFACTO_API_KEY`` and ``DEFACTO_ENVIRONMENT``. Neither has a default."""
        made = cls.__new__(cls)
        made._take_over(
            Client.from_env(
                connect_timeout=connect_timeout,
                read_timeout=read_timeout,
                total_timeout=total_timeout,
                max_retries=max_retries,
                proxy=proxy,
                ca_certificates=ca_certificates,
                client_certificate=client_certificate,
                max_response_bytes=max_response_bytes,
                default_headers=default_headers,
                app_info=app_info,
                store=store,
                observer=observer,
            ),
            max_concurrency,
        )
        return made

    def with_options(
        self,
        *,
        connect_timeout: float | None = None,
        read_timeout: float | None = None,
        total_timeout: float | None = None,
        max_retries: int | None = None,
        headers: dict[str, str] | None = None,
        cancel: CancelToken | None = None,
    ) -> Self:
        """Returns the same client with other options. Both share the connections. Options that are not set are
        those of this client. Times are in seconds.

        - `connect_timeout`: How long to wait for a connection.
        - `read_timeout`: How long to wait for the answer to begin, and then for each piece of it.
        - `total_timeout`: How long a call may take in all, with its repetitions. Each page of a list is a call.
        - `max_retries`: How often a call may be sent again where that is safe.
        - `headers`: Headers to send besides those of the client. They replace headers of the same name.
        - `cancel`: A token that ends the calls from another thread.
        """
        made = self.__class__.__new__(self.__class__)
        made._take_over(
            self._sync.with_options(
                connect_timeout=connect_timeout,
                read_timeout=read_timeout,
                total_timeout=total_timeout,
                max_retries=max_retries,
                headers=headers,
                cancel=cancel,
            ),
            self._max_concurrency,
        )
        return made

    @property
    def accounting(self) -> AsyncAccounting:
        """Accounting: money events of loans."""
        return AsyncAccounting(self._native, self._native.accounting)

    @property
    def billing(self) -> AsyncBilling:
        """Billing: bills for fees, and referrers with their revenue shares."""
        return AsyncBilling(self._native, self._native.billing)

    @property
    def borrowers(self) -> AsyncBorrowers:
        """Borrowers: enrol, read, sign, deactivate."""
        return AsyncBorrowers(self._native, self._native.borrowers)

    @property
    def business_data(self) -> AsyncBusinessData:
        """Sharing data of a company: accounts, transactions, invoices.

        Open a batch, upload data with its id, then close it. The API does not use data of an open batch.
        """
        return AsyncBusinessData(self._native, self._native.business_data)

    @property
    def businesses(self) -> AsyncBusinesses:
        """Companies: their segment, and data of public registers."""
        return AsyncBusinesses(self._native, self._native.businesses)

    @property
    def cards(self) -> AsyncCards:
        """Credit cards of the borrower to which the API key belongs."""
        return AsyncCards(self._native, self._native.cards)

    @property
    def counterparties(self) -> AsyncCounterparties:
        """Counterparties: companies with which you or your borrowers trade."""
        return AsyncCounterparties(self._native, self._native.counterparties)

    @property
    def credit_lines(self) -> AsyncCreditLines:
        """Credit lines: amounts that a borrower can borrow, and rates."""
        return AsyncCreditLines(self._native, self._native.credit_lines)

    @property
    def eligibility(self) -> AsyncEligibility:
        """Eligibility of companies for loans."""
        return AsyncEligibility(self._native, self._native.eligibility)

    @property
    def financial_products(self) -> AsyncFinancialProducts:
        """Financial products of a borrower."""
        return AsyncFinancialProducts(self._native, self._native.financial_products)

    @property
    def installments(self) -> AsyncInstallments:
        """Instalments: repayment plans of loans, and their payments."""
        return AsyncInstallments(self._native, self._native.installments)

    @property
    def invoices(self) -> AsyncInvoices:
        """Invoices to be financed by loans.

        Statuses of an invoice: `submit` moves it from `TO_SUBMIT` to `SUBMITTED`; verification ends in
        `VERIFIED`, `TO_EDIT` or `DECLINED`.
        """
        return AsyncInvoices(self._native, self._native.invoices)

    @property
    def loans(self) -> AsyncLoans:
        """Loans: request, accept, change, track, repay."""
        return AsyncLoans(self._native, self._native.loans)

    @property
    def onboardings(self) -> AsyncOnboardings:
        """Hosted onboarding: the borrower goes through pages of the vendor."""
        return AsyncOnboardings(self._native, self._native.onboardings)

    @property
    def payments(self) -> AsyncPayments:
        """Payments of all types, and payment links."""
        return AsyncPayments(self._native, self._native.payments)

    @property
    def recollection(self) -> AsyncRecollection:
        """Recollection: recovery of late money, in cases."""
        return AsyncRecollection(self._native, self._native.recollection)

    @property
    def repayment_methods(self) -> AsyncRepaymentMethods:
        """Repayment methods of borrowers."""
        return AsyncRepaymentMethods(self._native, self._native.repayment_methods)

    @property
    def subscriptions(self) -> AsyncSubscriptions:
        """Subscriptions: financial products with a monthly fee."""
        return AsyncSubscriptions(self._native, self._native.subscriptions)

    @property
    def testing(self) -> AsyncTesting:
        """Connection check, and helpers that exist only in sandboxes."""
        return AsyncTesting(self._native, self._native.testing)

    @property
    def translations(self) -> AsyncTranslations:
        """Translations of the vendor's codes."""
        return AsyncTranslations(self._native, self._native.translations)

    @property
    def webhooks(self) -> AsyncWebhooks:
        """Webhooks: URLs to which the API sends events."""
        return AsyncWebhooks(self._native, self._native.webhooks)

    async def enroll(
        self,
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
        """Enrols a company and, with `wait`, waits for its credit line.

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
        answer: (
            Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready
        ) = await end(
            self._native,
            self._native.enroll(
                new_borrower,
                wait=wait,
                synchronous=synchronous,
                direct_debit=direct_debit,
                look_up_existing=look_up_existing,
                settle_time=settle_time,
                poll_interval=poll_interval,
                resume=resume,
                store=store,
                borrower_id=borrower_id,
                create_new=create_new,
                expect_repayment_method=expect_repayment_method,
                on_progress=on_progress,
            ),
        )
        return answer

    def enroll_many(
        self,
        rows: abc.Iterable[NewBorrower | PortfolioRow | dict[str, Any] | tuple[int, dict[str, Any]]],
        store: Store,
        *,
        name: str = NOT_GIVEN,
        max_in_flight: int = 8,
        calls_per_second: float | None = None,
        wait: float | None = NOT_GIVEN,
        direct_debit: bool | None = None,
        expect_repayment_method: PaymentMethod | str | None = None,
        settle_time: float = 45.0,
        poll_interval: float = 2.0,
        give_up_after: float = 300.0,
        reference: str | None = None,
        whole: bool = False,
        run: str | None = None,
    ) -> AsyncPortfolioRun:
        """Enrols many companies: all rows of a portfolio, up to `max_in_flight` at the same time. The run begins
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
        return self._portfolio_run(
            self._native.enroll_many(
                rows,
                store,
                **given(
                    name=name,
                    max_in_flight=max_in_flight,
                    calls_per_second=calls_per_second,
                    wait=wait,
                    direct_debit=direct_debit,
                    expect_repayment_method=expect_repayment_method,
                    settle_time=settle_time,
                    poll_interval=poll_interval,
                    give_up_after=give_up_after,
                    reference=reference,
                    whole=whole,
                    run=run,
                ),
            )
        )

    async def explain(self, code: str | None, language: Language | str) -> str | None:
        """Returns the vendor's text for a denial code: why a company, a loan or an invoice was declined. Returns
        None if the vendor does not know the code, or if there is none: `outcome.reason` may be None.

        `language` is `de`, `en`, `es` or `fr`; another one raises `ValidationError`. The first call reads the
        list of codes, which is kept for an hour. A code that is not on it needs a call of its own. Safe to
        repeat.

        Operations: `GET /eligibility/reasons`, `GET /translation/denial-code/{code}`.
        """
        answer: str | None = await end(self._native, self._native.explain(code, language))
        return answer

    async def follow_enrollment(
        self,
        identifier: str,
        *,
        wait: float | None = None,
        poll_interval: float = 1.0,
        expect_repayment_method: PaymentMethod | str | None = None,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
    ) -> Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready:
        """Continues the enrolment of a company by its number alone, without a token: waits for the credit line
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
        answer: (
            Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready
        ) = await end(
            self._native,
            self._native.follow_enrollment(
                identifier,
                wait=wait,
                poll_interval=poll_interval,
                expect_repayment_method=expect_repayment_method,
                on_progress=on_progress,
            ),
        )
        return answer

    async def hello(self) -> str:
        """Checks the key and the connection, and returns the API's greeting. Safe to repeat.

        Operation: `GET /hello`. Raises `AuthenticationError` when the key is not accepted.
        """
        answer: str = await end(self._native, self._native.hello())
        return answer

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: abc.Mapping[str, object] | None = None,
        json: abc.Mapping[str, Any] | abc.Sequence[Any] | str | int | float | bool | None = None,
    ) -> RawAnswer:
        """Calls an endpoint that this library does not know yet.

        `path` begins with a slash. `query` maps names to values: a list repeats its name, and `None` leaves
        it out. `json` is the body: a dict, a list or another JSON value, or text that is JSON already. GET and
        HEAD are repeated when they fail, other calls only if they certainly were not carried out. An answer
        outside 2xx is an exception.
        """
        answer: RawAnswer = await end(self._native, self._native.request(method, path, query=query, json=json))
        return answer

    async def request_loan(
        self,
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
        """Requests a loan and, with `wait`, waits for the decision.

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
        answer: (
            LoanOutcome.Accepted
            | LoanOutcome.Canceled
            | LoanOutcome.Declined
            | LoanOutcome.InvoiceRefused
            | LoanOutcome.Offered
            | LoanOutcome.Pending
        ) = await end(
            self._native,
            self._native.request_loan(
                new_loan, wait=wait, accept=accept, invoice=invoice, store=store, poll_interval=poll_interval
            ),
        )
        return answer

    async def resume_enrollment(
        self,
        resume: str,
        *,
        wait: float | None = None,
        settle_time: float = 45.0,
        poll_interval: float = 1.0,
        expect_repayment_method: PaymentMethod | str | None = None,
        on_progress: abc.Callable[[EnrollmentProgress], object] | None = None,
    ) -> Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready:
        """Continues an enrolment that was `Pending`, in this process or another one. Sends reads only; safe to
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
        answer: (
            Enrollment.Ambiguous | Enrollment.Declined | Enrollment.MissingData | Enrollment.Pending | Enrollment.Ready
        ) = await end(
            self._native,
            self._native.resume_enrollment(
                resume,
                wait=wait,
                settle_time=settle_time,
                poll_interval=poll_interval,
                expect_repayment_method=expect_repayment_method,
                on_progress=on_progress,
            ),
        )
        return answer

    def track(self, loan_id: UUID | str, *, wait: float | None = None, poll_interval: float = 5.0) -> AsyncLoanTracker:
        """Follows a loan: returns it at once, and again after each status change, until it is closed, declined,
        cancelled or deleted. Polls may miss a state; `loans.list_events` has all of them.

        Sends nothing before the first item is requested; each item suspends. Safe to repeat. Times are in
        seconds.

        - `wait`: How long to follow the loan in all; to its end unless set.
        - `poll_interval`: The first pause between two polls, 5 seconds unless set. The pauses grow to sixty
          times as much, and start anew when the status changes.
        """
        return AsyncLoanTracker(self._native, self._native.track(loan_id, wait=wait, poll_interval=poll_interval))
