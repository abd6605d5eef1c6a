"""Every Python block of the README and of the pages under docs: its types are checked, and it runs unchanged."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from defacto_sdk import AsyncClient, WebhookReceiver
from defacto_sdk.testing import Sandbox
from pages import FILES, Page, awaits, compiled, pages, stub, values

PAGES = pages()
#: The URL of a subscription, as a receiver of webhooks is given it.
HOOK = WebhookReceiver.new_subscription_url("https://partner.example/webhooks/defacto")
#: Blocks with this remark need what Python 3.10 has not.
NEWER = "# Python 3.11"


def test_the_pages_are_found() -> None:
    assert len(PAGES) >= 4
    indented = [page.name for page in PAGES if "\n    ```python" in page.path.read_text()]
    assert not indented, "a block inside of a list is not found"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_blocks_run_one_after_the_other(
    page: Page, defacto_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The folder for the stores of the examples.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEFACTO_API_KEY", defacto_sandbox.api_key)
    monkeypatch.setenv("DEFACTO_ENVIRONMENT", defacto_sandbox.url)
    monkeypatch.setenv("DEFACTO_WEBHOOK_URL", HOOK)
    for name, content in FILES.items():
        Path(name).write_bytes(content)
    names = values(page, defacto_sandbox) | {"__name__": page.name}
    for block in page.programs:
        if NEWER not in block or sys.version_info >= (3, 11):
            run(block, page.name, names, defacto_sandbox)


def run(block: str, page: str, names: dict[str, object], sandbox: Sandbox) -> None:
    """Run a block with a new client, as if it were the program."""
    code = compiled(block, page)
    if not awaits(code):
        names["client"] = sandbox.client()
        exec(code, names)
        return

    async def main() -> None:
        async with AsyncClient(sandbox.api_key, sandbox.url) as client:
            names["client"] = client
            await eval(code, names)

    asyncio.run(main())


@pytest.mark.parametrize(
    "checker", [["mypy", "--strict", "--no-incremental", "--python-version=3.12"], ["pyright"]], ids=["mypy", "pyright"]
)
def test_checkers_accept_the_blocks(checker: list[str], tmp_path: Path) -> None:
    settings = {"include": ["*_page.py"], "typeCheckingMode": "strict", "pythonVersion": "3.12"}
    # A block that awaits is put into a function, where its variables look unused.
    settings["reportUnusedVariable"] = "none"
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    (tmp_path / "given.py").write_text(stub())
    for page in PAGES:
        (tmp_path / f"{module_of(page)}_page.py").write_text(page.source())
    target = sorted(map(str, tmp_path.glob("*_page.py"))) if checker[0] == "mypy" else []
    command = [sys.executable, "-m", *checker, *target]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_the_tests_of_the_pages_pass(tmp_path: Path) -> None:
    for page in PAGES:
        (tmp_path / f"test_{module_of(page)}.py").write_text("\n".join(page.tests))
    expected = sum(block.count("def test_") for page in PAGES for block in page.tests)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert f"{expected} passed" in finished.stdout, finished.stdout + finished.stderr


def module_of(page: Page) -> str:
    return page.name.replace("/", "_").replace("-", "_").lower()
