"""Every operation with the argument types from the stubs, and calls with arguments from JSON."""

from __future__ import annotations

import ast
import inspect
import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import defacto_sdk
from defacto_sdk import Pdf
from vectors import Case


@cache
def _classes() -> dict[str, dict[str, ast.FunctionDef]]:
    text = Path(defacto_sdk.__file__).with_name("_native.pyi").read_text(encoding="utf-8")
    found = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    return {node.name: {part.name: part for part in node.body if isinstance(part, ast.FunctionDef)} for node in found}


def areas() -> dict[str, str]:
    """The areas of the client, and the class of each."""
    typed = {name: ast.unparse(node.returns) for name, node in _classes()["Client"].items() if node.returns}
    return {name: type_ for name, type_ in typed.items() if hasattr(getattr(defacto_sdk, type_, None), "_LISTINGS")}


#: Calls that combine several operations.
COMPOSED = {"webhooks.ensure"}


def operations() -> list[str]:
    """Every operation as area and verb: ``loans.request``."""
    found = [f"{area}.{verb}" for area, class_ in areas().items() for verb in _classes()[class_] if verb[0] != "_"]
    return [operation for operation in found if operation not in COMPOSED]


def parameters(operation: str) -> dict[str, str]:
    """The parameters of an operation, and the type of each."""
    area, verb = operation.split(".")
    return _annotations(_classes()[areas()[area]][verb])


def constructor(model: type[Any]) -> dict[str, str]:
    """The keywords of a model's constructor, and the type of each."""
    return _annotations(_classes()[model.__name__]["__new__"])


def properties(model: type[Any]) -> dict[str, str]:
    """The attributes of a model, and the type of each."""
    found = _classes()[model.__name__]
    typed = {name: node.returns for name, node in found.items() if node.decorator_list}
    return {name: ast.unparse(returns) for name, returns in typed.items() if returns and hasattr(model, name)}


def _annotations(function: ast.FunctionDef) -> dict[str, str]:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return {one.arg: ast.unparse(one.annotation) for one in given if one.annotation}


def filter_class(operation: str) -> type[Any] | None:
    """The model whose fields are the keywords of an operation."""
    area, verb = operation.split(".")
    keywords = [one.arg for one in _classes()[areas()[area]][verb].args.kwonlyargs]
    for name, class_ in _classes().items():
        if keywords and name.endswith("Filter") and keywords == [one.arg for one in class_["__new__"].args.kwonlyargs]:
            found: type[Any] = getattr(defacto_sdk, name)
            return found
    return None


def keywords(case: Case) -> dict[str, Any]:
    """The arguments of a case as the operation takes them."""
    types = parameters(case["operation"])
    given = dict(case["arguments"])
    given |= given.pop("filter", {})
    return {name: convert(types[name], value) for name, value in given.items()}


def convert(annotation: str, value: Any) -> Any:
    """A value from JSON, converted to its annotation."""
    if isinstance(value, list):
        return [convert(annotation, item) for item in value]
    if annotation.startswith("Pdf"):
        return Pdf(b64decode(value["base64"]), name=value["name"])
    if annotation.startswith("datetime"):
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    if "UUID" in annotation:
        return UUID(value)
    # A dict may stand for a model.
    class_ = getattr(defacto_sdk, annotation.removesuffix(" | abc.Mapping[str, Any]"), None)
    return class_.from_json(json.dumps(value)) if class_ is not None else value


def plain(result: Any) -> Any:
    """The result of an operation as JSON."""
    if isinstance(result, list):
        return [plain(item) for item in result]
    if isinstance(result, bytes):
        return result.decode()
    return result if result is None or isinstance(result, str) else json.loads(result.to_json())


def wanted(case: Case) -> Any:
    """The expected result of an operation as JSON."""
    if "result" in case:
        return case["result"]
    body = case["answer"].get("body", case["answer"].get("text"))
    return body["data"] if isinstance(body, dict) and "page_size" in body else body


def answer_class(operation: str) -> type[Any] | None:
    """The model that an operation returns, alone or in a list."""
    area, verb = operation.split(".")
    returns = _classes()[areas()[area]][verb].returns
    name = ast.unparse(returns) if returns else "None"
    return getattr(defacto_sdk, name.rpartition("[")[2].rstrip("]"), None)


def models_of(case: Case) -> Iterator[Any]:
    """Every model that is sent or read in a case, however deep."""
    operation = case["operation"]
    yield from _within(list(keywords(case).values()))
    filter_ = filter_class(operation)
    if filter_ is not None:
        yield filter_.from_json(json.dumps(case["arguments"].get("filter", {})))
    class_, answer = answer_class(operation), wanted(case)
    if class_ is not None:
        for item in answer if isinstance(answer, list) else [answer]:
            yield from _within(class_.from_json(json.dumps(item)))


def _within(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _within(item)
    elif isinstance(value, dict):
        yield from _within(list(value.values()))
    elif hasattr(type(value), "extra"):
        yield value
        names = [name for name, field in vars(type(value)).items() if inspect.isgetsetdescriptor(field)]
        yield from _within([getattr(value, name) for name in names])
