"""Compare this SDK with its alternatives: `python benches/run.py [--quick] [--json FILE]`.

benches/README.md explains what is measured, how, and how to read it.
"""

import argparse
import json
from pathlib import Path

from bench.build import prepare
from bench.machine import machine
from bench.suite import NAMES, ON_REQUEST, USUAL, everything
from bench.table import Row, Section, Settings, Target


def figure(value: float) -> str:
    """Return the number with its significant digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def row_text(row: Row) -> str:
    """Return one line of a table."""
    ratio = f"{row.ratio:7.2f}x" if row.ratio is not None else " " * 8
    spread = f"  ({figure(row.lowest)} to {figure(row.highest)})" if row.lowest and row.highest else ""
    return f"  {row.who:<36}{figure(row.value):>10} {row.unit:<12}{ratio}{spread}"


def target_text(target: Target) -> str:
    """Return one line about a target."""
    verdict = "met    " if target.met else "NOT MET"
    comparison = "at most" if target.at_most else "at least"
    return f"  {verdict}  {target.text}: {figure(target.value)}, wanted {comparison} {figure(target.limit)}"


def show(section: Section) -> None:
    """Print one table."""
    print(f"\n{section.title}")
    print("\n".join([*map(row_text, section.rows), *map(target_text, section.targets)]))
    for note in section.notes:
        print(f"  {note}")


def summary(sections: list[Section]) -> None:
    """Print which targets are not met."""
    targets = [(section, target) for section in sections for target in section.targets]
    missed = [(section, target) for section, target in targets if not target.met]
    print(f"\n{len(targets) - len(missed)} of {len(targets)} targets are met.")
    for section, target in missed:
        print(f"  NOT MET  {section.title}: {target.text}")


def names(text: str) -> tuple[str, ...]:
    """Read the names of sections."""
    chosen = tuple(text.split(","))
    if unknown := set(chosen) - set(NAMES):
        raise argparse.ArgumentTypeError(f"there is no section {', '.join(sorted(unknown))}")
    return chosen


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure this SDK beside other clients.")
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--repeats", type=int, help="how often everything is measured; 5 unless set")
    parser.add_argument("--calls", type=int, help="how many calls a run has; 2000 unless set")
    parser.add_argument("--jvm", action="store_true", help="measure the JVM as well; needs Maven")
    parser.add_argument("--swift", action="store_true", help="measure Swift as well; needs a Swift compiler")
    parser.add_argument("--only", type=names, metavar="NAME[,NAME]", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file as well")
    return parser.parse_args()


def main() -> None:
    """Prepare, measure, print."""
    given = arguments()
    repeats, calls = (3, 500) if given.quick else (5, 2000)
    settings = Settings(given.repeats or repeats, given.calls or calls, given.quick)
    print("Building: the first time takes some minutes.", flush=True)
    built = prepare(programs=given.only != ("size",))
    on = machine(built)
    sections: list[Section] = []

    def done(section: Section) -> None:
        sections.append(section)
        show(section)
        # After each: an error in a later one costs no figures.
        if given.json:
            content = {"settings": vars(settings), "on": on, "sections": [s.as_json() for s in sections]}
            given.json.write_text(json.dumps(content, indent=2) + "\n")

    print(f"Medians of {settings.repeats} interleaved repeats of {settings.calls} calls; lower is better.")
    print("The ratio says how many times ours (Python) it is; in brackets the lowest and the highest repeat.")
    asked = [name for name in ON_REQUEST if vars(given)[name]]
    everything(built, settings, done, given.only or (*USUAL, *asked))
    summary(sections)


if __name__ == "__main__":
    main()
