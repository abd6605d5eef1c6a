"""Find words that `docs/writing.md` replaces by others, in comments, texts and Markdown: `python tools/prose.py`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "docs/writing.md"
KINDS = {".rs", ".py", ".md", ".kt", ".java", ".swift", ".sh", ".toml"}
#: Not our words: data, generated pages, and texts written before these rules.
SKIPPED = ("docs/writing.md", "docs/reference/", "tests/vectors/", "tools/prose.py", "CHANGELOG.md", "docs/adr/")


def rules() -> dict[str, str]:
    """Return each phrase to avoid, with its replacement."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", RULES.read_text(), re.MULTILINE)
    return {phrase.strip(): row[0] for row in rows if row[1] != "not" for phrase in row[1].split(";")}


def either_case(phrase: str) -> str:
    """Return a pattern for a phrase within a sentence or at its beginning; all in capitals it is a name."""
    return f"[{phrase[0].upper()}{phrase[0]}]{re.escape(phrase[1:])}"


#: Tests have names and sample values.
TESTS = re.compile(r"(^|/)tests/|Tests/|_?tests?\.rs$|/src/test/|/canned\.rs$")
#: What is text in a line of code: a comment, and what stands in quotes.
TEXT = re.compile(r"(?://|#|^\s*\*).*|\"[^\"]*\"")


def texts(path: Path, line: str) -> str:
    """Return the part of a line that is written for people."""
    return line if path.suffix in {".md", ".py"} else " ".join(TEXT.findall(line))


def found(path: Path, phrases: dict[str, str], pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield one line for each finding in a file."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for match in pattern.finditer(texts(path, line)):
            better = phrases[match.group().lower()]
            yield f"{path.relative_to(ROOT)}:{number}: '{match.group()}': write {better}"


def main() -> int:
    """Check all committed files."""
    phrases = rules()
    pattern = re.compile(r"\b(" + "|".join(map(either_case, phrases)) + r")\b")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    names = [name for name in listed.stdout.splitlines() if Path(name).suffix in KINDS]
    files = [ROOT / name for name in names if not name.startswith(SKIPPED) and not TESTS.search(name)]
    wrong = [line for path in files if path.exists() for line in found(path, phrases, pattern)]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
