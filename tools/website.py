"""Build the site of the documentation: `python tools/website.py`, or `make site`.

The sources stay Markdown that GitHub shows. This tool copies them into a work folder, turns groups of labelled code
blocks into tabs, leads links to pages of the site or to the repository, and runs Zensical. It stops at the first link
without a target, and at anything that a browser would load from elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, normpath, relpath

from website_markdown import endpoint, front, group, outside_code, parts, runs

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "tools/website"
WORK = ROOT / ".build/site"
SITE = ROOT / "target/site"
REPOSITORY = "https://github.com/getdefacto/defacto-sdk"
ADDRESS = "https://getdefacto.github.io/defacto-sdk/"
HOME = "docs/home.md"
#: Where a browser finds what all pages share.
ASSETS = "assets"
PICTURES = (".png", ".svg")

#: Folders of pages, and the section of each. The links of its README are the navigation, in their order.
FOLDERS = {"docs/guides": "guides", "docs": "guides", "docs/reference": "reference", "docs/adr": "decisions"}
SECTIONS = {"guides": "Guides", "reference": "Reference", "quality": "Quality", "decisions": "Decisions"}
#: For who changes the SDK: the search would show its reasons before its use.
UNSEARCHED = {"decisions"}
#: Pages with a place or a title of their own. Those of a folder need no line.
PLACES = {
    HOME: ("index.md", "Home"),
    "cli/README.md": ("guides/command.md", "The command"),
    "sandbox/README.md": ("guides/sandbox.md", "The sandbox"),
    "README.md": ("guides/overview.md", "All on one page"),
    "docs/assistants.md": ("guides/assistants.md", "For coding assistants"),
    "docs/parity.md": ("reference/parity.md", "Parity of the languages"),
    "docs/performance.md": ("quality/performance.md", "Performance"),
    "docs/reliability.md": ("quality/reliability.md", "Reliability"),
    "SECURITY.md": ("quality/security.md", "Security"),
    "ARCHITECTURE.md": ("decisions/architecture.md", "Architecture"),
    "CHANGELOG.md": ("changelog.md", "Changelog"),
}
#: For who works on the project: links to it lead to the repository.
LEFT_OUT = {"docs/writing.md"}

HEADING = re.compile(r"^(#{1,6}) +(.+?)(?: #+)?$", re.MULTILINE)
#: Code is matched first, so that no link is found in it.
LINK = re.compile(r"`[^`\n]*`|\]\(([^)\s]+)\)")
#: What folds the long list of languages on GitHub; tabs need no fold.
FOLD = re.compile(r"</?details>|<summary>.*</summary>")


class WrongError(Exception):
    """Something in a source that has to be corrected."""


@dataclass(frozen=True)
class Page:
    """A source, and its place on the site."""

    source: str
    place: str
    name: str | None

    @cached_property
    def text(self) -> str:
        """What the source says."""
        return (ROOT / self.source).read_text(encoding="utf-8")

    @property
    def heading(self) -> str:
        """The first heading, without marks."""
        found = HEADING.search(outside_code(self.text))
        if not found:
            raise WrongError(f"{self.source}: has no heading")
        return found[2].replace("`", "")

    @property
    def summary(self) -> str:
        """The first sentence, as plain text."""
        paragraphs = outside_code(self.text).split("\n\n")
        plain = next((part for part in paragraphs if re.match(r"[A-Z*`\[]", part)), self.heading)
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)|[*`]", r"\1", " ".join(plain.split()))
        return re.split(r"(?<=[.:]) (?=[A-Z])", plain)[0].rstrip(":")

    @property
    def built(self) -> Path:
        """The HTML of the page."""
        return SITE / (self.place.removesuffix(".md").removesuffix("index") or ".") / "index.html"


def pages() -> dict[str, Page]:
    """Return every page by its source."""
    found = {source: Page(source, place, name) for source, (place, name) in PLACES.items() if (ROOT / source).exists()}
    for folder, section in FOLDERS.items():
        for path in sorted((ROOT / folder).glob("*.md")):
            source = path.relative_to(ROOT).as_posix()
            place = f"{section}/{'index' if path.stem == 'README' else path.stem}.md"
            if source not in LEFT_OUT:
                found.setdefault(source, Page(source, place, None))
    return found


# ---- links


def linked(page: Page, line: str, known: dict[str, Page], *, plain: bool = False) -> str:
    """Lead the links of a line to pages, pictures or the repository. `plain` text has addresses without a site."""

    def target(found: re.Match[str]) -> str:
        if not found[1] or re.match(r"[a-z]+:|#", found[1]):
            return found[0]
        path, _, anchor = found[1].partition("#")
        source = normpath(f"{dirname(page.source)}/{path}").removeprefix("/")
        if anchor and source not in known and anchor not in headings(ROOT / source):
            raise WrongError(f"{page.source}: links to {source}#{anchor}, which does not exist")
        return f"]({reached(page, source, known, plain=plain)}{'#' * bool(anchor)}{anchor})"

    return LINK.sub(target, line)


def headings(file: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a Markdown file that is no page."""
    text = outside_code(file.read_text(encoding="utf-8")) if file.suffix == ".md" and file.exists() else ""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for _, heading in HEADING.findall(text)}


def reached(page: Page, source: str, known: dict[str, Page], *, plain: bool) -> str:
    """Return what a link to a file of the repository says on the site."""
    if source in known:
        return relpath(known[source].place, dirname(page.place) or ".")
    file = ROOT / source
    if not file.exists():
        raise WrongError(f"{page.source}: links to {source}, which does not exist")
    if file.suffix in PICTURES and not plain:
        picture = f"pictures/{source.replace('/', '-')}"
        copy_if_new(WORK / "docs" / picture, file.read_bytes())
        return relpath(picture, dirname(page.place) or ".")
    return f"{REPOSITORY}/{'tree' if file.is_dir() else 'blob'}/main/{source}"


# ---- what is written


def marked_up(page: Page, known: dict[str, Page]) -> str:
    """Return the page as Zensical reads it."""
    lines: list[str] = []
    for part in runs(parts(page.text)):
        if isinstance(part, str):
            lines += [] if FOLD.fullmatch(part) else [linked(page, endpoint(part), known)]
        else:
            lines += group(part)
    header: dict[str, object] = {"markdown": page.place, "description": page.summary}
    if dirname(page.place) in UNSEARCHED:
        header["search"] = {"exclude": True}
    text = "\n".join(lines)
    if page.source == HOME:
        text = front(text)
        header["hide"] = ["navigation", "toc", "path", "footer"]
    fields = "".join(f"{key}: {json.dumps(value)}\n" for key, value in header.items())
    return f"---\n{fields}---\n\n{text}\n"


def clean(page: Page, known: dict[str, Page]) -> str:
    """Return the page for programs that read: plain Markdown without comments."""
    lines = [
        linked(page, part, known, plain=True) if isinstance(part, str) else "\n".join(part.written()).rstrip()
        for part in parts(page.text)
        if not (isinstance(part, str) and FOLD.fullmatch(part))
    ]
    text = re.sub(r"<!--.*?-->\n*|</?(?:br|img|p|a)\b[^>]*>", "", "\n".join(lines), flags=re.DOTALL)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def copy_if_new(path: Path, content: bytes) -> None:
    """Write a file unless it is there as it is, so that a server rebuilds only what has changed."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def listed(section: str, known: dict[str, Page]) -> list[tuple[str, list[Page]]]:
    """Return the pages of a section under the headings of its index, in the order of its links."""
    members = [page for page in known.values() if dirname(page.place) == section]
    # What no index links comes last, and among it the pages from elsewhere.
    left = {page.source: page for page in sorted(members, key=lambda page: page.source in PLACES)}
    index = next((page for page in left.values() if page.place == f"{section}/index.md"), None)
    groups: list[tuple[str, list[Page]]] = [("", [])]
    if index:
        groups[0][1].append(left.pop(index.source))
        for line in outside_code(index.text).splitlines():
            heading = HEADING.match(line)
            if heading and heading[1] == "##":
                groups.append((heading[2], []))
            for link in re.findall(r"\]\(([^)#\s]+)", line):
                page = left.pop(normpath(f"{dirname(index.source)}/{link}"), None)
                if page:
                    groups[-1][1].append(page)
    groups.append(("", list(left.values())))
    return [entry for entry in groups if entry[1]]


def title(page: Page) -> str:
    """Return the title of a page in the navigation."""
    return page.name or ("Overview" if page.place.endswith("/index.md") else page.heading)


def navigation(known: dict[str, Page]) -> list[object]:
    """Return the navigation as the settings have it."""
    entries: list[object] = [{"Home": "index.md"}] if HOME in known else []
    for section, name in SECTIONS.items():
        below: list[object] = []
        for heading, members in listed(section, known):
            links: list[object] = [{title(page): page.place} for page in members]
            below += [{heading: links}] if heading else links
        entries.append({name: below})
    return [*entries, {"Changelog": "changelog.md"}]


def llms(known: dict[str, Page]) -> str:
    """Return llms.txt, as https://llmstxt.org describes it."""
    lines = ["# defacto-sdk", "", f"> {known['README.md'].summary}", ""]
    lines += ["A program that writes code with this SDK needs one page: [for coding assistants]"]
    lines[-1] += f"({ADDRESS}guides/assistants.md). Everything in one file: {ADDRESS}llms-full.txt."
    for section, name in SECTIONS.items():
        lines += ["", f"## {'Optional' if section == 'decisions' else name}", ""]
        for _, members in listed(section, known):
            lines += [f"- [{title(page)}]({ADDRESS}{page.place}): {page.summary}" for page in members]
    return "\n".join(lines) + "\n"


def write(known: dict[str, Page]) -> None:
    """Write the work folder."""
    settings = (SETTINGS / "mkdocs.yml").read_text(encoding="utf-8")
    settings += f"nav: {json.dumps(navigation(known))}\n"
    copy_if_new(WORK / "mkdocs.yml", settings.encode())
    for file in [*SETTINGS.glob("theme/**/*.html"), *SETTINGS.glob("assets/*")]:
        folder = "docs" if file.parent.name == ASSETS else ""
        copy_if_new(WORK / folder / file.relative_to(SETTINGS), file.read_bytes())
    wrong: list[str] = []
    for page in known.values():
        try:
            copy_if_new(WORK / "docs" / page.place, marked_up(page, known).encode())
        except WrongError as fault:
            wrong.append(str(fault))
    if wrong:
        raise WrongError("\n".join(wrong))


def write_for_programs(known: dict[str, Page]) -> None:
    """Write each page as Markdown beside its HTML, and both files of llmstxt.org."""
    for page in known.values():
        copy_if_new(SITE / page.place, clean(page, known).encode())
    copy_if_new(SITE / "llms.txt", llms(known).encode())
    order = [page for section in ("guides", "reference") for _, members in listed(section, known) for page in members]
    order.sort(key=lambda page: page.source != "docs/assistants.md")
    whole = "\n\n---\n\n".join(f"<!-- {ADDRESS}{page.place} -->\n\n{clean(page, known)}" for page in order)
    copy_if_new(SITE / "llms-full.txt", whole.encode())


# ---- what a browser would find


#: What a browser loads by itself from another host, in HTML and in style sheets.
LOADED = {
    ".html": r"""<(?:script|img|iframe|source)\b[^>]*\bsrc="?((?:https?:)?//[^"\s>]+)"""
    r"""|<link\b(?=[^>]*\brel="?(?:stylesheet|icon|pre|modulepreload))[^>]*\bhref="?((?:https?:)?//[^"\s>]+)""",
    ".css": r"""(?:url\(|@import )["']?((?:https?:)?//[^"')]+)""",
}


def check(known: dict[str, Page]) -> None:
    """Check what was built: nothing is loaded from elsewhere, and every link has a target."""
    anchors = {file: set(re.findall(r'\bid="?([^"\s>]+)', file.read_text())) for file in SITE.rglob("*.html")}
    wrong = [f"{file.relative_to(SITE)}: {fault}" for file in anchors for fault in dead_links(file, anchors)]
    for file in (file for file in SITE.rglob("*") if file.suffix in LOADED):
        found = re.finditer(LOADED[file.suffix], file.read_text(encoding="utf-8"))
        wrong += [f"{file.relative_to(SITE)}: loads {match[match.lastindex or 0]}" for match in found]
    wrong += [f"{page.place} was not built" for page in known.values() if not page.built.exists()]
    if wrong:
        raise WrongError("\n".join(wrong))


def dead_links(file: Path, anchors: dict[Path, set[str]]) -> Iterator[str]:
    """Yield the links of a built page that lead nowhere."""
    # This one is for any address, so its links begin at the root of the host.
    if file.name == "404.html":
        return
    for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', file.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = Path(os.path.normpath(file.parent / path)) if path else file
        target = target / "index.html" if target.is_dir() else target
        if re.match(r"[a-z]+:", link) or (target.exists() and (not anchor or anchor in anchors.get(target, {anchor}))):
            continue
        yield f"links to {link}, which does not exist"


def build(zensical: list[str]) -> None:
    """Build the site into its folder, and check it."""
    known = pages()
    write(known)
    if subprocess.run([*zensical, "build", "--strict", "--clean"], cwd=WORK, check=False).returncode:
        raise WrongError("the site was not built")
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(WORK / "site", SITE)
    write_for_programs(known)
    check(known)
    print(f"{len(known)} pages in {SITE.relative_to(ROOT)}")


def serve(zensical: list[str]) -> None:
    """Serve the site, and copy each source that changes."""
    write(pages())
    with subprocess.Popen([*zensical, "serve"], cwd=WORK) as server:
        while server.poll() is None:
            time.sleep(1)
            try:
                write(pages())
            except WrongError as fault:
                print(fault, file=sys.stderr)


def main() -> int:
    """Build the site, or serve it while its sources change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help="serve on this machine")
    arguments = parser.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    zensical = [sys.executable, "-m", "zensical"]
    try:
        serve(zensical) if arguments.serve else build(zensical)
    except WrongError as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
