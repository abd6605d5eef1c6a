"""The stories that every language runs, and the requests that every language rejects before sending."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import Any

import pytest
from defacto_sdk import (
    BusinessEligibility,
    BusinessIdentifier,
    CancelToken,
    Client,
    DefactoError,
    EligibilityScenario,
    Enrollment,
    EnrollmentProgress,
    IdentifierType,
    NewBorrower,
    NewLoan,
)
from defacto_sdk.testing import Sandbox
from story import QUICK, eventually, requests, sends_nothing_more
from vectors import Case, cases, expect, parametrize


@parametrize(cases("stories.json"))
def test_stories(case: Case) -> None:
    with Sandbox() as sandbox:
        prepare(sandbox, case)
        with Client(case.get("api_key", sandbox.api_key), sandbox.url) as client:
            token = None
            for step in case["steps"]:
                token = perform(step, case["request"], client, sandbox, token)
        sends_nothing_more(sandbox, quiet=0.1)
        expect(case, log=folded(sandbox.log()), borrowers=len(sandbox.state()["borrowers"]))
        if "sent" in case:
            assert requests(sandbox, "POST /borrowers")[0]["body"] == case["sent"]


def prepare(sandbox: Sandbox, story: Case) -> None:
    sandbox.settings(**story.get("settings", {}))
    if story.get("ineligible"):
        business = BusinessIdentifier(identifier=story["request"]["identifier"], identifier_type=IdentifierType.SIREN)
        with sandbox.client() as client:
            client.testing.set_eligibility(
                BusinessEligibility(business_identifier=business, scenario=EligibilityScenario.NOT_ELIGIBLE)
            )
        sandbox.clear_log()
    for fault in story.get("faults", []):
        sandbox.fault(**fault)


def perform(
    step: dict[str, Any], request: dict[str, Any], client: Client, sandbox: Sandbox, token: str | None
) -> str | None:
    """Do one step, compare its outcome and return the token to continue with."""
    stages: list[str] = []

    def hear(progress: EnrollmentProgress) -> None:
        stages.append(str(progress.stage))

    cancel = CancelToken()
    stoppable = client.with_options(cancel=cancel)
    options = {**QUICK, **step["options"], "on_progress": hear}
    operation = step.get("cancel_once_logged")
    with cancelling(cancel, sandbox, operation) if operation else nullcontext():
        try:
            if step["call"] == "enroll":
                outcome = stoppable.enroll(NewBorrower.from_json(json.dumps(request)), **options)
            else:
                assert step["call"] == "resume"
                assert token
                outcome = stoppable.resume_enrollment(token, **options)
        except DefactoError as error:
            pointers = [problem.pointer for problem in error.problems]
            expect(step, outcome="error", kind=error.kind, outcome_unknown=error.outcome_unknown, pointers=pointers)
            return error.details.resume_token
    expect(step, stages=[stage for stage, _ in groupby(stages)])
    return check_outcome(step, outcome)


@contextmanager
def cancelling(cancel: CancelToken, sandbox: Sandbox, operation: str) -> Iterator[None]:
    """Cancel from another thread as soon as such a request took effect."""

    def wait_and_cancel() -> None:
        eventually(operation, lambda: any(entry["committed"] for entry in requests(sandbox, operation)))
        cancel.cancel()

    thread = threading.Thread(target=wait_and_cancel)
    thread.start()
    yield
    thread.join()


def check_outcome(step: dict[str, Any], outcome: Enrollment) -> str | None:
    match outcome:
        case Enrollment.Ready(borrower=borrower, credit_line=line):
            company = line.default_borrower
            expect(step, outcome="ready", borrower_status=str(borrower.status))
            expect(step, line_identifier=company.identifier if company else None)
        case Enrollment.Pending(resume=resume):
            expect(step, outcome="pending")
            return resume
        case Enrollment.Declined(borrower=declined, reason=reason):
            expect(step, outcome="declined", borrower_status=str(declined.status if declined else None), reason=reason)
        case Enrollment.MissingData(fields=fields):
            expect(step, outcome="missing_data", fields=fields)
    return None


def folded(log: list[dict[str, Any]]) -> list[str]:
    """Operation and status. Equal reads between two writes count once, since their number depends on time."""
    lines: list[str] = []
    reads: set[str] = set()
    for entry in log:
        line = f"{entry['operation']} {entry['status']}"
        if entry["method"] != "GET":
            reads.clear()
        elif line in reads:
            continue
        else:
            reads.add(line)
        lines.append(line)
    return lines


@parametrize(cases("refusals.json"))
def test_refusals(case: Case) -> None:
    with pytest.raises(DefactoError) as caught:
        refuse(case)
    error = caught.value
    problems = [[problem.pointer, problem.code, str(problem.severity)] for problem in error.problems]
    expect(case, kind=error.kind, problems=problems, text=str(error))
    assert error.status is None


def refuse(case: Case) -> None:
    client = Client(case.get("api_key", "a-key-for-tests"), case.get("environment", "http://127.0.0.1:9"))
    if "resume" in case:
        client.resume_enrollment(case["resume"])
    elif "raw_path" in case:
        client.request("GET", case["raw_path"])
    elif "loan" in case:
        client.request_loan(NewLoan.from_json(json.dumps(case["loan"])))
    else:
        client.enroll(NewBorrower.from_json(json.dumps(case["request"])), direct_debit=case.get("direct_debit"))
