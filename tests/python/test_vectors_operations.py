"""The vectors of all operations: the requests and the answers.

With ``DEFACTO_MOCK_URL`` in the environment the same calls go to that server, which invents its answers from the
contract. Then the test checks that a call is accepted and that its answer can be read.
"""

import asyncio
import json
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from canned import Canned, Reply, Request
from defacto_sdk import AsyncClient, Client, PageIterator
from operations import keywords, operations, plain, wanted
from vectors import Case, cases, parametrize

MOCK = os.environ.get("DEFACTO_MOCK_URL")
CASES = cases("operations")
#: Operations that the contract deprecates, and the replacement that their warning names.
DEPRECATED = {
    "credit_lines.get": "use credit_lines.list or financial_products.list",
    "credit_lines.get_own": "use credit_lines.list or financial_products.list",
}
#: How many items of a list are read: a mock server may always have a next page.
ENOUGH = 1 if MOCK else None


def test_no_operation_is_without_vectors() -> None:
    assert {case["operation"] for case in CASES} == set(operations())
    assert len(operations()) == 77


@parametrize(CASES)
def test_operations(case: Case) -> None:
    with serving(case) as url, Client("key", url) as client, warned(case):
        assert_answer(case, call(client, case))


@parametrize(CASES)
def test_operations_awaited(case: Case) -> None:
    async def main(url: str) -> Any:
        async with AsyncClient("key", url) as client:
            return await call_awaited(client, case)

    with serving(case) as url, warned(case):
        assert_answer(case, asyncio.run(main(url)))


def call(client: Client, case: Case) -> Any:
    area, verb = case["operation"].split(".")
    result = getattr(getattr(client, area), verb)(**keywords(case))
    return list(islice(result, ENOUGH)) if isinstance(result, PageIterator) else result


async def call_awaited(client: AsyncClient, case: Case) -> Any:
    area, verb = case["operation"].split(".")
    result = getattr(getattr(client, area), verb)(**keywords(case))
    if not hasattr(result, "__aiter__"):
        return await result
    items: list[Any] = []
    async for item in result:
        items.append(item)
        if len(items) == ENOUGH:
            break
    return items


def assert_answer(case: Case, result: Any) -> None:
    found = plain(result)
    if not MOCK:
        assert found == wanted(case)


@contextmanager
def serving(case: Case) -> Iterator[str]:
    """Serve the answer of the case; compare the request at the end."""
    if MOCK:
        yield MOCK
        return
    with Canned([reply(case["answer"])]) as server:
        yield server.url
        assert [sent(request) for request in server.requests] == [case["request"]]


def reply(answer: dict[str, Any]) -> Reply:
    if "body" in answer:
        return Reply(answer["status"], json.dumps(answer["body"]), {"content-type": "application/json"})
    return Reply(answer["status"], answer.get("text", ""), {"content-type": "text/plain; charset=utf-8"})


def sent(request: Request) -> dict[str, Any]:
    """A request in the form of the vectors."""
    target = urlsplit(request.target)
    query = sorted([name, value] for name, value in parse_qsl(target.query, keep_blank_values=True))
    content_type = request.headers.get("content-type", "").split(";")[0]
    shown: dict[str, Any] = {"method": request.method, "path": target.path, "query": query}
    if content_type == "application/json":
        return {**shown, "body": json.loads(request.body)}
    if content_type == "application/x-www-form-urlencoded":
        return {**shown, "content_type": content_type, "body": dict(parse_qsl(request.body))}
    if content_type == "multipart/form-data":
        return {**shown, "content_type": content_type, "body": parts(request)}
    assert not request.body
    return shown


def parts(request: Request) -> dict[str, Any]:
    """The parts of an upload: texts, and the description of a file."""
    message = message_from_string(f"content-type: {request.headers['content-type']}\r\n\r\n{request.body}")
    found: dict[str, Any] = {}
    for part in message.get_payload():
        assert not isinstance(part, str)
        content = part.get_payload()
        assert isinstance(content, str)
        name = str(part.get_param("name", header="content-disposition"))
        if part.get_filename() is None:
            found[name] = content
        else:
            file = {"filename": part.get_filename(), "content_type": part.get_content_type()}
            found[name] = {**file, "bytes": len(content.encode())}
    return found


@contextmanager
def warned(case: Case) -> Iterator[None]:
    """Check that exactly the deprecated operations warn."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        yield
    texts = [str(warning.message) for warning in heard if warning.category is DeprecationWarning]
    assert texts == [note for operation, note in DEPRECATED.items() if operation == case["operation"]]
