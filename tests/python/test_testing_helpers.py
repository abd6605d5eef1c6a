"""The sandbox helper and the pytest fixtures that come with the package."""

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from conftest import Run
from defacto_sdk import ApiError, AuthenticationError, Client
from defacto_sdk.testing import Sandbox, SandboxError
from story import WAITING, eventually, french, ready, siren


def answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
            return True
    except OSError:
        return False


def test_a_context_manager() -> None:
    with Sandbox(api_key="another-key") as sandbox, sandbox.client(max_retries=0) as client:
        assert sandbox.api_key == "another-key"
        assert client.hello() == "Hello from the sandbox"
        with Client("test-key", sandbox.url) as stranger, pytest.raises(AuthenticationError):
            stranger.hello()
        assert answers(sandbox.url)
    assert not answers(sandbox.url)


def test_a_sandbox_that_runs_already_is_used_and_goes_on() -> None:
    with Sandbox(api_key="another-key") as started:
        with Sandbox.at(started.url + "/", api_key="another-key") as sandbox, sandbox.client() as client:
            ready(client.enroll(french(1), **WAITING))
        assert len(started.state()["borrowers"]) == 1
    with pytest.raises(SandboxError, match="Start one: `defacto sandbox`"):
        Sandbox.at(started.url)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"time": "now"}'])
def test_a_server_that_is_no_sandbox_is_refused(body: bytes) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        with pytest.raises(SandboxError, match="is not a sandbox"):
            Sandbox.at(f"http://127.0.0.1:{server.server_port}")


def test_the_clock_moves_to_what_is_due_next(defacto_sandbox: Sandbox, defacto_client: Client) -> None:
    before = defacto_sandbox.freeze()
    defacto_client.borrowers.enroll(french(1))
    assert defacto_sandbox.advance_to_next_event() > before


def test_the_same_seed_gives_the_same_data() -> None:
    ids = []
    for _ in range(2):
        with Sandbox(seed=7) as sandbox, sandbox.client() as client:
            ids.append(ready(client.enroll(french(1), **WAITING))[0].id)
    assert ids[0] == ids[1]


def test_faults(defacto_sandbox: Sandbox) -> None:
    with defacto_sandbox.client(max_retries=0) as client:
        defacto_sandbox.fault("bad_gateway", operation="GET /hello", times=2)
        with pytest.raises(ApiError):
            client.hello()
        defacto_sandbox.clear_faults()
        client.hello()
        with pytest.raises(SandboxError, match="unknown variant `earthquake`"):
            defacto_sandbox.fault("earthquake")


def test_settings(defacto_sandbox: Sandbox) -> None:
    assert defacto_sandbox.settings()["declined_as"] == "no_line"
    assert defacto_sandbox.settings(declined_as="zero_line")["declined_as"] == "zero_line"
    assert defacto_sandbox.settings()["declined_as"] == "zero_line"
    with pytest.raises(SandboxError, match="unheard_of"):
        defacto_sandbox.settings(unheard_of=1)


def test_log_state_and_reset(defacto_sandbox: Sandbox, defacto_client: Client) -> None:
    ready(defacto_client.enroll(french(2), **WAITING))
    operations = [entry["operation"] for entry in defacto_sandbox.log()]
    assert list(dict.fromkeys(operations))[:2] == ["GET /borrowers", "POST /borrowers"]
    assert "test-key" not in str(defacto_sandbox.log())
    defacto_sandbox.clear_log()
    assert defacto_sandbox.log() == []

    state = defacto_sandbox.state()
    assert state["borrowers_by_identifier"] == {siren(2): 1}
    assert len(state["credit_lines"]) == 1

    defacto_sandbox.settings(declined_as="prohibited")
    defacto_sandbox.reset()
    assert defacto_sandbox.state()["borrowers"] == []
    assert defacto_sandbox.log() == []
    assert defacto_sandbox.settings()["declined_as"] == "no_line"


def test_a_proxy_of_the_environment_is_passed_by(run_python: Run, defacto_sandbox: Sandbox) -> None:
    program = """
        from defacto_sdk.testing import Sandbox

        with Sandbox() as sandbox, sandbox.client() as client:
            client.hello()
            print(len(sandbox.log()))
    """
    assert run_python(program, http_proxy="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9") == "1\n"


def test_the_command_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DEFACTO_BINARY", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(SandboxError, match="pip install defacto-cli, or set DEFACTO_BINARY"):
        Sandbox()


def test_a_command_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFACTO_BINARY", "/nowhere/defacto")
    with pytest.raises((SandboxError, FileNotFoundError), match="/nowhere/defacto"):
        Sandbox()


def test_a_sandbox_that_does_not_start() -> None:
    with pytest.raises(SandboxError, match="speed"):
        Sandbox(speed=-1.0)


def test_closing_twice_is_closing() -> None:
    sandbox = Sandbox()
    sandbox.close()
    sandbox.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_it_ends_when_its_parent_dies() -> None:
    program = "import time; from defacto_sdk.testing import Sandbox; print(Sandbox().url, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert answers(url)
        os.kill(parent.pid, signal.SIGKILL)
    eventually("the end of the sandbox", lambda: not answers(url))


def test_it_survives_ctrl_c_at_its_parent(run_python: Run) -> None:
    program = """
        import os, signal, time
        from defacto_sdk.testing import Sandbox

        # When the tests run in the background, the shell starts them with Ctrl-C ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with Sandbox() as sandbox, sandbox.client() as client:
            try:
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(10)
            except KeyboardInterrupt:
                print(client.hello())
    """
    assert run_python(program) == "Hello from the sandbox\n"


def pytest_run(folder: Path, tests: str) -> str:
    (folder / "test_it.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", "-v", str(folder)]
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    return finished.stdout + finished.stderr


def test_the_fixtures(tmp_path: Path) -> None:
    tests = """
from defacto_sdk import NewBorrower

def test_enrolling(defacto_client, defacto_sandbox):
    defacto_client.borrowers.enroll(NewBorrower(identifier="472618354"))
    defacto_sandbox.fault("bad_gateway", operation="GET /hello")
    assert len(defacto_sandbox.state()["borrowers"]) == 1

def test_begins_anew(defacto_client, defacto_sandbox):
    assert defacto_sandbox.state()["borrowers"] == []
    assert defacto_client.hello() == "Hello from the sandbox"
    assert len(defacto_sandbox.log()) == 1
"""
    assert "2 passed" in pytest_run(tmp_path, tests)


def test_nothing_starts_when_no_fixture_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFACTO_BINARY", "/nowhere/defacto")
    tests = """
def test_without_it():
    pass
"""
    assert "1 passed" in pytest_run(tmp_path, tests)
