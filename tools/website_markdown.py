"""What the site shows differently than GitHub does: labelled blocks of code as tabs, operations, cards.

A block of code may have a label: a line such as `Python:` and an empty line before it. Consecutive blocks become tabs;
a `Request:` and its `Answer:` stand beside those of the languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LANGUAGES = {"rust": "Rust", "python": "Python", "kotlin": "Kotlin", "java": "Java", "swift": "Swift"}
#: What Pygments does not know, and what it is shown as.
LOOKS_LIKE = {"gradle": "kotlin"}
EXCHANGE = ("Request", "Answer")

FENCE = re.compile(r"(`{3,})([\w+-]*)")
LABEL = re.compile(r"([A-Z][\w.+-]*(?: (?:and |or )?[A-Z][\w.+-]*){0,3}|curl):")
#: Method and path of an operation, alone in a line.
ENDPOINT = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/\S*)`")
#: The title of a card: a bold link that begins an item of a list.
TITLE = re.compile(r"^(- \*\*\[.*?\)\*\*): (.)", re.MULTILINE)
CARDS = re.compile(r"(?:^- \*\*\[.*(?:\n  .*)*\n?){2,}", re.MULTILINE)


@dataclass(frozen=True)
class Code:
    """A fenced block with the label before it."""

    label: str | None
    language: str
    lines: list[str]

    @property
    def tab(self) -> str | None:
        """The name of its tab; without one it stands alone."""
        return self.label or LANGUAGES.get(self.language)

    def fenced(self, indent: str = "") -> list[str]:
        """Return the block without its label."""
        lines = [f"```{LOOKS_LIKE.get(self.language, self.language)}", *self.lines, "```"]
        return [f"{indent}{line}".rstrip() for line in lines]

    def written(self) -> list[str]:
        """Return the block as the source has it."""
        return [*([f"{self.label}:", ""] if self.label else []), *self.fenced(), ""]


def parts(text: str) -> Iterator[str | Code]:
    """Split a page into lines of text and blocks of code."""
    lines = text.splitlines()
    position = 0
    while position < len(lines):
        label = LABEL.fullmatch(lines[position])
        start = position + 2 if label and lines[position + 1 : position + 2] == [""] else position
        fence = FENCE.match(lines[start]) if start < len(lines) else None
        if fence:
            end = lines.index(fence[1], start + 1)
            yield Code(label[1] if label and start > position else None, fence[2], lines[start + 1 : end])
            position = end + 1
        else:
            yield lines[position]
            position += 1


def outside_code(text: str) -> str:
    """Return a page without its blocks of code."""
    return "\n".join(part for part in parts(text) if isinstance(part, str))


def runs(found: Iterable[str | Code]) -> Iterator[str | list[Code]]:
    """Join blocks of code with nothing but empty lines between them. The same label again begins another run."""
    run: list[Code] = []
    for part in found:
        if isinstance(part, Code):
            if run and (part.tab is None or part.tab in [code.tab for code in run] or run[0].tab is None):
                yield run
                run = []
            run.append(part)
        elif part or not run:
            if run:
                yield run
                run = []
            yield part
    if run:
        yield run


def group(codes: list[Code]) -> list[str]:
    """Write one run: languages as tabs, and beside them the request and the answer if there are any."""
    sent = [code for code in codes if code.label in EXCHANGE]
    calls = [code for code in codes if code.label not in EXCHANGE]
    if not sent:
        return tabs(calls)
    left = tabs(calls) if calls else exchange(sent[:1])
    right = exchange(sent if calls else sent[1:])
    halves = [line for half in (left, right) if half for line in ("<div markdown>", "", *half, "</div>")]
    return ['<div class="call" markdown>', *halves, "</div>", ""]


def tabs(codes: list[Code]) -> list[str]:
    """Write blocks as tabs, or as it was if there is only one."""
    if len(codes) == 1:
        return codes[0].written()
    return [line for code in codes for line in (f'=== "{code.tab}"', "", *code.fenced("    "), "")]


def exchange(codes: list[Code]) -> list[str]:
    """Write a request and its answer under their names."""
    return [line for code in codes for line in (f"**{code.label}**{{ .label }}", "", *code.fenced(), "")]


def endpoint(line: str) -> str:
    """Mark the line with method and path of an operation; return any other line as it is."""
    found = ENDPOINT.fullmatch(line)
    return f"**{found[1]}** `{found[2]}`\n{{ .endpoint .{found[1].lower()} }}" if found else line


def front(text: str) -> str:
    """Lay out the home page: what stands before the first section apart, and lists of bold links as cards."""
    text = TITLE.sub(lambda found: f"{found[1]} {found[2].upper()}", text)
    text = CARDS.sub(lambda found: f'<div class="grid cards" markdown>\n\n{found[0]}\n</div>\n', text)
    first, heading, rest = text.partition("\n## ")
    return f'<div class="hero" markdown>\n\n{first}\n</div>\n{heading}{rest}'
