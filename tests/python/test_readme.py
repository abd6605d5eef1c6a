"""Every Python block of the README and of docs/guides/python.md, run unchanged."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from defacto_sdk.testing import Sandbox

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
#: Most blocks are about a client that is there.
CLIENT = "client = Client.from_env()\n"


def blocks_of(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


BLOCKS = blocks_of(README)
GUIDE = blocks_of(ROOT / "docs/guides/python.md")
PROGRAMS = [block for block in BLOCKS if "def test_" not in block]
TESTS = [block for block in BLOCKS if "def test_" in block]


def test_the_blocks_run_one_after_the_other(
    defacto_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The folder for the stores of the examples.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEFACTO_API_KEY", defacto_sandbox.api_key)
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", defacto_sandbox.url)
    names: dict[str, object] = {}
    for block in PROGRAMS:
        names["client"] = defacto_sandbox.client()
        exec(compile(block, str(README), "exec"), names)
    assert len(PROGRAMS) >= 5


def test_the_blocks_of_the_guide_run() -> None:
    for block in GUIDE:
        exec(compile(block, "docs/guides/python.md", "exec", dont_inherit=True), {})
    assert len(GUIDE) >= 2


@pytest.mark.parametrize("checker", [["mypy", "--strict", "--no-incremental"], ["pyright"]], ids=["mypy", "pyright"])
def test_checkers_accept_the_blocks(checker: list[str], tmp_path: Path) -> None:
    settings = {"include": ["readme.py", "guide.py"], "typeCheckingMode": "strict"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    (tmp_path / "readme.py").write_text("\n".join(PROGRAMS).replace("with Client", CLIENT + "with Client", 1))
    (tmp_path / "guide.py").write_text("\n".join(GUIDE))
    target = ["readme.py", "guide.py"] if checker[0] == "mypy" else []
    command = [sys.executable, "-m", *checker, *target]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_the_test_of_the_readme_passes(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("\n".join(TESTS))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert "1 passed" in finished.stdout, finished.stdout + finished.stderr
