"""Set the version everywhere, or check that every place has the same one.

    python tools/version.py            check
    python tools/version.py 0.2.0      set it, and give the changes so far a heading with the date of today
    python tools/version.py v0.2.0     check that it is the version of this tag
    python tools/version.py --changes  print what the changelog says of it

`Cargo.toml` is where the version is decided. Python takes it from there; the places below cannot.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEMVER = r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?"


@dataclass(frozen=True)
class Place:
    """A file that names the version, and where: what stands before and behind it."""

    file: str
    before: str
    behind: str
    #: Whether it names only the part that says what is compatible: 0.2 of 0.2.1.
    short: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern that finds it."""
        version = r"\d+\.\d+" if self.short else SEMVER
        return re.compile(f"({self.before})({version})({self.behind})", re.MULTILINE)

    def found(self) -> list[str]:
        """Return the versions in the file."""
        return [match[2] for match in self.pattern.finditer((ROOT / self.file).read_text())]

    def expected(self, version: str) -> str:
        """Return what it should name."""
        return ".".join(version.split(".")[:2]) if self.short else version

    def set(self, version: str) -> None:
        """Write the version."""
        path = ROOT / self.file
        path.write_text(self.pattern.sub(rf"\g<1>{self.expected(version)}\g<3>", path.read_text()))


#: The version of a module is that of its parent; each names it once.
OURS = r"<artifactId>defacto-sdk[a-z-]*</artifactId>\s*<version>"
MODULES = ("bindings-kotlin", *(f"bindings-kotlin/{name}" for name in ("sdk", "testing", "tests", "frameworks")))
PLACES = (
    Place("Cargo.toml", r'^version = "', '"'),
    Place("Cargo.toml", r'^defacto-[a-z-]+ = \{ version = "', '"'),
    *(Place(f"{folder}/pom.xml", OURS, "</version>") for folder in (*MODULES, "benches/jvm", "benches/at-once/kotlin")),
    Place("README.md", r"com\.getdefacto:defacto-sdk:", "`"),
    Place("README.md", r'defacto-swift", from: "', '"'),
    *(Place(f"tests/consumers/{language}/pom.xml", OURS, "</version>") for language in ("java", "kotlin")),
    *(Place(page, OURS, "</version>") for page in ("docs/home.md", "docs/guides/jvm.md")),
    *(
        Place(page, before, '"')
        for page in ("docs/home.md", "docs/assistants.md")
        for before in (r"com\.getdefacto:defacto-sdk(?:-testing)?:", r'defacto-swift", from: "')
    ),
    *(Place(page, r"com\.getdefacto:defacto-sdk:", '"') for page in ("docs/guides/android.md", "docs/guides/jvm.md")),
    Place(".github/ISSUE_TEMPLATE/bug.yml", "placeholder: defacto-sdk ", ","),
)
LOCKS = ("Cargo.toml", "fuzz/Cargo.toml")


def check() -> list[str]:
    """Return what does not fit the version in `Cargo.toml`."""
    version = PLACES[0].found()[0]
    problems = []
    for place in PLACES:
        found = place.found()
        if not found:
            problems.append(f"{place.file} names no version where {place.before} stands")
        problems += [
            f"{place.file} has {other}, Cargo.toml has {version}" for other in found if other != place.expected(version)
        ]
    if f"## [{version}]" not in (ROOT / "CHANGELOG.md").read_text():
        problems.append(f"CHANGELOG.md has no heading for {version}")
    return problems


def release(version: str) -> None:
    """Set the version everywhere."""
    changelog = ROOT / "CHANGELOG.md"
    text = changelog.read_text()
    if f"## [{version}]" not in text:
        heading = f"## [Unreleased]\n\n## [{version}] - {datetime.datetime.now(datetime.timezone.utc).date()}\n"
        if "## [Unreleased]\n" not in text:
            raise SystemExit("CHANGELOG.md has no changes under [Unreleased]: write them first.")
        changelog.write_text(text.replace("## [Unreleased]\n", heading, 1))
    for place in PLACES:
        place.set(version)
    for manifest in LOCKS:
        command = ["cargo", "update", "--quiet", "--workspace", "--manifest-path", manifest]
        subprocess.run(command, cwd=ROOT, check=True)


def changes(version: str) -> str:
    """Return the part of the changelog about a version."""
    text = (ROOT / "CHANGELOG.md").read_text()
    return text.split(f"## [{version}]", 1)[1].split("\n", 1)[1].split("\n## [", 1)[0].strip()


def main() -> None:
    """Check, or set."""
    match sys.argv[1:]:
        case []:
            pass
        case ["--changes"]:
            print(changes(PLACES[0].found()[0]))
        case [tag] if re.fullmatch(f"v{SEMVER}", tag):
            if tag != f"v{PLACES[0].found()[0]}":
                raise SystemExit(f"{tag} is not the tag of {PLACES[0].found()[0]}: set the version before the tag.")
        case [version] if re.fullmatch(SEMVER, version):
            release(version)
        case _:
            raise SystemExit("Give a version such as 0.2.0, or nothing to check the present one.")
    if problems := check():
        raise SystemExit("\n".join(problems))


if __name__ == "__main__":
    main()
