"""Write the pages of the reference about what is more than one operation: `python tools/surface_pages.py`.

The client, enrolling, lending, webhooks, many companies and errors: signatures and descriptions come from the
sources of the package, with the stubs of its native module. `tools/bindings` writes the other pages and links to these.
With `--check` nothing is written, and a page that is out of date is an error.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "bindings-python/python/defacto_sdk"
PAGES = ROOT / "docs/reference"
SOURCES = ("_native.pyi", "_errors.py", "_observers.py", "_routers.py", "aio.py", "testing/__init__.py")
#: The longest line of a signature.
WIDTH = 100

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Page:
    """A page: its title, what it begins with, and the classes or single methods that it describes."""

    title: str
    about: str
    #: What the languages call the same: rows of Python, Rust, Kotlin and Java, Swift.
    names: tuple[tuple[str, str, str, str], ...]
    described: tuple[str, ...]


CONTENT = {
    "client": Page(
        "Client",
        "The client, its options, and what it returns besides models.",
        (
            (
                "`Client(key, environment, read_timeout=20)`",
                "`Client::builder(key, environment).read_timeout(seconds).build()`",
                "`Client(key, environment, ClientOptions(readTimeout = seconds))`",
                "`Client(apiKey: key, environment: environment, options: ClientOptions(readTimeout: 20))`",
            ),
            ("`Client.from_env()`", "`Client::from_env()`", "`Client.fromEnv()`", "`Client.fromEnv()`"),
            ("`AsyncClient`", "`AsyncClient`", "`client.async`; in Java `...Async` of each call", "`await`"),
            (
                "`client.with_options(max_retries=0)`",
                "`client.with_options(CallOptions::new().max_retries(0))`",
                "`client.withOptions(CallOptions(maxRetries = 0))`",
                "`client.withOptions(CallOptions(maxRetries: 0))`",
            ),
        ),
        (
            "Client",
            "AsyncClient",
            "CancelToken",
            "PageIterator",
            "RawAnswer",
            "AnswerInfo",
            "Pdf",
            "CallObserver",
            "AttemptEvent",
            "JourneyEvent",
        ),
    ),
    "enrolling": Page(
        "Enrolling",
        "From a company to its credit line: one call, its outcomes, and enrolments that are pending.",
        (
            (
                "`client.enroll(company, wait=60)`",
                "`client.enroll(&company, &EnrollOptions::wait_until_ready(Duration::from_secs(60)))`",
                "`client.enroll(company, EnrollOptions(wait = Duration.ofSeconds(60)))`",
                "`client.enroll(company, options: .waitUntilReady(60))`",
            ),
            ("`Enrollment.Ready`", "`Enrollment::Ready`", "`Enrollment.Ready`", "`Enrollment.ready`"),
            (
                "`PendingEnrollments(client, store)`",
                "`PendingEnrollments`",
                "`PendingEnrollments`",
                "`Enrollment.pending` and `resumeEnrollment`",
            ),
        ),
        (
            "Client.enroll",
            "Client.resume_enrollment",
            "Client.follow_enrollment",
            "Enrollment",
            "PendingEnrollments",
            "AsyncPendingEnrollments",
            "Resolutions",
            "Resolution",
            "ResolutionOutcome",
        ),
    ),
    "lending": Page(
        "Lending",
        "Request a loan, accept its offer and follow it.",
        (
            (
                "`client.request_loan(loan, wait=60, accept=True)`",
                "`client.request_loan(&loan, &LoanOptions::wait_until_decided(Duration::from_secs(60)).accept(true))`",
                "`client.requestLoan(loan, LoanOptions(wait = Duration.ofSeconds(60), accept = true))`",
                "`client.requestLoan(loan, options: LoanOptions(wait: 60, accept: true))`",
            ),
            ("`LoanOutcome.Accepted`", "`LoanOutcome::Accepted`", "`LoanOutcome.Accepted`", "`LoanOutcome.accepted`"),
            (
                "`for loan in client.track(loan_id, wait=3600)`",
                "`for loan in client.track(loan_id, &TrackOptions::new().wait(Duration::from_secs(3600)))`",
                "`client.track(loanId, TrackOptions(wait = Duration.ofHours(1)))`; `client.async.track` is a `Flow`",
                "`for try await loan in client.track(loanId, options: TrackOptions(wait: 3600))`",
            ),
            (
                '`client.explain(reason, "en")`',
                "`client.explain(&code, Language::En)`",
                "`client.explain(reason, Language.En)`",
                "`client.explain(reason, in: .en)`",
            ),
        ),
        ("Client.request_loan", "Client.track", "Client.explain", "LoanOutcome", "LoanTracker"),
    ),
    "receiving_webhooks": Page(
        "Receiving webhooks",
        "Verify the sender of a webhook, deduplicate its event, and read what the event is about.",
        (
            ("`WebhookReceiver(url)`", "`WebhookReceiver`", "`WebhookReceiver`", "`WebhookReceiver`"),
            (
                '`@router.on("CreditLine.CREATED")`',
                '`router.on("CreditLine.CREATED", handler)`',
                '`router.on("CreditLine.CREATED") { event, line -> }`',
                '`router.on("CreditLine.CREATED") { event, line in }`',
            ),
        ),
        (
            "WebhookReceiver",
            "WebhookRouter",
            "AsyncWebhookRouter",
            "RoutedWebhook",
            "WebhookEvent",
            "WebhookEntity",
            "WebhookOutcome",
            "Freshness",
        ),
    ),
    "many_companies": Page(
        "Many companies",
        "Enrol a portfolio of companies from a file, with a store that keeps every step. Swift has the store only.",
        (
            (
                "`client.enroll_many(rows, store)`",
                "`client.enroll_many(rows, store, &options)`",
                "`client.enrollMany(rows, store, options)`",
                "",
            ),
            ("`Store.sqlite(path)`", "`SqliteStore::open(path)`", "`Store.sqlite(path)`", "`Store.sqlite(path: path)`"),
            (
                "`PortfolioRows.open(path)`",
                "`portfolio::intake::open(&path, &options)`",
                "`PortfolioRows.open(path)`",
                "",
            ),
        ),
        (
            "Client.enroll_many",
            "PortfolioRun",
            "PortfolioRows",
            "PortfolioRow",
            "PortfolioReport",
            "PortfolioResults",
            "PortfolioOutcome",
            "Store",
        ),
    ),
    "sandbox": Page(
        "Sandbox",
        "The API on this machine, for tests. [Test your program](../guides/testing.md) shows it in use, "
        "[what it does](../../sandbox/README.md#behaviour) says what it decides.",
        (
            (
                "`Sandbox()` of `defacto_sdk.testing`",
                "`Sandbox::start()` of the crate `defacto-sandbox`",
                "`Sandbox()` of `com.getdefacto.sdk.testing`",
                "`try Sandbox()` of `DefactoTesting`",
            ),
            ('`Sandbox.at("http://127.0.0.1:8080")`', "", '`Sandbox.at("...")`', '`try Sandbox.at("...")`'),
            (
                "`sandbox.advance(days=70)`",
                "`sandbox.advance(Duration::from_secs(70 * 86_400))`",
                "`sandbox.advance(Duration.ofDays(70))`",
                "`sandbox.advance(by: 70 * 86_400)`",
            ),
        ),
        ("Sandbox", "SandboxError"),
    ),
    "errors": Page(
        "Errors",
        "The exceptions of all calls. An error says what happened and what to do next; its text holds no value.",
        (
            (
                "`ValidationError`",
                "`DefactoError` with `kind()`",
                "`DefactoException.Validation`",
                "`DefactoError.validation`",
            ),
        ),
        (
            "DefactoError",
            "ConfigurationError",
            "ValidationError",
            "AuthenticationError",
            "NotFoundError",
            "ApiError",
            "TransportError",
            "TimeoutError",
            "DecodeError",
            "InterruptedError",
            "StoreError",
            "InterruptedCall",
        ),
    ),
}

HOW = """Signatures are those of Python; [How to read the pages](README.md#how-to-read-the-pages) says how other
languages write the names. What is a keyword here is a method of an options type in Rust (`EnrollOptions` and the like),
a field of it in Kotlin and Swift, and a method of its builder in Java.
"""


@cache
def classes() -> dict[str, ast.ClassDef]:
    """Return the classes of the package, by name."""
    found: dict[str, ast.ClassDef] = {}
    for source in SOURCES:
        tree = ast.parse((PACKAGE / source).read_text(encoding="utf-8"))
        found.update((node.name, node) for node in tree.body if isinstance(node, ast.ClassDef))
    return found


def areas() -> set[str]:
    """Return the names of the areas on a client: these have pages of their own."""
    return {path.stem for path in PAGES.glob("*.md")} - CONTENT.keys()


def elsewhere() -> set[str]:
    """Return the methods of the client that other pages describe."""
    named = {name for page in CONTENT.values() for name in page.described}
    return {name.partition(".")[2] for name in named if name.startswith("Client.")}


# ---- texts


def text(node: ast.AST) -> str:
    """Return a description as Markdown."""
    assert isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    found = inspect.cleandoc(ast.get_docstring(node, clean=False) or "")
    return found.replace("``", "`")


def cell(words: str) -> str:
    """Return a text as the cell of a table."""
    return " ".join(words.split()).replace("|", "\\|")


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table, or nothing if it has no rows."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n" if rows else ""


def kind(node: ast.expr | None) -> str:
    """Return a type as people write it: the variants of one outcome by its name alone."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value, mode="eval").body
    if node is None:
        return "None"
    written = re.sub(r"\b(?:abc|builtins)\.", "", ast.unparse(node))
    parts: list[str] = []
    for part in written.split(" | "):
        outcome = re.sub(r"^(Enrollment|LoanOutcome|WebhookEntity)\.\w+$", r"\1", part)
        if outcome not in parts:
            parts.append(outcome)
    return " | ".join(parts)


# ---- signatures


def parameters(arguments: ast.arguments) -> Iterator[str]:
    """Yield the parameters with their types and defaults, without `self`."""
    every = (*arguments.posonlyargs, *arguments.args)
    plain = [argument for argument in every if argument.arg not in ("self", "cls")]
    defaults = [*[None] * (len(plain) - len(arguments.defaults)), *arguments.defaults]
    for argument, default in zip(plain, defaults, strict=True):
        yield parameter(argument, default)
    if arguments.kwonlyargs:
        yield "*"
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield parameter(argument, default)
    if arguments.kwarg:
        yield f"**{parameter(arguments.kwarg, None)}"


def parameter(argument: ast.arg, default: ast.expr | None) -> str:
    """Return one parameter."""
    written = f"{argument.arg}: {kind(argument.annotation)}"
    if default is None:
        return written
    return f"{written} = " + re.sub(r"^'([^'\"]*)'$", r'"\1"', ast.unparse(default))


def signature(head: str, function: Function, returns: str) -> str:
    """Return a signature as a block of code, with a line for each parameter if it is long."""
    items = list(parameters(function.args))
    line = f"{head}({', '.join(items)}){returns}"
    if len(line) > WIDTH:
        line = f"{head}(\n" + "".join(f"    {item},\n" for item in items) + f"){returns}"
    return f"```python\n{line}\n```\n\n"


# ---- sections


def functions(node: ast.ClassDef) -> list[Function]:
    """Return the public methods and properties, in their order; those of a base that is private come first."""
    bases = [classes()[name] for name in map(ast.unparse, node.bases) if name.startswith("_") and name in classes()]
    body = [item for base in bases for item in base.body] + node.body
    found = [item for item in body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [item for item in found if not item.name.startswith("_")]


def decorated(function: Function, name: str) -> bool:
    """Return whether a decorator has this name."""
    return any(ast.unparse(decorator) == name for decorator in function.decorator_list)


def described(name: str) -> str:
    """Return the section of a class, or of one method of the client."""
    owner, _, method = name.partition(".")
    node = classes()[owner]
    if method:
        (function,) = [item for item in functions(node) if item.name == method]
        return f"## client.{method}\n\n{call(function, 'client')}"
    parts = [f"## {name}\n\n", text(node) + "\n\n" if text(node) else "", *constructor(node)]
    if name == "Client":
        # Its constructor says the same and more.
        del parts[1]
    shown = functions(node)
    if owner in ("Client", "AsyncClient"):
        hidden = areas() | (elsewhere() if owner == "Client" else set())
        shown = [item for item in shown if item.name not in hidden]
    parts.append(attributes([item for item in shown if decorated(item, "property")]))
    for item in shown:
        if not decorated(item, "property"):
            place = owner if decorated(item, "staticmethod") or decorated(item, "classmethod") else instance(owner)
            parts.append(f"### {owner}.{item.name}\n\n{call(item, place)}")
    parts.append(members(node))
    parts += [variant(owner, item) for item in node.body if isinstance(item, ast.ClassDef)]
    return "".join(parts)


def instance(owner: str) -> str:
    """Return the name of an object in signatures: `PortfolioRun` as `portfolio_run`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", owner).lower()


def constructor(node: ast.ClassDef) -> Iterator[str]:
    """Yield how an object is made, if callers make it."""
    made = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name in ("__new__", "__init__")]
    is_error = any("Error" in ast.unparse(base) or "Exception" in ast.unparse(base) for base in node.bases)
    if made and not is_error and node.name not in ("InterruptedCall", "AsyncClient"):
        yield signature(node.name, made[0], "")
        if text(made[0]) and text(made[0]) != text(node):
            yield text(made[0]) + "\n\n"


def call(function: Function, place: str) -> str:
    """Return the signature and the description of a method."""
    head = f"{'await ' if isinstance(function, ast.AsyncFunctionDef) else ''}{place}.{function.name}"
    return f"{signature(head, function, f' -> {kind(function.returns)}')}{text(function)}\n\n"


def attributes(properties: list[Function]) -> str:
    """Return a table of the attributes."""
    rows = [(f"`{item.name}`", f"`{cell(kind(item.returns))}`", cell(text(item))) for item in properties]
    return table(("Attribute", "Kind", "What it is"), rows)


def members(node: ast.ClassDef) -> str:
    """Return a table of the values of an enum."""
    rows = []
    for item, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(item, ast.AnnAssign) and isinstance(after, ast.Expr):
            rows.append((f"`{ast.unparse(item.target)}`", cell(str(ast.literal_eval(after.value)))))
    return table(("Value", "What it says"), rows)


def variant(owner: str, node: ast.ClassDef) -> str:
    """Return the section of one outcome."""
    properties = [item for item in functions(node) if decorated(item, "property")]
    return f"### {owner}.{node.name}\n\n{text(node)}\n\n{attributes(properties)}"


def written(page: Page) -> str:
    """Return a whole page."""
    names = table(("Python", "Rust", "Kotlin and Java", "Swift"), [tuple(map(cell, row)) for row in page.names])
    sections = "".join(described(name) for name in page.described)
    return f"# {page.title}\n\n{page.about}\n\n{HOW}\n{names}{sections}".rstrip() + "\n"


def main() -> int:
    """Write the pages, or check them."""
    stale = []
    for name, page in CONTENT.items():
        path = PAGES / f"{name}.md"
        new = written(page)
        if not path.exists() or path.read_text(encoding="utf-8") != new:
            stale.append(path)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    if stale and "--check" in sys.argv:
        names = ", ".join(path.name for path in stale)
        print(f"{PAGES} is not up to date ({names}). Run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
