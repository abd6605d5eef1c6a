"""Walk through all operations of the sandbox, behind a proxy that compares each exchange with the contract.

    python tools/conformance_walk.py DOCUMENT PROXY SANDBOX > schemathesis.toml

DOCUMENT is the prepared OpenAPI document, PROXY a Prism proxy in front of the sandbox at SANDBOX. Fails when a request
or an answer departs from the contract, or when an operation was never answered with success. It walks twice: first the
sandbox leaves out of its answers whatever the contract lets it. What the second walk made is still there afterwards;
its ids are printed as a configuration of schemathesis, so that this, too, meets things that exist.
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
#: Content type and bytes.
Body = tuple[str, bytes]
JSON = "application/json"
KEY = "test-key"
COMPANY = {"identifier": "913572467", "identifier_type": "siren"}
SUPPLIER = {"identifier": "552032534", "identifier_type": "siren"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MULTIPART = "multipart/form-data; boundary=walk"


class Walk:
    """One walk: its proxy and sandbox, the successful operations, and the differences from the contract."""

    def __init__(self, proxy: str, sandbox: str) -> None:
        self.proxy = proxy
        self.sandbox = sandbox
        self.succeeded: set[str] = set()
        self.departures: list[str] = []
        self.ids: dict[str, str] = {}

    def call(self, operation: str, body: Json = None, query: Json = None, **ids: str) -> Json:
        """Call an operation, such as `GET /borrower/{borrower_id}`, through the proxy; return its JSON."""
        return self.send(operation, None if body is None else (JSON, json.dumps(body).encode()), query, **ids)

    def send(self, operation: str, body: Body | None, query: Json = None, **ids: str) -> Json:
        """Call an operation with a body of any kind."""
        method, template = operation.split(" ")
        path = re.sub(r"{(\w+)}", lambda name: quote(ids[name[1]], safe=""), template)
        target = self.proxy + path + (f"?{urlencode(query, doseq=True)}" if query else "")
        status, text, violations = send(method, target, body)
        self.departures += [f"{operation} -> {status}: {violation}" for violation in violations]
        if status < 300:
            self.succeeded.add(operation)
            self.ids |= ids
        else:
            self.departures.append(f"{operation} -> {status}: {text}")
        try:
            return json.loads(text)
        except ValueError:
            return {}

    def control(self, method: str, path: str, body: Json = None) -> Json:
        """Control the sandbox; this is not part of the contract."""
        data = None if body is None else (JSON, json.dumps(body).encode())
        status, text, _ = send(method, f"{self.sandbox}/_sandbox{path}", data)
        if status >= 300:
            raise SystemExit(f"{method} /_sandbox{path} -> {status}: {text}")
        return json.loads(text) if text else {}

    def identify(self, body: Json, kind: str) -> str:
        """Return the id of the new object, although a minimal answer may leave it out."""
        return str(body.get("id") or self.control("GET", "/state")[kind][-1]["id"])

    def later(self, days: float) -> None:
        """Let days pass."""
        self.control("POST", "/clock", {"advance_seconds": int(days * 86_400)})

    def time(self, days: int = 0) -> str:
        """Return the time in this many days."""
        now = datetime.fromisoformat(self.control("GET", "/clock")["now"])
        return (now + timedelta(days=days)).isoformat()


def send(method: str, url: str, body: Body | None) -> tuple[int, str, list[str]]:
    """Send a request; return status, text, and what the proxy found wrong."""
    if not url.startswith("http://127.0.0.1:"):
        raise SystemExit("this walks on 127.0.0.1 only")
    headers = {"authorization": f"Bearer {KEY}", **({"content-type": body[0]} if body else {})}
    request = Request(url, body[1] if body else None, headers, method=method)
    try:
        with urlopen(request, timeout=30) as reply:
            status, found, text = reply.status, reply.headers.get("sl-violations"), reply.read()
    except HTTPError as error:
        status, found, text = error.code, error.headers.get("sl-violations"), error.read()
    return status, text.decode("utf-8", "replace"), [json.dumps(one) for one in json.loads(found or "[]")]


def testing(walk: Walk) -> None:
    """Create test companies and accounts."""
    walk.call("GET /hello")
    for country in ("BEL", "DEU", "ESP", "FRA", "GUF", "ISL", "MAF", "NLD", "REU"):
        walk.call("GET /sandbox/business-generator", query={"country": country, "is_borrower": "true"})
        walk.call("GET /sandbox/iban-generator", query={"country": country})
    eligible = {"business_identifier": COMPANY, "scenario": "OK"}
    walk.call("POST /sandbox/business-eligible", eligible)


def webhooks(walk: Walk) -> None:
    """Subscribe, change and end a webhook."""
    hook = {"name": "walk", "to_url": f"{walk.sandbox}/nowhere", "event_types": ["CreditLine.CREATED"]}
    gone, kept = (walk.call("POST /webhooks", hook)["id"] for _ in range(2))
    walk.call("DELETE /webhook/{webhook_id}", webhook_id=gone)
    walk.call("PATCH /webhook/{webhook_id}", {**hook, "name": "renamed"}, webhook_id=kept)
    walk.call("GET /webhooks")


def borrower(walk: Walk) -> str:
    """Enrol a borrower, and call all its operations; return its id."""
    made = walk.call("GET /sandbox/business-generator", query={"country": "DEU"})
    gone = walk.identify(walk.call("POST /borrowers", made), "borrowers")
    walk.call("POST /borrower/{borrower_id}/deactivate", borrower_id=gone)
    enrolment = {
        **COMPANY,
        "name": "Atelier Exemple SAS",
        "account_number": "FR7611111000420001234567876",
        "signed_at": walk.time(),
        "owner": {"first_name": "Camille", "last_name": "Durand", "email": "camille@example.com"},
        "wait_for_ready": True,
    }
    enrolled = walk.identify(walk.call("POST /borrowers", enrolment), "borrowers")
    walk.call("GET /borrowers", query={"borrower_identifier": COMPANY["identifier"]})
    lines = walk.call("GET /credit_lines", query={"borrower": COMPANY["identifier"]})
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
    line = walk.identify(lines["data"][0], "credit_lines")
    walk.call("GET /credit_line/{credit_line_id}", query={"at": walk.time(1)}, credit_line_id=line)
    return enrolled


def eligibility(walk: Walk) -> None:
    """Read eligibility, and the meaning of codes."""
    walk.call("POST /sandbox/business-eligible", {"business_identifier": SUPPLIER, "scenario": "NOT_ELIGIBLE"})
    walk.call("POST /eligibility/borrower", SUPPLIER)
    walk.call("POST /eligibility/beneficiary", SUPPLIER)
    walk.call("POST /sandbox/business-eligible", {"business_identifier": SUPPLIER, "scenario": "OK"})
    walk.call("POST /eligibility/borrower", SUPPLIER)
    walk.call("GET /eligibility/reasons")
    walk.call("GET /translation/denial-code/{code}", code="KYB_PENDING")
    walk.call("GET /business/data-request/data-type/{data_type}", data_type="tax_return")


def businesses(walk: Walk) -> None:
    """Search the register, and read the segment of the borrower's company."""
    walk.call("GET /business/public-data", query={"identifier": "HRB 424242", "city": "Berlin"})
    business = walk.control("GET", "/state")["borrowers"][1]["business_id"]
    walk.call("GET /business/{business_id}/segment", business_id=business)


def counterparties(walk: Walk) -> None:
    """Create a counterparty and find it again."""
    supplier = {**SUPPLIER, "relation_types": ["SUPPLIER"], "address": {"city": "Lyon", "country": "FRA"}}
    created = walk.call("POST /counterparties", supplier)
    walk.call("POST /counterparties", supplier)
    walk.call("GET /counterparties", query={"relation_types": ["SUPPLIER", "CLIENT"], "page_size": 1})
    walk.call("GET /counterparty/{counterparty_id}", counterparty_id=created["id"])


def cards(walk: Walk) -> None:
    """Use one card and cancel another."""
    card, other = (card["id"] for card in walk.call("GET /cards"))
    walk.call("PATCH /cards/{card_id}/status", {"status": "canceled"}, card_id=other)
    walk.control("POST", f"/cards/{card}/entries", {"amount": 1_000})
    walk.call("GET /cards/{card_id}", card_id=card)
    walk.call("GET /cards/{card_id}/entries", query={"from_date": walk.time(-30)}, card_id=card)
    walk.call("GET /cards/{card_id}/entries/export", query={"period": walk.time()[:7]}, card_id=card)
    form = ("application/x-www-form-urlencoded", b"nonce=walk")
    walk.send("POST /cards/{card_id}/ephemeral-key", form, card_id=card)


def onboardings(walk: Walk) -> None:
    """Read an onboarding before, while and after its company becomes a borrower; start one with a link."""
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
    """Fill a batch with accounts, transactions and invoices."""
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
    """Read the referrer, send the invoice of a share, activate a subscription."""
    state = walk.control("GET", "/state")
    referrer, share = state["referrer"]["id"], state["referrer"]["revenue_shares"][0]["id"]
    walk.call("GET /referrer/{referrer_id}", referrer_id=referrer)
    upload = "POST /referrer/{referrer_id}/upload-invoice/{revenue_share_id}"
    walk.call(upload, referrer_id=referrer, revenue_share_id=share)
    walk.call("POST /subscription/{subscription_id}/activate", subscription_id=state["subscriptions"][0]["id"])


def invoices(walk: Walk) -> str:
    """Create, change, submit and delete invoices; return the id of one that is verified."""
    made = walk.call("POST /sandbox/invoice-generator", {"country": "FRA", "scenario": "SUCCESS", "buyer": COMPANY})
    walk.call("POST /invoices", made["invoice_creation_payload"])
    draft = {
        "is_draft": True,
        "document": base64.b64encode(PDF).decode(),
        "invoice_number": "F-2",
        "buyer": COMPANY,
        "seller": SUPPLIER,
    }
    gone = walk.identify(walk.call("POST /invoices", draft), "invoices")
    walk.call("DELETE /invoice/{invoice_id}", invoice_id=gone)
    metadata = b'--walk\r\ncontent-disposition: form-data; name="metadata"\r\n\r\n{}\r\n'
    file = b'--walk\r\ncontent-disposition: form-data; name="file"; filename="invoice.pdf"\r\n'
    upload = metadata + file + b"content-type: application/pdf\r\n\r\n" + PDF + b"\r\n--walk--\r\n"
    walk.send("POST /invoices/upload", (MULTIPART, upload), query={"seller": "SIREN-552032534"})
    known = {"invoice_id": walk.identify(walk.call("POST /invoices", draft), "invoices")}
    rest = {
        "issued_at": walk.time(-5),
        "due_at": walk.time(60),
        "net_amount": 100_000,
        "tax_amount": 20_000,
        "total_amount": 120_000,
        "metadata": {"walk": 1},
    }
    walk.call("PATCH /invoice/{invoice_id}", rest, **known)
    walk.call("POST /invoice/{invoice_id}/submit", {}, **known)
    walk.later(1)
    walk.call("GET /invoice/{invoice_id}", **known)
    walk.call("GET /invoices", query={"status": ["VERIFIED", "SUBMITTED"], "invoice_id": known["invoice_id"]})
    return known["invoice_id"]


def request(walk: Walk, **changes: Json) -> str:
    """Request a loan; return its id."""
    wanted = {
        "amount": 120_000,
        "borrower": COMPANY,
        "loan_to": {"account_number": "FR8811111015593603018280926", "account_number_type": "iban"},
        "to_pay_at": walk.time(3),
        "to_repay_at": walk.time(63),
        "wait_for_validation": True,
    }
    return walk.identify(walk.call("POST /loans", {**wanted, **changes}), "loans")


def loans(walk: Walk, invoice: str) -> str:
    """Request loans, change, cancel and accept them; return the id of one that is to be repaid."""
    request(walk, wait_for_validation=False)
    request(walk, loan_to={"account_number": "FR1311111045594746737398900"}, auto_validate=True)
    walk.call("POST /loan/{loan_id}/cancel", loan_id=request(walk))
    repaid = request(walk, auto_validate=True, to_repay_at=walk.time(10))
    known = {"loan_id": request(walk, invoice_ids=[invoice], metadata={"walk": 1})}
    walk.call("PATCH /loan/{loan_id}", {"loan_to_references": ["walk"]}, **known)
    walk.call("POST /loan/{loan_id}/validate", **known)
    walk.later(20)
    walk.call("GET /loan/{loan_id}", loan_id=repaid)
    walk.call("GET /loan/{loan_id}", **known)
    walk.call("GET /loan/{loan_id}/events", **known)
    walk.call("GET /loans", query={"status": ["TO_REPAY", "CLOSED"], "sort_by": "to_pay_at:asc"})
    walk.call("POST /loan/documents/{document_type}", {"loan_ids": [known["loan_id"]]}, document_type="contract")
    iban = {"account_number": "FR7611111000420001234567876", "account_number_type": "iban"}
    account = {**iban, "bank_identifier": "FK2FACTO", "bank_identifier_type": "bic"}
    terms = {
        **known,
        "repayment_method": "DIRECT_DEBIT",
        "repayment_date": walk.time(60),
        "direct_debit": {"from_account": account},
    }
    walk.call("PUT /loan/repayment-terms", {"repayment_terms": [terms]})
    walk.call("GET /credit_lines")
    return known["loan_id"]


def unsent_bill(walk: Walk) -> str:
    """Wait for the day on which the principal of a loan is repaid and its fees are billed; return that bill's id."""
    request(walk, auto_validate=True, to_repay_at=walk.time(7))
    for _ in range(20):
        walk.later(1)
        for bill in walk.call("GET /bills", query={"status": ["VALIDATED", "PAID"]})["data"]:
            if bill["status"] == "VALIDATED":
                return str(bill["id"])
    raise SystemExit("no bill is to be sent within 20 days")


def payments(walk: Walk, loan: str) -> None:
    """Read payments and events, send a bill, plan instalments."""
    walk.call("GET /payments", query={"include_loans": "true", "include_bills": "true", "sort_by": "amount:desc"})
    walk.call("GET /events", query={"page_size": 50})
    sent = {"sent_on": walk.time(), "to_email_addresses": ["camille@example.com"]}
    walk.call("POST /bill/{bill_id}/sent", sent, bill_id=unsent_bill(walk))
    share = {"amount": 60_000, "loans": [{"loan_id": loan, "amount": 60_000}]}
    parts = [{**share, "date": walk.time(days)} for days in (5, 35)]
    plan = walk.call("POST /installment-plans", {"payment_method": "SCT", "installments": parts})
    planned = walk.identify(plan, "installment_plans")
    walk.call("GET /installment-plan/{installment_plan_id}", installment_plan_id=planned)
    walk.call("GET /installments", query={"loan_ids": [loan]})
    page = {"amount": 1_000, "base_callback_url": "https://example.com/back", "repayment_method": "PISP"}
    walk.call("POST /repay/now", page)


def recollection(walk: Walk) -> None:
    """Open a case about a loan, and plan its repayment."""
    loan = request(walk, auto_validate=True, to_repay_at=walk.time(30))
    walk.later(20)
    opening = {
        "agent": "walk",
        "debtor_business": COMPANY,
        "loan_ids": [loan],
        "next_action": {"action_name": "CALL", "due_at": walk.time(2)},
    }
    case = walk.call("POST /recollection-cases", opening)
    known = {"recollection_case_id": walk.identify(case, "recollection_cases")}
    walk.call("GET /recollection-cases", query=COMPANY)
    walk.call("GET /recollection-case/{recollection_case_id}", **known)
    walk.call("PUT /recollection-case/{recollection_case_id}", {"recollection_notes": {"text": "called"}}, **known)
    wanted = {"number_of_installment": 3, "period": "monthly", "repayment_method": "SCT", "start_date": walk.time(10)}
    plans = "POST /recollection-case/{recollection_case_id}/installment-plans"
    plan = walk.call(plans + "/compute", wanted, **known)
    walk.call(plans, plan, **known)


def walk_once(proxy: str, sandbox: str, shape: str) -> Walk:
    """Walk through all operations with one form of answers."""
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
    payments(walk, loans(walk, invoices(walk)))
    recollection(walk)
    return walk


def check_proxy(proxy: str, sandbox: str) -> None:
    """Check that the proxy detects an error."""
    walk = Walk(proxy, sandbox)
    walk.control("POST", "/faults", {"kind": "answer", "operation": "GET /cards", "body": [{"id": 1}]})
    walk.call("GET /cards")
    if not walk.departures:
        raise SystemExit("the proxy passes a wrong answer: is it a Prism proxy with the prepared document?")


def main() -> int:
    """Walk, and report the differences from the contract."""
    document, proxy, sandbox = sys.argv[1:]
    paths = json.loads(Path(document).read_text())["paths"]
    operations = {f"{method.upper()} {path}" for path in paths for method in paths[path]}
    check_proxy(proxy, sandbox)
    departures = 0
    for shape in ("minimal", "full"):
        walk = walk_once(proxy, sandbox, shape)
        missing = sorted(operations - walk.succeeded)
        report = [*walk.departures, *(f"{operation}: never answered with success" for operation in missing)]
        summary = f"{shape} answers: {len(walk.succeeded)} of {len(operations)} operations, {len(report)} departures"
        print(*report, summary, sep="\n", file=sys.stderr)
        departures += len(report)
    print("[parameters]", *(f'"path.{name}" = "{value}"' for name, value in walk.ids.items()), sep="\n")
    return 1 if departures else 0


if __name__ == "__main__":
    sys.exit(main())
