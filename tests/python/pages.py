"""The Python blocks of the pages that people read, and what they use without a definition."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from symtable import SymbolTable, symtable
from types import CodeType

from defacto_sdk import NewBorrower
from defacto_sdk.testing import Sandbox
from test_reference import given as ids_of

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: The reference is apart: tests/python/test_reference.py has more to say about its blocks.
FOLDERS = (".", "bindings-python", "docs", "docs/guides")

#: The names that a page may use before it defines them, with their types.
GIVEN = {
    "client": "Client",
    "key": "str",
    "company": "NewBorrower",
    "companies": "list[NewBorrower]",
    "borrower_id": "UUID",
    "loan_id": "UUID",
    "subscription_id": "UUID",
}
IMPORTS = "from uuid import UUID\nfrom defacto_sdk import Client, NewBorrower\n"
#: A CSV file and a PDF that pages name.
FILES = {"customers.csv": b"siren\n913572467\n472618354\n", "invoice.pdf": b"%PDF-1.4\n%%EOF\n"}


@dataclass(frozen=True)
class Page:
    """A Markdown file with Python blocks."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT).with_suffix(""))

    @cached_property
    def blocks(self) -> list[str]:
        return BLOCK.findall(self.path.read_text(encoding="utf-8"))

    @property
    def programs(self) -> list[str]:
        return [block for block in self.blocks if "def test_" not in block]

    @property
    def tests(self) -> list[str]:
        return [block for block in self.blocks if "def test_" in block]

    @cached_property
    def given(self) -> list[str]:
        """The given names that the page uses before it defines them."""
        defined: set[str] = set()
        used: set[str] = set()
        for block in self.programs:
            table = symtable(wrapped(block), self.name, "exec")
            defined |= {
                symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()
            }
            used |= {name for name in free_names(table) if name not in defined}
        return [name for name in GIVEN if name in used]

    def source(self) -> str:
        """Return the programs as one module for type checkers; its first line needs the module `given`."""
        first = f"from given import {', '.join(self.given)}\n" if self.given else ""
        return first + "\n".join(wrapped(block, number) for number, block in enumerate(self.programs))


def pages() -> list[Page]:
    """Return every page that has Python blocks."""
    found = (Page(path) for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.md")))
    return [page for page in found if page.blocks]


def stub() -> str:
    """Return a module that declares what is given."""
    return IMPORTS + "".join(f"{name}: {kind}\n" for name, kind in GIVEN.items())


def compiled(block: str, name: str) -> CodeType:
    """Return the code of a block, which may await outside of a function, as in `python -m asyncio`."""
    code: CodeType = compile(block, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    return code


def awaits(code: CodeType) -> bool:
    """Return whether running the code gives a coroutine."""
    return bool(code.co_flags & inspect.CO_COROUTINE)


def wrapped(block: str, number: int = 0) -> str:
    """Return the block as a module holds it: inside a coroutine if it awaits."""
    if not awaits(compiled(block, "block")):
        return block
    lines = "".join(f"    {line}".rstrip() + "\n" for line in block.splitlines())
    return f"from defacto_sdk import AsyncClient\nasync def block_{number}(client: AsyncClient) -> None:\n{lines}"


def free_names(table: SymbolTable) -> set[str]:
    """Return the names that are read, but defined outside."""
    found = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return found.union(*(free_names(inner) for inner in table.get_children()))


def values(page: Page, sandbox: Sandbox) -> dict[str, object]:
    """Return the given names that the page uses, except for the client. The company has a line."""
    company = NewBorrower(identifier="913572467", identifier_type="siren")
    other = NewBorrower(identifier="472618354", identifier_type="siren")
    with sandbox.client() as client:
        client.enroll(company, wait=10, poll_interval=0.05)
    made: dict[str, object] = {"key": sandbox.api_key, "company": company, "companies": [company, other]}
    if any(name.endswith("_id") for name in page.given):
        made |= ids_of(sandbox)
    return made
