"""Walk through all operations of the sandbox, behind a proxy that compares each exchange with the contract.

    python tools/conformance_walk.py DOCUMENT PROXY SANDBOX

DOCUMENT is the prepared OpenAPI document, PROXY a Prism proxy in front of the sandbox at SANDBOX. Fails when a request
or an answer departs from the contract, or when an operation was never answered with success. It walks twice: the
second time the sandbox leaves out of its answers whatever the contract lets it.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

Json = Any
KEY = "test-key"
COMPANY = {"identifier": "913572467", "identifier_type": "siren"}
SUPPLIER = {"identifier": "552032534", "identifier_type": "siren"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MULTIPART = "multipart/form-data; boundary=walk"


class Walk:
    """One walk: who is asked, what was answered with success, and what departed from the contract."""

    def __init__(self, proxy: str, sandbox: str) -> None:
        self.proxy = proxy
        self.sandbox = sandbox
        self.succeeded: set[str] = set()
        self.departures: list[str] = []

    def call(
        self, operation: str, body: Json = None, query: Json = None, raw: tuple[str, bytes] | None = None, **ids: str
    ) -> Json:
        """Call an operation, such as `GET /borrower/{borrower_id}`, through the proxy; return its JSON."""
        method, template = operation.split(" ")
        path = re.sub(r"{(\w+)}", lambda name: quote(ids[name[1]], safe=""), template)
        target = self.proxy + path + (f"?{urlencode(query, doseq=True)}" if query else "")
        status, text, violations = send(method, target, body, raw)
        self.departures += [f"{operation} -> {status}: {violation}" for violation in violations]
        if status < 300:
            self.succeeded.add(operation)
        else:
            self.departures.append(f"{operation} -> {status}: {text}")
        try:
            return json.loads(text)
        except ValueError:
            return {}

    def control(self, method: str, path: str, body: Json = None) -> Json:
        """Steer the sandbox; the contract knows nothing of that."""
        status, text, _ = send(method, f"{self.sandbox}/_sandbox{path}", body, None)
        if status >= 300:
            raise SystemExit(f"{method} /_sandbox{path} -> {status}: {text}")
        return json.loads(text) if text else {}

    def later(self, days: float) -> None:
        """Let days pass."""
        self.control("POST", "/clock", {"advance_seconds": int(days * 86_400)})

    def time(self, days: int = 0) -> str:
        """Tell the time in so many days."""
        now = datetime.fromisoformat(self.control("GET", "/clock")["now"])
        return (now + timedelta(days=days)).isoformat()


def send(method: str, url: str, body: Json, raw: tuple[str, bytes] | None) -> tuple[int, str, list[str]]:
    """Send a request; return status, text, and what the proxy found wrong."""
    if not url.startswith("http://127.0.0.1:"):
        raise SystemExit("this walks on 127.0.0.1 only")
    content_type, data = raw or ("application/json", None if body is None else json.dumps(body).encode())
    headers = {"authorization": f"Bearer {KEY}", **({"content-type": content_type} if data else {})}
    request = Request(url, data, headers, method=method)  # noqa: S310
    try:
        with urlopen(request, timeout=30) as reply:  # noqa: S310
            status, found, text = reply.status, reply.headers.get("sl-violations"), reply.read()
    except HTTPError as error:
        status, found, text = error.code, error.headers.get("sl-violations"), error.read()
    return status, text.decode("utf-8", "replace"), [json.dumps(one) for one in json.loads(found or "[]")]


def testing(walk: Walk) -> None:
    """Generators, and the check of the key."""
    walk.call("GET /hello")
    for country in ("BEL", "DEU", "ESP", "FRA", "GUF", "ISL", "MAF", "NLD", "REU"):
        walk.call("GET /sandbox/business-generator", query={"country": country, "is_borrower": "true"})
        walk.call("GET /sandbox/iban-generator", query={"country": country})
    eligible = {"business_identifier": COMPANY, "scenario": "OK"}
    walk.call("POST /sandbox/business-eligible", eligible)


def webhooks(walk: Walk) -> None:
    """Subscriptions."""
    hook = {"name": "walk", "to_url": f"{walk.sandbox}/nowhere", "event_types": ["CreditLine.CREATED"]}
    created = walk.call("POST /webhooks", hook)
    walk.call("PATCH /webhook/{webhook_id}", {**hook, "name": "renamed"}, webhook_id=created["id"])
    walk.call("GET /webhooks")
    walk.call("DELETE /webhook/{webhook_id}", webhook_id=created["id"])


def borrower(walk: Walk) -> str:
    """Enrol a borrower, and do what can be done with it; return its id."""
    made = walk.call("GET /sandbox/business-generator", query={"country": "DEU"})
    walk.call("POST /borrowers", made)
    enrolment = {
        **COMPANY,
        "name": "Atelier Exemple SAS",
        "account_number": "FR7611111000420001234567876",
        "signed_at": walk.time(),
        "owner": {"first_name": "Camille", "last_name": "Durand", "email": "camille@example.com"},
        "wait_for_ready": True,
    }
    walk.call("POST /borrowers", enrolment)
    found = walk.call("GET /borrowers", query={"borrower_identifier": COMPANY["identifier"]})
    lines = walk.call("GET /credit_lines", query={"borrower": COMPANY["identifier"]})
    enrolled = str(found["data"][0].get("id") or walk.control("GET", "/state")["borrowers"][1]["id"])
    known = {"borrower_id": enrolled}
    walk.call("GET /borrower/{borrower_id}", **known)
    owner = {"first_name": "Camille", "last_name": "Durand", "email": "camille@example.com"}
    walk.call("POST /borrower/{borrower_id}/owner", owner, **known)
    walk.call("POST /borrower/{borrower_id}/sign", {"signed_at": walk.time()}, **known)
    method = {"payment_method": "SCT", "is_default_repayment_method": False, "apply_to_all_active_loans": False}
    walk.call("POST /borrower/{borrower_id}/repayment-methods", method, **known)
    walk.call("GET /borrower/{borrower_id}/repayment-methods", **known)
    walk.call("GET /borrower/{borrower_id}/financial-products", **known)
    walk.call("GET /credit_line")
    line = lines["data"][0].get("id") or walk.control("GET", "/state")["credit_lines"][0]["id"]
    walk.call("GET /credit_line/{credit_line_id}", query={"at": walk.time(1)}, credit_line_id=line)
    other = walk.call("POST /borrowers", {"identifier": "732829320", "wait_for_ready": True})
    gone = other.get("id") or walk.control("GET", "/state")["borrowers"][-1]["id"]
    walk.call("POST /borrower/{borrower_id}/deactivate", borrower_id=gone)
    return enrolled


def eligibility(walk: Walk) -> None:
    """Eligibility, denial codes and translations."""
    walk.call("POST /sandbox/business-eligible", {"business_identifier": SUPPLIER, "scenario": "NOT_ELIGIBLE"})
    walk.call("POST /eligibility/borrower", SUPPLIER)
    walk.call("POST /eligibility/beneficiary", SUPPLIER)
    walk.call("POST /sandbox/business-eligible", {"business_identifier": SUPPLIER, "scenario": "OK"})
    walk.call("POST /eligibility/borrower", SUPPLIER)
    walk.call("GET /eligibility/reasons")
    walk.call("GET /translation/denial-code/{code}", code="KYB_PENDING")
    walk.call("GET /business/data-request/data-type/{data_type}", data_type="tax_return")


def businesses(walk: Walk) -> None:
    """The register, and the segment of the borrower's company."""
    walk.call("GET /business/public-data", query={"identifier": "HRB 424242", "city": "Berlin"})
    business = walk.control("GET", "/state")["borrowers"][1]["business_id"]
    walk.call("GET /business/{business_id}/segment", business_id=business)


def counterparties(walk: Walk) -> None:
    """Counterparties, new and known."""
    supplier = {**SUPPLIER, "relation_types": ["SUPPLIER"], "address": {"city": "Lyon", "country": "FRA"}}
    created = walk.call("POST /counterparties", supplier)
    walk.call("POST /counterparties", supplier)
    walk.call("GET /counterparties", query={"relation_types": ["SUPPLIER", "CLIENT"], "page_size": 1})
    walk.call("GET /counterparty/{counterparty_id}", counterparty_id=created["id"])


def cards(walk: Walk) -> None:
    """The first card, and one that is canceled."""
    card, other = (card["id"] for card in walk.call("GET /cards"))
    walk.control("POST", f"/cards/{card}/entries", {"amount": 1_000})
    walk.call("GET /cards/{card_id}", card_id=card)
    walk.call("GET /cards/{card_id}/entries", query={"from_date": walk.time(-30)}, card_id=card)
    walk.call("GET /cards/{card_id}/entries/export", query={"period": walk.time()[:7]}, card_id=card)
    form = ("application/x-www-form-urlencoded", b"nonce=walk")
    walk.call("POST /cards/{card_id}/ephemeral-key", raw=form, card_id=card)
    walk.call("PATCH /cards/{card_id}/status", {"status": "canceled"}, card_id=other)


def onboardings(walk: Walk) -> None:
    """An onboarding before, while and after its company becomes a borrower, and one with a link."""
    wanted = {"business": SUPPLIER, "preferred_language": "fr", "referral": "walk"}
    started = walk.call("POST /onboardings", wanted)
    known = {"onboarding_id": started["id"]}
    walk.call("GET /onboarding/{onboarding_id}", **known)
    walk.control("POST", f"/onboarding/{started['id']}/complete")
    walk.call("GET /onboarding/{onboarding_id}", **known)
    walk.later(1)
    walk.call("GET /onboarding/{onboarding_id}", **known)
    walk.call("POST /onboardings", wanted)


def business_data(walk: Walk) -> None:
    """A batch with accounts, transactions and invoices."""
    accounts = {"account": "FR7611111000420001234567876", "start_date": walk.time(-90), "end_date": walk.time()}
    content = {
        "account_transactions": [accounts],
        "accounts": {"total_count": 1},
        "shared_data_types": ["accounts", "account_transactions", "invoices"],
    }
    opening = {"business_identifier": COMPANY, "content": content, "context": "DATA_REFRESH"}
    walk.call("POST /business/data/batch-upload", opening)
    batch = walk.call("POST /business/data/batch-upload", opening)["id"]
    account = {"id": accounts["account"], "amount": 120_000, "last_updated_at": walk.time()}
    walk.call("POST /business/data/accounts", {**COMPANY, "batch_id": batch, "accounts": [account]})
    transaction = {"account": accounts["account"], "amount": 4_250, "at": walk.time(-1), "salt_id": "t-1"}
    transactions = {**COMPANY, "batch_id": batch, "transactions": [transaction]}
    walk.call("POST /business/data/account-transactions", transactions)
    invoice = {
        "buyer": SUPPLIER,
        "seller": COMPANY,
        "direction": "receivable",
        "invoice_number": "F-1",
        "issued_at": walk.time(-10),
        "due_at": walk.time(20),
        "net_amount": 100_000,
    }
    walk.call("POST /business/data/invoices", {**COMPANY, "batch_id": batch, "invoices": [invoice]})
    walk.call("POST /business/data/batch-upload/{batch_id}/close", batch_id=batch)


def referrers(walk: Walk) -> None:
    """The referrer, its revenue share, and a subscription."""
    state = walk.control("GET", "/state")
    referrer, share = state["referrer"]["id"], state["referrer"]["revenue_shares"][0]["id"]
    walk.call("GET /referrer/{referrer_id}", referrer_id=referrer)
    upload = "POST /referrer/{referrer_id}/upload-invoice/{revenue_share_id}"
    walk.call(upload, referrer_id=referrer, revenue_share_id=share)
    walk.call("POST /subscription/{subscription_id}/activate", subscription_id=state["subscriptions"][0]["id"])


def walk_once(proxy: str, sandbox: str, shape: str) -> Walk:
    """Walk through everything with one shape of answers."""
    walk = Walk(proxy, sandbox)
    walk.control("POST", "/reset")
    walk.control("PATCH", "/settings", {"response_shape": shape, "line_shape": shape})
    testing(walk)
    webhooks(walk)
    borrower(walk)
    eligibility(walk)
    businesses(walk)
    counterparties(walk)
    cards(walk)
    onboardings(walk)
    business_data(walk)
    referrers(walk)
    walk.control("POST", "/reset")
    return walk


def main() -> int:
    """Walk, and tell what departed from the contract."""
    document, proxy, sandbox = sys.argv[1:]
    paths = json.loads(Path(document).read_text())["paths"]
    operations = {f"{method.upper()} {path}" for path in paths for method in paths[path]}
    faults = 0
    for shape in ("full", "minimal"):
        walk = walk_once(proxy, sandbox, shape)
        missing = sorted(operations - walk.succeeded)
        report = [*walk.departures, *(f"{operation}: never answered with success" for operation in missing)]
        print(*report, f"{shape}: {len(walk.succeeded)} of {len(operations)} operations", sep="\n")  # noqa: T201
        faults += len(report)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
