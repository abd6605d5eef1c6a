"""The call of every operation in the reference: its types are checked, and it sends the request beside it."""

import json
import re
import subprocess
import sys
import warnings
from dataclasses import dataclass
from email import message_from_string
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from canned import Canned, Reply, Request

PAGES = Path(__file__).parents[2] / "docs" / "reference"
OPERATION = re.compile(r"^### (\w+\.\w+)\n(.*?)(?=^##)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^(\w+):\n\n```[\w,]+\n(.*?)^```", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"^Returns .* with status (\d+)\.$", re.MULTILINE)


@dataclass(frozen=True)
class Call:
    """What the section of an operation shows."""

    name: str
    status: int
    blocks: dict[str, str]


def calls() -> dict[str, Call]:
    """Return every operation that has a request, by its name."""
    found: dict[str, Call] = {}
    for page in sorted(PAGES.glob("*.md")):
        for name, section in OPERATION.findall(page.read_text() + "\n## "):
            status = STATUS.search(section)
            if status:
                found[name] = Call(name, int(status[1]), dict(BLOCK.findall(section)))
    return found


CALLS = calls()


def test_every_operation_is_shown_in_every_language() -> None:
    languages = {"Request", "Rust", "Python", "Kotlin", "Java", "Swift", "curl"}
    assert len(CALLS) == 77
    assert {name for name, call in CALLS.items() if not languages <= call.blocks.keys()} == set()


def test_the_types_of_the_calls_are_right(tmp_path: Path) -> None:
    for name, call in CALLS.items():
        (tmp_path / f"{name.replace('.', '_')}.py").write_text(call.blocks["Python"])
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", str(tmp_path)]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=110)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("name", CALLS)
def test_the_call_sends_the_request(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = CALLS[name]
    monkeypatch.chdir(tmp_path)
    wanted = request(call.blocks["Request"])
    for file in re.findall(r'filename="(.*)"', call.blocks["Request"]):
        Path(file).write_bytes(b"%PDF-1.4\n%%EOF\n")
    with Canned([answer(call)]) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        code = call.blocks["Python"].replace("Environment.SANDBOX", repr(server.url))
        exec(compile(code, f"{name}.py", "exec"), {})
        assert [sent(request) for request in server.requests] == [wanted]


def answer(call: Call) -> Reply:
    """Return the answer of the page. A list that goes on is cut after its page."""
    text = call.blocks.get("Answer", "")
    if not text.startswith(("{", "[")):
        return Reply(call.status, text, {"content-type": "text/plain; charset=utf-8"})
    return Reply(call.status, text, {"content-type": "application/json"})


def request(block: str) -> Request:
    """Read a request as the page shows it."""
    head, _, body = block.partition("\n\n")
    first, *lines = head.splitlines()
    method, target, _ = first.split(" ")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    assert headers["authorization"] == "bearer your_api_key"
    return sent(Request(method, target, headers, body.strip()))


def sent(request: Request) -> Request:
    """Return a request in a form that can be compared: without what a client adds, and in one order."""
    target = urlsplit(request.target)
    query = sorted(parse_qsl(target.query, keep_blank_values=True))
    kind = request.headers.get("content-type", "").split(";")[0]
    body = request.body
    if kind == "application/json":
        body = json.dumps(json.loads(body), sort_keys=True)
    elif kind == "application/x-www-form-urlencoded":
        body = repr(sorted(parse_qsl(body)))
    elif kind == "multipart/form-data":
        body = repr(parts(request.headers["content-type"], body))
    return Request(request.method, f"{target.path} {query}", {"content-type": kind}, body)


def parts(content_type: str, body: str) -> list[tuple[str, str]]:
    """Return the names of the parts of an upload, each with its text or the name of its file."""
    message = message_from_string(f"content-type: {content_type}\n\n{body}")
    found: list[tuple[str, str]] = []
    for part in message.get_payload():
        assert not isinstance(part, str)
        name = str(part.get_param("name", header="content-disposition"))
        found.append((name, part.get_filename() or str(part.get_payload()).strip()))
    return sorted(found)
