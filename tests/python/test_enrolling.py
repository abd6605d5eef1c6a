"""The main job: from a company to its credit line, and every other outcome."""

import pytest
from defacto_sdk import (
    BorrowerStatus,
    BusinessEligibility,
    BusinessIdentifier,
    Client,
    EligibilityScenario,
    Enrollment,
    EnrollmentProgress,
    EnrollmentStage,
    NewBorrower,
    NotFoundError,
    ValidationError,
)
from defacto_sdk.testing import Sandbox
from story import QUICK, WAITING, complete, director, french, german, pending, ready, requests, siren


def test_synchronously(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    outcome = defacto_client.enroll(complete(1), wait=30, **QUICK)

    match outcome:
        case Enrollment.Ready(borrower=borrower, credit_line=line):
            assert borrower.identifier == siren(1)
            assert borrower.status == BorrowerStatus.READY
            assert line.pool_amount is not None
            assert line.pool_amount > 0
        case _:
            raise AssertionError(outcome)
    (post,) = requests(defacto_sandbox, "POST /borrowers")
    assert post["body"]["wait_for_ready"] is True
    assert post["body"]["metadata"] == {"crm": "T-77"}


def test_asynchronously_with_every_step_told(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    steps: list[EnrollmentProgress] = []
    outcome = defacto_client.enroll(french(2), wait=30, synchronous=False, on_progress=steps.append, **QUICK)

    ready(outcome)
    stages = [step.stage for step in steps]
    assert stages[:3] == ["validated", "sending", "created"]
    assert stages[-1] == EnrollmentStage.READY
    assert EnrollmentStage.WAITING_FOR_LINE in stages
    assert steps[2].attempts == 1
    assert [step.elapsed_ms for step in steps] == sorted(step.elapsed_ms for step in steps)
    (post,) = requests(defacto_sandbox, "POST /borrowers")
    assert "wait_for_ready" not in post["body"]


def test_an_exception_in_the_callback_ends_the_enrolment(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    def refuse(step: EnrollmentProgress) -> None:
        raise LookupError(str(step.stage))

    with pytest.raises(LookupError, match="validated"):
        defacto_client.enroll(french(3), on_progress=refuse, **WAITING)
    assert requests(defacto_sandbox, "POST /borrowers") == [], "nothing is sent after the exception"
    ready(defacto_client.enroll(french(3), **WAITING))
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1


def test_pending_and_resumed_by_another_client(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    match defacto_client.enroll(french(4)):
        case Enrollment.Pending(borrower, resume):
            assert borrower is not None
            assert borrower.identifier == siren(4)
        case other:
            raise AssertionError(other)

    with defacto_sandbox.client() as another:
        borrower, _ = ready(another.resume_enrollment(resume, **WAITING))
        assert borrower.status == "READY"
        ready(another.enroll(french(4), resume=resume, **WAITING))
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1, "resuming sends reads only"


def test_a_deadline_that_passes_is_pending(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(speed=10.0)
    outcome = defacto_client.enroll(french(5), wait=0.25, synchronous=False, **QUICK)
    ready(defacto_client.resume_enrollment(pending(outcome), **WAITING))


def test_a_company_is_followed_by_its_number_alone(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    with pytest.raises(NotFoundError):
        defacto_client.follow_enrollment(siren(6))
    pending(defacto_client.enroll(french(6)))
    borrower, _ = ready(defacto_client.follow_enrollment(siren(6), wait=30, poll_interval=0.05))
    assert borrower.identifier == siren(6)
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1, "it sends reads only"


@pytest.mark.parametrize("token", ["", "{}", "nonsense", '{"version":2,"identifier":"472618354"}'])
def test_what_is_no_token_is_refused_before_anything_is_sent(
    defacto_client: Client, defacto_sandbox: Sandbox, token: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        defacto_client.resume_enrollment(token)
    assert caught.value.problems[0].pointer == "/resume"
    assert defacto_sandbox.log() == []


@pytest.mark.parametrize("location", ["data", "invalid_params", "detail"])
def test_missing_data(defacto_client: Client, defacto_sandbox: Sandbox, location: str) -> None:
    defacto_sandbox.settings(missing_data_location=location)
    account = {"account_number": "DE44500105175407324931"}

    match defacto_client.enroll(german(6, **account), **WAITING):
        case Enrollment.MissingData(fields=fields, detail=detail):
            assert "/directors/0/birth_date" in fields
            assert "/directors/0/address/country" in fields
            assert detail is not None
            assert "issing" in detail
        case other:
            raise AssertionError(other)
    assert defacto_sandbox.state()["borrowers"] == [], "nothing was created"
    ready(defacto_client.enroll(german(6, directors=[director()], **account), **WAITING))


@pytest.mark.parametrize(
    ("declined_as", "status"), [("no_line", "BLOCKED"), ("prohibited", "PROHIBITED"), ("zero_line", "READY")]
)
def test_declined(defacto_client: Client, defacto_sandbox: Sandbox, declined_as: str, status: str) -> None:
    defacto_sandbox.settings(declined_as=declined_as)
    make_ineligible(defacto_client, french(7))

    match defacto_client.enroll(french(7), **WAITING):
        case Enrollment.Declined(borrower=borrower, reason=reason):
            assert borrower is not None
            assert borrower.status == status
            assert reason
        case other:
            raise AssertionError(other)


def test_declined_with_an_error(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.settings(declined_as="error_400")
    make_ineligible(defacto_client, french(8))
    outcome = defacto_client.enroll(french(8), **WAITING)
    assert outcome == Enrollment.Declined(borrower=None, reason="This company is not eligible.")


def make_ineligible(client: Client, company: NewBorrower) -> None:
    business = BusinessIdentifier(identifier=company.identifier, identifier_type="siren")
    scenario = EligibilityScenario.NOT_ELIGIBLE
    client.testing.set_eligibility(BusinessEligibility(business_identifier=business, scenario=scenario))


def test_a_refusal_before_sending_lists_every_problem(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    company = NewBorrower(
        identifier="",
        account_number="FR1520041010050500013M02606",
        directors=[director(nationality="DE")],
    )
    with pytest.raises(ValidationError) as caught:
        defacto_client.enroll(company, **WAITING)

    found = {problem.pointer: problem.severity for problem in caught.value.problems}
    assert found["/identifier"] == "error"
    assert found["/account_number"] == "error"
    assert found["/directors/0/nationality"] == "warning"
    assert caught.value.status is None
    assert not caught.value.outcome_unknown
    assert all(pointer in str(caught.value) for pointer in found)
    assert defacto_sandbox.log() == []


def test_a_warning_is_sent_all_the_same(defacto_client: Client) -> None:
    company = NewBorrower(identifier="899021021", identifier_type="siren")
    assert [str(problem.severity) for problem in company.validate()] == ["warning"]
    ready(defacto_client.enroll(company, **WAITING))


@pytest.mark.parametrize(
    "fault", ["timeout_after_commit", "cut_after_commit", "bad_gateway_after_commit", "cut_body", "invalid_json"]
)
def test_an_answer_that_is_lost_leads_to_one_borrower(
    defacto_client: Client, defacto_sandbox: Sandbox, fault: str
) -> None:
    defacto_sandbox.fault(fault, operation="POST /borrowers")
    stages: list[str] = []
    outcome = defacto_client.enroll(french(9), on_progress=lambda step: stages.append(str(step.stage)), **WAITING)

    ready(outcome)
    assert "outcome_unknown" in stages
    assert "recovered" in stages
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1
    assert defacto_sandbox.state()["borrowers_by_identifier"] == {siren(9): 1}


def test_a_call_that_was_not_carried_out_is_sent_again(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("bad_gateway", operation="POST /borrowers")
    ready(defacto_client.enroll(french(10), **WAITING))
    posts = requests(defacto_sandbox, "POST /borrowers")
    assert [post["committed"] for post in posts] == [False, True]


def test_the_bare_call_is_not_repeated(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("timeout_after_commit", operation="POST /borrowers")
    with pytest.raises(Exception, match="look before you repeat it") as caught:
        defacto_client.borrowers.enroll(french(11))
    assert getattr(caught.value, "outcome_unknown", False)
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1


def test_a_token_whose_call_had_no_effect(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("timeout_before_commit", operation="POST /borrowers")
    token = pending(defacto_client.enroll(french(12), wait=0.5, settle_time=0.6, poll_interval=0.02))
    with pytest.raises(NotFoundError, match="enrol the company again"):
        defacto_client.resume_enrollment(token, **WAITING)


def test_the_same_company_twice_is_one_borrower(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    first, _ = ready(defacto_client.enroll(french(13), **WAITING))
    number = siren(13)
    spaced = NewBorrower(identifier=f" {number[:3]} {number[3:]}", identifier_type="siren")
    second, _ = ready(defacto_client.enroll(spaced, **WAITING))
    assert first.id == second.id
    assert len(requests(defacto_sandbox, "POST /borrowers")) == 1
