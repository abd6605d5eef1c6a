"""The pytest fixtures. They exist once ``defacto-sdk`` is installed; nothing starts before one is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from defacto_sdk import Client
    from defacto_sdk.testing import Sandbox


@pytest.fixture(scope="session")
def _defacto_sandbox_process() -> Iterator[Sandbox]:
    from defacto_sdk.testing import Sandbox

    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def defacto_sandbox(_defacto_sandbox_process: Sandbox) -> Sandbox:
    """Return a sandbox without borrowers, faults and log. One process serves the whole session."""
    _defacto_sandbox_process.reset()
    return _defacto_sandbox_process


@pytest.fixture
def defacto_client(defacto_sandbox: Sandbox) -> Iterator[Client]:
    """Return a client of the sandbox."""
    with defacto_sandbox.client() as client:
        yield client
