"""A browser beside the sandbox. The sandbox and its client come from the package's own pytest plugin."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from defacto_sdk.testing import Sandbox
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

#: Nothing that calls home, and what root needs.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, defacto_sandbox: Sandbox) -> Iterator[Page]:
    """Return the console's front page. The test fails if the browser reports an error or runs a foreign script."""
    context = browser.new_context(base_url=defacto_sandbox.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A switch with a wrong value is refused on purpose.
        if message.type == "error" and "status of 422" not in message.text:
            problems.append(message.text)

    def check(request: Request) -> None:
        if not request.url.startswith(defacto_sandbox.url):
            problems.append(request.url)

    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", note)
    page.on("request", check)
    page.goto("/")
    expect(page.locator("#live")).to_have_text("Live")
    yield page
    context.close()
    assert problems == []
