"""The installed package, and the functions of the client outside its areas."""

import asyncio
import inspect
import json
import re
import sys
from importlib import metadata
from pathlib import Path

import defacto_sdk
import pytest
from canned import Reply, reply
from conftest import Run, Serve
from defacto_sdk import (
    ApiError,
    AsyncClient,
    Client,
    ConfigurationError,
    CreditLine,
    Enrollment,
    Environment,
    PageIterator,
    Pdf,
    TimeoutError,
    ValidationError,
)
from defacto_sdk.testing import Sandbox
from story import french, requests, siren

ROOT = Path(__file__).parents[2]
VERSION = re.search(r'^version = "(.+)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)


def test_it_is_typed() -> None:
    folder = Path(defacto_sdk.__file__).parent
    for name in ("py.typed", "_native.pyi", "aio.py"):
        assert (folder / name).exists(), name


def test_every_public_name_is_listed() -> None:
    from defacto_sdk import _native

    native = set(_native.__all__)
    exceptions = {name for name, value in vars(defacto_sdk).items() if isinstance(value, type(Exception))}
    errors = {name for name in exceptions if issubclass(getattr(defacto_sdk, name), defacto_sdk.DefactoError)}
    assert set(defacto_sdk.__all__) == native | errors | {
        "AnyEnrollment",
        "AnyLoanOutcome",
        "AnyWebhookEntity",
        "AsyncClient",
        "AsyncWebhookRouter",
        "CallObserver",
        "InterruptedCall",
        "WebhookRouter",
    }
    assert len(defacto_sdk.__all__) == len(set(defacto_sdk.__all__))
    # pytest adds names that are not identifiers to packages whose plugins it runs.
    public = {name for name in vars(defacto_sdk) if not name.startswith("_") and name.isidentifier()}
    assert public - set(defacto_sdk.__all__) <= {"aio", "opentelemetry", "testing", "TYPE_CHECKING"}
    for name in defacto_sdk.__all__:
        assert getattr(defacto_sdk, name) is not None


def test_classes_say_where_they_come_from() -> None:
    for name in defacto_sdk.__all__:
        value = getattr(defacto_sdk, name)
        if inspect.isclass(value):
            assert value.__module__.startswith("defacto_sdk"), name
            assert value.__name__ == name


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'unheard_of'"):
        _ = defacto_sdk.unheard_of


def test_the_version_is_that_of_the_sources() -> None:
    assert VERSION is not None
    assert defacto_sdk.__version__ == VERSION[1] == metadata.version("defacto-sdk")


def test_importing_it_imports_nothing_dear(run_python: Run) -> None:
    show = "import sys; print(*sorted(sys.modules))"
    bare = set(run_python(show, options=("-S", "-I")).split())
    folder = str(Path(defacto_sdk.__file__).parents[1])
    program = f"import sys; sys.path.insert(0, {folder!r}); import defacto_sdk; {show}"
    added = set(run_python(program, options=("-S", "-I")).split()) - bare
    dear = {"typing", "asyncio", "dataclasses", "enum", "logging", "json", "uuid", "decimal", "datetime", "re"}
    assert added & dear == set()
    assert {name for name in added if not name.startswith("defacto_sdk")} == set()


def test_a_class_is_made_when_it_is_asked_for(run_python: Run) -> None:
    program = """
        import pickle, pydoc, defacto_sdk
        assert "Loan" not in vars(defacto_sdk) and "Loan" not in vars(defacto_sdk._native)
        assert {"Loan", "AsyncClient", "DefactoError"} <= set(dir(defacto_sdk))
        line = pickle.loads(b"cdefacto_sdk\\nBusinessIdentifier\\n.")
        assert line is defacto_sdk.BusinessIdentifier is defacto_sdk._native.BusinessIdentifier
        borrower = defacto_sdk.Borrower.from_json('{"identifier": "1", "directors": [{}]}')
        assert type(borrower.directors[0]) is defacto_sdk.Director
        assert type(borrower.directors[0]).__module__ == "defacto_sdk"
        assert "class Loan(" in pydoc.plain(pydoc.render_doc(defacto_sdk))
        assert "Loan" in vars(defacto_sdk)
        print(defacto_sdk.Loan is defacto_sdk.Loan)
    """
    assert run_python(program) == "True\n"


def test_errors_do_not_replace_the_builtins(run_python: Run) -> None:
    program = """
        from defacto_sdk import *
        assert InterruptedError.__module__ == "defacto_sdk._errors"
        print(Client.__name__, AsyncClient.__name__)
    """
    assert run_python(program) == "Client AsyncClient\n"
    assert TimeoutError.__module__ == "defacto_sdk._errors"


def test_the_user_agent(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_client.hello()
    (request,) = defacto_sandbox.log()
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert request["user_agent"] == f"defacto-sdk/{defacto_sdk.__version__} python/{python}"


def test_the_user_agent_names_the_program(defacto_sandbox: Sandbox) -> None:
    with Client(defacto_sandbox.api_key, defacto_sandbox.url, app_info="shop/2.1") as client:
        client.with_options(headers={"x-team": "lending"}).hello()
    (request,) = defacto_sandbox.log()
    assert request["user_agent"].endswith(" shop/2.1")


def test_certificates_are_text_bytes_or_a_file(tmp_path: Path) -> None:
    pem = "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"
    file = tmp_path / "authority.pem"
    file.write_text(pem)
    for given in (pem, pem.encode(), file, str(file)):
        with pytest.raises(ConfigurationError, match="certificate"):
            Client("key", "sandbox", ca_certificates=given)
    with pytest.raises(ConfigurationError, match="No such file"):
        Client("key", "sandbox", ca_certificates=tmp_path / "nothing.pem")


def test_the_environments() -> None:
    assert Client("key", Environment.SANDBOX).base_url == "https://api-sandbox.getdefacto.com"
    assert Client("key", "production").base_url == "https://api.getdefacto.com"
    assert Client("key", "https://api.example.com/v2/").base_url == "https://api.example.com/v2"
    assert repr(Client("key-marker", "sandbox")) == "Client(base_url='https://api-sandbox.getdefacto.com')"


def test_from_the_environment(defacto_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFACTO_API_KEY", defacto_sandbox.api_key)
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", defacto_sandbox.url)
    with Client.from_env(read_timeout=10.0) as client:
        assert client.hello() == "Hello from the sandbox"


def test_the_key_is_in_a_file(defacto_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{defacto_sandbox.api_key}\n")
    monkeypatch.delenv("DEFACTO_API_KEY", raising=False)
    monkeypatch.setenv("DEFACTO_API_KEY_FILE", str(file))
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", defacto_sandbox.url)
    assert Client.from_env().hello() == "Hello from the sandbox"
    assert Client(file, defacto_sandbox.url).hello() == "Hello from the sandbox"


def test_a_function_provides_the_key(defacto_sandbox: Sandbox) -> None:
    keys = iter(["first", defacto_sandbox.api_key])
    client = Client(lambda: next(keys), defacto_sandbox.url)
    assert client.hello() == "Hello from the sandbox"
    with pytest.raises(ConfigurationError, match="the function of the API key failed: StopIteration"):
        client.hello()
    client.set_api_key(defacto_sandbox.api_key)
    assert client.hello() == "Hello from the sandbox"
    assert len(defacto_sandbox.log()) == 2


def test_the_last_answer(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    assert defacto_client.last_answer is None
    defacto_sandbox.fault("unavailable", times=1)
    defacto_client.hello()
    last = defacto_client.last_answer
    assert last
    assert (last.operation, last.status, last.attempts) == ("GET /hello", 200, 2)
    assert "content-type" in last.headers
    assert defacto_client.with_options().last_answer is None


def test_the_last_answer_of_each_task(defacto_sandbox: Sandbox) -> None:
    async def called(client: AsyncClient, path: str) -> str:
        own = client.with_options()
        await own.request("GET", path)
        assert own.last_answer
        return own.last_answer.operation

    async def main() -> list[str]:
        async with AsyncClient(defacto_sandbox.api_key, defacto_sandbox.url) as client:
            return list(await asyncio.gather(called(client, "/hello"), called(client, "/borrowers")))

    assert asyncio.run(main()) == ["GET /hello", "GET /borrowers"]


def test_a_dict_stands_for_a_request(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    number = siren(1)
    outcome = defacto_client.enroll({"identifier": number, "identifier_type": "siren"}, wait=10, poll_interval=0.05)
    assert isinstance(outcome, Enrollment.Ready)
    terms = {"amount": 100_00, "loan_to": {"account_number": "FR1420041010050500013M02606"}}
    for without in (terms, terms | {"salt_id": None}):
        with pytest.raises(TypeError, match=r"new_loan: a dict has no salt.*make one NewLoan, or add 'salt_id'"):
            defacto_client.request_loan(without)


def test_the_context_manager_closes(defacto_sandbox: Sandbox) -> None:
    with defacto_sandbox.client() as client:
        client.hello()
    with pytest.raises(ConfigurationError, match="closed"):
        client.hello()


def test_a_client_may_be_a_base_class(defacto_sandbox: Sandbox) -> None:
    class Ours(Client):
        def greet(self) -> str:
            return self.hello().upper()

    client = Ours(defacto_sandbox.api_key, defacto_sandbox.url)
    with client:
        assert client.greet() == "HELLO FROM THE SANDBOX"


def test_options_for_some_calls(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    defacto_sandbox.fault("bad_gateway", operation="GET /hello")
    with pytest.raises(ApiError) as caught:
        defacto_client.with_options(max_retries=0).hello()
    assert caught.value.attempts == 1

    defacto_sandbox.fault("latency", operation="GET /hello", delay_ms=500)
    impatient = defacto_client.with_options(read_timeout=0.1, max_retries=0)
    with pytest.raises(TimeoutError):
        impatient.hello()
    assert defacto_client.hello() == "Hello from the sandbox"
    assert impatient.base_url == defacto_client.base_url


def test_an_endpoint_that_is_not_known_yet(serve: Serve) -> None:
    server = serve(reply(200, {"data": [1, None, "ü", 2.5, 2**60]}, x_request_id="r-1"), Reply(200, "no JSON"))
    with Client("key", server.url) as client:
        answer = client.request("POST", "/bills", query={"page_size": 5, "q": "a&b c"}, json='{"amount":1}')
        unreadable = client.request("GET", "/bills")
    assert (answer.status, answer.request_id) == (200, "r-1")
    assert answer.json() == {"data": [1, None, "ü", 2.5, 2**60]}
    assert answer.body.startswith(b'{"data"')
    assert "data" not in repr(answer)
    request = server.requests[0]
    assert (request.method, request.body) == ("POST", '{"amount":1}')
    assert request.target in ("/bills?page_size=5&q=a%26b+c", "/bills?page_size=5&q=a%26b%20c")
    assert request.headers["authorization"] == "Bearer key"
    with pytest.raises(ValueError, match="not valid JSON"):
        unreadable.json()


def test_a_query_has_what_programs_have_and_a_body_is_any_json(serve: Serve) -> None:
    server = serve(reply(200, {}))
    query = {"cursor": None, "late": True, "draft": False, "borrower": ["552032534", None, 7], "status": ("A", "B")}
    with Client("key", server.url) as client:
        client.request("GET", "/loans", query=query)
        for body in ({"amount": [1, None, True, "ü"]}, [1, {"a": None}], 7, False, None, '{"amount":1}'):
            client.request("POST", "/loans", json=body)
    listed = "late=true&draft=false&borrower=552032534&borrower=7&status=A&status=B"
    assert server.requests[0].target == f"/loans?{listed}"
    sent = [request.body for request in server.requests[1:]]
    assert [body and json.loads(body) for body in sent] == [
        {"amount": [1, None, True, "ü"]}, [1, {"a": None}], 7, False, "", {"amount": 1},
    ]  # fmt: skip


def test_what_is_taken_for_a_document(serve: Serve, tmp_path: Path) -> None:
    server = serve(reply(201, {"invoice_number": "17", "net_amount": 100}))
    path = tmp_path / "invoice.pdf"
    path.write_bytes(b"%PDF-1.7")
    with Client("key", server.url) as client, path.open("rb") as file:
        for document in (Pdf(path), Pdf(b"%PDF-1.7", name="invoice.pdf"), path, str(path), file, b"%PDF-1.7"):
            assert client.invoices.upload(document).net_amount == 100
        with pytest.raises(ValidationError, match="must be a PDF"):
            client.invoices.upload(b"PK")
        with pytest.raises(TypeError, match="expected Pdf, bytes, a path"):
            client.invoices.upload(17)  # type: ignore[arg-type]
    assert len(server.requests) == 6
    assert ["invoice.pdf" in request.body for request in server.requests] == [True] * 5 + [False]


def test_filters_of_a_list(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    for number in range(3):
        defacto_client.borrowers.enroll(french(number))
    (found,) = defacto_client.borrowers.list(borrower_identifier=siren(1), page_size=1)
    assert found.identifier == siren(1)
    assert found.id is not None
    assert [borrower.id for borrower in defacto_client.borrowers.list(borrower_id=[found.id])] == [found.id]


def test_pages_are_read_when_they_are_needed(defacto_client: Client, defacto_sandbox: Sandbox) -> None:
    for number in range(5):
        defacto_client.borrowers.enroll(french(number))
    defacto_sandbox.clear_log()
    borrowers = defacto_client.borrowers.list(page_size=2)
    assert iter(borrowers) is borrowers
    assert isinstance(borrowers, PageIterator)
    assert defacto_sandbox.log() == []
    next(borrowers)
    next(borrowers)
    assert len(requests(defacto_sandbox, "GET /borrowers")) == 1
    assert len(list(borrowers)) == 3
    assert len(requests(defacto_sandbox, "GET /borrowers")) == 3
    assert next(borrowers, None) is None

    pages = defacto_client.borrowers.list(page_size=2)
    sizes = []
    while page := pages.next_page():
        sizes.append(len(page))
    assert sizes == [2, 2, 1]


def test_the_iterator_names_its_items() -> None:
    assert PageIterator[CreditLine] is not None
