"""Every Python block of the README, run unchanged."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from defacto_sdk.testing import Sandbox

README = Path(__file__).parents[2] / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
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


def test_the_test_of_the_readme_passes(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("\n".join(TESTS))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert "1 passed" in finished.stdout, finished.stdout + finished.stderr
