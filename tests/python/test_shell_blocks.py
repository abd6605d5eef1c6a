"""The command lines in the pages that people read: each names a command that exists, with options that it has."""

from __future__ import annotations

import functools
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from pages import FOLDERS, ROOT

#: Other pages with command lines.
MORE = ("cli/README.md", "sandbox/README.md", "examples/README.md")
BLOCK = re.compile(r"^```(?:console|sh|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: A command in a text: `defacto wait --borrower 913572467`.
INLINE = re.compile(r"`(defacto [a-z][^`]*)`")


def command_lines(page: Path) -> list[str]:
    """Return each call of the command in a page, without what a shell puts around it."""
    text = page.read_text(encoding="utf-8")
    blocks = "".join(BLOCK.findall(text)).replace("\\\n", " ")
    lines = [line.removeprefix("$ ") for line in blocks.splitlines()] + INLINE.findall(text.replace("\n", " "))
    calls = (part for line in lines for part in re.split(r" && | \| ", line.partition(" #")[0]))
    return [call for call in map(str.strip, calls) if re.match(r"(?:[A-Z_]+=\S+ )*defacto\b", call)]


PAGES = {
    str(page.relative_to(ROOT)): command_lines(page)
    for page in [
        *(path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.md"))),
        *(ROOT / name for name in MORE),
    ]
}


@functools.cache
def help_of(*command: str) -> str:
    binary = os.environ.get("DEFACTO_BINARY", str(ROOT / "target/debug/defacto"))
    shown = subprocess.run([binary, *command, "--help"], capture_output=True, text=True, timeout=30)
    assert shown.returncode == 0, f"there is no `defacto {' '.join(command)}`"
    return shown.stdout


@pytest.mark.parametrize("page", [page for page, lines in PAGES.items() if lines])
def test_the_command_lines_of_a_page_can_be_typed(page: str) -> None:
    for line in PAGES[page]:
        words = [word for word in shlex.split(line) if not re.match(r"[A-Z_]+=", word)]
        for end in ("&", "<", ">"):
            words = words[: words.index(end)] if end in words else words
        command: list[str] = []
        for word in words[1:]:
            if not re.fullmatch(r"[a-z-]+", word) or word.startswith("-") or not is_command(command, word):
                break
            command.append(word)
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        known = set(re.findall(r"--[a-z-]+", help_of(*command)))
        assert options <= known | {"--help"}, f"{line}: {options - known}"


def is_command(parents: list[str], word: str) -> bool:
    """Return whether a command has this subcommand."""
    commands = re.search(r"^Commands:\n(.*?)^\S", help_of(*parents), re.MULTILINE | re.DOTALL)
    if not commands:
        return False
    if not re.search(rf"^  {word}\s", commands[1], re.MULTILINE):
        raise AssertionError(f"`defacto {' '.join(parents)}` has no command {word}")
    return True


def test_the_command_lines_are_found() -> None:
    assert sum(map(len, PAGES.values())) >= 50
