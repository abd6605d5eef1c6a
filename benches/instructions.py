"""Count the instructions of the hot paths: `python benches/instructions.py [--language NAME] [--write]`.

A count hardly depends on how busy the machine is. `instructions.json` holds the accepted ones; a path that takes 2 %
more ends with an error. benches/README.md explains how it counts. Needs valgrind.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.build import BENCHES, BUILD, ROOT, environment, target_folder
from bench.process import OPENER

BASELINE = BENCHES / "instructions.json"
TOLERANCE = 0.02
#: The caches that valgrind simulates: the size, the lines of a set and the bytes of a line.
CACHES = ("--cache-sim=yes", "--I1=32768,8,64", "--D1=32768,8,64", "--LL=1048576,16,64")
#: A Python package that is nothing but the built library and the sources beside it.
PACKAGE = BUILD / "instructions"


@dataclass(frozen=True)
class HotPath:
    """One hot path: what `measure.py` and the Rust program call its work, and how often it is done."""

    title: str
    language: str
    work: str
    calls: int


#: Lists have 100 pages of 100 each.
PATHS = (
    HotPath("enrolment, Rust", "rust", "post", 500),
    HotPath("enrolment, Python", "python", "post", 500),
    HotPath("page of 100, Rust", "rust", "list", 1),
    HotPath("page of 100, Python", "python", "list", 1),
    HotPath("webhook, Rust", "rust", "webhook", 1000),
    HotPath("webhook, Python", "python", "webhook", 1000),
    HotPath("validation, Rust", "rust", "validate", 1000),
    HotPath("validation, Python", "python", "validate", 1000),
)
PAGES = 100


def build(language: str | None) -> Path:
    """Build the programs, and the Python library as from source; return the folder of the programs."""
    # Apart: the library has features that a program cannot have.
    cargo("defacto-benches", "release")
    if language != "rust":
        stage_package()
    return target_folder() / "release"


def cargo(package: str, profile: str) -> None:
    """Build a package."""
    command = ["cargo", "build", "--quiet", "--locked", "--profile", profile, "-p", package]
    subprocess.run(command, cwd=ROOT, check=True)


def stage_package() -> None:
    """Build the Python library, and put it beside the sources."""
    cargo("defacto-sdk-python", "source")
    shutil.rmtree(PACKAGE, ignore_errors=True)
    shutil.copytree(ROOT / "bindings-python/python", PACKAGE, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    shutil.copy2(target_folder() / "source/lib_native.so", PACKAGE / "defacto_sdk/_native.abi3.so")


def command(built: Path, path: HotPath) -> list[str]:
    """Return the program of a path."""
    if path.language == "rust":
        return [str(built / "our_core")]
    return [sys.executable, "-S", str(BENCHES / "clients/measure.py"), "ours"]


@dataclass(frozen=True)
class Counts:
    """What a call takes."""

    instructions: int
    #: How often the code of the next instruction was not in the first cache.
    code_misses: int


def counted(built: Path, path: HotPath, url: str, calls: int) -> Counts:
    """Return the counts of a whole process that makes this many calls, and one more to warm up."""
    run = [*command(built, path), url, path.work, str(calls), "1", "1"]
    # Hashes of texts decide how long look-ups take.
    variables = {**environment(), "PYTHONHASHSEED": "0", "PYTHONPATH": str(PACKAGE), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory() as folder:
        valgrind = ["valgrind", "--tool=callgrind", *CACHES, f"--callgrind-out-file={folder}/counts"]
        done = subprocess.run([*valgrind, *run], check=True, capture_output=True, text=True, env=variables)
    if json.loads(done.stdout)["calls"] != calls:
        raise RuntimeError(f"{path.title} did not do its work")
    return Counts(*(figure(done.stderr, name) for name in ("I +refs", "I1 +misses")))


def figure(report: str, name: str) -> int:
    """Return a figure of valgrind's report."""
    found = re.search(rf"{name}: +([\d,]+)", report)
    if not found:
        raise RuntimeError(f"valgrind counted nothing: {report}")
    return int(found[1].replace(",", ""))


def of_one_call(built: Path, path: HotPath, url: str) -> Counts:
    """Return the counts of one call: what twice as many calls take in addition."""
    few, many = (counted(built, path, url, path.calls * times) for times in (1, 2))
    times = path.calls * (PAGES if path.work == "list" else 1)
    instructions, misses = many.instructions - few.instructions, many.code_misses - few.code_misses
    return Counts(round(instructions / times), round(misses / times))


def measure(built: Path, paths: tuple[HotPath, ...]) -> dict[str, Counts]:
    """Count these paths against the small server of `make bench`."""
    figures = {}
    print(f"  {'one call':<24}{'instructions':>12}{'code misses':>12}")
    server = subprocess.Popen([str(built / "server")], stdout=subprocess.PIPE, text=True, env=environment())
    try:
        assert server.stdout
        url = server.stdout.readline().strip()
        OPENER.open(f"{url}/hello").read()
        for path in paths:
            figures[path.title] = found = of_one_call(built, path, url)
            print(f"  {path.title:<24}{found.instructions:>12,}{found.code_misses:>12,}", flush=True)
    finally:
        server.terminate()
        server.wait()
    return figures


def surroundings() -> dict[str, str]:
    """Return what the counts depend on besides the sources."""
    rustc = subprocess.run(["rustc", "--version"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {
        "rustc": rustc.split()[1],
        "python": platform.python_version(),
        "libc": " ".join(platform.libc_ver()),
        "machine": platform.machine(),
    }


def compare(figures: dict[str, Counts]) -> int:
    """Print each path beside its accepted count; return how many take more than the tolerance allows."""
    baseline = json.loads(BASELINE.read_text())
    worse = 0
    for name, value in surroundings().items():
        if value != baseline["surroundings"].get(name):
            print(f"  The accepted counts were made with another {name}: {baseline['surroundings'].get(name)}.")
    for title, found in figures.items():
        accepted = baseline["paths"][title]["instructions"]
        change = found.instructions / accepted - 1
        verdict = "worse" if change > TOLERANCE else "better" if change < -TOLERANCE else "same"
        worse += verdict == "worse"
        print(f"  {verdict:<8}{title:<24}{found.instructions:>12,}  {change:+.1%} of {accepted:,}")
    return worse


def main() -> None:
    """Count; write the counts, or compare them."""
    parser = argparse.ArgumentParser(description="Count the instructions of the hot paths.")
    parser.add_argument("--write", action="store_true", help="accept today's counts")
    parser.add_argument("--language", choices=("rust", "python"), help="count the paths of this language alone")
    given = parser.parse_args()
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is missing: apt-get install valgrind")
    os.environ.pop("PYTHONPATH", None)
    chosen = tuple(path for path in PATHS if given.language in (None, path.language))
    figures = measure(build(given.language), chosen)
    if given.write:
        known = json.loads(BASELINE.read_text())["paths"]
        paths = known | {title: asdict(found) for title, found in figures.items()}
        BASELINE.write_text(json.dumps({"surroundings": surroundings(), "paths": paths}, indent=2) + "\n")
        return
    print(f"\nCompared with benches/instructions.json, {TOLERANCE:.0%} allowed:")
    if worse := compare(figures):
        raise SystemExit(
            f"{worse} hot paths take more instructions than accepted. Find out why (callgrind_annotate), or accept "
            "them with `python benches/instructions.py --write` and give the reason in the commit."
        )


if __name__ == "__main__":
    main()
