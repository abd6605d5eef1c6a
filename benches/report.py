"""Write the tables and plots of docs/performance.md: `python benches/report.py figures.json [more.json ...]`.

`python benches/run.py --json figures.json` makes the figures. A section of a later file replaces that of an
earlier one. The text of the page is written by hand; this program replaces what stands between its markers. Sections
without figures stay as they are; so do the machine and the losses, unless all sections have figures.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from bench import plot

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/performance.md"
PLOTS = ROOT / "docs/performance"
MARKER = re.compile(r"(<!-- figures: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
#: The units of what is plotted, by the name of the section; other rows are in the table only.
PLOTTED = {
    "post": "us CPU/call", "asyncio": "us CPU/call", "list": "ms CPU", "validate": "us CPU", "import": "ms over it",
    "cold-start": "ms", "in-flight": "MB peak", "enrolling": "rows/s",
    "jvm": "us CPU/call", "swift": "us CPU/call", "webhook": "us CPU",
}  # fmt: skip
OURS = "defacto"

Section = dict[str, Any]


def figure(value: float) -> str:
    """Return the number with three significant digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def read(files: list[str]) -> dict[str, list[Section]]:
    """Return the tables by the names of their sections."""
    found: dict[str, list[Section]] = {}
    for file in files:
        content = json.loads(Path(file).read_text())
        sections: dict[str, list[Section]] = {}
        for section in content["sections"]:
            sections.setdefault(section["name"], []).append(
                section | {"on": content["on"], "settings": content["settings"]}
            )
        found |= sections
    return found


def table(section: Section) -> list[str]:
    """Return the lines of one table."""
    rows = section["rows"]
    ratios, spreads = (any(row[key] is not None for row in rows) for key in ("ratio", "lowest"))
    heads = ["", "figure", *(["ratio"] if ratios else []), *(["lowest to highest"] if spreads else [])]
    lines = [f"**{section['title']}**", "", f"| {' | '.join(heads)} |", f"|---{'|---:' * (len(heads) - 1)}|"]
    for row in rows:
        cells = [row["who"], f"{figure(row['value'])} {row['unit']}"]
        if ratios:
            cells.append("" if row["ratio"] is None else f"{row['ratio']:.2f}")
        if spreads:
            cells.append("" if row["lowest"] is None else f"{figure(row['lowest'])} to {figure(row['highest'])}")
        lines.append(f"| {' | '.join(cells)} |")
    notes = [*section["notes"], *(f"The ratio is to {section['base']}." for _ in [0] if section["base"])]
    return [*lines, "", *([" ".join(notes), ""] if notes else []), *targets(section)]


def targets(section: Section) -> list[str]:
    """Return the lines of the targets of a table."""
    if not section["targets"]:
        return []
    return [*(f"- {'Met' if target['met'] else '**Missed**'}: {aim(target)}" for target in section["targets"]), ""]


def aim(target: dict[str, Any]) -> str:
    """Return a target and what was reached."""
    comparison = "at most" if target["at_most"] else "at least"
    return f"{target['text']}: {figure(target['value'])}, wanted {comparison} {figure(target['limit'])}"


def origin(section: Section) -> str:
    """Return the command, the date and the machine of a table."""
    on, settings = section["on"], section["settings"]
    flags = " --quick" if settings["quick"] else ""
    flags += f" --only {section['name']}"
    return (
        f"`python benches/run.py{flags}`, {on['date']}, {on['processor']}, {on['cores']} cores, "
        f"Python {on['python']}, Rust {on['rust']}"
    )


def measured(name: str, sections: list[Section]) -> list[str]:
    """Return a section of the page: plot, tables, origin."""
    lines = []
    if name in PLOTTED:
        first = sections[0]
        rows = [row for row in first["rows"] if row["unit"] == PLOTTED[name]]
        alone = not any(OURS in row["who"] for row in rows)
        bars = [plot.Bar(row["who"], row["value"], figure(row["value"]), alone or OURS in row["who"]) for row in rows]
        PLOTS.mkdir(exist_ok=True)
        (PLOTS / f"{name}.svg").write_text(plot.svg(first["title"], PLOTTED[name], bars))
        lines = [f"![{first['title']}](performance/{name}.svg)", ""]
    return [*lines, *(line for section in sections for line in table(section)), origin(sections[0])]


def machine(sections: list[Section]) -> list[str]:
    """Return what the figures were measured on."""
    on, settings = sections[0]["on"], sections[0]["settings"]
    packages = ", ".join(f"{name} {version}" for name, version in sorted(on["packages"].items()))
    return [
        f"- Date: {on['date']}; {settings['repeats']} repeats of {settings['calls']} calls"
        f"{' (`--quick`)' if settings['quick'] else ''}",
        f"- Machine: {on['processor']}, {on['cores']} cores, {on['memory_gb']} GB, {on['system']}",
        f"- Versions: defacto-sdk {on['sdk']}, Python {on['python']}, Rust {on['rust']}",
        f"- Packages: {packages}",
    ]


def losses(sections: list[Section]) -> list[str]:
    """Return what the run shows against this SDK: missed targets, and clients with a lower figure."""
    missed = [
        f"- {section['title']}: target missed. {aim(target)}"
        for section in sections
        for target in section["targets"]
        if not target["met"]
    ]
    ahead = [
        f"- {section['title']}: {row['who']} needs {row['ratio']:.2f} of {section['base']}."
        for section in sections
        if section["base"]
        for row in section["rows"]
        if row["ratio"] is not None and row["ratio"] < 1 and OURS not in row["who"]
    ]
    met = sum(target["met"] for section in sections for target in section["targets"])
    total = sum(len(section["targets"]) for section in sections)
    return [f"{met} of {total} targets are met. Against this SDK stand:", "", *(missed + ahead or ["- Nothing."])]


def main() -> None:
    """Fill the page."""
    found = read(sys.argv[1:])
    everything = [section for sections in found.values() for section in sections]

    page = PAGE.read_text()
    summaries = {"machine": machine, "losses": losses}
    is_whole = {match[2] for match in MARKER.finditer(page)} - summaries.keys() <= found.keys()

    def fill(match: re.Match[str]) -> str:
        name = match.group(2)
        if name in summaries:
            lines = summaries[name](everything) if is_whole else None
        else:
            lines = measured(name, found[name]) if name in found else None
        return match.group() if lines is None else "\n".join([match.group(1), *lines, "", match.group(3)])

    PAGE.write_text(MARKER.sub(fill, page))


if __name__ == "__main__":
    main()
