"""Write the Swift examples of the reference as a source of the Swift tests, which compile them.

Each becomes a function with a `client` and the ids that the examples use. None is run: most need data that only their
reader has. An example that does not compile stops `swift test`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs/reference"
SOURCE = ROOT / "bindings-swift/Tests/DefactoTests/Generated/ReferenceBlocks.swift"
BLOCK = re.compile(r"^```swift\n(.*?)^```", re.MULTILINE | re.DOTALL)
IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
GIVEN = "client: Client, borrowerId: UUID, loanId: UUID, subscriptionId: UUID"


def main() -> int:
    """Write the source, unless it is up to date."""
    imports = {"import Defacto\n", "import Foundation\n"}
    functions: list[str] = []
    for page in sorted(PAGES.glob("*.md")):
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            imports.update(IMPORT.findall(block))
            lines = IMPORT.sub("", block).strip("\n").splitlines()
            body = "\n".join(f"    {line}".rstrip() for line in lines)
            name = f"{page.stem}{len(functions)}"
            # A call that is complete makes its client itself; one that is deprecated is shown all the same.
            given = "" if "let client = " in body else GIVEN
            functions.append(f"@available(*, deprecated)\nprivate func {name}({given}) async throws {{\n{body}\n}}")
    if not functions:
        sys.exit(f"no Swift example in {PAGES}")
    head = "// Written by tools/reference_swift.py from docs/reference.\n"
    text = "\n\n".join([head, "".join(sorted(imports)), *functions]) + "\n"
    SOURCE.parent.mkdir(parents=True, exist_ok=True)
    if not SOURCE.exists() or SOURCE.read_text(encoding="utf-8") != text:
        SOURCE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
