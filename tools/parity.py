"""Compare what the four languages offer with the core's own inventory, and write docs/parity.md.

    python tools/parity.py INVENTORY KOTLIN SWIFT          write the table; fail if something is missing
    python tools/parity.py INVENTORY KOTLIN SWIFT --check  compare it with the committed one instead of writing it

INVENTORY is the core's inventory; KOTLIN and SWIFT describe the built artifacts, from reflection and the symbol graph.
Python's installed package is inspected by this program.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from operator import attrgetter
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent.parent / "docs/parity.md"
#: The members of types besides operations and fields, in Python's names: the heading, the explanation, the members.
TYPES = {
    "Client": (
        "The client",
        "What it offers besides operations and calls.",
        "with_options from_env close base_url",
    ),
    "NewBorrower": (
        "An enrolment request",
        "What it offers besides its fields.",
        "validate normalized compare_company check_json from_json to_json",
    ),
    "EnrollOptions": (
        "The options of an enrolment",
        "In Python they are keywords of `enroll` and `resume_enrollment`.",
        "wait synchronous direct_debit look_up_existing settle_time poll_interval resume store borrower_id create_new "
        "expect_repayment_method",
    ),
    "Enrollment": (
        "The outcome of an enrolment",
        "Its cases, and what it offers besides their fields.",
        "Ready Pending Declined MissingData Ambiguous to_json from_json",
    ),
    "NewLoan": ("A loan request", "What it offers besides its fields.", "validate normalized from_json to_json"),
    "LoanOptions": (
        "The options of a loan request",
        "In Python they are keywords of `request_loan`.",
        "wait accept invoice store poll_interval",
    ),
    "LoanOutcome": (
        "The outcome of a loan request",
        "Its cases, and what it offers besides their fields.",
        "Accepted Offered Pending Declined InvoiceRefused Canceled to_json from_json",
    ),
    "TrackOptions": (
        "The options of following a loan",
        "In Python they are keywords of `track`.",
        "wait poll_interval",
    ),
    "Pdf": (
        "A document",
        "Python makes it of bytes and of a path by its constructor.",
        "from_bytes from_path name content base64",
    ),
    "WebhookReceiver": (
        "A receiver of webhooks",
        "In Swift it remembers events in memory alone.",
        "new_subscription_url verify parse receive forget",
    ),
    "WebhookRouter": (
        "A router of events",
        "In Rust `Router`. Beside it Rust, Python and Kotlin have one with asynchronous handlers; Swift's are.",
        "on on_other route",
    ),
    "RoutedWebhook": (
        "A request that a router received",
        "Its fields.",
        "outcome status event",
    ),
    "WebhookEvent": (
        "An event",
        "Its fields, and what it offers besides them.",
        "event_type id entity_type transition_name status timestamp entity_state freshness "
        "entity company refetch to_json from_json",
    ),
    "WebhookEntity": (
        "What an event is about",
        "Its cases.",
        "CreditLine FinancialProduct Counterparty Invoice Loan Payment Unknown",
    ),
    "Store": (
        "A store",
        "What is remembered between two runs of a program.",
        "in_memory sqlite postgres jobs forget_job forget_events",
    ),
    "PendingEnrollments": (
        "Enrolments that wait together",
        "Not in Swift: there each enrolment waits by itself. Python counts by `len`.",
        "add add_token notify size resolutions watch",
    ),
    "PendingOptions": (
        "The options of enrolments that wait together",
        "In Python they are keywords of `PendingEnrollments`. Not in Swift.",
        "name poll_interval gather",
    ),
    "PortfolioOptions": (
        "The options of a portfolio",
        "In Python they are keywords of `enroll_many`. Not in Swift: an app enrols companies one by one.",
        "name max_in_flight calls_per_second wait direct_debit settle_time poll_interval give_up_after run "
        "reference whole",
    ),
    "PortfolioRun": (
        "A portfolio that is being enrolled",
        "It is iterated. Not in Swift.",
        "progress stop close",
    ),
    "PortfolioRows": (
        "The rows of a file",
        "They are iterated. In Rust functions of `portfolio::intake`. Not in Swift.",
        "open columns encoding sheet",
    ),
    "IntakeOptions": (
        "The options of reading a file",
        "In Python they are keywords of `PortfolioRows.open`. Not in Swift.",
        "format separator encoding columns constants direct_debit sheet dates reference",
    ),
    "ReportOptions": (
        "The options of a report",
        "In Python they are keywords of `PortfolioReport`. Not in Swift.",
        "language",
    ),
    "PortfolioReport": (
        "A report over a portfolio",
        "Not in Swift.",
        "summary results save",
    ),
}
#: Types and members that Swift does not offer, by design. The explanations of the types give the reasons; the inventory
#: marks the models and enums that belong to them.
NOT_IN_SWIFT = {
    "PendingEnrollments",
    "PendingOptions",
    "PortfolioOptions",
    "PortfolioRun",
    "PortfolioRows",
    "IntakeOptions",
    "PortfolioReport",
    "ReportOptions",
    "Client.enroll_many",
}
#: The text in the table for those.
ABSENT = "not in Swift"
#: Options that are keywords in Python, and the function that takes them.
KEYWORDS = {
    "EnrollOptions": "Client.enroll",
    "IntakeOptions": "PortfolioRows.open",
    "LoanOptions": "Client.request_loan",
    "PendingOptions": "PendingEnrollments",
    "PortfolioOptions": "Client.enroll_many",
    "ReportOptions": "PortfolioReport",
    "TrackOptions": "Client.track",
}
LANGUAGES = ("Rust", "Python", "Kotlin", "Swift")
#: The columns of calls. Kotlin's calls suspend; those of the same class for Java return futures.
CALLING = ("Rust", "Python", "Kotlin", "Java", "Swift")
#: The ways in which each language has every call.
WAYS = {language: ("blocking", "future" if language == "Java" else "async") for language in CALLING}
ABOUT_WAYS = """\
*blocking*: the calling thread waits. *async*: no thread waits; `await` in Rust, Python and Swift, `suspend` and `Flow`
in Kotlin. *future*: a `CompletableFuture`, for Java. A call that gives one thing after the other is iterated in these
ways. Each is documented."""
#: Calls with another name in Python: the places of the blocking and the asynchronous one.
IN_PYTHON = {
    "PendingEnrollments.size": ("PendingEnrollments.__len__", "AsyncPendingEnrollments.count"),
    "WebhookEvent.refetch": ("WebhookEvent.refetch", "AsyncClient.refetch"),
}

Found = dict[str, Any]


def camel(name: str) -> str:
    """`credit_lines` as `creditLines`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def screaming(name: str) -> str:
    """`ToSign` as `TO_SIGN`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()


def in_python(inventory: Found) -> Found:
    """Inspect the installed package, by Python's names."""
    import defacto_sdk
    from defacto_sdk import _async_calls, aio

    def documented(thing: object) -> bool:
        return bool(getattr(thing, "__doc__", None))

    def members(owner: object, names: list[str]) -> dict[str, bool]:
        return {name: documented(getattr(owner, name)) for name in names if hasattr(owner, name)}

    def found(module: object, path: str) -> object:
        owner, name = path.split(".")
        return getattr(getattr(module, owner, None), name, None)

    def suspends(function: Any) -> bool:
        gives_things = str(getattr(function, "__annotations__", {}).get("return", "")).startswith("Async")
        return documented(function) and (inspect.iscoroutinefunction(function) or gives_things)

    operations: Found = {}
    for area in inventory["areas"]:
        blocking = getattr(defacto_sdk, area["name"], None)
        suspending = getattr(_async_calls, f"Async{area['name']}", None)
        for operation in area["operations"]:
            method = getattr(blocking, operation["verb"], None)
            if method is not None:
                operations[f"{area['accessor']}.{operation['verb']}"] = {
                    "doc": documented(method),
                    "blocking": True,
                    "async": suspends(getattr(suspending, operation["verb"], None)),
                }
    calls: Found = {}
    for name in inventory["calls"]:
        blocking, suspending = IN_PYTHON.get(name, (name, f"Async{name}"))
        calls[name] = {"blocking": documented(found(defacto_sdk, blocking)), "async": suspends(found(aio, suspending))}
    models: Found = {}
    for model in inventory["models"]:
        owner = getattr(defacto_sdk, model["name"], None)
        if owner is not None:
            names = [field_name(field) for field in model["fields"]]
            models[model["name"]] = {"doc": documented(owner), "fields": members(owner, names)}
    enums: Found = {}
    for enum in inventory["enums"]:
        owner = getattr(defacto_sdk, enum["name"], None)
        if owner is not None:
            values = [value["variant"] for value in enum["values"] if hasattr(owner, screaming(value["variant"]))]
            enums[enum["name"]] = {"doc": documented(owner), "values": values}
    errors = [kind for kind in inventory["errors"] if documented(getattr(defacto_sdk, f"{kind}Error", None))]
    return {
        "operations": operations,
        "calls": calls,
        "models": models,
        "enums": enums,
        "errors": errors,
        "types": {name: offered_in_python(name) for name in TYPES},
    }


def offered_in_python(name: str) -> list[str]:
    """List what a type offers, with its cases; for options, the keywords of their function."""
    import defacto_sdk

    if name in KEYWORDS:
        return list(inspect.signature(attrgetter(KEYWORDS[name])(defacto_sdk)).parameters)
    members = dir(getattr(defacto_sdk, name))
    more = {"Pdf": ["from_bytes", "from_path"], "PendingEnrollments": ["size"] if "__len__" in members else []}
    return [*members, *more.get(name, [])]


def field_name(field: Found) -> str:
    """Return the name of a field in the core; the inventory has it beside the name on the wire."""
    name: str = field["field"]
    return name


def field_cell(found: Found, model: Found, language: str) -> tuple[str, list[str]]:
    """Count the fields of a model that a language has, and name the missing ones."""
    if language == "Swift" and not model["swift"]:
        return ABSENT, []
    there = found["models"].get(model["name"])
    if there is None:
        return "missing", [f"{language}: model {model['name']}"]
    names = [field_name(field) if language == "Python" else camel(field_name(field)) for field in model["fields"]]
    fields = there["fields"]
    lacking = [f"{language}: field {model['name']}.{name}" for name in names if name not in fields]
    if isinstance(fields, dict):
        undocumented = [name for name in names if fields.get(name) is False]
        lacking += [f"{language}: doc of {model['name']}.{name}" for name in undocumented]
    if not there["doc"]:
        lacking.append(f"{language}: doc of {model['name']}")
    return f"{len(names) - len(lacking)}/{len(names)}", lacking


def value_cell(found: Found, enum: Found, language: str) -> tuple[str, list[str]]:
    """Count the values of an enum that a language has, and name the missing ones."""
    if language == "Swift" and not enum["swift"]:
        return ABSENT, []
    there = found["enums"].get(enum["name"])
    if there is None:
        return "missing", [f"{language}: enum {enum['name']}"]
    names = [value["variant"] for value in enum["values"]]
    if language == "Swift":
        names = [name[0].lower() + name[1:] for name in names]
    lacking = [f"{language}: value {enum['name']}.{name}" for name in names if name not in there["values"]]
    if not there["doc"]:
        lacking.append(f"{language}: doc of {enum['name']}")
    return f"{len(names) - len(lacking)}/{len(names)}", lacking


def ways_cell(there: dict[str, bool] | None, name: str, language: str) -> tuple[str, list[str]]:
    """Return the ways in which a language has a call, and name the missing ones."""
    if there is None:
        return "missing", [f"{language}: {name}"]
    lacking = [f"{language}: {name}, {way}" for way in WAYS[language] if not there[way]]
    return ", ".join(way for way in WAYS[language] if there[way]) or "missing", lacking


def operation_cell(found: Found, area: Found, operation: Found, language: str) -> tuple[str, list[str]]:
    """Return the ways in which a language has an operation; name missing ways and documentation."""
    names = (area["accessor"], operation["verb"])
    name = ".".join(names if language == "Python" else map(camel, names))
    there = found["operations"].get(name)
    text, lacking = ways_cell(there, f"operation {name}", language)
    if there is not None and not there["doc"]:
        lacking.append(f"{language}: doc of {name}")
    return text, lacking


def call_cell(found: Found, call: str, language: str) -> tuple[str, list[str]]:
    """Return the ways in which a language has a call that is not an operation."""
    owner, name = call.split(".")
    if language == "Swift" and NOT_IN_SWIFT & {owner, call}:
        return ABSENT, []
    spelled = call if language == "Python" else f"{owner}.{camel(name)}"
    return ways_cell(found["calls"].get(spelled), spelled, language)


def error_cell(found: Found, kind: str, language: str) -> tuple[str, list[str]]:
    """Return whether a language has a kind of error."""
    return ("yes", []) if kind in found["errors"] else ("missing", [f"{language}: error {kind}"])


def type_cell(found: Found, type_: str, name: str, language: str) -> tuple[str, list[str]]:
    """Return whether a type has a member in a language."""
    if language == "Swift" and NOT_IN_SWIFT & {type_, f"{type_}.{name}"}:
        return ABSENT, []
    spelled = name if language == "Python" else camel(name)
    if language == "Swift":
        spelled = spelled[0].lower() + spelled[1:]
    there = {entry.replace("JSON", "Json") for entry in found["types"][type_]}
    return ("yes", []) if spelled in there else ("missing", [f"{language}: {type_}.{spelled}"])


def rows(inventory: Found, languages: dict[str, Found]) -> tuple[list[str], list[str]]:
    """Write the lines of the table, and name everything that is missing."""
    lines: list[str] = []
    gaps: list[str] = []

    def head(title: str, about: str, columns: tuple[str, ...] = LANGUAGES) -> None:
        rule = "|---" * (len(columns) + 1) + "|"
        lines.extend(["", f"## {title}", "", about, "", "| | " + " | ".join(columns) + " |", rule])

    def row(name: str, rust: str, cell: Any, columns: tuple[str, ...] = LANGUAGES) -> None:
        cells = [rust]
        for language in columns[1:]:
            text, lacking = cell(languages[language], language)
            cells.append(text)
            gaps.extend(lacking)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")

    # In Rust both come from one declaration: if one were missing, the inventory would not compile.
    in_rust = ", ".join(WAYS["Rust"])
    head("Operations", ABOUT_WAYS, CALLING)
    for area in inventory["areas"]:
        for operation in area["operations"]:
            if not operation["doc"]:
                gaps.append(f"Rust: doc of {area['accessor']}.{operation['verb']}")
            name = f"`{area['accessor']}.{operation['verb']}`"
            # A call that combines several operations has neither.
            if operation["path"]:
                name += f" {operation['method']} `{operation['path']}`"
            row(name, in_rust, lambda f, language, a=area, o=operation: operation_cell(f, a, o, language), CALLING)
    head("Other calls", "Calls of several operations, and calls that wait for an outcome.", CALLING)
    for call in inventory["calls"]:
        row(f"`{call}`", in_rust, lambda f, language, c=call: call_cell(f, c, language), CALLING)
    for type_, (title, about, names) in TYPES.items():
        head(title, about)
        for name in names.split():
            row(f"`{name}`", "yes", lambda f, language, t=type_, n=name: type_cell(f, t, n, language))
    head("Models", "How many of the fields there are.")
    for model in inventory["models"]:
        count = len(model["fields"])
        undocumented = [field["field"] for field in model["fields"] if not field["doc"]]
        gaps.extend(f"Rust: doc of {model['name']}.{name}" for name in undocumented)
        row(f"`{model['name']}`", f"{count}/{count}", lambda f, language, m=model: field_cell(f, m, language))
    head("Enums", "How many of the known values there are; each takes unknown ones as well.")
    for enum in inventory["enums"]:
        count = len(enum["values"])
        row(f"`{enum['name']}`", f"{count}/{count}", lambda f, language, e=enum: value_cell(f, e, language))
    head("Errors", "The kinds, each a class or a case of its own.")
    for kind in inventory["errors"]:
        row(f"`{kind}`", "yes", lambda found, language, k=kind: error_cell(found, k, language))
    return lines, gaps


def main() -> int:
    """Write or compare the table; report what is missing."""
    check = "--check" in sys.argv
    inventory, kotlin, swift = (
        json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:] if path != "--check"
    )
    languages = {"Python": in_python(inventory), "Kotlin": kotlin, "Java": kotlin, "Swift": swift}
    lines, gaps = rows(inventory, languages)
    listed = [operation for area in inventory["areas"] for operation in area["operations"]]
    counted = {
        "operations": sum(bool(operation["path"]) for operation in listed),
        "other calls": len(inventory["calls"]) + sum(not operation["path"] for operation in listed),
        "models": len(inventory["models"]),
        "fields": sum(len(model["fields"]) for model in inventory["models"]),
        "enums": len(inventory["enums"]),
        "values": sum(len(enum["values"]) for enum in inventory["enums"]),
        "errors": len(inventory["errors"]),
    }
    summary = ", ".join(f"{count} {name}" for name, count in counted.items())
    about = [
        "# What each language has",
        "",
        "Every operation, model and error beside what each language has. `make parity` writes it: the core's own",
        "inventory against the built artifacts (Python's `inspect`, Kotlin's reflection, Swift's symbol graph). It",
        "fails when a cell is missing.",
        "",
        f"{summary}; {'no gap' if not gaps else f'{len(gaps)} gaps'}.",
    ]
    text = "\n".join([*about, *lines, ""])
    if not check:
        TABLE.write_text(text, encoding="utf-8")
    elif TABLE.read_text(encoding="utf-8") != text:
        gaps.append("docs/parity.md is not current: run `make parity`")
    print("\n".join(about[-1:] + gaps))
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main())
