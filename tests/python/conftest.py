"""The fixtures of several suites; the sandbox comes from the package's own pytest plugin."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from canned import Answer, Canned

HERE = Path(__file__).parent

#: Starts a canned server that ends with the test.
Serve = Callable[..., Canned]
#: Runs a program in another Python and returns its output.
Run = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    started: list[Canned] = []

    def start(*answers: Answer) -> Canned:
        started.append(Canned(answers))
        return started[-1]

    yield start
    for server in started:
        server.__exit__()


@pytest.fixture
def run_python() -> Run:
    def run(program: str, *arguments: str, options: tuple[str, ...] = (), **environment: str) -> str:
        finished = subprocess.run(
            [sys.executable, "-W", "error", *options, "-c", textwrap.dedent(program), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path]), **environment},
        )
        assert finished.returncode == 0, f"exit {finished.returncode}\n{finished.stdout}\n{finished.stderr}"
        return finished.stdout

    return run
