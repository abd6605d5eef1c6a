"""Read the vectors: cases that apply to every language."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "vectors"

Case = dict[str, Any]


def cases(name: str) -> list[Case]:
    """The cases of a file, or of all files in a folder."""
    path = FOLDER / name
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    return [case for file in files for case in json.loads(file.read_text(encoding="utf-8"))["cases"]]


def parametrize(found: list[Case]) -> pytest.MarkDecorator:
    """One test for each case, named after it."""
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in found])


def body(value: Any) -> str:
    """A body: text where its exact digits or faults matter, else JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def at(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer, or None."""
    for part in pointer.split("/")[1:]:
        try:
            document = document[int(part) if isinstance(document, list) else part]
        except (KeyError, IndexError):
            return None
    return document


def check_all(name: str, check: Callable[[Case], None]) -> None:
    """Check every case, several at a time, and name all that fail."""

    def failure(case: Case) -> str | None:
        try:
            check(case)
        except Exception as error:  # whatever it is, it is the case's
            return f"{case['name']}: {error}"
        return None

    with ThreadPoolExecutor(8) as threads:
        failures = [text for text in threads.map(failure, cases(name)) if text]
    assert not failures, "\n".join(failures)


def expect(case: Case, **found: Any) -> None:
    """Compare the members that a case names; others may have any value."""
    for name, value in found.items():
        assert case.get(name, value) == value, f"{name} is {value!r}, not {case[name]!r}"
