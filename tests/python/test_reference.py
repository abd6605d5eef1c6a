"""The Python example of each area in the reference: its types are checked, and it runs against the sandbox."""

import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from defacto_sdk import Client, CompanyReference, Enrollment, NewBorrower, NewLoan, PaymentAccount
from defacto_sdk.testing import Sandbox

PAGES = Path(__file__).parents[2] / "docs" / "reference"
BLOCK = re.compile(r"^## Example\n.*?^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = {page.stem: block for page in sorted(PAGES.glob("*.md")) for block in BLOCK.findall(page.read_text())}

#: The names that the examples use without a definition.
GIVEN = """from uuid import UUID
from defacto_sdk import Client

client: Client
borrower_id: UUID
loan_id: UUID
subscription_id: UUID

"""


def test_the_types_of_the_examples_are_right(tmp_path: Path) -> None:
    for area, block in EXAMPLES.items():
        (tmp_path / f"example_{area}.py").write_text(GIVEN + block)
    assert len(EXAMPLES) == 21
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", str(tmp_path)]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=110)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("area", EXAMPLES)
def test_the_example_runs(area: str, defacto_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = given(defacto_sandbox)
    monkeypatch.chdir(tmp_path)
    Path("invoice.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    defacto_sandbox.clear_log()
    exec(compile(EXAMPLES[area], f"{area}.md", "exec"), names)
    assert defacto_sandbox.log()[0]["operation"] == first_operation(area)


def first_operation(area: str) -> str:
    """Return method and path of the operation that the example of an area calls first, as on its page."""
    called = re.search(r"client\.(\w+\.\w+)\(", EXAMPLES[area])
    assert called, f"the example of {area} calls no operation"
    page = (PAGES / f"{area}.md").read_text()
    described = re.search(rf"^### {re.escape(called[1])}\n\n`(.*)`$", page, re.MULTILINE)
    assert described, f"{called[1]} is not on its page"
    return described[1]


def given(sandbox: Sandbox) -> dict[str, object]:
    """Create what the examples use: a client, a borrower with a loan, and a subscription."""
    client = sandbox.client()
    company = NewBorrower(identifier="913572467", identifier_type="siren")
    outcome = client.enroll(company, wait=30, poll_interval=0.02)
    assert isinstance(outcome, Enrollment.Ready)
    subscription = sandbox.state()["subscriptions"][0]["id"]
    return {
        "client": client,
        "borrower_id": outcome.borrower.id,
        "loan_id": paid_out(sandbox, client),
        "subscription_id": UUID(subscription),
    }


def paid_out(sandbox: Sandbox, client: Client) -> UUID:
    """Request a loan for the borrower and let it be paid out."""
    now = datetime.now(timezone.utc)
    request = NewLoan(
        amount=250_000,
        loan_to=PaymentAccount(account_number="FR1420041010050500013M02606"),
        to_pay_at=now + timedelta(hours=12),
        to_repay_at=now + timedelta(days=62),
        borrower=CompanyReference(identifier="913572467"),
        auto_validate=True,
        wait_for_validation=True,
    )
    loan = client.loans.request(request)
    sandbox.advance(days=1)
    return loan.id
