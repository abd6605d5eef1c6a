"""Secrets and personal data appear nowhere: not in logs, not in printed values, not in errors."""

import json
import logging
import pickle
import traceback
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from canned import Canned, Reply, reply
from conftest import Run
from defacto_sdk import (
    Address,
    BirthPlace,
    Client,
    DebitAccount,
    DefactoError,
    Director,
    NewBorrower,
    NewOwner,
    NewRepaymentMethod,
)
from defacto_sdk.testing import Sandbox
from story import NOBODY, WAITING, french

LOGGER = logging.getLogger("defacto_sdk")


def test_debug_shows_operation_status_and_request_id(
    defacto_client: Client, defacto_sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "defacto_sdk"):
        defacto_client.hello()
    (record,) = caplog.records
    (request,) = defacto_sandbox.log()
    assert record.name == "defacto_sdk"
    assert record.levelno == logging.DEBUG
    for piece in ("answered", "operation=GET /hello", "status=200", f"request_id={request['request_id']}", "took_ms="):
        assert piece in record.getMessage()


def test_info_shows_failures_and_repetitions_only(
    defacto_client: Client, defacto_sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    defacto_sandbox.fault("rate_limited", operation="GET /hello")
    with caplog.at_level(logging.INFO, "defacto_sdk"):
        defacto_client.hello()
    failed, again = (record.getMessage() for record in caplog.records)
    assert failed.startswith("failed")
    assert "status=429" in failed
    assert again.startswith("sending again")
    assert "operation=GET /hello" in again


def test_an_enrolment_tells_its_steps(defacto_client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "defacto_sdk"):
        defacto_client.enroll(french(1), **WAITING)
    text = "\n".join(record.getMessage() for record in caplog.records)
    for piece in ("stage=validated", "stage=created", "stage=ready", "operation=POST /borrowers", "status=201"):
        assert piece in text


def test_another_level_takes_effect_with_the_next_call(
    defacto_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    counts = []
    for level in (logging.WARNING, logging.DEBUG, logging.ERROR, logging.DEBUG, logging.CRITICAL + 1):
        with caplog.at_level(level, "defacto_sdk"):
            defacto_client.hello()
        counts.append(len(caplog.records))
    assert counts == [0, 1, 1, 2, 2]


def test_a_percent_sign_is_no_format(caplog: pytest.LogCaptureFixture) -> None:
    server = Canned([reply(200, {}, x_request_id="100%s")])
    with caplog.at_level(logging.DEBUG), server, Client("key", server.url) as client:
        client.request("GET", "/hello")
    assert "request_id=100%s" in caplog.text


def test_a_handler_that_fails_does_not_end_the_call(defacto_client: Client) -> None:
    class Broken(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise RuntimeError("the disk is full")

    broken = Broken()
    LOGGER.addHandler(broken)
    LOGGER.setLevel(logging.DEBUG)
    try:
        assert defacto_client.hello() == "Hello from the sandbox"
    finally:
        LOGGER.removeHandler(broken)
        LOGGER.setLevel(logging.NOTSET)


def test_ctrl_c_while_something_is_logged_ends_the_call(defacto_client: Client) -> None:
    class Interrupted(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise KeyboardInterrupt

    interrupted = Interrupted()
    LOGGER.addHandler(interrupted)
    LOGGER.setLevel(logging.DEBUG)
    try:
        with pytest.raises(KeyboardInterrupt):
            defacto_client.hello()
    finally:
        LOGGER.removeHandler(interrupted)
        LOGGER.setLevel(logging.NOTSET)
    assert defacto_client.hello() == "Hello from the sandbox"


@pytest.mark.parametrize("setting_up", ["", "import logging"])
def test_nothing_is_printed_when_logging_is_not_set_up(
    run_python: Run, defacto_sandbox: Sandbox, setting_up: str, capfd: pytest.CaptureFixture[str]
) -> None:
    defacto_sandbox.fault("rate_limited", operation="GET /hello", times=5)
    program = f"""
        import os, sys
        {setting_up}
        import defacto_sdk
        os.dup2(1, 2)
        client = defacto_sdk.Client("test-key", sys.argv[1], max_retries=0)
        try:
            client.hello()
        except defacto_sdk.ApiError:
            pass
    """
    assert run_python(program, defacto_sandbox.url) == ""


def test_logging_may_be_imported_after_the_client_is_made(run_python: Run, defacto_sandbox: Sandbox) -> None:
    program = """
        import sys
        import defacto_sdk
        client = defacto_sdk.Client("test-key", sys.argv[1])
        client.hello()
        assert "logging" not in sys.modules
        import logging
        logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(name)s %(levelname)s %(message)s")
        client.hello()
    """
    printed = run_python(program, defacto_sandbox.url)
    assert printed.count("\n") == 1
    assert printed.startswith("defacto_sdk DEBUG answered operation=GET /hello status=200")


KEY = "key-marker-9f3a77c1"
IBAN = "FR1420041010050500013M02606"
SPACED_IBAN = "FR14 2004 1010 0505 0001 3M02 606"
BORN = "1963-07-19"
MAIL = "hidden.marker@example.org"
PHONE = "+33698765432"
FIRST_NAME = "Zénobie"
LAST_NAME = "Quatrefages"
STREET = "17 impasse Marker"
METADATA = "crm-marker-5512"
MARKERS = (KEY, IBAN, SPACED_IBAN, BORN, MAIL, PHONE, FIRST_NAME, LAST_NAME, STREET, METADATA)


def company() -> NewBorrower:
    person = Director(
        first_name=FIRST_NAME,
        last_name=LAST_NAME,
        birth_date=date.fromisoformat(BORN),
        birth_place=BirthPlace(city="Marker-sur-Lys"),
        business_email=MAIL,
        business_phone_number=PHONE,
        address=Address(address_line_1=STREET, country="FRA"),
    )
    owner = NewOwner(
        first_name=FIRST_NAME, last_name=LAST_NAME, birth_date=date.fromisoformat(BORN), email=MAIL, phone_number=PHONE
    )
    metadata: dict[str, Any] = {"crm": METADATA, "deep": [{"er": METADATA}]}
    return french(
        1,
        directors=[person],
        owner=owner,
        account_number=SPACED_IBAN,
        metadata=metadata,
        extra={"brand_new": {"note": METADATA, "mail": MAIL}},
    )


class Seen:
    """All shown texts, to compare with what must not appear."""

    def __init__(self) -> None:
        self.text = ""
        self.pickles = b""

    def see(self, value: object) -> None:
        self.text += f"{value!r}\n{value!s}\n{value}\n"

    def see_error(self, error: BaseException) -> None:
        self.see(error)
        # As a program prints it, but without the source lines of this file, which contain the markers themselves.
        shown = traceback.TracebackException.from_exception(error, capture_locals=True, limit=0)
        self.text += "".join(shown.format())
        if isinstance(error, DefactoError):
            self.see(error.details)
            self.see(error.problems)
            self.pickles += pickle.dumps(error)

    def call(self, call: Callable[[], object]) -> None:
        try:
            self.see(call())
        except DefactoError as error:
            self.see_error(error)

    def check(self, log: str) -> None:
        assert [marker for marker in MARKERS if marker in self.text] == [], self.text
        assert [marker for marker in MARKERS if marker in log] == [], log
        assert KEY.encode() not in self.pickles
        assert b"marker-in-the-body" not in self.pickles


def test_nobody_is_seen_on_a_good_day(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seen = Seen()
    with Sandbox(api_key=KEY) as sandbox, sandbox.client() as client:
        for value in (client, company(), company().normalized(), company().validate(), client.with_options()):
            seen.see(value)
        seen.see(client.enroll(company(), **WAITING))
        (borrower,) = client.borrowers.list()
        seen.see(borrower)
        seen.see([borrower.directors, borrower.owner, borrower.accounts])
        assert borrower.id is not None
        owner = company().owner
        assert owner is not None
        seen.call(lambda: client.borrowers.add_owner(str(borrower.id), owner))
        method = NewRepaymentMethod(
            payment_method="DIRECT_DEBIT",
            is_default_repayment_method=True,
            apply_to_all_active_loans=True,
            from_account=DebitAccount(account_number=IBAN),
        )
        seen.see(method)
        seen.call(lambda: client.repayment_methods.add(str(borrower.id), method))
        seen.see(client.testing.generate_iban())
        seen.see(client.request("GET", "/borrowers", query={"borrower_identifier": METADATA}))
    assert "status=201" in caplog.text
    seen.check(caplog.text)


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 500])
@pytest.mark.parametrize("marker", MARKERS)
def test_nobody_is_seen_in_a_refusal_that_repeats_what_was_sent(
    caplog: pytest.LogCaptureFixture, marker: str, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    refusal = {
        "title": f"Refused {marker}",
        "detail": f'Data is missing: "{marker}" is wrong.',
        "instance": f"/borrowers?q={marker}",
        "invalid_params": [{"name": marker, "reason": f"{marker} is not accepted"}],
        "data": {"missing_fields": [marker], "denial_reason": marker},
        "note": f"marker-in-the-body {marker}",
    }
    seen = Seen()
    with Canned([reply(status, refusal)]) as server, Client(KEY, server.url, max_retries=0) as client:
        seen.call(lambda: client.borrowers.enroll(company()))
        seen.call(lambda: client.enroll(company(), look_up_existing=False, wait=0.2, poll_interval=0.05))
    assert f"status={status}" in caplog.text
    seen.check(caplog.text)


def test_nobody_is_seen_in_an_answer_with_fields_that_are_not_known(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    known = {"identifier": "472618354", "metadata": {"crm": METADATA}, "directors": [{"birth_date": BORN}]}
    unknown = {"brand_new": {"iban": IBAN, "mail": MAIL, "name": [FIRST_NAME, LAST_NAME]}}
    unreadable = {"id": 1, "directors": [{"birth_date": PHONE}], "note": METADATA}
    seen = Seen()
    answers = [reply(200, {**known, **unknown}), reply(200, unreadable), Reply(200, f"<p>{IBAN} {MAIL}</p>")]
    with Canned(answers) as server, Client(KEY, server.url) as client:
        for _ in answers:
            seen.call(lambda: client.borrowers.get(NOBODY))
        seen.call(lambda: client.request("GET", "/bills", query={"iban": IBAN, "mail": MAIL}))
    seen.check(caplog.text)


def test_nobody_is_seen_in_a_text_that_cannot_be_read() -> None:
    seen = Seen()
    text = json.dumps({"identifier": 1, "account_number": IBAN, "directors": [{"birth_date": PHONE, "x": METADATA}]})
    seen.see(NewBorrower.check_json(text))
    seen.call(lambda: NewBorrower.from_json(text))
    seen.call(lambda: NewBorrower.from_json(f'{{"{LAST_NAME}": {MAIL}'))
    seen.check("")


def test_a_proxy_keeps_its_password() -> None:
    client = Client("key", "https://api.example.com", proxy="http://user:pa55word@127.0.0.1:9", max_retries=0)
    with client, pytest.raises(DefactoError) as caught:
        client.hello()
    assert "pa55word" not in f"{client!r}{caught.value}{caught.value.details!r}"
