"""The vectors about requests: their problems and their JSON."""

import contextlib
import json

from canned import Reply
from conftest import Serve
from defacto_sdk import (
    BusinessIdentifier,
    Client,
    DecodeError,
    NewBorrower,
    NewOwner,
    NewRepaymentMethod,
    Problem,
    Signature,
)
from vectors import Case, body, cases, parametrize

COMPANY = "472618354"
NOBODY = "00000000-0000-0000-0000-000000000000"

#: The places in an enrolment where single values are checked. Two checks are left to the core's own tests: `bic`, since
#: no request of an enrolment has one, and `birth_date`, since its cases fix the current day.
PLACES = {
    "identifier": "/identifier",
    "vat_number": "/vat_number",
    "iban": "/account_number",
    "language": "/preferred_language",
    "postal_code": "/address/postal_code",
    "country": "/directors/0/nationality",
    "email": "/directors/0/business_email",
    "phone": "/directors/0/business_phone_number",
}
NORMAL_FORMS = {"identifier": "identifier", "iban": "account_number"}


def enrolment_with(case: Case) -> str:
    """An enrolment with the value at the place of its check."""
    place, value = PLACES[case["check"]], case["value"]
    name = place.rpartition("/")[2]
    request: dict[str, object] = {"identifier": COMPANY, "identifier_type": "siren"}
    if case["check"] == "identifier":
        request = {"identifier": value, "identifier_type": case.get("type")}
    elif place.startswith("/directors"):
        request["directors"] = [{name: value}]
    elif place.startswith("/address"):
        request["address"] = {"address_line_1": "8 quai", "city": "Lille", "country": "FRA", name: value}
    else:
        request[name] = value
    return json.dumps(request)


@parametrize([case for case in cases("identifiers.json") if case["check"] in PLACES])
def test_identifiers(case: Case) -> None:
    request, problems = NewBorrower.check_json(enrolment_with(case), direct_debit=False)
    found = [(problem.code, str(problem.severity)) for problem in problems if problem.pointer == PLACES[case["check"]]]
    assert found == [(finding["code"], finding["severity"]) for finding in case["findings"]]
    assert request is not None
    if "normalized" in case:
        assert getattr(request.normalized(), NORMAL_FORMS[case["check"]]) == case["normalized"]
    if len(case["value"]) > 3:
        assert not any(case["value"] in problem.detail for problem in problems), "no text holds the value"


@parametrize(cases("validation.json"))
def test_validation(case: Case) -> None:
    request, problems = NewBorrower.check_json(body(case["body"]), direct_debit=case.get("direct_debit"))
    assert sorted(map(describe, problems)) == [tuple(problem) for problem in case["problems"]]

    unreadable = {"type", "required", "invalid_json", "date_format", "timestamp_format"}
    assert (request is None) == any(problem.code in unreadable for problem in problems)


@parametrize([case for case in cases("validation.json") if isinstance(case["body"], dict)])
def test_a_request_that_was_read_has_the_same_problems(case: Case) -> None:
    request, problems = NewBorrower.check_json(body(case["body"]), direct_debit=case.get("direct_debit"))
    if request is not None:
        found = {describe(problem) for problem in request.validate(direct_debit=case.get("direct_debit"))}
        assert found <= {describe(problem) for problem in problems}


def describe(problem: Problem) -> tuple[str, str, str]:
    return problem.pointer, problem.code, str(problem.severity)


@parametrize(cases("encoding.json"))
def test_encoding(case: Case, serve: Serve) -> None:
    server = serve(Reply(200, "{}"))
    # The answer does not matter: most models cannot be read from it.
    with Client("key", server.url) as client, contextlib.suppress(DecodeError):
        send(client, case["model"], body(case["request"]))
    assert server.requests[0].body == case["sent"]
    if case["model"] == "NewBorrower":
        assert NewBorrower.from_json(body(case["request"])).normalized().to_json() == case["sent"]


def send(client: Client, model: str, request: str) -> None:
    """Send a request with the operation that takes it."""
    match model:
        case "NewBorrower":
            client.borrowers.enroll(NewBorrower.from_json(request))
        case "Signature":
            client.borrowers.sign(NOBODY, Signature.from_json(request))
        case "NewOwner":
            client.borrowers.add_owner(NOBODY, NewOwner.from_json(request))
        case "NewRepaymentMethod":
            client.repayment_methods.add(NOBODY, NewRepaymentMethod.from_json(request))
        case "BusinessIdentifier":
            client.eligibility.borrower(BusinessIdentifier.from_json(request))
        case _:
            raise AssertionError(f"no request is called {model}")
