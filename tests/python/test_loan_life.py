"""A loan from its request to its end, while the sandbox's clock advances: status, balance, payments, webhooks."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from canned import Canned, Reply
from defacto_sdk import (
    Client,
    CompanyReference,
    Loan,
    LoanOutcome,
    LoanStatus,
    LoanTracker,
    NewInvoice,
    NewLoan,
    NewWebhook,
    PaymentAccount,
    PaymentStatus,
    Pdf,
    SandboxScenario,
    TradeParty,
    ValidationError,
    WebhookEventType,
)
from defacto_sdk.aio import AsyncClient
from defacto_sdk.testing import Sandbox
from story import WAITING, complete, eventually, ready, siren

AMOUNT = 1_000_000
QUICK: dict[str, Any] = {"wait": 30.0, "poll_interval": 0.02}


@pytest.fixture
def client(defacto_sandbox: Sandbox) -> Iterator[Client]:
    with defacto_sandbox.client() as client:
        yield client


def balances(client: Client, company: str) -> tuple[int | None, int | None, int | None]:
    """Available, pending, waiting for validation: in cents."""
    (line,) = client.credit_lines.list(borrower=[company])
    return line.balance_available, line.balance_pending, line.balance_pending_validation


def enrolled(client: Client, number: int) -> str:
    borrower, _ = ready(client.enroll(complete(number), **WAITING))
    return borrower.identifier


def new_loan(sandbox: Sandbox, client: Client, company: str, scenario: SandboxScenario, **more: Any) -> NewLoan:
    """A loan that is paid out in five days and repaid sixty days later, to an account with a scenario."""
    iban = client.testing.generate_iban("FRA", scenario).iban
    pay_at = sandbox.now() + timedelta(days=5)
    fields: dict[str, Any] = {
        "amount": AMOUNT,
        "borrower": CompanyReference(identifier=company),
        "loan_to": PaymentAccount(account_number=iban),
        "to_pay_at": pay_at,
        "to_repay_at": pay_at + timedelta(days=60),
        **more,
    }
    return NewLoan(**fields)


def offered(outcome: LoanOutcome) -> Loan:
    assert isinstance(outcome, LoanOutcome.Offered), outcome
    return outcome.loan


def until(tracker: LoanTracker, status: LoanStatus) -> None:
    assert status in (loan.status for loan in tracker)


def test_from_enrolment_to_closed(defacto_sandbox: Sandbox, client: Client) -> None:
    with Canned([Reply(204)]) as receiver:
        hook = NewWebhook(name="everything", to_url=receiver.url, event_types=EVENTS)
        client.webhooks.create(hook)
        company = enrolled(client, 700)
        pool, *_ = balances(client, company)
        assert pool is not None
        request = new_loan(defacto_sandbox, client, company, SandboxScenario.SUCCESS)
        loan = offered(client.request_loan(request, **QUICK))
        assert balances(client, company) == (pool - AMOUNT, 0, AMOUNT)

        tracker = client.track(loan.id, poll_interval=0.005)
        until(tracker, LoanStatus.TO_VALIDATE)
        client.loans.validate(loan.id)
        until(tracker, LoanStatus.SCHEDULED)
        assert balances(client, company) == (pool - AMOUNT, AMOUNT, 0)
        defacto_sandbox.advance(days=4)
        until(tracker, LoanStatus.INITIATED)
        defacto_sandbox.advance(days=1)
        until(tracker, LoanStatus.TO_REPAY)
        assert balances(client, company) == (pool - AMOUNT, 0, 0)
        assert PaymentStatus.PAID in [payment.status for payment in client.payments.list(loan_id=[str(loan.id)])]
        defacto_sandbox.advance(days=70)
        until(tracker, LoanStatus.CLOSED)
        assert next(tracker, None) is None
        assert balances(client, company) == (pool, 0, 0)

        # 1,000,000 cents, sixty days at 0.06 percent a day.
        closed = client.loans.get(loan.id)
        assert (closed.repaid_nominal_amount, closed.paid_interests_amount) == (AMOUNT, 36_000)
        history = [event.status for event in client.loans.list_events(loan.id)]
        assert history[-3:] == [LoanStatus.TO_REPAY, LoanStatus.TO_REPAY_FEES, LoanStatus.CLOSED]

        def heard() -> list[str]:
            return [json.loads(request.body)["event_type"] for request in receiver.requests]

        eventually("the last webhook", lambda: "Loan.CLOSED" in heard())
        assert [event for event in heard() if event.startswith("Loan.")] == [f"Loan.{status}" for status in history]
        assert {"CreditLine.CREATED", "CreditLine.BALANCE_UPDATED", "Payment.PAID"} <= set(heard())


EVENTS = [
    event
    for name, event in vars(WebhookEventType).items()
    if isinstance(event, WebhookEventType) and not name.startswith("_")
]


def test_the_offer_is_accepted_when_told_to(defacto_sandbox: Sandbox, client: Client) -> None:
    request = new_loan(defacto_sandbox, client, enrolled(client, 701), SandboxScenario.SUCCESS)
    outcome = client.request_loan(request, accept=True, **QUICK)
    assert isinstance(outcome, LoanOutcome.Accepted), outcome
    assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_a_decline_is_explained(defacto_sandbox: Sandbox, client: Client) -> None:
    company = enrolled(client, 702)
    request = new_loan(defacto_sandbox, client, company, SandboxScenario.REJECT)
    outcome = client.request_loan(request, **QUICK)
    assert isinstance(outcome, LoanOutcome.Declined), outcome
    assert outcome.reason is not None
    assert client.explain(outcome.reason, "fr")
    assert client.explain("NO_SUCH_CODE", "fr") is None
    assert client.explain(None, "fr") is None
    with pytest.raises(ValidationError, match="/language must be a language of the vendor's texts: de, en, es, fr"):
        client.explain(outcome.reason, "it")


def test_an_invoice_comes_first_and_a_repeat_finds_both(defacto_sandbox: Sandbox, client: Client) -> None:
    company = enrolled(client, 703)
    now = defacto_sandbox.now()
    invoice = NewInvoice(
        document=Pdf(b"%PDF-1.7 an invoice").base64(),
        invoice_number="F-2026-17",
        seller=TradeParty(identifier=company, identifier_type="siren"),
        buyer=TradeParty(identifier=siren(731), identifier_type="siren"),
        net_amount=AMOUNT,
        tax_amount=AMOUNT // 5,
        total_amount=AMOUNT + AMOUNT // 5,
        issued_at=now,
        due_at=now + timedelta(days=65),
    )
    request = new_loan(defacto_sandbox, client, company, SandboxScenario.SUCCESS, salt_id="order 17")
    first = offered(client.request_loan(request, invoice=invoice, **QUICK))
    assert len(first.invoice_ids) == 1
    assert offered(client.request_loan(request, invoice=invoice, **QUICK)).id == first.id
    assert len(list(client.invoices.list())) == 1


def test_a_loan_is_followed_in_asyncio(defacto_sandbox: Sandbox, client: Client) -> None:
    request = new_loan(defacto_sandbox, client, enrolled(client, 704), SandboxScenario.REJECT)

    async def follow() -> list[LoanStatus]:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            outcome = await client.request_loan(request, **QUICK)
            assert isinstance(outcome, LoanOutcome.Declined), outcome
            assert outcome.loan is not None
            assert await client.explain("NO_SUCH_CODE", "en") is None
            assert await client.explain(None, "en") is None
            return [loan.status async for loan in client.track(outcome.loan.id, poll_interval=0.01)]

    assert asyncio.run(follow()) == [LoanStatus.DECLINED]


def test_a_document_comes_from_a_path_bytes_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(b"%PDF-1.7 an invoice")
    with path.open("rb") as file:
        documents = [Pdf(path), Pdf(str(path)), Pdf(file), Pdf(path.read_bytes(), name="invoice.pdf")]
    assert {document.name for document in documents} == {"invoice.pdf"}
    assert {document.base64() for document in documents} == {"JVBERi0xLjcgYW4gaW52b2ljZQ=="}
    assert pickle.loads(pickle.dumps(documents[0])).name == "invoice.pdf"
    assert repr(documents[0]) == "Pdf(19 bytes)"


@pytest.mark.parametrize(
    ("source", "code"), [(b"<html>", "no_pdf"), (b"", "empty_file"), ("/no/such/file.pdf", "unreadable_file")]
)
def test_what_is_no_pdf_is_refused(source: bytes | str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Pdf(source)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert "no/such" not in str(caught.value)


def test_a_file_opened_as_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "invoice.pdf"
    path.write_text("%PDF-1.7")
    with path.open() as file, pytest.raises(TypeError, match="'rb'"):
        Pdf(file)  # type: ignore[arg-type]
