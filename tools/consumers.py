"""Install what is in `dist` into the projects of `tests/consumers`, each in an empty environment, and run them.

    python tools/consumers.py              all of them
    python tools/consumers.py swift java   some of them

Each enrols a company in the sandbox of the command, which comes from its wheel in `dist`, too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
CONSUMERS = ROOT / "tests/consumers"
WORK = ROOT / ".build/consumers"
CRATES_IO = "https://github.com/rust-lang/crates.io-index"


def main() -> None:
    """Run the consumers that are named, or all."""
    consumers: dict[str, Callable[[dict[str, str]], str]] = {
        "pip": pip,
        "uv": uv,
        "rust": rust,
        "java": java,
        "kotlin": kotlin,
        "swift": swift,
    }
    chosen = sys.argv[1:] or list(consumers)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    sandbox = start_sandbox()
    try:
        assert sandbox.stdout
        ready = json.loads(sandbox.stdout.readline())
        given = {"DEFACTO_API_KEY": ready["api_key"], "DEFACTO_ENVIRONMENT": ready["url"]}
        for name in chosen:
            printed = consumers[name](given)
            # Maven colours what it prints.
            ready_line = re.search(r"READY \d+", printed)
            if ready_line is None:
                raise SystemExit(f"{name} enrolled no company:\n{printed}")
            print(f"{name}: {ready_line[0]}", flush=True)
    finally:
        assert sandbox.stdin
        sandbox.stdin.close()
        sandbox.wait()
    print(f"{len(chosen)} passed, 0 failed")


def start_sandbox() -> subprocess.Popen[str]:
    """Install the command from its wheel, and start its sandbox."""
    environment = WORK / "command"
    run([sys.executable, "-m", "venv", str(environment)])
    bare_pip(environment, *DIST.glob("command/*.whl"))
    command = [str(environment / "bin/defacto"), "sandbox", "--port", "0", "--ready-json", "--until-stdin-closes"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def pip(given: dict[str, str]) -> str:
    """Install the wheel by pip, where neither a compiler nor Rust can be found."""
    environment = WORK / "pip"
    run([sys.executable, "-m", "venv", str(environment)])
    bare_pip(environment, *DIST.glob("python/*.whl"))
    return run([str(environment / "bin/python"), str(CONSUMERS / "python/enrol.py")], given, only=True)


def bare_pip(environment: Path, *wheels: Path) -> None:
    """Install wheels with nothing else in reach: no index, no compiler on the path."""
    command = [
        environment / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--only-binary=:all:",
        *wheels,
    ]
    run([str(argument) for argument in command], {"PATH": str(environment / "bin")}, only=True)


def uv(given: dict[str, str]) -> str:
    """Let uv find the wheel in a folder, and run the program."""
    links = ["--no-index", "--find-links", str(DIST / "python"), "--no-cache", "--no-build"]
    with_it = ["--isolated", "--no-project", "--python", sys.executable, "--with", "defacto-sdk"]
    return run(["uv", "run", *with_it, *links, str(CONSUMERS / "python/enrol.py")], given)


def rust(given: dict[str, str]) -> str:
    """Build against the packaged crates, from a registry on this machine."""
    registry = write_registry()
    project = copy("rust")
    (project / ".cargo").mkdir()
    (project / ".cargo/config.toml").write_text(f'[registries.dist]\nindex = "file://{registry}"\n')
    return run(["cargo", "run", "--quiet"], {**given, "CARGO_TARGET_DIR": str(WORK / "target")}, folder=project)


def write_registry() -> Path:
    """Write a registry of cargo with the crates of `dist`: an index in Git that names where they lie."""
    index = WORK / "registry"
    index.mkdir()
    (index / "config.json").write_text(json.dumps({"dl": f"file://{DIST}/crates/{{crate}}-{{version}}.crate"}))
    metadata = json.loads(run(["cargo", "metadata", "--no-deps", "--format-version", "1", "--locked"]))
    packages = {f"{package['name']}-{package['version']}": package for package in metadata["packages"]}
    for crate in DIST.glob("crates/*.crate"):
        package = packages[crate.stem]
        name = package["name"]
        file = index / name[:2] / name[2:4] / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(entry(package, crate, [other["name"] for other in packages.values()])) + "\n")
    run(["git", "init", "--quiet"], folder=index)
    commit(index)
    return index


def entry(package: dict[str, object], crate: Path, ours: list[str]) -> dict[str, object]:
    """Return what the index says of a crate."""
    dependencies = package["dependencies"]
    assert isinstance(dependencies, list)
    return {
        "name": package["name"],
        "vers": package["version"],
        "deps": [dependency(found, ours) for found in dependencies if found["kind"] != "dev"],
        "features": package["features"],
        "cksum": hashlib.sha256(crate.read_bytes()).hexdigest(),
        "yanked": False,
        "rust_version": package["rust_version"],
    }


def dependency(found: dict[str, object], ours: list[str]) -> dict[str, object]:
    """Return what the index says of a dependency: ours are in this registry, the others on crates.io."""
    return {
        "name": found["rename"] or found["name"],
        "req": found["req"],
        "features": found["features"],
        "optional": found["optional"],
        "default_features": found["uses_default_features"],
        "target": found["target"],
        "kind": found["kind"] or "normal",
        "registry": None if found["name"] in ours else CRATES_IO,
        "package": found["name"] if found["rename"] else None,
    }


def java(given: dict[str, str]) -> str:
    """Build and run with Maven."""
    return maven("java", given)


def kotlin(given: dict[str, str]) -> str:
    """Build and run with Maven."""
    return maven("kotlin", given)


def maven(language: str, given: dict[str, str]) -> str:
    """Build and run a project with an empty local repository, so that ours comes from `dist`."""
    project = copy(language)
    where = [f"-Ddist={DIST / 'maven'}", f"-Dmaven.repo.local={WORK / 'm2'}"]
    return run(["mvn", "--batch-mode", "--quiet", *where, "compile", "exec:java"], given, folder=project)


def swift(given: dict[str, str]) -> str:
    """Build against a Git repository with the released package, and the library that pkg-config names."""
    repository = WORK / "defacto-swift"
    shutil.copytree(DIST / "swift/defacto-swift", repository)
    run(["git", "init", "--quiet"], folder=repository)
    commit(repository)
    run(["git", "tag", next(DIST.glob("swift/*.tar.gz")).name.split("-")[2]], folder=repository)
    with tarfile.open(next(DIST.glob("swift/*.tar.gz"))) as archive:
        archive.extractall(WORK / "swift-library", filter="data")
    library = next((WORK / "swift-library").iterdir()) / "lib"
    found = {
        "DEFACTO_REPOSITORY": f"file://{repository}",
        "PKG_CONFIG_PATH": str(library / "pkgconfig"),
        "LD_LIBRARY_PATH": str(library),
    }
    return run([str(ROOT / "tools/swift.sh"), "run", "--quiet"], {**given, **found}, folder=copy("swift"))


def copy(language: str) -> Path:
    """Copy a project to where nothing of ours is above it."""
    project = WORK / f"project-{language}"
    shutil.copytree(CONSUMERS / language, project)
    return project


def commit(folder: Path) -> None:
    """Commit everything in a folder."""
    run(["git", "add", "--all"], folder=folder)
    author = ["-c", "user.name=consumers", "-c", "user.email=consumers@example.com"]
    run(["git", *author, "commit", "--quiet", "--message", "release"], folder=folder)


def run(command: list[str], variables: dict[str, str] | None = None, folder: Path = ROOT, only: bool = False) -> str:
    """Return what a program prints; end with everything it wrote if it fails."""
    environment = {**({} if only else os.environ), **(variables or {})}
    finished = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if finished.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{finished.stdout}\n{finished.stderr}")
    return finished.stdout


if __name__ == "__main__":
    main()
