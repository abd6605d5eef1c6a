"""An intent is carried out once, and every interruption says how to continue."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from conftest import Run
from defacto_sdk import (
    ApiError,
    Client,
    CompanyReference,
    DefactoError,
    InterruptedCall,
    InterruptedError,
    LoanOutcome,
    NewLoan,
    NewWebhook,
    PaymentAccount,
    ValidationError,
)
from defacto_sdk.aio import AsyncClient
from defacto_sdk.testing import Sandbox
from story import WAITING, complete, eventually, french, ready, requests
from test_threads_and_signals import PRESS
from vectors import Case, cases, parametrize

Order = Callable[..., NewLoan]


@pytest.fixture
def client(defacto_sandbox: Sandbox) -> Iterator[Client]:
    with defacto_sandbox.client() as client:
        yield client


@pytest.fixture
def terms(defacto_sandbox: Sandbox, client: Client) -> dict[str, Any]:
    """The terms of a loan for an enrolled company."""
    borrower, _ = ready(client.enroll(complete(810), **WAITING))
    at = defacto_sandbox.now() + timedelta(days=5)
    return {
        "amount": 1_000_000,
        "loan_to": PaymentAccount(account_number="FR8811111015593603018280926"),
        "to_pay_at": at,
        "to_repay_at": at + timedelta(days=60),
        "borrower": CompanyReference(identifier=borrower.identifier),
    }


def loans(sandbox: Sandbox) -> int:
    return len(sandbox.state()["loans"])


def lose(sandbox: Sandbox, times: int = 3) -> None:
    """Lose the answers to the next requests for a loan, after they took effect."""
    sandbox.fault("timeout_after_commit", operation="POST /loans", times=times)


def test_a_loan_whose_answers_are_lost_is_requested_again_by_the_same_object(
    defacto_sandbox: Sandbox, client: Client, terms: dict[str, Any]
) -> None:
    request = NewLoan(**terms)
    lose(defacto_sandbox)
    with pytest.raises(ApiError, match="send the same request again") as caught:
        client.request_loan(request)
    assert caught.value.outcome_unknown
    assert caught.value.salt_id == request.salt_id
    client.request_loan(request)
    client.loans.request(request)
    client.request_loan(pickle.loads(pickle.dumps(request)))
    assert loans(defacto_sandbox) == 1


def test_an_equal_request_is_the_one_that_is_in_doubt(
    defacto_sandbox: Sandbox, client: Client, terms: dict[str, Any]
) -> None:
    lose(defacto_sandbox)
    with pytest.raises(ApiError):
        client.loans.request(NewLoan(**terms))
    with defacto_sandbox.client() as another:
        another.request_loan(NewLoan(**terms))
    assert loans(defacto_sandbox) == 1
    client.request_loan(NewLoan(**terms))
    assert loans(defacto_sandbox) == 2, "nothing is in doubt any longer"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_child_knows_what_its_parent_left_in_doubt(
    defacto_sandbox: Sandbox, client: Client, terms: dict[str, Any]
) -> None:
    lose(defacto_sandbox)
    with pytest.raises(ApiError):
        client.loans.request(NewLoan(**terms))
    child = os.fork()
    if child == 0:
        code = 1
        try:
            client.request_loan(NewLoan(**terms))
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert loans(defacto_sandbox) == 1


def test_a_salt_is_there_from_the_start_and_stays(terms: dict[str, Any]) -> None:
    request = NewLoan(**terms)
    assert request.salt_id
    assert request.salt_id != NewLoan(**terms).salt_id
    assert NewLoan.from_json(request.to_json()) == copy.deepcopy(request) == request
    assert NewLoan(**terms, salt_id="order 17").salt_id == "order 17"
    text = request.to_json().replace(f',"salt_id":"{request.salt_id}"', "")
    assert NewLoan.from_json(text).salt_id not in {None, request.salt_id}


@parametrize(cases("salts.json"))
def test_a_key_gives_the_same_salt_in_every_language(case: Case, terms: dict[str, Any]) -> None:
    if case["salt_id"] is None:
        with pytest.raises(ValidationError) as caught:
            NewLoan.for_key(case["key"], **terms)
        assert [problem.code for problem in caught.value.problems] == ["salt_blank"]
    else:
        request = NewLoan.for_key(case["key"], **terms)
        assert request == NewLoan(**terms, salt_id=case["salt_id"])


def test_a_job_that_runs_again_names_its_loans(defacto_sandbox: Sandbox, client: Client, terms: dict[str, Any]) -> None:
    for key in ("order-4711", "order-4711", "order-4712"):
        client.request_loan(NewLoan.for_key(key, **terms))
    assert loans(defacto_sandbox) == 2


def test_a_changed_request_needs_a_salt_of_its_own(
    defacto_sandbox: Sandbox, client: Client, terms: dict[str, Any]
) -> None:
    client.request_loan(NewLoan.for_key("order-4711", **terms))
    sent = len(defacto_sandbox.log())
    changed = NewLoan.for_key("order-4711", **{**terms, "amount": 5})
    for call in (client.request_loan, client.loans.request):
        with pytest.raises(ValidationError) as caught:
            call(changed)
        assert [(problem.pointer, problem.code) for problem in caught.value.problems] == [("/salt_id", "salt_reused")]
    assert len(defacto_sandbox.log()) == sent


@pytest.mark.parametrize("salt", ["", " \t"])
def test_a_blank_salt_is_refused(client: Client, terms: dict[str, Any], salt: str) -> None:
    request = NewLoan(**terms, salt_id=salt)
    assert [problem.pointer for problem in request.validate()] == ["/salt_id"]
    with pytest.raises(ValidationError):
        client.loans.request(request)


def test_ctrl_c_during_a_loan_request_names_the_salt(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="POST /loans", delay_ms=30_000)
    program = """
import copy, pickle
from datetime import datetime, timedelta, timezone
from defacto_sdk import CompanyReference, InterruptedCall, NewLoan, PaymentAccount
from story import WAITING, complete

borrower = client.enroll(complete(812), **WAITING).borrower
account, at = PaymentAccount(account_number="FR8811111015593603018280926"), datetime.now(timezone.utc) + timedelta(5)
company = CompanyReference(identifier=borrower.identifier)
request = NewLoan(amount=10_000, loan_to=account, to_pay_at=at, to_repay_at=at + timedelta(60), borrower=company)
press_ctrl_c(0.5)
try:
    client.request_loan(request)
except KeyboardInterrupt as stopped:
    assert isinstance(stopped, InterruptedCall)
    assert stopped.__traceback__ is not None
    for one in (stopped, copy.copy(stopped), pickle.loads(pickle.dumps(stopped))):
        assert one.salt_id == request.salt_id and one.resume_token is None and one.outcome_unknown
        assert one.defacto_error.kind == one.details.kind == "interrupted"
        assert "send the same request again" in str(one)
    print("stopped")
"""
    assert run_python(PRESS + program, defacto_sandbox.url).strip() == "stopped"


def test_ctrl_c_during_an_enrolment_names_the_token(run_python: Run, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(speed=0.5)
    program = """
from defacto_sdk import InterruptedCall
def tell(step):
    if step.stage == "waiting_for_line" and not pressed:
        press_ctrl_c(0.1)
try:
    client.enroll(french(4), wait=60, synchronous=False, poll_interval=5, on_progress=tell)
except InterruptedCall as stopped:
    assert isinstance(client.resume_enrollment(stopped.resume_token), Enrollment)
    print("stopped")
"""
    assert run_python(PRESS + program, defacto_sandbox.url).strip() == "stopped"


def test_an_interrupted_call_is_a_keyboard_interrupt_and_no_error() -> None:
    assert issubclass(InterruptedCall, KeyboardInterrupt)
    assert not issubclass(InterruptedCall, DefactoError)


def test_a_cancelled_task_names_the_salt_and_goes_on(
    defacto_sandbox: Sandbox, client: Client, terms: dict[str, Any]
) -> None:
    request = NewLoan(**terms)
    defacto_sandbox.fault("latency", operation="POST /loans", delay_ms=5_000)

    async def main() -> None:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as asynchronous:
            call = asyncio.create_task(asynchronous.request_loan(request))
            await asyncio.sleep(0.3)
            call.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await call
            cause = caught.value.__cause__ or getattr(caught.value.__context__, "__cause__", None)
            assert isinstance(cause, InterruptedError)
            assert (cause.salt_id, cause.outcome_unknown) == (request.salt_id, True)
            assert isinstance(await asynchronous.request_loan(request), LoanOutcome)

    asyncio.run(main())
    eventually("the requests have ended", lambda: loans(defacto_sandbox) > 0)
    assert loans(defacto_sandbox) == 1


def test_a_time_out_of_asyncio_names_the_token(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /credit_lines", delay_ms=5_000, times=3)

    async def main() -> str:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            with pytest.raises(asyncio.TimeoutError) as caught:
                await asyncio.wait_for(client.enroll(french(811), **WAITING), 0.5)
            at: BaseException | None = caught.value
            while at is not None and not isinstance(at, InterruptedError):
                at = at.__cause__ or at.__context__
            assert isinstance(at, InterruptedError)
            assert at.resume_token is not None
            return at.resume_token

    token = asyncio.run(main())
    with defacto_sandbox.client() as client:
        ready(client.resume_enrollment(token, **WAITING))
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1


def test_a_webhook_that_five_threads_ensure_is_created_once(defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("latency", operation="GET /webhooks", delay_ms=50, times=5)
    wanted = NewWebhook(name="lines", to_url="https://partner.example/hook?s=1", event_types=["CreditLine.CREATED"])

    def ensure(_number: int) -> str:
        with defacto_sandbox.client() as client:
            return str(client.webhooks.ensure(wanted).change)

    with ThreadPoolExecutor(5) as threads:
        changes = list(threads.map(ensure, range(5)))
    assert sorted(changes) == ["created", *["unchanged"] * 4]
    assert len(requests(defacto_sandbox, "POST /webhooks")) == 1
