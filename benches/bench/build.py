"""The preparation of a benchmark: the peers' environment, our wheel, the Rust programs."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHES = ROOT / "benches"
BUILD = ROOT / ".build"
VENV = BUILD / "bench-venv"
#: The environment of clients whose packages would change others.
APART = BUILD / "bench-venv-apart"
WHEELS = BUILD / "bench-wheel"


@dataclass(frozen=True)
class Built:
    """The programs and packages to measure."""

    python: Path
    #: The Python of the clients in an environment of their own.
    apart: Path
    programs: Path
    wheel: Path


def target_folder() -> Path:
    """Return cargo's target folder."""
    command = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Path(json.loads(answer.stdout)["target_directory"])


def prepare(programs: bool = True) -> Built:
    """Build and install everything; the programs in Rust take longest."""
    python = python_with(VENV, "-r", str(BENCHES / "requirements.txt"))
    apart = python_with(APART, "-r", str(BENCHES / "requirements-apart.txt"))
    wheel = build_wheel()
    python_with(VENV, "--force-reinstall", "--no-deps", str(wheel))
    if programs:
        packages = ["-p", "defacto-benches", "-p", "defacto-cli"]
        subprocess.run(["cargo", "build", "--quiet", "--release", *packages], cwd=ROOT, check=True)
    return Built(python, apart, target_folder() / "release", wheel)


def python_with(folder: Path, *packages: str) -> Path:
    """Install packages into an environment, and make it if it is missing; return its Python."""
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *packages], check=True)
    return python


def build_wheel() -> Path:
    """Build the wheel as it ships."""
    shutil.rmtree(WHEELS, ignore_errors=True)
    command = [maturin(), "build", "--quiet", "--profile", "dist", "--out", str(WHEELS)]
    subprocess.run(command, cwd=ROOT, check=True)
    return next(WHEELS.glob("*.whl"))


def maturin() -> str:
    """Return the path of maturin: beside this Python, or anywhere on the path."""
    beside = Path(sys.executable).with_name("maturin")
    return str(beside) if beside.exists() else "maturin"


def installed(*packages: str) -> Path:
    """Install packages with what they need into an empty folder, in the versions of the peers' environment."""
    folder = BUILD / "bench-sizes"
    shutil.rmtree(folder, ignore_errors=True)
    pip = [str(VENV / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    constraints = ["--constraint", str(BENCHES / "requirements.txt")]
    subprocess.run([*pip, "--target", str(folder), *constraints, *packages], check=True)
    return folder


def folder_mb(folder: Path) -> float:
    """Return the size of the files of a folder in MB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def environment() -> dict[str, str]:
    """Return the environment variables of a measured program: no proxy, no settings of this SDK."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DEFACTO_", "PYTHON"))}
