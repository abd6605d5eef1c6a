"""The sandbox's console in a real browser, as a person uses it."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from defacto_sdk import Client, Enrollment, NewBorrower
from defacto_sdk.testing import Sandbox
from playwright.sync_api import Browser, Page, expect

QUICK: dict[str, Any] = {"settle_time": 0.9, "poll_interval": 0.02}


def click(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def count(page: Page, name: str) -> Any:
    return expect(page.locator("#counts li", has_text=name).locator("b"))


def company(number: int, name: str) -> NewBorrower:
    """Return a French company that can be enrolled; the digits of its number pass the check of Luhn."""
    digits = f"{73000000 + number}"
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(digits))
    )
    account = "FR7611111000420001234567876"
    identifier = f"{digits}{-total % 10}"
    return NewBorrower(identifier=identifier, identifier_type="siren", name=name, account_number=account)


def test_a_company_is_enrolled_and_its_loan_goes_all_the_way(page: Page, defacto_sandbox: Sandbox) -> None:
    click(page, "Enrol a company")
    expect(page.locator("#toasts")).to_contain_text("POST /borrowers: 201 Created")
    count(page, "Borrowers").to_have_text("1")
    # The evaluation ends later: the page follows without being loaded again.
    count(page, "Credit lines").to_have_text("1")

    page.get_by_role("link", name="Open the form").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request a loan")
    body = page.get_by_label("Body")
    request = json.loads(body.input_value())
    request["amount"] = 12_345
    body.fill(json.dumps(request, indent=2))
    for language, words in [("curl", '"amount": 12345'), ("Python", "12_345"), ("Kotlin", "12_345"), ("HTTP", "12345")]:
        page.locator("#code label", has_text=language).click()
        expect(page.locator("#code pre:visible")).to_contain_text(words)
    click(page, "Send the request")
    expect(page.locator("#answer .outcome")).to_contain_text("201 Created")
    expect(page.locator("#answer pre").first).to_contain_text('"amount": 12345')

    page.get_by_role("link", name="Loans", exact=True).click()
    page.locator("#loans a").click()
    badge = page.locator("h1 .badge")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Loan of 123.45 EUR")
    expect(badge).to_have_text("SCHEDULED")
    for _ in range(12):
        if badge.inner_text() == "CLOSED":
            break
        before = page.locator("time").first.get_attribute("data-now") or ""
        page.get_by_role("button", name="+30 days").click()
        expect(page.locator("time").first).not_to_have_attribute("data-now", before)
    expect(badge).to_have_text("CLOSED")
    expect(page.locator(".steps li.done").last).to_contain_text("Closed")
    assert [loan["status"] for loan in defacto_sandbox.state()["loans"]] == ["CLOSED"]


def test_a_lost_answer_is_recovered_without_a_second_borrower(
    page: Page, defacto_sandbox: Sandbox, defacto_client: Client
) -> None:
    click(page, "Lose the next answer")
    expect(page.locator("#clock")).to_contain_text("1 fault armed")
    page.get_by_role("link", name="Requests", exact=True).click()

    outcome = defacto_client.enroll(company(1, "Brasserie du Vallon"), wait=30, **QUICK)

    assert isinstance(outcome, Enrollment.Ready)
    lost = page.locator("#requests tr", has_text="cut_after_commit")
    expect(lost).to_contain_text("POST /borrowers")
    expect(lost).to_contain_text("lost")
    expect(page.locator("#requests tr", has_text="GET /borrowers").first).to_contain_text("200")
    expect(page.locator("#clock")).not_to_contain_text("armed")
    page.get_by_role("link", name="Borrowers", exact=True).click()
    expect(page.locator("#borrowers tbody tr")).to_have_count(1)
    assert len(defacto_sandbox.state()["borrowers"]) == 1


def test_an_answer_that_is_lost_to_the_console_is_explained(page: Page) -> None:
    page.get_by_role("link", name="Clock & faults").click()
    page.get_by_role("button", name="The next answer is lost").click()
    expect(page.locator("#armed")).to_contain_text("cut_after_commit")
    page.goto("/_console/operations/borrowers.enroll")
    click(page, "Send the request")
    answer = page.locator("#answer")
    expect(answer).to_contain_text("No answer")
    expect(answer).to_contain_text("carried out all the same")
    answer.get_by_role("link", name="In the log").click()
    expect(page.locator("h1 .badge")).to_have_text("lost")


def test_faults_are_removed_and_switches_are_set(page: Page, defacto_sandbox: Sandbox) -> None:
    page.get_by_role("link", name="Clock & faults").click()
    page.get_by_label("Kind").select_option("latency")
    page.get_by_label("Operation", exact=True).select_option("GET /loans")
    click(page, "Arm the fault")
    page.get_by_role("button", name="The next answer is 502").click()
    expect(page.locator("#armed li")).to_have_count(2)
    page.locator("#armed li", has_text="bad_gateway").get_by_role("button", name="Remove").click()
    expect(page.locator("#armed li")).to_have_count(1)
    expect(page.locator("#armed li")).to_contain_text("the next one of GET /loans")

    page.get_by_role("link", name="Switches", exact=True).click()
    page.get_by_label("several_repayment_methods").check()
    expect(page.locator("#switches li", has_text="several_repayment_methods")).to_contain_text("changed")
    page.get_by_label("repeat_enrollment").select_option("refuse")
    expect(page.locator("#switches li", has_text="repeat_enrollment")).to_contain_text("changed")
    page.get_by_label("max_page_size").fill("0")
    page.get_by_label("max_page_size").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("must be at least 1")
    defacto_sandbox.reset()


def test_it_works_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.get_by_role("searchbox", name="Filter operations").fill("loans.valid")
    expect(page.locator(".catalogue a:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accept the offer of a loan")
    page.locator("#argument-loan_id").fill("9fa0c0de-3e1b-4bb0-8d1c-0a0b0c0d0e0f")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_contain_text("404 Not Found")
    page.locator("#code input:checked").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#code pre:visible")).to_contain_text("use defacto_sdk")


def test_no_text_of_a_company_runs(page: Page, defacto_client: Client) -> None:
    evil = "</pre></script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
    outcome = defacto_client.enroll(company(2, evil), wait=30, **QUICK)
    assert isinstance(outcome, Enrollment.Ready)
    for path in ["/", "/_console/borrowers", f"/_console/borrowers/{outcome.borrower.id}", "/_console/requests/1"]:
        page.goto(path)
        expect(page.locator("#live")).to_have_text("Live")
        assert page.title() != "broken"
        assert page.locator("main img, main script").count() == 0
    page.goto("/_console/operations/borrowers.enroll")
    page.get_by_label("Body").fill(json.dumps({"name": evil, "identifier": evil}))
    expect(page.locator("#code pre:visible")).to_contain_text("document.title=")
    click(page, "Send the request")
    expect(page.locator("#answer .outcome")).to_be_visible()
    assert page.locator("main img, main script").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(browser: Browser, page: Page, defacto_sandbox: Sandbox, scheme: Any) -> None:
    click(page, "Enrol a company")
    count(page, "Credit lines").to_have_text("1")
    context = browser.new_context(
        base_url=defacto_sandbox.url, viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True
    )
    phone = context.new_page()
    for path in ["/", "/_console/borrowers", "/_console/requests", "/_console/controls", "/_console/switches"]:
        phone.goto(path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
    phone.get_by_role("button", name="Menu").tap()
    phone.get_by_role("link", name="Loans", exact=True).tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Loans")
    phone.goto("/_console/operations/loans.request")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Send the request").tap()
    expect(phone.locator("#answer .outcome")).to_contain_text("201 Created")
    context.close()


def test_pages_can_be_read_without_javascript(browser: Browser, page: Page, defacto_sandbox: Sandbox) -> None:
    click(page, "Enrol a company")
    count(page, "Borrowers").to_have_text("1")
    context = browser.new_context(base_url=defacto_sandbox.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/_console/borrowers")
    plain.locator("#borrowers a").click()
    expect(plain.locator("#document-1")).to_contain_text('"identifier"')
    plain.goto("/_console/operations/loans.list")
    plain.locator("#code label", has_text="Swift").click()
    expect(plain.locator("#code pre:visible")).to_contain_text("import Defacto")
    context.close()


def test_other_pages_cannot_steer_it(browser: Browser, defacto_sandbox: Sandbox, tmp_path: Path) -> None:
    attack = """<!doctype html><title>waiting</title><iframe src="SANDBOX/"></iframe><script>
      const fault = JSON.stringify({ kind: "bad_gateway" });
      const send = (path, options) => fetch("SANDBOX" + path, options).catch(() => null);
      const simple = { method: "POST", body: fault, mode: "no-cors" };
      Promise.all([
        send("/_sandbox/faults", simple), send("/_sandbox/reset", simple), send("/_console/enroll", simple),
        send("/_sandbox/faults", { method: "POST", body: fault, headers: { "content-type": "application/json" } }),
        send("/_sandbox/state").then((answer) => answer?.text()),
      ]).then((answers) => { document.title = answers.at(-1) ? "read" : "refused"; });
    </script>""".replace("SANDBOX", defacto_sandbox.url)
    (tmp_path / "index.html").write_text(attack)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    expect(page).to_have_title("refused")
    with urlopen(f"{defacto_sandbox.url}/_sandbox/faults") as answer:
        assert json.load(answer) == {"faults": []}
    assert defacto_sandbox.state()["borrowers"] == []
    frame = page.frames[1]
    assert frame.locator("h1").count() == 0, "the console is in no frame"
    context.close()
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""
