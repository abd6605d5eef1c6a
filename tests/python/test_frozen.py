"""Programs that are shipped with their Python: PyInstaller, zipapp and shiv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path
from sysconfig import get_config_var

import defacto_sdk
import openpyxl
import pytest
from conftest import Run
from defacto_sdk.testing import Sandbox

PACKAGE = Path(defacto_sdk.__file__).parent
PROGRAM = Path(__file__).with_name("serving") / "frozen_program.py"
PRINTED = "READY UUID datetime Decimal\n2 552032534\n3 542065479\nHello from the sandbox\n"


def run(*command: str | Path, fails: bool = False, **settings: str) -> str:
    """Run a program that finds no package of this environment by itself, and return its output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=250, env={**environment, **settings})
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stderr if fails else done.stdout


@pytest.fixture
def arguments(defacto_sandbox: Sandbox, tmp_path: Path) -> list[str]:
    """The arguments of the program, whose folder has a workbook."""
    folder = tmp_path / "data"
    folder.mkdir()
    book = openpyxl.Workbook()
    for values in (("SIREN",), ("552032534",), ("542065479",)):
        book.active.append(values)
    book.save(folder / "customers.xlsx")
    return [defacto_sandbox.api_key, defacto_sandbox.url, str(folder)]


@pytest.mark.timeout(300)
@pytest.mark.skipif(not get_config_var("Py_ENABLE_SHARED"), reason="PyInstaller needs a Python with a shared library")
def test_pyinstaller_needs_no_options(arguments: list[str], tmp_path: Path) -> None:
    places = [f"--distpath={tmp_path}", f"--workpath={tmp_path / 'work'}", f"--specpath={tmp_path}"]
    run(sys.executable, "-m", "PyInstaller", "--log-level=ERROR", *places, PROGRAM)
    assert run(tmp_path / "frozen_program" / "frozen_program", *arguments) == PRINTED
    # Other packages of this environment are left out, although the package works with them.
    inside = {path.name for path in (tmp_path / "frozen_program" / "_internal").iterdir()}
    assert not {name for name in inside if name.startswith(("pydantic", "opentelemetry", "pytest"))}


def test_a_zipapp_says_that_it_cannot_hold_the_native_module(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    shutil.copytree(PACKAGE, folder / "defacto_sdk", ignore=shutil.ignore_patterns("*.so", "*.pyd"))
    shutil.copy(PROGRAM, folder)
    zipapp.create_archive(folder, tmp_path / "program.pyz", main="frozen_program:main")
    said = run(sys.executable, "-S", "-I", tmp_path / "program.pyz", fails=True)
    assert "ImportError: Python cannot load the native module of defacto_sdk from a zip file" in said


def test_a_zipapp_of_shiv_unpacks_itself(arguments: list[str], tmp_path: Path) -> None:
    packages, program = tmp_path / "packages", tmp_path / "program.pyz"
    shutil.copytree(PACKAGE, packages / "defacto_sdk")
    shutil.copy(PROGRAM, packages)
    given = [f"--site-packages={packages}", "--entry-point=frozen_program:main", f"--output-file={program}"]
    run(sys.executable, "-m", "shiv", "--uncompressed", *given)
    shutil.rmtree(packages)
    assert run(sys.executable, "-S", "-I", program, *arguments, SHIV_ROOT=str(tmp_path / "unpacked")) == PRINTED


def test_a_frozen_program_without_a_module_names_it(run_python: Run, tmp_path: Path) -> None:
    program = """
        import sys

        sys.modules["sqlite3"] = None
        from defacto_sdk import ConfigurationError, Store

        try:
            Store.sqlite(sys.argv[1])
        except ConfigurationError as error:
            print(error)
    """
    assert "the Python module sqlite3 is missing" in run_python(program, str(tmp_path / "store.db"))
