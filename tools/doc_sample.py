"""Draw documentation comments at random, to be read by a person who knows none of their surroundings.

    python tools/doc_sample.py --seed 7             20 from Python, 20 from Kotlin, 20 from Swift
    python tools/doc_sample.py --seed 7 --foreign   print all that name a concept of another language

They come from what users see: the stubs and sources of the Python package, and the sources of the built Kotlin and
Swift packages (`make parity` builds both).
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "python": ("bindings-python/python/defacto_sdk", "*.py*"),
    "kotlin": ("bindings-kotlin/sdk", "*.kt"),
    "swift": ("bindings-swift/Sources/Defacto", "*.swift"),
}
#: What only users of another language know. Words that the API's own texts hold are not here.
RUST = (
    r"\b(Option|Vec|Arc|Box|trait|crate|struct|panic\w*|uniffi|pyo3|tokio|[A-Za-z_]\w*::(?!class\b)\w+)\b"
    r"|`Result|\bOk\(|\bErr\("
)
FOREIGN = {
    "python": rf"{RUST}|@throws|`null`|`nil`|Throws:|KDoc|coroutine scope|# Errors",
    "kotlin": rf"{RUST}|`None`|`nil`|Raises|GIL|asyncio|# Errors|- Throws:",
    "swift": rf"{RUST}|`None`|(?<!JSON value )`null`|Raises|GIL|asyncio|# Errors|@throws",
}


@dataclass(frozen=True)
class Doc:
    """One comment and what it is about."""

    place: str
    about: str
    text: str


def python_docs(path: Path) -> Iterator[Doc]:
    """Yield the docstrings of public classes, functions and properties."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node)
            if text and (not node.name.startswith("_") or node.name == "__new__"):
                yield Doc(f"{path.name}:{node.lineno}", node.name, text)


def kotlin_docs(path: Path) -> Iterator[Doc]:
    """Yield the KDoc comments of declarations that are not internal."""
    text = path.read_text()
    for match in re.finditer(r"/\*\*(.*?)\*/\s*((?:@[^\n]*\n\s*)*)([^\n]*)", text, re.DOTALL):
        about = match[3].strip()
        if not re.match(r"(internal|private)\b", about):
            yield Doc(f"{path.name}:{text[: match.start()].count(chr(10)) + 1}", about, lines(match[1], "*"))


def swift_docs(path: Path) -> Iterator[Doc]:
    """Yield the comments of declarations that are public."""
    text = path.read_text()
    pattern = r"((?:[ \t]*///[^\n]*\n)+|[ \t]*/\*\*(?:(?!\*/).)*\*/\s*\n)((?:[ \t]*@[^\n]*\n)*)([^\n]*)"
    for match in re.finditer(pattern, text, re.DOTALL):
        about = match[3].strip()
        if re.match(r"(public|open|case)\b", about):
            bare = re.sub(r"^\s*/\*\*|\*/\s*$", "", match[1])
            yield Doc(f"{path.name}:{text[: match.start()].count(chr(10)) + 1}", about, lines(bare, "///", "*"))


def lines(text: str, *marks: str) -> str:
    """Return a comment without the marks at the start of its lines."""
    mark = "|".join(map(re.escape, marks))
    return "\n".join(re.sub(rf"^\s*(?:{mark})? ?", "", line) for line in text.strip().splitlines()).strip()


READERS = {"python": python_docs, "kotlin": kotlin_docs, "swift": swift_docs}


def docs(language: str) -> list[Doc]:
    """Return all comments of a language, in a fixed order."""
    folder, pattern = FOLDERS[language]
    files = sorted(path for path in (ROOT / folder).rglob(pattern) if path.suffix in (".py", ".pyi", ".kt", ".swift"))
    # In Kotlin, uniffi writes a separate file. All of it is internal.
    files = [path for path in files if path.suffix != ".kt" or "and uniffi" not in path.read_text()[:100]]
    found = [doc for path in files for doc in READERS[language](path)]
    if not found:
        raise SystemExit(f"{folder} has no {pattern}: build it first (`make parity`)")
    return found


def main() -> int:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--language", choices=FOLDERS, action="append")
    parser.add_argument("--foreign", action="store_true")
    given = parser.parse_args()
    failed = False
    for language in given.language or FOLDERS:
        every = docs(language)
        if given.foreign:
            chosen = [doc for doc in every if re.search(FOREIGN[language], doc.text)]
            failed |= bool(chosen)
        else:
            # A seed always draws the same comments. It guards nothing.
            chosen = random.Random(given.seed).sample(every, given.count)
        print(f"==== {language}: {len(chosen)} of {len(every)}")
        for doc in chosen:
            hit = re.search(FOREIGN[language], doc.text)
            print(f"\n--- {doc.place}  {doc.about}" + (f"   [{hit[0]}]" if hit and given.foreign else ""))
            print(doc.text)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
