"""The vectors that need a server: reading answers, errors, and retries."""

import json
from collections.abc import Callable
from typing import Any

import defacto_sdk
import pytest
from canned import RESET, SILENCE, Answer, Canned, Reply, closed_port, reply
from defacto_sdk import (
    BusinessIdentifier,
    Client,
    DecodeError,
    DefactoError,
    NewOwner,
    NewRepaymentMethod,
    PageIterator,
)
from vectors import Case, at, body, cases, check_all, expect, parametrize

NOBODY = "00000000-0000-0000-0000-000000000000"


def add_owner(client: Client) -> Any:
    return client.borrowers.add_owner(NOBODY, NewOwner(first_name="A", last_name="B"))


def add_repayment_method(client: Client) -> Any:
    method = NewRepaymentMethod(payment_method="SCT", is_default_repayment_method=True, apply_to_all_active_loans=False)
    return client.repayment_methods.add(NOBODY, method)


def ask_eligibility(client: Client) -> Any:
    return client.eligibility.borrower(BusinessIdentifier(identifier="472618354", identifier_type="siren"))


#: For each model, an operation that returns it.
READINGS: dict[str, Callable[[Client], Any]] = {
    "Batch": lambda client: client.business_data.close_batch(NOBODY),
    "Borrower": lambda client: client.borrowers.get(NOBODY),
    "BusinessSegment": lambda client: client.businesses.get_segment(NOBODY),
    "Card": lambda client: client.cards.get(NOBODY),
    "Counterparty": lambda client: client.counterparties.get(NOBODY),
    "DataRequestInfo": lambda client: client.translations.get_data_type("tax_return"),
    "EligibilityAnswer": ask_eligibility,
    "GeneratedIban": lambda client: client.testing.generate_iban(),
    "InstallmentPlan": lambda client: client.installments.get_plan(NOBODY),
    "Invoice": lambda client: client.invoices.get(NOBODY),
    "Loan": lambda client: client.loans.get(NOBODY),
    "Onboarding": lambda client: client.onboardings.get(NOBODY),
    "Owner": add_owner,
    "Page": lambda client: client.credit_lines.list().next_page(),
    "RecollectionCase": lambda client: client.recollection.get_case(NOBODY),
    "Referrer": lambda client: client.billing.get_referrer(NOBODY),
    "RepaymentMethod": add_repayment_method,
    "TranslatedText": lambda client: client.translations.get_denial_code("KYB_PENDING"),
}
#: The same for models in lists.
LISTINGS: dict[str, Callable[[Client], PageIterator[Any]]] = {
    "AccountingEvent": lambda client: client.accounting.list_events(),
    "Bill": lambda client: client.billing.list_bills(),
    "BorrowerFinancialProduct": lambda client: client.financial_products.list(NOBODY),
    "CreditLine": lambda client: client.credit_lines.list(),
    "Installment": lambda client: client.installments.list(),
    "LoanEvent": lambda client: client.loans.list_events(NOBODY),
    "Payment": lambda client: client.payments.list(),
    "Webhook": lambda client: client.webhooks.list(),
}


def read(client: Client, model: str) -> Any:
    """Read a model with an operation that returns it."""
    return next(LISTINGS[model](client)) if model in LISTINGS else READINGS[model](client)


def test_decoding() -> None:
    def check(case: Case) -> None:
        text = body(case["body"])
        if case["model"] in LISTINGS:
            text = f'{{"count":1,"page_size":1,"data":[{text}]}}'
        with Canned([Reply(200, text)]) as server, Client("key", server.url) as client:
            if "problems" in case:
                with pytest.raises(DecodeError) as caught:
                    read(client, case["model"])
                places = [[problem.pointer.removeprefix("/data/0"), problem.code] for problem in caught.value.problems]
                assert places == case["problems"], places
            elif case["model"] == "Page":
                # Python shows the items of a page and hides the cursors.
                assert len(read(client, "Page")) == len(case["body"].get("data") or [])
            else:
                check_fields(case, read(client, case["model"]))

    check_all("decoding", check)


#: The client reads a number for text, and the reverse; a class is stricter with a text that it is given.
LENIENT = ("a number where text belongs reads as text", "an id as a number", "a rate as text")
MODELS = [case for case in cases("decoding") if case["model"] != "Page" and case["name"] not in LENIENT]


@parametrize([case for case in MODELS if "problems" not in case])
def test_the_class_reads_its_own_json(case: Case) -> None:
    check_fields(case, getattr(defacto_sdk, case["model"]).from_json(body(case["body"])))


@parametrize([case for case in MODELS if "problems" in case])
def test_the_class_refuses_what_the_client_refuses(case: Case) -> None:
    with pytest.raises(defacto_sdk.ValidationError) as caught:
        getattr(defacto_sdk, case["model"]).from_json(body(case["body"]))
    assert [[problem.pointer, problem.code] for problem in caught.value.problems] == case["problems"]


def check_fields(case: Case, model: Any) -> None:
    written, plain = json.loads(model.to_json()), model.to_dict()
    for pointer, wanted in case.get("fields", {}).items():
        assert at(written, pointer) == wanted, f"{pointer} is {at(written, pointer)!r}"
        assert at(plain, pointer) == wanted, f"{pointer} of the dict is {at(plain, pointer)!r}"
    for piece in case.get("written", []):
        assert piece in model.to_json(), f"{piece} is not in {model.to_json()}"
    assert type(model).from_json(model.to_json()) == model


def test_errors() -> None:
    def check(case: Case) -> None:
        answer = Reply(case["status"], body(case["body"]), case.get("headers", {}), cut=case.get("cut", False))
        with Canned([answer]) as server, Client("key-of-the-tests", server.url, max_retries=0) as client:
            with pytest.raises(DefactoError) as reading:
                client.borrowers.get(NOBODY)
            with pytest.raises(DefactoError) as writing:
                client.borrowers.deactivate(NOBODY)
        assert not reading.value.outcome_unknown, "a read changes nothing"
        expect(case, outcome_unknown=writing.value.outcome_unknown, text=str(reading.value))
        for error in (reading.value, writing.value):
            check_error(case, error)

    check_all("errors.json", check)


def check_error(case: Case, error: DefactoError) -> None:
    problems = [[problem.pointer, problem.code, problem.detail] for problem in error.problems]
    expect(
        case,
        kind=error.kind,
        status=error.status,
        title=error.title,
        detail=error.detail,
        instance=error.details.instance,
        missing_fields=error.missing_fields,
        denial_reason=error.details.denial_reason,
        problems=problems,
        request_id=error.request_id,
        retryable=error.retryable,
        retry_after=error.retry_after,
    )
    assert len(problems) >= case.get("problems_count_at_least", 0)


def test_retry() -> None:
    def check(case: Case) -> None:
        with Canned([answer(attempt) for attempt in case["attempts"]]) as server:
            nobody = case["attempts"][0] == "refused"
            url = f"http://127.0.0.1:{closed_port()}" if nobody else server.url
            total = case.get("total_timeout")
            with Client("key", url, read_timeout=1.2, total_timeout=total, max_retries=case["max_retries"]) as client:
                error = failure(client, case["method"])
            expect(case, requests=len(server.requests), result=error.kind if error else "ok")
            if error:
                expect(case, status=error.status, tries=error.attempts, outcome_unknown=error.outcome_unknown)
                expect(case, retryable=error.retryable, retry_after=error.retry_after)

    check_all("retry.json", check)


def failure(client: Client, method: str) -> DefactoError | None:
    try:
        if method == "GET":
            client.borrowers.get(NOBODY)
        else:
            assert method == "POST", method
            client.borrowers.deactivate(NOBODY)
    except DefactoError as error:
        return error
    return None


def answer(attempt: Any) -> Answer:
    company = {"identifier": "472618354"}
    match attempt:
        case 204:
            return Reply(204)
        case int(status):
            return reply(status, company)
        case {"status": status, "retry_after": seconds}:
            return reply(status, company, retry_after=seconds)
        case "reset" | "refused":
            return RESET
        case "timeout":
            return SILENCE
        case "cut":
            return Reply(200, json.dumps(company), cut=True)
        case _:
            raise AssertionError(f"no attempt looks like {attempt}")
