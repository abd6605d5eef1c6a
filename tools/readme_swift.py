"""Write the Swift blocks of README.md and of the pages in docs as a source of the Swift tests, which run them.

Each block becomes a function with a `client` of a sandbox and a `company`, unless it makes its own. A block with tests
is kept unchanged. Nothing is left out: a block that does not compile stops `swift test`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/guides").glob("*.md")))
SOURCE = ROOT / "bindings-swift/Tests/DefactoTests/Generated/ReadmeBlocks.swift"
BLOCK = re.compile(r"^```swift\n(.*?)^```", re.MULTILINE | re.DOTALL)
IMPORT = re.compile(r"^(?:@testable )?import .*\n", re.MULTILINE)


def main() -> int:
    """Write the source, unless it is up to date."""
    imports = {"import Defacto\n", "import DefactoTesting\n", "import Foundation\n", "import Testing\n"}
    functions: list[str] = []
    names: list[str] = []
    tests: list[str] = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in BLOCK.finditer(text):
            block = found.group(1)
            imports.update(IMPORT.findall(block))
            code = IMPORT.sub("", block).strip("\n")
            if "@Test" in code:
                tests.append(code)
                continue
            name = f"{page.stem.lower().replace('-', '_')}Line{text[: found.start()].count(chr(10)) + 1}"
            names.append(name)
            body = "\n".join(f"    {line}".rstrip() for line in code.splitlines())
            functions.append(
                f"@Sendable private func {name}(client: Client, company: NewBorrower) async throws {{\n{body}\n}}"
            )
    listed = "".join(f"    {name},\n" for name in names)
    table = f"let readmeBlocks: [@Sendable (Client, NewBorrower) async throws -> Void] = [\n{listed}]"
    suite = "extension All {\n@Suite struct ReadmeTests {\n" + "\n\n".join(tests) + "\n}\n}"
    parts = [
        "// Written by tools/readme_swift.py from README.md and the pages in docs.\n",
        "".join(sorted(imports)),
        table,
        *functions,
    ]
    text = "\n\n".join([*parts, *([suite] if tests else [])]) + "\n"
    SOURCE.parent.mkdir(parents=True, exist_ok=True)
    if not SOURCE.exists() or SOURCE.read_text(encoding="utf-8") != text:
        SOURCE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
