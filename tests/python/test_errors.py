"""Each kind of error is its own exception that says what to do next, and never shows a value."""

import builtins
import pickle
import re
import subprocess
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import defacto_sdk
import pytest
from canned import SILENCE, Reply, closed_port, reply
from conftest import Serve
from defacto_sdk import (
    ApiError,
    AuthenticationError,
    CancelToken,
    Client,
    ConfigurationError,
    DecodeError,
    DefactoError,
    NewBorrower,
    NewLoan,
    NotFoundError,
    PaymentAccount,
    PortfolioReport,
    Signature,
    Store,
    TransportError,
    ValidationError,
    WebhookReceiver,
)
from defacto_sdk.testing import Sandbox
from story import NOBODY, french, siren


@pytest.mark.parametrize(
    ("status", "kind", "retryable"),
    [
        (400, ValidationError, False),
        (401, AuthenticationError, False),
        (402, ApiError, False),
        (403, AuthenticationError, False),
        (404, NotFoundError, False),
        (409, ApiError, False),
        (422, ValidationError, False),
        (429, ApiError, True),
        (500, ApiError, True),
        (503, ApiError, True),
    ],
)
def test_a_class_for_each_status(serve: Serve, status: int, kind: type[DefactoError], retryable: bool) -> None:
    answer = reply(status, {"title": "No", "detail": "Not today.", "instance": "/borrower/1"}, x_request_id="r-7")
    with Client("key", serve(answer).url, max_retries=0) as client, pytest.raises(kind) as caught:
        client.borrowers.get(NOBODY)

    error = caught.value
    assert type(error) is kind
    assert (error.status, error.title, error.detail) == (status, "No", "Not today.")
    assert (error.operation, error.request_id) == ("GET /borrower/{borrower_id}", "r-7")
    assert (error.attempts, error.retryable, error.outcome_unknown) == (1, retryable, False)
    assert error.kind == error.details.kind
    assert error.resume_token is None
    assert error.body is not None
    assert "Not today." in error.body
    assert str(error).startswith(f"GET /borrower/{{borrower_id}} answered {status} No: Not today.")
    assert "r-7" in str(error)


def test_problems_and_missing_fields_of_a_refusal(serve: Serve) -> None:
    refusal = {
        "title": "Missing data",
        "invalid_params": [{"name": "directors[0].birth_date", "reason": "is missing"}],
    }
    with Client("key", serve(reply(400, refusal)).url) as client, pytest.raises(ValidationError) as caught:
        client.borrowers.enroll(french(1))
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code) == ("/directors/0/birth_date", "refused_by_api")
    assert problem.severity == "error"
    assert caught.value.missing_fields == ["/directors/0/birth_date"]


def test_a_page_of_html_is_still_a_502(serve: Serve) -> None:
    server = serve(Reply(502, "<html>Bad Gateway</html>", {"content-type": "text/html"}))
    with Client("key", server.url, max_retries=0) as client, pytest.raises(ApiError) as caught:
        client.hello()
    assert caught.value.status == 502
    assert "Bad Gateway</html>" not in str(caught.value)


def test_an_answer_that_cannot_be_read(serve: Serve) -> None:
    server = serve(reply(200, {"id": "no-uuid", "identifier": "472618354"}))
    with Client("key", server.url) as client, pytest.raises(DecodeError) as caught:
        client.borrowers.get(NOBODY)
    assert [problem.pointer for problem in caught.value.problems] == ["/id"]
    assert "no-uuid" not in str(caught.value)


def test_a_time_out_is_a_transport_error(serve: Serve) -> None:
    client = Client("key", serve(SILENCE).url, read_timeout=0.1, max_retries=0)
    with client, pytest.raises(TransportError) as caught:
        client.hello()
    assert type(caught.value) is defacto_sdk.TimeoutError
    assert not isinstance(caught.value, builtins.TimeoutError)
    assert caught.value.retryable


def test_a_write_without_an_answer_has_an_unknown_outcome(serve: Serve) -> None:
    client = Client("key", serve(SILENCE).url, read_timeout=0.1)
    with client, pytest.raises(defacto_sdk.TimeoutError, match="look before you repeat it") as caught:
        client.borrowers.deactivate(NOBODY)
    assert caught.value.outcome_unknown
    assert caught.value.attempts == 1


def test_a_total_time_out(serve: Serve) -> None:
    with Client("key", serve(SILENCE).url, total_timeout=0.2) as client, pytest.raises(defacto_sdk.TimeoutError):
        client.hello()


def test_nobody_listens() -> None:
    client = Client("key", f"http://127.0.0.1:{closed_port()}", max_retries=0)
    with client, pytest.raises(TransportError, match="Nothing was sent") as caught:
        client.borrowers.deactivate(NOBODY)
    assert (caught.value.retryable, caught.value.outcome_unknown) == (True, False)


def test_a_certificate_of_an_authority_that_is_not_trusted(tls_url: str) -> None:
    with Client("key", tls_url, max_retries=0) as client, pytest.raises(TransportError, match="certificate"):
        client.hello()


@pytest.fixture
def tls_url(tmp_path: Path) -> Any:
    """A server with a self-signed certificate."""
    import ssl
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    pem = tmp_path / "server.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -days 2"
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(pem), "-out", str(tmp_path / "cert.pem")]
    subprocess.run([*make.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", pem)

    class Quiet(HTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Ignore that the client closes the connection because of the certificate."""

    with Quiet(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("key", "environment", "settings"),
    [
        ("", "sandbox", {}),
        ("Bearer abc", "sandbox", {}),
        ("two words", "sandbox", {}),
        ("key\r\nX-Evil: 1", "sandbox", {}),
        ("key", "prod", {}),
        ("key", "http://api.getdefacto.com", {}),
        ("key", "https://user:pa55word@api.example.com", {}),
        ("key", "sandbox", {"ca_certificates": b"nonsense"}),
        ("key", "sandbox", {"proxy": "http://"}),
        ("key", "sandbox", {"proxy": "socks4://user:pa55word@127.0.0.1:1080"}),
        ("key", "http://127.0.0.1:9", {"proxy": "http://user:pa55word@127.0.0.1:3128"}),
    ],
)
def test_a_client_that_cannot_work(key: str, environment: str, settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Client(key, environment, **settings)
    assert caught.value.details.hint
    assert not caught.value.retryable
    assert "pa55word" not in str(caught.value)
    assert "Evil" not in str(caught.value)


@pytest.mark.parametrize("name", ["ALL_PROXY", "https_proxy"])
def test_a_proxy_of_the_environment_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for other in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "socks4://127.0.0.1:1080")
    with pytest.raises(ConfigurationError, match=f"{name} has the scheme 'socks4'"):
        Client("key", "sandbox")
    monkeypatch.setenv("NO_PROXY", "getdefacto.com")
    Client("key", "sandbox").close()


def test_an_error_says_when_to_go_on(serve: Serve) -> None:
    with Client("key", serve(reply(429, {}, retry_after="90")).url) as client, pytest.raises(ApiError) as caught:
        client.borrowers.deactivate(NOBODY)
    assert (caught.value.retry_after, caught.value.attempts, caught.value.retryable) == (90, 1, True)
    assert pickle.loads(pickle.dumps(caught.value)).retry_after == 90


def test_no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEFACTO_API_KEY", raising=False)
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", "sandbox")
    with pytest.raises(ConfigurationError, match="DEFACTO_API_KEY is not set"):
        Client.from_env()


def test_a_key_that_is_not_accepted(defacto_sandbox: Sandbox) -> None:
    with Client("wrong-key-7731", defacto_sandbox.url) as client, pytest.raises(AuthenticationError) as caught:
        client.hello()
    assert "sandbox and production have separate keys" in str(caught.value)
    assert "wrong-key-7731" not in str(caught.value)


def test_a_closed_client_says_so(defacto_sandbox: Sandbox) -> None:
    client = defacto_sandbox.client()
    client.close()
    with pytest.raises(ConfigurationError, match="closed"):
        client.hello()


def test_a_cancelled_token(defacto_client: Client) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(defacto_sdk.InterruptedError) as caught:
        defacto_client.with_options(cancel=token).hello()
    assert not isinstance(caught.value, builtins.InterruptedError)


TERMS: dict[str, Any] = {
    "amount": 100_00,
    "loan_to": PaymentAccount(account_number="FR1420041010050500013M02606"),
    "to_pay_at": datetime(2026, 12, 1, tzinfo=timezone.utc),
    "to_repay_at": datetime(2027, 1, 30, tzinfo=timezone.utc),
}
LOAN = NewLoan(**TERMS)
WRONG_TYPES: list[tuple[str, Callable[[Client], object]]] = [
    ("api_key", lambda _: Client(5, "sandbox")),  # type: ignore[arg-type]
    ("environment", lambda _: Client("key", 5)),  # type: ignore[arg-type]
    ("read_timeout", lambda _: Client("key", "sandbox", read_timeout="5")),  # type: ignore[arg-type]
    ("max_retries", lambda _: Client("key", "sandbox", max_retries="2")),  # type: ignore[arg-type]
    ("app_info", lambda _: Client("key", "sandbox", app_info=5)),  # type: ignore[arg-type]
    ("store", lambda _: Client("key", "sandbox", store="s.db")),  # type: ignore[arg-type]
    ("read_timeout", lambda client: client.with_options(read_timeout="5")),  # type: ignore[arg-type]
    ("cancel", lambda client: client.with_options(cancel=True)),  # type: ignore[arg-type]
    ("identifier", lambda _: NewBorrower(identifier=472618354)),  # type: ignore[arg-type]
    ("identifier_type", lambda _: NewBorrower(identifier=siren(1), identifier_type=5)),  # type: ignore[arg-type]
    ("directors", lambda _: NewBorrower(identifier=siren(1), directors=[5])),  # type: ignore[list-item]
    ("metadata", lambda _: NewBorrower(identifier=siren(1), metadata=[1])),  # type: ignore[arg-type]
    ("signed_at", lambda _: Signature(signed_at="2026-11-02")),  # type: ignore[arg-type]
    ("new_borrower", lambda client: client.enroll(siren(1))),  # type: ignore[arg-type]
    ("new_borrower", lambda client: client.enroll({"identifierr": siren(1)})),
    ("body", lambda client: client.borrowers.enroll({"identifier": 5})),
    ("wait", lambda client: client.enroll(french(1), wait="60")),  # type: ignore[arg-type]
    ("create_new", lambda client: client.enroll(french(1), create_new="yes")),  # type: ignore[arg-type]
    ("direct_debit", lambda client: client.enroll(french(1), direct_debit="yes")),  # type: ignore[arg-type]
    ("settle_time", lambda client: client.enroll(french(1), settle_time="5")),  # type: ignore[arg-type]
    ("borrower_id", lambda client: client.enroll(french(1), borrower_id=5)),  # type: ignore[arg-type]
    ("store", lambda client: client.enroll(french(1), store="s.db")),  # type: ignore[arg-type]
    ("store", lambda client: client.enroll_many([], "s.db")),  # type: ignore[arg-type]
    ("max_in_flight", lambda client: client.enroll_many([], Store.in_memory(), max_in_flight="8")),  # type: ignore[arg-type]
    ("direct_debit", lambda _: french(1).validate(direct_debit="yes")),  # type: ignore[arg-type]
    ("other", lambda _: french(1).compare_company(siren(1))),  # type: ignore[arg-type]
    ("method", lambda client: client.request(5, "/hello")),  # type: ignore[arg-type]
    ("path", lambda client: client.request("GET", None)),  # type: ignore[arg-type]
    ("query", lambda client: client.request("GET", "/hello", query="a=b")),  # type: ignore[arg-type]
    ("code", lambda client: client.explain(5, "fr")),  # type: ignore[arg-type]
    ("language", lambda client: client.explain("KYB_STATUS", 5)),  # type: ignore[arg-type]
    ("accept", lambda client: client.request_loan(LOAN, accept="yes")),  # type: ignore[arg-type]
    ("loan_id", lambda client: client.track(5)),  # type: ignore[arg-type]
    ("subscription_url", lambda _: WebhookReceiver(None)),  # type: ignore[arg-type]
    ("body", lambda _: WebhookReceiver("x" * 40).receive("/", 5)),  # type: ignore[arg-type]
    ("path", lambda _: Store.sqlite(5)),  # type: ignore[arg-type]
    ("url", lambda _: Store.postgres(5)),  # type: ignore[arg-type]
    ("store", lambda _: PortfolioReport("s.db")),  # type: ignore[arg-type]
    ("query", lambda client: client.loans.list(query=5)),  # type: ignore[arg-type]
    ("status", lambda client: client.loans.list(status=5)),  # type: ignore[arg-type]
    ("amount", lambda _: NewLoan(**{**TERMS, "amount": "5"})),
    ("directors", lambda _: NewBorrower(identifier=siren(1), directors={"first_name": 5})),
    ("borrower_id", lambda client: client.borrowers.get(5)),  # type: ignore[arg-type]
    ("page_size", lambda client: client.borrowers.list(page_size="5")),  # type: ignore[arg-type]
    ("unheard_of", lambda client: client.borrowers.list(unheard_of=1)),  # type: ignore[call-arg]
    ("unheard_of", lambda _: NewBorrower(identifier=siren(1), unheard_of=1)),  # type: ignore[call-arg]
]


@pytest.mark.parametrize(("parameter", "call"), WRONG_TYPES)
def test_a_wrong_type_is_a_type_error_that_names_the_parameter(
    defacto_client: Client, parameter: str, call: Callable[[Client], object]
) -> None:
    with pytest.raises(TypeError) as caught:
        call(defacto_client)
    assert re.search(rf"(^|\.){parameter}: |'{parameter}'", str(caught.value))


def test_text_that_is_no_uuid(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="expected a UUID") as caught:
        defacto_client.borrowers.get("472618354")
    assert "472618354" not in str(caught.value)
    assert defacto_sandbox.log() == []


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), float("inf")])
def test_seconds_that_are_none(defacto_client: Client, seconds: float) -> None:
    with pytest.raises(ValueError, match="wait must be a number of seconds"):
        defacto_client.enroll(french(1), wait=seconds)


def test_a_path_without_slash_and_a_method_that_is_none(defacto_client: Client) -> None:
    with pytest.raises(ConfigurationError, match="begin with a slash"):
        defacto_client.request("GET", "hello")
    with pytest.raises(ConfigurationError, match="method"):
        defacto_client.request("NO GOOD", "/hello")
